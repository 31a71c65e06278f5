"""Sums, shares and averages inside tables: total rows and columns, rows that add up, sub-rows, rates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from lawlint.document import Document
from lawlint.figures import closing
from lawlint.figures.grids import TOTAL, Grid, grid_of, settle
from lawlint.figures.named import mean_relation
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total
from lawlint.figures.tell import difference_relation, growth_relation, percent_relation
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, growth_meets, ratio_meets, share_meets, sum_relation

_CLEAR_TOTAL = re.compile(r"合\s*计|总\s*计|共\s*计|小\s*计|总\s*数")
_SUBTOTAL = re.compile(r"小\s*计")
_RATIO = re.compile(r"率|占比|比重|比例|比|均|同比|环比|增幅|增速|增长|±|%|指数|得分|分数|排名")
_GROWTH = re.compile(r"同比|环比|增幅|增速|增长|增减|±|升降|变化")
_AVERAGE = re.compile(r"均|比(?!例|重)|每")


class Tables:
    """Finds the relations of all tables of a document."""

    def __init__(self, document: Document, prose: Sequence[Quantity] = ()) -> None:
        self.blocks = [b for b in document.tables if b.table]
        self.prose = list(prose)  # the numbers of the text, for totals that stand above a table
        self.quantities: list[Quantity] = []
        self.relations: list[Relation] = []
        self.grids: list[Grid] = []

    def find(self) -> list[Relation]:
        """All relations inside the tables."""
        for block in self.blocks:
            grid = grid_of(block)
            if grid is None:
                continue
            self.grids.append(grid)
            settle(grid)
            for row in grid.figures:
                self.quantities += row.values()
            for rates in grid.rates:
                self.quantities += [rate for _, rate in rates.values()]
            start = block.span.start
            at = bisect_left(self.prose, start, key=lambda q: q.span.start)
            above = [q for q in self.prose[max(0, at - 12) : at] if not q.percent and q.role is Role.VALUE]
            self.relations += _Finder(grid, above).find()
        return self.relations


class _Finder:
    def __init__(self, grid: Grid, above: Sequence[Quantity]) -> None:
        self.grid = grid
        self.above = above
        self.relations: list[Relation] = []
        self.rows = range(len(grid.figures))
        self.totals = [r for r in self.rows if TOTAL.match(grid.labels[r])]
        self.additive = [c for c in range(grid.width) if self._additive(c)]
        self.bases: dict[int, Quantity] = {}  # column -> its total

    def _additive(self, column: int) -> bool:
        name = re.sub(r"\([^()]*\)", "", self.grid.names[column])
        figures = self.grid.column(column, self.rows)
        return bool(figures) and not any(q.percent for q in figures) and not _RATIO.search(name)

    def _total_above(self) -> None:
        """A total that the text above the table gives for one of its columns."""
        if self.totals:
            return
        for column in self.additive:
            parts = self.grid.column(column, self.rows)
            if column in self.bases or len(parts) < 2:
                continue
            for whole in reversed(self.above):
                if whole.interval.meets(total(parts)) and whole.value >= 20 and sum(p.value > 0 for p in parts) >= 2:
                    self.bases[column] = whole
                    self.relations.append(sum_relation("table", whole, parts, HOLDS))
                    break

    def find(self) -> list[Relation]:
        self._total_rows()
        self._total_columns()
        self._lone_total()
        self._total_above()
        self._patterns()
        self._row_patterns()
        self._sub_rows()
        self._part_columns()
        self._rates()
        self._averages()
        self._changes()
        self._growth()
        return self.relations

    def _total_rows(self) -> None:
        grid = self.grid
        for whole in self.totals:
            plain_rows = [r for r in self.rows if r not in self.totals]
            above = [r for r in plain_rows if r < whole]
            previous = max((t for t in self.totals if t < whole), default=-1)
            block = [r for r in above if r > previous]
            following = [r for r in plain_rows if r > whole]
            nxt = min((t for t in self.totals if t > whole), default=len(grid.figures))
            subs = [t for t in self.totals if t < whole and _SUBTOTAL.search(grid.labels[t])]
            top = min((grid.indents[r] for r in plain_rows), default=0)
            readings = [
                block,
                above,
                subs,
                [r for r in above if grid.indents[r] == top],
                following,
                [r for r in following if r < nxt],
            ]
            if subs and not _SUBTOTAL.search(grid.labels[whole]):
                readings.append(subs + [r for r in above if r > max(subs)])
            readings += [block[at:] for at in range(1, min(len(block) - 1, 12))]  # the rows above it, from some row on
            readings = [r for r in readings if len(r) >= 2]
            if not readings:
                continue
            columns = [c for c in grid.figures[whole] if c in self.additive]
            best = max(readings, key=lambda rows: sum(self._meets(whole, c, rows) for c in columns))
            met = [c for c in columns if self._meets(whole, c, best)]
            for column in columns:
                figure = grid.figures[whole][column]
                reading = next((r for r in [best, *readings] if self._meets(whole, column, r)), None)
                parts = grid.column(column, reading if reading is not None else best)
                if len(parts) < 2:
                    continue
                self.bases[column] = figure
                if reading is not None:
                    self.relations.append(sum_relation("table", figure, parts, HOLDS, closed=True))
                elif _CLEAR_TOTAL.search(grid.labels[whole]) and self._claims(figure, parts, len(met), len(columns)):
                    doubt = None if met or len(columns) == 1 else "该行其他各列也不相符，可能不是各行之和"
                    self.relations.append(sum_relation("table", figure, parts, FAILS, closed=True, doubt=doubt))

    def _meets(self, whole: int, column: int, rows: Sequence[int]) -> bool:
        parts = self.grid.column(column, rows)
        return len(parts) >= 2 and self.grid.figures[whole][column].interval.meets(total(parts))

    @staticmethod
    def _claims(whole: Quantity, parts: list[Quantity], met: int, columns: int) -> bool:
        """Whether a total that its column misses is a slip, and not a column that is not added up."""
        if (met and met * 2 >= columns - 1) or closing.slip(whole, parts):
            return True
        value = sum((p.value for p in parts), Decimal(0))
        return bool(value) and abs(whole.value - value) * 3 <= max(value, whole.value)

    def _total_columns(self) -> None:
        grid = self.grid
        for column in range(grid.width):
            if (
                not (TOTAL.match(grid.names[column]) or re.search("(?:总计|合计|小计)$", grid.names[column]))
                or column not in self.additive
            ):
                continue
            left = [c for c in self.additive if c < column and not TOTAL.match(grid.names[c])]
            right = [c for c in self.additive if c > column]
            before = max(
                (
                    c
                    for c in range(column)
                    if TOTAL.match(re.sub(r"^.*?(?=总计|合计|小计)", "", grid.names[c])) and c in self.additive
                ),
                default=-1,
            )
            readings = [[c for c in left if c > before], left, right]
            nested = [c for c in left if not grid.names[c].startswith(("#", "其中"))]
            if nested != left:
                readings.append(nested)
            for reading in [r for r in readings if len(r) >= 2]:
                rows = [
                    r
                    for r in self.rows
                    if column in grid.figures[r] and sum(c in grid.figures[r] for c in reading) >= 2
                ]
                met = [r for r in rows if self._row_meets(r, column, reading)]
                few = not met or (len(met) * 2 < len(rows) and len(rows) > 2)
                named = len(rows) <= 2 and reading == left and bool(_CLEAR_TOTAL.search(grid.names[column]))
                if few and not named:
                    continue
                for row in rows:
                    parts = [grid.figures[row][c] for c in reading if c in grid.figures[row]]
                    whole = grid.figures[row][column]
                    if row in met:
                        self.relations.append(sum_relation("table", whole, parts, HOLDS, closed=True))
                    elif _CLEAR_TOTAL.search(grid.names[column]) and self._claims(whole, parts, len(met), len(rows)):
                        self.relations.append(sum_relation("table", whole, parts, FAILS, closed=True))
                break

    def _row_meets(self, row: int, column: int, reading: Sequence[int]) -> bool:
        cells = self.grid.figures[row]
        return cells[column].interval.meets(total(cells[c] for c in reading if c in cells))

    def _lone_total(self) -> None:
        """A total printed once in a column of its own (a merged cell) beside the columns that make it up."""
        grid = self.grid
        for column in range(grid.width):
            figures = grid.column(column, self.rows)
            if len(figures) != 1 or len(grid.figures) < 3 or column not in self.additive:
                continue
            for other in self.additive:
                if other == column:
                    continue
                parts = grid.column(other, self.rows)
                if len(parts) < 2:
                    continue
                if figures[0].interval.meets(total(parts)):
                    self.relations.append(sum_relation("table", figures[0], parts, HOLDS, closed=True))
                    self.bases.setdefault(other, figures[0])
                elif re.search("总", grid.names[column]) and self._claims(figures[0], parts, 0, 2):
                    self.relations.append(
                        sum_relation(
                            "table", figures[0], parts, FAILS, closed=True, doubt="总数与分项的对应关系由表的结构推断"
                        )
                    )
                    self.bases.setdefault(other, figures[0])

    def _patterns(self) -> None:
        """Columns that add up to another column in every row: 抽检 = 合格 + 不合格."""
        grid = self.grid
        columns = [c for c in self.additive if not TOTAL.match(grid.names[c])]
        if len(columns) < 3:
            return
        done: set[int] = set()
        for place, whole in enumerate(columns):
            best: tuple[int, list[int], list[int], list[int]] | None = None
            for start in range(place + 1, min(place + 3, len(columns) - 1)):
                for end in range(start + 2, min(start + 8, len(columns)) + 1):
                    parts = columns[start:end]
                    if done & set(parts):
                        continue
                    rows = [
                        r for r in self.rows if whole in grid.figures[r] and all(c in grid.figures[r] for c in parts)
                    ]
                    met = [r for r in rows if grid.figures[r][whole].value > 0 and self._row_meets(r, whole, parts)]
                    telling = [
                        r
                        for r in met
                        if sum(grid.figures[r][c].value > 0 for c in parts) >= 2 and grid.figures[r][whole].value >= 10
                    ]
                    needed = 1 if len(rows) == 1 and rows and grid.figures[rows[0]][whole].value >= 1000 else 2
                    if (
                        len(telling) >= needed
                        and len(met) * 5 >= len(rows) * 4
                        and (best is None or len(met) > best[0])
                    ):
                        best = (len(met), parts, rows, met)
            if best is None:
                continue
            count, parts, rows, met = best
            done.update(parts)
            for row in rows:
                cells = grid.figures[row]
                listed = [cells[c] for c in parts]
                if row in met:
                    self.relations.append(sum_relation("table", cells[whole], listed, HOLDS))
                elif count >= 4:
                    self.relations.append(
                        sum_relation("table", cells[whole], listed, FAILS, doubt="其他各行都相符，只有这一行不符")
                    )

    def _row_patterns(self) -> None:
        """Rows that add up to the row above them in every column, where no row is named a total: 受理 = 办结 + 未结."""
        grid = self.grid
        if self.totals or len(grid.figures) < 3:
            return
        last = len(grid.figures) - 1
        for whole, others in ((last, range(last)), (0, range(1, last + 1))):
            columns = [c for c in self.additive if c in grid.figures[whole] and len(grid.column(c, others)) >= 2]
            met = [c for c in columns if self._meets(whole, c, others) and grid.figures[whole][c].value >= 10]
            single = len(met) == 1 and len(others) >= 3 and grid.figures[whole][met[0]].value >= 100
            if not (len(met) >= 2 or single) or len(met) * 3 < len(columns) * 2:
                continue
            for column in columns:
                parts = grid.column(column, others)
                self.bases[column] = grid.figures[whole][column]
                if column in met:
                    self.relations.append(sum_relation("table", grid.figures[whole][column], parts, HOLDS))
                elif len(met) >= 3:
                    doubt = "其他各列都相符，只有这一列不符"
                    self.relations.append(sum_relation("table", grid.figures[whole][column], parts, FAILS, doubt=doubt))
            return
        row = 0
        while row < len(grid.figures) - 2:
            found = 0
            for end in range(row + 3, min(row + 10, len(grid.figures)) + 1):
                below = list(range(row + 1, end))
                columns = [
                    c for c in self.additive if c in grid.figures[row] and all(c in grid.figures[r] for r in below)
                ]
                met = [c for c in columns if self._meets(row, c, below) and grid.figures[row][c].value >= 10]
                if len(met) >= 2 and len(met) == len(columns):
                    for column in met:
                        self.relations.append(
                            sum_relation("table", grid.figures[row][column], grid.column(column, below), HOLDS)
                        )
                    found = end
                    break
            row = found or row + 1

    def _changes(self) -> None:
        """Columns of changes and growth rates between two other columns: 2022年, 2023年, 增减, 增长率."""
        grid = self.grid
        plain_columns = [c for c in range(grid.width) if c in self.additive and not _GROWTH.search(grid.names[c])]
        for column in range(grid.width):
            rows = [r for r in self.rows if column in grid.figures[r]]
            if not _GROWTH.search(grid.names[column]) or len(rows) < 2:
                continue
            pairs = [(a, b) for a in plain_columns for b in plain_columns if a != b]
            best = max(pairs, key=lambda p: sum(self._change_meets(r, p, column) for r in rows), default=None)
            if best is None:
                continue
            usable = [
                r
                for r in rows
                if best[0] in grid.figures[r] and best[1] in grid.figures[r] and grid.figures[r][best[0]].value
            ]
            met = [r for r in usable if self._change_meets(r, best, column)]
            if len(met) < 2 or len(met) * 3 < len(usable) * 2:
                continue
            for row in usable:
                old, new, change = grid.figures[row][best[0]], grid.figures[row][best[1]], grid.figures[row][column]
                if row not in met and len(met) < 3:
                    continue
                verdict = HOLDS if row in met else FAILS
                doubt = None if row in met else "该列其他各行都相符，只有这一行不符"
                if change.percent:
                    change.role = Role.DOWN if change.value < 0 else Role.UP
                    relation = growth_relation(new, old, change, verdict, old.value)
                    relation.doubt = doubt
                    self.relations.append(relation)
                else:
                    self.relations.append(difference_relation(change, new, old, verdict, doubt))

    def _change_meets(self, row: int, pair: tuple[int, int], column: int) -> bool:
        cells = self.grid.figures[row]
        if pair[0] not in cells or pair[1] not in cells:
            return False
        old, new, change = cells[pair[0]], cells[pair[1]], cells[column]
        if change.percent:
            rate = change.interval
            return (
                old.interval.high > 0
                and new.interval.high * HUNDRED >= (HUNDRED + rate.low) * old.interval.low
                and new.interval.low * HUNDRED <= (HUNDRED + rate.high) * old.interval.high
            )
        return new.interval.minus(old.interval).meets(change.interval)

    def _sub_rows(self) -> None:
        """Rows that begin deeper than the one above break it down."""
        grid = self.grid
        for row in self.rows:
            deeper: list[int] = []
            for below in range(row + 1, len(grid.figures)):
                if grid.indents[below] <= grid.indents[row] or below in self.totals:
                    break
                deeper.append(below)
            if not deeper:
                continue
            level = min(grid.indents[r] for r in deeper)
            deeper = [r for r in deeper if grid.indents[r] == level]
            columns = [c for c in grid.figures[row] if c in self.additive and len(grid.column(c, deeper)) >= 2]
            met = [c for c in columns if grid.figures[row][c].interval.meets(total(grid.column(c, deeper)))]
            for column in columns:
                parts = grid.column(column, deeper)
                if column in met:
                    self.relations.append(sum_relation("table", grid.figures[row][column], parts, HOLDS))
                elif len(met) >= 2:
                    doubt = "其他各列都相符，只有这一列不符"
                    self.relations.append(sum_relation("table", grid.figures[row][column], parts, FAILS, doubt=doubt))

    def _part_columns(self) -> None:
        """A column marked # or 其中 is part of the one before it."""
        grid = self.grid
        for column in range(1, grid.width):
            if not grid.names[column].startswith(("#", "其中")) or column not in self.additive:
                continue
            whole = next(
                (
                    c
                    for c in range(column - 1, -1, -1)
                    if c in self.additive and not grid.names[c].startswith(("#", "其中"))
                ),
                None,
            )
            if whole is None:
                continue
            for row in self.rows:
                cells = grid.figures[row]
                if whole in cells and column in cells:
                    verdict = HOLDS if cells[whole].interval.meets(cells[column].interval) else OPEN
                    if cells[column].interval.low > cells[whole].interval.high:
                        verdict = FAILS
                    self.relations.append(sum_relation("subset", cells[whole], [cells[column]], verdict, closed=True))

    def _rates(self) -> None:
        """A column of percentages: what is it of what, in (nearly) every row?"""
        grid = self.grid
        for column in range(grid.width):
            rates = [r for r in self.rows if column in grid.figures[r] and grid.figures[r][column].percent]
            if not rates or _GROWTH.search(grid.names[column]):
                continue
            left = [c for c in self.additive if c < column]
            best: tuple[int, Callable[[int], tuple[Quantity, Quantity] | None]] | None = None
            for part in reversed(left[-6:]):
                for reading in self._rate_readings(part, left):
                    met = sum(
                        1
                        for r in rates
                        if (p := reading(r))
                        and share_meets(p[0].interval, p[1].interval, grid.figures[r][column].interval)
                    )
                    if met and (best is None or met > best[0]):
                        best = (met, reading)
            if (best is None or best[0] * 3 < len(rates)) and self._wrong_shares(column, left, rates):
                continue
            if best is None:
                continue
            count, reading = best
            usable = [r for r in rates if reading(r)]
            if count * 3 < len(usable) * 2 or (
                count == 1 and len(usable) == 1 and len(grid.figures[usable[0]][column].printed) < 4
            ):
                continue
            for row in usable:
                pair = reading(row)
                if pair is None or pair[0] is pair[1]:
                    continue
                part_, base = pair
                percent = grid.figures[row][column]
                if share_meets(part_.interval, base.interval, percent.interval):
                    self.relations.append(percent_relation(base, [part_], percent, HOLDS))
                elif count >= 3:
                    self.relations.append(
                        percent_relation(base, [part_], percent, FAILS, doubt="该列其他各行都相符，只有这一行不符")
                    )

    def _wrong_shares(self, column: int, left: list[int], rates: list[int]) -> bool:
        """Shares that add to 100 but fit no total, beside a column whose total is printed: all of another base."""
        grid = self.grid
        part = next((c for c in reversed(left) if c in self.bases), None)
        rows = [r for r in rates if r not in self.totals]
        if part is None or not re.search("占|比重|比例", grid.names[column]) or len(rows) < 2:
            return False
        if not total(grid.figures[r][column] for r in rows).meets(Interval(HUNDRED, HUNDRED)):
            return False
        base = self.bases[part]
        for row in rows:
            if part in grid.figures[row] and grid.figures[row][part] is not base:
                figure, percent = grid.figures[row][part], grid.figures[row][column]
                verdict = HOLDS if share_meets(figure.interval, base.interval, percent.interval) else FAILS
                self.relations.append(percent_relation(base, [figure], percent, verdict, closed=True))
        return True

    def _rate_readings(self, part: int, left: list[int]) -> Iterable[Callable[[int], tuple[Quantity, Quantity] | None]]:
        figures = self.grid.figures

        def of_total(row: int) -> tuple[Quantity, Quantity] | None:
            return (figures[row][part], self.bases[part]) if part in figures[row] and part in self.bases else None

        yield of_total
        for base in left:
            if base != part:

                def of_column(row: int, base: int = base) -> tuple[Quantity, Quantity] | None:
                    return (
                        (figures[row][part], figures[row][base])
                        if part in figures[row] and base in figures[row]
                        else None
                    )

                yield of_column

    def _averages(self) -> None:
        """A column of ratios (生师比, 人均 …): one column over another in (nearly) every row."""
        grid = self.grid
        for column in range(grid.width):
            rows = [r for r in self.rows if column in grid.figures[r] and not grid.figures[r][column].percent]
            if (
                len(rows) < 3
                or column in self.additive
                or not _AVERAGE.search(grid.names[column])
                or _GROWTH.search(grid.names[column])
            ):
                continue
            best: tuple[int, int, int] | None = None
            for top in self.additive:
                for bottom in self.additive:
                    if top != bottom:
                        met = sum(self._ratio_meets(r, top, bottom, column) for r in rows)
                        if best is None or met > best[0]:
                            best = (met, top, bottom)
            if best is None or best[0] < 3 or best[0] * 3 < len(rows) * 2:
                continue
            count, top, bottom = best
            for row in rows:
                cells = grid.figures[row]
                if top not in cells or bottom not in cells or not cells[bottom].value:
                    continue
                verdict = HOLDS if self._ratio_meets(row, top, bottom, column) else FAILS
                if verdict == FAILS and count < 4:
                    continue
                self.relations.append(mean_relation(cells[top], cells[bottom], cells[column], verdict))

    def _ratio_meets(self, row: int, top: int, bottom: int, column: int) -> bool:
        cells = self.grid.figures[row]
        return (
            top in cells
            and bottom in cells
            and ratio_meets(cells[top].interval, cells[bottom].interval, cells[column].interval)
        )

    def _growth(self) -> None:
        """A cell with its growth in brackets beside the cell it is compared with."""
        for row in self.rows:
            for column, (_, rate) in self.grid.rates[row].items():
                cells = self.grid.figures[row]
                here = cells.get(column)
                for other in (column - 1, column + 1):
                    there = cells.get(other)
                    if here and there:
                        for new, old in ((here, there), (there, here)):
                            if growth_meets(new.interval, old.interval, rate):
                                self.relations.append(growth_relation(new, old, rate, HOLDS, old.value))
                                break
