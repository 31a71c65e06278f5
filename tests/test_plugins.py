"""Plugins that are broken in one way each: one clear line that names the plugin and the cure, and exit 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import EXAMPLES, Run

GOOD = (EXAMPLES / "合格.md").read_bytes()

HEAD = """
import lawlint
from pathlib import Path
from lawlint.document import Span
from lawlint.readers import Reader, read_text
from lawlint.reporters import Reporter
from lawlint.rules import Certainty, Option, Rule, Severity

class Own(Rule):
    '''自有规则。'''
    name = "own-rule"
    def check(self, context):
        yield self.finding(context.document.blocks[0].span, "自有发现")
"""
RULES = "@lawlint.hookimpl\ndef lawlint_rules():\n    return "
READERS = "@lawlint.hookimpl\ndef lawlint_readers():\n    return "
REPORTERS = "@lawlint.hookimpl\ndef lawlint_reporters():\n    return "
PROFILES = "@lawlint.hookimpl\ndef lawlint_profiles():\n    return "


class Broken(NamedTuple):
    """A plugin's code after the usual imports, and what the message must say: the fault, and what to write instead."""

    code: str
    fault: str
    cure: str


def rule(body: str) -> str:
    return f"class Odd(Own):\n    '''坏规则。'''\n    name = 'odd-rule'\n    {body}\n{RULES}[Odd]\n"


