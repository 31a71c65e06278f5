"""The engine: guarded rules, suppressions, severities, plugins that fail, drafts that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import ClassVar

import pytest

from lawlint import engine, plugins, suppressions
from lawlint.context import Context
from lawlint.document import Span
from lawlint.engine import Settings, check_bytes
from lawlint.errors import ReadError, UsageError
from lawlint.installed import GROUP
from lawlint.plugins import Registry
from lawlint.readers import decode
from lawlint.report import Run
from lawlint.requirements import KINDS
from lawlint.rules import Finding, Option, Rule, Severity
from lawlint.testing import check_text

DRAFT = "云岭县档案局2024年度法治政府建设情况报告\n\n一、成效\n开展检查3次。\n"


class Crash(Rule):
    """说出半句就出错。"""

    name = "crash"

    def check(self, context: Context) -> Iterable[Finding]:
        yield self.finding(Span(0, 2), "先说一句")
        raise KeyError("出错了")


class Mark(Rule):
    """每段报一处。"""

    name = "mark"
    options: ClassVar = {"limit": Option(int, 99, "最多几处")}

    def check(self, context: Context) -> Iterable[Finding]:
        for block in context.document.blocks[: self.settings["limit"]]:
            yield self.finding(block.span, "一段")


class Quiet(Mark):
    """默认关闭。"""

    name = "quiet"
    enabled = False


@pytest.fixture
def registry() -> Registry:
    loaded = plugins.load()
    assert loaded.failures == []
    loaded.rules = {rule.name: rule for rule in (Crash, Mark, Quiet)}
    return loaded


def names(report: object) -> list[str]:
    return [f.rule for f in report.findings]  # type: ignore[attr-defined]


def check(draft: str, registry: Registry, **settings: object) -> engine.FileReport:
    return check_bytes(draft.encode(), "a.txt", registry, Settings(**settings))  # type: ignore[arg-type]


def test_a_rule_that_crashes_is_a_finding_and_the_rest_still_runs(registry: Registry) -> None:
    report = check(DRAFT, registry)
    assert names(report).count("check-crashed") == 1
    assert names(report).count("crash") == 1
    assert names(report).count("mark") == 3
    crashed = next(f for f in report.findings if f.rule == "check-crashed")
    assert "crash" in crashed.message
    assert "a.txt" in crashed.message
    assert "KeyError" in crashed.message
    assert Run([report]).exit_status("never") == 2


def test_a_crash_cannot_be_ignored_or_suppressed(registry: Registry) -> None:
    draft = "<!-- lawlint: disable=check-crashed -- 不看 -->\n" + DRAFT
    report = check(draft, registry, ignore=("check-crashed", "mark"))
    assert "check-crashed" in names(report)


def test_select_ignore_and_severity(registry: Registry) -> None:
    assert set(names(check(DRAFT, registry, select=("mark",)))) == {"mark"}
    assert "mark" not in names(check(DRAFT, registry, ignore=("mark",)))
    assert "quiet" not in names(check(DRAFT, registry))
    assert "quiet" in names(check(DRAFT, registry, select=("quiet",)))
    report = check(DRAFT, registry, severity={"mark": "error"}, select=("mark",))
    assert {f.severity for f in report.findings} == {Severity.ERROR}


def test_options_are_checked(registry: Registry) -> None:
    assert names(check(DRAFT, registry, select=("mark",), options={"mark": {"limit": 1}})) == ["mark"]
    with pytest.raises(UsageError, match="没有选项“limits”"):
        check(DRAFT, registry, options={"mark": {"limits": 1}})
    with pytest.raises(UsageError, match="选项“limit”应当是整数"):
        check(DRAFT, registry, options={"mark": {"limit": "many"}})


@pytest.mark.parametrize("wrap", ["{}", "<!-- {} -->"])
def test_suppressions(registry: Registry, wrap: str) -> None:
    def lines(draft: str) -> list[int]:
        report = check(draft, registry, select=("mark",))
        assert report.error is None
        return [report.start(f.span).line for f in report.findings]

    body = "第一段。\n\n第二段。\n\n第三段。\n"
    off, on, following = (wrap.format(f"lawlint: {v}=mark -- 理由") for v in ("disable", "enable", "disable-next"))
    assert lines(body) == [1, 3, 5]
    assert lines(f"{off}\n\n{body}") == []
    assert lines(f"第一段。\n\n{off}\n\n第二段。\n\n{on}\n\n第三段。\n") == [1, 9]
    assert lines(f"第一段。\n\n{following}\n\n第二段。\n\n第三段。\n") == [1, 7]


def test_a_suppressed_finding_is_kept_with_its_reason(registry: Registry) -> None:
    report = check("lawlint: disable=mark -- 已核对\n\n第一段。\n", registry, select=("mark",))
    assert [(s.finding.rule, s.reason) for s in report.suppressed] == [("mark", "已核对")]
    inline_off = check("lawlint: disable=mark -- 已核对\n\n第一段。\n", registry, select=("mark",), inline=False)
    assert names(inline_off) == ["mark"]


@pytest.mark.parametrize(
    ("directive", "words"),
    [
        ("lawlint: disable=quiet -- 没有用", None),  # quiet does not run: it cannot be unused
        ("lawlint: disable=profile-unrecognised -- 没有用", "没有用上"),
        ("lawlint: disable=marc", "是否想写“mark”"),
        ("lawlint: disable", "要写“=规则名”"),
        ("lawlint: disabel=mark", "是否想写“disable”"),
    ],
)
def test_directives_that_do_nothing_are_reported(registry: Registry, directive: str, words: str | None) -> None:
    registry.rules = {"mark": Mark, "quiet": Quiet}
    report = check(f"<!-- {directive} -->\n{DRAFT}", registry)
    told = [f.message for f in report.findings if f.rule == "unused-suppression"]
    assert len(told) == (words is not None)
    assert words is None or words in told[0]


# ---- plugins


def point(value: str, name: str = "odd") -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_a_plugin_that_does_not_load_is_named_and_the_others_work() -> None:
    registry = plugins.load([point("lawlint.no_such_module"), point("lawlint.builtin", "formats")])
    assert len(registry.failures) == 1
    assert "odd" in registry.failures[0]
    assert "no_such_module" in registry.failures[0]
    assert "json" in registry.reporters


def test_a_misspelt_hook_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "misspelt.py").write_text("import lawlint\n@lawlint.hookimpl\ndef lawlint_rule():\n    return []\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = plugins.load([point("misspelt")])
    assert "lawlint_rule" in registry.failures[0]


def test_a_hook_that_raises_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raising.py").write_text(
        "import lawlint\n@lawlint.hookimpl\ndef lawlint_rules():\n    raise OSError('没有')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = plugins.load([point("raising")])
    assert "lawlint_rules" in registry.failures[0]
    assert Run(errors=[("", f) for f in registry.failures]).exit_status("never") == 2


def test_a_third_party_gives_rules_readers_reporters_and_profiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.yaml").write_text("name: own\ntitle: 自有模板\nrecognise: {title: ['档案局']}\n", "utf-8")
    (tmp_path / "third.py").write_text(
        "import lawlint, pathlib\n"
        "from lawlint.readers import Reader, read_text\nfrom lawlint.reporters import Reporter\nfrom lawlint.rules import Rule\n"
        "class Own(Rule):\n    '''自有规则。'''\n    name = 'own-rule'\n"
        "    def check(self, context):\n        yield self.finding(context.document.blocks[0].span, '自有发现')\n"
        "@lawlint.hookimpl\ndef lawlint_rules(): return [Own]\n"
        f"@lawlint.hookimpl\ndef lawlint_profiles(): return [pathlib.Path({str(tmp_path / 'own.yaml')!r})]\n"
        "@lawlint.hookimpl\ndef lawlint_readers(): return [Reader('own', ('.own',), read_text)]\n"
        "@lawlint.hookimpl\ndef lawlint_reporters(): return [Reporter('own', '自有', lambda run, style: 'own')]\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = plugins.load([point("third")])
    assert registry.failures == []
    report = check_bytes(DRAFT.encode(), "a.own", registry, Settings())
    assert report.profile
    assert report.profile.name == "own"
    assert "own-rule" in names(report)
    assert registry.reporters["own"].title == "自有"


# ---- reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode(DRAFT.encode(encoding)) == DRAFT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b" \n\r\n ", "空的"),
        (b"\xef\xbb\xbf", "空的"),
        (b"\x89PNG\r\n\x1a\n\0\0", "二进制"),
        (b"\xff\xff\xff\xe4", "无法解码"),
        ("报告".encode() + b"\xff\x20", "无法解码"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10abc", "控制字符"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        decode(data)
    report = check_bytes(data, "a.txt", plugins.load(), Settings())
    assert report.error
    assert Run([report]).exit_status("never") == 2


def test_a_format_nobody_reads() -> None:
    report = check_bytes(b"abc", "a.xyz", plugins.load(), Settings())
    assert report.error
    assert ".xyz" in report.error


def test_a_reader_that_crashes_is_no_clean_draft(registry: Registry) -> None:
    def crash(data: bytes, path: str) -> object:
        raise RuntimeError("坏了")

    from lawlint.readers import Reader

    registry.readers = [Reader("bad", (".txt",), crash)]  # type: ignore[arg-type]
    report = check(DRAFT, registry)
    assert report.error
    assert "RuntimeError" in report.error


def test_a_draft_no_template_fits() -> None:
    report = check_text("# 使用说明\n\n本目录存放各年度报告草稿。\n", "md")
    assert [(f.rule, f.severity.value) for f in report.findings] == [("profile-unrecognised", "info")]
    assert report.profile
    assert report.profile.name == "official-document"


@pytest.mark.parametrize(
    ("draft", "name"),
    [
        (
            "云岭新闻\n今日要闻\n一、法治政府建设新举措\n全县推进法治政府建设。\n二、春耕备耕\n播种面积12万亩。\n",
            "official-document",
        ),
        (
            "2024年工作总结\n一、主要举措\n修路12公里。\n二、存在的问题\n资金不足。\n三、下一步打算\n修桥3座。\n",
            "official-document",
        ),
        ("一、存在问题的整改举措和下一步工作打算\n依法行政，整改8个。\n二、春耕\n播种12万亩。\n", "official-document"),
        (
            "2024年工作\n一、主要举措\n全县推进法治政府建设，检查12次。\n二、存在的问题\n人员不足。\n三、下一步打算\n培训3次。\n",
            "fazhi-annual-report",
        ),
    ],
)
def test_a_template_is_chosen_by_headings_only_where_the_draft_speaks_of_it(draft: str, name: str) -> None:
    report = check_text(draft)
    assert report.profile is not None
    assert report.profile.name == name


def test_a_plugin_adds_a_kind_of_requirement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "counted.yaml").write_text(
        "name: counted\ntitle: 档案报告\nrequirements:\n"
        "  - {name: boxes, title: 卷数, judge: boxes, severity: warning, headings: [卷数]}\n",
        "utf-8",
    )
    (tmp_path / "counting.py").write_text(
        "import lawlint, pathlib\n"
        "from lawlint.requirements import Judge\n"
        "class Boxes(Judge):\n    kind = 'boxes'\n"
        "    def weigh(self, made, sentences):\n"
        "        return made.met(sentences, '有卷数') if any('卷' in s.words for s in sentences) else made.unrelated('没有卷数')\n"
        "@lawlint.hookimpl\ndef lawlint_judges(): return [Boxes]\n"
        f"@lawlint.hookimpl\ndef lawlint_profiles(): return [pathlib.Path({str(tmp_path / 'counted.yaml')!r})]\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(KINDS, "boxes", raising=False)  # and gone again after the test
    registry = plugins.load(
        [point("counting"), point("lawlint.builtin", "formats"), point("lawlint_checks.plugin", "checks")]
    )
    assert registry.failures == []
    for text, status in (("存放档案12卷。", "met"), ("存放档案。", "missing")):
        draft = f"云岭县档案局2024年工作\n一、卷数\n{text}\n"
        report = engine.check_bytes(draft.encode(), "a.txt", registry, engine.Settings(profile="counted"))
        assert report.judgements["boxes"].status == status


# ---- suppressions, as they are applied


WHOLE = ["missing-section", "profile-unrecognised", "unread-passage", "unread-page", "section-order"]


@pytest.mark.parametrize(("rule", "needs"), [*((name, True) for name in WHOLE), ("usage", False)])
def test_what_concerns_the_whole_draft_needs_a_reason(rule: str, needs: bool) -> None:
    found = [Finding(rule, Severity.ERROR, "有", Span(30, 31))]
    bare = suppressions.Directive(Span(0, 5), (rule,), 5, 100)
    left, silenced = suppressions.apply(found, [bare], {rule})
    assert [f.rule for f in left] == ([rule, "unused-suppression"] if needs else [])
    assert len(silenced) == (not needs)
    reasoned = suppressions.Directive(Span(0, 5), (rule,), 5, 100, reason="已核对")
    assert suppressions.apply(found, [reasoned], {rule})[0] == []


def test_more_directives_than_anyone_writes_do_not_count(registry: Registry) -> None:
    lines = "<!-- lawlint: disable-next=mark -- 理由 -->\n正文写得明白。\n\n"
    settings = Settings(select=("mark", "unused-suppression"), options={"mark": {"limit": 9999}})
    report = check_bytes((lines * 1005).encode(), "a.md", registry, settings)
    assert len(report.suppressed) == 1000
    assert [f.message for f in report.findings if "最多" in f.message] == [
        "停用指令有误：一份文稿里最多 1000 条停用指令，从这一条起都不算"
    ]


@pytest.mark.parametrize("rule", ["unused-suppression", "check-crashed"])
def test_what_cannot_be_silenced(registry: Registry, rule: str) -> None:
    report = check(f"<!-- lawlint: disable={rule} -- 理由 -->\n{DRAFT}", registry)
    assert any("不能用指令停用" in f.message for f in report.findings)
