"""Real published reports, where LAWLINT_CORPUS names a folder with them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lawlint.report import FileReport
from lawlint.testing import check_text

ANNUAL = {
    "nantong-2020": ("南通市生态环境局2020年法治政府建设情况报告", 2020, "missing"),
    "tongnan-2024": ("重庆市潼南区生态环境局关于2024年法治政府建设情况的报告", 2024, "partial"),
    "loudi-2023": ("娄底市生态环境局关于2023年度法治政府建设工作报告", 2023, "met"),
}


def report(corpus: Path, name: str) -> FileReport:
    return check_text((corpus / "reports" / f"{name}.txt").read_text("utf-8"))


@pytest.mark.parametrize("name", ANNUAL)
def test_an_annual_report(corpus: Path, name: str) -> None:
    title, year, causes = ANNUAL[name]
    found = report(corpus, name)
    assert found.document
    assert found.profile
    assert found.document.title == title
    assert found.report_year == year
    assert found.profile.name == "fazhi-annual-report"
    verdicts = {n: j.status.value for n, j in found.judgements.items() if not j.requirement.optional}
    assert verdicts == {
        "measures": "met",
        "shortcomings": "met",
        "shortcoming-causes": causes,
        "responsible-person": "met",
        "next-year-plan": "met",
    }
    assert [f for f in found.findings if f.severity == "error"] == []


def test_an_implementation_plan_is_not_judged_as_a_report(corpus: Path) -> None:
    found = report(corpus, "heilongjiang-plan-2021")
    assert found.profile
    assert found.profile.name == "implementation-plan"
    assert "measures" not in found.judgements
    assert [f for f in found.findings if f.severity == "error"] == []


@pytest.mark.parametrize("name", ANNUAL)
def test_heading_marks_change_no_verdict(corpus: Path, name: str) -> None:
    draft = (corpus / "reports" / f"{name}.txt").read_text("utf-8")
    marked = re.sub(r"^\s*([一二三四五六七八九十]+、)", r"## \1", draft, flags=re.M)
    plain, markdown = check_text(draft), check_text(marked, "md")

    def verdicts(found: FileReport) -> dict[str, str]:
        return {n: j.status.value for n, j in found.judgements.items()}

    def figures(found: FileReport) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
        assert found.figures
        return [(r.kind, r.verdict, r.total, tuple(r.parts)) for r in found.figures.relations]

    assert verdicts(markdown) == verdicts(plain)
    assert figures(markdown) == figures(plain)
    assert [f.rule for f in markdown.findings] == [f.rule for f in plain.findings]
