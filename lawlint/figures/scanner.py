"""Find the numbers of a text, and leave out those that are no quantities.

Two passes over the folded text: the first marks what is no quantity (dates, document numbers, ordinals, titles,
phone numbers, ratios, ages, enumerators); the second reads every other number with scale, approximation and unit.
"""

from __future__ import annotations

import re
from decimal import Decimal

from lawlint.figures.quantities import Interval, Quantity
from lawlint.figures.units import UNIT

LONGEST = 18  # digits; longer runs are codes, not counts
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_SCALE = {"十": 10, "百": 100, "千": 1000}
_SCALE = {"万亿": 10**12, "千万": 10**7, "百万": 10**6, "十万": 10**5, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100}

_SCALE_WORD = re.compile("|".join(_SCALE))
_N = r"[一二三四五六七八九十\d]"
_DASH = r"(?:[-—–―~至到]|--|——)"
_NO_QUANTITY = re.compile(
    "|".join(
        (
            r"《[^《》\n]{0,120}》",
            r"[“‘\"][^”’\"\n]{1,10}[”’\"]",
            r"https?://[\w./?=&%#:-]+|(?<![\w.-])[\w.-]+@[\w.-]+",
            r"[〔\[【﹝(]\s*(?:19|20)\d\d\s*[〕\]】﹞)]\s*(?:第?\s*\d+\s*号)?",
            r"\[\d{1,3}\]",
            r"第\s*(?:\d+|[零〇一二三四五六七八九十百千两]+)(?:\s*[-—至、]\s*第?\s*(?:\d+|[一二三四五六七八九十百]+))?",
            r"(?<!\d)\d+\s*号(?!召)",
            r"(?<!\d)(?:19|20)\d\d\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}(?!\d)(?:\s+\d{1,2}:\d\d(?::\d\d)?)?",
            rf"(?<![\d.])(?:19|20)\d\d\s*年?\s*(?:(?:{_DASH}|[、,和及/])\s*(?:19|20)\d\d\s*)*(?:年度?|学年)\s*(?:(?:前|后)?\s*\d{{1,2}}\s*年)?",
            rf"(?<![\d.])(?:19|20)\d\d\s*{_DASH}\s*(?:19|20)\d\d(?![\d件起人个])",
            rf"(?<![\d.])\d{{1,2}}\s*(?:月份?\s*)?(?:(?:{_DASH}|[、和及])\s*\d{{1,2}}\s*)?月(?:份|底|末|初|[上中下]旬)?"
            rf"(?:\s*\d{{1,2}}\s*(?:日|号)?(?:\s*{_DASH}\s*\d{{1,2}}\s*(?:日|号))?(?=\D|$))?",
            rf"(?<![\d.])\d{{1,2}}\s*(?:{_DASH}\s*\d{{1,2}}\s*)?日(?!均)",
            r"(?<![\d.])\d{1,2}:\d\d(?::\d\d)?(?!\d)",
            r"(?<![\d.,])\d[\d.,]*(?:\s*[:∶]\s*\d[\d.]*)+",
            r"\d{1,2}\s*[时点](?:\d{1,2}\s*分|半|许|整)?(?=[,。、;至到前后起\s-])",
            rf"(?<!\d)\d+\s*(?:(?:周?岁)?\s*{_DASH}\s*\d+\s*周?岁|周?岁|周年|世纪|年代|后(?=[,。、;一]))",
            r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?![\d.件起人元个户家次条份])|(?<!\d)400-?\d{3}-?\d{4}(?!\d)",
            r"(?<!\d)\d+\s*[×xX*]\s*\d+(?:\.\d+)?",
            r"(?<![\d.])\d{1,2}/\d{1,3}(?![\d.%])|[一二三四五六七八九十两]+分之[一二三四五六七八九十两]+",
            r"(?<![A-Za-z])[A-Za-z]+[-.]?\d[A-Za-z\d.-]*",
            r"(?<!\d)\d+(?:\.\d+){2,}",
            rf"(?<![\d.])\d[\d.]*\s*(?:年(?![均初底末度])|个?月(?!均)|(?:天|小时|日)(?:之?内|以内|前|后|期限)|分钟|秒|个?工作日|周(?!岁)|个?季度|个?自然日)(?:{_DASH}\d+\s*(?:年|个?月|天))?",
            r"(?<![\d.])\d+(?:\.\d+)?[eE][+-]?\d+",
            r"[一二][一二三四五六七八九〇零○]{3}\s*年(?:度|末|底)?|(?:十[一二]?|[一二三四五六七八九])月(?:份|底|末|初|[一二三]?十?[一二三四五六七八九十]?[日号])?",
            r"[一二两三四五六七八九十]+(?:周?年(?!级)|个月|天(?:之?内|以内)?|个?季度|小时|个?工作日)",
        )
    )
)
# 由5个工作日压缩至3个工作日: two terms that are compared, not a term that is set
_TERM = r"(\d+(?:\.\d+)?\s*(?:年|个?月|天|小时|分钟|秒|个?工作日|周|个?自然日|日))"
_TERMS = re.compile(
    rf"(?:由|从)[^,;。\d]{{0,14}}{_TERM}[^,;。\d]{{0,6}}(?:缩短|压缩|压减|缩减|减少|降低|下降|延长|提速|[减降压缩])(?:至|到|为)[^,;。\d]{{0,6}}{_TERM}"
)
# 减少三成: tenths
_TENTHS = re.compile(r"([一二两三四五六七八九1-9])成(半|[一二三四五六七八九])?(?=[,。、;:)\n左以多的]|$)")
_APPROX_BEFORE = re.compile(r"(近|约|大约|将近|接近|超|超过|逾|突破|不足|不到|至少|最多|多达)(?:为|达|过)?\s*$")
_SIDES = {
    "近": (1, 0), "将近": (1, 0), "接近": (1, 0), "不足": (1, 0), "不到": (1, 0), "最多": (1, 0),
    "约": (1, 1), "大约": (1, 1), "左右": (1, 1), "上下": (1, 1), "多达": (0, 0),
    "超": (0, 1), "超过": (0, 1), "逾": (0, 1), "突破": (0, 1), "至少": (0, 1), "余": (0, 1), "多": (0, 1), "来": (1, 1), "以上": (0, 1),
}  # fmt: skip
_NUMBER = re.compile(
    r"(?P<digits>(?:(?<![\d.])\d{1,3}(?:[ \u00a0\u2009]\d{3})+(?=[\u4e00-\u9fff])|\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<tail>\s*(?P<scale>万亿|[十百千]?万|亿|千(?![瓦克米伏卡])|百(?!分))?\s*(?P<more>[余多来](?![年月日源自])\s*(?P<scale2>万亿|万|亿)?)?)"
    r"|百分之(?P<han_percent>[零〇一二三四五六七八九十百两点\d.]+)"
    r"|(?P<han>[一二两三四五六七八九十][零〇一二三四五六七八九十百千两]*)(?P<htail>(?P<hscale>万|亿)?(?P<hmore>[余多])?)(?=[\u4e00-\u9fff])"
)
_BEFORE_WORD = re.compile(r"[第其同逐某各每进统唯万之单]$")
_ENUMERATOR = re.compile(r"(?:^|[\n。;:!?,]\s*)$")
_HOTLINE = re.compile(r"12\d{3}|11\d|95\d{3}")
_NAMED_LINE = re.compile(r"(?:(?:热线|平台|\d{3,5})[或和及与、/]?|拨打|电话)$")
_PERCENT = re.compile(r"\s*%(?!\d)")
_RANGE_AFTER = re.compile(rf"\s*(?:%|[万亿])?\s*{_DASH}\s*\d")
_RANGE_BEFORE = re.compile(rf"\d\s*(?:%|[万亿]|个)?\s*{_DASH}\s*$")
_SUFFIX = re.compile(r"\s*\((次|人|家|起|个|件)\)")
_AFTER_APPROX = re.compile(r"\s*(以上|左右|上下)")
_UNITLESS_NEXT = re.compile(r"\s*(?:[,。、;:)(|\]!?\n”]|$)")


