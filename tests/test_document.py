"""The document model: positions, joins, outline, the elements around the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawlint.document import Document, Kind, Source, Span, Text, fold
from lawlint.document.numbering import chinese_number, heading_number, nested_levels
from lawlint.readers import markdown, plain


def outline(document: Document) -> list[tuple[int, str, str]]:
    return [(s.level, s.path, s.title) for s in document.sections]


@given(st.text(alphabet="一二（(，,。Ａa １1\u3000\u00a0\n\r\t", max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="甲乙丙\n，。", max_size=80), st.data())
def test_a_position_names_the_character(text: str, data: st.DataObject) -> None:
    source = Source(text)
    offset = data.draw(st.integers(0, len(text)))
    place = source.position(offset)
    assert place.line == text.count("\n", 0, offset) + 1
    assert place.column == offset - (text.rfind("\n", 0, offset) + 1) + 1


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), min_size=1, max_size=6), st.data())
def test_a_run_of_pieces_knows_where_each_character_stands(cuts: list[tuple[int, int]], data: st.DataObject) -> None:
    text = "".join(chr(0x4E00 + i) for i in range(400))
    pieces, at = [], 0
    for gap, size in cuts:
        pieces.append(Span(at + gap, at + gap + size))
        at += gap + size
    run = Text(Source(text), pieces)
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))
    span = run.span(start, end)
    assert text[span.start] == run.value[start]
    assert text[span.end - 1] == run.value[end - 1]
    assert run.part(start, end).value == run.value[start:end]


def test_sentences_end_at_full_stops_but_not_inside_brackets() -> None:
    draft = "共26件（涉气16件。涉水10件。）。另有“三起。”后来结案！"
    text = Text(Source(draft), [Span(0, len(draft))])
    assert [s.value for s in text.sentences()] == ["共26件（涉气16件。涉水10件。）。", "另有“三起。”", "后来结案！"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("二〇二四", 2024),
        ("7", 7),
        ("甲", None),
        ("", None),
    ],
)
def test_chinese_numbers(text: str, value: int | None) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("line", "label", "level", "value"),
    [
        ("一、总体要求", "一、", 1, 1),
        ("（十二）加强", "（十二）", 2, 12),
        ("(三)加强", "(三)", 2, 3),
        ("1.建立", "1.", 3, 1),
        ("12、建立", "12、", 3, 12),
        ("２．建立", "２．", 3, 2),
        ("（1）建立", "（1）", 4, 1),
        ("③建立", "③", 5, 3),
        ("第三部分 成效", "第三部分", 0, 3),
        ("1.1 推进审批改革", "1.1", 4, 1),
        ("2.3.4 规范执法", "2.3.4", 5, 4),
        ("３．１　规范执法", "３．１", 4, 1),
        ("4.2025年工作安排", "4.", 3, 4),
        ("3.2 2025年工作安排", "3.2", 4, 2),
        ("1.1 项目审批", "1.1", 4, 1),
    ],
)
def test_heading_numbers(line: str, label: str, level: int, value: int) -> None:
    number = heading_number(line)
    assert number is not None
    assert (number.label, number.level, number.value) == (label, level, value)


@pytest.mark.parametrize(
    "line",
    [
        "2024年工作",
        "12.4宪法日",
        "1.5万元",
        "一是加强",
        "（试行）",
        "三项制度",
        "10件案件",
        "第三方机构",
        "1.1 万件",
        "2.5 个百分点",
        "3.2 公里",
        "1 主要工作",
        "3 个工作日",
        "12.4 宪法宣传日",
        "1.35亿元",
        "0.5 分",
    ],
)
def test_no_heading_numbers(line: str) -> None:
    assert heading_number(line) is None


BODY = """\
云岭县司法局2024年度法治政府建设情况报告

县委、县政府：

现将有关情况报告如下。

一、主要举措和成效

（一）健全制度。制定制度3项。其中，
修订2项。
1.学法。组织学法6次。
2.述法。

（二）规范执法
检查企业40家。

二、存在的不足

一是人手不够。

