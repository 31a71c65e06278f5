"""The walk over a Word document: its paragraphs, in reading order, as lines of one text.

A paragraph is a line, table cells included; footnotes and text boxes follow the paragraph they hang on. The text is
what a reader sees: automatic numbers written out, results of fields, and of tracked changes one side only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lawlint.document import Cell, Gap, Kind, Source, Span, Table, Text, Weight
from lawlint.document.build import LONGEST_HEADING, Line
from lawlint.document.numbering import heading_number
from lawlint.errors import ReadError
from lawlint.readers.docx.names import child, get, name, number, qualified, switch
from lawlint.readers.docx.numbering import Numbering
from lawlint.readers.docx.objects import boxes, branch, form_field, shown, symbol, word_art
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
_LONGEST_ENTRY = 120  # characters of an entry in a table of contents
_LETTER = 210  # twips: a letter of the size that tables are set in
_MOST_INDENT = 40  # letters
_PARAGRAPHS = qualified("p", "tbl")
_RUNS = qualified("r")
_TEXTS = qualified("t")


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
    after: list[tuple[str, Any]] = field(default_factory=list)  # text boxes and notes to read below it
    margin: bool = False  # of a header or footer


@dataclass
class _Table:
    start: int
    end: int = 0
    headed: bool = False
    margin: bool = False
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
        self._margin = False  # whether a header or footer is being read
        self._edges: dict[str, None] = {}  # the relationships of headers and footers that are shown
        self._art: list[str] = []
        self.notices: list[tuple[str, Span]] = []
        self.gaps: list[Gap] = []
        self.unseen: list[Span] = []  # entries of tables of contents: what they say is said again
        self._contents = False  # whether a table of contents is being read

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
            elif what == "sectPr":
                self._section(element)
            elif what == "sdt":
                outer, self._contents = self._contents, self._contents or _is_contents(element)
                self.read(_content(element), kind, cell)
                self._contents = outer
            elif what in _TRANSPARENT or what in _CHANGES:
                if what not in self._gone:
                    self.read(element, kind, cell)
            elif what == "mc:AlternateContent":
                self.read(branch(element), kind, cell)
            elif what in ("altChunk", "subDoc"):
                raise ReadError(
                    "文稿里嵌着另一个文件的内容（altChunk 或子文档），读不到；请在 Word 里打开后另存为 .docx"
                )
            elif next(element.iter(*_PARAGRAPHS), None) is not None:  # a wrapper nobody has named yet
                self.read(element, kind, cell)
            else:
                self._marker(what, element)
        if cell is not None or kind is not None:
            self._flush(kind, cell)

    def read_margins(self) -> None:
        """Read the headers and footers that the pages show, below all else."""
        self._flush(None, None)
        self._margin = True
        for key in self._edges:
            root = self._package.edge(key)
            if root is not None:
                outer, self._part = self._part, key
                self.read(root)
                self._part = outer
        for words in dict.fromkeys(self._art):
            end = self._at + len(words)
            self._items.append(_Paragraph(self._at, Style(), None, None, end, margin=True))
            self._emit(words + "\n")

    def _section(self, properties: Any) -> None:
        """Note which headers and footers the pages of a section show: those of first pages only where it has its own."""
        own = {"default"} | ({"first"} if switch(properties, "titlePg") else set())
        own |= {"even"} if self._package.two_sided else set()
        for element in properties:
            if name(element) in ("headerReference", "footerReference") and (get(element, "type") or "default") in own:
                self._edges |= {v: None for k, v in element.attrib.items() if k.endswith("relationships}id")}

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
        here = self._here = _Paragraph(self._at, style, level, kind, margin=self._margin)
        here.contents = style.contents or self._contents
        first = len(self._out)
        label = self._label(properties, style)
        if label.strip():
            self._notice("automatic-number", self._at, self._at + len(label.rstrip()), apart=True)
        self._emit(label)
        for element in elements:
            if (changed := child(element, "pPr")) is not None:
                self._format_change(changed)
                if (section := child(changed, "sectPr")) is not None:
                    self._section(section)
            self._inline(element)
        self._fields = [f for f in self._fields if f.shown]  # a code that never ends hides nothing below
        here.end = self._at
        self._emit("\n")
        if not here.contents or not _is_entry("".join(self._out[first:])):
            if cell is not None:
                cell.extend(self._spans(here))
            else:
                self._items.append(here)
        else:
            self.unseen.append(Span(here.start, here.end))
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
        table = _Table(self._at, margin=self._margin)
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
                seen, first = len(self.gaps), len(self._out)
                self.read(box, kind, spans)
                if len(self.gaps) > seen and not "".join(self._out[first:]).strip():
                    self._weigh_cell(seen)
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

    def _weigh_cell(self, seen: int) -> None:
        """Where a cell holds a picture and no text, nobody has read the cell."""
        gap = self.gaps[seen]
        self.gaps[seen:] = [gap._replace(what=f"表格里的{gap.what}（这一格别无文字）", weight=Weight.LOST)]

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
                self._inline(branch(element))
            elif what in ("m:oMath", "m:oMathPara"):
                self._emit("".join(e.text or "" for e in element.iter() if name(e) == "m:t"))
            elif what in ("altChunk", "subDoc"):
                raise ReadError("文稿里嵌着另一个文件的内容（子文档），读不到；请在 Word 里打开后另存为 .docx")
            elif next(element.iter(*_RUNS), None) is not None:  # a wrapper nobody has named yet
                self._inline(element)
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

    def _run(self, run: Any) -> None:
        properties = child(run, "rPr")
        start = self._at
        hidden = self._is_hidden(properties)
        if child(properties, "rPrChange") is not None:
            self._format_change(properties)
        for element in run:
            what = name(element)
            if what == "fldChar":
                self._mark(form_field(element), element, hidden)
                self._field(get(element, "fldCharType"))
            elif what in ("instrText", "delInstrText"):
                if self._fields:
                    self._fields[-1].code += element.text or ""
            elif all(f.shown for f in self._fields):
                self._piece(element, what, hidden)
        if properties is not None and self._at > start and _highlighted(properties):
            self._notice("highlight", start, self._at)

    def _is_hidden(self, properties: Any) -> bool:
        """Whether a run is hidden text: by itself, by its style, or by its paragraph's."""
        own = switch(properties, "vanish") if properties is not None else None
        if own is not None:
            return own
        style = child(properties, "rStyle")
        by_style = self._styles[get(style)].hidden if style is not None else None
        return bool(self._here.style.hidden if by_style is None else by_style)

    def _piece(self, element: Any, what: str, hidden: bool) -> None:
        """One element of a run that a reader sees."""
        if what in ("t", "delText"):
            self._text(element, hidden)
        elif what in _MARKS:
            self._mark(_MARKS[what], element, hidden)
        elif what in ("br", "cr"):
            if not hidden:
                self._here.breaks.append(self._at)
                self._mark(_BREAK, element, hidden)
        elif what == "sym":
            self._mark(symbol(element), element, hidden)
        elif what == "ruby":
            self._inline(e for e in element if name(e) == "rubyBase")
        elif what in ("footnoteReference", "endnoteReference"):
            self._note(what.removesuffix("Reference"), get(element, "id") or "")
        elif what in ("drawing", "pict", "object", "mc:AlternateContent", "contentPart"):
            self._object(element, hidden)
        elif what == "commentReference" and get(element, "id") not in self._comments:
            self._comments[get(element, "id") or ""] = -1
            self._notice("comment", self._at, self._at, apart=True)
        elif what not in ("rPr", "commentReference"):
            for text in element.iter(*_TEXTS):  # a wrapper nobody has named yet
                self._text(text, hidden)

    def _object(self, element: Any, hidden: bool) -> None:
        """A drawing or the like: its text boxes are read below the paragraph, what else it shows is named."""
        self._here.after.extend(("", box) for box in boxes(element))
        if hidden:
            return
        for what, weight in dict.fromkeys(shown(element)):
            self.gaps.append(Gap(Span(self._at, self._at), what + ("（页眉页脚）" if self._margin else ""), weight))
        if words := word_art(element):
            self._art.append(words)

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
        margins: list[Line] = []
        for item in self._items:
            if item.margin:
                shown_there = _cell_spans(item) if isinstance(item, _Table) else self._spans(item)
                margins += [Line((span,), margin=True) for span in shown_there if source.slice(span).strip()]
                continue
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
        return lines + margins

    def _heading(self, item: _Paragraph, value: str, shift: int) -> int:
        """The heading level of a paragraph, 0 for text. A long one without a number is text in a heading's style."""
        if item.outline is None or item.kind is not None:
            return 0
        if len(value) > LONGEST_HEADING and not heading_number(value.lstrip()):
            return 0
        return item.outline + shift

    def _heading_shift(self, source: Source) -> int:
        """What to add to Word's heading levels: 0 where the first level is the report's title, else 1."""
        paragraphs = [i for i in self._items if isinstance(i, _Paragraph) and not i.margin]
        paragraphs = [p for p in paragraphs if source.text[p.start : p.end].strip()]
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


def _is_entry(line: str) -> bool:
    """Whether a line marked as a table of contents is an entry of one, and no text that only has its style."""
    words = line.strip()
    return len(words) <= _LONGEST_ENTRY and not re.search("[。；]", words)


def _cell_spans(table: _Table) -> list[Span]:
    return [span for spans, *_ in table.cells for span in spans]


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
