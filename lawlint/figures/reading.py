"""The draft read as one run of text, with the place of every quantity in its structure.

Lists of numbers run over clauses, sentences and paragraphs, so all prose is read as one string; each quantity knows
its bracket (``frame``) and, inside it, the running numbers of its clause, segment (;), sentence and paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from lawlint.document import Block, Document, Kind, Span, fold
from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.scanner import scan
from lawlint.figures.tables.cells import prose_cells

_UNREAD = (Kind.WEB, Kind.CODE, Kind.HEADER)
_MARK = re.compile(
    r"[(\[]|[)\]]|[。!?\n]|;|(?<!\d)[,:]|[,:](?!\d)|,(?!\d{3}(?!\d))|、|"
    r"(?<=[。;:,\n])\s*(?:\([一二三四五六七八九十\d]{1,3}\)|[①-⑳]|\d{1,2}[.、](?=[^\d])|[一二三四五六七八九十]{1,3}(?:是|、|则|为(?=[^\d,。;]))|(?:首|其)次|第[一二三四五六七八九十]{1,2}[,、])"
)
_PERIOD = r"(?:去年|上年度?|上一年度?|前年|前一年|往年|上季度|上一?季|上一?月|上一?周|上一?期|(?:19|20)\d\d\s*年(?:度|末|底)?|[一二三四]季度|上半年|(?:(?:19|20)\d\d\s*年)?\d{1,2}月份?)"
_UP = re.compile(
    r"(?:(?<!新)增加|增长|增收|增支|增幅|上升|提高|提升|净增|扩大|攀升|上涨|升高|增多|回升|延长|多|高|升)(?:了|额|数|量|率|幅度?)?(?:约|近|超|为|达到?|至?是|:)?\s*$"
)
_DOWN = re.compile(
    r"(?:减少|下降|降低|减收|减支|减幅|降幅|回落|下滑|缩减|收窄|压减|压降|压缩|缩短|精简|精减|减亏|少|低|降)(?:了|额|数|量|率|幅度?)?(?:约|近|超|为|达到?|至?是|:)?\s*$"
)
# 比上年多办132件: a change, whatever was done
_MORE = re.compile(rf"(?:同比|环比|同期|{_PERIOD})(?:相比)?(多|少)[^,;。、\d]{{1,3}}$")
_ARROW = re.compile(r"[↑↓]\s*$")
_SHARE = re.compile(r"占|比重")
_RATE = re.compile(
    r"率(?:均|都|分别)?(?:约|近|超过?|为|达到?|均为|是|:|保持在|稳定在|\s)*$|(?:比例|比重|占比)(?:约|近|为|达到?|是|:|\s)*$"
)
_AVERAGE = re.compile(
    r"(?:[日月周年季]均|[案件人户次家场起篇笔辆宗村县镇乡校店院企车班亩床所组队单]均|人均|户均|平均)[^,。;:]{0,12}$"
)
_OLD = re.compile(
    rf"(?:比|较|同比|环比|与|从|由)\s*{_PERIOD}[^,;。、]{{0,20}}$|(?:^|[^比较])(?:去年|上年度?|上一年度?|前年|前一年|上季度|上月|上周|上期)(?:同期|全年)?(?:[^,;。、\d]{{0,8}}?)(?:为|是|的|有)?\s*$"
)
_WITH = re.compile(r"[与同和较][^,;。\d]{0,16}$")  # 与上一防火期的48起相比
_OLD_RATE = re.compile(rf"(?:比|较|与|从|由)\s*{_PERIOD}[末底]?(?:同期)?的?\s*$|^(?:去年|上年)(?:同期)?(?:为|是)?\s*$")
_EMPTY = {"", "为", "是", "有", "达", "计", "共", "共计", "即"}
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_JOINED = re.compile(r"\s*[、和及与,]\s*")
_TO = re.compile(
    rf"(?:[升降增减]|增加|减少|提高|下降|上升|增长|提升|降低|回落|攀升|扩大|压减|压缩|缩短|缩减|延长|精简|精减|调整|整合|合并)(?:至|到|为)(?:了)?(?:{_PERIOD}(?:同期)?的?|最高|最多|目前|现在|如今)?的?\s*$"
    rf"|(?:至|到){_PERIOD}(?:同期)?的?\s*$"
)
_FROM = re.compile(r"(?:从|由)[^,;。]{0,14}的?\s*$")
_LATER = re.compile(r"[^,;。\d]{0,12}(?:到|至|升|降|增|减|提高|扩大|缩|调整|精简|整合|合并)")
# 100万元以上8笔, 20万元以上罚款: a class's limit, not an amount
_LIMIT = re.compile(r"\s*[十百千]?[万亿]?\s*(?:美元|元|[一-鿿]{1,2})?(?:及?以[上下内]|(?:及|或)以上)(?![,;。、:()\n])")
_CARRIED = re.compile(r"结转|旧存|遗留|转入|跨年|积存|结存|结余")
_REFERENCE = re.compile(rf"环比|同比|{_PERIOD}")


@dataclass
class Reading:
    """The draft's prose as one string.

    ``text`` is folded, ``raw`` as typed; ``blocks`` are the blocks read and ``starts`` their first offsets;
    ``quantities`` in order; ``marks``: offsets where a list mark (一是, （一）, 1.) begins.
    """

    text: str
    raw: str
    blocks: list[Block]
    starts: list[int]
    quantities: list[Quantity] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    frames: dict[int, tuple[int, int]] = field(default_factory=dict)  # frame: (parent frame, offset of its bracket)

    def span(self, start: int, end: int) -> Span:
        """The source span of the characters ``[start, end)``."""
        first = self._source(start)
        return Span(first, first if end <= start else max(first, self._source(end - 1) + 1))

    def _source(self, offset: int) -> int:
        index = max(0, bisect_right(self.starts, offset) - 1)
        text = self.blocks[index].text
        return text.at(min(offset - self.starts[index], max(0, len(text) - 1)))


def read(document: Document) -> Reading:
    """The reading of a document, quantities placed."""
    values: list[str] = []
    starts: list[int] = []
    blocks: list[Block] = []
    numbered: list[int] = []
    size = 0
    last: Block | None = None
    for block in _with_cells(document):
        if block.kind in _UNREAD or not block.text.value:
            continue
        if last is not None:
            between = document.source.text[last.span.end : block.span.start]
            joined = (
                "\n"
                if "\n" in between or not between or last.kind is Kind.TABLE or block.kind is Kind.TABLE
                else between
            )
            values.append(joined)
            size += len(joined)
        if block.table is not None:
            last = block
            continue
        if block.number is not None:
            numbered.append(size)
        starts.append(size)
        blocks.append(block)
        values.append(block.text.value)
        size += len(block.text.value)
        last = block
    raw = "".join(values)
    reading = Reading(fold(raw), raw, blocks, starts)
    if blocks:
        reading.quantities = scan(reading.text, raw)
        _place(reading, numbered)
        _describe(reading)
    return reading


def _with_cells(document: Document) -> Iterator[Block]:
    """The blocks, behind each table those of its cells that hold sentences, as blocks of their own."""
    for block in document.blocks:
        yield block
        if block.table is not None:
            yield from (Block(Kind.TABLE, text) for text in prose_cells(block.table))


def _place(reading: Reading, numbered: list[int]) -> None:
    """Give each quantity its frame and its running numbers."""
    text = reading.text
    quantities = reading.quantities
    clause = segment = sentence = paragraph = 0
    frames = [0]
    opened = 0
    index = 0
    marks = iter([*numbered, len(text) + 1])
    next_mark = next(marks)
    count = len(quantities)

    def settle(limit: int) -> None:
        nonlocal index
        while index < count and quantities[index].start < limit:
            quantity = quantities[index]
            quantity.index = index
            quantity.frame = frames[-1]
            quantity.clause, quantity.segment = clause, segment
            quantity.sentence, quantity.paragraph = sentence, paragraph
            index += 1

    for match in _MARK.finditer(text):
        while next_mark <= match.start():
            settle(next_mark)
            clause, segment, sentence, paragraph = clause + 1, segment + 1, sentence + 1, paragraph + 1
            reading.marks.append(next_mark)
            next_mark = next(marks)
        settle(match.start() + 1)
        mark = match.group()
        if mark in "([":
            opened += 1
            reading.frames[opened] = (frames[-1], match.start())
            frames.append(opened)
            clause += 1
        elif mark in ")]":
            if len(frames) > 1:
                frames.pop()
        elif mark == "\n":
            frames = [0]
            clause, segment, sentence, paragraph = clause + 1, segment + 1, sentence + 1, paragraph + 1
        elif mark in "。!?":
            clause, segment, sentence = clause + 1, segment + 1, sentence + 1
        elif mark == ";":
            clause, segment = clause + 1, segment + 1
        elif mark in ",:、":
            clause += 1
        else:
            clause, segment, sentence = clause + 1, segment + 1, sentence + 1
            reading.marks.append(match.start())
    settle(len(text) + 1)


def _describe(reading: Reading) -> None:
    """Give each quantity its label, the words after it, its role and its span."""
    text = reading.text
    end_before = 0
    before: Quantity | None = None
    respective = False
    starts = [q.start for q in reading.quantities]
    for place, quantity in enumerate(reading.quantities):
        low = max(end_before, quantity.start - 60)
        lead = text[low : quantity.start]
        bare = _BRACKET.sub("", lead)  # 不起诉（含附条件不起诉）48件
        quantity.label = bare[max(bare.rfind(c) for c in ",;。:、()\n[]!?") + 1 :].strip()
        if quantity.label in _EMPTY and before is not None and before.percent and before.segment == quantity.segment:
            quantity.label = before.label + quantity.label  # 其他类占13.4%，为7013件
        if not lead and before is not None and before.clause == quantity.clause:  # 48件55人
            quantity.label = before.label
        limit = starts[place + 1] if place + 1 < len(starts) else len(text)
        after = text[quantity.end : min(limit, quantity.end + 24)]
        stop = re.search(r"[,;。:、()\n\[\]!?]", after)
        quantity.after = after[: stop.start()] if stop else after
        joined = before is not None and text[before.end : quantity.start].strip() in ("、", "和", "及", "与")
        if joined and before is not None and before.role is Role.OLD and not before.percent and not quantity.percent:
            quantity.role = Role.OLD  # 较上年的9.07万吨和812.5万立方米
        elif quantity.role is Role.VALUE:  # 翻一番 is a rise whatever stands before it
            quantity.role = _role(quantity, lead, text)
        if (
            quantity.percent
            and quantity.role is Role.VALUE
            and before is not None
            and _JOINED.fullmatch(text[before.end : quantity.start])
        ):
            quantity.role = before.role if before.percent else Role.VALUE
        if (  # 分别增加62件、8件、14件
            quantity.role is Role.VALUE
            and before is not None
            and before.role in (Role.UP, Role.DOWN)
            and quantity.percent == before.percent
            and text[before.end : quantity.start] in ("、", "和", "及")
            and (respective or "分别" in text[max(0, before.start - 12) : before.start])
        ):
            quantity.role, respective = before.role, True
        else:
            respective = False
        before = quantity
        if quantity.role is Role.OLD:
            names = _REFERENCE.findall(lead)
            quantity.reference = _period(names)
        if not quantity.unit and not quantity.percent:
            quantity.unit = _borrowed(reading, place)
        quantity.span = reading.span(quantity.start, quantity.end)
        end_before = quantity.end


def _borrowed(reading: Reading, place: int) -> str:
    """The unit of a number that has none in a list that names it once: 男45、女28人; 73人（男45、女28）."""
    quantities = reading.quantities
    here = quantities[place]
    if not here.label:
        return ""
    for other in quantities[place + 1 : place + 12]:
        if (
            other.sentence != here.sentence
            or other.frame != here.frame
            or "、" not in reading.text[other.start - len(other.label) - 2 : other.start]
        ):
            break
        if other.unit and not other.percent:
            return other.unit
    for other in reversed(quantities[max(0, place - 6) : place]):
        if other.sentence == here.sentence and not other.percent and other.unit and other.role is Role.VALUE:
            return other.unit
    return ""


def _period(names: list[str]) -> str:
    joined = "".join(names)
    if "环比" in joined or re.search("上季|上月|上周|上期|上一", joined):
        return "last"
    return "year"


def _role(quantity: Quantity, lead: str, text: str) -> Role:
    label = quantity.label
    tail = label[-24:]
    if _TO.search(label) and not quantity.percent:
        return Role.VALUE
    if _ARROW.search(lead):
        return Role.UP if "↑" in lead[-3:] else Role.DOWN
    if _UP.search(tail):
        return Role.UP
    if _DOWN.search(tail):
        return Role.DOWN
    if more := _MORE.search(tail):
        return Role.UP if more.group(1) == "多" else Role.DOWN
    if quantity.percent:
        if (_FROM.search(lead[-16:]) and _LATER.match(text, quantity.end)) or _OLD_RATE.search(label):
            return Role.OLD
        if _SHARE.search(lead[-40:]):
            return Role.SHARE
        return Role.RATE if _RATE.search(tail) else Role.VALUE
    if _FROM.search(lead[-16:]) and _LATER.match(text, quantity.end):
        return Role.OLD
    if _AVERAGE.search(tail):
        return Role.AVERAGE
    if _LIMIT.match(text, quantity.number_end):
        return Role.LIMIT
    if quantity.after.startswith("相比") and _WITH.search(lead):
        return Role.OLD
    if _OLD.search(lead[-32:]) and not _CARRIED.search(tail):
        return Role.OLD
    return Role.VALUE
