"""What a number in a report says: a value that may be rounded, a unit, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from lawlint.document import Span
from lawlint.figures import units

_NOWHERE = Span(0, 0)
ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Interval(NamedTuple):
    """All values a printed number may stand for, both ends included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: object) -> Interval:
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: Interval) -> Interval:
        """All differences of a value of this interval and one of the other."""
        return Interval(self.low - other.high, self.high - other.low)

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low == self.high


def total(quantities: Iterable[Quantity]) -> Interval:
    """The interval of the sum of all quantities."""
    low = high = ZERO
    for quantity in quantities:
        low += quantity.interval.low
        high += quantity.interval.high
    return Interval(low, high)


class Role(StrEnum):
    """What a number is to its statement."""

    VALUE = "value"  # the reported number itself
    OLD = "old"  # the number it is compared with: 上年同期 … 件
    UP = "up"  # a rise: 增加 … 件, 增长 … %
    DOWN = "down"  # a fall
    SHARE = "share"  # 占 … %
    RATE = "rate"  # 办结率 … %
    LIMIT = "limit"  # the limit of a class: 100万元以上
    AVERAGE = "average"  # 日均 … 件


@dataclass(eq=False, slots=True)
class Quantity:
    """One number of a draft.

    ``printed``: as the user sees it, without grouping commas and unit, with the scale word or ``%``. ``value``: what it
    says; ``interval``: what it may mean when rounding and words such as 余 are taken into account. ``start``, ``end``:
    offsets in the reading (``end`` behind the unit). ``label``: the words before it, up to the last separator or
    number; ``after``: the words behind it. ``frame``, ``row`` …: its place in the structure, see ``stream.py``.
    """

    printed: str
    value: Decimal
    interval: Interval
    unit: str
    scale: str
    approximate: str
    start: int
    number_end: int
    end: int
    percent: bool = False
    spelled: bool = False  # written in Chinese numerals
    index: int = 0
    label: str = ""
    after: str = ""
    role: Role = Role.VALUE
    reference: str = ""  # for OLD: the period it is compared with
    frame: int = 0
    clause: int = 0
    segment: int = 0
    sentence: int = 0
    paragraph: int = 0
    block: int = 0
    heading: str = ""  # in a table: the headings of its row and of its column
    span: Span = _NOWHERE

    @property
    def kind(self) -> str:
        """The unit it is added up under; ``%`` for percentages."""
        return "%" if self.percent else units.kind(self.unit)

    @property
    def group(self) -> str:
        """The broad sort of thing counted."""
        return "%" if self.percent else units.group(self.unit)

    def __repr__(self) -> str:
        return f"<{self.label}{self.printed}{self.unit} {self.role.value}>"
