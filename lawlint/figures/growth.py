"""Growth: a value, what it is compared with or by how much it changed, and the rate; and plain differences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import FAILS, HOLDS, Relation, common_unit, in_scale, plain, spans

_CHANGE = (Role.UP, Role.DOWN)
_TO = re.compile(r"(?:至|到|为)(?:了)?(?:[^,;。]{0,8}的)?\s*$")
_BECOMES = re.compile(r"^(?:为|达到?|共|降至|升至)")
_YEAR = re.compile(r"(?:19|20)\d\d年(?:同期|度)?(?:为|是|有)?")
_YEAR_LED = re.compile(r"((?:19|20)\d\d)年(?:度|全年)?(.*)")
_OLD_LED = re.compile(r"由|从|而?(?:去年|上年|前年|上[一季月周期]|(?:19|20)\d\d年)")
_COMPARED = re.compile("同比|环比|较|比")
_RESPECTIVE = re.compile(r"分别|依次")


class Growth:
    """Finds the growth rates and differences of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.relations: list[Relation] = []

    def find(self) -> list[Relation]:
        """All rates whose old value or change is printed, and all differences."""
        for rate in self.quantities:
            if rate.role in _CHANGE and (rate.percent or rate.kind == "倍") and not self._respective(rate):
                self._rate(rate)
            elif rate.role in _CHANGE and rate.group == "points" and not self._respective(rate):
                self._points(rate)
            elif rate.role in _CHANGE and not rate.percent and rate.frame == 0:
                self._difference(rate)
        return self.relations

    def _respective(self, rate: Quantity) -> bool:
        """A rate of a list of rates (同比分别下降 a、b) belongs to a list of values, not to the nearest one."""
        lead = self.reading.text[max(0, rate.start - 24) : rate.start]
        after = self.reading.text[rate.end : rate.end + 2]
        return bool(_RESPECTIVE.search(lead)) or bool(re.match(r"[、和]\s*\d", after))

    def _near(self, at: Quantity, limit: int = 8) -> Iterator[Quantity]:
        """The numbers before ``at`` in its segment and bracket, the nearest first."""
        for index in range(at.index - 1, max(-1, at.index - 1 - limit), -1):
            quantity = self.quantities[index]
            if quantity.segment != at.segment:
                return
            if quantity.frame == at.frame:
                yield quantity

    def _subjects(self, at: Quantity, kind: str) -> Iterator[Quantity]:
        """Values the change at ``at`` may be about, the nearest first: of its sentence, then of the one before."""
        seen = 0
        for index in range(at.index - 1, max(-1, at.index - 16), -1):
            quantity = self.quantities[index]
            if quantity.sentence < at.sentence - 1 or seen >= 6:
                return
            if (
                quantity.kind == kind
                and quantity.role in (Role.VALUE, Role.AVERAGE)
                and quantity.frame in (at.frame, 0)
            ):
                seen += 1
                yield quantity

    def _rate(self, rate: Quantity) -> None:
        old = next((q for q in self._near(rate, 4) if q.role is Role.OLD), None)
        change = self._change(rate)
        between = [q for q in self._near(rate, 4) if q.role is Role.VALUE and not q.percent]
        if (
            old is not None
            and not old.percent
            and not any(q.index > old.index and q.role is Role.VALUE and not _TO.search(q.label) for q in between)
        ):
            after = [q for q in between if q.index > old.index and q.kind == old.kind]
            if rate.index + 1 < len(self.quantities):  # 较上年的 O 件下降 r%，降至 N 件
                following = self.quantities[rate.index + 1]
                if (
                    following.kind == old.kind
                    and following.sentence == rate.sentence
                    and _TO.search(following.label)
                    and following.role is Role.VALUE
                ):
                    after = [following]
            subjects = after[:1] or list(self._subjects(old, old.kind))
            if self._compare(subjects, old, rate):
                return
        if change is not None:
            first, last = sorted((rate, change), key=lambda q: q.index)
            between = self.quantities[first.index + 1 : last.index]
            subjects = [q for q in between if q.role is Role.VALUE and q.kind == change.kind]
            self._by_change(subjects or list(self._subjects(first, change.kind)), change, rate)
        elif old is None and (old := self._old_beside(rate)) is not None:
            subjects = list(self._subjects(rate, old.kind))
            if old.label.startswith(("由", "从")):  # 下降 40.7%，由 8650 次降为 5126 次
                behind = self.quantities[old.index + 1 : old.index + 2]
                subjects = [q for q in behind if q.kind == old.kind and _TO.search(q.label)]
            if subjects and subjects[0].segment == rate.segment:
                self._compare(subjects, old, rate)
        elif old is None and rate.index > 1:
            new, former = self.quantities[rate.index - 2 : rate.index]
            if self._years(new, former) and former.clause == rate.clause - 1 and former.frame == rate.frame:
                self._compare([new], former, rate)

    def _years(self, new: Quantity, old: Quantity) -> bool:
        """Whether two numbers of one kind are those of a year and the year before: 2024年办理126件，2023年办理158件."""
        first, last = _YEAR_LED.match(new.label), _YEAR_LED.match(old.label)
        return (
            first is not None
            and last is not None
            and int(first.group(1)) == int(last.group(1)) + 1
            and new.kind == old.kind != "%"
            and new.role is old.role is Role.VALUE
            and new.sentence == old.sentence
            and first.group(2)[:2] == last.group(2)[:2]
        )

    def _old_beside(self, rate: Quantity) -> Quantity | None:
        """The old value told right behind a rate, or in a bracket before it: 同比增长 12.4%（上年 290 件）；下降 10.1%，
        上年同期为 574 起；环比（上月 6328 件）增长 12.6%."""
        text = self.reading.text
        for old in self.quantities[max(0, rate.index - 1) : rate.index + 2]:
            inside = old.frame != rate.frame and self.reading.frames.get(old.frame, (-1, 0))[0] == rate.frame
            told = not old.percent and old.role is Role.OLD and not _COMPARED.search(old.label)
            told = told or (inside and old.role is Role.VALUE and bool(_YEAR.fullmatch(old.label)))
            if not told:
                continue
            if inside:
                between = text[rate.end : old.start] if old.index > rate.index else text[old.end : rate.start]
                if not re.search("[,;、]", between):
                    return old
            elif old.segment == rate.segment and old.clause - rate.clause == 1 and _OLD_LED.match(old.label):
                return old
        return None

    def _change(self, rate: Quantity) -> Quantity | None:
        """The change printed beside a rate: 增加 167 件，上升 10.21% in either order, the new value between them or not."""
        if rate.index > 1:  # 较上年少38件，为264件，下降12.6%
            change, new = self.quantities[rate.index - 2 : rate.index]
            if (
                change.role is rate.role
                and new.role is Role.VALUE
                and new.kind == change.kind != "%"
                and _BECOMES.search(new.label)
                and change.segment == rate.segment
                and change.frame == new.frame == rate.frame
                and change.clause + 2 >= new.clause + 1 >= rate.clause
            ):
                return change
        for step in (-1, 1):
            index = rate.index + step
            if 0 <= index < len(self.quantities):
                other = self.quantities[index]
                if (
                    other.role is rate.role
                    and not other.percent
                    and other.group not in ("points", "times")
                    and other.segment == rate.segment
                    and other.frame == rate.frame
                    and other.clause - rate.clause in (-1, 0, 1)
                ):
                    if step == 1 and index + 1 < len(self.quantities):
                        further = self.quantities[index + 1]
                        if (
                            further.percent
                            and further.role is other.role
                            and further.segment == other.segment
                            and further.clause <= other.clause + 1
                            and (not _COMPARED.search(other.label) or _COMPARED.search(further.label))
                        ):
                            continue
                    return other
        return None

    def _compare(self, subjects: list[Quantity], old: Quantity, rate: Quantity) -> bool:
        for new in subjects:
            if growth_meets(new.interval, old.interval, rate):
                self.relations.append(growth_relation(new, old, rate, HOLDS, old.value))
                return True
        if subjects:
            self.relations.append(growth_relation(subjects[0], old, rate, FAILS, old.value))
            return True
        return False

    def _by_change(self, subjects: list[Quantity], change: Quantity, rate: Quantity) -> None:
        for new in subjects:
            if change_meets(new.interval, change, rate):
                self.relations.append(growth_relation(new, change, rate, HOLDS, _old_value(new, change)))
                return
        if subjects and subjects[0].sentence == rate.sentence and rate.index - subjects[0].index <= 3:
            new = subjects[0]
            self.relations.append(growth_relation(new, change, rate, FAILS, _old_value(new, change)))

    def _difference(self, change: Quantity) -> None:
        """N, compared with O, changed by C: N - O = C."""
        olds = [q for q in self._near(change, 4) if q.role is Role.OLD and q.kind == change.kind]
        if not olds:
            return
        old = olds[0]
        become = [
            q for q in self._near(change, 4) if q.index > old.index and q.kind == old.kind and _TO.search(q.label)
        ]
        if any(q.index > old.index and not q.percent and q.role in _CHANGE for q in self._near(change, 4)):
            return
        subjects = become[-1:] or list(self._subjects(old, old.kind))[:1]
        if not subjects:
            return
        new = subjects[0]
        high, low = (new, old) if change.role is Role.UP else (old, new)
        left = high.interval.minus(low.interval)
        verdict = HOLDS if left.meets(change.interval) else FAILS
        self.relations.append(difference_relation(change, high, low, verdict))

    def _points(self, change: Quantity) -> None:
        """A percentage, what it was before, and the percentage points between: 98.6%，比上年的92.4%提高6.2个百分点."""
        low = max(0, change.index - 4)
        near = [
            q
            for q in self.quantities[low : change.index + 2]
            if q.percent
            and q.segment == change.segment
            and (q.frame == change.frame or (q.index > change.index and q.role is Role.OLD))
        ]
        old = next((q for q in near if q.role is Role.OLD), None)
        if old is None:
            return
        others = [q for q in near if q.role in (Role.VALUE, Role.RATE, Role.SHARE) and q.index < change.index]
        become = [q for q in others if q.index > old.index]
        new = become[0] if become else others[-1] if others else None
        if new is None or any(q.role in _CHANGE for q in self.quantities[new.index + 1 : change.index]):
            return
        high, less = (new, old) if change.role is Role.UP else (old, new)
        left = high.interval.minus(less.interval)
        verdict = HOLDS if left.meets(change.interval) else FAILS
        self.relations.append(difference_relation(change, high, less, verdict))


