"""Laws of the disclosure tables: one filled in from its parts is sound, and one wrong figure is found."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lawlint.testing import check_text, registry

FORM = next(t for t in registry().profiles.get("info-disclosure-report").tables if t.name == "applications")
LABELS = [
    "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "（二）部分公开",
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
    "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确", "1.信访举报投诉类申请",
    "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息",
    "1.申请人无正当理由逾期不补正", "2.申请人逾期未按收费通知要求缴纳费用", "3.其他", "（七）总计", "四、结转下年度继续办理",
]  # fmt: skip
LEAVES = 21  # kinds of result
COLUMNS = 6  # kinds of applicants


def draft(rows: list[list[int]]) -> str:
    """A report with the table of applications filled in."""
    head = "| 项目 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"
    body = [f"| {label} | {' | '.join(map(str, row))} |" for label, row in zip(LABELS, rows, strict=True)]
    return "\n".join(
        [
            "# 云岭县水务局2024年政府信息公开工作年度报告",
            "",
            "## 三、收到和处理政府信息公开申请情况",
            "",
            head,
            "|" + " --- |" * (COLUMNS + 2),
            *body,
            "",
        ]
    )


@st.composite
def filled(draw: st.DrawFn) -> list[list[int]]:
    """A sound table: results drawn, the rest worked out from them."""
    number = st.integers(0, 40)
    results = [[draw(number) for _ in range(COLUMNS)] for _ in range(LEAVES)]
    out = [draw(number) for _ in range(COLUMNS)]
    total = [sum(row[c] for row in results) for c in range(COLUMNS)]
    carried = [draw(st.integers(0, total[c] + out[c])) for c in range(COLUMNS)]
    new = [total[c] + out[c] - carried[c] for c in range(COLUMNS)]
    return [[*row, sum(row)] for row in (new, carried, *results, total, out)]


def mismatches(rows: list[list[int]]) -> list[str]:
    """The words that the findings about the table point at."""
    report = check_text(draft(rows), "md")
    return [report.quote(f.span) for f in report.findings if f.rule == "table-mismatch"]


@settings(max_examples=25, deadline=None)
@given(filled())
def test_a_table_worked_out_from_its_parts_is_sound(rows: list[list[int]]) -> None:
    assert mismatches(rows) == []


@settings(max_examples=25, deadline=None)
@given(filled(), st.integers(0, len(LABELS) - 1), st.integers(0, COLUMNS), st.integers(1, 9))
def test_one_wrong_figure_is_one_finding_at_that_figure(
    rows: list[list[int]], row: int, column: int, more: int
) -> None:
    rows[row][column] += more
    assert mismatches(rows) == [str(rows[row][column])]


def test_the_form_has_the_rows_of_the_standard() -> None:
    assert len(FORM.rows) == len(LABELS)
    assert len(FORM.columns) == COLUMNS + 1


def spread(text: str) -> str:
    """The table with empty cells where a converter leaves them for merged ones: behind the figures, or before them."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("| （"):
            lines[number] = line.replace(" | ", " |  | ", 1)
        elif line.startswith(("| 一", "| 二", "| 四")):
            lines[number] = line + "  |  |"
    return "\n".join(lines)


@settings(max_examples=10, deadline=None)
@given(filled(), st.integers(0, len(LABELS) - 1), st.integers(1, 9))
def test_empty_cells_of_merged_ones_change_nothing(rows: list[list[int]], row: int, more: int) -> None:
    assert spread(draft(rows)) != draft(rows)
    report = check_text(spread(draft(rows)), "md")
    assert [f for f in report.findings if f.rule == "table-mismatch"] == []
    rows[row][0] += more
    report = check_text(spread(draft(rows)), "md")
    assert [report.quote(f.span) for f in report.findings if f.rule == "table-mismatch"] == [str(rows[row][0])]


def pasted(rows: list[list[int]], mark: str) -> str:
    """The table alone, as it comes off a page: no title, no borders, the group's label only in its first row."""
    head = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = [mark.join(head)]
    for label, row in zip(LABELS, rows, strict=True):
        group = ["三、本年度办理结果"] if label == "（一）予以公开" else []
        lines.append(mark.join([*group, label, *map(str, row)]))
    return "\n".join(lines) + "\n"


@settings(max_examples=25, deadline=None)
@given(filled(), st.sampled_from(["\t", " | "]))
def test_a_pasted_table_keeps_its_relations_and_the_general_engine_does_not_contradict(
    rows: list[list[int]], mark: str
) -> None:
    report = check_text(pasted(rows, mark), "txt")
    assert [f.message for f in report.findings if f.severity == "error"] == []
    assert report.figures is not None
    assert [r.arithmetic for r in report.figures.relations if r.verdict == "fails"] == []
    rows[0][-1] += 1
    found = [f for f in check_text(pasted(rows, mark), "txt").findings if f.rule == "table-mismatch"]
    assert len(found) == 1
    assert "勾稽" in (found[0].basis or "") or "格式" in (found[0].basis or "")
