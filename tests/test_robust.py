"""Whatever a draft says, no rule crashes, every finding points into the draft, and the run stays whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawlint.report import Run, jsonable
from lawlint.testing import check_text

PIECES = [
    "云岭县教育局2024年度法治政府建设情况报告\n", "一、主要举措和成效\n", "（二）存在的不足和原因。", "三、2025年安排\n", "1.制定", "（1）",
    "①", "第一部分 ", "县委、县政府：\n", "云教发〔2025〕3号", "签发人：李明\n", "《中华人民共和国环境保护法》", "《", "》", "“", "”", "（", "）",
    "(", ")", "〔2021〕", "一是", "二是", "四是", "共受理318件，", "其中来电142件、网络96件，", "占63.7%，", "同比增长12.5%，", "下降", "合计",
    "| 类别 | 件数 |\n", "| --- | --- |\n", "| 来电 | 12 |\n", "|\n", "\t", "　　", "。", "；", "，", "、", "\n", "\n\n", "\r\n", "2024年3月1日\n",
    "XX", "某某", "的的", "截止目前", "１2三", "-5", "1e9999", "0.00", "%", "万", "亿元", "3/4", "百分之", "第", "号", "年", "云岭县教育局\n",
    "身份证号110101199003071233", "13800138000", "责任单位：县教育局。", "完成时限：2024年底前", "附件：1.表\n", "<!-- lawlint: disable=usage -->\n",
    "lawlint: disable-next=x\n", "```\n", "# ", "## ", "---\n", "实施方案\n", "政府信息公开工作年度报告\n", "由于", "导致", "局长", "听取汇报2次",
    "9" * 400, "\ufeff", "\u200b", "\ufffd", "😀", "a" * 80, "\x0c",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["md", "txt"]))
def test_no_draft_breaks_a_rule(pieces: list[str], format: str) -> None:
    draft = "".join(pieces)
    report = check_text(draft, format)
    if report.error:
        return
    crashed = [f.message for f in report.findings if f.rule == "check-crashed"]
    assert crashed == []
    for finding in report.findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(draft) + 1
    json.dumps(jsonable(Run([report]), "0"), ensure_ascii=False).encode("utf-8", "surrogatepass")


CELLS = [
    "", " ", "合计", "其中：甲", "乙", "（一）丙", "1.丁", "小计", "占比", "单位", "件", "2023", "2024年", "增减%", "3", "12", "15", "27",
    "12.5%", "1,234", "-", "/", "-3", "收1件，其中2件", "\\|", "**6**",
]  # fmt: skip
ROWS = st.lists(st.lists(st.sampled_from(CELLS), max_size=7), min_size=1, max_size=9)


@settings(max_examples=150, deadline=None)
@given(
    ROWS, st.sampled_from([("|", "|"), ("|", ""), ("", "|"), ("", "")]), st.sampled_from(["|", "\t"]), st.integers(0, 6)
)
def test_short_and_ragged_rows_break_no_rule(
    rows: list[list[str]], edges: tuple[str, str], mark: str, columns: int
) -> None:
    lines = [edges[0] + mark.join(row) + edges[1] for row in rows]
    lines.insert(1, "|".join("-" * columns))
    for format in ("md", "txt"):
        draft = "\n".join(lines) + "\n"
        report = check_text(draft, format)
        assert [f.message for f in report.findings if f.rule == "check-crashed"] == []
        for finding in report.findings:
            assert 0 <= finding.span.start <= finding.span.end <= len(draft) + 1


@pytest.mark.parametrize(
    "draft",
    [
        "区|||||\n-|-|-|-|-\n6\n|",
        "报告\n" + "（" * 5000 + "共3件",
        "报告\n" + "《" * 5000,
        "# 报告\n\n" + "| a | b |\n" * 2 + "| " * 500 + "\n",
        "报告\n一、成效\n" + "共受理" + "1" * 4000 + "件，其中来电" + "9" * 4000 + "件。",
        "报告\n" + "一、\n" * 2000,
        "报告\n" + "1,2," * 5000 + "件",
        "报告\n增长1e9999%，占" + "0" * 500 + "%。",
        "报告\n" + "a\u0301" * 3000,
        "报告\n" + "\n" * 10000 + "完",
        "报告\n" + "x" * 200_000,
    ],
    ids=range(11),
)
@pytest.mark.parametrize("format", ["txt", "md"])
def test_hostile_drafts_are_read_to_the_end(draft: str, format: str) -> None:
    report = check_text(draft, format)
    assert report.error is None
    assert [f.message for f in report.findings if f.rule == "check-crashed"] == []
    assert [f.rule for f in report.findings if f.severity == "error" and f.rule.endswith(("-mismatch", "-total"))] == []
