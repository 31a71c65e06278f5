"""Plans: tasks found in the forms real plans use; and the plan of the corpus, where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lawlint.report import FileReport
from lawlint.tasks import Plan
from lawlint.testing import check_text

CORPUS = os.environ.get("LAWLINT_CORPUS", "")


def plan(report: FileReport) -> Plan:
    """The tasks of a checked draft."""
    assert report.plan is not None
    return report.plan


def told(draft: str, format: str = "txt") -> list[tuple[str, bool, bool]]:
    """Each task's name, whether it names an owner, whether it tells a deadline."""
    found = plan(check_text(draft, format, profile="implementation-plan"))
    return [(t.name.rstrip("。"), t.owned, t.timed) for t in found.tasks]


def test_tasks_of_the_first_level_below_the_chapter() -> None:
    draft = (
        "云岭县节水行动方案\n一、目标\n到2026年用水总量不增加。\n二、重点任务\n"
        "（一）农业节水。推广滴灌。（县水利局牵头，县农业农村局配合，2026年6月底前完成）\n"
        "（二）工业节水。开展水平衡测试。（县工业和信息化局负责，持续推进）\n三、保障措施\n加强考核。\n"
    )
    assert told(draft) == [("农业节水", True, True), ("工业节水", True, True)]


def test_tasks_below_groups_with_square_brackets() -> None:
    draft = (
        "云岭县节水行动方案\n一、目标\n到2026年用水总量不增加。\n二、重点任务\n（一）农业\n"
        "1.推广滴灌。建成示范区3个。【责任单位：县水利局；完成时限：2026年6月】\n"
        "2.改造渠系。改造干渠20公里。【责任单位：县水利局；完成时限：2026年9月】\n（二）工业\n"
        "1.测试水平衡。【责任单位：县工业和信息化局】\n三、保障措施\n加强考核。\n"
    )
    assert told(draft) == [("推广滴灌", True, True), ("改造渠系", True, True), ("测试水平衡", True, False)]


def test_owner_and_deadline_on_lines_of_their_own_below_points() -> None:
    draft = (
        "# 云岭县节水行动方案\n\n## 一、目标\n\n到2026年用水总量不增加。\n\n## 二、重点任务\n\n### （一）农业\n\n"
        "1. 推广滴灌。\n2. 改造渠系。\n\n**牵头单位**：县水利局\n\n**完成时限**：2026年6月\n\n### （二）工业\n\n"
        "1. 测试水平衡。\n2. 更换设备。\n\n**牵头单位**：县工业和信息化局\n\n**完成时限**：\n\n## 三、保障措施\n\n加强考核。\n"
    )
    assert told(draft, "md") == [("农业", True, True), ("工业", True, False)]


def test_tasks_in_paragraphs() -> None:
    draft = (
        "云岭县节水行动方案\n一、目标\n到2026年用水总量不增加。\n二、重点任务\n"
        "一是推广滴灌。建成示范区3个。（责任单位：县水利局）\n二是改造渠系。（责任单位：县水利局）\n"
        "三是测试水平衡。2026年底前完成。\n三、保障措施\n加强考核。\n"
    )
    assert told(draft) == [
        ("一是推广滴灌", True, False),
        ("二是改造渠系", True, False),
        ("三是测试水平衡", False, True),
    ]


def test_a_table_with_cells_drawn_as_merged() -> None:
    draft = (
        "# 云岭县节水行动方案\n\n## 一、目标\n\n到2026年用水总量不增加。\n\n## 二、重点任务\n\n"
        "| 领域 | 任务 | 牵头单位 | 责任单位 | 时限 |\n| --- | --- | --- | --- | --- |\n"
        "| 农业 | 推广滴灌 | 县水利局 | 各乡镇 | 2026年6月 |\n| | 改造渠系 | | 各乡镇 | 2026年9月 |\n\n"
        "## 三、保障措施\n\n加强考核。\n"
    )
    assert told(draft, "md") == [("推广滴灌", True, True), ("改造渠系", True, True)]


def test_no_tasks_are_looked_for_among_safeguards() -> None:
    draft = (
        "云岭县节水行动方案\n一、目标\n到2026年用水总量不增加。\n二、重点任务\n"
        "（一）农业节水。（县水利局负责，2026年6月底前完成）\n"
        "三、保障措施\n（一）加强领导。建立联席会议。\n（二）保障资金。（县财政局负责）\n"
    )
    assert [name for name, _, _ in told(draft)] == ["农业节水"]


@pytest.mark.skipif(not CORPUS, reason="LAWLINT_CORPUS names no folder of reports")
def test_the_plan_of_the_corpus() -> None:
    path = Path(CORPUS) / "reports" / "heilongjiang-plan-2021.txt"
    found = plan(check_text(path.read_text(encoding="utf-8"), profile="implementation-plan"))
    assert [t.number for t in found.tasks] == list(range(1, 19))
    assert all(t.owned and t.timed for t in found.tasks)
    groups = {id(t.section.parent) for t in found.tasks if t.section}
    assert len(groups) == 3
    report = check_text(path.read_text(encoding="utf-8"))
    rules = {"task-owner", "task-deadline", "deadline-conflict", "agency-name", "missing-section", "numbering-gap"}
    assert [f for f in report.findings if f.rule in rules] == []


def test_brackets_of_owners_and_a_date_without_labels() -> None:
    draft = (
        "# 云岭区校外培训专项治理行动方案\n\n## 一、治理目标\n\n无证机构清零。\n\n## 二、治理任务\n\n"
        "**（一）排查。**建立台账。（区教育局牵头，各镇街配合，3月20日前完成）\n\n"
        "**（二）整治。**坚决取缔。（区市场监管局、区教育局、区公安分局，4月30日前）\n\n"
        "**（三）巡查。**完善机制。（区教育局，长期坚持）\n\n## 三、工作要求\n\n加强领导。\n"
    )
    assert told(draft, "md") == [("排查", True, True), ("整治", True, True), ("巡查", True, True)]
