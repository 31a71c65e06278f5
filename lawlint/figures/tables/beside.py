"""The text around a table: its caption, and totals that the text says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from lawlint.document import Block, Document, fold
from lawlint.figures.quantities import Quantity, Role, total
from lawlint.figures.scanner import scale_factor
from lawlint.figures.tables.side import Side
from lawlint.figures.tables.slips import one_slip
from lawlint.figures.tables.sums import Claim
from lawlint.figures.units import kind
from lawlint.figures.verdicts import FAILS, HOLDS

_UNITS = re.compile(r"单\s*位\s*[:：]\s*([^\s)\]）;；。]{1,20})")
_NEAR = 12  # numbers before and behind a table that may be its total


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

    def __init__(self, prose: Sequence[Quantity]) -> None:
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
