"""The draft as shown: every word of it once, in order."""

from __future__ import annotations

import re

import pytest
from drafts import DRAFT, checked, with_findings
from hypothesis import given, settings
from hypothesis import strategies as st

from lawlint.document import Kind, Span
from lawlint.reporters.galley import Unit, by_unit, units

_LINES = (
    "# 某县教育局2024年度法治政府建设情况报告", "## 一、主要举措", "二、存在的不足", "（一）健全制度。全年审查文件12件，",
    "    其中废止5件。", "一是宣传不够。二是力量不足。", "1. 这一段有编号却没有标题的字，它比五十个字还要长，所以编号之后整段都是正文，读的时候不能丢掉任何一个字。",
    "| 类别 | 件数 |", "| --- | --- |", "| 甲 | 12 |", "**加粗**的字和`代码`", "<!-- lawlint: disable=usage -- 例 -->", "",
    "某县教育局", "2025年1月15日", "来源：某县 发布时间：2025-01-15", "\t缩进的一行", "见[附件]", "😀𠮷",
)  # fmt: skip


def shown(laid: list[Unit], text: str) -> str:
    pieces = [p for u in laid for p in (*u.pieces, *(q for row in u.rows for c in row for q in c.text.pieces))]
    return "".join(text[p.start : p.end] for p in pieces)


def words(text: str) -> str:
    return "".join(re.findall(r"\w", text))


@settings(deadline=None)
@given(st.lists(st.sampled_from(_LINES), min_size=1, max_size=12), st.sampled_from(["a.md", "a.txt"]))
def test_every_word_is_shown_once_and_in_order(lines: list[str], name: str) -> None:
    text = "\n".join(["某县的报告", *lines])
    report = checked(text, name)
    laid = units(report)
    assert words(shown(laid, text)) == words(text)
    edges = [at for unit in laid for at in unit.span]
    assert edges == sorted(edges)


@settings(deadline=None)
@given(st.data())
def test_a_finding_is_shown_wherever_it_stands(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DRAFT)))
    end = data.draw(st.integers(start, len(DRAFT)))
    report = with_findings(DRAFT, [Span(start, end)])
    laid = units(report)
    holders = [u for u, found in zip(laid, by_unit(laid, report.findings), strict=True) if found]
    assert holders
    assert all(u.span.start < end or u is holders[0] for u in holders)
    if holders[0] is not laid[0]:
        assert holders[0].span.start <= start


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("某报告\n\n## 一、举措\n\n正文写在这里。", Kind.HEADING, "一、举措"),
        ("某报告\n\n（一）健全制度。全年审查文件12件，其中废止5件，其余保留。", Kind.HEADING, "（一）健全制度"),
        ("某报告\n\n<!-- lawlint: disable=usage -- 例 -->\n\n正文。", None, "<!-- lawlint: disable=usage -- 例 -->"),
    ],
)
def test_what_a_unit_shows(text: str, kind: Kind | None, says: str) -> None:
    unit = next(u for u in units(checked(text)) if u.kind is kind)
    assert shown([unit], text) == says
