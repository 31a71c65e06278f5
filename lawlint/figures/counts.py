"""Announced counts against the items listed: 三部法律, 以下五个方面, 等6个省, “八进”即：…"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawlint.document import Span
from lawlint.figures.quantities import Quantity
from lawlint.figures.reading import Reading
from lawlint.figures.scanner import han_number
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation

_MOST = 30  # items; a longer announcement is not counted off in prose
_OCCASIONS = ("次", "场", "期", "轮", "遍", "回", "人次", "场次")
_HAN = "二两三四五六七八九十"
_SLOGAN = re.compile(
    rf"[“\"]?([{_HAN}]{{1,2}})(?:个)?([一-鿿]{{1,4}})[”\"]?(?:工作法|活动|行动|机制|要求|制度|原则)?(?:,?即|是指|指的是)?[:,]?(?<=[即:指是])\s*:?"
)
_TITLES = re.compile(
    r"(?:《[^《》\n]{1,60}》(?:\([^()\n]{1,20}\))?\s*[、和及与,]?\s*(?:以及)?){2,}(?:等|这|共|等共)?\s*$"
)
_QUOTED = re.compile(r"(?:“[^“”\n]{1,16}”[、和及]?){2,}(?:等|这)?$")
_MARKS = (
    re.compile(r"([一二三四五六七八九十]{1,3})(?:是|要|则)(?=[^,。;])"),
    re.compile(r"\(([一二三四五六七八九十]{1,3})\)"),
    re.compile(r"(?<![\d.])\(?(\d{1,2})[.、)](?=[^\d])"),
    re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩])"),
)
_OPENING = re.compile(r"[^。;:\n\d]{0,16}[:。]\s*$")


class Counts:
    """Finds the announced counts of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text

    def find(self) -> Iterator[Relation]:
        """All announced counts whose items can be told apart."""
        for number in self.reading.quantities:
            if (
                number.percent
                or number.scale
                or not 2 <= number.value <= _MOST
                or number.value != int(number.value)
                or number.group not in ("case", "person", "")
            ):
                continue
            relation = self._titles(number) or self._before(number) or self._marks(number)
            if relation:
                yield relation
        yield from self._slogans()

    def _relation(
        self,
        number: Quantity | None,
        value: int,
        printed: str,
        unit: str,
        count: int,
        start: int,
        end: int,
        verdict: str,
        doubt: str | None = None,
    ) -> Relation:
        span = self.reading.span(start, end)
        where = number.span if number else span
        sign = "=" if count == value else "≠"
        return Relation(
            "count", verdict, printed, ["1"] * count, unit or None, Span(min(span.start, where.start), max(span.end, where.end)), [where],
            str(value - count), verdict == FAILS, doubt, f"列出 {count} 项 {sign} {printed}{unit}", quantities=[number] if number else [],
        )  # fmt: skip

    def _titles(self, number: Quantity) -> Relation | None:
        """《甲法》《乙法》《丙法》三部法律: as many titles in a row as announced; with 等 there may be more than listed."""
        low = max(0, number.start - 400)
        lead = self.text[low : number.start]
        match = _TITLES.search(lead)
        if not match:
            return None
        count = match.group().count("《")
        value = int(number.value)
        open_ = "等" in re.sub("《[^》]*》", "", match.group())[-3:]
        verdict = HOLDS if count == value else OPEN if open_ and count < value else FAILS
        return self._relation(
            number, value, number.printed, number.unit, count, low + match.start(), number.end, verdict
        )

    def _before(self, number: Quantity) -> Relation | None:
        """甲、乙、丙等3个, and 受理、审查、决定三个环节: the items before the number, with 等 or without."""
        low = max(0, number.start - 200)
        lead = self.text[low : number.start].rstrip()
        quoted = _QUOTED.search(lead)
        body = re.split(
            r"[,;。:\n]|\d[^、,\d]{0,8}(?:\([^()]*\))?和",
            re.sub("(?:等共?|这)$", "", lead) if not quoted else quoted.group(),
        )[-1]
        items = re.findall("“[^”]*”", body) if quoted else _items(body)
        value = int(number.value)
        before = self.reading.quantities[max(0, number.index - 1) : number.index]
        # without 等 only a list with 、 is one (甲和乙培训2次 counts trainings), and none counts occasions
        plain = "、" in body and number.unit not in _OCCASIONS
        amounts = any(q.end > number.start - len(body) - 1 for q in before)
        listed = lead.endswith(("等", "等共", "这")) or bool(quoted) or (plain and not amounts)
        if len(items) < 2 or len(items) != value or not listed:  # 立案5件、结案4件、移送3件: amounts, no items
            return None
        return self._relation(
            number, value, number.printed, number.unit, len(items), number.start - len(body) - 1, number.end, HOLDS
        )

    def _marks(self, number: Quantity) -> Relation | None:
        """以下五个方面：一是 … 五是 …: list marks that count up from one."""
        following = self.text[number.end : number.end + 40]
        for pattern in _MARKS:
            first = pattern.search(following)
            if not first or _value(first.group(1)) != 1 or not _OPENING.fullmatch(following[: first.start()]):
                continue
            limit = self.text.find("\n", number.end + first.start())
            inline = "\n" not in following[: first.start()]
            end = limit if inline and limit >= 0 else min(len(self.text), number.end + 6000)
            count, last = 0, number.end
            for match in pattern.finditer(self.text, number.end + first.start(), end):
                step = _value(match.group(1))
                if step == count + 1:
                    count, last = step, match.end()
                elif step == 1 and count:
                    break
            value = int(number.value)
            if count < 2:
                continue
            if count == value:
                return self._relation(number, value, number.printed, number.unit, count, number.start, last, HOLDS)
            if inline and re.search(
                r"以下|下列|如下|分为|包括|分别", self.text[max(0, number.start - 8) : number.end + first.start()]
            ):
                return self._relation(number, value, number.printed, number.unit, count, number.start, last, FAILS)
            return None
        return None

    def _slogans(self) -> Iterator[Relation]:
        """“八进”即：进甲、进乙 …: every item has the word that the slogan counts."""
        for match in _SLOGAN.finditer(self.text):
            value = han_number(match.group(1))
            word = match.group(2)
            if value is None or value < 2:
                continue
            body = re.split(r"[;。\n(]", self.text[match.end() : match.end() + 300])[0]
            items = _items(body)
            if len(items) < 2 or not (all(i.startswith(word) for i in items) or all(i.endswith(word) for i in items)):
                continue
            verdict = HOLDS if len(items) == value else FAILS
            yield self._relation(
                None, value, str(value), word, len(items), match.start(), match.end() + len(body), verdict
            )


def _items(text: str) -> list[str]:
    """The items of an enumeration with 、; the last may be joined by 和 or 及."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", text)
    parts = [p.strip() for p in bare.split("、")]
    last = re.split(r"(?:以及|和|及|与)", parts[-1], maxsplit=1)
    if len(parts) >= 1 and len(last) == 2 and all(len(x) >= 2 for x in last):
        parts[-1:] = last
    return [p for p in parts if p]


def _value(mark: str) -> int | None:
    if mark.isdecimal():
        return int(mark)
    if mark in "①②③④⑤⑥⑦⑧⑨⑩":
        return "①②③④⑤⑥⑦⑧⑨⑩".index(mark) + 1
    return han_number(mark)
