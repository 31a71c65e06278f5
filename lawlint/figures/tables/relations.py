"""The relations that tables show, with their arithmetic written out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from lawlint.figures.quantities import HUNDRED, Quantity
from lawlint.figures.verdicts import FAILS, Relation, common_unit, plain, spans, sum_relation


def signed_relation(
    whole: Quantity, parts: Sequence[Quantity], signs: Sequence[int], verdict: str, closed: bool, doubt: str | None
) -> Relation:
    """``whole = parts[0] - parts[1] + …``: the relation of a sum some of whose rows are taken off."""
    relation = sum_relation("table", whole, parts, verdict, closed=closed, doubt=doubt)
    if all(s > 0 for s in signs):
        return relation
    value = sum((p.value * s for p, s in zip(parts, signs, strict=True)), Decimal(0))
    written = "".join(f" {'+' if s > 0 else '-'} {p.printed}" for p, s in zip(parts, signs, strict=True)).removeprefix(
        " + "
    )
    sign = "≠" if verdict == FAILS else "≈" if value != whole.value else "="
    relation.arithmetic = f"{written} = {plain(value)}" + (f" {sign} {whole.printed}" if sign != "=" else "")
    relation.difference = plain(whole.value - value)
    if verdict == FAILS:
        relation.arithmetic += f"，差 {plain(abs(whole.value - value))}"
        relation.explanation = "请核对加减各行与结果"
    return relation


def share_relation(base: Quantity, part: Quantity, percent: Quantity, verdict: str, doubt: str | None) -> Relation:
    """``part / base = percent``."""
    computed = part.value * HUNDRED / base.value if base.value else Decimal(0)
    return _made(
        "percent", base, [part, percent], verdict, f"{part.printed} ÷ {base.printed}", computed, percent, doubt
    )


def change_relation(new: Quantity, old: Quantity, rate: Quantity, verdict: str, doubt: str | None) -> Relation:
    """``(new - old) / old = rate``."""
    computed = (new.value - old.value) * HUNDRED / old.value if old.value else Decimal(0)
    written = f"({new.printed} - {old.printed}) ÷ {old.printed}"
    return _made("growth", new, [old, rate], verdict, written, computed, rate, doubt)


def difference_relation(change: Quantity, new: Quantity, old: Quantity, verdict: str, doubt: str | None) -> Relation:
    """``new - old = change``."""
    every = [change, new, old]
    span, numbers = spans(every)
    value = new.value - old.value
    written = f"{new.printed} - {old.printed} = {plain(value)}"
    written += f" ≠ {change.printed}" if verdict == FAILS else f" ≈ {change.printed}" if value != change.value else ""
    return Relation(
        "difference", verdict, change.printed, [new.printed, old.printed], common_unit(every), span, numbers, plain(change.value - value),
        verdict == FAILS and doubt is None, doubt, written, quantities=every,
    )  # fmt: skip


def mean_relation(whole: Quantity, count: Quantity, mean: Quantity, verdict: str, doubt: str | None) -> Relation:
    """``whole / count = mean``."""
    every = [whole, count, mean]
    span, numbers = spans(every)
    value = whole.value / count.value if count.value else Decimal(0)
    shown = plain(round(value, _places(mean) + 2))
    sign = "≠" if verdict == FAILS else "≈"
    return Relation(
        "average", verdict, whole.printed, [count.printed, mean.printed], common_unit(every), span, numbers, None, False, doubt,
        f"{whole.printed} ÷ {count.printed} = {shown} {sign} {mean.printed}", quantities=every,
    )  # fmt: skip


def _made(
    kind: str, first: Quantity, others: list[Quantity], verdict: str, written: str, computed: Decimal, rate: Quantity, doubt: str | None
) -> Relation:  # fmt: skip
    every = [first, *others]
    span, numbers = spans(every)
    shown = plain(round(computed, _places(rate) + 2))
    sign = "≠" if verdict == FAILS else "=" if computed == rate.value else "≈"
    return Relation(
        kind, verdict, first.printed, [q.printed for q in others], common_unit(every), span, numbers, None, verdict == FAILS and doubt is None, doubt,
        f"{written} = {shown}% {sign} {rate.printed}", quantities=every,
    )  # fmt: skip


def _places(quantity: Quantity) -> int:
    return max(0, -int(quantity.value.as_tuple().exponent))
