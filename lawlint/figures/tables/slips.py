"""Slips of the pen in one printed number: a digit changed, two neighbours swapped."""

from __future__ import annotations

from decimal import Decimal

from lawlint.figures.quantities import Quantity
from lawlint.figures.scanner import scale_factor


def one_slip(number: Quantity, low: Decimal, high: Decimal) -> bool:
    """Whether a slip in a number changed its value by what must be added again: between ``low`` and ``high``.

    A digit that was another, or two neighbouring digits that were the other way round.
    """
    digits = number.printed.lstrip("-").rstrip("%")
    if number.scale:
        digits = digits[: len(digits) - len(number.scale)]
    if not digits.replace(".", "").isdigit():
        return False
    if number.value < 0:
        low, high = -high, -low
    point = digits.find(".")
    before = len(digits) if point < 0 else point
    bare = digits.replace(".", "")
    factor = scale_factor(number.scale)
    for at, char in enumerate(bare):
        step = Decimal(10) ** (before - at - 1) * factor
        least = 1 if at == 0 and before > 1 else 0
        first = max((low / step).to_integral_value(rounding="ROUND_CEILING"), Decimal(least - int(char)))
        last = min((high / step).to_integral_value(rounding="ROUND_FLOOR"), Decimal(9 - int(char)))
        if first <= last and (first or last):
            return True
        if at + 1 < len(bare):
            swapped = (int(bare[at + 1]) - int(char)) * 9 * step / 10
            if swapped and low <= swapped <= high and (at or bare[1] != "0"):
                return True
    return False


def slips(number: Quantity) -> int:
    """How many values one slip in a number can lead to."""
    return 10 * sum(c.isdigit() for c in number.printed)