def scale_factor(words: str) -> Decimal:
    """What the scale words behind a number multiply it by; 1 for none."""
    factor = Decimal(1)
    for match in _SCALE_WORD.finditer(words):
        factor *= _SCALE[match.group()]
    return factor


def han_number(word: str) -> int | None:
    """The value of a Chinese numeral below 10,000 (三十五, 一百零八, 二〇); ``None`` where it is none."""
    if len(word) > 1 and all(c in _HAN for c in word):
        return int("".join(str(_HAN[c]) for c in word)) if len(word) <= 4 else None
    value = digit = 0
    for char in word:
        if char in _HAN:
            digit = _HAN[char]
        elif char in _HAN_SCALE:
            value += (digit or 1) * _HAN_SCALE[char]
            digit = 0
        else:
            return None
    return value + digit


def _unit_step(digits: str) -> Decimal:
    """One unit of the last printed digit: 0.01 for 3.25, 1 for 325."""
    point = digits.find(".")
    return Decimal(1) if point < 0 else Decimal(1).scaleb(-(len(digits) - point - 1))


def _approximate_step(digits: str) -> Decimal:
    """One unit of the last digit that is not zero: 100 for 3700, 0.1 for 1.5."""
    if "." in digits:
        return _unit_step(digits)
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else Decimal(1)


