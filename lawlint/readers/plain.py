"""The plain text reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lawlint.document import Document, Source, Span
from lawlint.document.build import Line, build
from lawlint.document.directives import in_comment
from lawlint.document.tables import find_tables

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
# A text file is published as it is: of comments only those that speak to lawlint, on one line, are no text.
_REMARK = re.compile(r"<!--[ \t]*lawlint[^\n]*?-->")


def lines_of(source: Source, first: int = 1, last: int | None = None, hidden: Sequence[Span] = ()) -> list[Line]:
    """The lines ``first`` to ``last`` (from 1) as reader lines: tables drawn in text recognised.

    :param hidden: spans that are no text, in their order, none overlapping another.
    """
    lines: list[Line] = []
    gap = False
    spans = [source.line_span(n) for n in range(first, (last or source.line_count) + 1)]
    tables = find_tables(source, spans)
    skip_to = at = 0
    for index, span in enumerate(spans):
        if index < skip_to:
            continue
        if index in tables:
            table, skip_to = tables[index]
            lines.append(Line((Span(span.start, spans[skip_to - 1].end),), gap=gap, table=table))
            gap = False
            continue
        while at < len(hidden) and hidden[at].end <= span.start:
            at += 1
        pieces = without(span, hidden, at)
        value = "".join(source.slice(p) for p in pieces)
        if not value.strip():
            gap = gap or not pieces or pieces[0] == span
            continue
        trimmed = _trim(source, pieces)
        mark = _HEADING.match(source.slice(trimmed[0]))
        if mark:  # a heading mark means the same in any text
            trimmed = (Span(trimmed[0].start + mark.end(), trimmed[0].end), *trimmed[1:])
        indent = len(value) - len(value.lstrip())
        lines.append(Line(trimmed, indent=indent, gap=gap, heading=len(mark[1]) if mark else 0))
        gap = False
    return lines


def without(span: Span, hidden: Sequence[Span], at: int = 0) -> list[Span]:
    """What is left of a span without the ``hidden`` ones, of which those before ``at`` end before it begins."""
    pieces = []
    start = span.start
    while at < len(hidden) and hidden[at].start < span.end:
        pieces.append(Span(start, max(start, hidden[at].start)))
        start = max(start, min(hidden[at].end, span.end))
        at += 1
    pieces.append(Span(start, span.end))
    return [p for p in pieces if p.end > p.start]


def _trim(source: Source, pieces: list[Span]) -> tuple[Span, ...]:
    """The pieces without white space at the line's ends."""
    first, last = source.slice(pieces[0]), source.slice(pieces[-1])
    pieces = list(pieces)
    pieces[0] = Span(pieces[0].start + len(first) - len(first.lstrip()), pieces[0].end)
    pieces[-1] = Span(pieces[-1].start, pieces[-1].end - (len(last) - len(last.rstrip())))
    return tuple(p for p in pieces if p.end > p.start)


def read(text: str, path: str) -> Document:
    """The document in a plain text draft."""
    source = Source(text, path)
    remarks = [Span(*m.span()) for m in _REMARK.finditer(text)]
    directives = [d._replace(shown=True) for remark in remarks for d in in_comment(source, remark)]
    return build(source, lines_of(source, hidden=remarks), "text", unseen=remarks, directives=directives)
