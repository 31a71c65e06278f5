"""The walk over a Word document: its paragraphs, in reading order, as lines of one text.

A paragraph is a line, table cells included; footnotes and text boxes follow the paragraph they hang on. The text is
what a reader sees: automatic numbers written out, results of fields, and of tracked changes one side only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lawlint.document import Cell, Kind, Source, Span, Table, Text
from lawlint.document.build import LONGEST_HEADING, Line
from lawlint.document.numbering import heading_number
from lawlint.errors import ReadError
from lawlint.readers.docx.names import child, get, name, number, switch
from lawlint.readers.docx.numbering import Numbering
from lawlint.readers.docx.package import Package
from lawlint.readers.docx.styles import Style, Styles
from lawlint.readers.drawn import drawn_tables

FINAL, ORIGINAL = "final", "original"
_TRANSPARENT = frozenset(
    {
        "hyperlink",
        "smartTag",
        "sdtContent",
        "customXml",
        "fldSimple",
        "dir",
        "bdo",
        "rubyBase",
        "mc:Choice",
        "mc:Fallback",
    }
)
_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom"})
_CHANGES = _INSERTED | _DELETED
_CHANGED = ("rPrChange", "pPrChange", "numberingChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")
_MARKS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
# White space that is no line break here: a paragraph is one line whatever its text holds.
_ONE_LINE = {ord(c): " " for c in "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
_BREAK = " "
_MOST_COLUMNS = 63  # Word's own limit
_LETTER = 210  # twips: a letter of the size that tables are set in
_MOST_INDENT = 40  # letters
# Symbol fonts keep their signs in the private area; the few that mean something in a report.
_SYMBOLS = {
    "F0B7": "•", "F06C": "●", "F06E": "■", "F0A7": "▪", "F0D8": "➢", "F0FC": "√", "F0FE": "☑", "F052": "☑", "F054": "☒",
    "F0A8": "□", "F06F": "□", "F0B0": "°", "F0B1": "±", "F0B4": "×", "F0B8": "÷", "F0A3": "≤", "F0B3": "≥",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a stretch of the text stands in the XML: offset in the text, length, element, characters to skip in it.

    ``element`` is a ``w:t`` or another child of a run; ``part`` is empty for the document's own part.
    """

    start: int
    length: int
    element: Any
    skip: int = 0
    part: str = ""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read."""

    start: int
    style: Style
    outline: int | None
    kind: Kind | None
    end: int = 0
    breaks: list[int] = field(default_factory=list)  # offsets of line breaks inside
    contents: bool = False  # of a table of contents
    told: bool = False  # has text outside any table of contents
    after: list[tuple[str, Any]] = field(default_factory=list)  # text boxes and notes to read below it


@dataclass
class _Table:
    start: int
    end: int = 0
    headed: bool = False
    cells: list[tuple[list[Span], int, int, int]] = field(default_factory=list)  # spans, row, column, columns
    heights: dict[tuple[int, int], int] = field(default_factory=dict)  # rows of a cell that runs on downward
    indents: dict[tuple[int, int], int] = field(default_factory=dict)  # letters that a cell's first paragraph is set in


@dataclass
class _Field:
    code: str = ""
    shown: bool = False


class Walker:
    """Reads block after block (:meth:`read`), then gives the text, its lines and the notices.

    :param revisions: ``final`` reads tracked changes as accepted, ``original`` as rejected.
    :param pieces: where given, filled with a :class:`Piece` for every stretch of text.
    """

    def __init__(self, package: Package, revisions: str = FINAL, pieces: list[Piece] | None = None) -> None:
        self._styles = Styles(package.tree("styles"))
        self._numbering = Numbering(package.tree("numbering"), self._styles.list_of)
        self._package = package
        self._notes: dict[str, dict[str, Any]] = {}
        self._gone = _DELETED if revisions == FINAL else _INSERTED
        self._gone_cell = "cellDel" if revisions == FINAL else "cellIns"
        self._pieces = pieces
        self._part = ""
        self._out: list[str] = []
        self._at = 0
        self._items: list[_Paragraph | _Table] = []
        self._here = _Paragraph(0, Style(), None, None)
        self._fields: list[_Field] = []
        self._comments: dict[str, int] = {}
        self._merge: list[Any] = []  # paragraphs whose end is struck out: they go on in the next
        self.notices: list[tuple[str, Span]] = []

    # -- blocks

    def read(self, blocks: Iterable[Any], kind: Kind | None = None, cell: list[Span] | None = None) -> None:
        """Read block elements; ``cell`` collects the spans of a table cell's paragraphs."""
        for element in blocks:
            what = name(element)
            if what == "p":
                if self._mark_gone(element):
                    self._merge.append(element)
                else:
                    self._paragraph([*self._merged(), element], kind, cell)
                continue
            if what in ("tbl", "sdt", "sectPr"):
                self._flush(kind, cell)
            if what == "tbl":
                self._table(element, kind, cell)
            elif what == "sdt":
                if not _is_contents(element):
                    self.read(_content(element), kind, cell)
            elif what in _TRANSPARENT or what in _CHANGES:
                if what not in self._gone:
                    self.read(element, kind, cell)
            elif what == "mc:AlternateContent":
                self.read(_branch(element), kind, cell)
            elif what in ("altChunk", "subDoc"):
                raise ReadError(
                    "文稿里嵌着另一个文件的内容（altChunk 或子文档），读不到；请在 Word 里打开后另存为 .docx"
                )
            else:
                self._marker(what, element)
        if cell is not None or kind is not None:
            self._flush(kind, cell)

    def _merged(self) -> list[Any]:
        merged, self._merge = self._merge, []
        return merged

    def _flush(self, kind: Kind | None, cell: list[Span] | None) -> None:
        if self._merge:
            self._paragraph(self._merged(), kind, cell)

    def _mark_gone(self, paragraph: Any) -> bool:
        """Whether the end of a paragraph is struck out in the view that is read."""
        mark = child(child(paragraph, "pPr"), "rPr")
        if mark is None:
            return False
        gone = False
        for element in mark:
            what = name(element)
            if what in _CHANGES:
                self._notice("insertion" if what in _INSERTED else "deletion", self._at, self._at)
                gone = gone or what in self._gone
        return gone

    def _paragraph(self, elements: list[Any], kind: Kind | None, cell: list[Span] | None) -> None:
        """Read one paragraph, made of several elements where the ends between them are struck out."""
        properties = child(elements[-1], "pPr")
        style = self._styles[get(child(properties, "pStyle"))]
        outline = number(child(properties, "outlineLvl"))
        level = style.outline if outline is None else outline + 1 if outline < 9 else None
        here = self._here = _Paragraph(self._at, style, level, kind, contents=style.contents)
        self._emit(self._label(properties, style))
        for element in elements:
            if (changed := child(element, "pPr")) is not None:
                self._format_change(changed)
            self._inline(element)
        self._fields = [f for f in self._fields if f.shown]  # a code that never ends hides nothing below
        here.end = self._at
        self._emit("\n")
        if here.told or not here.contents:
            if cell is not None:
                cell.extend(self._spans(here))
            else:
                self._items.append(here)
        for part, blocks in here.after:
            outer, self._part = self._part, part or self._part
            merge, fields, self._merge, self._fields = self._merge, self._fields, [], []
            self.read(blocks, Kind.NOTE)
            self._merge, self._fields, self._part = merge, fields, outer

    def _label(self, properties: Any, style: Style) -> str:
        """The automatic number of a paragraph, as text."""
        own = child(properties, "numPr")
        list_id = get(child(own, "numId")) or style.list_id
        if not list_id or list_id == "0":
            return ""
        level = number(child(own, "ilvl"))
        if level is None:
            level = style.list_level
        if level is None:
            level = self._numbering.level_of_style(list_id, style.id)
        return self._numbering.label(list_id, level)

    def _spans(self, paragraph: _Paragraph) -> list[Span]:
        """The spans between a paragraph's line breaks, without those that are empty."""
        spans, at = [], paragraph.start
        for end in (*paragraph.breaks, paragraph.end):
            if end > at:
                spans.append(Span(at, end))
            at = max(at, end + 1)
        return spans

    # -- tables

    def _table(self, element: Any, kind: Kind | None, cell: list[Span] | None) -> None:
        rows = [row for row in _children(element, "tr") if not self._row_gone(row)]
        if len(rows) == 1 and len(cells := list(_children(rows[0], "tc"))) == 1:
            self.read(cells[0], kind, cell)  # a frame around text, no table
            return
        table = _Table(self._at)
        self._items.append(table)
        open_: dict[int, tuple[int, int]] = {}  # column -> the cell that runs on downward there
        for at, row in enumerate(rows):
            properties = child(row, "trPr")
            if at == 0 and switch(properties, "tblHeader"):
                table.headed = True
            column = min(number(child(properties, "gridBefore")) or 0, _MOST_COLUMNS)
            for box in _children(row, "tc"):
                about = child(box, "tcPr")
                for key, change in (("insertion", "cellIns"), ("deletion", "cellDel")):
                    if child(about, change) is not None:
                        self._notice(key, self._at, self._at)
                if child(about, self._gone_cell) is not None:
                    continue
                width = min(max(1, number(child(about, "gridSpan")) or 1), _MOST_COLUMNS)
                merge = child(about, "vMerge")
                spans: list[Span] = []
                self.read(box, kind, spans)
                if merge is not None and get(merge) != "restart" and column in open_:
                    table.heights[open_[column]] = at - open_[column][0] + 1
                else:
                    table.cells.append((spans, at, column, width))
                    if indent := _indent(child(child(child(box, "p"), "pPr"), "ind")):
                        table.indents[at, column] = indent
                    open_[column] = (at, column)
                    if merge is None:
                        del open_[column]
                column += width
        table.end = max(table.start, self._at - 1)

    def _row_gone(self, row: Any) -> bool:
        gone = False
        for element in child(row, "trPr") if child(row, "trPr") is not None else ():
            what = name(element)
            if what in ("ins", "del"):
                self._notice("insertion" if what == "ins" else "deletion", self._at, self._at)
                gone = gone or what in self._gone
        return gone

    # -- what stands in a paragraph

    def _inline(self, parent: Any) -> None:
        for element in parent:
            what = name(element)
            if what == "r":
                self._run(element)
            elif what in _CHANGES:
                start = self._at
                if what not in self._gone:
                    self._inline(element)
                self._notice("insertion" if what in _INSERTED else "deletion", start, self._at)
            elif what in _TRANSPARENT:
                self._inline(element)
            elif what == "sdt":
                self._inline(_content(element))
            elif what == "mc:AlternateContent":
                self._inline(_branch(element))
            elif what in ("m:oMath", "m:oMathPara"):
                self._emit("".join(e.text or "" for e in element.iter() if name(e) == "m:t"))
            elif what in ("altChunk", "subDoc"):
                raise ReadError("文稿里嵌着另一个文件的内容（子文档），读不到；请在 Word 里打开后另存为 .docx")
            else:
                self._marker(what, element)

    def _marker(self, what: str, element: Any) -> None:
        """Where a comment begins and ends."""
        if what == "commentRangeStart":
            self._comments[get(element, "id") or ""] = self._at
        elif what == "commentRangeEnd":
            key = get(element, "id") or ""
            if (start := self._comments.get(key, -1)) >= 0:
                self._comments[key] = -1
                self._notice("comment", start, self._at, apart=True)

    def _run(self, run: Any) -> None:  # noqa: C901
        properties = child(run, "rPr")
        start = self._at
        hidden = False
        if properties is not None:
            own = switch(properties, "vanish")
            style = child(properties, "rStyle")
            by_style = self._styles[get(style)].hidden if style is not None else None
            hidden = bool(own if own is not None else by_style if by_style is not None else self._here.style.hidden)
            if child(properties, "rPrChange") is not None:
                self._format_change(properties)
        elif self._here.style.hidden:
            hidden = True
        for element in run:
            what = name(element)
            if what == "fldChar":
                self._field(get(element, "fldCharType"))
            elif what in ("instrText", "delInstrText"):
                if self._fields:
                    self._fields[-1].code += element.text or ""
            elif self._fields and not all(f.shown for f in self._fields):
                continue
            elif what in ("t", "delText"):
                self._text(element, hidden)
            elif what in _MARKS:
                self._mark(_MARKS[what], element, hidden)
            elif what in ("br", "cr"):
                if not hidden:
                    self._here.breaks.append(self._at)
                    self._mark(_BREAK, element, hidden)
            elif what == "sym":
                self._mark(_SYMBOLS.get((get(element, "char") or "").upper(), ""), element, hidden)
            elif what == "ruby":
                self._inline(e for e in element if name(e) == "rubyBase")
            elif what in ("footnoteReference", "endnoteReference"):
                self._note(what.removesuffix("Reference"), get(element, "id") or "")
            elif what in ("drawing", "pict", "object", "mc:AlternateContent"):
                self._here.after.extend(("", box) for box in _boxes(element))
            elif what == "commentReference" and get(element, "id") not in self._comments:
                self._comments[get(element, "id") or ""] = -1
                self._notice("comment", self._at, self._at, apart=True)
        if properties is not None and self._at > start and _highlighted(properties):
            self._notice("highlight", start, self._at)

    def _text(self, element: Any, hidden: bool) -> None:
        value = element.text or ""
        skip = 0
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            skip = len(value) - len(value.lstrip(" \t\r\n"))
            value = value.strip(" \t\r\n")
        self._mark(value.translate(_ONE_LINE), element, hidden, skip)

    def _mark(self, value: str, element: Any, hidden: bool, skip: int = 0) -> None:
        if not value:
            return
        if hidden:
            self._notice("hidden", self._at, self._at)
            return
        if self._pieces is not None:
            self._pieces.append(Piece(self._at, len(value), element, skip, self._part))
        if any(f.code.split()[:1] == ["TOC"] for f in self._fields):
            self._here.contents = True
        elif not self._here.style.contents:
            self._here.told = self._here.told or bool(value.strip())
        self._emit(value)

    def _emit(self, value: str) -> None:
        self._out.append(value)
        self._at += len(value)

    def _field(self, mark: str | None) -> None:
        if mark == "begin":
            self._fields.append(_Field())
        elif self._fields and mark == "separate":
            self._fields[-1].shown = True
        elif self._fields and mark == "end":
            self._fields.pop()

    def _note(self, kind: str, key: str) -> None:
        """A footnote or endnote: its paragraphs are read below the paragraph that refers to it."""
        if kind not in self._notes:
            root = self._package.tree(kind + "s")
            self._notes[kind] = {get(e, "id") or "": e for e in root} if root is not None else {}
        note = self._notes[kind].get(key)
        if note is not None:
            self._here.after.append((kind + "s", note))

    def _format_change(self, properties: Any) -> None:
        if any(name(e) in _CHANGED for e in properties):
            self._notice("format-change", self._at, self._at)

    def _notice(self, key: str, start: int, end: int, apart: bool = False) -> None:
        """Note a span; what touches the one before of the same kind is one with it."""
        last = self.notices[-1] if self.notices else None
        if last and not apart and last[0] == key and last[1].end == start:
            self.notices[-1] = (key, Span(last[1].start, end))
        else:
            self.notices.append((key, Span(start, end)))

    # -- the result

    def text(self) -> str:
        """The text read so far, a line for each paragraph."""
        self._flush(None, None)
        return "".join(self._out)

    def lines(self, source: Source) -> list[Line]:
        """The lines for :func:`lawlint.document.build.build`; ``source`` holds :meth:`text`."""
        shift = self._heading_shift(source)
        lines: list[Line] = []
        plain: list[Line] = []
        title = False  # whether the line before is of the title
        for item in self._items:
            if isinstance(item, _Table):
                if not item.cells:
                    continue
                title = False
                lines += drawn_tables(source, plain)
                plain = []
                lines.append(Line((Span(item.start, item.end),), gap=True, table=_table(source, item)))
                continue
            value = source.text[item.start : item.end]
            if not value.strip():
                continue
            level = self._heading(item, value, shift)
            if (item.style.title and item.kind is None) or level == 1:
                if title:  # a title of several lines is one title
                    spans = (*lines[-1].pieces, *self._spans(item))
                    lines[-1] = Line(spans, gap=True, heading=1, whole=True)
                    continue
                lines += drawn_tables(source, plain)
                plain = []
                lines.append(Line(tuple(self._spans(item)), gap=True, heading=1, whole=True))
                title = True
                continue
            title = False
            if level or item.kind is not None:
                lines += drawn_tables(source, plain)
                plain = []
                lines.append(Line(tuple(self._spans(item)), gap=True, heading=level, whole=True, kind=item.kind))
                continue
            spans = tuple(s for s in (_trimmed(source, s) for s in self._spans(item)) if s.end > s.start)
            for at, span in enumerate(spans):
                indent = span.start - item.start if at == 0 else 0
                plain.append(Line((span,), indent=indent, gap=at == 0, whole=len(spans) == 1))
        lines += drawn_tables(source, plain)
        return lines

    def _heading(self, item: _Paragraph, value: str, shift: int) -> int:
        """The heading level of a paragraph, 0 for text. A long one without a number is text in a heading's style."""
        if item.outline is None or item.kind is not None:
            return 0
        if len(value) > LONGEST_HEADING and not heading_number(value.lstrip()):
            return 0
        return item.outline + shift

    def _heading_shift(self, source: Source) -> int:
        """What to add to Word's heading levels: 0 where the first level is the report's title, else 1."""
        paragraphs = [i for i in self._items if isinstance(i, _Paragraph) and source.text[i.start : i.end].strip()]
        if any(p.style.title for p in paragraphs):
            return 1
        headings = [p for p in paragraphs if p.outline and p.kind is None]
        first = [p for p in headings if p.outline == 1]
        if not first or len(first) == len(headings):
            return 1
        at = paragraphs.index(first[0])
        together = first[0] is headings[0] and all(a is b for a, b in zip(first, paragraphs[at:], strict=False))
        numbered = any(heading_number(source.text[p.start : p.end].lstrip()) for p in first)
        return 0 if together and not numbered else 1


