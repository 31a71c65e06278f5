"""Which year a report is about."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lawlint.document.model import Kind, Year
from lawlint.document.numbering import chinese_number
from lawlint.document.text import Text

if TYPE_CHECKING:
    from lawlint.document.model import Document

YEAR = re.compile(
    r"(?<![\d〇零一二三四五六七八九])((?:19|20)\d{2}|二[〇○零O0][〇○零O0一二三四五六七八九]{2})\s*年(度)?"
)
_RANGE = re.compile(r"(?:19|20)\d{2}\s*年?\s*[-—–－~～至到]\s*$")

_PLANNED = re.compile("安排|计划|打算|思路|下一|任务|展望|谋划")
_REPORTED = re.compile("(?:报告|情况|总结)如下")


def years_in(text: Text) -> list[tuple[int, int, int]]:
    """The years a text names, as (year, start, end) with offsets in the text; spans of years (2021—2025年) left out."""
    found = []
    for match in YEAR.finditer(text.folded):
        digits = match[1]
        value = int(digits) if digits.isdigit() and digits.isascii() else chinese_number(re.sub("[○O0]", "〇", digits))
        if value and not _RANGE.search(text.folded[: match.start()]):
            found.append((value, match.start(), match.end()))
    return found


def report_year(document: Document) -> Year | None:
    """The year the report is about: the title's, else that of the first lines, else the one its text names most.

    A title such as ``关于2024年度法治政府建设情况的报告`` decides; a plan's or a law's years (2021—2025年) do not count.
    """
    if document.header.title:
        for value, start, end in years_in(document.header.title):
            return Year(value, document.header.title.part(start, end), "按标题")
    counted: Counter[int] = Counter()
    first: dict[int, Text] = {}
    lead = [b for b in document.blocks if b.kind in (Kind.PARAGRAPH, Kind.HEADING)]
    for index, block in enumerate(lead):
        quoted = [(m.start(), m.end()) for m in re.finditer(r"《[^《》]*》|〔\d{4}〕", block.text.value)]
        for value, start, end in years_in(block.text):
            if any(a <= start < b for a, b in quoted):
                continue
            # what an opening 现将…2024年度…报告如下 names weighs more than a date in passing
            told = _REPORTED.search(block.text.value, start) if index < 3 else None
            weight = 7 if told and "。" not in block.text.value[start : told.end()] else 1
            planned = block.kind is Kind.HEADING and bool(_PLANNED.search(block.text.value))
            year = value - 1 if planned else value  # the plan is for the year after
            counted[year] += weight + 2 * (block.kind is Kind.HEADING)
            first.setdefault(year, block.text.part(start, end))
    for text in (document.header.date, document.header.published):
        for value, _, _ in years_in(text)[:1] if text else ():
            if re.search("年0?[1-3]月|[-./]0?[1-3][-./]", text.folded if text else "") and value - 1 in counted:
                counted[value - 1] += 3  # a report of the first quarter is on the year before
    if not counted:
        return None
    value, _ = max(counted.items(), key=lambda item: (item[1], -item[0]))
    return Year(value, first[value], "按正文")
