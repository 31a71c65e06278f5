"""Tables of many offices: all that can be worked out of them is found, in every format; a wrong digit is told."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import office
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lawlint.figures import Analysis, analyse
from lawlint.figures.tables.words import says
from lawlint.readers import BUILTIN

HERE = Path(__file__).parent
TABLES: list[dict[str, Any]] = yaml.safe_load((HERE / "tables.yaml").read_text(encoding="utf-8"))
WORDS = HERE.parent.parent / "lawlint" / "figures" / "tables" / "words.yaml"
READERS = {suffix: reader.read for reader in BUILTIN for suffix in reader.suffixes}
MERGED = [t for t in TABLES if any(c in (office.LEFT, office.ABOVE) for row in t["rows"] for c in row)]


def read(rows: office.Rows, before: str, format: str) -> Analysis:
    suffix, write = office.FORMATS[format]
    return analyse(READERS["." + suffix](write(rows, before), f"draft.{suffix}"))


def number(printed: str) -> str:
    """A number as people compare it: 1,407 and 1407, 12.5 under a heading with % and 12.5%."""
    return re.sub(r"[,%+-]", "", printed)


def found(analysis: Analysis, verdict: str) -> Counter[str]:
    return Counter(
        f"{r.kind} {number(r.total or '')} = {' '.join(map(number, r.parts))}"
        for r in analysis.relations
        if r.verdict == verdict
    )


def expected(table: dict[str, Any]) -> Counter[str]:
    return Counter(re.sub(r"[,%+-]", "", line) for line in table["relations"])


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t["name"])
@pytest.mark.parametrize("format", ["md", "bars", "docx"])
def test_all_that_a_table_shows_is_found(table: dict[str, Any], format: str) -> None:
    analysis = read(table["rows"], table["before"], format)
    assert expected(table) - found(analysis, "holds") == Counter()
    assert found(analysis, "fails") == Counter()


@pytest.mark.parametrize("table", MERGED, ids=lambda t: t["name"])
def test_merged_cells_are_read_alike_in_every_format(table: dict[str, Any]) -> None:
    shown = {format: found(read(table["rows"], table["before"], format), "holds") for format in office.FORMATS}
    assert {format: seen - shown["md"] for format, seen in shown.items() if seen != shown["md"]} == {}
    assert shown["md"]


def damaged(table: dict[str, Any], chance: random.Random) -> Any:
    """The table with one digit of one number changed, for each number of each relation that is printed once."""
    for line in table["relations"]:
        values = [number(v) for v in re.sub(r"^\w+ | =", "", line).split()]
        for value in values:
            places = [(r, c) for r, row in enumerate(table["rows"]) for c, v in enumerate(row) if number(v) == value]
            if len(places) != 1 or not value.replace(".", "").isdigit():
                continue
            at = chance.choice([i for i, c in enumerate(value) if c.isdigit()])
            digit = chance.choice([d for d in "123456789" if d != value[at]])
            row, column = places[0]
            rows = [list(r) for r in table["rows"]]
            rows[row][column] = rows[row][column].replace(value, value[:at] + digit + value[at + 1 :])
            yield rows, rows[row][column], value


def test_a_wrong_digit_is_told_and_nothing_else_is() -> None:
    """Of all numbers in all tables: at least 0.95, less what rounding leaves room for."""
    chance = random.Random(20261125)
    told = changed = 0
    silent = []
    for table in TABLES:
        for rows, new, old in damaged(table, chance):
            if abs(Decimal(number(new)) - Decimal(old)) <= max(1, Decimal(old) / 200):
                continue  # within what rounding in the unit, or in a percentage worked out from it, allows
            failing = [r for r in read(rows, table["before"], "md").relations if r.verdict == "fails"]
            named = [r for r in failing if number(new) in [number(v) for v in (r.total or "", *r.parts)]]
            changed += 1
            told += bool(named)
            silent += [(table["name"], old, new)] if not named else []
            assert len(named) == len(failing), (table["name"], old, new, [r.arithmetic for r in failing])
    assert changed > 300
    assert told >= 0.95 * changed, (told, changed, silent)


NAMES = st.sampled_from([
    "甲镇", "乙镇", "丙镇", "丁镇", "公安局", "财政局", "一中", "二中", "食品", "药品", "水利", "农机",
    "其他",
])  # fmt: skip
HEADS = st.sampled_from([
    "件数", "金额（万元）", "人数（人）", "户数", "得分", "排名", "2023年", "2024年", "单价（元）",
    "完成率（%）", "同比（%）",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(HEADS, min_size=1, max_size=6, unique=True),
    st.lists(st.tuples(NAMES, st.lists(st.integers(20, 99_999), min_size=6, max_size=6)), min_size=2, max_size=14),
)
def test_numbers_that_have_nothing_to_do_with_each_other_are_left_alone(
    heads: list[str], rows: list[tuple[str, list[int]]]
) -> None:
    table = [["名称", *heads], *([name, *map(str, values[: len(heads)])] for name, values in rows)]
    assert found(read(table, "统计表", "md"), "fails") == Counter()


def test_every_word_class_says_what_its_examples_say() -> None:
    classes = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    for name, about in classes.items():
        assert [w for w in about["says"] if not says(name, w)] == [], name
        if name != "whole":  # names that only look like totals are a class of their own
            assert [w for w in about["not"] if says(name, w)] == [], name
        else:
            assert [w for w in about["not"] if says(name, w) and not says("name", w)] == [], name
