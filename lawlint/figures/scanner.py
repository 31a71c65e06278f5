"""Find the numbers of a text, and leave out those that are no quantities.

Two passes over the folded text: the first marks what is no quantity (dates, document numbers, ordinals, titles …, one
row each of ``numbers.yaml``); the second reads every other number with scale, approximation and unit. A number that is
not understood whole is left out whole, and every number left out says why.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple, NoReturn

from lawlint.figures.numerals import (  # fmt: skip
    HAN,
    LONGEST,
    ONE,
    Numeral,
    approximate_step,
    compound,
    doubled,
    han_number,
    interval,
    joined,
    part,
    percentage,
    scale_factor,
    spelled,
    tenths,
)
from lawlint.figures.quantities import Interval, Quantity, Role
from lawlint.figures.units import UNIT
from lawlint.figures.vocabulary import vocabulary

__all__ = ["LONGEST", "LeftOut", "Scan", "han_number", "interval", "read_numbers", "scale_factor", "scan"]

_BROKEN = "零〇○壹贰叁肆柒捌玖拾佰仟"  # behind these a number is the rest of a longer one
_BROKEN_FIGURES = _BROKEN + "_.±'’"
HALF = Decimal("0.5")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]+")  # zero-width characters, word joiner, soft hyphen

_GAPS = " \u2009\u202f"  # spaces between groups of three; a no-break space is folded to a space
_SCALE = r"万亿|千亿|[十百千]?万|亿|千(?![瓦克米伏卡])|百(?!分)"
_TOKEN = re.compile(rf"\d|[百千万]分之(?=[\d{HAN}])|[一二两三四五六七八九十百千万亿廿卅]|[几数](?=[十百千万亿])|翻")
_MIXED = re.compile(rf"[\d.,{HAN}几数]+")
_DIGITS = re.compile(r"\d+(?:[.,]+\d+)*")
_MORE_DIGITS = re.compile(r"[.,．]?\d[A-Za-z\d.,_-]*")
_GONE_ON = re.compile(r"(?:[.'’±] ?|%|。)\d[\d.,]*|, \d{3}(?!\d)")  # 12. 5万元, 12。5%, 1, 234件
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_SPACED = re.compile(rf"\d{{1,3}}(?P<gap>[{_GAPS}])\d{{3}}(?:(?P=gap)\d{{3}})*(?P<rest>(?P=gap)?\d+)?(?:\.\d+)?")
_COMPOUND = re.compile(
    rf"(?P<head>\d+(?:{_SCALE})(?:零?\d+(?:{_SCALE}))*零?\d+(?:\.\d+(?=[余多千百万亿]))?)(?P<more>[余多](?=[千百万亿]))?(?P<scale>{_SCALE})?(?P<after>[余多](?![年月日]))?"
)
_TAIL = re.compile(
    rf"\s{{0,2}}(?P<scale>{_SCALE})?\s{{0,2}}(?P<more>[余多来](?![年月日源自])\s?(?P<scale2>万亿|万|亿)?)?"
)
_HAN_RUN = re.compile(rf"[{HAN}几数]+")
_HAN_MORE = re.compile(r"(?P<more>[余多来])(?![年月日源自])(?P<scale>万|亿)?")
_PERCENT = re.compile(r"\s{0,3}([%‰])(?!\d)")
_DASH = re.compile(r" {0,2}(?:--|——|[-—–―~～至到]) {0,2}(?=[\d" + HAN + "几数])")
_SUFFIX = re.compile(r"\s{0,2}\((次|人|家|起|个|件)\)")
_CLOSED = re.compile(r"\s{0,3}(?:[,。、;:)(|\]!?\n”]|$)")
_ROW = re.compile(r"[\t|]|  ")
_SENTENCE = re.compile(r"[,。、;:]")


class LeftOut(NamedTuple):
    """A number that is no quantity: where it stands (offsets of the text), the row of numbers.yaml, its reason."""

    start: int
    end: int
    name: str
    reason: str


class Scan(NamedTuple):
    """What a text holds: its quantities, and the numbers that were left out, both in order."""

    quantities: list[Quantity]
    left_out: list[LeftOut]


def scan(text: str, raw: str) -> list[Quantity]:
    """All quantities of a text in order. ``text``: folded; ``raw``: the same before folding, offset for offset."""
    return read_numbers(text, raw).quantities


def read_numbers(text: str, raw: str) -> Scan:
    """All quantities of a text and all numbers left out. ``text``: folded; ``raw``: before folding, offset for offset."""
    if not _INVISIBLE.search(text):
        return _Scanner(text, raw).run()
    kept = [i for i, c in enumerate(text) if not _INVISIBLE.match(c)]
    found = read_numbers("".join(text[i] for i in kept), "".join(raw[i] for i in kept))
    kept.append(len(text))

    def behind(offset: int) -> int:
        return kept[offset - 1] + 1 if offset else 0

    for quantity in found.quantities:
        quantity.start = kept[quantity.start]
        quantity.number_end, quantity.end = behind(quantity.number_end), behind(quantity.end)
    return Scan(found.quantities, [o._replace(start=kept[o.start], end=behind(o.end)) for o in found.left_out])


class _Refused(Exception):
    """A number that is not understood: its row of numbers.yaml and where to read on."""

    def __init__(self, name: str, end: int) -> None:
        super().__init__(name)
        self.name = name
        self.end = end


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str, raw: str) -> None:
        self.text = text
        self.raw = raw
        self.words = vocabulary()
        self.found: list[Quantity] = []
        self.left: list[LeftOut] = []

    def run(self) -> Scan:
        """Read the text from left to right."""
        text = self.text
        compared = {m.start(g) for m in self.words.compared.finditer(text) for g in (1, 2)}
        matches = self.words.no_quantity.finditer(text)
        hidden = [(*m.span(), m.lastgroup or "") for m in matches if m.start() not in compared]
        hidden.append((len(text), len(text), ""))
        cursor = position = 0
        while match := _TOKEN.search(text, position):
            start = match.start()
            while hidden[cursor][1] <= start and cursor < len(hidden) - 1:
                cursor += 1
            low, high, name = hidden[cursor]
            if low <= start < high:
                position = self._hidden(low, high, name)
                continue
            try:
                position = self._take(match, low)
            except _Refused as refused:
                position = max(refused.end, match.end())
                if refused.name:
                    self._leave(start, position, refused.name)
        return Scan(self.found, self.left)

    def _leave(self, start: int, end: int, name: str) -> None:
        self.left.append(LeftOut(start, end, name, self.words.reasons[name]))

    def _hidden(self, low: int, high: int, name: str) -> int:
        """Note a range that is no quantity and say where to read on: never in the middle of a run of digits."""
        self._leave(low, high, name.replace("_", "-"))
        text = self.text
        if text[high - 1].isdecimal() and (run := _MORE_DIGITS.match(self.raw, high)):
            return run.end()
        return high

    def _take(self, match: re.Match[str], limit: int) -> int:
        """Read the number at ``match`` (it ends before ``limit``) and say where to read on."""
        start = match.start()
        if match.group() == "翻":
            quantity = self._quantity(start, doubled(self.text, start) or self._refuse("", start + 1))
            quantity.role = Role.UP
        elif numeral := tenths(self.text, start):
            quantity = self._quantity(start, numeral)
        else:
            quantity = self._quantity(start, self._ranged(start, self._numeral(start, limit), limit))
        self.found.append(quantity)
        return max(quantity.end, start + 1)

    # numerals

    def _numeral(self, start: int, limit: int) -> Numeral:
        digit = self.text[start].isdecimal()
        if start and self.text[start - 1] in (_BROKEN_FIGURES if digit else _BROKEN):
            raise _Refused("malformed", self._run(start))
        if digit:
            return self._figures(start, limit)
        if self.text.startswith("分之", start + 1):
            return part(self.text, start) or self._refuse("malformed", self._run(start + 3))
        return self._spelled(start, limit)

    def _refuse(self, name: str, end: int) -> NoReturn:
        raise _Refused(name, end)

    def _run(self, start: int) -> int:
        """The end of the run of numeral characters from ``start`` on: what is not understood is skipped whole."""
        match = _MIXED.match(self.text, start)
        return start + max(1, len(match.group().rstrip(".,几数"))) if match else start

    def _figures(self, start: int, limit: int) -> Numeral:
        text = self.text
        digits, end = self._digits(start, limit)
        if text[end : end + 1] in _GAPS and (spaced := self._spaced(start, limit)):
            digits, end = spaced
        if len(digits) > LONGEST:
            raise _Refused("too-long", self._run(start))
        if digits[0] == "0" and digits[1:2].isdecimal():
            raise _Refused("leading-zero", self._run(start))
        if percent := _PERCENT.match(text, end):
            factor = Decimal(1) if percent.group(1) == "%" else Decimal("0.1")
            return percentage(digits, factor, digits + percent.group(1), percent.end())
        numeral = self._compound(start, limit) or self._scaled(digits, end, limit)
        follow = text[numeral.end : numeral.end + 1]
        if follow.isdecimal() or (follow and follow in HAN and not UNIT.match(text, numeral.end)):
            raise _Refused("malformed", self._run(start))
        return numeral

    def _compound(self, start: int, limit: int) -> Numeral | None:
        match = _COMPOUND.match(self.text, start, limit)
        if not match:
            return None
        numeral = compound(match.group("head") + (match.group("scale") or ""), match.end())
        if numeral is None or self.text[match.end() : match.end() + 1] == ".":
            raise _Refused("malformed", self._run(start))
        return replace(numeral, mark=match.group("more") or match.group("after") or "")

    def _scaled(self, digits: str, end: int, limit: int) -> Numeral:
        """Digits with the scale words behind them: 30万, 30余万, 30多."""
        tail = _TAIL.match(self.text, end, limit)
        assert tail
        scale, more, scale2 = tail.group("scale", "more", "scale2")
        if not (scale or more):
            return Numeral(digits, Decimal(digits), interval(digits, ONE), approximate_step(digits), end, end)
        factor = scale_factor(scale or "") * scale_factor(scale2 or "")
        return Numeral(
            digits + (scale or "") + (scale2 or ""), Decimal(digits) * factor, interval(digits, factor),
            approximate_step(digits) * factor, end, end + len(tail.group().rstrip()), (scale or "") + (scale2 or ""),
            more[0] if more else "",
        )  # fmt: skip

    def _digits(self, start: int, limit: int) -> tuple[str, int]:
        """Digits with their point and grouping commas, as a plain number, and where they end."""
        match = _DIGITS.match(self.text, start, limit)
        assert match
        word, end = match.group(), match.end()
        wide = self.raw.find("，", start, end)
        if wide >= 0 and not self._grouped_wide(word, start, end):
            end = wide  # a full-width comma separates, unless what it groups is plainly one number
            word = self.text[start:end]
        if not (_PLAIN.fullmatch(word) or _GROUPED.fullmatch(word)):
            raise _Refused("malformed", self._run(start))
        if end < limit and (more := _GONE_ON.match(self.text, end, limit)) and self.raw[end] != "，":
            raise _Refused("malformed", more.end())
        return word.replace(",", ""), end

    def _grouped_wide(self, word: str, start: int, end: int) -> bool:
        return bool(
            _GROUPED.fullmatch(word)
            and self.raw.count("，", start, end) == word.count(",")
            and self._counted(end)
            and "分别" not in self.text[max(0, start - 8) : start]
        )

    def _counted(self, end: int) -> bool:
        """Whether a unit stands right behind, a scale word between at most."""
        tail = _TAIL.match(self.text, end)
        assert tail
        return bool(UNIT.match(self.text, tail.end()))

    def _spaced(self, start: int, limit: int) -> tuple[str, int] | None:
        """1 129 236件: groups of exactly three in a sentence, with a unit behind; in a row they are several numbers."""
        match = _SPACED.match(self.text, start, limit)
        if not match or not self._counted(match.end()):
            return None
        around = self.text[max(0, start - 40) : match.end() + 40]
        line = around[around.rfind("\n", 0, min(start, 40)) + 1 :].partition("\n")[0]
        if _ROW.search(line) or not (_SENTENCE.search(line) or self.text[max(0, start - 1) : start].strip()):
            return None
        if match.group("rest"):
            raise _Refused("malformed", match.end())
        return match.group().replace(match.group("gap"), ""), match.end()

    def _spelled(self, start: int, limit: int) -> Numeral:
        text = self.text
        run = _HAN_RUN.match(text, start, limit)
        assert run
        word = run.group().rstrip("几数") if run.group()[-1] == "数" else run.group()
        end = start + len(word)
        more = _HAN_MORE.match(text, end)
        stop = more.end() if more else end
        dash = _DASH.match(text, stop)
        unit = UNIT.match(text, stop)
        if not unit and not dash:
            follow = text[end : end + 1]
            raise _Refused("malformed" if follow.isdecimal() else "", self._run(start) if follow.isdecimal() else end)
        before = text[max(0, start - 8) : start]
        numeral = None if len(word) > 2 * LONGEST else spelled(word, end)
        if numeral is None:
            raise _Refused("malformed" if unit and len(word) > 1 else "", end)
        if self.words.words_before.search(before) and not word.startswith(("几", "数")):
            raise _Refused("part-of-word" if unit and numeral.value > 1 else "", end)
        if before[-1:].isdecimal():
            raise _Refused("malformed", end)
        if numeral.mark == "数" and more and self.words.several.search(before):
            raise _Refused("ambiguous-several", stop)
        if numeral.bare and not more and not self.words.bare.search(before):
            raise _Refused("", end)
        if numeral.value < 2 and not numeral.mark and not dash and not (unit and unit.group() == "倍"):
            raise _Refused("", end)
        return self._widened(numeral, more) if more else numeral

    def _widened(self, numeral: Numeral, more: re.Match[str]) -> Numeral:
        """两百余, 十余万, 数百余: with the word that makes it more, and the scale behind that."""
        scale = more.group("scale") or ""
        factor = scale_factor(scale)
        bounds = Interval(numeral.interval.low * factor, numeral.interval.high * factor)
        if scale and numeral.interval.exact:
            bounds = interval(numeral.printed, factor)
        return replace(
            numeral, printed=numeral.printed + scale, value=numeral.value * factor, interval=bounds, step=numeral.step * factor,
            number_end=more.end(), end=more.end(), scale="" if numeral.mark else numeral.scale + scale, mark=more.group("more"),
        )  # fmt: skip

    def _ranged(self, start: int, low: Numeral, limit: int) -> Numeral:
        """The numeral itself, or the range that it begins: 5至10件, 3-5万元, 10%-20%, 3人至5人."""
        text = self.text
        unit = None
        dash = _DASH.match(text, low.end)
        if not dash and not low.percent and (unit := UNIT.match(text, low.end)):
            dash = _DASH.match(text, unit.end())
        if not dash or dash.end() >= limit:
            return low
        changed = self.words.changed.search(text, max(0, start - 10), start)
        if unit and (changed or "到" in dash.group()):
            return low  # 由5件至3件 names two numbers
        try:
            high = self._numeral(dash.end(), limit)
        except _Refused as refused:
            if unit:
                return low
            raise _Refused("bad-range", max(refused.end, self._run(dash.end()))) from None
        if unit and not text.startswith(unit.group(), high.end):
            return low
        doubtful = low.percent and changed and dash.group().strip() in ("至", "到")  # a change and what it led to?
        whole = None if doubtful else joined(low, high, re.sub(r"[,\s]", "", text[start : high.end]))
        if whole is None or _DASH.match(text, whole.end):
            raise _Refused("bad-range", max(high.end, self._run(dash.end())))
        return whole

    # quantities

    def _quantity(self, start: int, numeral: Numeral) -> Quantity:
        text = self.text
        before = text[max(0, start - 8) : start]
        end, unit = numeral.end, "%" if numeral.percent else ""
        if not numeral.percent:
            at = end + (text[end : end + 1] == " ")
            if match := UNIT.match(text, at):
                unit, end = match.group(), match.end()
                if suffix := _SUFFIX.match(text, end):
                    unit += "次" if suffix.group(1) == "次" else ""
                    end = suffix.end()
            elif numeral.spelled:
                raise _Refused("", numeral.end)
            elif not numeral.scale and not _CLOSED.match(text, end):
                raise _Refused("no-unit", numeral.end)
        marks = [numeral.mark] if numeral.mark else []
        if lead := self.words.before.search(before):
            marks.append(lead.group(1))
        if behind := self.words.behind.match(text, end):
            marks.append(behind.group(1) or behind.group(2))
            end = behind.end()
        if numeral.bare and before.endswith("上"):
            marks.append("上")
        bounds = numeral.interval
        if unit == "倍" and bounds.exact:  # a measure, not a count
            bounds = Interval(bounds.low - HALF, bounds.high + HALF)
        for word in marks:
            down, up = self.words.sides.get(word, (0, 0))
            bounds = Interval(
                min(bounds.low, numeral.value - numeral.step * down),
                max(bounds.high, numeral.value + numeral.step * up),
            )
        printed, value = numeral.printed, numeral.value
        if self.words.signed.search(before):
            printed, value, bounds = "-" + printed, -value, Interval(-bounds.high, -bounds.low)
            start -= 1
        return Quantity(
            printed, value, bounds, unit, numeral.scale, marks[0] if marks else "", start, numeral.number_end, end,
            percent=numeral.percent, spelled=numeral.spelled,
        )  # fmt: skip
