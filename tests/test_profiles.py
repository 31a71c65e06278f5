"""Profiles: what is inherited and changed, and every mistake in one named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawlint.bodies import body_kind
from lawlint.cli import main
from lawlint.errors import ProfileError
from lawlint.plugins import load
from lawlint.rules import Certainty, Severity
from lawlint.templates import Profile, Profiles
from lawlint.testing import check_text, registry

REPORT = """云岭县水务局2024年法治政府建设情况报告
一、主要举措和成效
全年开展取水执法检查36次。立案查处2件。修订行政处罚裁量基准。
二、存在的不足
由于人员少，执法力量薄弱。
三、主要负责人履行第一责任人职责情况
局长主持党组会研究法治工作4次，听取汇报2次，出庭应诉1次，讲法治课1场。
四、2025年工作打算
一是开展执法人员培训。二是修订重大行政决策目录。
"""


def profile(folder: Path, text: str, name: str = "ours.yaml") -> Profile:
    """The profile that a file with ``text`` gives, read beside the built-in ones."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return load().profiles.get(str(file))


def broken(folder: Path, text: str) -> str:
    """The message with which reading a profile fails."""
    with pytest.raises(ProfileError) as caught:
        profile(folder, text)
    return str(caught.value)


HEAD = "name: ours\ntitle: 本省模板\nextends: fazhi-annual-report\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + "requirments: []\n", 4, "不认识的键“requirments”，是否想写“requirements”？"),
        (
            HEAD + "requirements:\n  - name: measures\n    heading: [甲]\n",
            6,
            "不认识的键“heading”，是否想写“headings”？",
        ),
        (HEAD + "rules:\n  usage: off\n  usage: on\n", 6, "键“usage”重复，前一次在第 5 行"),
        (HEAD + "rules:\n  usage: NO\n", 5, "“NO”不是可用的值"),
        (HEAD + "requirements:\n  - name: measures\n    headings: ['(未闭合']\n", 6, "有误"),
        (HEAD + "requirements:\n  - name: measures\n    enough: 三\n", 6, "“三”应当是整数"),
        (HEAD + "requirements:\n  - name: measures\n    optional: yes\n", 6, "应当是 true 或 false"),
        (HEAD + "requirements: measures\n", 4, "这里应当是列表"),
        (HEAD + "requirements:\n  - name: measurs\n    enabled: false\n", 5, "是否想写“measures”？"),
        (HEAD + "requirements:\n  - name: data-table\n    headings: [数据]\n", 5, "缺少 title"),
        (HEAD + "deadlines:\n  - name: publish\n    before: 4月1日\n", 6, "应当是“月-日”"),
        (HEAD + "deadlines:\n  - name: submit\n    title: 报送\n", 5, "缺少必需的键“of”"),
        (HEAD + "deadlines:\n  - name: submit\n    enabled: false\n", 5, "不在所继承的模板中"),
        (HEAD + "words: nowhere.txt\n", 4, "不存在"),
        (HEAD + "tasks:\n  agencies:\n    - {old: 甲局, new: 乙局}\n", 6, "缺少必需的键“since”"),
        (
            HEAD
            + "tables:\n  - name: t\n    title: 表\n    recognise: [表]\n    columns: {a: 甲, b: 乙}\n"
            + "    column-relations:\n      - {left: [a], right: [c]}\n",
            10,
            "关系里的“c”不是这张表的行或列",
        ),
        ("name: ours\ntitle: 本省模板\nextends: fazhi-anual-report\n", 3, "是否想写“fazhi-annual-report”？"),
        ("name: ours\ntitle: 本省模板\nextends: ./other.yaml\n", 3, "不存在"),
        ("name: ours\n", 1, "缺少必需的键“title”"),
        ("name: ours\ntitle: [甲\n", 3, "不是有效的 YAML"),
        ("", 1, "文件是空的"),
        (HEAD + "requirements:\n  - {name: a, title: 甲, headings: [‘数据’，‘统计’]}\n", 5, "用了中文引号"),
        (HEAD + "requirements:\n  -name: measures\n", 5, "“-”后面缺一个空格"),
        (HEAD + "requirements:\n  - name: a\n    headings: [*举措]\n", 6, "以 * 开头的文字要放在引号里"),
        (HEAD + "requirements:\n  - {name: a, title: 甲, like: fazhi-annual-report}\n", 5, "应当写作“模板/要件”"),
        (HEAD + "requirements:\n  - {name: a, title: 甲, like: fazhi-annual-report/plan}\n", 5, "没有要件“plan”"),
        (HEAD + 'requirements:\n  - name: a\n    headings: ["\\d+件"]\n', 6, "正则表达式请用单引号"),
        (HEAD + "deadlines:\n  - {name: publish, before: 2-30}\n", 5, "应当是“月-日”"),
        ("name: ours\ntitle：本省模板\nextends: fazhi-annual-report\n", 2, "“title”后面用了全角冒号"),
        ("name: ours\ntitle: 本省模板\nrules:\n\tusage: off\n", 4, "制表符"),
        (HEAD + "requirements:\n  - name：data\n", 5, "“name”后面用了全角冒号"),
        (HEAD + "requirements:\n  - name:data\n", 5, "“name:”后面缺一个空格"),
        ("name: ours\ntitle: 本省模板\nextends: 实施方案\n", 3, "是模板 implementation-plan 的标题"),
        (HEAD + "requirements:\n  - name: 存在的不足\n    enough: 3\n", 5, "“存在的不足”是要件 shortcomings 的标题"),
        (HEAD + "rules:\n  section-ordr: on\n", 5, "不认识的规则“section-ordr”，是否想写“section-order”？"),
        (HEAD + "options:\n  usege: {a: 1}\n", 5, "不认识的规则“usege”，是否想写“usage”？"),
        (HEAD + "options:\n  usage: {nothing: 1}\n", 5, "不认识的选项“nothing”"),
        (HEAD + "requirements:\n  - name: shufa\n    title: 述法\n", 5, "永远是缺失"),
        (HEAD + "requirements:\n  - {name: a, title: 甲, headings: [甲], after: b}\n", 5, "不是模板里的要件"),
        (
            HEAD + "requirements:\n  - {name: a, title: 甲, headings: [甲], after: measures, before: measures}\n",
            5,
            "只写一个",
        ),
        (
            HEAD + "requirements:\n  - {name: a, title: 甲, headings: [甲], within: shortcoming}\n",
            5,
            "是否想写“shortcomings”？",
        ),
        (HEAD + "requirements:\n  - {name: a, title: 甲, headings: [甲], applies-to: 局}\n", 5, "“局”不是可用的值"),
        (HEAD + "requirements:\n  - {name: measures, enough: 0}\n", 5, "应当是 1 或更大的整数"),
        (HEAD + "requirements:\n  - {name: measures, length: {}}\n", 5, "length 要写 most"),
        (HEAD + "length: {most: 10, least: 20}\n", 4, "大于 most"),
        (HEAD + "addressee:\n  - {title: 人大}\n", 5, "缺少必需的键“said-by”"),
        (
            HEAD
            + "requirements:\n  - name: measures\n    at-least:\n      - {title: 次数, count: 两次, said-by: [研究]}\n",
            7,
            "“两次”应当是数字",
        ),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    message = broken(tmp_path, text)
    assert message.startswith(f"{tmp_path / 'ours.yaml'}:{line}: ")
    assert words in message


