"""Dates and deadlines as reports write them, each as the last day it allows."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lawlint.document.numbering import chinese_number
from lawlint.document.text import fold

_DAY = re.compile(
    r"((?:19|20)\d{2})\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?|([-./])(\d{1,2})\4(\d{1,2}))"
    r"|([一二][〇○零O0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_WHEN = re.compile(
    r"(?<![\d〔])(?P<year>20\d{2})\s*年\s*"
    r"(?:(?P<half>[上下]半年)|(?:第?(?P<quarter>[一二三四1-4])季度)|"
    r"(?P<month>\d{1,2})\s*月(?:份)?\s*(?:(?P<day>\d{1,2})\s*日|(?P<third>[上中下]旬|初|中(?!旬|[一-鿿])|底|末))?|(?P<yearend>年?[底末]))?"
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def full_date(text: str) -> date | None:
    """The first full date of a text, in Arabic or Chinese digits; ``None`` where there is none or it cannot be."""
    match = _DAY.search(fold(text))
    if not match:
        return None
    if match[7]:
        digits = chinese_number(re.sub("[○O0]", "〇", match[7])), chinese_number(match[8]), chinese_number(match[9])
    else:
        digits = int(match[1]), int(match[2] or match[5]), int(match[3] or match[6])
    try:
        return date(*(d or 0 for d in digits))
    except ValueError:
        return None


@dataclass(frozen=True)
class When:
    """A time with its year: the last day it allows, and where in the text (offsets) it stands."""

    last: date
    start: int
    end: int


def times(folded: str) -> Iterator[When]:
    """The times a width-folded text names with their year: 2025年, 2025年底, 2025年6月底, 2025年6月30日, 2025年上半年."""
    for match in _WHEN.finditer(folded):
        year = int(match["year"])
        try:
            yield When(_last_day(year, match), match.start(), match.end())
        except ValueError:  # 2025年13月
            continue


def _last_day(year: int, match: re.Match[str]) -> date:
    if match["half"]:
        return date(year, 6, 30) if match["half"] == "上半年" else date(year, 12, 31)
    if match["quarter"]:
        month = 3 * (_QUARTERS.get(match["quarter"]) or int(match["quarter"]))
        return date(year, month, monthrange(year, month)[1])
    if match["month"]:
        month = int(match["month"])
        if not 1 <= month <= 12:
            raise ValueError(f"no month {month}")
        if match["day"]:
            return date(year, month, int(match["day"]))
        third = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}.get(match["third"] or "")
        return date(year, month, third or monthrange(year, month)[1])
    return date(year, 12, 31)
