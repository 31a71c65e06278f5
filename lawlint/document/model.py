"""The document model: what every reader produces and every rule reads."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from lawlint.document.directives import Directive
from lawlint.document.text import Position, Source, Span, Text

_WIDE = str.maketrans("()", "（）")


class Kind(StrEnum):
    """What a block is to the report."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    ADDRESSEE = "addressee"
    HEADER = "header"  # document number, signer, copy number, classification above the title; copies below the text
    SIGNATURE = "signature"  # issuer and date below the text
    WEB = "web"  # lines of the web page around the report: source, date of publication, page tools
    NOTE = "note"  # footnotes, text boxes and other text beside the flow
    CODE = "code"  # fenced code in a text that is no report


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text and its place (row and column from 0, columns counted with spans).

    ``indent``: by how many letters the format sets its text in; white space in the text itself is not counted.
    """

    text: Text
    row: int
    column: int
    columns: int = 1
    rows: int = 1
    indent: int = 0

    @property
    def value(self) -> str:
        return self.text.value.strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells. ``headed``: the first row names the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    headed: bool = False

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((row[-1].column + row[-1].columns for row in self.rows if row), default=0)


@dataclass(frozen=True)
class Block:
    """One paragraph, heading or table.

    ``text`` is the block read as one run: line breaks put in by a converter and inline markup are left out. A
    heading's text is without its number. ``line``: the number of the line it begins on, from 1.
    """

    kind: Kind
    text: Text
    level: int = 0  # headings: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 5 for ①; 0 for 第一部分
    label: str = ""  # headings: the number as printed, 二、 or （六）
    number: int | None = None  # headings: its value
    table: Table | None = None

    @property
    def texts(self) -> Iterator[Text]:
        """The block's runs of text: one, or those of a table's cells."""
        if self.table is None:
            yield self.text
        else:
            yield from (cell.text for row in self.table.rows for cell in row)

    @property
    def span(self) -> Span:
        """The source span from the block's first character to its last."""
        return self.text.span()

    @cached_property
    def sentences(self) -> list[Text]:
        """The block's sentences; a table has none."""
        return [] if self.table else self.text.sentences()


@dataclass(eq=False)
class Section:
    """A heading with all that stands under it. The root has no heading and holds what precedes the first one."""

    heading: Block | None
    level: int
    blocks: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    parent: Section | None = None

    @property
    def title(self) -> str:
        """The heading's words without its number; empty for the root."""
        return self.heading.text.value.strip() if self.heading else ""

    @property
    def path(self) -> str:
        """The way to this section as people cite it: ``二/（六）``; the heading's words where it has no number."""
        names: list[str] = []
        section: Section | None = self
        while section and section.heading:
            names.append(section.heading.label.rstrip("、.．，").translate(_WIDE) or section.title[:16])
            section = section.parent
        return "/".join(reversed(names))

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def body(self) -> Iterator[Block]:
        """Every block below this heading, those of subsections and their headings included, in reading order."""
        yield from self.blocks
        for child in self.children:
            if child.heading:
                yield child.heading
            yield from child.body()

    def sentences(self) -> Iterator[Text]:
        """Every sentence below this heading in reading order; headings of subsections count as sentences."""
        for block in self.body():
            yield from block.sentences

    @property
    def span(self) -> Span:
        """From the heading to the last block below it."""
        spans = [b.span for b in self.body()]
        if self.heading:
            spans.insert(0, self.heading.span)
        return Span(spans[0].start, max(s.end for s in spans)) if spans else Span(0, 0)


@dataclass(frozen=True)
class Header:
    """The elements of an official document around its text; an element that is not there is ``None``."""

    issuer: Text | None = None
    document_number: Text | None = None
    signer: Text | None = None
    title: Text | None = None
    addressee: Text | None = None
    signature: Text | None = None
    date: Text | None = None
    published: Text | None = None  # the web page's date of publication

    @property
    def is_official(self) -> bool:
        """Whether the draft has the header of an official document: only then are its elements judged."""
        return self.document_number is not None or self.signer is not None


@dataclass(frozen=True)
class Year:
    """A year and the words it was read from. ``reason`` says in Chinese how it was found."""

    value: int
    text: Text | None
    reason: str


class Weight(StrEnum):
    """What it means that something was not read."""

    LOST = "lost"  # a reader of the draft sees it, and nobody has judged it
    BESIDE = "beside"  # a picture or object beside text
    DOUBT = "doubt"  # it was read, but may not be what was meant


