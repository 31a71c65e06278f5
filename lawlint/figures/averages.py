"""Averages: a total, what it is divided by, and the mean (日均, 户均, 平均每…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawlint.figures import closing
from lawlint.figures.quantities import Interval, Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, common_unit, plain, ratio_meets, spans, written_scale

_EACH = re.compile(
    r"(?:([日天周月季年])均|([户人件案家起次篇场辆亩宗笔村县镇乡校店院企车班床所组队单])均|平均每(?:个|一|名|位)?([一-鿿]{1,6}?)(?:的|为|是|有|约|受理|办理|$))"
)
_TIMES = {"月": "月", "天": "日", "日": "日", "周": "周", "季度": "季", "季": "季"}
_MONTHS = re.compile(r"(\d{1,2})\s*(?:月份?)?\s*[-—–至到~]+\s*(\d{1,2})\s*月(?!\d)")
_DAYS = re.compile(r"(\d{1,2})月(\d{1,2})日\s*[-—–至到~]+\s*(?:(\d{1,2})月)?(\d{1,2})日")
_LENGTHS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_UNIT_OF = {"案": ("件", "宗", "起"), "人": ("人", "名", "人次"), "户": ("户", "家"), "家": ("家", "所")}


class Averages:
    """Finds the averages of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.quantities = reading.quantities

    def find(self) -> Iterator[Relation]:
        """All averages whose total is printed."""
        for mean in self.quantities:
            if mean.role is not Role.AVERAGE:
                continue
            matches = list(_EACH.finditer(self.reading.text[max(0, mean.start - 16) : mean.start]))
            if not matches:
                continue
            time, each, noun = matches[-1].groups()
            time = time or (noun and _TIMES.get(noun))
            relation = self._by_time(mean, time) if time else self._by_count(mean, each or noun or "")
            if relation:
                yield relation

    def _before(self, mean: Quantity) -> list[Quantity]:
        """Reported numbers of the mean's sentence and the one before, the nearest first."""
        low = max(0, mean.index - 10)
        return [
            q
            for q in reversed(self.quantities[low : mean.index])
            if q.role is Role.VALUE and not q.percent and q.sentence >= mean.sentence - 1
        ]

    def _behind(self, mean: Quantity) -> list[Quantity]:
        """Reported numbers of the mean's segment behind it, the nearest first: 人均办案126件，15名法官共办结1890件."""
        return [
            q
            for q in self.quantities[mean.index + 1 : mean.index + 5]
            if q.role is Role.VALUE and not q.percent and q.segment == mean.segment
        ]

    def _by_time(self, mean: Quantity, period: str) -> Relation | None:
        whole = next((q for q in [*self._before(mean), *self._behind(mean)] if q.kind == mean.kind), None)
        if whole is None:
            return None
        counts = self._periods(whole, period)
        met = next(
            (n for n in counts if ratio_meets(whole.interval, Interval(Decimal(n), Decimal(n)), _rounded(mean))), None
        )
        wrong = (
            met is None
            and whole.sentence == mean.sentence
            and self._whole_year(whole)
            and any(closing.slip_ratio(whole, Decimal(n), mean) for n in counts[-1:])
        )
        every = [whole, mean]
        span, numbers = spans(every)
        count = met or (counts[0] if counts else None)
        written = (
            f"{whole.printed} ÷ {count} = {_mean(whole.value / count, mean)} {'≈' if met else '≠' if wrong else '?'} {mean.printed}"
            if count
            else ""
        )
        return Relation(
            "average",
            HOLDS if met else FAILS if wrong else OPEN,
            whole.printed,
            [mean.printed],
            common_unit(every),
            span,
            numbers,
            doubt="平均的天数、月数由上下文推断" if wrong else None,
            arithmetic=written,
            quantities=every,
        )

    def _whole_year(self, whole: Quantity) -> bool:
        """Whether the words before a total say that it is a whole year's, and name no shorter time."""
        text = self.reading.text
        start = max(text.rfind("\n", 0, whole.start), text.rfind("。", 0, whole.start), whole.start - 120, 0)
        lead = text[start : whole.start]
        return bool(re.search("全年|年度", lead)) and not re.search(r"\d+\s*[月日]|季度|半年|以来|截至|上年|去年", lead)

    def _periods(self, whole: Quantity, period: str) -> list[int]:
        """How many days (months …) the total may cover, from the dates before it."""
        text = self.reading.text
        start = max(text.rfind("\n", 0, whole.start), text.rfind("。", 0, whole.start), whole.start - 120, 0)
        lead = text[start : whole.start]
        months = [(int(a), int(b)) for a, b in _MONTHS.findall(lead) if 1 <= int(a) <= int(b) <= 12]
        if period == "月":
            return (
                [b - a + 1 for a, b in months]
                + ([6] if "半年" in lead else [])
                + ([3] if "季度" in lead else [])
                + [12]
            )
        if period in "周季年":
            return [52, 53] if period == "周" else [4] if period == "季" else []
        found: list[int] = []
        for first, day, last, end in _DAYS.findall(lead):
            month = int(first)
            days = (
                int(end) - int(day) + 1 + sum(_LENGTHS.get(m, 30) for m in range(month, int(last) if last else month))
            )
            if 0 < days <= 366:
                found.append(days)
        for a, b in months:
            days = sum(_LENGTHS[m] for m in range(a, b + 1))
            found += [days, days + 1]
        if "半年" in lead:
            found += [181, 182, 184]
        if "季度" in lead:
            found += [90, 91, 92]
        if "周" in lead:
            found += [7, 5]
        if re.search(r"(?:\d{1,2}月份?|本月|当月|月)", lead):
            found += [30, 31, 28, 29]
        return [*found, *range(247, 253), 366, 365]  # working days of a year, and all its days

    def _by_count(self, mean: Quantity, each: str) -> Relation | None:
        before = [*self._before(mean), *self._behind(mean)]
        wholes = [q for q in before if q.kind == mean.kind or q.group == mean.group == "money"]
        units = _UNIT_OF.get(each, (each,))
        counts = [q for q in before if q.kind != mean.kind and q.group in ("case", "person")]
        counts += [q for q in before if q.kind == mean.kind and len(each) > 1 and q.after.startswith(each)]
        named = [q for q in counts if q.unit in units or q.unit in each or q.label.endswith(each) or each in q.after]
        for whole in wholes[:4]:
            for count in [*named, *(c for c in counts if c not in named)][:5]:
                if whole is not count and ratio_meets(whole.interval, count.interval, _rounded(mean)):
                    return average_relation(whole, count, mean, HOLDS)
        wholes = [q for q in wholes if q not in named]
        slip = named and wholes and closing.slip_ratio(wholes[0], named[0].value, mean)
        if len(named) == 1 and (len(wholes) == 1 or slip) and named[0].sentence == wholes[0].sentence == mean.sentence:
            return average_relation(wholes[0], named[0], mean, FAILS, "平均数的总量和个数由上下文推断")
        return None