def interval(
    digits: str, factor: Decimal, *, percent: bool = False, approximate: str = "", rounded: bool = False
) -> Interval:
    """The values that ``digits`` times ``factor`` may stand for.

    A decimal, a percentage and a number with a scale word are half a unit of their last digit wide on both sides
    (``rounded`` says so for others); a plain count is exact; 余, 近, 约 … add one unit of the last non-zero digit.
    """
    value = Decimal(digits)
    low = high = value
    if percent or "." in digits or factor != 1 or rounded:
        half = _unit_step(digits) / 2
        low, high = value - half, value + half
    down, up = _SIDES.get(approximate, (0, 0))
    if down or up:
        step = _approximate_step(digits)
        low, high = min(low, value - step * down), max(high, value + step * up)
    return Interval(low * factor, high * factor)


def no_quantities(text: str) -> list[tuple[int, int]]:
    """The ranges of a folded text that hold no quantity, in order."""
    compared = {m.start(g) for m in _TERMS.finditer(text) for g in (1, 2)}
    return [m.span() for m in _NO_QUANTITY.finditer(text) if m.start() not in compared]


def scan(text: str, raw: str) -> list[Quantity]:
    """All quantities of a text in order. ``text``: folded; ``raw``: the same before folding, offset for offset."""
    found: list[Quantity] = []
    hidden = no_quantities(text)
    cursor = 0
    position = 0
    while match := _NUMBER.search(text, position):
        start, position = match.start(), max(match.end(), match.start() + 1)
        while cursor < len(hidden) and hidden[cursor][1] <= start:
            cursor += 1
        if cursor < len(hidden) and hidden[cursor][0] <= start:
            position = hidden[cursor][1]
            continue
        if tenths := _TENTHS.match(text, start):
            quantity: Quantity | None = _tenths(text, tenths)
        elif match.group("digits") is None:
            quantity = _spelled(text, match)
        else:
            quantity = _figures(text, raw, match)
        if quantity:
            found.append(quantity)
            position = max(quantity.end, start + 1)
        elif match.group("digits") is not None:
            position = match.end("digits")
    return found


