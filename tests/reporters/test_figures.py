"""The table of figures with its evidence."""

from __future__ import annotations

import pytest

from lawlint.figures import Analysis, analyse
from lawlint.figures.why import formula, limits, reasons
from lawlint.readers import markdown, plain
from lawlint.report import FileReport
from lawlint.reporters import Style
from lawlint.reporters.figures import render
from lawlint.reporters.layout import width

SHARES = "全年受理投诉304件，其中来电142件，占46.7%；办结290件，办结率95.4%；比上年的280件增长8.6%。"


def shown(text: str, columns: int = 100) -> str:
    document = plain.read(text, "draft.txt")
    return render(
        FileReport("draft.txt", document=document, figures=analyse(document)), Style(columns, False), why=True
    )


def analysed(text: str) -> Analysis:
    return analyse(plain.read(text, "draft.txt"))


def test_each_relation_of_the_prose_has_its_claim_and_the_points_add_up() -> None:
    relations = analysed(SHARES).relations
    assert {r.kind for r in relations} == {"percent", "growth"}
    for relation in relations:
        assert relation.claim
        why = reasons(relation.claim)
        assert sum(r.points for r in why) == pytest.approx(relation.claim.points)
        assert sum(r.words or 0 for r in why) == pytest.approx(relation.claim.words)
        assert limits(relation.claim)


def test_the_rival_is_another_claim_on_the_same_number() -> None:
    for relation in analysed(SHARES).relations:
        claim, rival = relation.claim, relation.rival
        if claim and rival and claim.result:
            assert rival.result is claim.result
            assert rival.numbers != claim.numbers
    (share,) = [r for r in analysed(SHARES).relations if "46.7%" in r.parts]
    assert share.rival
    assert formula(share.rival) in shown(SHARES)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_lines_keep_to_the_terminal(columns: int) -> None:
    assert max(map(width, shown(SHARES, columns).splitlines())) <= columns + 2  # a closing mark may hang over


def test_what_was_too_weak_is_shown_with_its_strongest_reading() -> None:
    text = "全年受理312件。举办讲座18场。来信77件、来访41件。"
    sums = [c for c in analysed(text).missed if c.kind in ("sum", "subset")]
    assert sums
    said = shown(text)
    assert "证据不足、没有成为关系的" in said
    assert formula(sums[0]) in said


def test_a_relation_of_a_table_says_that_it_has_no_evidence() -> None:
    table = "| 类别 | 件 |\n| --- | --- |\n| 甲 | 12 |\n| 乙 | 30 |\n| 合计 | 42 |\n"
    document = markdown.read(table, "a.md")
    report = FileReport("a.md", document=document, figures=analyse(document))
    assert "按表格的行列找出，不按证据打分。" in render(report, Style(100, False), why=True)
