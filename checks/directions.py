"""Changes whose direction contradicts their numbers: 由120件降至150件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawlint.rules import Severity

from .passages import Passage
from .punctuation import Habit

_NUMBER = r"(?!\d{4}\s*年)(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)"
_UNIT = r"(件次|人次|家次|件|起|人|个|家|次|项|份|场|元|吨|户|亩|处|%|微克)?"
_DOWN = "降至|降到|降为|减至|减到|减为|(?:降低|下降|减少|压减|缩减|缩小|回落)[至到为]"
_UP = "升至|升到|增至|增到|增为|(?:上升|增加|增长|提高|提升|扩大)[至到为]"
# places in a ranking rise as their number falls
_CHANGE = re.compile(
    rf"[由从](?![^,。;]{{0,12}}(?:第|排名|位次))[^,。;\d]{{0,12}}(?:20\d{{2}}年[^,。;\d]{{0,6}})?{_NUMBER}{_UNIT}"
    rf"([^,。;\d\x01]{{0,8}}?)(?:({_DOWN})|({_UP}))[^,。;\d\x01]{{0,6}}?(?:20\d{{2}}年[^,。;\d]{{0,6}})?(?<!第){_NUMBER}{_UNIT}(?![位名\d.天日年月])"
)
_SCALE = {"": 1, "万": 10**4, "亿": 10**8}


def contradictions(read: Sequence[Passage]) -> Iterator[Habit]:
    """The changes said to fall whose number rises, and the other way round. Units must be the same."""
    for passage in read:
        for match in _CHANGE.finditer(passage.words):
            first, scale, unit, gap, down, up, last, last_scale, last_unit = match.groups()
            old, new = _value(first, scale or (last_scale if not unit else "")), _value(last, last_scale)
            other = unit != last_unit if unit else bool(gap)  # of other things, or of what is not known
            if other or old == new or (new < old) is bool(down):
                continue
            words = passage.text.value[match.start() : match.end()]
            yield Habit(
                passage.text.span(*match.span()),
                f"“{words}”：说的是“{down or up}”，数字却{'增加' if new > old else '减少'}了",
                Severity.WARNING,
                "算术",
                hint="核对两个数字，或改动词",
            )


def _value(digits: str, scale: str) -> Decimal:
    return Decimal(digits.replace(",", "")) * _SCALE[scale]
