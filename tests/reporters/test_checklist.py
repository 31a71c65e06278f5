"""The checklist to sign: the same sheet as text, Markdown, HTML and Word."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import pytest
from drafts import DRAFT, checked
from lxml import html

from lawlint import __version__
from lawlint.report import FileReport
from lawlint.reporters import Style
from lawlint.reporters.checklist import FORMATS
from lawlint.reporters.layout import width

SIGNED = ("起草人", "审核人", "签发人")


def text_of(format: str, report: FileReport) -> str:
    """All the words of the checklist in a format."""
    made = FORMATS[format](report, Style(100))
    if isinstance(made, bytes):
        document = docx.Document(io.BytesIO(made))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    return html.document_fromstring(made).text_content() if format == "html" else made


@pytest.mark.parametrize("format", FORMATS)
def test_it_says_what_was_checked_with_what_and_what_came_of_it(format: str) -> None:
    report = checked(DRAFT)
    assert report.profile is not None
    text = text_of(format, report).replace("\\", "")
    for said in (
        "云岭县教育局2024年度法治政府建设情况报告",
        "草稿.md",
        sha256(DRAFT.encode()).hexdigest(),
        f"lawlint {__version__}",
        report.profile.version,
        "审核意见",
        *SIGNED,
    ):
        assert said in text
    for judgement in report.judgements.values():
        assert judgement.requirement.title in text
        assert judgement.requirement.basis[:12] in text


@pytest.mark.parametrize("format", FORMATS)
def test_each_status_is_said(format: str) -> None:
    text = text_of(format, checked(DRAFT))
    assert {word for word in ("✓ 齐备", "△ 部分", "✗ 缺失", "— 未写") if word in text} == {"✓ 齐备", "✗ 缺失", "— 未写"}


@pytest.mark.parametrize("format", FORMATS)
def test_evidence_names_its_place_and_words(format: str) -> None:
    text = text_of(format, checked(DRAFT))
    assert "第 26 行：一是部分干部运用法治思维的能力还不强。" in text


def test_a_long_line_of_text_hangs_under_its_beginning() -> None:
    report = checked(DRAFT.replace("二是基层", "二是" + "在人员编制和经费保障都比较紧张的情况之下" * 3 + "基层"))
    lines = FORMATS["text"](report, Style(60))
    assert isinstance(lines, str)
    at = next(i for i, line in enumerate(lines.splitlines()) if "二是在人员" in line)
    first, second = lines.splitlines()[at : at + 2]
    assert first.startswith("    · 第 26 行：")
    assert second.startswith("      ")
    assert "·" not in second
    assert all(width(line) <= 62 for line in lines.splitlines() if "SHA" not in line and "：" not in line)


def test_markdown_shows_the_drafts_own_marks_as_text() -> None:
    report = checked(DRAFT.replace("还不强。", "还不强|<b>*x*</b>，力量薄弱。"))
    made = FORMATS["markdown"](report, Style())
    assert isinstance(made, str)
    assert "还不强\\|\\<b\\>\\*x\\*\\</b\\>" in made
    assert all(line.replace("\\|", "").count("|") in (3, 4, 6) for line in made.splitlines() if line.startswith("|"))


def test_a_template_without_requirements_says_so() -> None:
    report = checked("# 备忘\n\n今天没有什么要写的，只是一段话。\n")
    for format in FORMATS:
        assert "这个模板没有逐项要件可核对" in text_of(format, report)


def test_the_command_writes_each_format(lawlint: Any, tmp_path: Path) -> None:
    (tmp_path / "草稿.md").write_text(DRAFT, encoding="utf-8")
    for format in FORMATS:
        done = lawlint("checklist", "草稿.md", "--format", format, "--output", f"out.{format}")
        assert done.returncode == 0, done.stderr
        assert (tmp_path / f"out.{format}").stat().st_size > 500
    assert lawlint("checklist", "草稿.md", "--format", "word").returncode == 2
    assert lawlint("checklist", "草稿.md", "--output", "草稿.md").returncode == 2
    assert (tmp_path / "草稿.md").read_text(encoding="utf-8") == DRAFT