def test_a_circle_of_extends_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: a\ntitle: 甲\nextends: ./b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("name: b\ntitle: 乙\nextends: ./a.yaml\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"b\.yaml:3: extends 成环：a → b → a"):
        Profiles().get(str(tmp_path / "a.yaml"))


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="读不出来"):
        load().profiles.get(str(tmp_path / "none.yaml"))
    with pytest.raises(ProfileError, match="是否想写“implementation-plan”？"):
        load().profiles.get("implementation-plans")


def test_a_pattern_that_explodes_is_stopped_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lawlint.patterns.SECONDS", 0.2)
    file = tmp_path / "ours.yaml"
    text = HEAD + "requirements:\n  - name: measures\n    headings: ['举措', '(?:一|丁|一丁|丁一)+[二三]']\n"
    file.write_text(text, encoding="utf-8")
    draft = tmp_path / "draft.txt"
    draft.write_text(REPORT.replace("一、主要举措和成效", "一、" + "一丁" * 17), encoding="utf-8")
    assert main(["check", "--profile", str(file), str(draft)]) == 2
    message = capsys.readouterr().err
    assert f"{file}:6: 正则表达式“(?:一|丁|一丁|丁一)+[二三]”" in message


def test_an_own_pattern_finds_what_a_built_in_one_would(tmp_path: Path) -> None:
    text = HEAD + (
        "requirements:\n  - name: data\n    title: 执法数据\n    severity: warning\n    headings: ['{year}年执法数据']\n"
    )
    ours = profile(tmp_path, text)
    report = check_text(REPORT, profile=ours.path)
    assert [f.requirement for f in report.findings if f.rule == "missing-section"] == ["data"]
    report = check_text(REPORT + "五、2024年执法数据\n立案2件，罚款3万元。\n", profile=ours.path)
    assert not [f for f in report.findings if f.rule == "missing-section"]


