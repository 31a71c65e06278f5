"""Units of Chinese official statistics: which words after a number are a unit, and which units count the same things."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_DATA: dict[str, Any] = yaml.load(
    Path(__file__).with_name("units.yaml").read_text("utf-8"), getattr(yaml, "CBaseLoader", yaml.BaseLoader)
)
GROUPS: dict[str, dict[str, str]] = _DATA["groups"]
GROUP: dict[str, str] = {unit: name for name, row in GROUPS.items() for unit in row["units"].split()}
_SAME = [set(words.split()) for words in _DATA["same"]]
_KIND: dict[str, str] = {unit: min(group) for group in _SAME for unit in group}

UNIT = re.compile("|".join(re.escape(u) for u in sorted(GROUP, key=len, reverse=True)))


def kind(unit: str) -> str:
    """The unit under which ``unit`` is added up: 起 and 宗 count as 件 do; ``件(次)`` is 件次."""
    if len(unit) == 2 and unit[1] == "次" and unit not in ("场次", "批次"):
        unit = unit[0]  # 人次, 件次 and 家次 are broken down by 人, 件 and 家
    return _KIND.get(unit, unit)


def group(unit: str) -> str:
    """The broad sort of thing a unit counts: case, person, money, measure, time, points, times, score or other."""
    return GROUP.get(unit) or GROUP.get(unit.lstrip("百千十万亿"), "other" if unit else "")
