"""``lawlint suppress`` writes directives that silence just what was chosen, and changes nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import EXAMPLES, Run

BAD = (EXAMPLES / "有误.md").read_text("utf-8")
PLAIN = "云岭县水务局2024年度工作总结\n一、检查情况\n开展监管的的检查，截止目前办结2件。\n二、下一步\n继续监管的的。\n"


def findings(lawlint: Run, name: str) -> list[dict[str, object]]:
    found = json.loads(lawlint("check", name, "--format", "json", "--fail-on", "never").stdout)["files"][0]["findings"]
    assert isinstance(found, list)
    return found


def rest(found: list[dict[str, object]], rule: str) -> list[object]:
    return [f["fingerprint"] for f in found if f["rule"] != rule]


@pytest.mark.parametrize("rule", ["sum-mismatch", "placeholder", "shortcoming-causes", "year-mismatch"])
def test_one_rule_is_silenced_and_nothing_else_changes(lawlint: Run, tmp_path: Path, rule: str) -> None:
    (tmp_path / "稿.md").write_text(BAD, "utf-8")
    before = findings(lawlint, "稿.md")
    done = lawlint("suppress", "稿.md", "--rule", rule, "--reason", "口径不同，已核对")
    assert done.returncode == 0, done.stderr
    after = findings(lawlint, "稿.md")
    assert rest(before, rule) == [f["fingerprint"] for f in after]
    text = (tmp_path / "稿.md").read_text("utf-8")
    assert f"<!-- lawlint: disable-next={rule} -- 口径不同，已核对 -->\n\n" in text
    assert [line for line in text.splitlines() if line and "lawlint:" not in line] == [
        line for line in BAD.splitlines() if line
    ]


def test_a_finding_is_chosen_by_line_and_by_fingerprint(lawlint: Run, tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(PLAIN, "utf-8")
    before = findings(lawlint, "稿.txt")
    twins = [f for f in before if f["rule"] == "duplicated-word"]
    assert len(twins) == 2
    done = lawlint("suppress", "稿.txt", "--fingerprint", str(twins[1]["fingerprint"]), "--reason", "原话")
    assert done.stdout == "稿.txt：第 5 行之前：lawlint: disable-next=duplicated-word -- 原话\n"
    assert [f["fingerprint"] for f in findings(lawlint, "稿.txt")] == [
        f["fingerprint"] for f in before if f != twins[1]
    ]
    assert lawlint("suppress", "稿.txt", "--line", "3", "--reason", "原话").returncode == 0
    assert "lawlint: disable-next=duplicated-word,usage -- 原话\n开展" in file.read_text("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_encoding_and_line_ends_stay(lawlint: Run, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "稿.txt"
    file.write_bytes(PLAIN.replace("\n", "\r\n").encode(encoding))
    assert lawlint("suppress", "稿.txt", "--rule", "duplicated-word", "--reason", "原话").returncode == 0
    text = file.read_bytes().decode(encoding)
    assert text.count("\r\n") == text.count("\n") == PLAIN.count("\n") + 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--reason", "原话"), "用 --rule"),
        (("--rule", "duplicated-word"), "--reason"),
        (("--rule", "duplicated-word", "--reason", " "), "要写一句理由"),
        (("--rule", "duplicated-word", "--reason", "a --> b"), "-->"),
        (("--rule", "sum-mismatch", "--reason", "原话"), "没有这样的发现"),
        (("--rule", "duplicatd-word", "--reason", "原话"), "是否想写“duplicated-word”"),
        (("--line", "4", "--reason", "原话"), "没有这样的发现"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_written(
    lawlint: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "稿.txt").write_text(PLAIN, "utf-8")
    done = lawlint("suppress", "稿.txt", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert (tmp_path / "稿.txt").read_text("utf-8") == PLAIN


def test_a_word_draft_cannot_hold_a_directive(lawlint: Run, tmp_path: Path) -> None:
    page = "<html><body><h1>云岭县水务局2024年度工作总结</h1><p>履行职责的的机关。</p></body></html>"
    (tmp_path / "稿.html").write_text(page, "utf-8")
    done = lawlint("suppress", "稿.html", "--rule", "duplicated-word", "--reason", "原话")
    assert done.returncode == 2
    assert "--write-baseline" in done.stderr


@pytest.mark.parametrize("cell", ["职责的的机关", "履行的的责任"])
def test_before_a_table_the_directive_stands_before_the_whole_table(lawlint: Run, tmp_path: Path, cell: str) -> None:
    table = f"# 云岭县水务局2024年度工作总结\n\n各项任务见下表：\n\n| 项目 | 说明 |\n| --- | --- |\n| 一 | {cell} |\n| 二 | 完成 |\n"
    (tmp_path / "稿.md").write_text(table, "utf-8")
    before = findings(lawlint, "稿.md")
    if not any(f["rule"] == "duplicated-word" for f in before):
        pytest.skip("the rule reads no tables")
    assert lawlint("suppress", "稿.md", "--rule", "duplicated-word", "--reason", "原话").returncode == 0
    assert rest(before, "duplicated-word") == [f["fingerprint"] for f in findings(lawlint, "稿.md")]
