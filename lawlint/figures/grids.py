"""A table read as figures: which cells hold one, what its row and column are called, where ragged rows belong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from lawlint.document import Block, Cell, fold
from lawlint.figures.quantities import Interval, Quantity, Role, total
from lawlint.figures.scanner import LONGEST, interval

MOST_ROWS = 400
MOST_COLUMNS = 40
_CELL = re.compile(
    r"(?:占比?|约|近)?(?P<sign>[-+−]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>[万亿])?\s*(?P<unit>%|[一-鿿]{1,3})?\s*"
    r"(?:\((?P<arrow>[↑↓+\-−]?)\s*(?P<rate>\d+(?:\.\d+)?)%\))?"
)
TOTAL = re.compile(
    r"^(?:#|其中|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十\d]{1,3}[、.])?\s*(?:[一-鿿]{0,6}?)(?:合计|总计|共计|总数|总量|小计|累计|总和|总额|总件数|总人数)\s*(?:数|量)?\s*(?:\([^()]{0,8}\))?$|^计$"
)
_INDEX = re.compile(r"^(?:序\s*号|编\s*号|年\s*度|年\s*份|时\s*间|月\s*份|日\s*期|排\s*名|名\s*次|代码|No\.?|年)$")
_BLANK = re.compile(r"^[/\\—–\-.…*]*$")
_YEAR = re.compile(r"^(?:19|20)\d\d(?:年度?)?$")


@dataclass
class Grid:
    """A table's figures by row and column, the names of rows and columns, and which rows begin deeper."""

    figures: list[dict[int, Quantity]]
    rates: list[dict[int, tuple[str, Quantity]]]
    labels: list[str]
    names: list[str]
    indents: list[int]
    short: list[int]
    width: int

    def column(self, number: int, rows: Iterable[int]) -> list[Quantity]:
        """The figures of a column in the given rows."""
        return [self.figures[r][number] for r in rows if number in self.figures[r]]