class Gap(NamedTuple):
    """Something a reader of the draft sees that was not judged: where it stands (the span may be empty) and what it is,
    in Chinese words for a message."""

    span: Span
    what: str
    weight: Weight = Weight.LOST


class Document:
    """A draft as read: its text, its blocks in reading order, its outline and the elements around it.

    ``format`` is the reader's name (``markdown``, ``text``, ``docx`` …). ``notices`` are what a reader found that
    is no text, such as tracked changes: pairs of a key and a span, for rules that ask for it. ``gaps``: what was not
    judged although it is seen. ``directives``: lines and comments that speak to lawlint itself. ``margins``: what the
    headers and footers of the pages say, and watermarks; no part of the text.
    """

    def __init__(
        self,
        source: Source,
        blocks: list[Block],
        root: Section,
        header: Header,
        format: str = "text",
        notices: tuple[tuple[str, Span], ...] = (),
        gaps: tuple[Gap, ...] = (),
        directives: tuple[Directive, ...] = (),
        margins: tuple[Text, ...] = (),
    ) -> None:
        self.source = source
        self.blocks = blocks
        self.root = root
        self.header = header
        self.format = format
        self.notices = notices
        self.gaps = gaps
        self.directives = directives
        self.margins = margins

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def title(self) -> str:
        """The report's title in one line; empty where none was found."""
        return self.header.title.value.strip() if self.header.title else ""

    def position(self, offset: int) -> Position:
        """Line and column (from 1) of a source offset."""
        return self.source.position(offset)

    @cached_property
    def sections(self) -> list[Section]:
        """All sections with a heading, in reading order."""
        return [s for s in self.root.walk() if s.heading]

    @cached_property
    def letters(self) -> int:
        """How many characters a reader of the draft sees as text, white space apart."""
        texts = (text for block in self.blocks for text in block.texts)
        labels = sum(len(block.label) for block in self.blocks)
        return labels + sum(len("".join(text.value.split())) for text in (*texts, *self.margins))

    @cached_property
    def unread(self) -> list[Gap]:
        """The gaps that count: a picture beside text is named and counts only where its section holds nothing else."""
        return [gap for gap in map(self._weighed, self.gaps) if gap.weight is Weight.LOST]

    @cached_property
    def weighed_gaps(self) -> list[Gap]:
        """All gaps; what stands alone in its section is lost, not beside text."""
        return [self._weighed(gap) for gap in self.gaps]

    def _weighed(self, gap: Gap) -> Gap:
        if gap.weight is not Weight.BESIDE or not self.section_at(gap.span.start).heading:
            return gap
        section = self.section_at(gap.span.start)
        alone = not any(block.text.value.strip() for block in section.body())
        return gap._replace(weight=Weight.LOST, what=f"{gap.what}（“{section.title}”之下别无文字）") if alone else gap

    @cached_property
    def prose(self) -> list[Block]:
        """The report's own text: paragraphs, headings and notes, without title, header, signature and web lines."""
        return [b for b in self.blocks if b.kind in (Kind.PARAGRAPH, Kind.HEADING, Kind.NOTE)]

    @cached_property
    def tables(self) -> list[Block]:
        """The blocks that are tables."""
        return [b for b in self.blocks if b.kind is Kind.TABLE and b.table]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [b.span.start for b in self.blocks]

    def reading(self, span: Span) -> str:
        """The words of a span as they are read: line breaks inside a paragraph are left out, a block is a line."""
        first = max(0, bisect_right(self._block_starts, span.start) - 1)
        last = bisect_left(self._block_starts, span.end)
        lines = (
            "".join(self.source.text[max(p.start, span.start) : min(p.end, span.end)] for p in block.text.pieces)
            for block in self.blocks[first:last]
        )
        return "\n".join(line for line in lines if line)

    @cached_property
    def _section_starts(self) -> list[tuple[int, Section]]:
        return [(s.heading.text.pieces[0].start, s) for s in self.sections if s.heading]

    def section_at(self, offset: int) -> Section:
        """The innermost section that a source offset stands in; the root before the first heading."""
        found = self.root
        for start, section in self._section_starts:
            if start > offset:
                break
            found = section
        return found

    @cached_property
    def report_year(self) -> Year | None:
        """The year the report is about, from its title, else from its text; ``None`` where neither says it."""
        from lawlint.document.years import report_year

        return report_year(self)
