"""The installed command, run as users run it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import EXAMPLES, Run

from lawlint import __version__

GOOD = (EXAMPLES / "合格.md").read_bytes()
BAD = (EXAMPLES / "有误.md").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of drafts with Chinese names."""
    (tmp_path / "合格 报告.md").write_bytes(GOOD)
    (tmp_path / "有误.md").write_bytes(BAD)
    return tmp_path


def test_version(lawlint: Run) -> None:
    done = lawlint("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"lawlint {__version__}\n", "")


def test_the_good_example_passes_and_the_bad_one_fails(lawlint: Run, folder: Path) -> None:
    good = lawlint("check", "合格 报告.md", "--fail-on", "warning")
    assert good.returncode == 0, good.stdout
    assert "✓" in good.stdout.splitlines()[0]
    bad = lawlint("check", "有误.md")
    assert bad.returncode == 1
    for rule in ("shortcoming-causes", "sum-mismatch", "year-mismatch", "placeholder"):
        assert rule in bad.stdout, bad.stdout
    for word in ("第 15 行", "原文：", "建议：", "依据：", "要件：", "数字："):
        assert word in bad.stdout
    assert bad.stdout.splitlines()[0].startswith("有误.md  2024年度  ✗")
    assert len(bad.stdout.splitlines()) <= 45  # one screen
    assert "\x1b" not in bad.stdout


def test_a_folder_is_walked_and_gitignore_honoured(lawlint: Run, folder: Path) -> None:
    (folder / "归档").mkdir()
    shutil.copy(folder / "有误.md", folder / "归档" / "旧.md")
    (folder / ".gitignore").write_text("归档/\n", "utf-8")
    (folder / "~$有误.docx").write_bytes(b"lock")
    data = json.loads(lawlint("check", ".", "--format", "json").stdout)
    assert [f["path"] for f in data["files"]] == ["合格 报告.md", "有误.md"]
    assert data["summary"]["files"] == 2
    (folder / ".lawlint.yaml").write_text("exclude: ['有误*']\n", "utf-8")
    data = json.loads(lawlint("check", ".", "--format", "json").stdout)
    assert [f["path"] for f in data["files"]] == ["合格 报告.md"]


def test_standard_input(lawlint: Run) -> None:
    done = lawlint("check", "-", "--stdin-filename", "草稿.txt", "--format", "json", input=BAD)
    assert done.returncode == 1
    assert json.loads(done.stdout)["files"][0]["path"] == "草稿.txt"


def test_json_keeps_to_its_contract(lawlint: Run, folder: Path) -> None:
    data = json.loads(lawlint("check", "有误.md", "--format", "json").stdout)
    assert set(data) == {"version", "tool", "files", "errors", "skipped", "summary"}
    assert data["version"] == 1
    assert data["tool"] == {"name": "lawlint", "version": __version__}
    file = data["files"][0]
    assert set(file) == {
        "path", "profile", "profile_reason", "report_year", "findings", "checklist", "figures", "suppressed"
    }  # fmt: skip
    assert (file["profile"], file["report_year"]) == ("fazhi-annual-report", 2024)
    for finding in file["findings"]:
        assert set(finding) == {
            "rule", "severity", "requirement", "message", "hint", "basis", "start", "end", "quote", "section",
            "fingerprint",
        }  # fmt: skip
        assert finding["severity"] in ("error", "warning", "info")
        assert (finding["end"]["line"], finding["end"]["column"]) >= (
            finding["start"]["line"],
            finding["start"]["column"],
        )
    wrong = next(f for f in file["findings"] if f["rule"] == "sum-mismatch")
    assert wrong["section"] == "一/（二）"
    line = BAD.decode().splitlines()[wrong["start"]["line"] - 1]
    assert line[wrong["start"]["column"] - 1 : wrong["end"]["column"] - 1] == wrong["quote"]
    for item in file["checklist"]:
        assert set(item) == {"requirement", "title", "status", "basis", "evidence"}
        assert item["status"] in ("met", "partial", "missing", "not-applicable")
    assert [c["requirement"] for c in file["checklist"]] == [
        "measures", "shortcomings", "shortcoming-causes", "responsible-person", "next-year-plan", "other-matters"
    ]  # fmt: skip
    for figure in file["figures"]:
        assert set(figure) == {"kind", "verdict", "total", "parts", "unit", "difference", "start", "end", "quote"}
    fails = [f for f in file["figures"] if f["verdict"] == "fails"]
    assert [(f["total"], f["parts"], f["difference"]) for f in fails] == [("318", ["142", "96", "41", "25"], "14")]
    assert data["summary"]["error"] == sum(f["severity"] == "error" for f in file["findings"])


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on(lawlint: Run, tmp_path: Path, fail_on: str, status: int) -> None:
    draft = GOOD.decode().replace("2025年推进法治政府建设的主要安排", "2024年推进法治政府建设的主要安排")
    (tmp_path / "a.md").write_text(draft, "utf-8")
    assert lawlint("check", "a.md", "--fail-on", fail_on).returncode == status


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.md", b"", "空的"),
        ("二进制.txt", b"\0\1\2PK", "二进制"),
        ("乱码.md", b"\xff\xff\xfe\xe4\xb8", "无法解码"),
    ],
)
def test_a_draft_that_cannot_be_read_fails_the_run_and_the_others_are_reported(
    lawlint: Run, folder: Path, name: str, data: bytes, words: str
) -> None:
    (folder / name).write_bytes(data)
    done = lawlint("check", ".", "--fail-on", "never")
    assert done.returncode == 2
    assert words in done.stdout
    assert "合格 报告.md  2024年度  ✓" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "没有.md"), "文件不存在"),
        (("check", "empty"), "没有可读的文稿"),
        (("check", "a.xyz"), "不支持 .xyz"),
        (("check", "--format", "xml", "有误.md"), "没有“xml”格式"),
        (("check", "--profile", "fazhi-anual-report", "有误.md"), "是否想写“fazhi-annual-report”"),
        (("check", "--select", "sum-mismach", "有误.md"), "是否想写“sum-mismatch”"),
        (("check", "--fail-on", "fatal", "有误.md"), "没有这个值"),
        (("check", "--config", "没有.yaml", "有误.md"), "读不出配置文件"),
        (("check", "--jobs", "0", "有误.md"), "--jobs 应当是正整数"),
        (("check", "--severity", "sum-mismatch=fatal", "有误.md"), "--severity"),
        (("check", "--output", "没有/a.txt", "有误.md"), "写不了"),
        (("checklist", "没有.md"), "没有.md"),
        (("checklist", "."), "是文件夹"),
        (("figures", "空.md"), "空的"),
        (("explain", "sum-mismach"), "是否想写“sum-mismatch”"),
        (("profiles", "--show", "nothing"), "没有名为“nothing”的模板"),
        (("chek",), "没有这个值"),
        ((), "缺少参数"),
    ],
)
def test_bad_input_is_a_message_and_exit_2(lawlint: Run, folder: Path, arguments: tuple[str, ...], words: str) -> None:
    (folder / "empty").mkdir()
    (folder / "a.xyz").write_bytes(b"abc")
    (folder / "空.md").write_bytes(b"")
    done = lawlint(*arguments)
    assert done.returncode == 2
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (".lawlint.yaml", "fail_on: error\n", ":1: 不认识的设置“fail_on”，是否想写“fail-on”"),
        (".lawlint.yaml", "profile: x\nprofile: y\n", ":2: 键“profile”重复"),
        (".lawlint.yaml", "select: {a: b}\n", "规则名的列表"),
        (".lawlint.yaml", "select: [sum-mismach]\n", "是否想写“sum-mismatch”"),
        (".lawlint.yaml", "severity: {sum-mismatch: fatal}\n", "级别“fatal”不可用"),
        (".lawlint.yaml", "a: [\n", "不是有效的 YAML"),
        (".lawlint.yaml", "inline-suppressions: yes\n", "true 或 false"),
        ("pyproject.toml", "[tool.lawlint]\nselct = []\n", ":2: 不认识的设置“selct”，是否想写“select”"),
        ("pyproject.toml", "[tool.lawlint\n", "不是有效的 TOML"),
    ],
)
def test_a_wrong_configuration_names_file_and_line(
    lawlint: Run, folder: Path, file: str, text: str, words: str
) -> None:
    (folder / file).write_text(text, "utf-8")
    done = lawlint("check", "有误.md")
    assert done.returncode == 2
    assert file in done.stderr
    assert words in done.stderr


