"""Causes told apart from consequences and from mere words: one sentence each, as reports put it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from lawlint.requirements import Pair
from lawlint.testing import check_text

SENTENCES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "causes" / "sentences.yaml").read_text("utf-8")
)

DRAFT = """云岭县民政局2024年度法治政府建设情况报告

一、主要举措和成效
全年开展行政执法检查12次，办理案件3件，修订规范性文件2件，开展普法宣传9场。

二、存在的不足和原因
{}

三、党政主要负责人履行推进法治建设第一责任人职责情况
局长主持党组会研究法治议题4次，听取执法汇报2次，出庭应诉1次，讲法治课1次。

四、2025年工作安排
一是开展执法培训2期；二是修订规范性文件管理办法；三是每季度评查案卷一次。
"""


def pairs(points: str) -> list[Pair]:
    """Each shortcoming of a draft with these points, with its cause."""
    return check_text(DRAFT.format(points)).judgements["shortcoming-causes"].pairs


@pytest.mark.parametrize("sentence", SENTENCES["cause"])
def test_a_cause(sentence: str) -> None:
    assert [bool(p.cause) for p in pairs("一是" + sentence)] == [True]


@pytest.mark.parametrize("sentence", SENTENCES["none"])
def test_no_cause(sentence: str) -> None:
    assert [bool(p.cause) for p in pairs("一是" + sentence)] == [False]


def test_each_shortcoming_has_its_own_cause() -> None:
    points = "一是普法形式单一，原因在于人员少。二是裁量尺度不统一。三是案卷评查覆盖面不够，主要是没有专人负责。"
    report = check_text(DRAFT.format(points))
    judged = report.judgements["shortcoming-causes"]
    assert [report.quote(p.shortcoming)[:6] for p in judged.pairs] == ["一是普法形式", "二是裁量尺度", "三是案卷评查"]
    assert [p.cause and report.quote(p.cause) for p in judged.pairs] == [
        "原因在于人员少。",
        None,
        "主要是没有专人负责。",
    ]
    assert judged.status == "met"


def test_a_cause_told_of_all_is_each_ones() -> None:
    points = "一是普法形式单一。二是裁量尺度不统一。三是案卷评查不到位。以上问题的原因，是法制机构人手不足。"
    assert all(p.cause for p in pairs(points))