BROKEN = {
    "import": Broken("import no_such_module\n", "找不到模块 no_such_module", "重新安装"),
    "syntax": Broken("def x(:\n", "SyntaxError", "没有载入"),
    "raises": Broken("raise OSError('没有文件\\n第二行')\n", "OSError: 没有文件 第二行", "没有载入"),
    "exits": Broken("raise SystemExit(0)\n", "SystemExit", "没有载入"),
    "no hooks": Broken("", "没有任何钩子", "@lawlint.hookimpl"),
    "no hookimpl": Broken(
        "def lawlint_rules():\n    return [Own]\n", "lawlint_rules 没有加装饰器", "@lawlint.hookimpl"
    ),
    "misspelt hook": Broken(
        "@lawlint.hookimpl\ndef lawlint_rule():\n    return [Own]\n", "没有名为 lawlint_rule 的钩子", "lawlint_rules"
    ),
    "hook with arguments": Broken(
        "@lawlint.hookimpl\ndef lawlint_rules(config):\n    return [Own]\n", "参数不对", "def lawlint_rules():"
    ),
    "hook raises": Broken(f"{RULES}[][0]\n", "lawlint_rules 失败：IndexError", "IndexError"),
    "hook exits": Broken(f"{RULES}exit(0)\n", "lawlint_rules 失败：SystemExit", "SystemExit"),
    "nothing returned": Broken(f"{RULES}None\n", "什么也没有返回", "返回列表"),
    "no list": Broken(f"{RULES}Own\n", "返回的是 type", "返回列表"),
    "instance": Broken(f"{RULES}[Own()]\n", "规则 Own 给的是实例", "return [Own]"),
    "no rule": Broken(f"{RULES}[dict]\n", "dict 不是规则", "lawlint.rules.Rule 的子类"),
    "no name": Broken(
        f"class Odd(Rule):\n    def check(self, context): return []\n{RULES}[Odd]\n", "没有 name", "name ="
    ),
    "name in capitals": Broken(rule("name = 'OddRule'"), "name 是 'OddRule'", "小写字母和连字符"),
    "severity as text": Broken(rule("severity = 'error'"), "severity 是 'error'", "severity = Severity.ERROR"),
    "certainty as text": Broken(rule("certainty = 'memory'"), "certainty 是 'memory'", "Certainty.VERIFIED"),
    "basis as list": Broken(rule("basis = ['a']"), "basis 是 list", "文字或 None"),
    "no check": Broken(
        f"class Odd(Rule):\n    name = 'odd-rule'\n{RULES}[Odd]\n", "没有 check 方法", "def check(self, context)"
    ),
    "options as defaults": Broken(rule("options = {'limit': 3}"), "options 不对", "Option(int"),
    "needs an argument": Broken(rule("def __init__(self, limit): pass"), "__init__ 有必填的参数", "options"),
    "name of another rule": Broken(rule("name = 'sum-mismatch'"), "规则名“sum-mismatch”已被", "换一个名字"),
    "name of the engine": Broken(rule("name = 'check-crashed'"), "规则名“check-crashed”已被", "换一个名字"),
    "no path": Broken(f"{PROFILES}[Path('/没有/own.yaml')]\n", "不存在", ".yaml 列为包的数据"),
    "path of an empty folder": Broken(f"{PROFILES}[Path(__file__).parent / 'empty']\n", "没有 .yaml 模板", "包的数据"),
    "no path at all": Broken(f"{PROFILES}[{{}}]\n", "不是路径", "Path(__file__)"),
    "profile with a fault": Broken(
        f"{PROFILES}[Path(__file__).parent / 'bad.yaml']\n", "bad.yaml:2", "是否想写“title”"
    ),
    "profile with a known name": Broken(
        f"{PROFILES}[Path(__file__).parent / 'official-document.yaml']\n",
        "模板名“official-document”已经有了",
        "extends",
    ),
    "reader class": Broken(f"{READERS}[Reader]\n", "不是读取器", "Reader("),
    "reader without suffixes": Broken(f"{READERS}[Reader('own', (), read_text)]\n", "没有扩展名的列表", "逗号"),
    "reader with a text for suffixes": Broken(
        f"{READERS}[Reader('own', ('.own'), read_text)]\n", "没有扩展名的列表", "逗号"
    ),
    "suffix without a dot": Broken(f"{READERS}[Reader('own', ('own',), read_text)]\n", "扩展名 'own' 不对", "以点开头"),
    "suffix taken": Broken(f"{READERS}[Reader('own', ('.md',), read_text)]\n", "已由 markdown 读取", "换一个扩展名"),
    "reader takes what is not there": Broken(
        f"{READERS}[Reader('own', ('.own',), read_text, ('color',))]\n",
        "accepts 里有 color",
        "可用：revisions、soffice",
    ),
    "reporter function": Broken(f"{REPORTERS}[print]\n", "不是输出格式", "Reporter("),
    "reporter with a known name": Broken(
        f"{REPORTERS}[Reporter('json', '', lambda run, style: '')]\n", "“json”已经有了", "换一个名字"
    ),
    "reporter of one argument": Broken(
        f"{REPORTERS}[Reporter('own', '', lambda run: '')]\n", "函数不对", "def render(run, style)"
    ),
}


@pytest.fixture
def install(tmp_path: Path) -> str:
    """A folder for PYTHONPATH in which the plugin ``odd`` is installed; its code is in ``odd_plugin.py``."""
    site = tmp_path / "site"
    info = site / "odd-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-lawlint\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[lawlint]\nodd = odd_plugin\n")
    (site / "empty").mkdir()
    (site / "bad.yaml").write_text("name: bad\ntitel: x\n", "utf-8")
    (site / "official-document.yaml").write_text("name: official-document\ntitle: x\n", "utf-8")
    (tmp_path / "合格.md").write_bytes(GOOD)
    return str(site)


def code(site: str, text: str) -> None:
    (Path(site) / "odd_plugin.py").write_text(HEAD + text, "utf-8")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_one_clear_line_and_exit_2(lawlint: Run, install: str, name: str) -> None:
    broken = BROKEN[name]
    code(install, broken.code)
    done = lawlint("check", "合格.md", "--fail-on", "never", PYTHONPATH=install)
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    told = [line for line in done.stderr.splitlines() if "插件" in line]
    assert len(told) == 1, done.stderr
    assert told[0].startswith("lawlint: 插件“odd”（odd_plugin）")
    assert broken.fault in told[0]
    assert broken.cure in told[0]
    assert "合格.md  2024年度  ✓" in done.stdout  # the rest was checked all the same