云岭县司法局
2025年1月8日
"""


def test_the_same_draft_with_and_without_heading_marks_has_one_outline() -> None:
    marked = re.sub(r"^(一、|二、)", r"## \1", BODY, flags=re.M)
    marked = re.sub(r"^（二）", "### （二）", "# " + marked, flags=re.M)
    want = outline(plain.read(BODY, "a.txt"))
    assert want == [
        (1, "一", "主要举措和成效"),
        (2, "一/（一）", "健全制度"),
        (3, "一/（一）/1", "学法"),
        (3, "一/（一）/2", "述法"),
        (2, "一/（二）", "规范执法"),
        (1, "二", "存在的不足"),
    ]
    assert outline(markdown.read(marked, "a.md")) == want
    assert outline(markdown.read(BODY, "a.md")) == want
    assert outline(plain.read(marked, "a.txt")) == want
    assert outline(plain.read(BODY.translate({0xFF08: "(", 0xFF09: ")"}), "a.txt")) == want


def test_the_elements_of_an_official_document() -> None:
    draft = "云岭县司法局文件\n云司发〔2025〕3号　　　签发人：李明\n" + BODY
    header = plain.read(draft, "a.txt").header
    assert header.document_number
    assert header.document_number.value == "云司发〔2025〕3号"
    assert header.signer
    assert header.signer.value == "李明"
    assert header.addressee
    assert header.addressee.value == "县委、县政府："
    assert header.title
    assert header.title.value == "云岭县司法局2024年度法治政府建设情况报告"
    assert header.signature
    assert header.signature.value == "云岭县司法局"
    assert header.date
    assert header.date.value == "2025年1月8日"
    assert header.is_official
    assert not plain.read(BODY, "a.txt").header.is_official


def test_web_lines_are_no_part_of_the_report() -> None:
    draft = (
        BODY.replace("\n\n县委", "\n来源：县司法局 发布时间：2025-02-01 09:30 字体：[大 中 小]\n\n县委")
        + "\n打印本页\n关闭窗口\n"
    )
    document = plain.read(draft, "a.txt")
    web = [b.text.value for b in document.blocks if b.kind is Kind.WEB]
    assert web == ["来源：县司法局 发布时间：2025-02-01 09:30 字体：[大 中 小]", "打印本页", "关闭窗口"]
    assert document.header.published
    assert document.header.published.value == "2025-02-01"
    assert document.header.signature


def test_a_title_in_two_lines_is_one() -> None:
    document = plain.read(
        "云岭县民政局\n关于2024年法治政府建设情况的报告\n县政府：\n现报告如下。\n一、成效\n做了。\n", "a.txt"
    )
    assert document.title == "云岭县民政局关于2024年法治政府建设情况的报告"


def test_a_notice_carries_the_title_of_what_it_issues() -> None:
    draft = (
        "各乡镇人民政府：\n现将《云岭县整治方案》印发给你们，请遵照执行。\n云岭县人民政府\n2024年3月1日\n"
        "云岭县扬尘污染整治\n工作方案\n为治理扬尘，制定本方案。\n一、总体要求\n治理扬尘。\n"
    )
    document = plain.read(draft, "a.txt")
    assert document.title == "云岭县扬尘污染整治工作方案"
    assert document.header.date
    assert document.header.date.value == "2024年3月1日"


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("深入学习贯彻习近平法治思想，2022 年 9\n\n月，组织专题学习。", "2022 年 9月，组织专题学习"),
        ("制定了规范性文件，\n并向社会公布。", "制定了规范性文件，并向社会公布。"),
        ("贯彻《行政处罚法》《\n行政复议法》等法律。", "《行政复议法》"),
    ],
)
def test_lines_broken_in_mid_sentence_are_joined(broken: str, whole: str) -> None:
    document = plain.read("云岭县水利局报告\n\n一、成效\n" + broken + "\n", "a.txt")
    block = next(b for b in document.blocks if whole in b.text.value)
    start = block.text.value.index(whole)
    span = block.text.span(start, start + len(whole))
    assert document.source.slice(span).replace("\n", "") == whole


def test_paragraphs_are_not_joined() -> None:
    long = (
        "我局持续推进依法行政工作，健全工作机制，完善制度体系，加强监督检查，提升执法水平，营造法治化营商环境，取得了较好的工作成效。"
        * 2
    )
    document = plain.read(f"标题报告\n\n一、{'成效'}\n{long}\n{long}\n云岭县水利局\n", "a.txt")
    assert [b.text.value for b in document.blocks if b.kind is Kind.PARAGRAPH] == [long, long]


@pytest.mark.parametrize(
    ("title", "text", "year"),
    [
        ("云岭县教育局2024年法治政府建设情况报告", "", 2024),
        ("云岭县教育局二〇二四年法治政府建设情况报告", "", 2024),
        ("云岭县教育局法治政府建设情况报告", "现将2023年度情况报告如下：2021年以来，工作有序推进。", 2023),
        ("云岭县教育局法治政府建设情况报告", "落实《纲要（2021—2025年）》。2023年，开展检查。2023年，印发文件。", 2023),
        ("云岭县教育局法治政府建设情况报告", "没有写年份。", None),
    ],
)
def test_the_report_year(title: str, text: str, year: int | None) -> None:
    found = plain.read(f"{title}\n\n{text or '情况如下。'}\n", "a.txt").report_year
    assert (found.value if found else None) == year


def test_markdown_tables_comments_and_indented_paragraphs() -> None:
    draft = "# 报告\n\n    缩进的段落**重点**，不是代码。<!-- 旁注 -->\n\n| 类 | 数 |\n|---|---|\n| 甲 | 1 |\n\n```\n代码\n```\n"
    document = markdown.read(draft, "a.md")
    assert [b.text.value for b in document.blocks if b.kind is Kind.PARAGRAPH] == ["缩进的段落重点，不是代码。"]
    table = document.tables[0].table
    assert table
    assert [[c.value for c in row] for row in table.rows] == [["类", "数"], ["甲", "1"]]
    assert document.source.slice(table.rows[1][1].text.span()) == "1"


@given(st.text(alphabet="一二三、（）()1.2年月日\n\r\t |#*-，。：；第部分《》“”〔〕12０甲局报告", max_size=200))
def test_any_text_is_read_and_every_block_stands_where_it_says(text: str) -> None:
    for read, name in ((plain.read, "a.txt"), (markdown.read, "a.md")):
        document = read(text, name)
        for block in document.blocks:
            for piece in block.text.pieces:
                assert 0 <= piece.start <= piece.end <= len(text)
            assert block.text.value == "".join(text[p.start : p.end] for p in block.text.pieces)


@pytest.mark.parametrize(
    ("labels", "levels"),
    [
        ("一、 （一） 1. （1） ①", [1, 2, 3, 4, 5]),
        ("1. 1.1 1.2 2. 2.1 2.1.1", [1, 2, 2, 1, 2, 3]),
        ("1 1.1 1.3 2 3 3.1", [1, 2, 2, 1, 1, 2]),
        ("一、 1.1 1.2 二、 2.1", [1, 2, 2, 1, 2]),
        ("一、 （一） 1. 1.1 1.2 2. （1）", [1, 2, 3, 4, 4, 3, 5]),
        ("1. 2. （一） （二） 3.", [1, 1, 2, 2, 1]),
        ("一、 1. （一） （二） 2. 二、", [1, 2, 3, 3, 2, 1]),
        ("一、 1. 2. （一） （二） 二、 （一） 1. 2. （二）", [1, 3, 3, 2, 2, 1, 2, 3, 3, 2]),
        ("一、 1. 2. 二、 （一） （二）", [1, 3, 3, 1, 2, 2]),
    ],
)
def test_levels_of_numbers(labels: str, levels: list[int]) -> None:
    assert nested_levels(labels.split()) == levels


DECIMALS = """北港市税务局2020年度法治政府建设情况报告

