"""Announced counts against the items told one by one: 三部法律, 以下五个方面：一是 …, 等6个省, “八进”即：…"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from lawlint.figures.claim import Claim
from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.scanner import han_number
from lawlint.figures.words import says, tail, word

_MOST = 30  # items; a longer announcement is not counted off in prose
_FAR = 6000  # characters a list of paragraphs may run over
_NUMBER = r"\d{1,2}|[二两三四五六七八九十]{1,2}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_ORDER = ("首先", "其次", "再次", "然后", "最后")
_TITLES = re.compile(
    r"(?:《[^《》\n]{1,60}》(?:\([^()\n]{1,20}\))?\s*[、,]?(?:以及|和|及|与)?\s*){2,}(?P<open>等)?(?:这|共|这?共)?\s*$"
)
_QUOTED = re.compile(r"(?:“[^“”\n]{1,16}”[、和及]?){2,}(?:等|这)?$")
_SLOGAN = re.compile(
    rf"[“\"]?({_NUMBER})个?([一-鿿]{{1,4}})[”\"]?([一-鿿]{{0,4}}?)(?:,?即|是指|指的是)?[:,]?(?<=[即:指是])\s*:?"
)
_MARKS = (
    re.compile(r"([一二三四五六七八九十]{1,3})(?:是|要|则)(?=[^,。;])"),
    re.compile(r"\(([一二三四五六七八九十]{1,3})\)"),
    re.compile(r"(?<![\d.])\(?(\d{1,2})[.、)](?=[^\d])"),
    re.compile(r"(?<=[。;:,\n])第([一二三四五六七八九十])[,、]"),
    re.compile(rf"([{_CIRCLED}])"),
    re.compile(f"({'|'.join(_ORDER)})"),
    re.compile(r"(?:(?<=\n)|^)\s*()[-•●·*]\s?(?=\S)"),
)
_OPENING = re.compile(r"[^。;:\n\d]{0,24}[:。,]?\s*$")
_LISTED = re.compile(
    r"(?P<noun>[^,;。:、\d()\n]{0,12}?)(?P<open>,?(?:分别|依次)(?:为|是)?:?|,?即:?|,?包括:?|的?[为是]:?|:|\()(?P<body>[^。\n()]{3,400})"
)
_AHEAD = re.compile(r"[,;。:\n]|\d[^、,\d]{0,8}(?:\([^()]*\))?和")  # 6个省（市）和中国五矿、中国化工等两家
_BOTH = re.compile("和|及|与|或")


@dataclass(slots=True, eq=False)
class Listing(Claim):
    """A claim that ``value`` announced things are the ``items`` told at ``start`` … ``end`` of the text.

    ``printed``: the number, Chinese numerals as Arabic digits; ``unit``: its unit; ``least``, ``most``: how many items
    there are when 和 joins two of them or stands inside a name; ``more``: 等 says that there may be more.
    """

    value: int = 0
    printed: str = ""
    unit: str = ""
    least: int = 0
    most: int = 0
    more: bool = False
    start: int = 0
    end: int = 0

    @property
    def items(self) -> int:
        """As many items as fit the announcement best."""
        return min(max(self.value, self.least), self.most)


@dataclass(slots=True)
class Announced:
    """A number that announces a list: its place, and the words behind it."""

    value: int
    printed: str
    unit: str
    start: int
    end: int
    quantity: Quantity | None = None
    evidence: dict[str, float] = field(default_factory=dict)


class Counts:
    """Proposes, for each announced number of a reading, the lists that it may count."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text

    def propose(self) -> list[list[Listing]]:
        """The claims of each announced number, in no order."""
        found = [
            [*self._titles(n), *self._before(n), *self._marks(n), *self._headings(n), *self._behind(n)]
            for n in self._announced()
        ]
        return [c for c in (*found, *([s] for s in self._slogans())) if c]

    # -- what is announced ---------------------------------------------------------------------------------------

    def _announced(self) -> Iterator[Announced]:
        taken = set()
        for q in self.reading.quantities:
            if (
                q.percent
                or q.scale
                or q.role is not Role.VALUE
                or q.value != int(q.value)
                or not 2 <= q.value <= _MOST
                or q.group not in ("case", "person", "")
            ):
                continue
            taken.add(q.start)
            yield self._described(Announced(int(q.value), q.printed, q.unit, q.start, q.end, q))
        for match in re.finditer(word("announced").pattern.replace("<n>", _NUMBER), self.text):
            at = next(i for i, g in enumerate(match.groups(), 1) if g)
            printed = match.group(at)
            value = int(printed) if printed.isdecimal() else han_number(printed)
            if value and 2 <= value <= _MOST and match.start(at) not in taken:
                unit = self.text[match.end(at) : match.end()]
                yield self._described(Announced(value, str(value), unit, match.start(at), match.end()))

    def _described(self, number: Announced) -> Announced:
        """The number with the evidence of the words right before and behind it."""
        lead = re.split("[。;\n]", self.text[max(0, number.start - 12) : number.start])[-1]
        noun = re.split(r"[,;。:、()\n\d]", self.text[number.end : number.end + 14])[0]
        found: dict[str, float] = {}
        if (
            lead.endswith("前")
            or says("announce", lead + number.unit + noun)
            or says("announce", self.text[number.end : number.end + 14].split("。")[0])
        ):
            found["words announce a list"] = 1
        if tail("facets").search(number.unit) or says("facets", noun[:6]):
            found["things that are told one by one"] = 1
        if tail("occasions").search(number.unit):
            found["occasions"] = 1
        number.evidence = found
        return number

    def _claim(
        self,
        number: Announced,
        least: int,
        most: int,
        start: int,
        end: int,
        evidence: dict[str, float],
        more: bool = False,
    ) -> Listing:
        claim = Listing(
            "count", number.quantity, [], None, (), {**number.evidence, **evidence}, value=number.value, printed=number.printed, unit=number.unit,
            least=least, most=most, more=more, start=start, end=end,
        )  # fmt: skip
        return judged(claim)

    # -- lists before the number ---------------------------------------------------------------------------------

    def _titles(self, number: Announced) -> Iterator[Listing]:
        """《甲法》《乙法》《丙法》三部法律."""
        low = max(0, number.start - 400)
        match = _TITLES.search(self.text[low : number.start])
        if match:
            count = match.group().count("《")
            documents = says("documents", number.unit + self.text[number.end : number.end + 6])
            evidence = {"titles right before": 1.0, **({"counts documents": 1.0} if documents else {})}
            yield self._claim(
                number, count, count, low + match.start(), number.end, evidence, bool(match.group("open"))
            )

    def _before(self, number: Announced) -> Iterator[Listing]:
        """甲、乙、丙等3个, 受理、审查、决定三个环节, 甲市、乙市4个市."""
        low = max(0, number.start - 200)
        lead = self.text[low : number.start].rstrip()
        if lead.endswith("》"):
            return
        quoted = _QUOTED.search(lead)
        body = quoted.group() if quoted else _AHEAD.split(lead)[-1]
        bare = re.sub("(?:等共?|这)$", "", body)
        more = bool(re.search("等共?$", body))
        items = re.findall("“[^”]*”", bare) if quoted else _items(bare)
        last = self.reading.quantities[number.quantity.index - 1] if number.quantity and number.quantity.index else None
        amounts = last is not None and last.end > number.start - len(body) - 1  # 立案5件、结案4件、移送3件
        if len(items) < 2 or (amounts and body == bare):
            return
        noun = self.text[number.end : number.end + 6]
        alike = [
            i
            for i in items
            if noun and i[-1:] == (number.unit[-1:] if number.unit not in ("个", "家", "位", "名") else noun[:1])
        ]
        evidence = {"items right before": 1.0 if "、" in bare or quoted else 0.0}
        if more or body.endswith("这") or quoted:
            evidence["等 or 这 or quotation marks"] = 1
        if quoted:
            evidence["occasions"] = 0  # “春雷”“夏安”两次行动 are these two
        if len(items) > 2:
            evidence["three items or more"] = 1
        if len(alike) == len(items):
            evidence["items named like the count"] = 1
        if not quoted and any(_BOTH.search(i[1:-1]) for i in items[:-1]):
            evidence["names that may hold the marks between them"] = 1
        most = len(items)
        least = most - (1 if not quoted and _BOTH.search(bare) and not re.search("[和及与]", items[-1]) else 0)
        yield self._claim(number, max(least, 1), most, number.start - len(body), number.end, evidence, more)

    # -- lists behind the number ---------------------------------------------------------------------------------

    def _marks(self, number: Announced) -> Iterator[Listing]:
        """以下五个方面：一是 … 五是 …: marks that count up from one, in the paragraph or at the head of those that follow."""
        following = self.text[number.end : number.end + 40]
        for pattern in _MARKS:
            first = pattern.search(following)
            if not first or _value(first.group(1)) not in (0, 1) or not _OPENING.fullmatch(following[: first.start()]):
                continue
            count, last = self._counted(pattern, number.end + first.start())
            if count >= 2:
                evidence = {"list marks behind": 1.0, "colon before the list": float(":" in following[: first.start()])}
                yield self._claim(number, count, count, number.start, last, evidence)
                return

    def _counted(self, pattern: re.Pattern[str], start: int) -> tuple[int, int]:
        """How far the marks from ``start`` count, and where the last of them ends."""
        line = self.text.find("\n", start)
        inline = line if line >= 0 else len(self.text)
        count, last = 0, start
        for match in pattern.finditer(self.text, start, min(len(self.text), start + _FAR)):
            heads = not self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
            if match.start() > inline and not heads:
                continue
            step = _value(match.group(1))
            if not step:  # a bullet: the list goes on where a paragraph follows right behind
                if count and self.text.count("\n", last, match.start()) > 2:
                    break
                step = count + 1
            if step == len(_ORDER) and match.group(1) == _ORDER[-1] and count:
                return count + 1, match.end()
            if step == 1 and count:
                break
            if count < step <= count + 2:  # one that is missing is another rule's
                count, last = step, match.end()
        return count, last

    def _headings(self, number: Announced) -> Iterator[Listing]:
        """以下三个方面：, and numbered paragraphs below."""
        reading = self.reading
        block = bisect_right(reading.starts, number.start) - 1
        if block + 1 >= len(reading.blocks) or reading.blocks[block + 1].number != 1:
            return
        between = self.text[number.end : reading.starts[block + 1]]
        if not _OPENING.fullmatch(between):
            return
        level, count, last = reading.blocks[block + 1].level, 0, number.end
        for at in range(block + 1, len(reading.blocks)):
            here = reading.blocks[at]
            if here.number is None or here.level > level:
                continue
            if here.level < level or here.number <= count:
                break
            count, last = here.number, reading.starts[at] + len(here.text)
        if count >= 2:
            evidence = {"list marks behind": 1.0, "colon before the list": float(":" in between)}
            yield self._claim(number, count, count, number.start, last, evidence)

    def _behind(self, number: Announced) -> Iterator[Listing]:
        """投诉量前五位为甲、乙、丙、丁、戊; 三类：甲、乙、丙."""
        match = _LISTED.match(self.text, number.end)
        if not match or (
            match.group("open") in ("为", "是", "的为", "的是") and "words announce a list" not in number.evidence
        ):
            return
        body = match.group("body")
        if number.unit and re.search(rf"\d{re.escape(number.unit)}", body):  # 来电1件、来信2件: amounts, no names
            return
        rows = [p for p in body.split(";") if p.strip()]
        if len(rows) > 1 and not any("、" in r for r in rows):
            alike, least, most = True, len(rows), len(rows)
        else:
            body = re.split("[,;]", body)[0]
            named = [i for i in body.split("、") if i.strip() and not i.strip()[0].isdigit()]
            alike = "、" in body and all(len(i) <= 16 for i in named)
            least, most = len(named), len(_items("、".join(named)))
        more = says("open_end", body)
        if most < 2 or not alike or ":" in body or re.match("[(（]?[一1①首]", body):
            return
        evidence = {"colon before the list": float(":" in match.group("open"))}
        if most > least or _BOTH.search(body):
            evidence["names that may hold the marks between them"] = float(number.value > most or number.value < least)
        yield self._claim(number, least, most, number.start, match.start("body") + len(body), evidence, more)

    def _slogans(self) -> Iterator[Listing]:
        """“八进”即：进甲、进乙 …: every item has the word that the slogan counts."""
        for match in _SLOGAN.finditer(self.text):
            value, counted = han_number(match.group(1)), match.group(2)
            body = re.split(r"[;。\n(]", self.text[match.end() : match.end() + 300])[0]
            items = _items(body)
            if not value or value < 2 or len(items) < 2:
                continue
            if all(i.startswith(counted) for i in items) or all(i.endswith(counted) for i in items):
                number = Announced(
                    value, str(value), counted, match.start(), match.end(), None, {"words announce a list": 1.0}
                )
                evidence = {"items named like the count": 1.0, "colon before the list": 1.0}
                yield self._claim(number, len(items), len(items), match.start(), match.end() + len(body), evidence)


def judged(claim: Listing) -> Listing:
    """The claim with how its items agree with the announcement."""
    missed = abs(claim.value - claim.items)
    if not missed:
        claim.fit = "holds"
        claim.evidence["agrees"] = 1
    elif missed == 1:
        claim.fit = "slip"
        claim.evidence["one item more or less"] = 1
    elif missed > 2 or missed * 2 > claim.value:
        claim.evidence["far from agreeing"] = 1
    return claim


def _items(text: str) -> list[str]:
    """The items of an enumeration with 、; the last may be joined by 和 or 及."""
    bare = re.sub(r"\([^()]*\)", "", text)
    parts = [p.strip() for p in bare.split("、")]
    last = re.split(r"(?:以及|和|及|与)", parts[-1], maxsplit=1)
    if len(last) == 2 and all(len(x) >= 2 for x in last):
        parts[-1:] = last
    return [p for p in parts if p]


def _value(mark: str) -> int | None:
    """The number that a list mark says; 0 for a bullet."""
    if not mark:
        return 0
    if mark in _ORDER:
        return _ORDER.index(mark) + 1
    if mark in _CIRCLED:
        return _CIRCLED.index(mark) + 1
    return int(mark) if mark.isdecimal() else han_number(mark)
