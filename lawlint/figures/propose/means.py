"""Means: a total, what it is divided by (a printed count, or a span of time), and the mean (日均, 户均, 平均每…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lawlint.figures import slips
from lawlint.figures.claim import Claim
from lawlint.figures.marks import Mark
from lawlint.figures.propose.periods import periods, unit_of, year
from lawlint.figures.quantities import Interval, Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.units import UNIT
from lawlint.figures.verdicts import ratio_meets
from lawlint.figures.words import pairs, says, word

_EVERY = re.compile(
    r"(?:平均)?每一?(?P<noun>个月|[^,;。:、()\d每均]{1,12})$|(?P<one>星期|[一-鿿])(?:平)?均[^,;。:()\d]{0,14}$"
)
_NUMBERS = 12  # before a mean that it may be taken of
_SENTENCES = 7  # a line break ends one too
_LEAST, _MOST = Decimal("0.11"), Decimal(9)
_LEAD = 160  # characters before a sentence, or of the draft's head, that may name its span of time
_SHORTEST = 1.5  # digits that a slip is worth looking for in
_NO_TOTAL = ("points", "times", "score", "time", "days")
_ONE = Interval(Decimal(1), Decimal(1))


@dataclass(slots=True, eq=False)
class Mean(Claim):
    """A claim that ``whole`` divided by ``divider`` is ``result``; ``parts``: the printed count, empty for a span of time."""

    divider: Interval = _ONE


class Means:
    """Proposes, for each mean of a reading, the totals and counts it may be taken of."""

    def __init__(self, reading: Reading, marks: Sequence[Mark]) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.marks = marks
        self.noun = ""  # what the mean at hand is for one of

    def propose(self) -> list[list[Mean]]:
        """The claims of each mean, in reading order."""
        found = []
        for mean in self.quantities:
            if mean.role is not Role.AVERAGE or mean.percent:
                continue
            thing, measure = self._noun(mean)
            self.noun = thing or measure
            unit = unit_of(thing)
            if self.noun:
                claims = list(self._over_time(mean, unit) if unit else self._over_things(mean, thing, measure))
                if claims:
                    found.append(claims)
        return found

    def _noun(self, mean: Quantity) -> tuple[str, str]:
        """The thing that the mean is for one of, and its measure word: 乡镇 and 个 of 平均每个乡镇; 日 of 日均."""
        match = _EVERY.search(mean.label[-24:])
        if match is None:
            return "", ""
        if one := match.group("one"):
            return ("" if one in "平的" else one), ""
        noun = match.group("noun")
        span = next((n for size in (3, 2, 1) if unit_of(n := noun.removeprefix("个")[:size])), "")
        if span:
            return span, ""
        measure = UNIT.match(noun)
        size = measure.end() if measure else 0
        thing = word("mean_verbs").sub("", noun[size:])
        return thing, noun[:size]

    # -- totals --------------------------------------------------------------------------------------------------

    def _totals(self, mean: Quantity) -> Iterator[tuple[Quantity, dict[str, float]]]:
        for whole in reversed(self.quantities[max(0, mean.index - _NUMBERS) : mean.index]):
            if not self._near(whole, mean):
                break
            if not self._is_total(whole, mean):
                continue
            found = self._evidence(whole, mean)
            if mean.clause - whole.clause <= 2 and whole.segment == mean.segment:
                found["total right before"] = 1
            yield whole, found
        for whole in self.quantities[mean.index + 1 : mean.index + 5]:
            if whole.segment != mean.segment:
                break
            if self._is_total(whole, mean):
                yield whole, self._evidence(whole, mean)

    def _near(self, other: Quantity, mean: Quantity) -> bool:
        return mean.paragraph - other.paragraph <= 2 and mean.sentence - other.sentence <= _SENTENCES

    def _is_total(self, whole: Quantity, mean: Quantity) -> bool:
        if whole.role is not Role.VALUE or whole.percent or whole.group in _NO_TOTAL or whole.value <= mean.value:
            return False
        if whole.frame not in (mean.frame, self.reading.frames.get(mean.frame, (0, 0))[0]):
            return False
        return (
            whole.kind == mean.kind or whole.group == mean.group == "money" or (not mean.unit and whole.group == "case")
        )

    def _evidence(self, whole: Quantity, mean: Quantity) -> dict[str, float]:
        about = self.marks[whole.index]
        found: dict[str, float] = {}
        if about.says("total") or about.says("closer"):
            found["total summed up"] = 1
        between = self.reading.quantities[whole.index + 1 : mean.index]
        if any(q.kind == whole.kind and self.marks[q.index].says("total") for q in between):
            found["a total nearer"] = 1
        if says("own_mean", mean.label):
            found["a mean of its own definition"] = 1
        name = word("mean_words").sub("", re.split("[均每]", mean.label)[-1].replace(self.noun, ""))
        if len(name) >= 2:
            found["total named like the mean" if set(name) & set(about.about) else "total named otherwise"] = 1
        if says("by_year_too", mean.label):
            found["a mean by the year too"] = 1
        return found

    # -- dividers ------------------------------------------------------------------------------------------------

    def _over_time(self, mean: Quantity, unit: str) -> Iterator[Mean]:
        for whole, about in self._totals(mean):
            for divider, near in self._spans(whole, mean, unit):
                claim = Mean("average", whole, [], mean, evidence={**about, **near}, divider=divider)
                yield _judged(claim, None)

    def _spans(self, whole: Quantity, mean: Quantity, unit: str) -> Iterator[tuple[Interval, dict[str, float]]]:
        text = self.reading.text
        first = min(whole.start, mean.start)
        low = max(0, first - _LEAD)
        start = max(text.rfind("\n", low, first) + 1, text.rfind("。", low, first) + 1, low)
        last = max(whole.start, mean.start)
        found = sorted(periods(text[start:last], unit), key=lambda p: -p.start)
        reach = first - start
        behind = max(whole, mean, key=lambda q: q.start).index
        while behind and self.quantities[behind - 1].group in ("days", "time"):  # 共受理1750件，按7天计算
            behind -= 1
        lead = self.quantities[behind - 1].end - start if behind else 0
        found = [p for p in found if p.start <= reach or p.start >= lead]
        right = [
            p for p in found if p.end <= reach
        ] or found  # the nearest before the total, else right before the mean
        for place, period in enumerate([*right, *(p for p in found if p not in right)][:3]):
            yield period.length, {} if place else {"span named loosely" if period.weak else "span named": 1}
        whole_year = not found or any(p.length == year(unit) for p in found)
        if not found:
            before = sorted(periods(text[max(0, start - _LEAD) : start], unit), key=lambda p: -p.start)
            for period in before[:1] or list(periods(text[:_LEAD], unit))[:1]:
                yield period.length, {"span named loosely" if period.weak else "span named before the sentence": 1}
            yield year(unit), {"no span named": 1}
        if unit == "days" and whole_year:
            yield year("workdays"), {"span named loosely" if found else "no span named": 1}

    def _over_things(self, mean: Quantity, thing: str, measure: str) -> Iterator[Mean]:
        counts = [
            (c, near) for c in self._counts(mean) if (near := self._of_count(c, mean, thing, measure)) is not None
        ]
        for whole, about in self._totals(mean):
            for count, near in counts:
                if count is not whole:
                    claim = Mean("average", whole, [count], mean, evidence={**about, **near}, divider=count.interval)
                    yield _judged(claim, count)

    def _counts(self, mean: Quantity) -> Iterator[Quantity]:
        for count in self.quantities[max(0, mean.index - _NUMBERS) : mean.index + 5]:
            behind = count.index > mean.index
            if count is mean or (behind and count.segment != mean.segment) or not (behind or self._near(count, mean)):
                continue
            if count.role is Role.VALUE and not count.percent and count.group in ("case", "person") and count.value > 1:
                yield count

    def _of_count(self, count: Quantity, mean: Quantity, thing: str, measure: str) -> dict[str, float] | None:
        found: dict[str, float] = {}
        about = f"{count.unit}{count.after[:6]}"
        said = bool(thing) and (thing in about or count.label.endswith(thing) or count.unit == thing)
        said = said or (len(thing) == 1 and thing in count.label[-2:]) or (measure != "个" and measure == count.kind)
        nouns = (thing, thing[:1], measure)
        if said:
            found["count of what the mean is for"] = 1
        elif any((n, u) in pairs("counted_as") for n in nouns for u in (count.unit, count.kind)):
            found["count in its unit"] = 1
        else:
            found["count of something else"] = 1
        if count.kind == mean.kind and not said:
            return None
        if count.sentence != mean.sentence:
            found[
                "count in another paragraph" if count.paragraph != mean.paragraph else "count in another sentence"
            ] = 1
        return found


def mean_interval(mean: Quantity) -> Interval:
    """What a printed mean may stand for: half a unit of its last digit on both sides, for whole numbers too."""
    if not mean.interval.exact or mean.value != mean.value.to_integral_value():
        return mean.interval
    half = Decimal("0.5")
    return Interval(mean.value - half, mean.value + half)


def _judged(claim: Mean, count: Quantity | None) -> Mean:
    whole, mean, divider = claim.whole, claim.result, claim.divider
    assert whole is not None
    assert mean is not None
    printed = mean_interval(mean)
    worth = min(slips.digits(mean.value, printed.high - printed.low), slips.digits(whole.value, Decimal(1)))
    if ratio_meets(whole.interval, divider, printed):
        claim.fit = "holds"
        claim.evidence["agrees"] = worth
    elif _slipped(whole, divider, mean, count):
        claim.fit = "slip"
        name = "one slip from agreeing" if worth >= _SHORTEST else "one slip from agreeing in few digits"
        claim.evidence[name] = worth - 1 if worth >= _SHORTEST else 1
    else:
        claim.evidence["far from agreeing"] = 1
    return claim


def _slipped(whole: Quantity, divider: Interval, mean: Quantity, count: Quantity | None) -> bool:
    """Whether one slip in the total, the count or the mean explains that they disagree."""
    printed = mean_interval(mean)
    if divider.low <= 0 or printed.low <= 0:
        return False
    if not _LEAST < whole.value / divider.low / mean.value < _MOST:  # no digit makes so much: a scale word or the point
        scales = [Decimal(10) ** n for n in (-4, -2, -1, 1, 2, 4)]
        return any(ratio_meets(whole.interval, divider, Interval(printed.low * s, printed.high * s)) for s in scales)
    half = (printed.high - printed.low) / 2  # a mean is rounded, also where it is printed whole
    half = half if mean.interval.exact else Decimal(0)
    if slips.near(mean, Interval(whole.interval.low / divider.high - half, whole.interval.high / divider.low + half)):
        return True
    if slips.near(whole, Interval(printed.low * divider.low, printed.high * divider.high)):
        return True
    return count is not None and slips.near(
        count, Interval(whole.interval.low / printed.high, whole.interval.high / printed.low)
    )
