"""Statements in many wordings and the relations that must be read from them; and what is no quantity."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from lawlint.document import fold
from lawlint.figures import Relation, analyse
from lawlint.figures.scanner import scan
from lawlint.figures.why import reasons
from lawlint.readers.plain import read

STATEMENTS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("statements.yaml").read_text("utf-8"))


def said(relation: Relation) -> str:
    return f"{relation.kind} {relation.verdict} {relation.total or '-'} = {' '.join(relation.parts)}"


def cases() -> list[Any]:
    """The statements; those whose relation is not found yet say why under ``missed``, and fail once it is."""
    marks = {True: [pytest.mark.xfail(strict=True)], False: []}
    return [pytest.param(s, id=s["text"][:24], marks=marks["missed" in s]) for s in STATEMENTS]


@pytest.mark.parametrize("statement", cases())
def test_the_relations_are_read(statement: dict[str, Any]) -> None:
    relations = analyse(read(statement["text"], "draft.txt")).relations
    found = {said(r) for r in relations}
    assert set(statement["relations"]) <= found, found
    wanted_failures = {r for r in statement["relations"] if " fails " in r}
    if not wanted_failures:
        assert not [f for f in found if " fails " in f]


def _failing(text: str) -> list[str]:
    return [said(r) for r in analyse(read(text, "draft.txt")).relations if r.verdict == "fails"]


@pytest.mark.parametrize("seed", range(60))
def test_true_statements_side_by_side_stay_true(seed: int) -> None:
    """Statements of different drafts share no total; next to each other they must not be taken for one list."""
    chance = random.Random(seed)
    true = [s["text"].strip() for s in STATEMENTS if not any(" fails " in r for r in s["relations"])]
    for _ in range(5):
        chosen = chance.sample(true, chance.randint(2, 6))
        text = chance.choice(("\n", "")).join(chosen)
        assert _failing(text) == [], text


def test_a_changed_digit_of_a_closed_list_is_told() -> None:
    """One digit changed in the total, a part or a percentage of a list that the words close: at least 97 % are told."""
    chance = random.Random(1)
    told = changed = 0
    for statement in STATEMENTS:
        text = statement["text"]
        for relation in analyse(read(text, "draft.txt")).relations:
            if relation.verdict != "holds" or not relation.closed or relation.kind not in ("sum", "percent"):
                continue
            for number in relation.numbers:
                at = chance.choice([i for i in range(number.start, number.end) if text[i] in "0123456789"])
                digit = chance.choice([d for d in "123456789" if d != text[at]])
                damaged = text[:at] + digit + text[at + 1 :]
                again = analyse(read(damaged, "draft.txt")).relations
                if any(r.verdict == "holds" and set(r.numbers) == set(relation.numbers) for r in again):
                    continue  # rounding leaves room for it
                changed += 1
                told += any(
                    r.verdict == "fails" and any(n.start <= number.start < n.end for n in r.numbers) for r in again
                )
    assert changed > 200
    assert told >= 0.97 * changed, (told, changed)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("办理案件12件", ["12"]),
        ("受理219,909件", ["219909"]),
        ("受理１２３件", ["123"]),
        ("罚款3446.52万余元", ["3446.52万"]),
        ("组织六万余人次参加", ["6万"]),
        ("占百分之六十三点七", ["63.7%"]),
        ("常住人口[2]为579101人", ["579101"]),
        ("三十五件", ["35"]),
        ("减少三成", ["30%"]),
        ("由5个工作日压缩至3个工作日", ["5", "3"]),
        ("收案321 146件", ["321146"]),
        ("PM2.5浓度38微克", ["38"]),
        ("共1.35亿元", ["1.35亿"]),
        ("-1.47%", ["-1.47%"]),
        # no quantities
        ("2023年12月4日", []),
        ("2019—2023年", []),
        ("二〇二五年一月十日", []),
        ("5个工作日内办结", []),
        ("建成后完成七成员单位联动", []),
        ("1—10月", []),
        ("〔2021〕33号", []),
        ("第26周，第十三条", []),
        ("拨打12345热线或12369", []),
        ("12.4宪法日、6.5环境日", []),
        ("“双随机”“三项制度”“543”工作法", []),
        ("《2024年度12项重点任务清单》", []),
        ("电话0731-88881234，手机13812345678", []),
        ("上午9:30，比分3∶1，版本2.1.3", []),
        ("0—14岁、60岁及以上", []),
        ("PM2.5、A4纸、4.0版V2", []),
        ("1e9999", []),
        ("１2三", []),
        ("9" * 400 + "件", []),
    ],
)
def test_what_is_a_quantity(text: str, printed: list[str]) -> None:
    assert [q.printed for q in scan(fold(text), text)] == printed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3700余件", 3700, 3800),
        ("近4亿元", 300_000_000, 400_000_000),
        ("约500人", 400, 600),
        ("减少三成", 25, 35),
        ("1.35亿元", 134_500_000, 135_500_000),
        ("145.39万人", 1_453_850, 1_453_950),
        ("超过30家", 30, 40),
        ("12件", 12, 12),
        ("24627万元", 246_265_000, 246_275_000),
    ],
)
def test_the_interval_a_number_stands_for(text: str, low: int, high: int) -> None:
    (quantity,) = scan(fold(text), text)
    assert quantity.interval.low <= low
    assert quantity.interval.high >= high
    assert quantity.interval.low >= low - (high - low)
    assert quantity.interval.high <= high + (high - low)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("受理投诉304件，包括来电142件、网络96件、来信41件、来访25件、督办41件。", "重复计算"),
        ("受理投诉304件，包括来电124件、网络96件、来信41件、来访25件。", "对调"),
        ("受理投诉304件，包括来电14件、网络96件、来信41件、来访25件。", "漏写一位"),
        ("受理投诉305件，包括来电142件、网络96件、来信41件、来访25件。", "若为 304"),
    ],
)
def test_the_likely_slip_is_named(text: str, words: str) -> None:
    (relation,) = [r for r in analyse(read(text, "draft.txt")).relations if r.verdict == "fails"]
    assert relation.explanation is not None
    assert words in relation.explanation


def test_the_other_base_of_all_shares_is_named() -> None:
    text = (
        "共受理诉求6000件。其中，咨询2400件，占50.00%；求助1440件，占30.00%；投诉720件，占15.00%；其他240件，占5.00%。"
    )
    relations = analyse(read(text, "draft.txt")).relations
    explanations = {r.explanation for r in relations if r.kind == "percent"}
    assert len(explanations) == 1
    assert "4800" in (explanations.pop() or "")


def test_numbers_tied_and_alone_are_counted() -> None:
    analysis = analyse(read("受理12件，其中来信7件、来访5件。培训3期。", "draft.txt"))
    assert analysis.tied == 3
    assert [q.printed for q in analysis.lone] == ["3"]


def test_every_relation_says_why() -> None:
    """Whatever evidence a claim has, `lawlint figures --why` has a name and points for it."""
    for statement in STATEMENTS:
        for relation in analyse(read(statement["text"], "draft.txt")).relations:
            if relation.claim is not None:
                assert all(r.says for r in reasons(relation.claim)), statement["text"]
