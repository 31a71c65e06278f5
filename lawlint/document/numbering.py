"""Heading numbers of official documents: 一、（一）1.（1）① and 第一部分, at any bracket width; and decimals, 1.1 and 1.1.1.

Source of the order: GB/T 9704—2012, 7.3.3. Decimals are no form of official documents, but technical bodies use them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
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


# what is counted or measured: 1.1 万件 and 3 个 are no headings
_UNIT = (
    r"(?:万|亿|千|百|余|多|个|元|倍|公里|公顷|平方|立方|吨|米|度|亩|岁|秒|小时|天|年|月|日|号|名|家|户|件|次|场|份|起|%|"
    r"分(?![析类级工管解步局支])|条(?!例)|项(?!目)|人(?![员民大力才社防])|期(?![间限])|部(?![门分署])|级)"
)
_PARTS = r"[1-9]\d?(?:\.[1-9]\d?){1,3}"
_WORDS = rf"(?=[一-鿿“《]|(?:19|20)\d{{2}}年)(?!{_UNIT}|[一-鿿“”]{{2,10}}(?:日|周|宣传月))"  # 12.4 宪法日 is a date
_DECIMAL = re.compile(rf"({_PARTS})[.、]?[ \t]+{_WORDS}")
_YEARED = re.compile(r"(\d{1,2})[.、](?=(?:19|20)\d{2}年)")  # 4.2020年工作安排
# a form that only a draft's other headings bear out: 1 主要工作, 1.1主要工作
_LOOSE = re.compile(rf"({_PARTS})[.、]?(?!\d){_WORDS}|([1-9]\d?)[ \t]+{_WORDS}")


def heading_number(line: str, loose: bool = False) -> Number | None:
    """The heading number that a line (without leading white space) begins with, if any.

    ``loose``: the line is known to be a heading, so that ``1 主要工作`` and ``1.1主要工作`` are numbers too. A decimal's
    value is its last part, its level one below that of 1. for each part.
    """
    folded = fold(line[:16])
    if decimal := _DECIMAL.match(folded) or (_LOOSE.match(folded) if loose else None):
        digits = next(g for g in decimal.groups() if g)
        end = decimal.end()
        return Number(line[:end].strip(), 3 + digits.count("."), int(digits.rpartition(".")[2]), _past_space(line, end))
    if match := _YEARED.match(folded):
        return Number(line[: match.end()], 3, int(match[1]), match.end())
    for level, style in _STYLES:
        match = style.match(folded)
        if match:
            digits = next(g for g in match.groups() if g)
            value = ord(digits) - 0x245F if level == 5 else chinese_number(digits)
            if value is None:
                return None
            return Number(line[: match.end()].strip(), level, value, _past_space(line, match.end()))
    return None


def _past_space(line: str, at: int) -> int:
    while at < len(line) and line[at] in " \t\u3000\u00a0":
        at += 1
    return at


def loose_chapters(lines: Sequence[str]) -> dict[int, int]:
    """Lines that are headings by a number in a loose form, because they follow on from one another: index -> level.

    ``lines``: width-folded, without leading white space. 1 主要工作 counts where 2 follows, 1.1主要工作 where 1.2 does.
    """
    found: dict[str, tuple[int, int]] = {}  # the last of each kind: its index and value
    levels: dict[int, int] = {}
    for index, line in enumerate(lines):
        number = heading_number(line, loose=True)
        if number is None or not _SHORT.fullmatch(line[number.end :]) or heading_number(line):
            continue
        above = fold(number.label).rstrip(".、 ").rpartition(".")[0]
        before = found.get(above)
        if number.value == 1:
            found[above] = index, 1
        elif before is not None and before[1] < number.value <= before[1] + (3 if above else 1):
            levels[before[0]] = levels[index] = number.level  # of decimals one or two may be missing: that is told
            found[above] = index, number.value
    return levels


_SHORT = re.compile(r"[^,。;:!?|\s]{2,30}")


def nested_levels(labels: Sequence[str]) -> list[int]:
    """The level of each heading by its number, in reading order; 1 is a chapter.

    The official order decides, but for what the numbers themselves say: （一） that restarts below 1. while 1. goes on is
    below it, a decimal is below the number it begins with, and where neither 一、 nor （一） is used above, 1. is a chapter.
    """
    numbers = [heading_number(label + " 一", loose=True) for label in labels]
    parts = [_digits(label) for label in labels]
    depths = [len(p) for p in parts]
    styles = [3 if p else n.level if n else 1 for p, n in zip(parts, numbers, strict=True)]
    values = [n.value if n else 0 for n in numbers]
    turned = _turned([(s, v) for s, v, depth in zip(styles, values, depths, strict=True) if depth <= 1])
    deepest = max(depths, default=0)
    levels: list[int] = []
    last: dict[int, int] = {}
    for style, depth, value, part in zip(styles, depths, values, parts, strict=True):
        level = _TURNED.get(style, style) if turned else style
        if depth > 1:
            above = next((s for s in (3, 2, 1) if last.get(s) == part[0]), 3)
            level = (_TURNED.get(above, above) if turned else above) + depth - 1
        elif style > 3 and deepest > 1:
            level += deepest - 1
        if depth <= 1:
            last = {s: v for s, v in last.items() if s < style} | {style: value}
        levels.append(level)
    plain = turned or deepest > 1
    lowest = min(levels, default=1)
    return [level - lowest + 1 for level in levels] if plain and lowest > 1 else levels


def _digits(label: str) -> list[int]:
    """The parts of a number in Arabic digits without brackets, 1. or 1.1; empty for any other."""
    return [int(part) for part in re.findall(r"\d+", label)] if re.fullmatch(r"[\d.、 ]+", fold(label)) else []


_TURNED = {2: 3, 3: 2}


def _turned(numbers: Sequence[tuple[int, int]]) -> bool:
    """Whether （一） stands below 1.: it restarts after 1. oftener than 1. restarts after it, within a chapter.

    ``numbers``: style and value. In a draft with chapters 一、, 1. must go on after the group.
    """
    chapters = any(style < 2 for style, _ in numbers)
    score = 0
    before = (0, 0)
    for at, (style, value) in enumerate(numbers):
        if style in (2, 3):
            if value == 1 and before[0] == 2 and style == 3:
                score -= 1
            elif value == 1 and before[0] == 3 and style == 2:
                after = takewhile(lambda n: n[0] >= 2, numbers[at:])
                score += not chapters or next((n[1] for n in after if n[0] == 3), 0) == before[1] + 1
        before = (style, value) if style in (2, 3) else (0, 0) if style < 2 else before
    return score > 0
