"""The single points that a list of shortcomings or measures makes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lawlint.document import Kind, Span
from lawlint.patterns import search
from lawlint.requirements.model import CONCRETE, Sentence

SUBITEM = re.compile(
    r"(?:[一二三四五六七八九十]|其[一二三四五六])(?:是|要|、)|第[一二三四五六七八九十][,、]|[①-⑳]|\(\d+\)|(?<!\d)\d[.、](?!\d)"
)
# what stands before the first point of a sentence: 但也要看到不足：……；……
_LEADS_UP = re.compile(
    r"[^。;:]{0,60}(?:不足|问题|差距|短板|困难|环节|距离|表现|方面|以下|如下|工作|任务|安排|措施)[^,。;:]{0,6}:(?=.{6})"
)
_NESTED = re.compile(r"(?:原因|表现|体现)[^,。;]{0,8}[:,]$")
_FIRST = re.compile(r"一[是要]|其一|第一|①|\(1\)")


def points(sentences: Sequence[Sentence], shown: Sequence[Sentence]) -> list[Span]:
    """The single points that sentences make, those with at least one sentence of ``shown``.

    A point begins at a subsection's heading, else at 一是…二是…; where there is neither, each sentence is one, or each
    clause of it that a semicolon closes.
    """
    spans = sorted(s.span for s in shown)
    starts = [s.start for s in spans]

    def touched(point: Span) -> bool:
        at = bisect_right(starts, point.start)
        return any(point.overlaps(s) for s in spans[max(0, at - 1) : at + 1])

    return [p for p in every_point(sentences) if touched(p)]


def every_point(sentences: Sequence[Sentence]) -> list[Span]:
    """All points that sentences make, whatever they say."""
    level = min((s.block.level for s in sentences if s.block.kind is Kind.HEADING), default=None)
    found: list[Span] = []
    marked = False
    for sentence in sentences:
        heading = sentence.block.kind is Kind.HEADING and sentence.block.level == level
        value = sentence.text.folded
        marks = [m.start() for m in SUBITEM.finditer(value) if m.start() == 0 or value[m.start() - 1] in ",。;:"]
        nested = next((m for m in marks if m and _FIRST.match(value, m) and _NESTED.search(value[:m])), len(value))
        if marked or nested > (marks or [0])[0]:  # 原因有二：一是……，二是…… inside a point
            marks = [m for m in marks if m < nested]
        if heading:
            found.append(sentence.span)
        elif level is None and not marks and not marked:
            found.extend(_clauses(sentence))
        elif level is None and marks:
            if not marked:  # what stands before the first mark leads up to the points
                found, marked = [], True
            for start, end in zip(marks, [*marks[1:], len(value)], strict=True):
                found.append(sentence.text.part(start, end).stripped().span())
        elif found:
            found[-1] = Span(found[-1].start, sentence.span.end)
    return found


def _clauses(sentence: Sentence) -> Iterator[Span]:
    """The parts of a sentence between semicolons, each a point of its own; the sentence where there are none."""
    lead = _LEADS_UP.match(sentence.text.folded)
    start = lead.end() if lead else 0
    for part in sentence.text.folded[start:].split(";"):
        if len(part) >= 6:
            yield sentence.text.part(start, start + len(part)).stripped().span()
        start += len(part) + 1


def clauses_of(sentence: Sentence, words: Sequence[str]) -> list[Span]:
    """The clauses of a sentence, or its parts at 一是…二是…, that tell a count, a date or a document, or have such words."""
    value = sentence.text.folded
    cuts = [0, *(m.end() for m in re.finditer(r"[,;:]", value)), len(value)]
    return [
        sentence.text.part(start, end).stripped().span()
        for start, end in pairwise(cuts)
        if end - start >= 6
        and (CONCRETE.search(value, start, end) or SUBITEM.match(value, start) or search(words, value[start:end]))
    ]
