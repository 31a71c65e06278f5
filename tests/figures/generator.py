"""True statements about numbers in many wordings, with the numbers that each relation ties, as hypothesis strategies."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

UNITS = ("件", "起", "人", "家", "户", "条", "份", "批次", "宗", "人次")
# Labels that exclude each other, from many fields of administration.
LABELS = (
    ("来电", "来信", "来访", "网上投诉", "上级转办", "媒体反映"),
    ("水污染", "大气污染", "噪声污染", "固体废物污染", "辐射污染", "生态破坏"),
    ("刑事案件", "民事案件", "行政案件", "执行案件", "国家赔偿案件", "再审案件"),
    ("东山镇", "西河镇", "南坪乡", "北岭乡", "城关街道", "高新区"),
    ("食品类", "药品类", "广告类", "价格类", "商标类", "特种设备类"),
    ("小学", "初中", "普通高中", "职业学校", "特殊教育学校", "幼儿园"),
    ("警告", "通报批评", "罚款", "没收违法所得", "责令停产", "吊销许可"),
    ("维持", "撤销", "变更", "确认违法", "驳回", "调解终止"),
)
LEADS = (
    "全年共受理",
    "今年以来，全县共办理",
    "本年度共查处",
    "全市共有登记在册",
    "2023年，各镇共排查",
    "截至年底，累计收到",
)
OPENINGS = (
    "，包括{items}。",
    "，分为{items}。",
    "（{items}）。",
    "，按类型划分：{items}。",
    "，由{items}组成。",
    "。其中，{items}{separator}其他{last}。",
    "，其中{items}{separator}其他{last}。",
)
SEPARATORS = ("、", "，", "；")


@dataclass
class Statement:
    """A text, and the offsets of the numbers of each relation it states: total first, then the parts."""

    text: str = ""
    relations: list[list[tuple[int, int]]] = field(default_factory=list)


class Writer:
    """Builds a text piece by piece and remembers where each number stands."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, words: str) -> None:
        self.text += words

    def number(self, printed: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += printed
        return start, len(self.text)


def _items(
    writer: Writer, labels: list[str], values: list[str], unit: str, separator: str, subs: dict[int, list[int]]
) -> tuple[list[tuple[int, int]], list[list[tuple[int, int]]]]:
    found: list[tuple[int, int]] = []
    inner: list[list[tuple[int, int]]] = []
    for at, (label, value) in enumerate(zip(labels, values, strict=True)):
        if at:
            writer.add(separator)
        writer.add(label)
        found.append(writer.number(value))
        writer.add(unit)
        if at in subs:
            writer.add("（")
            places = [found[-1]]
            for index, (name, part) in enumerate(zip(("新收", "续办", "移入"), subs[at], strict=False)):
                writer.add("，" if index else "")
                writer.add(name)
                places.append(writer.number(str(part)))
                writer.add(unit)
            writer.add("）")
            inner.append(places)
    return found, inner


@st.composite
def splits(draw: st.DrawFn, nested: bool = True, rounded: bool = True) -> Statement:
    """A total split completely in words that say so; parts may be split again, or be rounded to 万."""
    labels = list(draw(st.permutations(draw(st.sampled_from(LABELS)))))
    count = draw(st.integers(2, 6))
    unit = draw(st.sampled_from(UNITS))
    opening = draw(st.sampled_from(OPENINGS))
    separator = draw(st.sampled_from(SEPARATORS))
    in_ten_thousands = rounded and draw(st.booleans())
    high = 9_000_000 if in_ten_thousands else draw(st.sampled_from((40, 900, 9000, 80_000)))
    numbers = draw(st.lists(st.integers(20_000 if in_ten_thousands else 1, high), min_size=count, max_size=count))
    subs: dict[int, list[int]] = {}
    if nested and not in_ten_thousands and "（" not in opening and draw(st.booleans()):
        at = draw(st.integers(0, count - 1))
        if numbers[at] >= 2:
            first = draw(st.integers(1, numbers[at] - 1))
            subs[at] = [first, numbers[at] - first]

    def printed(value: int) -> str:
        if not in_ten_thousands:
            return str(value)
        return str((Decimal(value) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)) + "万"

    writer = Writer()
    writer.add(draw(st.sampled_from(LEADS)))
    whole = writer.number(printed(sum(numbers)))
    writer.add(unit)
    head, _, tail = opening.partition("{items}")
    writer.add(head)
    has_rest = "{last}" in tail
    body = numbers[:-1] if has_rest else numbers
    places, inner = _items(
        writer,
        labels[: len(body)],
        [printed(n) for n in body],
        unit,
        separator,
        {k: v for k, v in subs.items() if k < len(body)},
    )
    if has_rest:
        before, _, after = tail.replace("{separator}", separator).partition("{last}")
        writer.add(before)
        places.append(writer.number(printed(numbers[-1])))
        writer.add(unit + after)
    else:
        writer.add(tail)
    return Statement(writer.text, [[whole, *places], *inner])


@st.composite
def shares(draw: st.DrawFn) -> Statement:
    """A total whose parts each have a share to two places, and the last part is 其他."""
    labels = list(draw(st.permutations(draw(st.sampled_from(LABELS)))))
    count = draw(st.integers(3, 6))
    unit = draw(st.sampled_from(UNITS))
    numbers = draw(st.lists(st.integers(200, 9000), min_size=count, max_size=count))
    whole = sum(numbers)
    word = draw(st.sampled_from(("，占{}", "，占比{}", "（占{}）", "，占总数的{}")))
    writer = Writer()
    writer.add(draw(st.sampled_from(LEADS)))
    total = writer.number(str(whole))
    writer.add(unit + "。其中，")
    places = [total]
    relations: list[list[tuple[int, int]]] = []
    for at, number in enumerate(numbers):
        writer.add(("；" if at else "") + ("其他" if at == count - 1 else labels[at]))
        places.append(writer.number(str(number)))
        writer.add(unit)
        before, _, after = word.partition("{}")
        writer.add(before)
        share = (Decimal(number) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
        relations.append([total, places[-1], writer.number(f"{share}%")])
        writer.add(after)
    writer.add("。")
    return Statement(writer.text, [places, *relations])


@st.composite
def growths(draw: st.DrawFn) -> Statement:
    """A value, the one of the year before, and the rate between them."""
    new, old = draw(st.integers(500, 90_000)), draw(st.integers(500, 90_000))
    unit = draw(st.sampled_from(UNITS))
    rate = ((Decimal(new) - old) * 100 / old).quantize(Decimal("0.1"), ROUND_HALF_UP)
    word = "增长" if rate >= 0 else "下降"
    writer = Writer()
    writer.add(draw(st.sampled_from(LEADS)))
    value = writer.number(str(new))
    style = draw(st.integers(0, 2))
    if style == 0:
        writer.add(f"{unit}，比上年的")
        other = writer.number(str(old))
        writer.add(f"{unit}{word}")
    elif style == 1:
        writer.add(f"{unit}，较去年同期的")
        other = writer.number(str(old))
        writer.add(f"{unit}{word}了")
    else:
        writer.add(f"{unit}，同比{'增加' if rate >= 0 else '减少'}")
        other = writer.number(str(abs(new - old)))
        writer.add(f"{unit}，{word}")
    percent = writer.number(f"{abs(rate)}%")
    writer.add("。")
    return Statement(writer.text, [[value, other, percent]])


statements = st.one_of(splits(), shares(), growths())


@st.composite
def documents(draw: st.DrawFn) -> Statement:
    """Several statements, a paragraph each."""
    whole = Statement()
    for part in draw(st.lists(statements, min_size=1, max_size=4)):
        at = len(whole.text)
        whole.text += part.text + "\n"
        whole.relations += [[(a + at, b + at) for a, b in places] for places in part.relations]
    return whole


@st.composite
def damages(draw: st.DrawFn, source: st.SearchStrategy[Statement]) -> tuple[Statement, str, tuple[int, int]]:
    """A statement, the text with one digit of one number changed, and where that number stands."""
    statement = draw(source)
    place = draw(st.sampled_from(draw(st.sampled_from(statement.relations))))
    digits = [i for i in range(*place) if statement.text[i].isdigit()]
    at = draw(st.sampled_from(digits))
    first = at == place[0] and place[1] - place[0] > 1 and statement.text[at + 1] != "."
    choices = [d for d in "0123456789" if d != statement.text[at] and not (first and d == "0")]
    changed = statement.text[:at] + draw(st.sampled_from(choices)) + statement.text[at + 1 :]
    return statement, changed, place
