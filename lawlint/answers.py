"""Does the plan answer the shortcomings? Each shortcoming with the measure that takes it up, found by what both speak of.

Words are cut with jieba and the template's own small dictionary, which names the topic of each word (``profiles``:
``register/words.txt``). A measure takes up a shortcoming where it speaks of its main topics, or where the first
sentences of both share a word the dictionary does not know (物业, 供水): that is the matter itself.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawlint.document import Document, Span, Text
from lawlint.document.text import fold, pairs
from lawlint.patterns import search, unquoted
from lawlint.requirements import Judgement, Status

if TYPE_CHECKING:
    from lawlint.templates import Profile

ENOUGH = 0.4  # the share of a shortcoming's topics, weighted, that a measure must speak of
_FIRST, _REST = 1.0, 0.4  # what a topic weighs in an item's first sentence, and after it
MOST = 200  # shortcomings, and measures, that are compared; no report has more
_EVERYWHERE = frozenset(
    ["行政", "执法", "法治", "依法", "工作", "建设", "政府", "制度", "加强", "开展", "推进", "人员", "能力", "水平"]
)  # in any report of this kind
_EMPTY = "-"  # the topic of words said of everything


@dataclass(frozen=True)
class Answer:
    """A shortcoming and the measure that takes it up, if any; ``topics``: what both speak of, or the shortcoming does."""

    shortcoming: Span
    measure: Span | None
    topics: tuple[str, ...]
    touched: bool = True  # whether any measure speaks of anything the shortcoming speaks of, be it in passing


def _tokenizer() -> Any:
    """jieba's Tokenizer, imported where it is first needed.

    To open its own files jieba asks for pkg_resources, which takes longer to import than all the rest, and does
    without where there is none: so there is none while jieba is imported.
    """
    import sys

    there = sys.modules.get("pkg_resources")
    if there is None:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        from jieba import Tokenizer
    finally:
        if there is None:
            del sys.modules["pkg_resources"]
    return Tokenizer


class Words:
    """A dictionary of words with their topics, and the cutter that knows them."""

    def __init__(self, path: str) -> None:
        Tokenizer = _tokenizer()
        lines = [line.split() for line in Path(path).read_text(encoding="utf-8").splitlines()]
        entries = [line for line in lines if len(line) == 3 and not line[0].startswith("#")]
        self._topics = {fold(word): topic.split("+") for word, _, topic in entries}
        data = "\n".join(f"{fold(word)} {frequency}" for word, frequency, _ in entries)
        self._cutter: Any = Tokenizer()
        # loaded here and now, so that no cache file is written or read anywhere
        self._cutter.FREQ, self._cutter.total = Tokenizer.gen_pfdict(io.BytesIO(data.encode()))
        self._cutter.initialized = True

    def topics(self, text: str) -> list[str]:
        """The topics of a width-folded text, in reading order."""
        found = (topic for word in self._cutter.cut(text, HMM=False) for topic in self._topics.get(word, ()))
        return [topic for topic in found if topic != _EMPTY]

    def unknown(self, text: str) -> set[str]:
        """The pairs of characters that stand side by side in no word of the dictionary."""
        found: set[str] = set()
        before = ""
        for word in self._cutter.cut(text, HMM=False):
            one = word if len(word) == 1 and "一" <= word <= "鿿" and word not in _SMALL else ""
            if before and one:
                found.add(before + one)
            before = one
        return found


# characters of grammar and number, which begin and end no word worth comparing
_SMALL = "的了和与及或在对于从向为以是有不未还仍也都但而并其之被把将要就等各该此这那个项次件名人条一二三四五六七八九十两几多少大小上下中内外前后新"


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
    measures = [_Item.of(document, span, cutter) for span in _measures(lacking, plan)]
    wanted = [_Item.of(document, span, cutter) for span in lacking.items[:MOST]]
    inside = _inside(document, lacking, plan)
    return [answer for item in wanted if (answer := inside.get(item.span) or _answer(item, measures))]


def _inside(document: Document, lacking: Judgement, plan: Judgement) -> dict[Span, Answer]:
    """The shortcomings whose own point goes on to say what will be done about them (……。下一步，……)."""
    found: dict[Span, Answer] = {}
    section = next(iter(lacking.sections), None)
    ends = [s.start for s in lacking.items[1:]] + [section.span.end if section and section.heading else 0]
    opens = plan.requirement.opens
    for item, end in zip(lacking.items, ends, strict=False):
        for block in document.prose:
            if not block.span.overlaps(Span(item.start, max(end, item.end))):
                continue
            for text in block.sentences:
                at = text.span().start
                if item.start < at < end and search(opens, text.folded):
                    found.setdefault(item, Answer(item, text.span(), ("同一条里的措施",)))
    return found


@dataclass(frozen=True)
class _Item:
    """A shortcoming or measure: what it speaks of. ``weights``: its topics, those of the first sentence weighing more;
    ``words``: what its first sentence, ``first``, says in words the dictionary does not know; ``text``: all of it."""

    span: Span
    weights: Mapping[str, float]
    words: set[str]
    first: str
    text: str

    @classmethod
    def of(cls, document: Document, span: Span, cutter: Words) -> _Item:
        text = unquoted("\n".join(_runs(document, span)))
        end = re.search(r"[。;\n]", text)
        first = text[: end.end()] if end else text
        weights = dict.fromkeys(cutter.topics(text[len(first) :]), _REST) | dict.fromkeys(cutter.topics(first), _FIRST)
        return cls(span, weights, cutter.unknown(first), first, text)


def _runs(document: Document, span: Span) -> Iterator[str]:
    """What the blocks within a span say, width-folded, line breaks inside a block left out."""
    blocks = document.blocks
    first = max(0, bisect_right(blocks, span.start, key=lambda b: b.span.start) - 1)
    for block in takewhile(lambda b: b.span.start < span.end, islice(blocks, first, None)):
        pieces = [Span(max(p.start, span.start), min(p.end, span.end)) for p in block.text.pieces if p.overlaps(span)]
        if pieces:
            yield Text(document.source, pieces).folded


def _measures(lacking: Judgement, plan: Judgement) -> list[Span]:
    """The plan's points, and its other sentences (the lead often promises something of its own)."""
    spans = list(plan.items[:MOST])
    sentences = [t.span() for s in plan.sections for t in s.sentences()] if plan.headed else plan.evidence
    spans += [s for s in sentences[:MOST] if not any(i.overlaps(s) for i in plan.items[:MOST])]
    taken = (*lacking.items[:MOST], *lacking.evidence[:MOST])
    return [s for s in spans if not any(s.overlaps(i) for i in taken)]


