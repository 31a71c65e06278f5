"""Does the plan answer the shortcomings? Each shortcoming with the measure that takes it up, found by what both speak of.

Words are cut with jieba and the template's own small dictionary, which names the topic of each word (``profiles``:
``register/words.txt``). A measure takes up a shortcoming where it speaks of its main topics.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawlint.document import Document, Span
from lawlint.document.text import fold
from lawlint.patterns import unquoted
from lawlint.requirements import Judgement, Status

if TYPE_CHECKING:
    from lawlint.templates import Profile

ENOUGH = 0.4  # the share of a shortcoming's topics, weighted, that a measure must speak of
_FIRST, _REST = 1.0, 0.4  # what a topic weighs in an item's first sentence, and after it
_EMPTY = "-"  # the topic of words said of everything


@dataclass(frozen=True)
class Answer:
    """A shortcoming and the measure that takes it up, if any; ``topics``: what both speak of, or the shortcoming does."""

    shortcoming: Span
    measure: Span | None
    topics: tuple[str, ...]


class Words:
    """A dictionary of words with their topics, and the cutter that knows them."""

    def __init__(self, path: str) -> None:
        from jieba import Tokenizer  # slow to import, and needed for this alone

        lines = [line.split() for line in Path(path).read_text(encoding="utf-8").splitlines()]
        entries = [line for line in lines if len(line) == 3 and not line[0].startswith("#")]
        self.topics = {fold(word): tuple(topic.split("+")) for word, _, topic in entries if topic != _EMPTY}
        data = "\n".join(f"{fold(word)} {frequency}" for word, frequency, _ in entries)
        self._cutter: Any = Tokenizer()
        # loaded here and now, so that no cache file is written or read anywhere
        self._cutter.FREQ, self._cutter.total = Tokenizer.gen_pfdict(io.BytesIO(data.encode()))
        self._cutter.initialized = True

    def of(self, text: str) -> list[str]:
        """The topics of a width-folded text, in reading order; one that comes twice is there twice."""
        return [topic for word in self._cutter.cut(text, HMM=False) for topic in self.topics.get(word, ())]


@lru_cache(maxsize=8)
def words(path: str) -> Words:
    """The dictionary in a file, read once.

    :raises OSError: the file cannot be read.
    """
    return Words(path)


def answers(document: Document, judgements: Mapping[str, Judgement], profile: Profile) -> list[Answer]:
    """Each shortcoming with the measure that takes it up; empty where the draft has no shortcomings or no plan.

    A shortcoming of which the dictionary knows no word is left out: nothing can be said of it.
    """
    lacking = next((j for j in judgements.values() if j.requirement.judge == "shortcomings"), None)
    plan = next((j for j in judgements.values() if j.requirement.judge == "plan"), None)
    usable = (Status.MET, Status.PARTIAL)
    if (
        not profile.words
        or lacking is None
        or plan is None
        or lacking.status not in usable
        or plan.status not in usable
    ):
        return []
    cutter = words(profile.words)
    measures = [(span, _weights(document, span, cutter)) for span in _measures(lacking, plan)]
    found = []
    for span in lacking.items:
        wanted = _weights(document, span, cutter)
        if wanted:
            found.append(_answer(span, wanted, measures))
    return found


def _measures(lacking: Judgement, plan: Judgement) -> list[Span]:
    """The plan's points, and its other sentences (the lead often promises something of its own)."""
    spans = list(plan.items)
    sentences = [t.span() for s in plan.sections for t in s.sentences()] if plan.headed else plan.evidence
    spans += [s for s in sentences if not any(i.overlaps(s) for i in plan.items)]
    return [s for s in spans if not any(s.overlaps(i) for i in (*lacking.items, *lacking.evidence))]


def _weights(document: Document, span: Span, cutter: Words) -> dict[str, float]:
    """What an item speaks of: its topics, those of its first sentence weighing more."""
    text = unquoted(fold(document.reading(span)))
    end = re.search(r"[。;\n]", text)
    first = text[: end.end()] if end else text
    found = dict.fromkeys(cutter.of(text[len(first) :]), _REST)
    return found | dict.fromkeys(cutter.of(first), _FIRST)


def _answer(span: Span, wanted: Mapping[str, float], measures: Sequence[tuple[Span, dict[str, float]]]) -> Answer:
    """The measure that speaks most of what is wanted, where that is enough and touches a main topic."""
    best: tuple[float, Span | None, tuple[str, ...]] = (0.0, None, ())
    main = {t for t, w in wanted.items() if w == _FIRST} or set(wanted)
    whole = sum(wanted.values())
    for measure, told in measures:
        shared = tuple(t for t in wanted if t in told)
        score = sum(wanted[t] * (told[t] + 1) / 2 for t in shared) / whole
        if main & set(shared) and score > best[0]:
            best = score, measure, shared
    if best[0] >= ENOUGH:
        return Answer(span, best[1], best[2])
    return Answer(span, None, tuple(wanted))
