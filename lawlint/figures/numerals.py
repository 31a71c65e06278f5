"""Numerals: what digits, scale words and Chinese numerals are worth, and what they leave open.

One grammar serves both scripts: Chinese digits are read as Arabic ones, then 1万5千 and 一万五千 are the same word.
A word the grammar does not take whole is no numeral; no part of it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lawlint.figures.quantities import HUNDRED, Interval

ONE = Decimal(1)
LONGEST = 18  # digits; longer runs are codes, not counts
SCALES = {"万亿": 10**12, "千亿": 10**11, "千万": 10**7, "百万": 10**6, "十万": 10**5, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}  # fmt: skip
HAN = "零〇○一二两三四五六七八九十百千万亿廿卅"
_ARABIC = str.maketrans({**{c: str(i) for i, c in enumerate("零一二三四五六七八九")}, "零": "零", "〇": "零", "○": "零", "两": "2", "廿": "2十", "卅": "3十"})  # fmt: skip
_SCALE_WORD = re.compile("|".join(SCALES))
_PARTS = re.compile(r"(?:(?P<yi>[^亿]{1,20})亿)?(?:(?P<wan>[^万亿]{1,20})万)?(?P<rest>[^万亿]{0,20})")
_SECTION = re.compile(r"零?(?:(?P<k>\d)千)?(?:零?(?P<h>\d)百)?(?:零?(?P<t>\d?)十)?(?:(?P<zero>零?)(?P<u>\d{1,3}))?")
_LAST = re.compile(r"(?P<head>[\d零千百万亿]+[千百万亿]零?)(?P<digits>\d+(?:\.\d+)?)(?P<scale>[千百]?[万亿]|[千百]|)")
_FUZZY = re.compile(r"(?P<head>\d?十)?(?P<low>[几数\d])(?P<high>\d?)(?P<scale>[十百千]?)(?P<myriad>[万亿]?)")


_PART = re.compile(
    r"(?P<of>[百千万])分之(?:(?P<digits>\d+(?:\.\d+)?)|(?P<han>[零〇一二三四五六七八九十百千两]+)(?:点(?P<places>[零〇一二三四五六七八九]+))?)"
)
_PART_FACTOR = {"百": ONE, "千": Decimal("0.1"), "万": Decimal("0.01")}
_TENTHS = re.compile(r"([一二两三四五六七八九1-9])成(半|[一二三四五六七八九])?(?=[,。、;:)\n左以多的]|$)")
_DOUBLED = re.compile(r"翻了?(?P<about>近|约|超过?)?(?P<times>[一两二三四\d])?番(?P<more>多)?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One numeral without its unit.

    ``printed``: in Arabic digits, with the ``scale`` word or percent mark behind; ``value`` and ``interval``: what it
    says, percentages in per cent; ``step``: one unit of its last digit that is not zero, by which 余, 近 … widen it;
    ``mark``: the word inside that makes it approximate (30余万), or 数, 几, 至 where it is a range itself. ``number_end``
    and ``end``: behind the digits, and behind the scale word.
    """

    printed: str
    value: Decimal
    interval: Interval
    step: Decimal
    number_end: int
    end: int
    scale: str = ""
    mark: str = ""
    percent: bool = False
    spelled: bool = False
    bare: bool = False  # 百, 千, 万 without a digit: a number only with a word such as 余, 近, 上


def scale_factor(words: str) -> Decimal:
    """What the scale words behind a number multiply it by; 1 for none."""
    factor = ONE
    for match in _SCALE_WORD.finditer(words):
        factor *= SCALES[match.group()]
    return factor


def _unit_step(digits: str) -> Decimal:
    """One unit of the last printed digit: 0.01 for 3.25, 1 for 325."""
    point = digits.find(".")
    return ONE if point < 0 else Decimal(1).scaleb(-(len(digits) - point - 1))


def approximate_step(digits: str) -> Decimal:
    """One unit of the last digit that is not zero: 100 for 3700, 0.1 for 1.5."""
    if "." in digits:
        return _unit_step(digits)
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else ONE


def interval(digits: str, factor: Decimal, *, percent: bool = False) -> Interval:
    """The values that ``digits`` times ``factor`` may stand for.

    A decimal, a percentage and a number with a scale word are half a unit of their last digit wide on both sides; a
    plain count is exact.
    """
    value = Decimal(digits)
    if not percent and factor == 1 and "." not in digits:
        return Interval(value, value)
    half = _unit_step(digits) / 2
    return Interval((value - half) * factor, (value + half) * factor)