def _figure(cell: Cell, in_percent: bool = False) -> tuple[Quantity, tuple[str, Quantity] | None] | None:
    """The figure of a cell that holds one and nothing else, with the growth rate in its bracket."""
    value = fold(cell.value)
    match = _CELL.fullmatch(value)
    if not match or (_YEAR.match(value) and (cell.column == 0 or value[-1] in "年度")):
        return None
    digits = match.group("digits").replace(",", "")
    if len(digits) > LONGEST or (len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return None
    percent = match.group("unit") == "%" or in_percent
    scale = match.group("scale") or ""
    factor = Decimal({"万": 10**4, "亿": 10**8}.get(scale, 1))
    bounds = interval(digits, factor, percent=percent)
    sign = "-" if match.group("sign") in ("-", "−") else ""
    if sign:
        bounds = Interval(-bounds.high, -bounds.low)
    text = cell.text
    start = len(text.value) - len(text.value.lstrip())
    end = start + (match.end("unit") if match.group("unit") else match.end("scale") if scale else match.end("digits"))
    quantity = Quantity(
        sign + digits + scale + ("%" if percent else ""),
        Decimal(sign + digits) * factor,
        bounds,
        match.group("unit") or "",
        scale,
        "",
        text.at(start),
        text.at(end),
        text.at(end),
        percent=percent,
        span=text.span(start, end),
    )
    rate = None
    if match.group("rate"):
        low, high = start + match.start("rate"), start + match.end("rate") + 1
        falls = match.group("arrow") in ("↓", "-", "−")
        rate = (
            match.group("arrow"),
            Quantity(
                match.group("rate") + "%", Decimal(match.group("rate")), interval(match.group("rate"), Decimal(1), percent=True), "%", "", "",
                text.at(low), text.at(high), text.at(high), percent=True, role=Role.DOWN if falls else Role.UP, span=text.span(low, high),
            ),
        )  # fmt: skip
    return quantity, rate


def grid_of(block: Block) -> Grid | None:  # noqa: C901
    """The figures of a table block; ``None`` where it has too few, or is too large."""
    table = block.table
    if table is None or not table.rows or len(table.rows) > MOST_ROWS or not 2 <= table.width <= MOST_COLUMNS:
        return None
    source = block.text.source.text
    width = table.width
    names = [""] * width
    figures: list[dict[int, Quantity]] = []
    rates: list[dict[int, tuple[str, Quantity]]] = []
    labels: list[str] = []
    indents: list[int] = []
    short: list[int] = []
    header = 0
    for row in table.rows:
        shift = _extra_labels(row, header)
        found = {c.column - shift: f for c in row if (f := _figure(c, "%" in names[min(c.column, width - 1)]))}
        if not found and not figures:
            for cell in row:
                for column in range(cell.column, min(width, cell.column + cell.columns)):
                    names[column] = (names[column] + fold(cell.value)).strip()
            header = max(header, len(row))
            continue
        words = [fold(c.value) for c in row if c.column - shift not in found and not _BLANK.match(fold(c.value))]
        at = next((c.text.span().start for c in row if c.value), 0)
        before = at
        while before > 0 and source[before - 1] in " \t\u3000":
            before -= 1
        indents.append(at - before)
        labels.append("".join(words[:2]))
        figures.append({column: figure for column, (figure, _) in found.items()})
        rates.append({column: rate for column, (_, rate) in found.items() if rate})
        if row[-1].column - shift + row[-1].columns < (header or width):
            short.append(len(figures) - 1)
        for column, (figure, _) in found.items():
            figure.label = (labels[-1] + names[column])[:40]
    width = header or width
    for column in range(width):
        if _INDEX.match(names[column]) or _numbering(figures, column):
            for cells in figures:
                cells.pop(column, None)
    if sum(len(f) for f in figures) < 2:
        return None
    for column in range(width):
        if re.search("比重|占比|率$", names[column]) and not any(f[column].percent for f in figures if column in f):
            values = [f[column] for f in figures if column in f]
            if values and all(("." in q.printed and q.value <= 100) or q.value == 100 for q in values):
                for quantity in values:  # percentages printed without their mark
                    quantity.percent, quantity.unit, quantity.printed = True, "%", quantity.printed + "%"
    for column in range(width):
        unit = re.search(r"\(([一-鿿]{1,4})\)", names[column])
        for cells in figures:
            if column in cells and unit and not cells[column].unit:
                cells[column].unit = unit.group(1)
    return Grid(figures, rates, labels, names, indents, short, header or width)


def _extra_labels(row: Sequence[Cell], header: int) -> int:
    """How many cells a row has before its figures that the header has not: names above names."""
    extra = len(row) - header
    if header == 0 or extra <= 0:
        return 0
    leading = next((i for i, c in enumerate(row) if _figure(c)), len(row))
    return extra if leading > extra else 0


def _numbering(figures: list[dict[int, Quantity]], column: int) -> bool:
    """Whether a column only numbers the rows 1, 2, 3 …"""
    values = [int(f[column].value) for f in figures if column in f and f[column].value == int(f[column].value)]
    return column == 0 and len(values) >= 3 and all(b == a + 1 for a, b in pairwise(values)) and values[0] == 1


def settle(grid: Grid) -> None:
    """Find where the cells of a row that is short belong: the place at which most columns add up."""
    totals = [r for r, label in enumerate(grid.labels) if TOTAL.match(label)]
    header = [c for c in range(grid.width) if TOTAL.match(grid.names[c])]
    for row in grid.short[:6]:
        cells = grid.figures[row]
        if not cells:
            continue
        columns = sorted(cells)
        order = [cells[c] for c in columns]
        rooms = list(range(columns[0], grid.width))
        if len(rooms) <= len(order) or len(rooms) - len(order) > 3:
            continue
        missing = len(rooms) - len(order)
        options = [dict(zip(columns, order, strict=True))]
        for gap in range(len(order) + 1):
            places = rooms[:gap] + rooms[gap + missing :]
            options.append(dict(zip(places, order, strict=True)))
        best, score = options[0], -1
        for option in options:
            grid.figures[row] = option
            reached = 0
            for whole in totals[-1:]:
                others = [r for r in range(len(grid.figures)) if r not in totals]
                if whole not in (row, totals[-1]):
                    continue
                reached += sum(
                    1
                    for c, q in grid.figures[whole].items()
                    if not q.percent and q.interval.meets(total(grid.column(c, others)))
                )
            for column in header:
                if column in option and len(option) > 2:
                    reached += option[column].interval.meets(total(q for c, q in option.items() if c != column))
            if reached > score:
                best, score = option, reached
        grid.figures[row] = best