def test_add_change_and_switch_off(tmp_path: Path) -> None:
    base = registry().profiles.get("fazhi-annual-report")
    ours = profile(
        tmp_path,
        HEAD
        + "requirements:\n"
        + "  - {name: other-matters, enabled: false}\n"
        + "  - {name: shortcoming-causes, severity: error}\n"
        + "  - {name: data, title: 执法数据, certainty: verified, headings: [数据]}\n"
        + "rules: {section-order: on, usage: info}\n"
        + "deadlines:\n  - {name: report-local, before: 2-1, inclusive: true}\n  - {name: publish, enabled: false}\n",
    )
    assert ours.parents == ("fazhi-annual-report", "official-document")
    names = [r.name for r in base.requirements if r.name != "other-matters"]
    assert [r.name for r in ours.requirements] == [*names, "data"]
    causes, data = ours.requirement("shortcoming-causes"), ours.requirement("data")
    assert causes is not None
    assert causes.severity is Severity.ERROR
    assert causes.headings == base.requirement("shortcoming-causes").headings  # type: ignore[union-attr]
    assert data is not None
    assert data.certainty is Certainty.VERIFIED
    assert ours.rules == {**base.rules, "section-order": "on", "usage": "info"}
    deadlines = {d.name: d for d in ours.deadlines}
    assert (deadlines["report-local"].month, deadlines["report-local"].day) == (2, 1)
    assert deadlines["report-local"].inclusive
    assert "report-province" in deadlines
    assert "publish" not in deadlines


def test_the_built_in_profiles_are_sound() -> None:
    profiles = registry().profiles
    assert {"fazhi-annual-report", "implementation-plan", "info-disclosure-report", "official-document"} <= set(
        profiles.names
    )
    for name in profiles.names:
        found = profiles.get(name)
        assert found.name == name
        for need in found.requirements:
            assert need.basis, f"{name}: {need.name} has no basis"
            if need.certainty is Certainty.MEMORY:
                assert need.severity is not Severity.ERROR, f"{name}: {need.name} is an error on an unread basis"
        for deadline in found.deadlines:
            assert deadline.basis, f"{name}: {deadline.name} has no basis"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("云岭县水务局2024年法治政府建设情况报告", "fazhi-annual-report"),
        ("云岭县水务局2017年度法治政府建设情况报告", "fazhi-annual-report-2015"),
        ("云岭县人民政府2024年政府信息公开工作年度报告", "info-disclosure-report"),
        ("云岭县2025年秸秆禁烧工作方案", "implementation-plan"),
        ("云岭县水务局2024年工作总结", "official-document"),
    ],
)
def test_the_profile_is_chosen_by_the_title(title: str, name: str) -> None:
    report = check_text(f"{title}\n一、基本情况\n全县有水库36座。\n")
    assert report.profile is not None
    assert report.profile.name == name


def test_a_requirement_goes_where_it_says(tmp_path: Path) -> None:
    ours = profile(
        tmp_path,
        HEAD
        + "requirements:\n  - {name: data, title: 数据, headings: [数据], after: measures}\n"
        + "  - {name: lead, title: 概述, headings: [概述], before: measures}\n",
    )
    assert [r.name for r in ours.requirements][:4] == ["lead", "measures", "data", "shortcomings"]


def test_sentences_alone_show_a_requirement_that_names_no_heading(tmp_path: Path) -> None:
    text = HEAD + "requirements:\n  - {name: shufa, title: 述法, severity: warning, shown-by: [述法]}\n"
    ours = profile(tmp_path, text)
    assert check_text(REPORT, profile=ours.path).judgements["shufa"].status == "missing"
    told = check_text(REPORT.replace("立案查处2件。", "组织下级述法2次。"), profile=ours.path)
    assert told.judgements["shufa"].status == "met"
    assert [told.quote(s) for s in told.judgements["shufa"].evidence] == ["组织下级述法2次。"]


