"""Tables as offices make them: grids, the tree of their lines, sums in both directions, rates, and totals in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lawlint.document import Block, Document
from lawlint.figures.quantities import Quantity
from lawlint.figures.tables.beside import Beside, caption
from lawlint.figures.tables.cells import figure
from lawlint.figures.tables.grid import Grid, grids
from lawlint.figures.tables.hundreds import hundreds
from lawlint.figures.tables.rates import Rates, bracketed
from lawlint.figures.tables.relations import signed_relation
from lawlint.figures.tables.side import Side
from lawlint.figures.tables.sums import Claim, Sums, borne_out
from lawlint.figures.tables.telling import told
from lawlint.figures.tables.words import says
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, sum_relation

__all__ = ["Grid", "Tables"]


class Tables:
    """Finds the relations of all tables of a document.

    ``quantities``: the numbers of the cells; ``grids``: what was made of the tables; ``unread``: the blocks of tables that
    hold figures of which nothing could be made.
    """

    def __init__(self, document: Document, prose: Sequence[Quantity] = ()) -> None:
        self.document = document
        self.prose = list(prose)
        self.quantities: list[Quantity] = []
        self.relations: list[Relation] = []
        self.grids: list[Grid] = []
        self.unread: list[Block] = []

    def find(self) -> list[Relation]:
        """All relations inside the tables, and between them and the text."""
        beside = Beside(self.prose)
        for block in self.document.tables:
            assert block.table is not None
            found = grids(block.table, *caption(self.document, block))
            self.grids += found
            whole = [q for grid in found for q in grid.quantities]
            self.quantities += whole
            before = len(self.relations)
            for grid in found:
                self.relations += self._grid(grid, beside.above(block))
            if len(self.relations) == before and (len(whole) > 1 or (not found and _figures(block))):
                self.unread.append(block)
        self.relations = list(_distinct(self.relations))
        return self.relations

    def _grid(self, grid: Grid, around: Sequence[Quantity]) -> list[Relation]:
        rows, columns = Side(grid, across=False), Side(grid, across=True)
        by_row, by_column = Sums(rows), Sums(columns)
        down, across = by_row.find(), by_column.find()
        if not any(c.slips or c.misses for c in (*down, *across)):
            more = borne_out(by_row, by_column)
            down, across = [*down, *more[0]], [*across, *more[1]]
        relations: list[Relation] = []
        for side, claims in ((rows, down), (columns, across)):
            relations += _sums(side, claims)
            relations += _parts(side, claims)
        outside = Beside.totals(rows, down, grid.outside, around)
        relations += [
            sum_relation("table", whole, parts, verdict, doubt=doubt)
            for whole, parts, verdict, doubt in outside.values()
        ]
        totals = {column: found[0] for column, found in outside.items()}
        relations += Rates(columns, _bases(down), totals).find()
        relations += Rates(rows, _bases(across), {}).find()
        relations += [*hundreds(rows), *hundreds(columns)]
        relations += bracketed(grid.cells, grid.rates)
        return relations


def _figures(block: Block) -> bool:
    """Whether a table that no grid was made of holds figures: it is too large, or has a single column."""
    assert block.table is not None
    return sum(figure(cell) is not None for row in block.table.rows[:50] for cell in row) > 1


def _sums(side: Side, claims: Sequence[Claim]) -> Iterable[Relation]:
    """The relation of each claim at each cross."""
    for claim in claims:
        held = set(claim.holds)
        for cross in (*claim.holds, *claim.slips, *claim.misses):
            lines = zip(claim.parts, claim.signs, strict=True)
            pairs = [(side.cells[n][cross], s) for n, s in lines if cross in side.low[n]]
            parts, signs = [q for q, _ in pairs], [s for _, s in pairs]
            if not any(q.value for q in parts) and cross in held:
                continue  # nothing adds up to nothing
            verdict, doubt = (HOLDS, None) if cross in held else told(side, claim, cross)
            whole = side.cells[claim.whole][cross]
            if verdict != OPEN:
                yield signed_relation(whole, parts, signs, verdict, doubt is None, doubt)


def _parts(side: Side, claims: Sequence[Claim]) -> Iterable[Relation]:
    """A line marked 其中 or # is part of the one before it, as long as it is no item of a sum."""
    items = {n for claim in claims for n in claim.parts}
    whole: int | None = None
    for number, line in enumerate(side.lines):
        if not side.low[number]:
            continue
        if not line.part:
            whole = number
            continue
        if whole is None or number in items or not _comparable(side, whole, number):
            continue
        crosses = [c for c in side.low[number] if c in side.low[whole]]
        more = [c for c in crosses if side.low[number][c] > side.high[whole][c]]
        bound = len(crosses) - len(more) > max(1, len(more))  # the other crosses agree that it is a part of that line
        for cross in crosses:
            above = (side.high[n][cross] for n in range(number) if cross in side.low[n] and not side.lines[n].part)
            wrong = cross in more and (bound or side.low[number][cross] > max(above))
            pair = side.cells[whole][cross], side.cells[number][cross]
            yield sum_relation("subset", pair[0], [pair[1]], FAILS if wrong else OPEN, closed=True)


def _comparable(side: Side, whole: int, part: int) -> bool:
    units = side.lines[whole].unit, side.lines[part].unit
    if says("net", side.lines[whole].name):
        return False
    return not all(units) or units[0] == units[1]


def _bases(claims: Sequence[Claim]) -> dict[int, list[int]]:
    """For each line the lines it is a part of, nearest first."""
    above = {part: claim.whole for claim in claims for part in claim.parts}
    bases: dict[int, list[int]] = {}
    for part in above:
        at: int | None = part
        while (at := above.get(at)) is not None and at not in bases.setdefault(part, []):  # type: ignore[arg-type]
            bases[part].append(at)
    return bases


def _distinct(relations: Iterable[Relation]) -> Iterable[Relation]:
    """The relations, those of the same numbers once."""
    seen: set[tuple[str, frozenset[int]]] = set()
    for relation in relations:
        key = (relation.kind, frozenset(map(id, relation.quantities)))
        if key not in seen:
            seen.add(key)
            yield relation
