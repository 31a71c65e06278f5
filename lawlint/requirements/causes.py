"""Why each shortcoming is there: the words of cause in it, told apart from what came of it.

Four ways to tell a cause, the profile's vocabulary deciding: words that lead one (由于, 原因在于: ``shown-by``); what a
circumstance led to (编制未增加，导致力量不足: ``leads-to``), which is no cause where it tells only what the shortcoming
itself led to; a lack of means or of management (``roots``) behind the shortcoming, in a section headed 原因; and any
sentence of a section on nothing but causes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lawlint.document import Kind, Section, Span, Text
from lawlint.patterns import compiled, search, unquoted
from lawlint.requirements.judges import Judge, Shortcomings
from lawlint.requirements.model import Fault, Judgement, Pair, Row, Sentence
from lawlint.requirements.points import SUBITEM
from lawlint.templates import Requirement

_CLAUSE = re.compile(r"[^,。;:!?\n]+")
_ALL = re.compile(r"(?:以上|上述|这些|产生|存在)(?:各项|诸多|种种)?(?:问题|不足|短板|差距)")


@dataclass(frozen=True)
class _Point:
    """A shortcoming with all that is said of it, sentence by sentence; ``words``: its text, width-folded."""

    item: Span
    texts: tuple[Text, ...]
    words: tuple[str, ...]


class Causes(Judge):
    """Each shortcoming with its cause; ``not-shown-by`` names causes too vague to tell anything."""

    kind = "causes"

    def fits(self, section: Section) -> bool:
        return True

    def weigh(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        outer = self.places.found.get(self.need.within)
        items = outer.items if outer else []
        inner = {id(s) for section in (outer.sections if outer else ()) for s in section.walk()}
        chapter = [s for s in sentences if id(s.section) not in inner]
        named = any(self.places.names(self.need, s) for s in (outer.sections if outer else ()))
        inside = Shortcomings(self._lacking, self.places).before_outlook([s for s in sentences if s not in chapter])
        made.pairs, sure, vague = self._paired(_points(items, inside, self._leads), named)
        if made.headed:
            made.pairs = _with_chapter(made.pairs, chapter)
        if vague and not made.headed and not any(p.cause in sure for p in made.pairs):
            # 因诸多因素: a draft that says so has not said why elsewhere by mere mention of what else is lacking
            made.pairs = [Pair(p.shortcoming, None) for p in made.pairs]
        told = [p for p in made.pairs if p.cause]
        made.items = [p.cause for p in told if p.cause]
        lacking = [n for n, p in enumerate(made.pairs, 1) if not p.cause]
        wanted = len(made.pairs) if self.need.each else self.need.enough
        if told and len(told) >= wanted:
            return self._done(made, made.met([], f"{len(made.pairs)} 项不足中 {len(told)} 项写明原因"))
        if told:
            note = f"要求 {wanted} 处，写明 {len(told)} 处"
            note += f"；没有写原因的是第 {'、'.join(map(str, lacking))} 项" if lacking else ""
            return self._done(made, made.partial([], note))
        if vague:
            made = made.partial([], "提到了原因，但没有说明是什么原因")
            made.evidence = vague
            return made
        made.fault = Fault.ABSENT
        if outer and items:
            names = "、".join(f"“{_short(p, inside)}”" for p in made.pairs[:5])
            made.note = f"“{outer.requirement.title}”写了 {len(items)} 项，没有写“{self.need.title}”" + (
                f"：{names}" if names else ""
            )
        return made

    def _done(self, made: Judgement, settled: Judgement) -> Judgement:
        settled.evidence = sorted({p.cause for p in made.pairs if p.cause})
        return settled

    def _paired(self, points: Sequence[_Point], named: bool) -> tuple[list[Pair], set[Span], list[Span]]:
        """Each point with its cause; the causes told in so many words; the places of causes too vague.

        A cause told of all points is each one's.
        """
        pairs: list[Pair] = []
        sure: set[Span] = set()
        vague: list[Span] = []
        common: Span | None = None
        for point in points:
            found = None
            for text, words in self._sentences(point, vague):
                at = self._told(words)
                if at is not None:
                    found = _from_clause(text, words, at)
                    sure.add(found)
                    break
            found = found or self._implied(point, named)
            pairs.append(Pair(point.item, found))
            if found and any(_ALL.search(w) and t.span().overlaps(found) for t, w in _both(point)):
                common = found
        return [Pair(p.shortcoming, p.cause or common) for p in pairs], sure, vague

    def _sentences(self, point: _Point, vague: list[Span]) -> Iterator[tuple[Text, str]]:
        """The point's sentences, words that look like causes and are none blanked; those too vague go to ``vague``."""
        for text, raw in _both(point):
            if search(self.need.not_shown_by, raw):
                vague.append(text.span())
            else:
                yield text, _blanked(self.need, raw)

    def _told(self, words: str) -> int | None:
        """Where a sentence says why in so many words."""
        match = compiled(self.need.shown_by).search(words)
        return match.start() if match else None

    def _implied(self, point: _Point, named: bool) -> Span | None:
        """Where a point says what led to the shortcoming, or what is lacking behind it."""
        lacking = False  # whether a sentence before has said what is lacking
        first = ""  # the shortcoming itself: where it is a want of means or of management, what follows only tells more
        for text, words in self._sentences(point, []):
            at = self._led(words, lacking)
            first = first or words.split(",")[0]
            if at is None and named and not search((*self.need.roots, *self.need.means), first):
                at = self._rooted(words, self.need.roots) if lacking else self._rooted(words, self.need.means, 1)
            if at is not None:
                return _from_clause(text, words, at)
            lacking = lacking or self._lacks(words)
        return None

    def _lacks(self, words: str) -> bool:
        return bool(search(self._lacking.shown_by, words))

    @property
    def _lacking(self) -> Requirement:
        """The requirement on shortcomings, whose words tell what is lacking."""
        return next((n for n in self.places.needs if n.name == self.need.within), self.need)

    def _led(self, words: str, lacking: bool) -> int | None:
        """Where a sentence says that something led to the shortcoming; ``None`` where the shortcoming leads.

        Before the word stands a circumstance (means, management: ``roots``), and what it led to is lacking; or the
        sentence explains a shortcoming told before it.
        """
        for match in compiled(self.need.leads_to).finditer(words):
            before, after = words[: match.start()], words[match.end() :].split("。")[0]
            if len(before) < 4:
                continue
            rooted = bool(search(self.need.roots, before))
            if (rooted and (self._lacks(after) or not self._lacks(before))) or (lacking and self._lacks(after)):
                return 0
        return None

    def _rooted(self, words: str, roots: Sequence[str], skipped: int = 0) -> int | None:
        """Where a sentence tells a lack of means or of management, one it does not tell as an example.

        ``skipped``: how many clauses tell the shortcoming itself.
        """
        if search(self.need.examples, words):
            return None
        clauses = list(_CLAUSE.finditer(words))[skipped:]
        return next((c.start() for c in clauses if search(roots, c[0]) and self._wants(c[0])), None)

    def _wants(self, clause: str) -> bool:
        """Whether a clause tells a want: in the words of shortcomings, or of a point on one."""
        return self._lacks(clause) or bool(search(self._lacking.listed, clause))

    def _leads(self, words: str) -> bool:
        """Whether a sentence begins by saying why: it then speaks of what stands before it."""
        match = compiled(self.need.shown_by).search(_blanked(self.need, words))
        return match is not None and match.start() <= 6


