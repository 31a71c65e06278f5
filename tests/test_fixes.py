"""Repairs change nothing but the fault, keep the file as it is otherwise, and are never half written."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawlint import fixes
from lawlint.document import Span, fold
from lawlint.engine import Settings
from lawlint.errors import ReadError
from lawlint.markup import protected
from lawlint.rules import Edit
from lawlint.testing import check_text, fixed, registry

if TYPE_CHECKING:
    from conftest import Run

DRAFT = """云岭县水务局2024年度法治政府建设情况报告
县委、县政府:
一、主要举措
(一)规范执法。全年检查36次,立案2件;其中取水20次,排水16次。
(二)依法决策。履行职责的的机关审查文件3件,办结率100%。截止目前,落实云水[2024]3号文件。
二、2025年工作安排
一是执行2021-2025年规划;二是公开结果。
"""
REPAIRED = """云岭县水务局2024年度法治政府建设情况报告
县委、县政府：
一、主要举措
（一）规范执法。全年检查36次，立案2件；其中取水20次，排水16次。
（二）依法决策。履行职责的机关审查文件3件，办结率100%。截至目前，落实云水[2024]3号文件。
二、2025年工作安排
一是执行2021—2025年规划；二是公开结果。
"""


def _repair(data: bytes, path: str = "draft.txt", unsafe: bool = False) -> fixes.Repaired:
    return fixes.repair(data, path, registry(), Settings(), unsafe)


def test_all_safe_faults_are_repaired_in_one_go() -> None:
    assert fixed(DRAFT) == REPAIRED.replace("云水[2024]", "云水〔2024〕")


def test_repairing_twice_changes_nothing_more() -> None:
    assert fixed(fixed(DRAFT)) == fixed(DRAFT)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"", "gb18030")]
)
def test_encoding_mark_and_line_ends_stay(end: str, mark: bytes, encoding: str) -> None:
    data = mark + DRAFT.replace("\n", end).encode(encoding)
    after = _repair(data).data
    assert after.startswith(mark)
    assert after[len(mark) :].decode(encoding) == fixed(DRAFT).replace("\n", end)


def test_a_clean_draft_is_left_alone() -> None:
    data = "云岭县水务局2024年度法治政府建设情况报告\n全年检查36次，立案2件。\n".encode()
    repaired = _repair(data)
    assert not repaired.changed
    assert repaired.data == data
    assert repaired.diff() == ""


@given(
    st.lists(
        st.sampled_from(
            [
                "全年检查36次,",
                "立案2件;",
                "(含上年3件)",
                "的的",
                "截止目前,",
                "2021-2025年",
                "办结率5-10%",
                "\n",
                "一是学习。",
                "\n(一)规范执法。",
                "\n1、检查。",
                "罚款1,200元",
                "《水法》",
                '"双随机"',
                "...",
                "２０件",
                "\n。 |\n",
                "共36次,其中20次、16次。",
            ]
        ),
        max_size=14,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_safe_repair_changes_neither_outline_nor_figures(parts: list[str]) -> None:
    draft = "云岭县水务局2024年度法治政府建设情况报告\n一、举措\n" + "".join(parts) + "\n"
    before, after = check_text(draft), check_text(fixed(draft))
    assert before.figures is not None
    assert after.figures is not None
    assert [fold(q.printed) for q in before.figures.quantities] == [fold(q.printed) for q in after.figures.quantities]
    assert [(r.kind, r.verdict) for r in before.figures.relations] == [
        (r.kind, r.verdict) for r in after.figures.relations
    ]
    assert before.document is not None
    assert after.document is not None
    assert [(s.level, s.heading.number) for s in before.document.sections if s.heading] == [
        (s.level, s.heading.number) for s in after.document.sections if s.heading
    ]


def test_edits_are_made_at_their_places() -> None:
    assert fixes.applied("abcd", [Edit(Span(3, 4), ""), Edit(Span(0, 1), "AA"), Edit(Span(2, 2), "-")]) == "AAb-c"


def test_a_reading_that_differs_is_not_the_same() -> None:
    before = check_text("云岭县水务局2024年度法治政府建设情况报告\n一、举措\n检查36次。\n")
    figure = check_text("云岭县水务局2024年度法治政府建设情况报告\n一、举措\n检查35次。\n")
    heading = check_text("云岭县水务局2024年度法治政府建设情况报告\n二、举措\n检查36次。\n")
    everything = [Edit(Span(0, 60), "")]
    assert fixes.same(before, before, [])
    assert not fixes.same(before, figure, everything)
    assert not fixes.same(before, heading, everything)
    assert fixes.same(before, figure, everything, figures=False)


def test_other_formats_are_not_repaired() -> None:
    with pytest.raises(ReadError, match="只能自动修正文本格式"):
        _repair("<h1>报告</h1><p>检查36次,立案2件。</p>".encode(), "draft.html")


MARKUP = [
    '<span style="color:red,blue" title="说明,如下的的">',
    "</span>",
    "<br/>",
    "<!-- 注释,不动的的 -->",
    "<!-- lawlint: disable-next=placeholder -- 原文,照录 -->",
    "<pre>原样,文字的的</pre>",
    "`命令,参数的的`",
    "``代码`里,的``",
    "](http://a.cn/办法,说明的的)",
    '](图,片(一).png "标题,如下")',
    "][标,签]",
    "<http://a.cn/甲,乙>",
    "http://a.cn/list?a=1,2;b=3",
    "a,b@c.cn",
    "[^注,一]",
    "\n\n```\n代码,不动的的;\n```\n\n",
    "\n\n~~~~ 语言,名\n```\n代码,不动的的;\n~~~~\n\n",
    '\n\n[标,签]: http://a.cn/戊,己 "标题,庚"\n\n',
]
WORDS = [
    "全年检查36次,立案2件;",
    "履行职责的的机关,",
    "截止目前,",
    '"双随机"',
    "[办法,",
    "(含上年3件)",
    "\n\n",
    "《水法》,",
]


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_is_left_alone_and_the_words_beside_it_are_repaired(markup: str) -> None:
    before = "[办法" if markup.startswith("]") else ""
    draft = f"# 云岭县水务局2024年度工作总结\n\n检查36次,立案2件,办结2件。\n\n{before}{markup} 说明,如下。\n\n履行职责的的机关。\n"
    after = fixed(draft, "md")
    assert markup in after
    assert "立案2件，" in after
    assert "说明，如下" in after
    assert "职责的机关" in after


@given(st.lists(st.sampled_from([*MARKUP, *WORDS, *WORDS]), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_repair_touches_markup(parts: list[str]) -> None:
    draft = "# 云岭县水务局2024年度工作总结\n\n检查36次,立案2件,办结2件。\n\n" + "".join(parts) + "\n"
    after = fixed(draft, "md", unsafe=True)
    kept = [draft[a:b] for a, b in protected(draft, "markdown")]
    at = 0
    for words in kept:
        at = after.find(words, at)
        assert at >= 0, (words, after)
        at += len(words)


def test_a_word_draft_is_shown_as_it_would_read(lawlint: Run, tmp_path: Path) -> None:
    made = docx.Document()
    for line in (
        "云岭县水务局2024年度工作总结",
        "履行职责的的机关,立案2件,办结2件,公开2件。",
        "电话13800001234,已办结。",
    ):
        made.add_paragraph(line)
    made.save(str(tmp_path / "草稿.docx"))
    before = (tmp_path / "草稿.docx").read_bytes()
    done = _check(lawlint, "--diff", "草稿.docx")
    assert done.returncode == 0
    assert "-履行职责的的机关,立案2件,办结2件,公开2件。" in done.stdout
    assert "+履行职责的机关，立案2件，办结2件，公开2件。" in done.stdout
    assert "13800001234" not in done.stdout
    assert (tmp_path / "草稿.docx").read_bytes() == before
    assert "只能自动修正文本格式" in _check(lawlint, "--fix", "草稿.docx").stderr


def test_personal_data_is_not_shown_in_the_difference() -> None:
    repaired = _repair("云岭县水务局2024年度工作总结\n投诉人电话13800001234,办结。\n".encode())
    assert repaired.changed
    assert "13800001234" not in repaired.diff()
    assert b"13800001234" in repaired.data


def _check(lawlint: Run, *arguments: str) -> CompletedProcess[str]:
    return lawlint("check", "--fail-on", "never", *arguments)


def test_fix_replaces_the_file_and_keeps_its_mode(lawlint: Run, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    file.chmod(0o640)
    done = _check(lawlint, "--fix", "draft.txt")
    assert done.returncode == 0
    assert "已修正" in done.stderr
    assert file.read_text(encoding="utf-8") == fixed(DRAFT)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["draft.txt"]


def test_a_link_stays_a_link(lawlint: Run, tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "draft.txt").symlink_to("real.txt")
    _check(lawlint, "--fix", "draft.txt")
    assert (tmp_path / "draft.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == fixed(DRAFT)


def test_diff_writes_nothing(lawlint: Run, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    done = _check(lawlint, "--diff", "draft.txt")
    assert done.stdout.startswith("--- draft.txt\n+++ draft.txt\n")
    assert "-县委、县政府:\n" in done.stdout
    assert "+县委、县政府：\n" in done.stdout
    assert file.read_text(encoding="utf-8") == DRAFT


def test_unsafe_fixes_need_to_be_asked_for(lawlint: Run, tmp_path: Path) -> None:
    draft = "云岭县生态环境局2024年度法治政府建设情况报告\n严格执行《环境处罚办法》。\n"
    file = tmp_path / "draft.md"
    file.write_text(draft, encoding="utf-8")
    _check(lawlint, "--fix", "draft.md")
    assert file.read_text(encoding="utf-8") == draft
    _check(lawlint, "--fix", "--unsafe-fixes", "draft.md")
    assert "《生态环境行政处罚办法》" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["--unsafe-fixes"], ["--fix", "--diff"], ["--fix", "-"]])
def test_options_that_do_not_go_together(lawlint: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    done = lawlint("check", *arguments, *([] if "-" in arguments else ["draft.txt"]), input=DRAFT.encode())
    assert done.returncode == 2
    assert (tmp_path / "draft.txt").read_text(encoding="utf-8") == DRAFT


def test_a_suppressed_finding_is_not_repaired() -> None:
    draft = (
        "云岭县水务局2024年度工作总结\n<!-- lawlint: disable-next=duplicated-word -- 原话 -->\n监管的的机关，办结。\n"
    )
    assert fixed(draft, "md") == draft


def test_a_place_where_the_rule_is_switched_off_stays() -> None:
    draft = """云岭县水务局2024年度工作总结

全年检查36次,立案2件,办结2件,公开2件。

<!-- lawlint: disable-next=usage -- 原文 -->
来信写道,一切都好。

下一步,继续检查。
"""
    after = fixed(draft, "md", select=("usage",))
    assert "来信写道,一切都好。" in after
    assert "下一步，继续检查。" in after


def test_one_place_that_changes_more_does_not_hold_up_the_others() -> None:
    draft = """云岭县司法局2024年度工作总结

1、检查:

全年检查36次,立案2件,公开2件。

实行清单管理.全部公开。

一是力量不足,二是能力不足,培训落实不到位.

云岭县司法局
2025年1月8日
"""
    after = fixed(draft, "md", select=("usage",))
    assert "1、检查：" in after
    assert "全年检查36次，立案2件，公开2件。" in after
    assert "实行清单管理。全部公开。" in after
    assert (
        "一是力量不足，二是能力不足，培训落实不到位." in after
    )  # with a full stop here, the line below would no longer be joined to it
