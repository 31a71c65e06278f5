"""Automatic numbering: the number that Word shows before a paragraph, as text.

Source: ISO/IEC 29500-1, 17.9 (numbering) and 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lawlint.readers.docx.names import child, get, name, number, switch

BULLET = "•"
_MOST = 32_768  # Word's own limit
_HAN = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    space: bool = True  # a tab or space between number and text
    restart: int | None = None  # the level (from 1) whose use restarts this one; 0 never; None any higher one
    legal: bool = False  # all numbers of the label in Arabic digits
    style: str | None = None


class Numbering:
    """A document's lists, with their counters: ask for each numbered paragraph's label once, in reading order."""

    def __init__(self, root: Any, style_lists: Callable[[str], str | None] = lambda style: None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._style_lists = style_lists
        for element in root if root is not None else ():
            if name(element) == "abstractNum":
                key = get(element, "abstractNumId") or ""
                levels = (e for e in element if name(e) == "lvl")
                self._abstract[key] = {number(e, "ilvl") or 0: _level(e) for e in levels}
                if link := get(child(element, "numStyleLink")):
                    self._links[key] = link
            elif name(element) == "num":
                self._add_list(element)

    def _add_list(self, element: Any) -> None:
        levels: dict[int, _Level] = {}
        starts: dict[int, int] = {}
        for override in (e for e in element if name(e) == "lvlOverride"):
            level = number(override, "ilvl") or 0
            if (own := child(override, "lvl")) is not None:
                levels[level] = _level(own)
            start = number(child(override, "startOverride"))
            if start is not None:
                starts[level] = start
        abstract = get(child(element, "abstractNumId")) or ""
        self._lists[get(element, "numId") or ""] = (abstract, levels, starts)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list keeps for a paragraph style; 0 where it keeps none."""
        _, levels = self._levels(list_id)
        return next((at for at, level in levels.items() if level.style == style), 0)

    def label(self, list_id: str, at: int) -> str:
        """The number of the next paragraph of a list at a level (from 0), as shown, with the space after it."""
        abstract, levels = self._levels(list_id)
        level = levels.get(at)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract, {})
        self._override(list_id, at, counters)
        counters[at] = counters[at] + 1 if at in counters else level.start
        for deeper in [d for d in counters if d > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < at + 1 <= restart:
                del counters[deeper]
        if level.format == "bullet":
            return f"{BULLET} "
        if level.format == "none" and "%" not in level.text:
            return level.text

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            of = levels.get(other, _Level())
            value = counters.get(other, of.start)
            return formatted(value, "decimal" if level.legal and of.format != "none" else of.format)

        text = re.sub("%([1-9])", shown, level.text)
        # A wide mark (、 ）) brings its own space; 1. and 1.1 need one before a figure.
        return text + " " if text and level.space and text[-1].isascii() else text

    def _levels(self, list_id: str) -> tuple[str, dict[int, _Level]]:
        abstract, own, starts = self._lists.get(list_id, ("", {}, {}))
        seen = set()
        while abstract in self._links and abstract not in seen:
            seen.add(abstract)
            linked = self._style_lists(self._links[abstract])
            if linked not in self._lists:
                break
            abstract = self._lists[linked][0]
        levels = {**self._abstract.get(abstract, {}), **own}
        for at, start in starts.items():
            if at in levels:
                levels[at] = replace(levels[at], start=start)
        return abstract, levels

    def _override(self, list_id: str, at: int, counters: dict[int, int]) -> None:
        """A list that shares its counters with another begins anew where it says so, at its first use."""
        if at in self._lists[list_id][2] and (list_id, at) not in self._begun:
            counters.pop(at, None)
        self._begun.add((list_id, at))


def _level(element: Any) -> _Level:
    start = number(child(element, "start"))
    return _Level(
        start=1 if start is None else start,
        format=_format(element),
        text=get(child(element, "lvlText")) or "",
        space=get(child(element, "suff")) != "nothing",
        restart=number(child(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
        style=get(child(element, "pStyle")),
    )


def _format(element: Any) -> str:
    for found in element.iter():
        if name(found) == "numFmt":
            return get(found) or "decimal"
    return "decimal"


def formatted(value: int, format: str) -> str:
    """A number in one of the standard's formats; an unknown format, or a number no list reaches, gives Arabic digits."""
    write = _FORMATS.get(format)
    return write(value) if write and 0 <= value < _MOST else str(value)


def _han(value: int, digits: str = _HAN, tens: str = "十百千", lead_one: bool = False) -> str:
    """A value below 100,000,000 in Chinese: 十一, 一百零五; ``lead_one``: 一十一."""
    if value == 0:
        return digits[0]
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        gap = digits[0] if 0 < low < 1000 else ""
        return _han(high, digits, tens, lead_one) + "万" + gap + (_han(low, digits, tens, True) if low else "")
    written, zero = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            written += (digits[0] if zero and written else "") + digits[digit] + (tens[place - 1] if place else "")
            zero = False
        else:
            zero = True
    return written[1:] if not lead_one and 10 <= value < 20 else written


def _digits(value: int, digits: str) -> str:
    return "".join(digits[int(d)] for d in str(value))


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for worth, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        written += sign * (value // worth)
        value %= worth
    return written


def _letter(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else str(value)


def _in_row(first: str, count: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode, for 1 to ``count``."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= count else str(value)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else str(value)


def _circled(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if 21 <= value <= 35:
        return chr(0x3251 + value - 21)
    return chr(0x32B1 + value - 36) if 36 <= value <= 50 else str(value)


def _han_digital(value: int) -> str:
    return _digits(value, "〇" + _HAN[1:])


_FULL_WIDTH = "".join(chr(0xFF10 + d) for d in range(10))
_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "decimalZero": lambda value: f"{value:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "numberInDash": lambda value: f"- {value} -",
    "decimalFullWidth": lambda value: _digits(value, _FULL_WIDTH),
    "decimalFullWidth2": lambda value: _digits(value, _FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _in_row("⒈", 20),
    "decimalEnclosedParen": _in_row("⑴", 20),
    "ideographEnclosedCircle": _in_row("㊀", 10),
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "japaneseCounting": _han,
    "koreanCounting": _han,
    "ideographDigital": _han_digital,
    "taiwaneseDigital": _han_digital,
    "japaneseDigitalTenThousand": _han_digital,
    "chineseLegalSimplified": lambda value: _han(value, _LEGAL, "拾佰仟", True),
    "ideographLegalTraditional": lambda value: _han(value, "零壹貳參肆伍陸柒捌玖", "拾佰仟", True),
    "japaneseLegal": lambda value: _han(value, "零壹弐参四伍六七八九", "拾百阡", True),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
}
