"""Rises and falls: a new value, the old one or the change between them, and the rate; and plain differences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawlint.figures import slips
from lawlint.figures.claim import Claim
from lawlint.figures.marks import Mark
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import change_meets, growth_meets, signed
from lawlint.figures.words import says, word

_CHANGES = (Role.UP, Role.DOWN)
_NEWS = 8  # values before a rate that it may be said of
_NO_VALUE = ("time", "points", "times", "score")
_NEXT = re.compile(r"\s*[、,和及与]\s*")
_YEAR = re.compile(r"(?<![比较与同到至])((?:19|20)\d\d)\s*年(?!同期)")
_COMPARED = re.compile(r"[比较与同]\s*第?((?:19|20)\d\d\s*年|\d{1,2}月|[一二三四]季度|[上下]半年)(?!底|末)[^,;。\d]*$")
_TO = re.compile(r"(?:至|到|为|达|共)(?:了|到)?(?:[^,;。]{0,10}的)?\s*$")
_FROM = re.compile(r"(?:从|由|上年|去年)[^,;。]{0,16}$")


def is_rate(quantity: Quantity) -> bool:
    """Whether a number says by how much in proportion something rose or fell."""
    return quantity.role in _CHANGES and (quantity.percent or quantity.kind == "倍")


class Changes:
    """Proposes, for each rate and each change of a reading, the values it may be said of."""

    def __init__(self, reading: Reading, marks: Sequence[Mark]) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.marks = marks
        self.rows = dict(self._respective())

    def propose(self) -> list[list[Claim]]:
        """The claims of each rate or change, in reading order."""
        found = []
        for anchor in self.quantities:
            claims: list[Claim] = []
            if says("yearly", self.marks[anchor.index].lead[-12:]):
                continue  # by its root over a span of years: no rate between two values
            if is_rate(anchor):
                claims = list(self._rates(anchor))
            elif anchor.role in _CHANGES:
                claims = list(self._differences(anchor))
            if claims:
                found.append(claims)
        return found

    # -- rows of rates -------------------------------------------------------------------------------------------

    def _respective(self) -> Iterator[tuple[int, Quantity | None]]:
        """Rates in a row (分别上升 a%、b%), each with the value in its place; none where there are not as many."""
        done = -1
        for rate in self.quantities:
            if rate.index <= done or rate.role not in _CHANGES:
                continue
            run = [rate]
            for quantity in self.quantities[rate.index + 1 : rate.index + 12]:
                between = self.reading.text[run[-1].end : quantity.start]
                if not _NEXT.fullmatch(between) or quantity.percent != rate.percent:
                    break
                run.append(quantity)
            told = says("respective", self.marks[rate.index].lead[-24:])
            if len(run) < 2 and not told:
                continue
            done = run[-1].index
            values = [
                q
                for q in self.quantities[max(0, rate.index - 12) : rate.index]
                if q.sentence == rate.sentence and q.role is Role.VALUE and not q.percent and q.frame == rate.frame
            ][-len(run) :]
            for place, each in enumerate(run):
                yield each.index, values[place] if len(values) == len(run) > 1 else None

    # -- rates ---------------------------------------------------------------------------------------------------

    def _rates(self, rate: Quantity) -> Iterator[Claim]:
        news = list(self._news(rate))
        others = list(self._others(rate))
        for new, about in news:
            for other, near in others:
                if other is new or other.kind != new.kind or other.index in (new.index, rate.index):
                    continue
                pair = self._pair(new, other, rate)
                if pair is None:
                    continue
                evidence = {**about, **near, **pair}
                if other.role in _CHANGES and other.role is not rate.role:
                    continue
                yield _judged_rate(Claim("growth", new, [other], rate, evidence=evidence), len(news) * len(others))

    def _news(self, anchor: Quantity) -> Iterator[tuple[Quantity, dict[str, float]]]:
        """The values that a rate or change may be said of."""
        if anchor.index in self.rows:
            value = self.rows[anchor.index]
            if value is not None:
                yield value, {"item by item": 1}
            return
        like: dict[str, int] = {}
        seen = 0
        for quantity in self.quantities[max(0, anchor.index - 20) : anchor.index][::-1]:
            if quantity.paragraph != anchor.paragraph or anchor.sentence - quantity.sentence > 2 or seen >= _NEWS:
                break
            if not self._is_value(quantity, anchor):
                continue
            seen += 1
            between = like.get(quantity.kind, 0)
            like[quantity.kind] = between + 1
            yield quantity, self._new_evidence(quantity, anchor, between)
        for quantity in self.quantities[anchor.index + 1 : anchor.index + 3]:
            if quantity.segment != anchor.segment:
                break
            if not self._is_value(quantity, anchor):
                continue
            told = _TO.search(quantity.label)
            yield quantity, {"new value told behind" if told else "new value behind": 1}

    def _is_value(self, quantity: Quantity, anchor: Quantity) -> bool:
        if quantity.role not in (Role.VALUE, Role.AVERAGE, Role.RATE, Role.SHARE) or quantity.group in _NO_VALUE[1:3]:
            return False
        if quantity.percent and anchor.group != "points" and quantity.percent != anchor.percent:
            return False
        frame = anchor.frame
        return quantity.frame == frame or quantity.frame == self.reading.frames.get(frame, (-1, 0))[0]

    def _new_evidence(self, new: Quantity, anchor: Quantity, between: int) -> dict[str, float]:
        found: dict[str, float] = {}
        if anchor.clause - new.clause <= 1:
            found["new value right before"] = 1
        elif new.segment != anchor.segment or new.sentence != anchor.sentence:
            found["new value in another sentence"] = 1
        if between:
            found["like values nearer"] = min(between, 4)
        changes = sum(
            q.role in _CHANGES and q.percent == anchor.percent for q in self.quantities[new.index + 1 : anchor.index]
        )
        if changes:
            found["other changes between"] = min(changes, 3)
        subject = self._subject(anchor)
        if subject:
            about = self.marks[new.index].about
            shared = any(subject[i : i + 2] in about for i in range(len(subject) - 1))
            found["said of this subject" if shared else "said of another subject"] = 1
        return found

    def _subject(self, anchor: Quantity) -> str:
        """What the clause of a change names before it as what rose or fell."""
        clause = re.split(r"[,;。:、()\n]", self.marks[anchor.index].lead)[-1]
        return word("change_words").sub("", clause).strip()

    def _others(self, rate: Quantity) -> Iterator[tuple[Quantity, dict[str, float]]]:
        """The old values and changes that a rate may go with."""
        low = max(0, rate.index - 8)
        for other in self.quantities[low : rate.index + 5]:
            if (
                other is rate
                or other.percent != (rate.percent and other.percent)
                or abs(other.sentence - rate.sentence) > 1
            ):
                continue
            if other.percent or other.group in _NO_VALUE[1:3] or other.paragraph != rate.paragraph:
                continue
            if other.role in _CHANGES:
                if other.segment == rate.segment:
                    yield other, self._change_evidence(other, rate)
            elif other.role in (Role.OLD, Role.VALUE, Role.AVERAGE):
                yield other, self._old_evidence(other, rate)

    def _change_evidence(self, change: Quantity, rate: Quantity) -> dict[str, float]:
        found: dict[str, float] = {"a change is printed": 1}
        first, last = sorted((change.index, rate.index))
        if last - first == 1:
            found["change beside the rate"] = 1
        else:
            found["numbers between change and rate"] = last - first - 1
        if change.index > rate.index:
            found["change behind the rate"] = 1
        if abs(change.clause - rate.clause) > 1:
            found["change clauses away"] = 1
        if _period(self.marks[change.index]) and _period(self.marks[rate.index]):
            same = _period(self.marks[change.index]) == _period(self.marks[rate.index])
            found["compared with the same period" if same else "compared with another period"] = 1
        return found

    def _old_evidence(self, old: Quantity, rate: Quantity) -> dict[str, float]:
        found: dict[str, float] = {}
        if old.role is Role.OLD or _FROM.search(old.label):
            found["said to be the old value"] = 1
        elif _YEAR.search(old.label):
            found["a year before the old value"] = 1
        else:
            found["no word of an old value"] = 1
        if old.frame != rate.frame:
            found["old value in a bracket"] = 1
        if old.index > rate.index:
            found["old value behind"] = old.index - rate.index
        elif rate.index - old.index > 2:
            found["numbers between old value and rate"] = rate.index - old.index - 2
        if old.sentence != rate.sentence:
            found["old value in another sentence"] = 1
        if _period(self.marks[rate.index]) == "环比" and "去年" in old.label + "上年":
            found["compared with another period"] = float("去年" in old.label or "上年" in old.label)
        return found

    def _pair(self, new: Quantity, other: Quantity, rate: Quantity) -> dict[str, float] | None:
        """How new and old value go together; ``None`` where they cannot."""
        found: dict[str, float] = {}
        if new.unit == other.unit:
            found["same unit"] = 1
        if other.role in _CHANGES:
            return found
        if new.index == other.index + 1 and _FROM.search(other.label) and _TO.search(new.label):
            found["told as from old to new"] = 1
        one, last = self._year(new), self._year(other)
        lead = self.marks[rate.index].lead
        compared = _COMPARED.search(lead)
        if compared and compared.group(1) in other.label + self.marks[other.index].lead[-12:]:
            found["the period compared with"] = 1
        if one and last and last < one:
            found["years tell which is old"] = 1
        elif one and last and last > one and "the period compared with" not in found:
            return None
        names = self.marks[new.index].measure, self.marks[other.index].measure
        if names[0] == names[1] and len(names[0]) == 2:
            found["same measure"] = 1
        elif all(len(n) == 2 for n in names) and other.role is not Role.OLD:
            found["another measure"] = 1
        if (new.value > other.value) == (rate.role is Role.UP):
            found["grew as it says"] = 1
        return found

    def _year(self, quantity: Quantity) -> int:
        """The year said nearest before a number in its sentence, 0 where none is."""
        start = max(self.reading.text.rfind(c, 0, quantity.start) for c in "。\n") + 1
        years = _YEAR.findall(self.reading.text, max(start, quantity.start - 80), quantity.start)
        return int(years[-1]) if years else 0

    # -- differences ---------------------------------------------------------------------------------------------

    def _differences(self, change: Quantity) -> Iterator[Claim]:
        news = list(self._news(change))
        others = [
            q
            for q in self.quantities[max(0, change.index - 6) : change.index + 2]
            if q.role is Role.OLD
            and q.sentence == change.sentence
            and (q.percent if change.group == "points" else q.kind == change.kind)
        ]
        for new, about in news:
            for old in others:
                if new.percent != old.percent or new.kind != old.kind or new is old:
                    continue
                pair = self._pair(new, old, change)
                if pair is None or (new.percent and change.group != "points"):
                    continue
                evidence = {**about, **self._old_evidence(old, change), **pair}
                yield _judged_difference(
                    Claim("difference", new, [old], change, evidence=evidence), len(news) * len(others)
                )


def _period(mark: Mark) -> str:
    lead = mark.lead
    last = max(lead.rfind("环比"), lead.rfind("上月"), lead.rfind("上周"), lead.rfind("上季"))
    year = max(lead.rfind("同比"), lead.rfind("同期"), lead.rfind("上年"), lead.rfind("去年"))
    if max(last, year) < 0:
        return ""
    return "环比" if last > year else "同比"


def _judged_rate(claim: Claim, tried: int) -> Claim:
    new, other, rate = claim.whole, claim.parts[0], claim.result
    assert new is not None
    assert rate is not None
    step = rate.interval.high - rate.interval.low
    worth = slips.digits(HUNDRED, step) if rate.percent else 1.5
    worth = min(worth, slips.digits(min(new.value, other.value) + 1, Decimal(1)) + 1 if new.interval.exact else 4.0)
    change = other.role in _CHANGES
    holds = change_meets(new.interval, other, rate) if change else growth_meets(new.interval, other.interval, rate)
    return _weighed(claim, holds, _rate_slip(new, other, rate, change), worth, tried)


def _rate_slip(new: Quantity, other: Quantity, rate: Quantity, change: bool) -> bool:
    """Whether one slip in one of the three explains that they disagree."""
    if change and other.value == 0:
        return True
    if not rate.percent or new.value <= 0 or other.value <= 0:
        return False
    sign = 1 if rate.role is Role.UP else -1
    bounds = signed(rate)
    ratio = Interval(1 + bounds.low / HUNDRED, 1 + bounds.high / HUNDRED)
    if ratio.low <= 0:
        return False
    if change:
        old = new.value - sign * other.value
        if old > 0 and slips.near(rate, _around(other.value * HUNDRED / old)):
            return True
        grown = Interval(new.value - new.value / ratio.low, new.value - new.value / ratio.high)
        low, high = sorted(abs(v) for v in grown)
        if slips.near(other, Interval(low, high)):
            return True
        if not 1 - 1 / ratio.low or not 1 - 1 / ratio.high:
            return False
        low, high = sorted((sign * other.value / (1 - 1 / ratio.low), sign * other.value / (1 - 1 / ratio.high)))
        return slips.near(new, Interval(low, high))
    computed = (new.value - other.value) * HUNDRED / other.value * sign
    if not computed:  # no slip of another number gives 0.0
        return len(rate.printed) <= 4
    if slips.near(rate, _around(computed)):
        return True
    if slips.near(new, Interval(other.interval.low * ratio.low, other.interval.high * ratio.high)):
        return True
    return slips.near(other, Interval(new.interval.low / ratio.high, new.interval.high / ratio.low))


def _judged_difference(claim: Claim, tried: int) -> Claim:
    new, old, change = claim.whole, claim.parts[0], claim.result
    assert new is not None
    assert change is not None
    high, low = (new, old) if change.role is Role.UP else (old, new)
    left = high.interval.minus(low.interval)
    holds = left.meets(change.interval)
    slip = left.high > 0 and (
        slips.near(change, left)
        or slips.near(high, low.interval + change.interval)
        or slips.near(low, high.interval.minus(change.interval))
    )
    step = max(Decimal(1) if change.interval.exact else change.interval.high - change.interval.low, Decimal("0.001"))
    return _weighed(claim, holds, slip, slips.digits(max(change.value, step) * 10, step), tried)


def _weighed(claim: Claim, holds: bool, slip: bool, worth: float, tried: int) -> Claim:
    if holds:
        claim.fit = "holds"
        claim.evidence["agrees"] = worth
    elif slip:
        claim.fit = "slip"
        claim.evidence["one slip from agreeing"] = max(0.0, worth - 2)
    else:
        claim.evidence["far from agreeing"] = 1
    claim.evidence["pairs tried"] = slips.digits(Decimal(max(tried, 1)), Decimal(1))
    return claim


def _around(value: Decimal) -> Interval:
    return Interval(value, value)