def difference_relation(
    change: Quantity, high: Quantity, low: Quantity, verdict: str, doubt: str | None = None
) -> Relation:
    """The relation ``high - low = change``."""
    every = [change, high, low]
    span, numbers = spans(every)
    value = high.value - low.value
    written = plain(value) + "%" if high.percent else in_scale(value, high)
    sign = "=" if value == change.value else "≈" if verdict == HOLDS else "≠"
    return Relation(
        "difference", verdict, change.printed, [high.printed, low.printed], common_unit(every), span, numbers,
        plain(change.value - value), verdict == FAILS, doubt, f"{high.printed} - {low.printed} = {written} {sign} {change.printed}", quantities=every,
    )  # fmt: skip


def _signed(rate: Quantity) -> Interval:
    """The rate as a percentage with its sign."""
    bounds = rate.interval
    if not rate.percent:  # 增长 1.5 倍
        bounds = Interval(bounds.low * HUNDRED, bounds.high * HUNDRED)
    if rate.role is Role.DOWN and rate.value > 0:
        return Interval(-bounds.high, -bounds.low)
    return bounds


def growth_meets(new: Interval, old: Interval, rate: Quantity) -> bool:
    """Whether ``(new - old) / old`` can be the rate."""
    bounds = _signed(rate)
    if old.high <= 0:
        return False
    low, high = HUNDRED + bounds.low, HUNDRED + bounds.high
    return new.high * HUNDRED >= low * old.low and new.low * HUNDRED <= high * old.high


