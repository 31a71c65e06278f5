"""Configuration: what extends what, what holds for which draft, and which file and line says so."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from conftest import EXAMPLES, ROOT, Run

from lawlint.config import _KEYS, STARTER, Config, Key, read
from lawlint.context import Context
from lawlint.errors import UsageError
from lawlint.installed import Plugin
from lawlint.plugins import Registry, load
from lawlint.rules import Finding, Option, Rule

BAD = (EXAMPLES / "有误.md").read_bytes()


class Limited(Rule):
    """有选项的规则。"""

    name = "limited"
    options: ClassVar = {
        "limit": Option(int, 3, "最多几处"),
        "words": Option(list, [], "哪些词"),
        "strict": Option(bool, False, "从严"),
    }

    def check(self, context: Context) -> Iterable[Finding]:
        return ()


@pytest.fixture(scope="module")
def registry() -> Registry:
    found = load()
    found.rules["limited"] = Limited
    return found


def write(folder: Path, **files: str) -> Path:
    """Write configuration files; the last is the one to read. ``a__b`` is ``a/b``, and all end in ``.yaml``."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return path


def config(folder: Path, registry: Registry, **files: str) -> Config:
    return read(write(folder, **files), registry)


def test_own_settings_come_over_those_extended(tmp_path: Path, registry: Registry) -> None:
    found = config(
        tmp_path,
        registry,
        shared__city="fail-on: warning\nstage: publish\nignore: [usage]\nselect: [residue]\nseverity: {residue: error}\n",
        own="extends: shared/city.yaml\nstage: draft\nignore: [placeholder]\nselect: [usage, placeholder]\nseverity: {usage: info}\n",
    )
    assert (found.fail_on, found.stage) == ("warning", "draft")
    assert set(found.ignore) == {"usage", "placeholder"}
    assert found.select == ("usage", "placeholder")
    assert found.severity == {"residue": "error", "usage": "info"}
    assert found.settings[Key("fail-on")].origin.endswith("city.yaml:1")
    assert found.settings[Key("severity", "usage")].origin.endswith("own.yaml:5")


def test_of_several_extended_the_last_wins(tmp_path: Path, registry: Registry) -> None:
    found = config(
        tmp_path, registry, a="fail-on: never\nstage: publish\n", b="fail-on: info\n", own="extends: [a.yaml, b.yaml]\n"
    )
    assert (found.fail_on, found.stage) == ("info", "publish")


def test_overrides_hold_for_the_drafts_they_name_the_last_one_last(tmp_path: Path, registry: Registry) -> None:
    found = config(
        tmp_path,
        registry,
        own="""
fail-on: error
overrides:
  - files: ["/方案/"]
    profile: implementation-plan
    ignore: [usage]
  - files: "*.定稿.md"
    stage: publish
    fail-on: info
""",
    )
    plan, final, other = (found.at(tmp_path / name) for name in ("方案/一.md", "方案/二.定稿.md", "报告/方案.md"))
    assert (plan.profile, plan.ignore, plan.fail_on) == ("implementation-plan", ("usage",), "error")
    assert (final.profile, final.stage, final.fail_on) == ("implementation-plan", "publish", "info")
    assert (other.profile, other.ignore, other.fail_on) == (None, (), "error")


def test_a_profile_and_an_exclude_count_from_the_file_that_names_them(tmp_path: Path, registry: Registry) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "ours.yaml").write_text("name: ours\ntitle: x\n", "utf-8")
    found = config(
        tmp_path, registry, shared__city="profile: ours.yaml\nexclude: [/旧/]\n", own="extends: shared/city.yaml\n"
    )
    assert found.profile == str(tmp_path / "shared" / "ours.yaml")
    assert found.excluding(tmp_path / "shared" / "旧" / "a.md")
    assert not found.excluding(tmp_path / "旧" / "a.md")


@pytest.mark.parametrize(
    ("pattern", "left_out", "kept"),
    [
        ("归档/", "归档/a.md", "归档.md"),
        ("/归档/", "归档/a.md", "内/归档/a.md"),
        ("'*.bak.md'", "内/a.bak.md", "a.md"),
        ("报告/**/旧稿.md", "报告/x/y/旧稿.md", "旧稿.md"),
        ("['*.md', '!留.md']", "a.md", "留.md"),
    ],
)
def test_patterns_are_those_of_gitignore(
    tmp_path: Path, registry: Registry, pattern: str, left_out: str, kept: str
) -> None:
    found = config(tmp_path, registry, own=f"exclude: {pattern}\n")
    assert found.excluding(tmp_path / left_out)
    assert not found.excluding(tmp_path / kept)


