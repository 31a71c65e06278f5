"""Lines of percentages that make up a hundred: the answers to a question, the classes of a total that is not printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawlint.figures.quantities import HUNDRED, Quantity, total
from lawlint.figures.tables.grid import Sort
from lawlint.figures.tables.side import Side
from lawlint.figures.tables.slips import one_slip
from lawlint.figures.verdicts import FAILS, HOLDS, Relation, plain, spans

_FEWEST = 3  # shares of a line; and two lines at least must come to a hundred before another is told
_LINES = 2


def hundreds(side: Side) -> Iterator[Relation]:
    """The relation of each line whose percentages come to 100, where two lines do; and of one that a slip keeps from it."""
    lines = [(n, shares) for n in range(len(side.lines)) if len(shares := _shares(side, n)) >= _FEWEST]
    held = [shares for _, shares in lines if _meets(shares)]
    if len({tuple(q.value for q in shares) for shares in held}) < _LINES:
        return
    counts = {len(shares) for shares in held}
    for _, shares in lines:
        if _meets(shares):
            yield _relation(shares, HOLDS)
        elif len(shares) in counts and _slipped(shares):
            yield _relation(shares, FAILS)


def _shares(side: Side, number: int) -> list[Quantity]:
    if side.lines[number].sort is Sort.CHANGE:
        return []
    return [
        quantity
        for cross, quantity in side.cells[number].items()
        if quantity.percent
        and quantity.value >= 0
        and side.others[cross].sort is not Sort.CHANGE
        and side.others[cross].total == 0
        and not side.others[cross].part
    ]


def _meets(shares: Sequence[Quantity]) -> bool:
    summed = total(shares)
    return summed.low <= HUNDRED <= summed.high


def _slipped(shares: Sequence[Quantity]) -> bool:
    summed = total(shares)
    return any(one_slip(q, HUNDRED - summed.high, HUNDRED - summed.low) for q in shares)


def _relation(shares: Sequence[Quantity], verdict: str) -> Relation:
    value = sum((q.value for q in shares), Decimal(0))
    sign = "≠" if verdict == FAILS else "=" if value == HUNDRED else "≈"
    span, numbers = spans(shares)
    return Relation(
        "shares", verdict, "100%", [q.printed for q in shares], "%", span, numbers, plain(HUNDRED - value), False,
        "其他各行（列）的占比合计都是100%" if verdict == FAILS else None,
        " + ".join(q.printed for q in shares) + f" = {plain(value)}% {sign} 100%",
        quantities=list(shares),
    )  # fmt: skip
