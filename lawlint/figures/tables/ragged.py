"""Where the cells of short rows belong in tables that text draws, whose merged cells a converter left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from lawlint.document import Cell
from lawlint.figures.quantities import Interval, Quantity
from lawlint.figures.tables.cells import Figure, blank, words
from lawlint.figures.tables.words import says

_Row = list[Cell | None]
_WORDS, _COUNT, _POINT, _PERCENT, _EMPTY = "words", "count", "point", "percent", "empty"
_MOST = 12  # short rows whose place is tried by arithmetic


def aligned(rows: list[_Row], figures: dict[int, Figure]) -> list[_Row]:
    """The rows, all of one width, the cells of short rows where those of full rows are alike."""
    width = max((len(_cells(r)) for r in rows), default=0)
    lengths = Counter(len(_cells(r)) for r in rows if any(id(c) in figures for c in _cells(r)))
    if len(lengths) == 1 and next(iter(lengths)) == width:
        return [_padded(row, width, figures) for row in rows]
    model = _model(rows, width, figures)
    body = [r for r in rows if any(id(c) in figures for c in _cells(r))]
    placed: dict[int, _Row] = {id(r): [*_cells(r)] for r in body if len(_cells(r)) == width}
    open_: list[tuple[_Row, list[_Row]]] = []
    for row in body:
        if id(row) in placed:
            continue
        options = list(_options(_cells(row), width))
        scored = [(sum(_agrees(c, model[at], figures) for at, c in enumerate(o)), o) for o in options]
        most = max(score for score, _ in scored)
        best = [o for score, o in scored if score == most]
        placed[id(row)] = best[0]
        if len(best) > 1:
            open_.append((row, best))
    for row, best in open_[:_MOST]:
        placed[id(row)] = max(best, key=lambda o, row=row: _adds_up({**placed, id(row): o}, body, width, figures))  # type: ignore[misc]
    return [placed.get(id(row)) or _padded(row, width, figures) for row in rows]


def _cells(row: _Row) -> list[Cell]:
    return [c for c in row if c is not None]


def _padded(row: _Row, width: int, figures: dict[int, Figure]) -> _Row:
    """A row of words filled up on the left of all but its first cell, where it lacks the column of a second label."""
    cells = _cells(row)
    if len(cells) >= width or len(cells) < 3 or any(id(c) in figures for c in cells):
        return [*cells[:width], *[None] * (width - len(cells))]
    return [cells[0], *[None] * (width - len(cells)), *cells[1:]]


def _sort(cell: Cell, figures: dict[int, Figure]) -> str:
    found = figures.get(id(cell))
    if found is None:
        return _EMPTY if blank(words(cell)) else _WORDS
    if found.quantity.percent:
        return _PERCENT
    return _POINT if "." in found.quantity.printed else _COUNT


def _model(rows: list[_Row], width: int, figures: dict[int, Figure]) -> list[Counter[str]]:
    model: list[Counter[str]] = [Counter() for _ in range(width)]
    for row in rows:
        cells = _cells(row)
        if len(cells) == width and any(id(c) in figures for c in cells):
            for at, cell in enumerate(cells):
                model[at][_sort(cell, figures)] += 1
    return model


def _agrees(cell: Cell | None, column: Counter[str], figures: dict[int, Figure]) -> float:
    """How well a cell suits a column: the part of the column's cells that are of its sort."""
    filled = sum(n for sort, n in column.items() if sort != _EMPTY)
    if not filled or cell is None:
        return 0.0
    sort = _sort(cell, figures)
    if sort == _EMPTY:
        return 0.0
    share = column[sort] / filled
    return 1.0 if share >= 0.5 else share if share >= 0.2 else -1.0


def _options(cells: list[Cell], width: int) -> Iterator[_Row]:
    """The ways to place a short row: a gap behind any of its cells; at the left and at the right first."""
    gap = width - len(cells)
    for at in (len(cells), 0, *range(1, len(cells))):
        yield [*cells[:at], *[None] * gap, *cells[at:]]


def _adds_up(placed: dict[int, _Row], body: list[_Row], width: int, figures: dict[int, Figure]) -> int:
    """How many columns add up to a row of totals."""
    rows = [placed[id(r)] for r in body if id(r) in placed]
    totals = [r for r in rows if any(c is not None and says("total", words(c)) for c in r[:2])]
    if not totals:
        return 0
    reached = 0
    for at in range(width):
        parts = [_value(r[at], figures) for r in rows if r not in totals]
        whole = _value(totals[-1][at], figures)
        kept = [p for p in parts if p is not None]
        if whole is not None and len(kept) >= 2 and not whole.percent:
            low = sum((p.interval.low for p in kept), Decimal(0))
            high = sum((p.interval.high for p in kept), Decimal(0))
            reached += whole.interval.meets(Interval(low, high))
    return reached


def _value(cell: Cell | None, figures: dict[int, Figure]) -> Quantity | None:
    found = figures.get(id(cell)) if cell is not None else None
    return found.quantity if found else None