def test_the_nearest_configuration_counts(lawlint: Run, folder: Path) -> None:
    (folder / ".lawlint.yaml").write_text("fail-on: never\n", "utf-8")
    assert lawlint("check", "有误.md").returncode == 0
    inner = folder / "内"
    inner.mkdir()
    shutil.copy(folder / "有误.md", inner / "稿.md")
    (inner / "pyproject.toml").write_text('[tool.lawlint]\nselect = ["year-mismatch"]\nfail-on = "warning"\n', "utf-8")
    data = json.loads(lawlint("check", "内/稿.md", "--format", "json").stdout)
    assert {f["rule"] for f in data["files"][0]["findings"]} == {"year-mismatch"}
    assert lawlint("check", "内/稿.md").returncode == 1


def test_jobs_give_the_same_results(lawlint: Run, folder: Path) -> None:
    one = lawlint("check", ".", "--format", "json")
    two = lawlint("check", ".", "--format", "json", "--jobs", "2")
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 1


def test_output_goes_to_a_file(lawlint: Run, folder: Path) -> None:
    done = lawlint("check", "有误.md", "--output", "结果.txt")
    assert (done.returncode, done.stdout) == (1, "")
    assert "sum-mismatch" in (folder / "结果.txt").read_text("utf-8")


def test_checklist_and_figures(lawlint: Run, folder: Path) -> None:
    checklist = lawlint("checklist", "有误.md")
    assert checklist.returncode == 0
    assert re.search(r"✗ 缺失 +不足的原因", checklist.stdout)
    assert re.search(r"✓ 齐备 +党政主要负责人履行第一责任人职责", checklist.stdout)
    assert "第 23 行" in checklist.stdout
    figures = lawlint("figures", "有误.md")
    assert "142 + 96 + 41 + 25 = 304 ≠ 318，差 14" in figures.stdout
    everything = lawlint("figures", "有误.md", "--all")
    assert len(everything.stdout) > len(figures.stdout)
    assert set(json.loads(lawlint("figures", "有误.md", "--format", "json").stdout)) >= {"path", "figures"}