def _old_value(new: Quantity, change: Quantity) -> Decimal:
    return new.value - change.value if change.role is Role.UP else new.value + change.value


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


def growth_relation(new: Quantity, other: Quantity, rate: Quantity, verdict: str, old: Decimal) -> Relation:
    """The relation of a new value, the old value (or the change) and the rate."""
    every = [new, other, rate]
    span, numbers = spans(every)
    sign = "-" if rate.role is Role.DOWN and not rate.printed.startswith("-") else ""
    computed = (new.value - old) * HUNDRED / old if old else Decimal(0)
    places = max(0, -int(rate.value.as_tuple().exponent))
    shown = plain(round(computed, places + 2))
    before = other.printed if other.value == old else in_scale(old, new)
    printed = rate.printed if rate.percent else plain(rate.value * HUNDRED) + "%"
    mark = "≠" if verdict == FAILS else "≈"
    doubt = None
    if verdict == FAILS:
        target = _signed(rate)
        step = target.high - target.low
        wide = Interval(target.low - step, target.high + step)
        if wide.low <= computed <= wide.high:
            doubt = "只差末位一个单位，可能由未取整的数据算得"
        elif new.value < 20 or old < 20:
            doubt = "基数很小，可能按别的口径计算"
    return Relation(
        "growth", verdict, new.printed, [other.printed, sign + printed], common_unit([new, other]), span, numbers, None,
        verdict == FAILS, doubt, f"({new.printed} - {before}) ÷ {before} = {shown}% {mark} {sign}{printed}", quantities=every,
    )  # fmt: skip