def _figures(text: str, raw: str, match: re.Match[str]) -> Quantity | None:  # noqa: C901
    digits, start = match.group("digits"), match.start()
    number_end = match.end("digits")
    if "," in digits and "，" in raw[start:number_end]:  # a full-width comma separates, it does not group
        digits = digits[: raw[start:number_end].index("，")]
        number_end = start + len(digits)
        plain = True
    else:
        plain = False
    digits = re.sub(r"[,\s]", "", digits)
    before = text[max(0, start - 8) : start]
    last = before[-1:]
    follow = text[number_end : number_end + 1]
    if len(digits) > LONGEST or (len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return None
    if (
        last and ((last.isascii() and (last.isalpha() or last in "_.")) or last in _HAN or last == "·")
    ) or follow in _HAN:
        return None
    if _HOTLINE.fullmatch(digits) and _NAMED_LINE.search(before):
        return None
    if _ENUMERATOR.search(before) and re.match(r"[.、](?!\d)|\)", text[number_end : number_end + 2]):
        return None
    tail = "" if plain else match.group("tail")
    scale = "" if plain else (match.group("scale") or "") + (match.group("scale2") or "")
    more = "" if plain else (match.group("more") or "")[:1]
    end = number_end + len(tail.rstrip())
    factor = Decimal(1)
    for word in (match.group("scale"), match.group("scale2")) if not plain else ():
        factor *= _SCALE.get(word or "", 1)
    negative = last in ("-", "−") and not re.search(r"[\d年月日)A-Za-z一-鿿]\s*[-−]$", before[:-1] + "-")
    range_ = _RANGE_AFTER.match(text, end) or _RANGE_BEFORE.search(before)
    percent_mark = _PERCENT.match(text, end)
    approx = _APPROX_BEFORE.search(before)
    word = more if more else approx.group(1) if approx else ""
    if percent_mark and not scale:
        if range_:
            return None
        sign = "-" if negative else ""
        step = interval(digits, Decimal(1), percent=True, approximate=word)
        if negative:
            step = Interval(-step.high, -step.low)
        return Quantity(
            sign + digits + "%",
            Decimal(sign + digits),
            step,
            "%",
            "",
            word,
            start,
            percent_mark.end(),
            percent_mark.end(),
            percent=True,
        )
    unit_at = end + len(text[end : end + 2]) - len(text[end : end + 2].lstrip(" "))
    unit_match = UNIT.match(text, unit_at)
    unit = unit_match.group() if unit_match else ""
    if unit_match:
        end = unit_match.end()
        if suffix := _SUFFIX.match(text, end):
            if suffix.group(1) == "次":
                unit += "次"
            end = suffix.end()
    elif not scale and not _UNITLESS_NEXT.match(text, end):
        return None
    if after := _AFTER_APPROX.match(text, end):
        word = word or after.group(1)
        end = after.end()
    if more and word != more:
        word = more
    if range_:
        return None
    sign = "-" if negative else ""
    bounds = interval(digits, factor, approximate=word, rounded=False)
    if more and approx and _SIDES.get(approx.group(1), (0, 0))[0]:  # 近30万余
        bounds = Interval(min(bounds.low, interval(digits, factor, approximate=approx.group(1)).low), bounds.high)
    if negative:
        bounds = Interval(-bounds.high, -bounds.low)
    return Quantity(
        sign + digits + scale, Decimal(sign + digits) * factor, bounds, unit, scale, word, start, number_end, end
    )


def _tenths(text: str, match: re.Match[str]) -> Quantity:
    """三成 as 30%, half a tenth more or less; 三成五 and 三成半 as 35%."""
    start, end = match.span()
    whole = int(match.group(1)) if match.group(1).isdigit() else _HAN[match.group(1)]
    part = 5 if match.group(2) == "半" else _HAN[match.group(2) or "零"]
    value = Decimal(whole * 10 + part)
    approx = _APPROX_BEFORE.search(text[max(0, start - 8) : start]) or _AFTER_APPROX.match(text, end)
    word = approx.group(1) if approx else "余" if text[end : end + 1] == "多" else ""
    half = Decimal("0.5") if part else Decimal(5)
    down, up = _SIDES.get(word, (0, 0))
    bounds = Interval(value - max(half, 2 * half * down), value + max(half, 2 * half * up))
    return Quantity(
        f"{value}%", value, bounds, "%", "", word, start, end, end, percent=True, spelled=True
    )  # fmt: skip


def _spelled(text: str, match: re.Match[str]) -> Quantity | None:
    start = match.start()
    if spelled := match.group("han_percent"):
        number = re.fullmatch(r"\d+(?:\.\d+)?", spelled)
        if number:
            digits = spelled
        else:
            whole, _, part = spelled.partition("点")
            value = han_number(whole)
            if value is None or any(c not in _HAN for c in part):
                return None
            digits = str(value) + ("." + "".join(str(_HAN[c]) for c in part) if part else "")
        if len(digits) > LONGEST:
            return None
        end = match.end()
        return Quantity(
            digits + "%", Decimal(digits), interval(digits, Decimal(1), percent=True), "%", "", "", start, end, end, percent=True, spelled=True
        )  # fmt: skip
    word = match.group("han")
    value = han_number(word)
    before = text[max(0, start - 8) : start]
    if (
        value is None
        or (value < 2 and not match.group("hscale"))
        or _BEFORE_WORD.search(before)
        or before[-1:].isdigit()
    ):
        return None
    more = match.group("hmore") or ""
    scale = match.group("hscale") or ""
    end = match.end("htail") if match.group("htail") else match.end("han")
    unit_match = UNIT.match(text, end)
    if not unit_match:
        return None
    approx = _APPROX_BEFORE.search(before)
    mark = more or (approx.group(1) if approx else "")
    digits = str(value)
    factor = Decimal(_SCALE.get(scale, 1))
    return Quantity(
        digits + scale,
        Decimal(value) * factor,
        interval(digits, factor, approximate=mark),
        unit_match.group(),
        scale,
        mark,
        start,
        end,
        unit_match.end(),
        spelled=True,
    )
