"""Slips of the pen: which values one small mistake turns into the printed number."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from lawlint.figures.quantities import HUNDRED, Interval, Quantity, total
from lawlint.figures.scanner import scale_factor

LONGEST = 12  # digits; with more, only a changed digit is tried


@lru_cache(maxsize=4096)
def _edits(digits: str, scaled: bool) -> tuple[Decimal, ...]:
    """All values whose printed digits differ from ``digits`` by one slip: a digit changed, two neighbours swapped, a digit
    dropped or added and, where ``scaled``, the point or zeros misplaced; sorted."""
    found: set[str] = set()
    for at, char in enumerate(digits):
        if char == ".":
            continue
        found.update(digits[:at] + d + digits[at + 1 :] for d in "0123456789" if d != char)
        if at + 1 < len(digits) and digits[at + 1] not in (char, "."):
            found.add(digits[:at] + digits[at + 1] + char + digits[at + 2 :])
        if len(digits) <= LONGEST:
            found.add(digits[:at] + digits[at + 1 :])
            found.update(digits[:at] + d + digits[at:] for d in "0123456789")
    if len(digits) <= LONGEST:
        found.update(digits + d for d in "0123456789")
    value = Decimal(digits)
    values = {Decimal(f) for f in found if f.strip(".") and f.count(".") <= 1}
    if scaled:
        values |= {value * 10, value / 10, value * 100, value / 100, value * 10000, value / 10000}
    values.discard(value)
    return tuple(sorted(v for v in values if v > 0))


def near(number: Quantity, wanted: Interval) -> bool:
    """Whether one slip in the printed digits of ``number`` explains that its value should lie in ``wanted``."""
    digits = number.printed.lstrip("-").rstrip("%")
    if number.scale:
        digits = digits.removesuffix(number.scale)
    if not digits.replace(".", "", 1).isdigit():
        return False
    factor = scale_factor(number.scale)
    half = (number.interval.high - number.interval.low) / 2
    low, high = wanted.low - half, wanted.high + half
    if number.printed.startswith("-"):
        low, high = -high, -low
    if high < 0:
        return False
    edits = _edits(digits, number.interval.exact)  # a rounded number's room does not move with its point
    at = bisect_left(edits, low / factor)
    return at < len(edits) and edits[at] * factor <= high


def of_sum(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether one slip in the total or in a part, or a part that is counted twice, explains a sum that misses."""
    summed = total(parts)
    if near(whole, summed):
        return True
    missing = whole.interval.minus(summed)
    values = [p.value for p in parts]
    for part in parts:
        wanted = Interval(part.value + missing.low, part.value + missing.high)
        if near(part, wanted) or (values.count(part.value) > 1 and -missing.high <= part.value <= -missing.low):
            return True
    return False


def of_share(part: Quantity, base: Interval, percent: Quantity, bases: Quantity | None = None) -> bool:
    """Whether one slip in the part, the base (``bases``, where printed) or the percentage explains a share that misses."""
    if base.low <= 0 or part.value <= 0:
        return False
    rate = percent.interval
    if near(percent, Interval(part.interval.low * HUNDRED / base.high, part.interval.high * HUNDRED / base.low)):
        return True
    if near(part, Interval(rate.low * base.low / HUNDRED, rate.high * base.high / HUNDRED)):
        return True
    if bases is None or rate.low <= 0:
        return False
    return near(bases, Interval(part.interval.low * HUNDRED / rate.high, part.interval.high * HUNDRED / rate.low))


def digits(size: Decimal, width: Decimal) -> float:
    """How many digits an agreement is worth: log10 of the size of what agrees over the room it has; at least 0."""
    if size <= 0 or width <= 0:
        return 0.0
    return max(0.0, math.log10(size / width))