def _blanked(need: Requirement, words: str) -> str:
    """The words with those blanked that look like causes and are none (造成污染的企业, 与工作有关的法律)."""
    for match in compiled(need.ignore).finditer(words):
        words = words[: match.start()] + "　" * len(match[0]) + words[match.end() :]
    return words


def _from_clause(text: Text, words: str, at: int) -> Span:
    """The span from the beginning of the clause that ``at`` stands in to the sentence's end."""
    begin = max((m.start() for m in _CLAUSE.finditer(words) if m.start() <= at), default=0)
    return text.part(begin).stripped().span()


def _both(point: _Point) -> Iterator[tuple[Text, str]]:
    return zip(point.texts, point.words, strict=True)


def _points(items: Sequence[Span], sentences: Sequence[Sentence], leads: Callable[[str], bool]) -> list[_Point]:
    """The shortcomings with the sentences up to the next one; one that only says why belongs to the one before.

    ``leads``: whether words begin by saying why.
    """
    starts = sorted(items)
    kept = [
        span
        for n, span in enumerate(starts)
        if n == 0 or not leads(_words(sentences, span)) or not _follows_on(sentences, span)
    ]
    if not kept:
        return []
    ends = [b.start for _, b in pairwise(kept)] + [max((s.span.end for s in sentences), default=kept[-1].end)]
    found = []
    for item, end in zip(kept, ends, strict=True):
        texts, words = [], []
        for sentence in sentences:
            part = _part(sentence, Span(item.start, max(end, item.end)))
            if part:
                texts.append(part[0])
                words.append(part[1])
        found.append(_Point(item, tuple(texts), tuple(words)))
    return found


def _part(sentence: Sentence, span: Span) -> tuple[Text, str] | None:
    """The part of a sentence inside a span, and its words; a row of a table is taken whole."""
    whole = sentence.span
    if not whole.overlaps(span):
        return None
    if isinstance(sentence, Row):
        return sentence.text, sentence.words
    pieces = [Span(max(p.start, span.start), min(p.end, span.end)) for p in sentence.text.pieces if p.overlaps(span)]
    text = Text(sentence.text.source, pieces)
    return text, unquoted(text.folded)


def _words(sentences: Sequence[Sentence], span: Span) -> str:
    parts = (_part(s, span) for s in sentences)
    return next((p[1] for p in parts if p), "")


def _follows_on(sentences: Sequence[Sentence], span: Span) -> bool:
    """Whether a point has no number of its own: a sentence among sentences."""
    sentence = next((s for s in sentences if s.span.overlaps(span)), None)
    return (
        sentence is not None
        and sentence.block.kind is not Kind.HEADING
        and not isinstance(sentence, Row)
        and not SUBITEM.match(_words(sentences, span))
    )


def _with_chapter(pairs: Sequence[Pair], chapter: Sequence[Sentence]) -> list[Pair]:
    """Pairs with causes from a chapter of their own: one each where there are as many, else the chapter answers all."""
    told = [s for s in chapter if s.block.kind is not Kind.HEADING] or list(chapter)
    if not told:
        return list(pairs)
    each = len(told) == len(pairs)
    return [Pair(p.shortcoming, p.cause or (told[n] if each else told[0]).span) for n, p in enumerate(pairs)]


def _short(pair: Pair, sentences: Sequence[Sentence]) -> str:
    """A shortcoming's first clause, without its number."""
    words = re.sub(r"^[一二三四五六七八九十]+是|^[-*•·]\s*", "", _words(sentences, pair.shortcoming)).strip("。;, ")
    first = words.split(",")[0]
    return first if len(first) <= 20 else first[:20] + "……"