def test_options_are_cast_and_their_place_is_known(tmp_path: Path, registry: Registry) -> None:
    found = config(
        tmp_path, registry, own="options:\n  limited:\n    limit: 5\n    words: [甲, 乙]\n    strict: true\n"
    )
    assert found.options == {"limited": {"limit": 5, "words": ["甲", "乙"], "strict": True}}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\n", 1, "不认识的设置“a”"),
        ("stage: draft\nfail_on: error\n", 2, "是否想写“fail-on”"),
        ("ignore:\n  - usage\n  - usge\n", 3, "是否想写“usage”"),
        ("severity:\n  usage: info\n  residue: fatal\n", 3, "级别“fatal”不可用"),
        ("options:\n  limited:\n    limit: 1\n    limits: 2\n", 4, "没有选项“limits”，是否想写“limit”"),
        ("options:\n  limited:\n    limit: many\n", 3, "应当是整数，写的是“many”"),
        ("options:\n  limited:\n    strict: maybe\n", 3, "true 或 false"),
        ("options:\n  usage:\n    limit: 1\n", 2, "规则 usage 没有选项"),
        ("options:\n  limitde: {limit: 1}\n", 2, "是否想写“limited”"),
        ("options: [a]\n", 1, "映射"),
        ("exclude: {a: b}\n", 1, "路径样式的列表"),
        ("exclude:\n  - [a]\n", 2, "路径样式"),
        ("profile: [a]\n", 1, "模板名或模板文件"),
        ("exclude:\n  - a\n  - '!'\n", 3, "不是能用的路径样式"),
        ("overrides:\n  - files: [a,\n      '!']\n", 3, "不是能用的路径样式"),
        ("extends: 没有.yaml\n", 1, "不存在"),
        ("stage: draft\nextends: own.yaml\n", 2, "成环"),
        ("overrides:\n  - stage: publish\n", 2, "要有 files"),
        ("overrides:\n  - files: a\n    stage: final\n", 3, "“final”不可用"),
        ("overrides:\n  - files: a\n    exclude: b\n", 3, "不认识的设置“exclude”"),
        ("overrides: {files: a}\n", 1, "列表"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    tmp_path: Path, registry: Registry, text: str, line: int, words: str
) -> None:
    with pytest.raises(UsageError) as told:
        config(tmp_path, registry, own=text)
    assert f"own.yaml:{line}: " in str(told.value)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[project]\nname = 'a'\n\n[tool.lawlint]\nstage = 'draft'\nfail-on = 'fatal'\n", 6),
        ("[tool.lawlint]\nstage = 'draft'\n[tool.lawlint.severity]\nusage = 'info'\nresidue = 'fatal'\n", 5),
        ("[tool.lawlint.options.limited]\nlimit = 1\nlimits = 2\n[tool.other]\nlimits = 1\n", 3),
        ("[[tool.lawlint.overrides]]\nfiles = ['a']\n[[tool.lawlint.overrides]]\nfiles = ['b']\nstage = 'final'\n", 5),
        (
            "[[tool.lawlint.overrides]]\nfiles = ['a']\n[tool.lawlint.overrides.severity]\nusage = 'info'\nresidue = 'x'\n",
            5,
        ),
    ],
)
def test_a_fault_in_toml_is_told_with_its_line(tmp_path: Path, registry: Registry, text: str, line: int) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=rf"pyproject\.toml:{line}: "):
        read(path, registry)


