"""A relation between numbers, and whether it can be true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lawlint.document import Span
from lawlint.figures.claim import Claim
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total

HOLDS, FAILS, OPEN = "holds", "fails", "open"


@dataclass(eq=False)
class Relation:
    """Numbers that belong together.

    ``kind``, ``verdict``, ``total``, ``parts``, ``unit``, ``difference``: as printed in the JSON output. ``span``: from
    the first number's words to the last; ``numbers``: the spans of the total (where printed) and of each part.
    ``closed``: the words say that the list is complete. ``doubt``: in Chinese, why a failure is only a warning.
    ``arithmetic``: the sum written out. ``explanation``: the likely slip, or ``None``. ``truncated``: the percentage was
    cut off instead of rounded. ``claim``: why the numbers were taken together (``None`` in tables); ``rival``: the strongest
    other claim on them.
    """

    kind: str
    verdict: str
    total: str | None
    parts: list[str]
    unit: str | None
    span: Span
    numbers: list[Span]
    difference: str | None = None
    closed: bool = False
    doubt: str | None = None
    arithmetic: str = ""
    explanation: str | None = None
    truncated: bool = False
    quantities: list[Quantity] = field(default_factory=list, repr=False)
    claim: Claim | None = field(default=None, repr=False)
    rival: Claim | None = field(default=None, repr=False)


def plain(value: Decimal) -> str:
    """A value as people write it: no exponent, no trailing zeros behind the point."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def in_scale(value: Decimal, like: Quantity) -> str:
    """A value as the draft writes ``like``: 3.8万 beside 12.6万, 38000 beside 126000; 860 beside both."""
    factor, scale = written_scale([like])
    if abs(value) < factor:
        return plain(value)
    return plain(value / factor) + scale


def gap(whole: Interval, parts: Interval) -> Decimal:
    """How far the parts miss the whole: total less sum, 0 where some values inside the intervals agree."""
    if whole.meets(parts):
        return Decimal(0)
    return whole.low - parts.high if whole.low > parts.high else whole.high - parts.low


def share_meets(part: Interval, base: Interval, percent: Interval) -> bool:
    """Whether some ``part / base`` lies in the percentage."""
    if base.high <= 0:
        return False
    return part.high * HUNDRED >= percent.low * base.low and part.low * HUNDRED <= percent.high * base.high


def ratio_meets(top: Interval, bottom: Interval, ratio: Interval) -> bool:
    """Whether some ``top / bottom`` lies in ``ratio``."""
    return bottom.high > 0 and top.high >= ratio.low * bottom.low and top.low <= ratio.high * bottom.high


def signed(rate: Quantity) -> Interval:
    """The interval of a rate as a percentage, below zero for a fall."""
    bounds = rate.interval
    if not rate.percent:  # 增长 1.5 倍
        bounds = Interval(bounds.low * HUNDRED, bounds.high * HUNDRED)
    if rate.role is Role.DOWN and rate.value > 0:
        return Interval(-bounds.high, -bounds.low)
    return bounds


def growth_meets(new: Interval, old: Interval, rate: Quantity) -> bool:
    """Whether ``(new - old) / old`` can be the rate."""
    bounds = signed(rate)
    if old.high <= 0:
        return False
    low, high = HUNDRED + bounds.low, HUNDRED + bounds.high
    return new.high * HUNDRED >= low * old.low and new.low * HUNDRED <= high * old.high


def change_meets(new: Interval, change: Quantity, rate: Quantity) -> bool:
    """Whether ``change / (new - change)`` can be the rate."""
    old = new.minus(change.interval) if change.role is Role.UP else new + change.interval
    bounds = rate.interval
    if not rate.percent:
        bounds = Interval(bounds.low * HUNDRED, bounds.high * HUNDRED)
    if old.high <= 0:
        return False
    return (
        change.interval.high * HUNDRED >= bounds.low * old.low
        and change.interval.low * HUNDRED <= bounds.high * old.high
    )


def share(part: Quantity | Decimal, base: Quantity | Decimal) -> Decimal:
    """The percentage that ``part`` is of ``base``; 0 for an empty base."""
    top = part.value if isinstance(part, Quantity) else part
    bottom = base.value if isinstance(base, Quantity) else base
    return top * HUNDRED / bottom if bottom else Decimal(0)


def common_unit(quantities: Sequence[Quantity]) -> str | None:
    """The unit of the first quantity that has one."""
    return next((q.unit for q in quantities if q.unit and not q.percent), None)


def written_scale(quantities: Sequence[Quantity]) -> tuple[Decimal, str]:
    """The scale in which a sum is written out: that of the first quantity, if all share it."""
    scales = {q.scale for q in quantities}
    if len(scales) == 1 and (scale := quantities[0].scale) and quantities[0].value:
        digits = Decimal(quantities[0].printed[: len(quantities[0].printed) - len(scale)])
        if digits:
            return quantities[0].value / digits, scale
    return Decimal(1), ""


def spans(quantities: Sequence[Quantity]) -> tuple[Span, list[Span]]:
    """The span that covers all quantities, and the span of each."""
    each = [q.span for q in quantities]
    return Span(min(s.start for s in each), max(s.end for s in each)), each


def sum_relation(
    kind: str,
    whole: Quantity,
    parts: Sequence[Quantity],
    verdict: str,
    *,
    closed: bool = False,
    doubt: str | None = None,
) -> Relation:
    """The relation ``whole = parts[0] + parts[1] + …`` with its arithmetic written out."""
    summed = total(parts)
    every = [whole, *parts]
    factor, scale = written_scale(every)
    exact = sum((p.value for p in parts), Decimal(0))
    difference = whole.value - exact
    mixed = len({q.scale for q in every}) > 1  # 8600 + 1.2万: the sum is written as the total is
    written = " + ".join(p.printed for p in parts)
    written += f" = {in_scale(exact, whole) if mixed else plain(exact / factor) + scale}"
    if verdict == FAILS or (difference and kind != "subset"):
        sign = "≠" if not whole.interval.meets(summed) else "≈"
        written += f" {sign} {whole.printed}"
        if sign == "≠":
            short = in_scale(abs(difference), whole) if mixed else plain(abs(difference) / factor) + scale
            written += f"，差 {short}"
    elif kind == "subset":
        written += f" {'≤' if difference >= 0 else '>'} {whole.printed}"
    span, numbers = spans(every)
    return Relation(
        kind,
        verdict,
        whole.printed,
        [p.printed for p in parts],
        common_unit(every),
        span,
        numbers,
        plain(difference / factor) + scale,
        closed,
        doubt,
        written,
        quantities=every,
    )
