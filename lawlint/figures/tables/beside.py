"""The text around a table: its caption, totals that the text says, and numbers that it gives once more."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawlint.document import Block, Document, fold
from lawlint.figures.quantities import Quantity, Role, total
from lawlint.figures.scanner import scale_factor
from lawlint.figures.tables.grid import Grid, Line
from lawlint.figures.tables.relations import repeat_relation
from lawlint.figures.tables.side import Side
from lawlint.figures.tables.slips import one_slip
from lawlint.figures.tables.sums import Claim
from lawlint.figures.units import kind
from lawlint.figures.verdicts import FAILS, HOLDS, Relation

_UNITS = re.compile(r"单\s*位\s*[:：]\s*([^\s)\]）;；。]{1,20})")
_NEAR = 12  # numbers before and behind a table that may be its total
_ADVERBS = re.compile(
    r"^(?:其中|截至.{0,8}[底末]|今年以来|全年|本年度?|目前|累计|已|共计?|合计|总计|(?:我|全)[省市县区局院]|共|总共|一共|本[院局部]|[，、])+|(?:共计?|总计|合计|累计|为|是|达到?|有|了|约)+$"
)
_MEASURE = re.compile(
    r"^(?:数量|金额|件数|人数|数|本年|本年数|合计|总计|当年|全年|20\d\d年?度?|决算数|预算数|数值|总数|实际)$"
)
_VERB = 3
_OTHER = re.compile("未|非|不|无|新|其[他余]|上|去|前|某|另")  # 未整改的, 新增的: another amount
_SHORTEST = 4  # characters that name an amount on their own


def caption(document: Document, block: Block) -> tuple[str, str]:
    """The unit that the words above a table give for it (单位：万元; empty where they give none), and its title."""
    before = [b for b in _preceding(document, block) if b.text.value.strip()][-2:]
    title = units = ""
    for above in reversed(before):
        if above.table is not None:
            break
        words = fold(above.text.value)
        title = title or re.split("[。;]", words[-60:].rstrip("。;:"))[-1]
        if found := _UNITS.search(words[-80:]):
            units = found[1].replace("(次)", "")
            break
    first = block.table.rows[0] if block.table and block.table.rows else ()
    for cell in first[:2]:
        if (found := _UNITS.search(fold(cell.value))) and not units:
            units = found[1]
    return units, title


def _preceding(document: Document, block: Block) -> list[Block]:
    at = bisect_left(document.blocks, block.span.start, key=lambda b: b.span.start)
    return document.blocks[max(0, at - 3) : at]


_Outside = tuple[Quantity, list[Quantity], str, str | None]


class Beside:
    """The numbers of the text, ``prose``, in their order."""

    def __init__(self, document: Document, prose: Sequence[Quantity]) -> None:
        self.document = document
        self.prose = prose

    def above(self, block: Block) -> list[Quantity]:
        """The amounts said near a table, those behind it after those before it."""
        at = bisect_left(self.prose, block.span.start, key=lambda q: q.span.start)
        near = [*self.prose[max(0, at - _NEAR) : at], *self.prose[at : at + 4]]
        return [q for q in near if not q.percent and q.role is Role.VALUE]

    @staticmethod
    def totals(
        rows: Side, claims: Sequence[Claim], lone: Sequence[Quantity], around: Sequence[Quantity]
    ) -> dict[int, _Outside]:
        """Totals of columns that stand outside a grid without a total of its own: column -> total, parts, verdict, doubt.

        ``lone``: figures alone in a column beside the grid (a merged cell), ``around``: those of the text.
        """
        parts_of = {n for claim in claims for n in claim.parts}
        lines = [n for n, line in enumerate(rows.lines) if rows.low[n] and n not in parts_of and not line.part]
        if any(rows.lines[n].total == 2 for n in lines) or len(lines) < 2:
            return {}
        found: dict[int, _Outside] = {}
        for column in sorted({c for n in lines for c in rows.low[n]}):
            parts = rows.quantities(lines, column)
            if len(parts) < 2 or sum(p.value > 0 for p in parts) < 2:
                continue
            unit = rows.others[column].unit
            for wholes in (lone, around[::-1]):
                if whole := next((w for w in wholes if _sums_to(w, parts, unit)), None):
                    found[column] = whole, parts, HOLDS, None
                elif whole := next((w for w in wholes if _slipped(w, parts, unit, wholes is lone)), None):
                    found[column] = whole, parts, FAILS, "总数与分项的对应关系由位置推断"
                if column in found:
                    break
        return found

    def repeats(self, grids: Sequence[Grid]) -> Iterator[Relation]:
        """Amounts that the text names as a line of the table does: 罚没金额486.72万元, and 468.72 in the table."""
        named: dict[str, list[Quantity]] = {}
        for quantity in self.prose:
            label = _ADVERBS.sub("", quantity.label)
            if quantity.role is Role.VALUE and not quantity.percent and not quantity.approximate and len(label) >= 2:
                for name in _tails(label):
                    named.setdefault(name, []).append(quantity)
        if not named:
            return
        values = {v for grid in grids for q in grid.quantities for v in (q.value, _real(q))}
        for grid in grids:
            for name, cell in _names(grid):
                for twin in named.get(name, ())[:2]:
                    verdict = _compared(twin, cell)
                    if verdict == HOLDS:
                        yield repeat_relation(twin, cell, HOLDS)
                    elif (
                        verdict == FAILS
                        and len(named[name]) == 1
                        and not {twin.value, twin.value / scale_factor(twin.scale)} & values
                    ):
                        yield repeat_relation(twin, cell, FAILS, "表与正文可能不是同一口径")


def _sums_to(whole: Quantity, parts: Sequence[Quantity], unit: str) -> bool:
    """Whether a number of the text is what parts in a table add up to, so closely that it is no accident."""
    if whole.value < 20 or not _same(whole, unit):
        return False
    summed, bounds = total(parts), whole.interval
    width = summed.high - summed.low + bounds.high - bounds.low
    return bounds.meets(summed) and width * 50 < summed.high


def _slipped(whole: Quantity, parts: Sequence[Quantity], unit: str, lone: bool) -> bool:
    """Whether a number that is named a total misses the parts' sum by one slip."""
    named = re.search("总|共|合计|全", whole.label + whole.after)
    if (
        not named
        or not _same(whole, unit)
        or (not lone and (whole.value < 1000 or whole.unit != (unit or parts[0].unit)))
    ):
        return False
    summed = total(parts)
    low, high = summed.low - whole.interval.high, summed.high - whole.interval.low
    return one_slip(whole, low, high) or any(one_slip(p, -high, -low) for p in parts)