def _section(word: str) -> int | None:
    """The value of a word below 10,000 with 千, 百, 十 in it, or of plain digits; ``None`` where it is malformed."""
    if word.isdecimal():
        return int(word)
    match = _SECTION.fullmatch(word)
    if not match:
        return None
    value = zeros = 0
    for name, places in (("k", 3), ("h", 2), ("t", 1)):
        digit = match.group(name)
        if digit is not None:
            value, zeros = value + int(digit or 1) * 10**places, places
    units = match.group("u") or ""
    # 一百五 is 150 to some and 105 to others: without 零 the digits must fill the places
    if units and zeros and len(units) != zeros and not (match.group("zero") and len(units) < zeros):
        return None
    return value + int(units or 0) if units or zeros else None


def compose(word: str) -> int | None:
    """The value of a whole number in digits and scale words: 1亿2300万, 12万3千, 14万2714; ``None``: malformed."""
    match = _PARTS.fullmatch(word)
    if not match:
        return None
    value: int = 0
    high, wan, rest = match.group("yi"), match.group("wan"), match.group("rest")
    if high:
        whole = compose(high)
        if whole is None:
            return None
        value = whole * 10**8
    if wan:
        part = _section(wan)
        if part is None or (high and part >= 10**4):
            return None
        value += part * 10**4
    if rest:
        part = _section(rest)
        open_ = rest.isdecimal() and len(rest) != 4  # 14万714 may be 14.0714 or 14.714
        if part is None or ((high or wan) and (open_ or part >= 10**4)):
            return None
        value += part
    return value if high or wan or rest else None


def han_number(word: str) -> int | None:
    """The value of a Chinese numeral below 10,000 (三十五, 一百零八, 二〇); ``None`` where it is none."""
    arabic = word.translate(_ARABIC)
    digits = arabic.replace("零", "0")
    if digits.isdecimal():
        if len(digits) == 1 or (len(digits) <= 4 and "0" in digits and digits[0] != "0"):
            return int(digits)
        return None  # 三四 and 三五 are about, not 34 and 35
    return _section(arabic)


def _fuzzy(word: str) -> tuple[int, int] | None:
    """The lowest and highest number that 数十, 十几, 三四十, 七八万 stand for."""
    match = _FUZZY.fullmatch(word)
    if not match:
        return None
    head, low, high, scale, myriad = match.group("head", "low", "high", "scale", "myriad")
    if head and (scale or low == "数"):
        return None
    if low in "几数":
        if high or not (head or scale or myriad):
            return None
        first, last = (1 if head else 2), 9
    elif high and (int(high) == int(low) + 1 or low + high == "35"):
        first, last = int(low), int(high)
    else:
        return None
    tens = int(scale_factor(head)) * int(head[:-1] or 1) if head else 0
    factor = int(scale_factor(scale) * scale_factor(myriad))
    inner = int(scale_factor(scale))
    top = (tens + last * inner + inner - 1) * int(scale_factor(myriad)) + int(scale_factor(myriad)) - 1
    return tens * int(scale_factor(myriad)) + first * factor, top


