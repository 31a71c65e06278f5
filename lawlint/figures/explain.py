"""Why a relation fails: the likeliest slip of the pen, said in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawlint.figures.quantities import Quantity, total
from lawlint.figures.verdicts import FAILS, Relation, in_scale, plain

_UNITS = ((10, "差 10 倍"), (100, "差 100 倍"), (1000, "差 1000 倍"), (10000, "差 1 万倍"))


def explain(relation: Relation) -> str | None:
    """What most likely went wrong in a relation that fails; ``None`` where nothing simple explains it."""
    if relation.verdict != FAILS or relation.explanation:
        return relation.explanation
    if relation.truncated:
        return "百分数像是直接舍去尾数，没有四舍五入"
    if relation.kind in ("sum", "table") and relation.total is not None:
        return _sum(relation.quantities[0], relation.quantities[1:])
    return None


def _sum(whole: Quantity, parts: Sequence[Quantity]) -> str | None:  # noqa: C901
    summed = total(parts)
    value = sum((p.value for p in parts), Decimal(0))
    difference = whole.value - value
    for part in parts:
        if part.value and part.value == -difference:
            return f"多出的 {in_scale(part.value, part)} 正是“{_named(part)}”：可能重复计算，或它是其他分项的一部分"
    for number, needed in _needed(whole, parts, value):
        text = plain(needed)
        digits = plain(number.value)
        if needed > 0 and needed == needed.to_integral_value() and number.interval.exact:
            if (
                sorted(text) == sorted(digits)
                and text != digits
                and sum(a != b for a, b in zip(text, digits, strict=True)) == 2
            ):
                return f"“{_named(number)}”若为 {text}（两位数字对调）则相符"
            if len(text) == len(digits) + 1 and any(text[:i] + text[i + 1 :] == digits for i in range(len(text))):
                return f"“{_named(number)}”若为 {text}（漏写一位）则相符"
            if len(text) == len(digits) - 1 and any(digits[:i] + digits[i + 1 :] == text for i in range(len(digits))):
                return f"“{_named(number)}”若为 {text}（多写一位）则相符"
    for number, _ in _needed(whole, parts, value):
        for factor, words in _UNITS:
            for scaled in (number.value * factor, number.value / factor):
                changed = scaled - number.value
                if (
                    number is whole
                    and whole.interval.low + changed <= summed.high
                    and summed.low <= whole.interval.high + changed
                ):
                    return f"总数{words}，可能是单位写错"
                if (
                    number is not whole
                    and summed.low + changed <= whole.interval.high
                    and whole.interval.low <= summed.high + changed
                ):
                    return f"“{_named(number)}”{words}，可能是单位写错"
    single = [
        (number, needed)
        for number, needed in _needed(whole, parts, value)
        if needed > 0 and number.interval.exact and _one_digit(plain(needed), plain(number.value))
    ]
    if len(single) > 3:
        return f"总数若为 {plain(value)}，则相符" if whole.interval.exact else None
    if single:
        return "；".join(f"“{_named(n)}”若为 {plain(needed)}" for n, needed in single) + "，则相符"
    missed = in_scale(abs(difference), whole)
    if difference > 0:
        return f"分项比总数少 {missed}：请核对各分项与总数，看是否漏列一项"
    return f"分项比总数多 {missed}：请核对各分项与总数，看是否重复计算"


def _needed(whole: Quantity, parts: Sequence[Quantity], value: Decimal) -> Iterator[tuple[Quantity, Decimal]]:
    """Each number with the value that would make the sum right."""
    for part in parts:
        yield part, part.value + whole.value - value
    yield whole, value


def _one_digit(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _named(quantity: Quantity) -> str:
    label = quantity.label[-10:]
    return f"{label}{quantity.printed}{'' if quantity.percent else quantity.unit}"
