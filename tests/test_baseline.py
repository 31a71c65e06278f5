"""Fingerprints and the baseline: what is known stays known through changes around it, and hides nothing new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import EXAMPLES, Run
from hypothesis import given
from hypothesis import strategies as st

from lawlint.baseline import Baseline, read
from lawlint.errors import UsageError
from lawlint.fingerprints import Identity, fingerprints
from lawlint.report import FileReport
from lawlint.testing import check_text

BAD = (EXAMPLES / "有误.md").read_text("utf-8")
TWICE = "云岭县水务局2024年度工作总结\n\n一、检查情况\n\n开展监管的的检查。\n\n二、下一步\n\n继续监管。\n"


def known_by(draft: str, rule: str) -> list[str]:
    report = check_text(draft)
    return [name for finding, name in report.fingerprints().items() if finding.rule == rule]


def kept(draft: str) -> Baseline:
    """A baseline that knows all that is found in a draft."""
    baseline = Baseline(Path("基线.json"))
    baseline.update([check_text(draft)])
    return baseline


def compared(baseline: Baseline, draft: str) -> FileReport:
    report = check_text(draft)
    baseline.apply([report])
    return report


# ---- fingerprints


def test_lines_above_change_no_fingerprint() -> None:
    moved = BAD.replace("一、", "新加的一段，说明情况。\n\n一、", 1)
    assert moved != BAD
    after, before = ({*check_text(d, "md").fingerprints().values()} for d in (moved, BAD))
    assert after >= before


def test_twins_in_one_section_have_two_fingerprints() -> None:
    one = known_by(TWICE, "duplicated-word")
    two = known_by(TWICE.replace("的的检查。", "的的检查。\n\n再次监管的的。"), "duplicated-word")
    assert len(one) == 1
    assert len(set(two)) == 2
    assert one[0] == two[0]


def test_silencing_one_twin_renames_no_other() -> None:
    draft = TWICE.replace("的的检查。", "的的检查。\n\n再次监管的的。")
    silenced = draft.replace("开展", "lawlint: disable-next=duplicated-word -- 原文\n\n开展")
    assert known_by(silenced, "duplicated-word") == known_by(draft, "duplicated-word")


def test_line_breaks_inside_the_words_change_no_fingerprint() -> None:
    found = [fingerprints([Identity("r", "", "一", words)]) for words in ("受理318件", "受理\n318件 ")]
    assert found[0] == found[1]


@given(st.lists(st.builds(Identity, *[st.sampled_from(["", "一", "二", "一\0", "1"])] * 4), max_size=12))
def test_no_two_findings_of_a_draft_share_a_fingerprint(identities: list[Identity]) -> None:
    assert len(set(fingerprints(identities))) == len(identities)


def test_personal_data_is_not_in_a_fingerprint() -> None:
    draft = "云岭县水务局2024年度工作总结\n\n投诉人电话13800001234，已办结。\n"
    words = [i.words for f, i in check_text(draft).identities().items() if f.rule == "personal-data"]
    assert words
    assert "13800001234" not in words[0]


# ---- the baseline


def test_what_is_known_is_not_reported_and_what_is_new_is() -> None:
    baseline = kept(TWICE)
    assert [f.rule for f in compared(baseline, TWICE).findings] == []
    changed = compared(baseline, TWICE.replace("继续监管。", "继续监管的的。"))
    assert [f.rule for f in changed.findings] == ["duplicated-word"]
    assert changed.start(changed.findings[0].span).line == 9


@pytest.mark.parametrize("twin", ["再次监管的的。\n\n开展", "开展监管的的检查。\n\n开展"])
def test_a_new_twin_is_reported_wherever_it_stands(twin: str) -> None:
    report = compared(kept(TWICE), TWICE.replace("开展", twin, 1))
    assert [f.rule for f in report.findings] == ["duplicated-word"]
    assert len(report.known) == len(check_text(TWICE).findings)


def test_a_sentence_moved_to_another_section_stays_known_and_a_short_word_does_not() -> None:
    sentence = "全年受理投诉318件，包括来电142件、网络96件、来信41件、来访25件。"
    draft = f"云岭县水务局2024年度工作总结\n\n一、检查情况\n\n{sentence}\n\n二、下一步\n\n继续监管。\n"
    moved = draft.replace(f"{sentence}\n\n", "开展检查。\n\n").replace("继续监管。", f"继续监管。\n\n{sentence}")
    before = compared(kept(draft), draft)
    assert "sum-mismatch" in [f.rule for f in before.known]
    assert "sum-mismatch" in [f.rule for f in compared(kept(draft), moved).known]
    short = TWICE.replace("的的检查", "的检查").replace("继续监管。", "继续监管的的。")
    assert [f.rule for f in compared(kept(TWICE), short).findings] == ["duplicated-word"]


def test_a_finding_that_weighs_more_than_before_is_new() -> None:
    baseline = Baseline(Path("基线.json"))
    baseline.update([check_text(TWICE, severity={"duplicated-word": "info"})])
    report = check_text(TWICE, severity={"duplicated-word": "warning"})
    baseline.apply([report])
    assert [f.rule for f in report.findings] == ["duplicated-word"]


def test_what_went_away_is_told_unless_its_rule_did_not_run() -> None:
    mended = TWICE.replace("的的", "的")
    assert [text.split()[0] for text in compared(kept(TWICE), mended).gone] == ["duplicated-word"]
    other = check_text(mended, select=("usage",))
    kept(TWICE).apply([other])
    assert other.gone == []


def test_a_missing_requirement_does_not_hide_another() -> None:
    """Both findings point at the title: their requirement tells them apart."""
    head = "# 云岭县教育局2024年度法治政府建设情况的报告\n\n"
    baseline = Baseline(Path("基线.json"))
    baseline.update([check_text(head + "一、主要举措和成效\n\n开展检查36次。\n", "md")])
    other = check_text(head + "一、存在的不足\n\n一是执法力量薄弱，原因是编制不足。\n", "md")
    baseline.apply([other])
    assert any(f.requirement == "measures" for f in other.findings)


def test_the_file_of_a_baseline_reads_as_it_was_written(tmp_path: Path) -> None:
    baseline = kept(BAD)
    path = tmp_path / "基线.json"
    path.write_text(baseline.text(), "utf-8")
    assert read(path).drafts == baseline.drafts


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2, "drafts": {}}', '{"version": 1, "drafts": {"a": [{}]}}']
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"b\.json"):
        read(path)


# ---- the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "有误.md").write_text(BAD, "utf-8")
    return tmp_path


def test_a_baseline_is_written_and_holds(lawlint: Run, folder: Path) -> None:
    assert lawlint("check", ".").returncode == 1
    written = lawlint("check", ".", "--write-baseline", "基线.json")
    assert written.returncode == 0, written.stderr
    assert "已写好基线" in written.stderr
    again = lawlint("check", ".", "--baseline", "基线.json", "--fail-on", "info")
    assert again.returncode == 0, again.stdout
    assert "基线：" in again.stdout
    (folder / "有误.md").write_text(BAD.replace("142件", "143件"), "utf-8")
    changed = lawlint("check", ".", "--baseline", "基线.json", "--format", "json")
    assert changed.returncode == 1
    file = json.loads(changed.stdout)["files"][0]
    assert [f["rule"] for f in file["findings"]] == ["sum-mismatch"]
    assert {f["rule"] for f in file["known"]} >= {"placeholder", "shortcoming-causes"}
    assert "不再出现" in changed.stderr
    assert "sum-mismatch" in changed.stderr
    assert lawlint("check", ".", "--baseline", "基线.json", "--write-baseline").returncode == 0
    assert lawlint("check", ".", "--baseline", "基线.json").returncode == 0


def test_a_renamed_draft_stays_known_and_a_deleted_one_is_told(lawlint: Run, folder: Path) -> None:
    (folder / "删.txt").write_text(TWICE, "utf-8")
    lawlint("check", ".", "--write-baseline", "基线.json")
    (folder / "有误.md").rename(folder / "改名.md")
    (folder / "删.txt").unlink()
    done = lawlint("check", ".", "--baseline", "基线.json")
    assert done.returncode == 0, done.stdout
    assert "删.txt 已经没有了" in done.stderr
    assert "有误.md" not in done.stderr


def test_a_copy_of_a_known_draft_is_new(lawlint: Run, folder: Path) -> None:
    lawlint("check", ".", "--write-baseline", "基线.json")
    (folder / "又一份.md").write_text(BAD, "utf-8")
    assert lawlint("check", ".", "--baseline", "基线.json").returncode == 1


def test_one_draft_checked_alone_leaves_the_others_in_the_baseline(lawlint: Run, folder: Path) -> None:
    (folder / "两份.txt").write_text(TWICE, "utf-8")
    lawlint("check", ".", "--write-baseline", "基线.json")
    lawlint("check", "两份.txt", "--write-baseline", "基线.json")
    assert set(read(folder / "基线.json").drafts) == {"有误.md", "两份.txt"}


def test_a_baseline_makes_no_unread_draft_clean(lawlint: Run, folder: Path) -> None:
    (folder / "空.md").write_bytes(b"")
    assert lawlint("check", ".", "--write-baseline", "基线.json").returncode == 2
    assert lawlint("check", ".", "--baseline", "基线.json").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--baseline", "没有.json"), "用 --write-baseline"),
        (("--write-baseline", "有误.md"), ".json"),
        (("--write-baseline",), "写明文件"),
        (("--baseline", "a.json", "--write-baseline", "b.json"), "只能用一个"),
    ],
)
def test_options_that_cannot_be_meant(lawlint: Run, folder: Path, arguments: tuple[str, ...], words: str) -> None:
    done = lawlint("check", "有误.md", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert (folder / "有误.md").read_text("utf-8") == BAD
