"""What one cell of a table holds: a figure and nothing else, prose, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lawlint.document import Cell, Table, Text, fold
from lawlint.figures.quantities import Interval, Quantity, Role
from lawlint.figures.scanner import LONGEST, interval
from lawlint.figures.units import UNIT

_FALLS = r"下降|减少|降低|回落|减|降"
_RISES = r"增长|上升|增加|提高|增|升"
_FIGURE = re.compile(
    rf"(?:同比|环比|占比?|(?P<approximate>约|近|超过?))?(?:(?P<falls>{_FALLS})|(?P<rises>{_RISES}))?\s*(?P<sign>[-+−↑↓])?\s*"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>万亿|[万亿])?(?P<more>[余多])?\s*"
    r"(?P<unit>%|‰|个百分点|[一-鿿]{1,3}|km2?|m2|㎡)?\s*"
    rf"(?:\((?P<arrow>[↑↓+\-−]|{_FALLS}|{_RISES})?\s*(?P<rate>\d+(?:\.\d+)?)%\))?[*※①-⑳]?"
)
_NO_UNIT = frozenset(
    ["年", "月", "日", "号", "级", "期", "条", "款", "类", "周", "届", "章", "节", "课"]
)  # 5月, 3号, 12条 name a thing
_BLANK = re.compile(r"[/\\—–\-.…*×]*")
_SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
_SENTENCE = re.compile(r"[,;。:、]")
_NUMBER = re.compile(r"\d")


@dataclass(slots=True)
class Figure:
    """A cell's number, and the growth that it gives in a bracket behind it."""

    quantity: Quantity
    rate: Quantity | None = None


def words(cell: Cell) -> str:
    """The cell's text folded to half width; ``合　计`` without the spaces that spread it."""
    value = cell.value
    if value.isascii():
        return value
    value = fold(value)
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", value)


def blank(value: str) -> bool:
    """Whether a folded cell says nothing, or that there is nothing (``-``, ``/``)."""
    return bool(_BLANK.fullmatch(value))


def figure(cell: Cell) -> Figure | None:
    """The figure of a cell that holds one and nothing else."""
    value = fold(cell.value)
    match = _FIGURE.fullmatch(value) if value and len(value) <= 40 else None
    if match is None:
        return None
    digits = re.sub(r"[,\s]", "", match["digits"])
    unit = match["unit"] or ""
    if len(digits) > LONGEST or (len(digits) > 1 and digits[0] == "0" and digits[1] != "."):
        return None
    if unit in _NO_UNIT or (unit not in ("", "‰", "㎡", "%") and not UNIT.fullmatch(unit)):
        return None  # 110接警
    percent = unit == "%"
    falls = match["falls"] or match["sign"] in ("-", "−", "↓")
    sign = "-" if falls else ""
    scale = match["scale"] or ""
    factor = Decimal(_SCALES.get(scale, 1))
    bounds = interval(digits, factor, percent=percent)
    if match["approximate"] or match["more"]:  # 约1200, 1200余: a unit of the last digit that is not 0, up or down
        step = Decimal(10) ** (0 if "." in digits else len(digits) - len(digits.rstrip("0"))) * factor
        bounds = Interval(bounds.low - step, bounds.high + step)
    if sign:
        bounds = Interval(-bounds.high, -bounds.low)
    start, end = match.start("digits"), match.end("digits")
    if match["sign"] in ("-", "−"):
        start = match.start("sign")
    end = next((match.end(name) for name in ("unit", "more", "scale") if match[name]), end)
    quantity = _quantity(cell.text, start, end, sign + digits + scale + ("%" if percent else ""), bounds, unit, scale)
    quantity.value = Decimal(sign + digits) * factor
    quantity.percent = percent
    quantity.approximate = match["approximate"] or match["more"] or ""
    rate = None
    if match["rate"]:
        rate = _quantity(
            cell.text, match.start("rate"), match.end("rate") + 1, match["rate"] + "%", interval(match["rate"], Decimal(1), percent=True), "%", ""
        )  # fmt: skip
        down = match["arrow"] is not None and (match["arrow"] in "↓-−" or bool(re.fullmatch(_FALLS, match["arrow"])))
        rate.value, rate.percent, rate.role = Decimal(match["rate"]), True, Role.DOWN if down else Role.UP
    return Figure(quantity, rate)


def _quantity(text: Text, start: int, end: int, printed: str, bounds: Interval, unit: str, scale: str) -> Quantity:
    shift = len(text.value) - len(text.value.lstrip())
    low, high = start + shift, end + shift
    return Quantity(
        printed, Decimal(0), bounds, unit, scale, "", text.at(low), text.at(high), text.at(high), span=text.span(low, high)
    )  # fmt: skip


def prose_cells(table: Table) -> list[Text]:
    """The cells that hold sentences with numbers, to be read as prose: no cell of figures is among them."""
    return [
        cell.text
        for row in table.rows
        for cell in row
        if len(cell.text) >= 8
        and len(_NUMBER.findall(cell.value)) >= 2
        and _SENTENCE.search(fold(cell.value))
        and figure(cell) is None
    ]