1{0}主要工作情况
1.1{0}推进审批改革
压减税务行政许可事项3项，全部网上办理。
1.2{0}规范税务执法
开展执法检查12次，重大执法决定法制审核132件，占1.1万件的一部分。

2{0}存在的不足
2.1{0}基层执法文书说理性不强
主要原因是训练不够。
"""


def test_decimal_chapters_have_one_outline_in_every_form() -> None:
    wanted = [
        (1, "1", "主要工作情况"),
        (2, "1/1.1", "推进审批改革"),
        (2, "1/1.2", "规范税务执法"),
        (1, "2", "存在的不足"),
        (2, "2/2.1", "基层执法文书说理性不强"),
    ]
    assert outline(plain.read(DECIMALS.format(" "), "a.txt")) == wanted
    assert outline(plain.read(DECIMALS.format("　"), "a.txt")) == wanted
    marked = re.sub(r"(?m)^(?=\d )", "## ", re.sub(r"(?m)^(?=\d\.\d)", "### ", DECIMALS.format(" ")))
    assert outline(markdown.read("# " + marked, "a.md")) == wanted


def test_rows_of_figures_are_no_chapters() -> None:
    text = "云岭县2024年法治政府建设情况报告\n\n一、主要工作\n1 张三 12\n2 李四 15\n3 王五 18\n\n二、存在的不足\n人员少。\n"
    labels = [s.heading.label for s in plain.read(text, "a.txt").sections if s.heading and s.heading.label]
    assert labels == ["一、", "二、"]


@pytest.mark.parametrize("mark", ["{} ", "{}　", "{}. ", "{}、", "{}", "　　{} "])
@pytest.mark.parametrize("numbers", ["1.1 1.2 2.1 2.2", "1.1 1.3 2.1 2.2"], ids=["even", "gap"])
def test_decimals_in_any_form_are_headings(mark: str, numbers: str) -> None:
    first, second, third, fourth = (mark.format(n) for n in numbers.split())
    text = f"""北港市税务局2020年度法治政府建设情况报告

1.主要工作情况
{first}推进审批改革
压减税务行政许可事项3项，全部网上办理。
{second}规范税务执法
开展执法检查12次，罚款占
2.5万元的一部分。
2.存在的不足
{third}文书说理性不强
训练不够。
{fourth}普法不够
形式单一。
"""
    found = [
        (s.level, (s.heading.label if s.heading else "").rstrip(".、 ")) for s in plain.read(text, "a.txt").sections
    ]
    one, two, three, four = numbers.split()
    assert found == [(1, "1"), (2, one), (2, two), (1, "2"), (2, three), (2, four)]
