"""The Markdown reader: markdown-it-py finds the blocks; lines, numbers and joins are read as in plain text.

Indented lines are paragraphs, never code, since official drafts indent; list markers are kept as written, since ``1.``
is a heading number in an official document. HTML is read as a browser shows it: tags are no text, and those of blocks
end a line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lawlint.document import Cell, Directive, Document, Gap, Kind, Source, Span, Table, Text, Weight
from lawlint.document.build import Line, build
from lawlint.document.directives import in_comment
from lawlint.readers.inline import Markup, markup
from lawlint.readers.plain import lines_of, without

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.S | re.M)
_CODED = re.compile(r"&#(?:\d{1,7}|[xX][0-9A-Fa-f]{1,6});")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LONGEST_FRONT = 20_000  # characters of a front matter; a longer block is text
_MARKUP = re.compile(r"\*\*|__|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`+|!?\[(?=[^\]\n]*\]\()|\]\([^)\n]*\)")
# Elements that show something of their own, which is not in the text.
_SHOWING = {"img": "图片", "iframe": "嵌入的网页", "object": "嵌入的对象", "embed": "嵌入的对象", "video": "视频"}
_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534  # what browsers allow for colspan and rowspan


def read(text: str, path: str, code: bool = False) -> Document:
    """The document in a Markdown draft.

    :param code: whether fenced code is text like any other, as it is in a report; else it is named, and not read.
    """
    return _Reading(Source(text, path), code).document()


class _Reading:
    """One draft being read: its lines, and what of it is no text."""

    def __init__(self, source: Source, code: bool) -> None:
        self._source = source
        self._code = code
        self._lines: list[Line] = []
        self._gaps: list[Gap] = []
        self._unseen: list[Span] = []
        self._directives: list[Directive] = []
        self._html = _Html(source, self._stripped)

    def document(self) -> Document:
        """The whole draft."""
        source, text = self._source, self._source.text
        first = self._front_matter()
        body = source.line_span(first).start if first <= source.line_count else len(text)
        parser = (
            MarkdownIt("commonmark").enable("table").disable(["code", "list", "blockquote", "lheading", "reference"])
        )
        parser.disable("inline")
        done = first
        for token in parser.parse(text[body:]):
            if token.level or token.map is None:
                continue
            begin, end = token.map[0] + first, token.map[1] + first - 1
            self._block(token, begin, end, gap=begin > done or not self._lines)
            done = end + 1
        self._lines += self._html.finish()
        unseen = self._unseen
        return build(source, self._lines, "markdown", gaps=self._gaps, unseen=unseen, directives=self._directives)

    def _front_matter(self) -> int:
        """The line after the front matter, 1 where there is none: a block of YAML keys, not just text between rules."""
        found = _FRONT_MATTER.match(self._source.text)
        if not found or len(found[1]) > _LONGEST_FRONT or not _is_mapping(found[1]):
            return 1
        self._unseen.append(Span(*found.span()))
        return self._source.text.count("\n", 0, found.end()) + 2

    def _block(self, token: Token, begin: int, end: int, gap: bool) -> None:
        source = self._source
        span = Span(source.line_span(begin).start, source.line_span(end).end)
        if token.type == "fence":
            self._fence(token, begin, end)
        elif token.type == "hr":
            self._lines += [*self._html.pause(), Line((span,), kind=Kind.CODE)]
        elif token.type == "table_open":
            last = _last_row(source, begin, end)
            self._lines += [*self._html.pause(), self._table(begin, last)]
            if last < end:  # text right under a table belongs to no cell
                self._block(Token("paragraph_open", "p", 1), last + 1, end, gap=True)
        else:
            found = list(markup(source.slice(span), span.start, code=token.type != "html_block"))
            self._note(found)
            if token.type == "heading_open" and not any(m.block for m in found):
                line = Line(self._heading(begin, found), gap=True, heading=int(token.tag[1]))
                self._lines += [*self._html.pause(), line]
            elif self._html.open or any(m.block for m in found):
                self._lines += self._html.take(span, found)
            else:
                self._lines += self._paragraph(begin, end, gap, found)

    def _note(self, found: list[Markup]) -> None:
        """Keep what the markup of a block says beside its text."""
        self._unseen += [m.span for m in found]
        for one in found:
            if one.name == "!":
                self._directives += in_comment(self._source, one.span)
            elif one.name in _SHOWING and not one.closing:
                weight = Weight.BESIDE if one.name == "img" else Weight.LOST
                self._gaps.append(Gap(one.span, _SHOWING[one.name], weight))

    def _fence(self, token: Token, begin: int, end: int) -> None:
        source = self._source
        last = source.slice(source.line_span(end)).strip()
        closed = end > begin and len(last) >= len(token.markup) and not last.strip(token.markup[0])
        span = Span(source.line_span(begin).start, source.line_span(end).end)
        self._lines += self._html.pause()
        self._unseen.append(source.line_span(begin))
        inside = (begin + 1, end - closed)
        if not self._code:
            self._lines.append(Line((span,), kind=Kind.CODE))
            if any(c.isalnum() for c in token.content):
                weight = Weight.BESIDE if closed else Weight.LOST
                self._gaps.append(Gap(span, f"代码块（{token.content.strip().count(chr(10)) + 1} 行）", weight))
        elif inside[1] >= inside[0]:
            self._lines += [replace(line, code=True) for line in lines_of(source, *inside)]
        if not closed and self._code:
            what = f"代码块没有结束标记（{token.markup}），其后的文字在网页上会显示成代码"
            self._gaps.append(Gap(source.line_span(begin), what, Weight.DOUBT))

    def _heading(self, line: int, found: list[Markup]) -> tuple[Span, ...]:
        span = self._source.line_span(line)
        value = self._source.slice(span)
        start = len(value) - len(value.lstrip(" #"))
        end = len(value.rstrip().rstrip("#").rstrip())
        words = without(Span(span.start + start, span.start + max(start, end)), [m.span for m in found])
        return tuple(p for s in words for p in self._stripped(s))

    def _paragraph(self, begin: int, end: int, gap: bool, markup: list[Markup]) -> list[Line]:
        found: list[Line] = []
        for line in lines_of(self._source, begin, end, [m.span for m in markup]):
            pieces = line.pieces if line.table else tuple(p for s in line.pieces for p in self._stripped(s))
            found.append(Line(pieces, line.indent, line.gap or (gap and not found), line.heading, table=line.table))
        return found

    def _stripped(self, span: Span) -> tuple[Span, ...]:
        """The span less emphasis marks, code marks and link targets."""
        for coded in _CODED.finditer(self._source.slice(span)):
            letter = unescape(coded[0])
            if letter.isalnum():
                place = Span(span.start + coded.start(), span.start + coded.end())
                self._gaps.append(Gap(place, f"用代码写出的字“{letter}”"))
        pieces, at = [], span.start
        for match in _MARKUP.finditer(self._source.slice(span)):
            gone = Span(span.start + match.start(), span.start + match.end())
            pieces.append(Span(at, gone.start))
            self._unseen.append(gone)
            if match[0] == "![":
                picture = _PICTURE.match(self._source.text, gone.start)
                self._gaps.append(Gap(Span(*picture.span()) if picture else gone, "图片", Weight.BESIDE))
            at = gone.end
        pieces.append(Span(at, span.end))
        return tuple(p for p in pieces if p.end > p.start)

    def _table(self, begin: int, end: int) -> Line:
        source = self._source
        rows: list[tuple[Cell, ...]] = []
        for number in range(begin, end + 1):
            if number == begin + 1:  # the delimiter row
                continue
            rows.append(tuple(self._cells(source.line_span(number), len(rows))))
        span = Span(source.line_span(begin).start, source.line_span(end).end)
        return Line((span,), gap=True, table=Table(tuple(rows), headed=True))

    def _cells(self, line: Span, row: int) -> list[Cell]:
        source = self._source
        value = source.slice(line)
        found = list(markup(value, line.start))
        self._note(found)
        bars = [i for i, c in enumerate(value) if c == "|" and (i == 0 or value[i - 1] != "\\")]
        edges = ([] if value.lstrip().startswith("|") else [-1]) + bars
        if len(edges) < 2 or not value.rstrip().endswith("|"):
            edges.append(len(value))
        cells = []
        for column, (left, right) in enumerate(itertools.pairwise(edges)):
            whole = Span(line.start + left + 1, max(line.start + left + 1, line.start + right))
            pieces = [p for s in without(whole, [m.span for m in found]) for p in self._stripped(s)]
            before = len(self._gaps)
            if not source.words(pieces).strip() and any(g.span.overlaps(whole) for g in self._gaps[-5:before]):
                self._gaps.append(Gap(Span(whole.start, whole.start), "表格里的图片（这一格别无文字）"))
            cells.append(Cell(Text(source, pieces or (Span(whole.start, whole.start),)).stripped(), row, column))
        return cells


def _is_mapping(text: str) -> bool:
    """Whether a text is YAML of keys and values."""
    import yaml

    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):
        return False
    return isinstance(node, yaml.MappingNode)


def _last_row(source: Source, begin: int, end: int) -> int:
    """The last line of a table that has a bar: the parser counts the lines up to the next empty one to it."""
    for number in range(begin + 2, end + 1):
        if "|" not in source.slice(source.line_span(number)):
            return number - 1
    return end


class _Html:
    """HTML among the Markdown: a block's text is one line, a table is a table. One that is open goes on over blank lines."""

    def __init__(self, source: Source, stripped: Callable[[Span], tuple[Span, ...]]) -> None:
        self._source = source
        self._stripped = stripped
        self._pieces: list[Span] = []
        self._heading = 0
        self._rows: list[list[Cell]] | None = None
        self._cell: tuple[list[Span], int, int] | None = None  # pieces, columns, rows
        self._free: dict[int, int] = {}  # column -> the first row that no cell from above reaches
        self._depth = 0

    @property
    def open(self) -> bool:
        """Whether a table has begun and not ended."""
        return self._rows is not None

    def take(self, span: Span, found: list[Markup]) -> list[Line]:
        """Read a block of the draft; the lines it completes."""
        lines: list[Line] = []
        at = span.start
        for one in found:
            self._text(Span(at, one.span.start))
            at = one.span.end
            if one.block:
                lines += self._tag(one)
        self._text(Span(at, span.end))
        return lines if self.open else [*lines, *self._line()]

    def pause(self) -> list[Line]:
        """The lines so far, before a block that is no HTML."""
        return self._line() if not self.open else self.finish()

    def finish(self) -> list[Line]:
        """What is still open at the end of the draft."""
        return [*self._line(), *self._table()]

    def _text(self, span: Span) -> None:
        target = self._pieces if self._cell is None else self._cell[0]
        at = span.start
        for part in self._source.slice(span).splitlines(keepends=True):
            words = part.strip()
            if words:
                start = at + len(part) - len(part.lstrip())
                target.extend(self._stripped(Span(start, start + len(words))))
            at += len(part)

    def _tag(self, one: Markup) -> list[Line]:
        if one.name == "table" and not one.closing and not self.open:
            lines = self._line()
            self._rows, self._free, self._depth = [], {}, 1
            return lines
        if self.open:
            return self._in_table(one)
        lines = self._line()
        if re.fullmatch("h[1-6]", one.name):
            self._heading = 0 if one.closing else int(one.name[1])
        return lines

    def _in_table(self, one: Markup) -> list[Line]:
        assert self._rows is not None
        if one.name == "table":
            self._depth += -1 if one.closing else 1
            if not self._depth:
                return [*self._line(), *self._table()]
        elif self._depth > 1 or one.name not in ("tr", "td", "th"):
            pass  # what stands in a table inside a cell belongs to the cell
        elif one.name == "tr":
            self._end_cell()
            if not one.closing:
                self._rows.append([])
        else:
            self._end_cell()
            if not one.closing:
                given = one.attributes
                columns, rows = _whole(given.get("colspan"), _MOST_COLUMNS), _whole(given.get("rowspan"), _MOST_ROWS)
                self._cell = ([], columns, rows)
        return []

    def _end_cell(self) -> None:
        if self._cell is None or self._rows is None:
            return
        pieces, columns, rows = self._cell
        self._cell = None
        if not self._rows:
            self._rows.append([])
        row = len(self._rows) - 1
        last = self._rows[-1][-1] if self._rows[-1] else None
        column = last.column + last.columns if last else 0
        while self._free.get(column, 0) > row:
            column += 1
        if rows > 1:
            self._free |= dict.fromkeys(range(column, column + columns), row + rows)
        at = pieces[0].start if pieces else 0
        text = Text(self._source, pieces or [Span(at, at)]).stripped()
        self._rows[-1].append(Cell(text, row, column, columns, rows))

    def _table(self) -> list[Line]:
        self._end_cell()
        rows, self._rows = self._rows, None
        filled = [row for row in rows or () if row]
        spans = [p for row in filled for cell in row for p in cell.text.pieces if p.end > p.start]
        if not spans:
            return []
        span = Span(min(s.start for s in spans), max(s.end for s in spans))
        return [Line((span,), gap=True, table=Table(tuple(tuple(row) for row in filled)))]

    def _line(self) -> list[Line]:
        pieces, self._pieces = tuple(self._pieces), []
        return [Line(pieces, gap=True, heading=self._heading, whole=True)] if pieces else []


def _whole(value: str | None, most: int) -> int:
    value = (value or "").strip()
    return min(most, max(1, int(value))) if value.isascii() and value.isdigit() and len(value) < 9 else 1