def test_figures_says_why_a_number_was_left_out(lawlint: Run, folder: Path) -> None:
    (folder / "数.txt").write_text("受理10,86件，办结五千三件，热线12345，A4纸12包。\n2024年办结12件。\n", "utf-8")
    everything = lawlint("figures", "数.txt", "--all").stdout
    for line in (
        "数字写法看不懂（2 个）：10,86（第 1 行）；五千三（第 1 行）",
        "热线号码（1 个）：热线12345（第 1 行）",
        "字母与数字组成的代号（1 个）：A4（第 1 行）",
        "年份（1 个）：2024年（第 2 行）",
    ):
        assert line in everything, everything
    assert "看不懂" not in lawlint("figures", "数.txt").stdout
    assert set(json.loads(lawlint("checklist", "有误.md", "--format", "json").stdout)) >= {"path", "checklist"}


def test_figures_says_why_a_relation_is_one(lawlint: Run, folder: Path) -> None:
    (folder / "数.txt").write_text(
        "受理投诉304件，包括来电142件、网络96件、来信41件、来访25件。另有培训12期。\n", "utf-8"
    )
    plain, why = lawlint("figures", "数.txt").stdout, lawlint("figures", "数.txt", "--why").stdout
    assert why.startswith(plain[: plain.index("关系 ")].rstrip())
    assert re.search(
        r"^    证据合计 \+\d\.\d\d 分，其中文字 \+\d\.\d\d 分；列全 \+\d\.\d\d 分。界限：", why, re.MULTILINE
    )
    assert re.search(r"^ +[+-]\d\.\d\d  文字 \+\d\.\d\d  总数紧挨在各项前$", why, re.MULTILINE)
    assert re.search(r"^ +[+-]\d\.\d\d  文字   —    算得相符", why, re.MULTILINE)
    assert "证据合计" not in plain
    assert (
        lawlint("figures", "数.txt", "--format", "json").stdout
        == lawlint("figures", "数.txt", "--format", "json", "--why").stdout
    )


def test_lists_and_pages(lawlint: Run) -> None:
    rules = lawlint("rules")
    assert rules.returncode == 0
    names = [line.split()[0] for line in rules.stdout.splitlines()]
    assert names == sorted(names)
    for name in ("sum-mismatch", "missing-section", "check-crashed"):
        assert name in names
        page = lawlint("explain", name)
        assert page.returncode == 0
        assert page.stdout.startswith(name)
    profiles = lawlint("profiles").stdout
    assert "fazhi-annual-report" in profiles
    shown = lawlint("profiles", "--show", "fazhi-annual-report").stdout
    assert "下一年度主要安排" in shown
    assert "厅字〔2019〕28号" in shown


def test_init_writes_a_configuration_that_is_valid(lawlint: Run, folder: Path) -> None:
    assert lawlint("init").returncode == 0
    assert lawlint("check", "合格 报告.md").returncode == 0
    again = lawlint("init")
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert lawlint("init", "--force").returncode == 0


def test_a_draft_with_a_byte_order_mark_and_windows_line_ends(lawlint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + BAD.replace(b"\n", b"\r\n"))
    (tmp_path / "b.md").write_bytes(BAD.decode().encode("gb18030"))
    (tmp_path / "c.md").write_bytes(BAD)
    files = json.loads(lawlint("check", ".", "--format", "json").stdout)["files"]
    found = [[(f["rule"], f["start"], f["quote"]) for f in file["findings"]] for file in files]
    assert found[0] == found[1] == found[2]


def test_a_plugin_that_does_not_load_fails_the_run(lawlint: Run, folder: Path) -> None:
    info = folder / "site" / "odd-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[lawlint]\nodd = no_such_module\n")
    done = lawlint("check", "合格 报告.md", "--fail-on", "never", PYTHONPATH=str(folder / "site"))
    assert done.returncode == 2
    assert "插件“odd”" in done.stdout + done.stderr
    assert "合格 报告.md  2024年度  ✓" in done.stdout
