"""The same draft gives the same verdicts in every format."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from formats import DRAFT, FORMATS, SOFFICE, Part, soffice, text, word
from word import deleted, docx, ins, p, r

from lawlint.engine import Settings, check_bytes
from lawlint.report import FileReport
from lawlint.testing import registry

needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
REPORTS = ("heilongjiang-plan-2021", "loudi-2023", "nantong-2020", "tongnan-2024")
TEXT = "Text (encoded):UTF8"


def check(data: bytes, suffix: str, **settings: Any) -> FileReport:
    report = check_bytes(data, f"draft.{suffix}", registry(), Settings(**settings))
    assert report.error is None
    return report


def verdicts(report: FileReport) -> dict[str, Any]:
    """All that must not depend on the format; quotes without the white space between lines and the bars between cells."""
    assert report.document is not None
    assert report.figures is not None
    return {
        "profile": report.profile.name if report.profile else None,
        "year": report.report_year,
        "title": report.document.title,
        "outline": [(s.level, s.path, s.title) for s in report.document.sections],
        "findings": sorted(
            (f.rule, f.severity.value, report.section(f.span), re.sub(r"[\s|]", "", report.quote(f.span)))
            for f in report.findings
        ),
        "checklist": {name: j.status.value for name, j in report.judgements.items()},
        "figures": sorted(
            (r.kind, r.verdict, str(r.total), tuple(r.parts), str(r.unit), str(r.difference))
            for r in report.figures.relations
        ),
    }


EXPECTED = verdicts(check(FORMATS["md"](), "md"))


def failing(report: FileReport) -> set[str]:
    """The kinds of relations that do not hold."""
    assert report.figures is not None
    return {r.kind for r in report.figures.relations if r.verdict == "fails"}


def test_the_draft_has_something_to_find() -> None:
    assert "shortcoming-causes" in {rule for rule, *_ in EXPECTED["findings"]}
    assert {kind for kind, *_ in EXPECTED["figures"]} >= {"sum", "table", "growth"}
    assert ("sum", "fails", "318", ("142", "96", "41", "25"), "件", "14") in EXPECTED["figures"]
    assert len(EXPECTED["outline"]) == 8


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_gives_the_same_verdicts(format: str) -> None:
    assert verdicts(check(FORMATS[format](), format)) == EXPECTED


def _changed(old: str, new: str) -> tuple[Part, ...]:
    def swap(value: str) -> str:
        return value.replace(old, new)

    return tuple(Part(k, swap(t), tuple(tuple(map(swap, row)) for row in rows)) for k, t, rows in DRAFT)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("old", "new", "wrong"), [("26", "25", {"sum"}), ("来信41", "来信55", {"table"})])
def test_a_changed_figure_changes_the_verdict_alike(format: str, old: str, new: str, wrong: set[str]) -> None:
    assert failing(check(FORMATS[format](_changed(old, new)), format)) == wrong


@needs_soffice
@pytest.mark.parametrize("to", ["docx", "html", "pdf"])
def test_libreoffice_writes_it(to: str, tmp_path: Path) -> None:
    assert verdicts(check(soffice(word(), ".docx", to, tmp_path), to)) == EXPECTED


@needs_soffice
def test_an_old_word_file_is_converted_where_allowed(tmp_path: Path) -> None:
    old = soffice(word(), ".docx", "doc", tmp_path)
    assert check_bytes(old, "draft.doc", registry(), Settings()).error
    assert verdicts(check(old, "doc", soffice=True)) == EXPECTED


@needs_soffice
@pytest.mark.parametrize("to", ["docx", "html", "pdf"])
@pytest.mark.parametrize("name", REPORTS)
def test_real_reports_give_the_text_readers_verdicts(name: str, to: str, corpus: Path, tmp_path: Path) -> None:
    data = (corpus / "reports" / f"{name}.txt").read_bytes()
    assert verdicts(check(soffice(data, ".txt", to, tmp_path, TEXT), to)) == verdicts(check(data, "txt"))


# -- tracked changes


SENTENCE = ("全年受理投诉", "件，包括来电142件、网络96件、来信41件、来访25件。")
CORRECTED = docx(p("云岭县水务局2024年度工作报告") + p(SENTENCE[0], deleted("318"), ins("304"), SENTENCE[1]))


@pytest.mark.parametrize(("revisions", "wrong"), [("final", False), ("original", True)])
def test_a_tracked_correction_of_a_sum(revisions: str, wrong: bool) -> None:
    report = check(CORRECTED, "docx", revisions=revisions)
    assert ("sum" in failing(report)) is wrong


@needs_soffice
@pytest.mark.parametrize(("revisions", "wrong"), [("final", False), ("original", True)])
def test_a_tracked_correction_that_libreoffice_saved(revisions: str, wrong: bool, tmp_path: Path) -> None:
    report = check(soffice(CORRECTED, ".docx", "docx", tmp_path), "docx", revisions=revisions)
    assert ("sum" in failing(report)) is wrong
    assert any(key == "insertion" for key, _ in report.document.notices)  # type: ignore[union-attr]


@pytest.mark.parametrize(("stage", "severity"), [("draft", "info"), ("publish", "error")])
def test_changes_are_an_error_when_published(stage: str, severity: str) -> None:
    found = [f for f in check(CORRECTED, "docx", stage=stage).findings if f.rule == "residue"]
    assert [(f.severity.value, f.message) for f in found] == [
        (severity, "有 2 处修订没有接受或拒绝（插入 1 处、删除 1 处）：第 2 段")
    ]


@pytest.mark.parametrize(("stage", "severity"), [("draft", "info"), ("publish", "error")])
def test_comments_and_hidden_text_are_an_error_when_published_but_highlights_are_not(stage: str, severity: str) -> None:
    body = (
        p("云岭县水务局2024年度工作报告")
        + p(
            '<w:commentRangeStart w:id="7"/>',
            "受理304件",
            '<w:commentRangeEnd w:id="7"/>',
            r("内部掌握", "<w:vanish/>"),
        )
        + p("办结", r("300件", '<w:highlight w:val="yellow"/>'), "。")
    )
    report = check(docx(body), "docx", stage=stage)
    found = [(f.rule, f.severity.value, report.quote(f.span)) for f in report.findings if "residue" in f.rule]
    assert set(found) == {
        ("residue", severity, "受理304件"),
        ("revision-residue", severity, "受理304件"),
        ("revision-residue", "info", "300件"),
    }


def test_stage_and_revisions_on_the_command_line(lawlint: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "稿.docx").write_bytes(CORRECTED)
    assert lawlint("check", "稿.docx").returncode == 0
    assert lawlint("check", "稿.docx", "--stage", "publish").returncode == 1
    assert '"318"' in lawlint("figures", "稿.docx", "--format", "json", "--revisions", "original").stdout
    assert '"318"' not in lawlint("figures", "稿.docx", "--format", "json").stdout
    (tmp_path / ".lawlint.yaml").write_text("stage: publish\n")
    assert lawlint("check", "稿.docx").returncode == 1
    assert lawlint("check", "稿.docx", "--stage", "draft").returncode == 0
    (tmp_path / ".lawlint.yaml").write_text("stage: final\n")
    done = lawlint("check", "稿.docx")
    assert done.returncode == 2
    assert ".lawlint.yaml:1" in done.stderr


def test_positions_are_paragraph_and_column() -> None:
    report = check(CORRECTED, "docx", revisions="original")
    relation = next(r for r in report.figures.relations if r.verdict == "fails")  # type: ignore[union-attr]
    words = SENTENCE[0] + "318" + SENTENCE[1]
    assert report.quote(relation.span) in words
    assert report.start(relation.span) == (2, words.index(report.quote(relation.span)) + 1, None)


def test_the_text_draft_is_the_one_the_formats_share() -> None:
    assert os.linesep.join(p.text for p in DRAFT if p.kind == "title") in text().decode()
