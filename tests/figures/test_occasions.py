"""Occasions are no count of the things named before them, however many these are."""

from __future__ import annotations

import pytest

from lawlint.testing import check_text


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("开展法治思想和党章党规专题学习2次。", False),
        ("组织《行政处罚法》及相关法律法规集中学习2次。", False),
        ("对甲镇、乙镇、丙镇开展检查3次。", False),
        ("对涉及生态环境的文件进行了2次清理。", False),
        ("规范受理、审查、决定三个环节。", True),
        ("覆盖甲镇、乙镇、丙镇等3个乡镇。", True),
    ],
)
def test_occasions(sentence: str, counted: bool) -> None:
    report = check_text(f"云岭县教育局2024年度法治政府建设情况报告\n一、主要举措和成效\n{sentence}\n")
    assert report.figures
    assert any(r.kind == "count" for r in report.figures.relations) == counted
