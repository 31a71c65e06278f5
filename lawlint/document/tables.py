"""Tables that plain text draws with pipes, tabs or columns of spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lawlint.document.model import Cell, Table
from lawlint.document.text import Source, Span, Text, fold

_FIGURE = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?%?(?:万|亿)?|[/—–-]{1,2}|\.{3}|…")
_SENTENCE = re.compile(r"[。;!?]|,\D")
_RULE = set("-: =+|")
_FEWEST = 6  # cells of a table written with one cell a line
_PAIR = 120  # characters of a line of two cells
_WIDEST = 60  # fields; a longer row of numbers is no table a report prints


def find_tables(source: Source, lines: Sequence[Span]) -> dict[int, tuple[Table, int]]:
    """Tables among ``lines``: the index of each table's first line, with the table and the index after its last line.

    A table has at least two rows in a row with two pipes or tabs each, or, drawn with spaces, two rows that hold at
    least two figures each, below a line of as many words where there is one. A row may be short or long.
    """
    found: dict[int, tuple[Table, int]] = {}
    texts = [source.slice(line) for line in lines]
    start = 0
    while start < len(lines):
        end = 0
        for mark in ("|", "\t"):
            end = _marked_end(texts, start, mark) or _pairs_end(texts, start, mark)
            if end:
                found[start] = (_delimited(source, lines[start:end], mark), end)
                break
        else:
            end = _spaced_end(texts, start)
            if end:
                found[start] = (_spaced(source, lines[start:end]), end)
        start = max(end, start + 1)
    return found


def _marked_end(texts: Sequence[str], start: int, mark: str) -> int:
    """The line after a table of three columns or more whose cells ``mark`` divides, or 0."""
    end = start
    while end < len(texts) and texts[end].count(mark) >= 2 - (mark == "\t" and end > start):
        end += 1
    return end if end - start >= 2 else 0


def _pairs_end(texts: Sequence[str], start: int, mark: str) -> int:
    """The line after a table of two columns, or 0: a single mark in each of at least three lines.

    One drawn with tabs has words over figures: a table of contents has page numbers only.
    """
    end = start
    while end < len(texts) and texts[end].count(mark) == 1 and len(texts[end]) <= _PAIR:
        left, right = (part.strip() for part in fold(texts[end]).split(mark))
        if mark == "\t" and (not left or bool(_FIGURE.fullmatch(right)) == (end == start)):
            break
        end += 1
    return end if end - start >= 3 else 0


def _row(source: Source, fields: Sequence[Span], number: int) -> tuple[Cell, ...]:
    return tuple(Cell(Text(source, [field]).stripped(), number, column) for column, field in enumerate(fields))


def _delimited(source: Source, lines: Sequence[Span], mark: str) -> Table:
    """A table whose cells a character divides. A pipe at the edge is a border only where all lines have it."""
    texts = [source.slice(line) for line in lines]
    left = mark == "|" and all(t.lstrip().startswith("|") for t in texts)
    rows: list[tuple[Cell, ...]] = []
    headed = False
    for line, text in zip(lines, texts, strict=True):
        begin, stop = line.start, line.end
        if mark == "|":
            begin += len(text) - len(text.lstrip()) if left else 0
            stop -= len(text) - len(text.rstrip())
            begin += left
            if text.rstrip().endswith("|"):
                stop = max(begin, stop - 1)
        if set(text) <= _RULE and "-" in text:
            headed = headed or len(rows) == 1
            continue
        fields: list[Span] = []
        at = begin
        for part in source.text[begin:stop].split(mark):
            fields.append(Span(at, at + len(part)))
            at += len(part) + 1
        rows.append(_row(source, fields, len(rows)))
    if len(rows) >= _FEWEST and all(len(row) == 1 for row in rows):
        return Table(_unfolded([row[0] for row in rows]) or tuple(rows))
    return Table(tuple(rows), headed)


def _unfolded(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table that a converter wrote with one cell a line: a line of words, then each label with its figures.

    Empty where no width fits.
    """
    words = [not _FIGURE.fullmatch(fold(c.value)) for c in cells]
    for width in range(2, len(cells) // 3 + 1):
        if len(cells) % width or not all(words[:width]):
            continue
        starts = range(width, len(cells), width)
        if all(words[at] and cells[at].value and not any(words[at + 1 : at + width]) for at in starts):
            rows = (cells[at : at + width] for at in range(0, len(cells), width))
            return tuple(
                tuple(Cell(cell.text, number, column) for column, cell in enumerate(row))
                for number, row in enumerate(rows)
            )
    return ()


def _fields(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\s\u3000]+", text)]


def _figures(text: str) -> int:
    """How many figures a row drawn with spaces has; 0 where the line is no such row."""
    folded = fold(text)
    if len(text) > 400 or _SENTENCE.search(folded):
        return 0
    fields = _fields(text)
    if not 3 <= len(fields) <= _WIDEST:
        return 0
    figures = [bool(_FIGURE.fullmatch(folded[a:b])) for a, b in fields]
    # words first, figures after: a row names what it counts, or its year
    body = figures[1:]
    return sum(body) if sum(body) >= 2 and sum(body) >= len(body) - 1 else 0


def _spaced_end(texts: Sequence[str], start: int) -> int:
    """The line after a table drawn with spaces that begins at ``start``, or 0."""
    at = start
    words = 0
    if not _figures(texts[start]):
        words = len(_fields(texts[start]))
        if words < 3 or _SENTENCE.search(fold(texts[start])) or len(texts[start]) > 400:
            return 0
        at += 1
    end = at
    while end < len(texts) and (_figures(texts[end]) or _section(texts, end)):
        end += 1
    if end - at < (1 if words else 2):
        return 0
    widths = [len(_fields(t)) for t in texts[at:end] if _figures(t)]
    if words and not any(abs(words - w) <= 1 for w in widths):
        return 0
    return end if words or min(widths) == max(widths) else 0


def _section(texts: Sequence[str], at: int) -> bool:
    """Whether a line is a label alone between rows of figures: it heads those below it."""
    fields = _fields(texts[at])
    alone = (
        len(fields) == 1
        and len(texts[at].strip()) <= 20
        and not re.search(r"[。;:!?,、]|^[一二三四五六七八九十]+、", fold(texts[at]))
    )
    return alone and at + 1 < len(texts) and bool(_figures(texts[at + 1]))


def _spaced(source: Source, lines: Sequence[Span]) -> Table:
    """A table drawn with spaces: where a row has fewer fields than the widest, its widest gaps hold empty cells."""
    found = [(line, _fields(source.slice(line))) for line in lines]
    width = max(len(fields) for _, fields in found)
    rows: list[tuple[Cell, ...]] = []
    for line, fields in found:
        spans = [Span(line.start + a, line.start + b) for a, b in fields]
        gaps = sorted(range(1, len(spans)), key=lambda i: spans[i - 1].end - spans[i].start)
        empty = [i for i in gaps[: width - len(spans)] if spans[i].start - spans[i - 1].end >= 2]
        for index in sorted(empty, reverse=True):
            at = spans[index - 1].end + 1
            spans.insert(index, Span(at, at))
        rows.append(_row(source, spans, len(rows)))
    return Table(tuple(rows))