def _same(whole: Quantity, unit: str) -> bool:
    """Whether a number of the text can be in the unit of a column, scale included."""
    scale = scale_factor(unit) if unit and unit[0] in "百千十万亿" else Decimal(1)
    if scale != 1:
        return False
    return not unit or not whole.unit or kind(whole.unit) == kind(unit)


def _tails(label: str) -> Iterator[str]:
    """The names that a label may give: the whole of it, and what stands behind a verb: 排查燃气隐患, 燃气隐患."""
    yield label
    for start in range(1, min(_VERB, len(label) - _SHORTEST) + 1):
        if not _OTHER.search(label[:start]):
            yield label[start:]


def _names(grid: Grid) -> Iterator[tuple[str, Quantity]]:
    """The cells that a name alone points to: of a row in a table of one measure, of a column in its total."""
    amounts = [n for n, line in enumerate(grid.columns) if line.sort.name == "PLAIN"]
    single = len(amounts) == 1 or (len(amounts) > 1 and all(_MEASURE.match(grid.columns[n].name) for n in amounts[:1]))
    for number, row in enumerate(grid.rows):
        for column, cell in grid.cells[number].items():
            line = grid.columns[column]
            if cell.percent or column not in amounts:
                continue
            if _sole(grid, row) and len(line.name) >= 2 and not line.total:
                yield line.name, cell
            if single and column == amounts[0] and len(row.name) >= _SHORTEST - 1 and row.total != 2:
                yield row.name, cell
            if row.total != 2 and len(row.name + line.name) >= _SHORTEST and not _MEASURE.match(line.name):
                yield row.name + line.name, cell


def _sole(grid: Grid, row: Line) -> bool:
    """Whether a row speaks for the whole table: its total, or its only row."""
    return (row.total == 2 and not row.subtotal) or len(grid.rows) == 1


def _real(quantity: Quantity) -> Decimal:
    """What a number stands for, the scale in its unit included: 468.72 under 万元 is 4687200."""
    if quantity.scale or not quantity.unit or quantity.unit[0] not in "百千十万亿":
        return quantity.value
    return quantity.value * scale_factor(quantity.unit)


def _compared(twin: Quantity, cell: Quantity) -> str | None:
    """Whether two numbers of one name agree (``holds``), differ by a slip (``fails``), or cannot be compared."""
    if twin.unit and cell.unit and kind(twin.unit) != kind(cell.unit.lstrip("百千十万亿")):
        return None
    one, other, scale = _real(twin), _real(cell), _real(cell) / cell.value if cell.value else Decimal(1)
    if twin.scale and not cell.scale and not cell.unit:  # the table does not say that it counts in 万元
        one, other, scale = one / scale_factor(twin.scale), cell.value, Decimal(1)
    digits = [sum(c.isdigit() for c in q.printed) for q in (twin, cell)]
    if min(one, other) <= 0 or min(digits) < 3:
        return None
    if one == other:
        return HOLDS
    needed = (one - other) / scale
    return FAILS if digits[0] == digits[1] and one_slip(cell, needed, needed) else None