def _rounded(mean: Quantity) -> Interval:
    """The interval of a mean: half a unit of its last digit on both sides, for whole numbers too."""
    if not mean.interval.exact:
        return mean.interval
    half = Decimal("0.5") if mean.value == mean.value.to_integral_value() else Decimal(0)
    return Interval(mean.value - half, mean.value + half)


def _mean(value: Decimal, mean: Quantity) -> str:
    """A computed mean, two places more than the printed one and in its scale."""
    factor, scale = written_scale([mean])
    digits = mean.printed.removesuffix(scale)
    places = len(digits.partition(".")[2])
    return plain(round(value / factor, places + 2)) + scale


def average_relation(
    whole: Quantity, count: Quantity, mean: Quantity, verdict: str, doubt: str | None = None
) -> Relation:
    """The relation ``whole / count = mean``."""
    every: Sequence[Quantity] = [whole, count, mean]
    span, numbers = spans(every)
    computed = whole.value / count.value if count.value else Decimal(0)
    sign = "≠" if verdict == FAILS else "≈"
    return Relation(
        "average", verdict, whole.printed, [count.printed, mean.printed], common_unit(every), span, numbers, None, False, doubt,
        f"{whole.printed} ÷ {count.printed} = {_mean(computed, mean)} {sign} {mean.printed}", quantities=list(every),
    )  # fmt: skip