def test_one_fault_holds_up_nothing_else(lawlint: Run, install: str) -> None:
    code(
        install,
        rule("severity = 'error'").replace("[Odd]", "[Odd, Own]")
        + f"{REPORTERS}[Reporter('own', '', lambda r, s: 'own')]\n",
    )
    done = lawlint("check", "合格.md", "--format", "json", "--fail-on", "never", PYTHONPATH=install)
    assert done.returncode == 2
    assert "own-rule" in {f["rule"] for f in json.loads(done.stdout)["files"][0]["findings"]}
    assert lawlint("check", "合格.md", "--format", "own", PYTHONPATH=install).stdout == "own"


@pytest.mark.parametrize(
    "arguments",
    [("--format", "own"), ("--profile", "own"), ("--select", "own-rule")],
)
def test_a_plugin_that_failed_is_named_before_what_is_missing(
    lawlint: Run, install: str, arguments: tuple[str, ...]
) -> None:
    code(install, "raise OSError('坏了')\n")
    lines = lawlint("check", "合格.md", *arguments, PYTHONPATH=install).stderr.splitlines()
    assert lines[0].startswith("lawlint: 插件“odd”")
    assert "没有" in lines[1]


@pytest.mark.parametrize("render", ["lambda run, style: 1 / 0", "lambda run, style: None"])
def test_a_reporter_that_fails_is_named(lawlint: Run, install: str, render: str) -> None:
    code(install, f"{REPORTERS}[Reporter('own', '自有', {render})]\n")
    done = lawlint("check", "合格.md", "--format", "own", "--format", "json=a.json", PYTHONPATH=install)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "own" in done.stderr.splitlines()[-1]
    assert (Path(install).parent / "a.json").exists()


def test_a_plugin_can_be_left_out(lawlint: Run, install: str) -> None:
    code(install, "raise OSError('坏了')\n")
    for arguments in (("-p", "no:odd", "check", "合格.md"), ("check", "合格.md", "-p", "no:odd")):
        assert lawlint(*arguments, PYTHONPATH=install).returncode == 0
    wrong = lawlint("check", "合格.md", "-p", "no:od", PYTHONPATH=install)
    assert wrong.returncode == 2
    assert "是否想写“odd”" in wrong.stderr
    assert "不能停用" in lawlint("check", "合格.md", "-p", "no:checks", PYTHONPATH=install).stderr
    assert "-p no:插件名" in lawlint("check", "合格.md", "-p", "odd", PYTHONPATH=install).stderr


def test_a_plugin_left_out_is_left_out_of_every_process(lawlint: Run, install: str, tmp_path: Path) -> None:
    code(install, f"{RULES}[Own]\n")
    (tmp_path / "二.md").write_bytes(GOOD)
    arguments = ("check", ".", "--format", "json", "--jobs", "2")
    assert "own-rule" in lawlint(*arguments, PYTHONPATH=install).stdout
    assert "own-rule" not in lawlint(*arguments, "-p", "no:odd", PYTHONPATH=install).stdout


@pytest.mark.parametrize("name", ["odd", "odd-lawlint"])
def test_a_required_plugin_must_be_there(lawlint: Run, install: str, tmp_path: Path, name: str) -> None:
    code(install, f"{RULES}[Own]\n")
    (tmp_path / ".lawlint.yaml").write_text(f"stage: draft\nrequired-plugins:\n  - {name}\n", "utf-8")
    assert lawlint("check", "合格.md", PYTHONPATH=install).returncode == 0
    missing = lawlint("check", "合格.md")
    assert missing.returncode == 2
    assert f".lawlint.yaml:3: 需要插件“{name}”" in missing.stderr


def test_version_names_the_plugins(lawlint: Run, install: str) -> None:
    code(install, "raise OSError('坏了')\n")
    assert lawlint("--version", PYTHONPATH=install).stdout.splitlines()[1] == "插件：odd（odd-lawlint 1.0）"
