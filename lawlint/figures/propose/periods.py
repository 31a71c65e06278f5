"""Spans of time that a text names, and how many days, weeks, months, quarters or years they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from lawlint.figures.quantities import Interval
from lawlint.figures.scanner import han_number
from lawlint.figures.words import table

NUMBER = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_MONTHS = re.compile(
    r"(?:(\d{1,2})\s*(?:月份?)?\s*[-—–至到~]+|(前|截[至止]))\s*(?:(?:19|20)\d\d年)?(\d{1,2})\s*(?:月|个月)(?!\d{1,2}日)"
)
_DAYS = re.compile(r"(\d{1,2})月(\d{1,2})日\s*[-—–至到~]+\s*(?:(?:19|20)\d\d年)?(?:(\d{1,2})月)?(\d{1,2})日")
_MONTH = re.compile(r"(?<![\d\-—–至到~截])(\d{1,2})月份?(?!\d*[日月号]|\s*[-—–至到~])")
_YEARS = re.compile(r"((?:19|20)\d\d)年?\s*[-—–至到~]+\s*((?:19|20)\d\d)年")
_LENGTHS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


class Period(NamedTuple):
    """A span of time: where its words stand in the text, how many units it has, whether they name all of it."""

    start: int
    end: int
    length: Interval
    weak: bool = False


@cache
def _rows() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    return [(re.compile(row["words"].replace("<n>", NUMBER)), row) for row in table("periods.yaml")["spans"]]


def unit_of(noun: str) -> str | None:
    """The unit of time that a mean is taken over: ``days`` for 日 and 天; ``None`` for a thing."""
    found: str | None = table("periods.yaml")["units"].get(noun)
    return found


def year(unit: str) -> Interval:
    """A whole year in days, working days (国务院办公厅, the yearly notices on holidays), weeks, months, quarters or years."""
    low, high = next(row for _, row in _rows() if row["name"] == "year")[unit]
    return Interval(Decimal(low), Decimal(high))


def periods(text: str, unit: str) -> Iterator[Period]:
    """The spans of time that the text names, in ``unit`` (days, weeks, months, quarters, years)."""
    for pattern, row in _rows():
        if unit not in row:
            continue
        low, high = (Decimal(v) for v in row[unit])
        for match in pattern.finditer(text):
            times = _number(next(g for g in match.groups() if g)) if row.get("times") else 1
            if times:
                yield Period(match.start(), match.end(), Interval(low * times, high * times), bool(row.get("weak")))
    yield from _dated(text, unit)


def _dated(text: str, unit: str) -> Iterator[Period]:
    for match in _YEARS.finditer(text):
        years = int(match.group(2)) - int(match.group(1)) + 1
        if unit in ("years", "months") and 0 < years < 30:
            length = Decimal(years * (12 if unit == "months" else 1))
            yield Period(match.start(), match.end(), Interval(length, length))
    for match in _MONTHS.finditer(text):
        first, last = int(match.group(1) or 1), int(match.group(3))
        if 1 <= first <= last <= 12:
            yield from _of_months(match, first, last, unit)
    for match in _MONTH.finditer(text):
        if 1 <= int(match.group(1)) <= 12:
            yield from _of_months(match, int(match.group(1)), int(match.group(1)), unit)
    for match in _DAYS.finditer(text) if unit in ("days", "weeks") else ():
        month, day, last, end = (int(g or 0) for g in match.groups())
        days = end - day + 1 + sum(_LENGTHS.get(m, 30) for m in range(month, last or month))
        if 0 < days <= 366:
            yield _scaled(match, Decimal(days), Decimal(days), unit)


def _of_months(match: re.Match[str], first: int, last: int, unit: str) -> Iterator[Period]:
    days = sum(_LENGTHS[m] for m in range(first, last + 1))
    leap = first <= 2 <= last
    if unit in ("days", "weeks"):
        yield _scaled(match, Decimal(days), Decimal(days + leap), unit)
    months = last - first + 1
    if unit == "months" or (unit == "quarters" and months % 3 == 0):
        count = Decimal(months if unit == "months" else months // 3)
        yield Period(match.start(), match.end(), Interval(count, count))


def _scaled(match: re.Match[str], low: Decimal, high: Decimal, unit: str) -> Period:
    size = Decimal(7 if unit == "weeks" else 1)
    return Period(match.start(), match.end(), Interval(low / size, high / size))


def _number(printed: str) -> int:
    return int(printed) if printed.isdecimal() else han_number(printed) or 0
