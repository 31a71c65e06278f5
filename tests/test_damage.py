"""Reports damaged on purpose: the verdict is right each time, and no other requirement's verdict changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import damage
import pytest
from conftest import EXAMPLES

from lawlint.document import Document, Section
from lawlint.report import FileReport
from lawlint.testing import check_text

NEEDS = ("measures", "shortcomings", "responsible-person", "next-year-plan")
EXAMPLE = (EXAMPLES / "合格.md").read_text("utf-8")
PLAIN = EXAMPLE.replace("### ", "").replace("## ", "").replace("# ", "")
DRAFTS = {"md": EXAMPLE, "txt": PLAIN}
REPORTS = ("nantong-2020", "tongnan-2024", "loudi-2023")


def statuses(report: FileReport) -> dict[str, str]:
    return {n: j.status.value for n, j in report.judgements.items()}


def expected(before: dict[str, str], need: str, status: str) -> dict[str, str]:
    after = before | {need: status}
    if need == "shortcomings" and status == "missing":
        after["shortcoming-causes"] = "missing"
    return after


def rules_about(report: FileReport, need: str) -> set[str]:
    return {f.rule for f in report.findings if f.requirement == need}


Damage = Callable[[Document, Sequence[Section]], str]
DAMAGES: list[tuple[Damage, Callable[[str], str]]] = [
    (damage.delete, lambda need: "missing-section"),
    (damage.empty, lambda need: "empty-section"),
    (damage.replace, lambda need: need),
]


def judge_damage(draft: str, format: str, need: str, how: Damage, rule: str) -> None:
    before = check_text(draft, format)
    assert before.document
    sections = before.judgements[need].sections
    headed = before.judgements[need].headed
    after = check_text(how(before.document, sections), format)
    assert statuses(after) == expected(statuses(before), need, "missing")
    # chapters known only by what they say leave no trace when that is gone
    assert rules_about(after, need) == {rule if headed else "missing-section"}


def judge_rename(draft: str, format: str, need: str, words: str) -> None:
    before = check_text(draft, format)
    assert before.document
    after = check_text(damage.rename(before.document, before.judgements[need].sections[0], words), format)
    assert statuses(after) == statuses(before)


@pytest.mark.parametrize("format", DRAFTS)
@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize(("how", "rule"), DAMAGES, ids=lambda d: getattr(d, "__name__", ""))
def test_damage(format: str, need: str, how: Damage, rule: Callable[[str], str]) -> None:
    judge_damage(DRAFTS[format], format, need, how, rule(need))


@pytest.mark.parametrize("format", DRAFTS)
@pytest.mark.parametrize(("need", "words"), [(n, w) for n in NEEDS for w in damage.SYNONYMS[n]])
def test_rename(format: str, need: str, words: str) -> None:
    judge_rename(DRAFTS[format], format, need, words)


@pytest.mark.parametrize("format", DRAFTS)
@pytest.mark.parametrize("year", [2023, 2024, 2026])
def test_year_of_the_plan(format: str, year: int) -> None:
    before = check_text(DRAFTS[format], format)
    assert before.document
    draft = damage.change_year(before.document, before.judgements["next-year-plan"].sections[0], year)
    after = check_text(draft, format)
    assert [(f.rule, after.quote(f.span)) for f in after.findings if f.requirement == "next-year-plan"] == [
        ("year-mismatch", f"{year}年")
    ]
    assert "2025" in next(f.message for f in after.findings if f.rule == "year-mismatch")
    assert statuses(after) == statuses(before)


def test_causes_taken_out() -> None:
    draft = EXAMPLE.replace("，原因在于编制连续三年没有增加，新增执法事项主要由教师兼任", "")
    draft = draft.replace("由于缺少面向不同学段的教材，", "").replace("，主要是因为审查流程没有延伸到学校一级", "")
    report = check_text(draft, "md")
    assert statuses(report)["shortcoming-causes"] == "missing"
    assert [(f.rule, f.severity.value) for f in report.findings] == [("shortcoming-causes", "warning")]


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize(("how", "rule"), DAMAGES, ids=lambda d: getattr(d, "__name__", ""))
def test_damage_to_real_reports(corpus: Path, name: str, need: str, how: Damage, rule: Callable[[str], str]) -> None:
    draft = (corpus / "reports" / f"{name}.txt").read_text("utf-8")
    judge_damage(draft, "txt", need, how, rule(need))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("need", "words"), [(n, w) for n in NEEDS for w in damage.SYNONYMS[n]])
def test_rename_in_real_reports(corpus: Path, name: str, need: str, words: str) -> None:
    judge_rename((corpus / "reports" / f"{name}.txt").read_text("utf-8"), "txt", need, words)


@pytest.mark.parametrize(("name", "year"), [("nantong-2020", 2020), ("nantong-2020", 2022), ("tongnan-2024", 2024)])
def test_year_of_the_plan_in_real_reports(corpus: Path, name: str, year: int) -> None:
    before = check_text((corpus / "reports" / f"{name}.txt").read_text("utf-8"))
    assert before.document
    draft = damage.change_year(before.document, before.judgements["next-year-plan"].sections[0], year)
    assert "year-mismatch" not in {f.rule for f in before.findings}
    assert "year-mismatch" in rules_about(check_text(draft), "next-year-plan")