def test_a_cycle_over_two_files_is_told(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(UsageError, match=r"a\.yaml → b\.yaml → a\.yaml"):
        config(tmp_path, registry, b="extends: ./a.yaml\n", a="extends: b.yaml\n")


# ---- the schema


def valid(text: str) -> bool:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "lawlint.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return bool(jsonschema.Draft202012Validator(schema).is_valid(yaml.safe_load(text)))


def test_the_schema_knows_every_setting() -> None:
    schema = json.loads((ROOT / "docs" / "lawlint.schema.json").read_text("utf-8"))
    assert set(schema["properties"]) == {*_KEYS, "extends", "overrides"}
    override = schema["properties"]["overrides"]["items"]["properties"]
    assert set(override) == {*_KEYS, "files"} - {"exclude", "required-plugins"}


def test_the_starter_is_valid_as_it_is_and_with_every_example(tmp_path: Path, registry: Registry) -> None:
    assert valid(STARTER)
    read(write(tmp_path, own=STARTER), registry)
    lines = [
        line[2:] if line.startswith("# ") and (":" in line or line.startswith("#  ")) else line
        for line in STARTER.splitlines()
    ]
    told = [line for line in lines if not any(mark in line for mark in "。；（") or line.startswith("#")]
    everything = "\n".join(told).replace("规则名: {选项: 值}", "limited: {limit: 5}")
    assert set(yaml.safe_load(everything)) >= set(_KEYS) - {"options"}
    assert valid(everything)
    (tmp_path / "shared").mkdir(exist_ok=True)
    (tmp_path / "shared" / "全市.yaml").write_text("", "utf-8")
    (tmp_path / "own").mkdir()
    registry.plugins.append(Plugin("yunling", "yunling-lawlint", "1.0"))
    read(write(tmp_path, own__own=everything), registry)


@pytest.mark.parametrize(
    "text",
    ["fail_on: error", "severity: {usage: fatal}", "overrides: [{stage: draft}]", "stage: final", "ignore: {a: b}"],
)
def test_the_schema_refuses_what_lawlint_refuses(tmp_path: Path, registry: Registry, text: str) -> None:
    assert not valid(text)
    with pytest.raises(UsageError):
        config(tmp_path, registry, own=text)


# ---- the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("报告/有误.md", "报告/归档/旧.md", "方案/内/归档/旧.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BAD)
    (tmp_path / ".lawlint.yaml").write_text("exclude: [/报告/归档/]\n", "utf-8")
    return tmp_path


def test_exclude_counts_from_its_file_wherever_the_check_begins(lawlint: Run, folder: Path) -> None:
    assert lawlint("files").stdout.split() == ["报告/有误.md", "方案/内/归档/旧.md"]
    assert lawlint("files", cwd=folder / "报告").stdout.split() == ["有误.md"]
    inner = folder / "方案" / "内"
    (inner / ".lawlint.yaml").write_text("exclude: 归档\n", "utf-8")
    assert lawlint("files").stdout.split() == ["报告/有误.md"]


def test_a_named_file_that_is_excluded_is_said_and_not_checked(lawlint: Run, folder: Path) -> None:
    done = lawlint("check", "报告/归档/旧.md", "--format", "json")
    assert done.returncode == 0
    data = json.loads(done.stdout)
    assert data["files"] == []
    assert [s["path"] for s in data["skipped"]] == ["报告/归档/旧.md"]
    assert ".lawlint.yaml:1: exclude /报告/归档/" in done.stderr


def test_exclude_of_a_configuration_named_on_the_command_line(lawlint: Run, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "设置"
    other.mkdir()
    (other / "c.yaml").write_text("exclude: [/报告/]\n", "utf-8")
    assert lawlint("files", "--config", "设置/c.yaml").stdout.split() == ["方案/内/归档/旧.md"]


def test_a_file_under_several_names_is_checked_once(lawlint: Run, folder: Path) -> None:
    (folder / "链接.md").symlink_to("报告/有误.md")
    os.link(folder / "报告" / "有误.md", folder / "硬链接.md")
    done = lawlint(
        "check",
        "报告/有误.md",
        "./报告/有误.md",
        str(folder / "报告" / "有误.md"),
        "链接.md",
        "硬链接.md",
        "--format",
        "json",
    )
    assert [f["path"] for f in json.loads(done.stdout)["files"]] == ["报告/有误.md"]


def test_config_show_says_what_applies_and_from_where(lawlint: Run, folder: Path) -> None:
    (folder / ".lawlint.yaml").write_text(
        "extends: 全市.yaml\nignore: [placeholder, residue]\noverrides:\n  - files: [报告/]\n    stage: publish\n",
        "utf-8",
    )
    (folder / "全市.yaml").write_text("# 全市\nfail-on: warning\n", "utf-8")
    done = lawlint("config", "--show", "报告/有误.md")
    assert done.returncode == 0
    rows = {tuple(line.split()[:2]): line.split()[2] for line in done.stdout.splitlines() if len(line.split()) > 2}
    assert rows["fail-on", "warning"] == "全市.yaml:2"
    assert rows["ignore", "placeholder"] == ".lawlint.yaml:2"
    assert rows["ignore", "residue"] == ".lawlint.yaml:2，这份文稿里没有用上"
    assert rows["stage", "publish"] == ".lawlint.yaml:5"
    assert rows["inline-suppressions", "true"] == "默认"
    assert "模板：fazhi-annual-report" in done.stdout
    assert "stage  draft" not in lawlint("config", "--show", "方案/内/归档/旧.md", "--stage", "publish").stdout


@pytest.mark.parametrize("arguments", [("config",), ("config", "--show", "没有.md"), ("files", "没有.md")])
def test_files_and_config_with_nothing_to_show(lawlint: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    done = lawlint(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(("lawlint: ", "usage: "))