def test_a_requirement_without_a_basis_prints_none(tmp_path: Path) -> None:
    text = HEAD + "requirements:\n  - {name: data, title: 数据, headings: [数据]}\n"
    report = check_text(REPORT, profile=profile(tmp_path, text).path)
    assert [f.basis for f in report.findings if f.requirement == "data"] == [None]


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("石桥镇人民政府关于2024年法治政府建设情况的报告", "missing"),
        ("云岭县水务局2024年法治政府建设情况报告", "not-applicable"),
        ("2024年法治政府建设情况报告", "not-applicable"),
    ],
)
def test_what_is_asked_of_towns_is_asked_of_towns(title: str, status: str) -> None:
    path = str(Path(__file__).parent / "profiles" / "asked.yaml")
    report = check_text(REPORT.replace("云岭县水务局2024年法治政府建设情况报告", title), profile=path)
    assert report.judgements["village-law"].status == status
    assert bool([f for f in report.findings if f.requirement == "village-law"]) == (status == "missing")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("海岳省人民政府关于2023年度法治政府建设情况的报告", "省政府"),
        ("北京市人民政府2023年法治政府建设年度报告", "省政府"),
        ("清河市人民政府2024年法治政府建设年度报告", "市政府"),
        ("中共云岭县委 云岭县人民政府关于2024年法治政府建设情况的报告", "县政府"),
        ("石门区人民政府2024年法治政府建设年度报告", "县政府"),
        ("云岭县教育局2024年法治政府建设年度报告", "部门"),
        ("清河市卫生健康委员会关于2024年法治政府建设情况的报告", "部门"),
        ("云岭县石桥镇人民政府2024年法治政府建设年度报告", "乡镇"),
        ("石门区东山街道办事处2024年法治政府建设年度报告", "街道"),
        ("2024年法治政府建设年度报告", None),
    ],
)
def test_the_kind_of_body(name: str, kind: str | None) -> None:
    assert body_kind([name]) == kind


def test_a_broken_profile_of_a_plugin_is_one_message_and_the_rest_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: broken\ntitle: 坏模板\nrecognise: {title: ['(报告']}\n", encoding="utf-8")
    found = load()
    found.profiles.add(broken)
    monkeypatch.setattr("lawlint.workers.registry", lambda: found)
    drafts = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for draft in drafts:
        draft.write_text(REPORT, encoding="utf-8")
    assert main(["check", *map(str, drafts)]) == 2
    shown = capsys.readouterr()
    assert shown.err.count("少一个右括号") == 1
    assert f"{broken}:3:" in shown.err
    assert shown.out.count("法治政府建设年度报告（按标题判定") == 2
    assert main(["check", "--profile", "fazhi-annual-report", *map(str, drafts)]) == 0


def test_full_width_marks_in_an_own_pattern_mean_what_they_say(tmp_path: Path) -> None:
    text = (
        HEAD + "requirements:\n  - {name: data, title: 数据, severity: warning, headings: ['执法数据（含统计表）']}\n"
    )
    ours = profile(tmp_path, text)
    report = check_text(REPORT + "五、执法数据（含统计表）\n立案2件。\n", profile=ours.path)
    assert report.judgements["data"].status == "met"


def test_words_of_another_templates_requirement(tmp_path: Path) -> None:
    text = (
        "name: ours\ntitle: 工作报告\nrequirements:\n"
        "  - {name: gaps, title: 问题, severity: warning, like: fazhi-annual-report/shortcomings, about: []}\n"
    )
    ours = profile(tmp_path, text)
    need = ours.requirement("gaps")
    assert need is not None
    assert (need.title, need.basis, need.certainty, need.judge) == ("问题", "", Certainty.MEMORY, "shortcomings")
    report = check_text("2024年工作报告\n一、存在的不足\n一是道路失修，养护经费不足。\n", profile=ours.path)
    assert report.judgements["gaps"].status == "met"


@pytest.mark.parametrize("name", registry().profiles.names)
def test_what_was_not_read_in_the_instrument_is_no_error(name: str) -> None:
    profile = registry().profiles.get(name)
    things = (*profile.requirements, *profile.deadlines, *profile.addressee, *profile.copies)
    unread = [t for t in things if t.certainty is not Certainty.VERIFIED]
    assert [t.title for t in unread if t.severity is Severity.ERROR] == []
    assert [r.title for r in profile.requirements if not r.basis] == []
