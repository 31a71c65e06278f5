"""Tables that plain text draws with pipes, tabs or columns of spaces."""

from __future__ import annotations

from collections.abc import Sequence

from lawlint.document.model import Cell, Table
from lawlint.document.text import Source, Span, Text


def find_tables(source: Source, lines: Sequence[Span]) -> dict[int, tuple[Table, int]]:
    """Tables among ``lines``: the index of each table's first line, with the table and the index after its last line."""
    found: dict[int, tuple[Table, int]] = {}
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and source.slice(lines[end]).count("|") >= 2:
            end += 1
        if end - start >= 2:
            found[start] = (_pipes(source, lines[start:end]), end)
        start = max(end, start + 1)
    return found


def _pipes(source: Source, lines: Sequence[Span]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        text = source.slice(line)
        begin = line.start + len(text) - len(text.lstrip())
        stop = line.end - (len(text) - len(text.rstrip()))
        if text.strip().startswith("|"):
            begin += 1
        if text.strip().endswith("|"):
            stop -= 1
        cells: list[Cell] = []
        at = begin
        for column, part in enumerate(source.text[begin:stop].split("|")):
            cells.append(Cell(Text(source, [Span(at, at + len(part))]).stripped(), len(rows), column))
            at += len(part) + 1
        if not all(set(c.value) <= set("-: ") for c in cells):
            rows.append(tuple(cells))
    return Table(tuple(rows))
