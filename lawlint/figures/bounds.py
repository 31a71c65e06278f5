"""Bounds: what a number of cases of at least so much each says about their total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import FAILS, HOLDS, Relation, in_scale, spans

_LEAST = ("以上", "超", "超过", "逾", "至少", "突破")
_TOTAL = re.compile(r"(?:总额|总计|合计|共计?|累计|总金额)[^,;。]{0,8}$")
_EACH = re.compile(r"每|均|各|单[笔件]|处以|判处|处")


def bounds(reading: Reading) -> Iterator[Relation]:
    """对 8 家企业处以 20 万元以上罚款，罚款总额 150 万元: eight times at least 200,000 is more than the total."""
    quantities = reading.quantities
    for least in quantities:
        if (
            least.group != "money"
            or (least.role is not Role.LIMIT and least.approximate not in _LEAST)
            or not re.search("以上|超|逾|至少", reading.text[max(0, least.start - 4) : least.end + 4])
            or least.index == 0
        ):
            continue
        count = quantities[least.index - 1]
        between = reading.text[count.end : least.start]
        if (
            count.group not in ("case", "person")
            or count.sentence != least.sentence
            or not _EACH.search(between)
            or re.search("[,;、]", between)
        ):
            continue
        for whole in quantities[least.index + 1 : least.index + 3]:
            if (
                whole.group == "money"
                and whole.sentence == least.sentence
                and whole.role is Role.VALUE
                and _TOTAL.search(whole.label)
            ):
                yield _relation(count, least, whole)
                break


def _relation(count: Quantity, least: Quantity, whole: Quantity) -> Relation:
    least_total = count.interval.low * least.value
    verdict = FAILS if least_total > whole.interval.high else HOLDS
    every = [whole, count, least]
    span, numbers = spans(every)
    sign = ">" if verdict == FAILS else "≤"
    return Relation(
        "bound", verdict, whole.printed, [count.printed, least.printed], whole.unit or None, span, numbers, None, False,
        "“以上”可能不是每一件的下限" if verdict == FAILS else None,
        f"{count.printed} × {least.printed} = {in_scale(least_total, whole)} {sign} {whole.printed}", quantities=every,
    )  # fmt: skip
