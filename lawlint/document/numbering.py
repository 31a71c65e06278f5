"""Heading numbers of official documents: 一、（一）1.（1）① and 第一部分, at any bracket width.

Source of the order: GB/T 9704—2012, 7.3.3.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lawlint.document.text import fold

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int | None:
    """The value of a Chinese or Arabic whole number below ten thousand; ``None`` where it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text:
        return None
    if all(c in _HAN_DIGITS for c in text):  # 二〇二四
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total, digit = 0, None
    for char in text:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_TENS:
            total += (1 if digit is None else digit) * _HAN_TENS[char]
            digit = None
        else:
            return None
    return total + (digit or 0)


class Number(NamedTuple):
    """A heading number at the start of a line: as printed, its level, its value, and where the words begin."""

    label: str
    level: int
    value: int
    end: int


_HAN = "[一二三四五六七八九十百零〇]"
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第({_HAN}{{1,3}}|\d{{1,2}})(?:部分|篇|章)(?![^\s、:]{{0,4}}[,。])[、:]?")),
    (1, re.compile(rf"({_HAN}{{1,3}})(?:、|[.,](?=\s*[一-鿿]))")),
    (2, re.compile(rf"[(〔]\s*({_HAN}{{1,3}})\s*[)〕][、.,]?")),
    (3, re.compile(r"(\d{1,2})(?:[.、]|\.、)(?!\d)")),
    (4, re.compile(r"(?:\(\s*(\d{1,2})\s*\)|(\d{1,2})\))[、.]?")),
    (5, re.compile(r"([①-⑳])[、.]?")),
)


def heading_number(line: str) -> Number | None:
    """The heading number that a line (without leading white space) begins with, if any."""
    folded = fold(line[:16])
    for level, style in _STYLES:
        match = style.match(folded)
        if match:
            digits = next(g for g in match.groups() if g)
            value = ord(digits) - 0x245F if level == 5 else chinese_number(digits)
            if value is None:
                return None
            end = match.end()
            while end < len(line) and line[end] in " \t\u3000\u00a0":
                end += 1
            return Number(line[: match.end()].strip(), level, value, end)
    return None
