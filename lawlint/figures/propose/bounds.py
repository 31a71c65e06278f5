"""Bounds: what a number of cases of at least so much each says about their total."""

from __future__ import annotations

from collections.abc import Iterator

from lawlint.figures.claim import Claim
from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.words import says


def bounds(reading: Reading) -> Iterator[Claim]:
    """对 8 家企业处以 20 万元以上罚款，罚款总额 150 万元: eight times at least 200,000 is more than the total."""
    quantities = reading.quantities
    for least in quantities[1:]:
        around = reading.text[max(0, least.start - 4) : least.end + 4]
        if least.group != "money" or not says("at_least", around):
            continue
        if least.role is not Role.LIMIT and not says("at_least", least.approximate):
            continue
        count = quantities[least.index - 1]
        for whole in quantities[least.index + 1 : least.index + 3]:
            if (
                count.group in ("case", "person")
                and count.sentence == least.sentence == whole.sentence
                and _is_total(whole)
            ):
                yield _judged(Claim("bound", whole, [count, least], evidence=_evidence(reading, count, least, whole)))
                break


def _is_total(whole: Quantity) -> bool:
    return whole.group == "money" and whole.role is Role.VALUE


def _evidence(reading: Reading, count: Quantity, least: Quantity, whole: Quantity) -> dict[str, float]:
    between = reading.text[count.end : least.start]
    found: dict[str, float] = {}
    if says("for_each", between):
        found["so much for each"] = 1
    if says("pause", between):
        found["a mark between count and limit"] = 1
    if says("total", whole.label[-14:]) or says("closer", whole.label[-14:]):
        found["total summed up"] = 1
    return found


def _judged(claim: Claim) -> Claim:
    count, least = claim.parts
    assert claim.whole is not None
    claim.fit = "over" if count.interval.low * least.value > claim.whole.interval.high else "holds"
    return claim
