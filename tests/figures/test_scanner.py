"""Numbers as people write them: each way of writing, its neighbours, and what is no number at all."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from lawlint.document import fold
from lawlint.figures import units
from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.scanner import read_numbers, scale_factor, scan
from lawlint.figures.vocabulary import vocabulary

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("numbers.yaml").read_text("utf-8"))
ROWS = vocabulary().rows


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def said(quantity: Quantity) -> str:
    """A quantity as the cases write it."""
    value, low, high = map(plain, (quantity.value, *quantity.interval))
    words = [quantity.printed, *([f"= {value}"] if value != quantity.printed else [])]
    words += [f"[{low}, {high}]"] if (low, high) != (value, value) else []
    return " ".join([*words, quantity.unit]).strip()


def numbers(text: str) -> list[Quantity]:
    return scan(fold(text), text)


@pytest.mark.parametrize("case", [c for cases in CASES.values() for c in cases], ids=lambda c: c["say"])
def test_numbers_as_people_write_them(case: dict[str, Any]) -> None:
    assert [said(q) for q in numbers(case["say"])] == [re.sub(r"^(\S+) = \1 ", r"\1 ", str(r)) for r in case["read"]]


def names(text: str) -> list[str]:
    return [left.name for left in read_numbers(fold(text), text).left_out]


def texts(row: dict[str, Any], key: str) -> list[str]:
    return row[key] if isinstance(row[key], list) else [row[key]]


@pytest.mark.parametrize("row", [*ROWS["no-quantity"], *ROWS["not-understood"]], ids=lambda r: r["name"])
def test_each_class_of_what_is_no_quantity(row: dict[str, Any]) -> None:
    for text in texts(row, "says"):
        assert row["name"] in names(text), text
        assert numbers(text) == [], text
    for text in texts(row, "not"):
        assert row["name"] not in names(text), text


@pytest.mark.parametrize("row", ROWS["approximate"], ids=lambda r: r["word"])
def test_each_word_that_makes_a_number_approximate(row: dict[str, Any]) -> None:
    (quantity,) = numbers(row["says"])
    assert quantity.approximate == row["word"]
    assert quantity.interval == (Decimal(row["low"]), Decimal(row["high"]))
    assert all(q.approximate != row["word"] for q in numbers(row["not"]))


@pytest.mark.parametrize("name", units.GROUPS)
def test_each_group_of_units(name: str) -> None:
    row = units.GROUPS[name]
    assert {q.group for q in numbers(row["says"])} == {name}
    assert name not in {q.group for q in numbers(row["not"])}


def test_each_word_of_the_lists() -> None:
    """A word taken out of a list is noticed."""
    for word in ROWS["signed"]["words"]:
        assert [q.printed for q in numbers(f"今年{word}-3.2%")] == ["-3.2%"], word
    for char in ROWS["words-before"]:
        assert numbers(f"来{char}三百件") == [], char
    for char in ROWS["several"]:
        assert numbers(f"来{char}数百余人") == [], char
    for char in ROWS["changed"]["words"]:
        assert [q.printed for q in numbers(f"案{char}5件至10件")] == ["5", "10"], char
    for row in ROWS["approximate"]:
        for char in row.get("not-after", ""):
            assert all(q.approximate != row["word"] for q in numbers(f"来{char}{row['word']}百400万人")), char
    for unit in units.GROUP:
        text = f"由12{unit}缩短至3{unit}"
        read = [q.unit for q in numbers(text)]
        assert read == [unit, unit] or (unit.endswith("季度") and not read), text  # quarters only ever name a period


def test_what_is_left_out_stands_in_order_with_its_place() -> None:
    text = "2024年，受理10,86件\u200b，A4纸12包。"
    found = read_numbers(fold(text), text)
    assert [(text[o.start : o.end], o.name) for o in found.left_out] == [
        ("2024年", "year"),
        ("10,86", "malformed"),
        ("A4", "code"),
    ]
    assert [text[q.start : q.end] for q in found.quantities] == ["12包"]


def test_a_doubling_is_a_rise() -> None:
    assert [q.role for q in numbers("案件翻了一番")] == [Role.UP]


def test_terms_that_are_compared_and_words_of_a_minus() -> None:
    assert len(numbers(ROWS["compared-terms"]["says"])) == 2
    assert numbers(ROWS["compared-terms"]["not"]) == []
    assert all(q.value < 0 for text in ROWS["signed"]["says"] for q in numbers(text))
    assert all(q.value > 0 for text in ROWS["signed"]["not"] for q in numbers(text))
    assert all(len(numbers(text)) == 1 for key in ("says", "not") for text in ROWS["signed"][key])
    assert all(q.approximate != "至" for text in ROWS["changed"]["says"] for q in numbers(text))
    assert all(q.approximate == "至" for text in ROWS["changed"]["not"] for q in numbers(text))


HAN = "零一二三四五六七八九"


def section(value: int, first: bool) -> str:
    """A number below 10,000 in Chinese numerals; 零 for places left empty between two that are not."""
    word, gap = "", not first
    for place, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            gap = gap and bool(word or not first) and not (not word and not first and place == 1000)
            word += ("零" if gap else "") + HAN[digit] + scale
            gap = False
        else:
            gap = bool(word) or not first
    return word


def in_chinese(value: int) -> str:
    """一亿零三百 for 100000300."""
    word = ""
    for place, scale in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = value // place % 10**4
        if part:
            word += section(part, not word) + scale
    return word


def spellings(value: int) -> list[str]:
    """Every way in which a whole number from 10 to below 10**12 may be written."""
    plain, grouped = str(value), f"{value:,}"
    mixed = "".join(
        f"{part}{scale}" for part, scale in ((value // 10**8, "亿"), (value // 10**4 % 10**4, "万")) if part
    )
    rest = value % 10**4
    ways = [
        plain, grouped, grouped.replace(",", "，"), "\u200b".join(plain), "\u2060".join(plain),
        "".join(chr(ord(c) + 0xFEE0) for c in plain), "".join(chr(ord(c) + 0xFEE0) for c in grouped),
        grouped.replace(",", " "), grouped.replace(",", "\u00a0"), in_chinese(value),
    ]  # fmt: skip
    return [*ways, f"{mixed}{rest:04d}" if rest else mixed] if mixed else ways


@given(st.integers(10, 10**12 - 1), st.sampled_from(["受理", "受理投诉", "，其中", "（", "APP"]))
def test_a_number_is_read_back_however_it_is_written(value: int, lead: str) -> None:
    for way in spellings(value):
        text = f"今年{lead}{way}件，办结。"
        (quantity,) = numbers(text)
        assert quantity.value == value or quantity.interval.low <= value <= quantity.interval.high, text
        assert quantity.value == value, text
        assert text[quantity.start : quantity.end] == f"{way}件"


@given(
    st.text(alphabet="Aax_.0157,", min_size=1, max_size=6),
    st.integers(10, 10**7),
    st.text(alphabet="Aax_.0157,", max_size=6),
)
def test_no_tail_of_a_longer_word_is_read(lead: str, value: int, behind: str) -> None:
    text = f"编号{lead}{value}{behind}件"
    for quantity in numbers(text):
        before = text[: quantity.start]  # AAA12件 is twelve, as APP12件 is; all else is a code
        assert not re.search(r"[\d_.]$|\d,$|[\d_.][A-Za-z]+$|(?<![A-Z])[A-Za-z]{1,2}$", before), (text, quantity)
        assert text[quantity.number_end] not in "0123456789_.", (text, quantity)


@given(st.text(alphabet="零〇二两五八十百千万亿157", min_size=1, max_size=9))
def test_a_numeral_is_read_whole_or_not_at_all(word: str) -> None:
    for quantity in numbers(f"受理{word}件"):
        assert (quantity.start, quantity.end) == (2, 3 + len(word)), (word, quantity)


@given(
    st.text(
        alphabet="0159.,，。%‰万亿千百十几数余多约近上翻番成半一二两零〇件人元年月日号第()、：至-—－+ \t\n\u200b\u2060\u00a0Aax_倍分之点±'·/“”[]",
        max_size=40,
    )
)
@example("十分之")
@example("投入数十余万元")
def test_any_text_is_scanned(text: str) -> None:
    found = read_numbers(fold(text), text)
    ends = [0]
    for quantity in found.quantities:
        assert ends[-1] <= quantity.start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.interval.low <= quantity.value <= quantity.interval.high
        if quantity.scale:
            assert (
                Decimal(quantity.printed.removesuffix(quantity.scale)) * scale_factor(quantity.scale) == quantity.value
            )
        ends.append(quantity.end)
    assert all(0 <= left.start < left.end <= len(text) and left.reason for left in found.left_out)


@given(
    st.lists(
        st.sampled_from(
            [
                "0",
                "1",
                "5",
                "12",
                ",",
                ".",
                "，",
                "万",
                "亿",
                "千",
                "百",
                "十",
                "几",
                "数",
                "余",
                "多",
                "约",
                "近",
                "件",
                "元",
                "个",
                "%",
                "‰",
                "至",
                "-",
                "同比",
                "百分之",
                "三",
                "五",
                "零",
                "年",
                "月",
                "第",
            ]
        ),
        max_size=9,
    )
)
def test_a_printed_scale_is_what_the_value_says(words: list[str]) -> None:
    text = "".join(words)
    for quantity in numbers(text):
        if quantity.scale:
            assert (
                Decimal(quantity.printed.removesuffix(quantity.scale)) * scale_factor(quantity.scale) == quantity.value
            )
        assert quantity.interval.low <= quantity.value <= quantity.interval.high