def _answer(lacking: _Item, measures: Sequence[_Item]) -> Answer | None:
    """The measure that speaks most of what is lacking, where that is enough; ``None`` where nothing can be compared."""
    best: tuple[float, Span | None, tuple[str, ...]] = (0.0, None, ())
    main = {t for t, w in lacking.weights.items() if w == _FIRST} or set(lacking.weights)
    whole = sum(lacking.weights.values()) or 1.0
    for measure in measures:
        shared = [t for t in lacking.weights if t in measure.weights]
        same = sorted(lacking.words & measure.words, key=lacking.first.find)[:1]
        score = sum(lacking.weights[t] * (measure.weights[t] + 1) / 2 for t in shared) / whole
        score = (score if main & set(shared) else 0.0) + (ENOUGH if same else 0.0)
        if score > best[0]:
            best = score, measure.span, (*shared, *same)
    if best[0] >= ENOUGH:
        return Answer(lacking.span, best[1], best[2])
    said = {pair for measure in measures for pair in pairs(measure.text)}
    touched = any(t in m.weights for m in measures for t in lacking.weights) or any(
        pair in said for pair in pairs(lacking.first) if pair not in _EVERYWHERE
    )
    return Answer(lacking.span, None, tuple(lacking.weights), touched) if lacking.weights else None
