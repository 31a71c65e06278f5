"""The plain text reader."""

from __future__ import annotations

import re

from lawlint.document import Document, Source, Span
from lawlint.document.build import Line, build
from lawlint.document.tables import find_tables

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def lines_of(source: Source, first: int = 1, last: int | None = None, comments: list[Span] | None = None) -> list[Line]:
    """The lines ``first`` to ``last`` (from 1) as reader lines: HTML comments left out, tables in text recognised."""
    hidden = comments if comments is not None else html_comments(source)
    lines: list[Line] = []
    gap = False
    spans = [source.line_span(n) for n in range(first, (last or source.line_count) + 1)]
    tables = find_tables(source, spans)
    skip_to = -1
    for index, span in enumerate(spans):
        if index < skip_to:
            continue
        if index in tables:
            table, skip_to = tables[index]
            lines.append(Line((Span(span.start, spans[skip_to - 1].end),), gap=gap, table=table))
            gap = False
            continue
        pieces = _visible(span, hidden)
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


def html_comments(source: Source) -> list[Span]:
    """The spans of HTML comments, which belong to no report."""
    return [Span(*m.span()) for m in _COMMENT.finditer(source.text)]


def _visible(span: Span, hidden: list[Span]) -> list[Span]:
    pieces = [span]
    for gone in hidden:
        if gone.overlaps(span):
            pieces = [
                part
                for p in pieces
                for part in (Span(p.start, min(p.end, gone.start)), Span(max(p.start, gone.end), p.end))
                if part.end > part.start
            ]
    return pieces


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
    return build(source, lines_of(source), "text")
