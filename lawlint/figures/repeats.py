"""The same quantity stated in two places: twice in the text, or in the text and in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lawlint.figures import closing
from lawlint.figures.grids import Grid
from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import FAILS, HOLDS, Relation, common_unit, plain, spans

_ADVERBS = re.compile(
    r"^(?:其中|截至.{0,8}[底末]|今年以来|全年|本年度?|目前|累计|已|共计?|合计|总计|(?:我|全)[省市县区局院]|共|总共|一共|本[院局部])+|(?:共计?|总计|合计|累计|为|是|达到?|有|了|约)+$"
)
_PERIOD = re.compile(
    r"(?:19|20)\d\d\s*年|\d{1,2}\s*月|[一二三四]季度|上半年|下半年|去年|上年|同期|本月|当月|本周|当[日天周]|每"
)
_SHORTEST = 4  # characters a label needs to name a quantity on its own
_NOUN = re.compile(r"[一-鿿]{2}")


def repeats(reading: Reading, grids: Sequence[Grid]) -> list[Relation]:
    """Quantities of one name and unit that the draft gives more than once."""
    found = list(_in_text(reading))
    for grid in grids:
        found += _with_table(reading, grid)
    return found


def _in_text(reading: Reading) -> Iterable[Relation]:
    named: dict[tuple[str, str], Quantity] = {}
    for quantity in reading.quantities:
        if quantity.role is not Role.VALUE or quantity.percent or quantity.spelled or quantity.frame:
            continue
        first = _restated(reading, quantity)
        if first is not None:
            if first.value == quantity.value:
                yield repeat_relation(first, quantity, HOLDS)
            elif closing.slip(first, [quantity]):
                yield repeat_relation(first, quantity, FAILS, "两处可能不是同一口径")
            continue
        label = _ADVERBS.sub("", quantity.label)
        if len(label) < _SHORTEST:
            continue
        key = (label, quantity.kind)
        first = named.setdefault(key, quantity)
        if first is quantity or quantity.value < 10:
            continue
        if first.value == quantity.value and quantity.value >= 100:
            yield repeat_relation(first, quantity, HOLDS)
        elif (
            len(label) >= _SHORTEST + 2
            and first.value != quantity.value
            and quantity.value >= 100
            and closing.slip(first, [quantity])
            and re.search("共|累计|合计|总", first.label + quantity.label)
            and _period(reading, first) == _period(reading, quantity)
        ):
            yield repeat_relation(first, quantity, FAILS, "两处可能不是同一口径")


def _restated(reading: Reading, quantity: Quantity) -> Quantity | None:
    """The earlier number that a sentence takes up again: 共收到建议128件 … 128件建议均已办结."""
    if quantity.label or quantity.value < 20 or not re.match(r"(?:\s*(?:[^,。;]{0,4}))(?<![,;])", quantity.after):
        return None
    before = reading.text[quantity.start - 1 : quantity.start]
    noun = _NOUN.match(quantity.after)
    if before not in ("。", "\n", "") or not noun or not re.match(r"[^,。;]{0,8}(?:均|已|全部|都)", quantity.after):
        return None
    for other in reversed(reading.quantities[max(0, quantity.index - 40) : quantity.index]):
        if (
            other.kind == quantity.kind
            and other.role is Role.VALUE
            and noun.group() in other.label
            and re.search("共|总|收到|受理", other.label)
        ):
            return other
    return None


def _period(reading: Reading, quantity: Quantity) -> tuple[str, ...]:
    """The periods named in the sentence before a number."""
    start = max(
        reading.text.rfind("。", 0, quantity.start), reading.text.rfind("\n", 0, quantity.start), quantity.start - 80, 0
    )
    return tuple(_PERIOD.findall(reading.text[start : quantity.start]))


def _with_table(reading: Reading, grid: Grid) -> Iterable[Relation]:
    """A total row's figure against the number of the text that its column names."""
    for row, label in enumerate(grid.labels):
        if not re.search("合计|总计|总数|共计", label):
            continue
        for column, figure in grid.figures[row].items():
            name = re.sub(r"\([^()]*\)|[数量件]+$", "", grid.names[column])
            if len(name) < 2 or figure.percent or figure.value < 100:
                continue
            twins = [
                q
                for q in reading.quantities
                if q.role is Role.VALUE
                and not q.percent
                and name in q.label
                and re.search("共|总|累计|合计", q.label)
                and (not figure.unit or figure.kind == q.kind)
            ]
            for twin in twins[:3]:
                if twin.interval.meets(figure.interval):
                    yield repeat_relation(twin, figure, HOLDS)
                elif closing.slip(twin, [figure]) and len(name) >= 3 and len(twins) == 1:
                    yield repeat_relation(twin, figure, FAILS, "表与正文可能不是同一口径")


def repeat_relation(first: Quantity, second: Quantity, verdict: str, doubt: str | None = None) -> Relation:
    """The relation of one quantity stated twice."""
    every = [first, second]
    span, numbers = spans(every)
    sign = "=" if verdict == HOLDS else "≠"
    return Relation(
        "repeat", verdict, first.printed, [second.printed], common_unit(every), span, numbers, plain(first.value - second.value), False, doubt,
        f"{first.printed} {sign} {second.printed}", quantities=every,
    )  # fmt: skip