def spelled(word: str, end: int) -> Numeral | None:
    """A numeral in Chinese characters that ends at ``end``: exact (一万五千), rounded (六万) or a range (数十)."""
    arabic = word.translate(_ARABIC)
    if "一二" not in word and (limits := _fuzzy(arabic)):  # 一二类苗 are two classes
        low, high = map(Decimal, limits)
        mark = word[0] if word[0] in "几数" else "几"
        return Numeral(word, low, Interval(low, high), Decimal(0), end, end, mark=mark, spelled=True)
    bare = arabic[:1] in ("百", "千", "万", "亿")
    if bare:
        arabic = "1" + arabic
    value = compose(arabic) if re.search("[十百千万亿]", arabic) else han_number(word)
    if value is None:
        return None
    trailing = re.search("[万亿]$", arabic)
    scale = trailing.group() if trailing else ""
    digits = str(value // SCALES[scale] if scale else value)
    factor = Decimal(SCALES.get(scale, 1))
    return Numeral(digits + scale, Decimal(value), interval(digits, factor), approximate_step(digits) * factor, end, end, scale, spelled=True, bare=bare)  # fmt: skip


def compound(word: str, end: int) -> Numeral | None:
    """Arabic digits between scale words that end at ``end``: exact (14万2714), or rounded (12万3千, 1亿6325.6万)."""
    match = _LAST.fullmatch(word)
    if not match:
        return None
    head, digits, scale = match.group("head", "digits", "scale")
    factor = scale_factor(scale)
    value = compose(head + digits.partition(".")[0] + scale)
    if value is None:
        return None
    whole = value + (Decimal(digits) % 1) * factor
    half = _unit_step(digits) * factor / 2 if scale else Decimal(0)
    step = approximate_step(digits) * factor
    return Numeral(word, whole, Interval(whole - half, whole + half), step, end, end)


def joined(low: Numeral, high: Numeral, printed: str) -> Numeral | None:
    """The range from one numeral to another (5至10, 3-5万: the first takes the scale of the second where it has none)."""
    factor = ONE
    if high.scale and not low.scale and not low.percent and low.value < high.value / scale_factor(high.scale):
        factor = scale_factor(high.scale)
    first = low.value * factor
    if first >= high.value or (low.percent and not high.percent):
        return None
    bounds = Interval(min(first, low.interval.low * factor), max(high.value, high.interval.high))
    return Numeral(
        printed, first, bounds, Decimal(0), high.end, high.end,
        mark="至", percent=high.percent, spelled=low.spelled and high.spelled,
    )  # fmt: skip


def percentage(digits: str, factor: Decimal, printed: str, end: int, *, in_words: bool = False) -> Numeral:
    """Digits as a percentage (``factor`` 1) or a share of a thousand (0.1), in per cent."""
    return Numeral(
        printed, Decimal(digits) * factor, interval(digits, factor, percent=True), approximate_step(digits) * factor,
        end, end, percent=True, spelled=in_words,
    )  # fmt: skip


def part(text: str, start: int) -> Numeral | None:
    """百分之三, 千分之三, 万分之五 at ``start``, in per cent."""
    match = _PART.match(text, start)
    if not match:
        return None
    digits = match.group("digits")
    if not digits:
        whole = 100 if match.group("han") == "百" else han_number(match.group("han"))
        if whole is None:
            return None
        places = (match.group("places") or "").translate(_ARABIC).replace("零", "0")
        digits = f"{whole}.{places}" if places else str(whole)
    if len(digits) > LONGEST:
        return None
    factor = _PART_FACTOR[match.group("of")]
    printed = {"百": f"{digits}%", "千": f"{digits}‰"}.get(match.group("of")) or f"{Decimal(digits) * factor:f}%"
    return percentage(digits, factor, printed, match.end(), in_words=True)


def _rate(value: Decimal, low: Decimal, high: Decimal, step: Decimal, end: int, mark: str) -> Numeral:
    return Numeral(f"{value}%", value, Interval(low, high), step, end, end, mark=mark, percent=True, spelled=True)


def tenths(text: str, start: int) -> Numeral | None:
    """三成 at ``start`` as 30%, half a tenth more or less; 三成五 and 三成半 as 35%."""
    match = _TENTHS.match(text, start)
    if not match:
        return None
    whole, half = (word.translate(_ARABIC) for word in (match.group(1), match.group(2) or "零"))
    places = {"半": 5, "零": 0}.get(half)
    value = Decimal(int(whole) * 10 + (int(half) if places is None else places))
    room = Decimal("0.5") if value % 10 else Decimal(5)
    mark = "余" if text.startswith("多", match.end()) else ""
    return _rate(value, value - room, value + room, 2 * room, match.end(), mark)


def doubled(text: str, start: int) -> Numeral | None:
    """翻番 and 翻一番 at ``start`` as a rise of 100%, 翻两番 of 300%; a twentieth is left open, for it is said roundly."""
    match = _DOUBLED.match(text, start)
    if not match:
        return None
    times = int((match.group("times") or "一").translate(_ARABIC))
    value = (2**times - 1) * HUNDRED
    mark = "余" if match.group("more") else match.group("about") or ""
    return _rate(value, value * Decimal("0.95"), value * Decimal("1.05"), value / 2, match.end(), mark)
