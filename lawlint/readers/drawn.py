"""Tables that the text draws itself, in formats whose lines are paragraphs."""

from __future__ import annotations

from lawlint.document import Source, Span
from lawlint.document.build import Line
from lawlint.document.tables import find_tables


def drawn_tables(source: Source, lines: list[Line]) -> list[Line]:
    """The lines, with those that draw a table with tabs, pipes or spaces made one; ``lines`` are plain text, in order."""
    found = find_tables(source, [line.pieces[0] for line in lines])
    if not found:
        return lines
    result: list[Line] = []
    skip = 0
    for at, line in enumerate(lines):
        if at in found:
            table, skip = found[at]
            span = Span(line.pieces[0].start, lines[skip - 1].pieces[-1].end)
            result.append(Line((span,), gap=True, table=table))
        elif at >= skip:
            result.append(line)
    return result
