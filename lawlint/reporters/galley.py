"""A draft laid out for reading: its whole text in order, paragraph by paragraph, with what each one is.

HTML report and review copy both show the draft from here, so that no word of it is lost or doubled.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lawlint.document import Block, Cell, Document, Kind, Span
from lawlint.report import FileReport
from lawlint.rules import Finding

_WORD = re.compile(r"\w")
_MARKUP = re.compile(r"[\s#>|]*")  # what Markdown and layout put before a number


@dataclass(frozen=True)
class Unit:
    """A paragraph, heading or table as shown. ``span``: all of the source that belongs to it, its number included.

    ``pieces``: what of it is shown, in order; a table shows its cells instead. ``kind`` is ``None`` for lines that no
    block holds, such as directives to lawlint.
    """

    kind: Kind | None
    level: int
    span: Span
    pieces: tuple[Span, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    headed: bool = False


def units(file: FileReport) -> list[Unit]:
    """The draft's units in reading order; they share no character, and only blanks and markup lie between them."""
    assert file.document is not None
    marked = sorted(f.span for f in file.findings)
    return [_shown(file.document, unit, marked) for unit in _cut(file.document)]


def by_unit(laid: list[Unit], findings: list[Finding]) -> list[list[tuple[int, Finding]]]:
    """For each unit the findings that touch it, numbered from 1 as given. Every finding is under at least one unit."""
    starts = [unit.span.start for unit in laid]
    found: list[list[tuple[int, Finding]]] = [[] for _ in laid]
    for number, finding in enumerate(findings, 1):
        first = max(0, bisect_right(starts, finding.span.start) - 1)
        for at in range(first, len(laid)):
            if at > first and starts[at] >= finding.span.end:
                break
            found[at].append((number, finding))
    return found


@dataclass
class _Cut:
    block: Block | None
    start: int
    end: int


def _cut(document: Document) -> list[_Cut]:
    """The source cut at the blocks: a heading's number goes with it, a closing mark with what it closes."""
    text = document.source.text
    cuts: list[_Cut] = []
    at = 0
    for block in sorted(document.blocks, key=lambda b: (b.text.pieces[0].start, b.text.pieces[-1].end)):
        start, end = block.text.pieces[0].start, block.text.pieces[-1].end
        if end <= at or (block.kind is Kind.HEADING and not block.text.value.strip()):
            continue  # a number without words: it opens the paragraph that follows
        start = max(start, at)
        between = text[at:start]
        line = at + between.rfind("\n") + 1
        if cuts and "\n" not in between and not _WORD.search(between):
            cuts[-1].end = line = start
        cuts += _loose(text, at, line)
        cuts.append(_Cut(block, line, end))
        at = end
    if cuts:
        at = cuts[-1].end = text.find("\n", at) if "\n" in text[at:] else len(text)
    return [*cuts, *_loose(text, at, len(text))]


def _loose(text: str, start: int, end: int) -> Iterator[_Cut]:
    """Lines that belong to no block."""
    for match in re.finditer(r"[^\n]+", text[start:end]):
        if _WORD.search(match.group()):
            yield _Cut(None, start + match.start(), start + match.end())


def _shown(document: Document, cut: _Cut, marked: list[Span]) -> Unit:
    block, span = cut.block, Span(cut.start, cut.end)
    if block is None:
        return Unit(None, 0, span, (span,))
    if block.table:
        return Unit(block.kind, 0, span, (), block.table.rows, block.table.headed)
    pieces: list[Span] = []
    at = cut.start
    for piece in (*block.text.pieces, Span(cut.end, cut.end)):
        markup = _MARKUP.match(document.source.text, at, max(at, piece.start))
        gap = Span(markup.end() if markup else at, max(at, piece.start))
        if _WORD.search(document.source.slice(gap)) or any(m.overlaps(gap) for m in _near(marked, gap)):
            pieces.append(gap)
        if piece.end > at:
            pieces.append(Span(max(at, piece.start), piece.end))
        at = max(at, piece.end)
    return Unit(block.kind, block.level, span, tuple(p for p in pieces if p.end > p.start))


def _near(marked: list[Span], gap: Span) -> list[Span]:
    """The spans that may overlap a gap."""
    return marked[: bisect_right(marked, (gap.end, 0))] if gap.end > gap.start else []