def _children(element: Any, local: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those inside content controls included."""
    for found in element:
        what = name(found)
        if what == local:
            yield found
        elif what == "sdt":
            yield from _children(_content(found), local)
        elif what in _TRANSPARENT or what in _CHANGES:
            yield from _children(found, local)


def _content(control: Any) -> Any:
    """What stands in a content control."""
    content = child(control, "sdtContent")
    return () if content is None else content


def _branch(element: Any) -> Any:
    """The branch of alternative contents to read: the first choice, else the fallback. Never both."""
    choices = [e for e in element if name(e) == "mc:Choice"] or [e for e in element if name(e) == "mc:Fallback"]
    return choices[0] if choices else ()


def _boxes(element: Any) -> Iterator[Any]:
    """The text boxes in a drawing; those inside another are read with it."""
    for found in _branch(element) if name(element) == "mc:AlternateContent" else element:
        if name(found) == "txbxContent":
            yield found
        else:
            yield from _boxes(found)


def _is_contents(element: Any) -> bool:
    """Whether a content control holds a generated table of contents."""
    properties = child(element, "sdtPr")
    gallery = get(child(child(properties, "docPartObj"), "docPartGallery")) if properties is not None else None
    return gallery == "Table of Contents"


def _highlighted(properties: Any) -> bool:
    """Whether a run is marked with a highlighter, or shaded in a colour as strong as one."""
    if (get(child(properties, "highlight")) or "none") not in ("none", "white"):
        return True
    fill = get(child(properties, "shd"), "fill") or ""
    if not re.fullmatch("[0-9A-Fa-f]{6}", fill):
        return False
    channels = [int(fill[i : i + 2], 16) for i in (0, 2, 4)]
    return max(channels) - min(channels) >= 0x80


def _trimmed(source: Source, span: Span) -> Span:
    value = source.slice(span)
    start = span.start + len(value) - len(value.lstrip())
    return Span(start, max(start, span.start + len(value.rstrip())))


def _indent(element: Any) -> int:
    """How many letters a paragraph's ``w:ind`` sets its first line in: hundredths of a letter, or twips."""
    if element is None:
        return 0
    chars = sum(number(element, name) or 0 for name in ("leftChars", "startChars", "firstLineChars"))
    twips = sum(number(element, name) or 0 for name in ("left", "start", "firstLine"))
    return min(_MOST_INDENT, max(0, round(chars / 100) if chars else round(twips / _LETTER)))


def _table(source: Source, table: _Table) -> Table:
    rows: dict[int, list[Cell]] = {}
    for spans, row, column, columns in table.cells:
        text = Text(source, spans or [Span(table.start, table.start)]).stripped()
        height, indent = table.heights.get((row, column), 1), table.indents.get((row, column), 0)
        rows.setdefault(row, []).append(Cell(text, row, column, columns, height, indent))
    return Table(tuple(tuple(cells) for cells in rows.values()), table.headed)
