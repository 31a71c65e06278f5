"""The Markdown reader: markdown-it-py finds the blocks; lines, numbers and joins are read as in plain text.

Indented lines are paragraphs, never code, since official drafts indent; list markers are kept as written, since ``1.``
is a heading number in an official document.
"""

from __future__ import annotations

import itertools
import re

from markdown_it import MarkdownIt

from lawlint.document import Cell, Document, Kind, Source, Span, Table, Text
from lawlint.document.build import Line, build
from lawlint.readers.plain import html_comments, lines_of

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.S | re.M)
_MARKUP = re.compile(r"\*\*|__|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`+|!?\[(?=[^\]\n]*\]\()|\]\([^)\n]*\)")


def read(text: str, path: str) -> Document:
    """The document in a Markdown draft."""
    source = Source(text, path)
    front = _FRONT_MATTER.match(text)
    first = text.count("\n", 0, front.end()) + 2 if front else 1
    body = source.line_span(first).start if first <= source.line_count else len(text)
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "list", "blockquote", "lheading", "reference"])
    parser.disable("inline")
    comments = html_comments(source)
    lines: list[Line] = []
    done = first
    for token in parser.parse(text[body:]):
        if token.level or token.map is None:
            continue
        begin, end = token.map[0] + first, token.map[1] + first - 1
        gap = begin > done or not lines
        if token.type == "heading_open":
            lines.append(Line(_heading(source, begin), gap=True, heading=int(token.tag[1])))
        elif token.type == "table_open":
            last = _last_row(source, begin, end)
            lines.append(_table(source, begin, last))
            if last < end:  # text right under a table belongs to no cell
                lines.extend(_paragraph(source, last + 1, end, True, comments))
        elif token.type in ("fence", "hr"):
            lines.append(Line((Span(source.line_span(begin).start, source.line_span(end).end),), kind=Kind.CODE))
        else:
            lines.extend(_paragraph(source, begin, end, gap, comments))
        done = end + 1
    return build(source, lines, "markdown")


def _heading(source: Source, line: int) -> tuple[Span, ...]:
    span = source.line_span(line)
    value = source.slice(span)
    start = len(value) - len(value.lstrip(" #"))
    end = len(value.rstrip().rstrip("#").rstrip())
    return _without_markup(source, Span(span.start + start, span.start + max(start, end)))


def _paragraph(source: Source, begin: int, end: int, gap: bool, comments: list[Span]) -> list[Line]:
    found: list[Line] = []
    for line in lines_of(source, begin, end, comments):
        pieces = line.pieces if line.table else tuple(p for s in line.pieces for p in _without_markup(source, s))
        found.append(Line(pieces, line.indent, line.gap or (gap and not found), table=line.table))
    return found


def _without_markup(source: Source, span: Span) -> tuple[Span, ...]:
    """The span less emphasis marks, code marks and link targets."""
    pieces, at = [], span.start
    for match in _MARKUP.finditer(source.slice(span)):
        pieces.append(Span(at, span.start + match.start()))
        at = span.start + match.end()
    pieces.append(Span(at, span.end))
    return tuple(p for p in pieces if p.end > p.start)


def _last_row(source: Source, begin: int, end: int) -> int:
    """The last line of a table that has a bar: the parser counts the lines up to the next empty one to it."""
    for number in range(begin + 2, end + 1):
        if "|" not in source.slice(source.line_span(number)):
            return number - 1
    return end


def _table(source: Source, begin: int, end: int) -> Line:
    rows: list[tuple[Cell, ...]] = []
    for number in range(begin, end + 1):
        if number == begin + 1:  # the delimiter row
            continue
        rows.append(tuple(_cells(source, source.line_span(number), len(rows))))
    span = Span(source.line_span(begin).start, source.line_span(end).end)
    return Line((span,), gap=True, table=Table(tuple(rows), headed=True))


def _cells(source: Source, line: Span, row: int) -> list[Cell]:
    value = source.slice(line)
    bars = [i for i, c in enumerate(value) if c == "|" and (i == 0 or value[i - 1] != "\\")]
    edges = ([] if value.lstrip().startswith("|") else [-1]) + bars
    if not value.rstrip().endswith("|") or len(edges) < 2:  # a lone bar is a row of one empty cell
        edges.append(len(value))
    cells = []
    for column, (left, right) in enumerate(itertools.pairwise(edges)):
        pieces = _without_markup(source, Span(line.start + left + 1, line.start + right))
        at = line.start + left + 1
        cells.append(Cell(Text(source, pieces or (Span(at, at),)).stripped(), row, column))
    return cells
