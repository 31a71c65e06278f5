"""A grid seen along one direction, its lines as whole numbers: what holds between rows holds between columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import log10

from lawlint.figures.quantities import Quantity
from lawlint.figures.tables.grid import Grid, Line, Sort, transposed

FEW = 24  # crosses that decide whether a candidate is worth judging at all the others


class Side:
    """Lines (rows, or columns) with their figures at the crosses (columns, or rows).

    ``cells[line][cross]``: every figure; ``low``, ``high``: the bounds of those that may be added up, in units of
    ``1 / scale``. ``open``: the rows are some of many.
    """

    def __init__(self, grid: Grid, across: bool) -> None:
        self.lines: list[Line] = grid.columns if across else grid.rows
        self.others: list[Line] = grid.rows if across else grid.columns
        self.cells: list[dict[int, Quantity]] = transposed(grid.cells, len(grid.columns)) if across else grid.cells
        self.open = grid.open
        self.scale = _scale(grid)
        self.low: list[dict[int, int]] = []
        self.high: list[dict[int, int]] = []
        for line, cells in zip(self.lines, self.cells, strict=True):
            kept = {c: q for c, q in cells.items() if self._additive(line, self.others[c], q)}
            self.low.append({c: int(q.interval.low * self.scale) for c, q in kept.items()})
            self.high.append({c: int(q.interval.high * self.scale) for c, q in kept.items()})

    @staticmethod
    def _additive(line: Line, other: Line, quantity: Quantity) -> bool:
        return (
            not quantity.percent
            and quantity.unit not in ("‰", "个百分点")
            and line.sort is Sort.PLAIN
            and other.sort is Sort.PLAIN
        )

    def quantities(self, lines: Sequence[int], cross: int) -> list[Quantity]:
        """The figures of lines at a cross that may be added up, blank ones left out."""
        return [self.cells[n][cross] for n in lines if cross in self.low[n]]

    def gap(self, whole: int, parts: Sequence[int], signs: Sequence[int], cross: int) -> tuple[int, int] | None:
        """The bounds of ``whole`` less the sum of ``parts`` at a cross; ``None`` where fewer than two parts are there."""
        low, high = self.low[whole][cross], self.high[whole][cross]
        count = 0
        for number, sign in zip(parts, signs, strict=True):
            if cross in self.low[number]:
                count += 1
                if sign > 0:
                    low, high = low - self.high[number][cross], high - self.low[number][cross]
                else:
                    low, high = low + self.low[number][cross], high + self.high[number][cross]
        return (low, high) if count >= 2 else None

    def digits(self, whole: int, gap: tuple[int, int], cross: int, step: int) -> float:
        """How many digits an agreement is worth: log10 of the odds against an unrelated number of that size."""
        size = max(abs(self.low[whole][cross]), abs(self.high[whole][cross]))
        return min(6.0, log10(max(1.0, size / (gap[1] - gap[0] + step))))

    def step(self, whole: int, parts: Sequence[int], cross: int) -> int:
        """The unit in which all figures of a sum are whole: 1, 0.01, or 100 for 1200 = 500 + 700."""
        values = [q.value for q in self.quantities([whole, *parts], cross) if q.value]
        finest = min((int(v.normalize().as_tuple().exponent) for v in values), default=0)
        return max(1, int(Decimal(1).scaleb(finest) * self.scale))


def _scale(grid: Grid) -> int:
    """The least power of ten in which all bounds are whole."""
    places = 0
    for row in grid.cells:
        for quantity in row.values():
            for bound in quantity.interval:
                places = max(places, -int(bound.as_tuple().exponent))
    return int(10 ** min(places, 24))
