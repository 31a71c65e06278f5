"""The Word reader: what of the XML becomes text, and what the text's structure is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word import deleted, docx, ins, levels, numbered, p, r, root, table, tc, tr

from lawlint.document import Document, Kind
from lawlint.document.numbering import chinese_number
from lawlint.readers import docx as reader
from lawlint.readers.docx.numbering import formatted

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="章标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="secret"><w:name w:val="内部"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="list"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def read(body: str, revisions: str = "final", **parts: str) -> Document:
    return reader.read(docx(body, **parts), "draft.docx", revisions)


def lines(body: str, revisions: str = "final", **parts: str) -> list[str]:
    return read(body, revisions, **parts).source.text.splitlines()


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return mark.format("begin") + code + mark.format("separate") + r(result) + mark.format("end")


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (p("受理", r("304"), "件"), "受理304件"),
        ("<w:p><w:r><w:t> 受理 </w:t></w:r></w:p>", "受理"),
        (p("<w:r><w:t>2023</w:t><w:noBreakHyphen/><w:t>2024</w:t></w:r>"), "2023-2024"),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>"), "甲\t乙"),
        (p("<w:r><w:t>甲</w:t><w:softHyphen/><w:t>乙</w:t></w:r>"), "甲乙"),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "已完成"), "√已完成"),
        (p("共", field("= SUM(ABOVE)", "304"), "件"), "共304件"),
        (p("共", '<w:fldSimple w:instr="DOCPROPERTY n">' + r("304") + "</w:fldSimple>", "件"), "共304件"),
        (p("见", '<w:hyperlink w:anchor="x">' + r("附件") + "</w:hyperlink>"), "见附件"),
        (p("<w:sdt><w:sdtContent>" + r("填表人") + "</w:sdtContent></w:sdt>"), "填表人"),
        ("<w:sdt><w:sdtContent>" + p("控件里的段落") + "</w:sdtContent></w:sdt>", "控件里的段落"),
        (p("<w:smartTag>" + r("云岭县") + "</w:smartTag>"), "云岭县"),
        (p("面积", "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"), "面积x+y"),
        (p("<w:r><w:ruby><w:rt>" + r("yún") + "</w:rt><w:rubyBase>" + r("云") + "</w:rubyBase></w:ruby></w:r>", "岭"), "云岭"),
        (p("公开", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部掌握</w:t></w:r>", "信息"), "公开信息"),
        (p("公开", r("内部掌握", '<w:rStyle w:val="secret"/>'), "信息"), "公开信息"),
        (p("公开", r("不隐藏", '<w:vanish w:val="0"/>'), "信息"), "公开不隐藏信息"),
    ],
)  # fmt: skip
def test_text(inner: str, expected: str) -> None:
    assert lines(inner, styles=STYLES) == [expected]


def test_strict_namespace() -> None:
    body = docx(p("严格格式", style="1") + p("正文"), styles=STYLES)
    strict = root("document", f"<w:body>{p('严格格式')}{p('正文')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert (
        reader.read(docx(extra={"word/document.xml": strict}), "x.docx").source.text
        == reader.read(body, "x.docx").source.text
    )


def test_a_field_code_that_never_ends_hides_no_more_than_its_paragraph() -> None:
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert lines(p("甲", broken) + p("乙")) == ["甲", "乙"]


# -- structure


def test_headings_by_style_and_by_number_make_one_outline() -> None:
    body = (
        p("云岭县水务局2024年度法治政府建设情况报告", style="t")
        + p("一、主要举措", style="1")
        + p("（一）加强培训。全年培训四次。")
        + p("二、存在的不足", style="own")
        + p("三、下一年安排")
        + p("继续努力。")
    )
    document = read(body, styles=STYLES)
    assert document.title == "云岭县水务局2024年度法治政府建设情况报告"
    assert [(s.level, s.path) for s in document.sections] == [(1, "一"), (2, "一/（一）"), (1, "二"), (1, "三")]


def test_the_only_first_level_heading_is_the_title() -> None:
    body = (
        p("云岭县水务局工作报告", style="1")
        + p("一、举措", style="2")
        + p("培训四次。")
        + p("二、不足", style="2")
        + p("人手少。")
    )
    document = read(body, styles=STYLES)
    assert document.title == "云岭县水务局工作报告"
    assert [(s.level, s.path) for s in document.sections] == [(1, "一"), (1, "二")]


def test_a_title_in_several_paragraphs_is_one() -> None:
    body = p("云岭县水务局", style="t") + p("2024年度工作报告", style="t") + p("一、举措", style="1") + p("培训四次。")
    assert read(body, styles=STYLES).title == "云岭县水务局2024年度工作报告"


def test_first_level_headings_in_a_row_before_all_others_are_the_title() -> None:
    chapters = p("一、举措", style="2") + p("培训四次。") + p("二、不足", style="2") + p("人手少。")
    document = read(p("云岭县水务局", style="1") + p("2024年度工作报告", style="1") + chapters, styles=STYLES)
    assert document.title == "云岭县水务局2024年度工作报告"
    assert [s.level for s in document.sections] == [1, 1]
    apart = (
        p("主要举措", style="1") + p("（一）培训", style="2") + p("四次。") + p("存在不足", style="1") + p("人手少。")
    )
    assert [(s.level, s.title) for s in read(apart, styles=STYLES).sections] == [
        (1, "主要举措"),
        (2, "培训"),
        (1, "存在不足"),
    ]


def test_outline_level_of_a_paragraph_is_a_heading() -> None:
    outline = '<w:outlineLvl w:val="0"/>'
    document = read(
        p("主要举措", properties=outline) + p("培训四次。") + p("存在不足", properties=outline) + p("人手少。")
    )
    assert [s.title for s in document.sections] == ["主要举措", "存在不足"]


def test_a_long_paragraph_in_a_heading_style_is_text() -> None:
    document = read(p("一、举措", style="1") + p("全年组织培训，" * 12 + "。", style="2"), styles=STYLES)
    assert [s.title for s in document.sections] == ["举措"]


def test_the_table_of_contents_is_no_heading() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        p(
            mark.format("begin"),
            "<w:r><w:instrText> TOC \\o </w:instrText></w:r>",
            mark.format("separate"),
            "一、举措\t1",
        )
        + p("二、不足\t3", mark.format("end"))
        + p("三、安排\t5", style="toc")
        + p("一、举措", style="1")
        + p("培训四次。")
    )
    document = read(body, styles=STYLES)
    assert [s.title for s in document.sections] == ["举措"]
    assert document.position(document.sections[0].heading.text.at(0)).line == 4  # type: ignore[union-attr]


def test_line_breaks_part_paragraphs_of_a_pasted_page() -> None:
    document = read(
        p(*(x for t in ("一、举措", "全年培训四次。", "二、不足", "人手少。") for x in (t, "<w:r><w:br/></w:r>")))
    )
    assert [s.title for s in document.sections] == ["举措", "不足"]
    assert document.source.line_count == 1


def test_a_sentence_that_a_converter_broke_is_joined() -> None:
    body = (
        p("云岭县水务局工作报告")
        + p("一、举措")
        + p("全年受理投诉318件，其中来信18件、")
        + p("来电300件。")
        + p("二、不足")
    )
    assert "318件，其中来信18件、来电300件" in "".join(b.text.value for b in read(body).blocks)


def test_text_box_stands_beside_the_flow_once() -> None:
    document = read(p("云岭县水务局工作报告") + p("正文在此。", BOX.format(p("框内的话。"))) + p("下一段。"))
    assert [b.text.value for b in document.blocks if b.kind is Kind.NOTE] == ["框内的话。"]
    assert document.source.text.splitlines() == ["云岭县水务局工作报告", "正文在此。", "框内的话。", "下一段。"]


def test_a_letterhead_in_a_text_box_hides_no_title() -> None:
    body = (
        p("", BOX.format(p("云岭县水务局文件")))
        + p("云岭县水务局2024年度工作报告")
        + p("一、举措")
        + p("全年培训四次。")
    )
    assert read(body).title == "云岭县水务局2024年度工作报告"


def test_notes_follow_their_paragraph() -> None:
    note = '<w:footnote w:id="2">' + p("不含上年结转。") + "</w:footnote>"
    document = read(p("受理304件", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。") + p("下一段。"), footnotes=note)
    assert document.source.text.splitlines() == ["受理304件。", "不含上年结转。", "下一段。"]
    assert document.blocks[1].kind is Kind.NOTE


# -- automatic numbering


LIST = (
    f'<w:abstractNum w:abstractNumId="0">{levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))}'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_numbers_are_written_out_and_restart_below_a_higher_level() -> None:
    body = "".join(
        numbered(t, at) for t, at in (("举措", 0), ("培训", 1), ("执法", 1), ("检查", 2), ("不足", 0), ("人员", 1))
    )
    document = read(body + numbered("附则", 0, 2), numbering=LIST)
    assert document.source.text.splitlines() == [
        "一、举措",
        "（一）培训",
        "（二）执法",
        "1. 检查",
        "二、不足",
        "（一）人员",
        "一、附则",
    ]
    assert [s.path for s in document.sections][:4] == ["一", "一/（一）", "一/（二）", "一/（二）/1"]


def test_a_style_numbers_its_paragraphs() -> None:
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("培训", style="list") + p("不编号", style="list", properties=off) + p("执法", style="list")
    assert lines(body, styles=STYLES, numbering=LIST) == ["一、培训", "不编号", "二、执法"]


def test_numbers_of_several_levels() -> None:
    several = f'<w:abstractNum w:abstractNumId="0">{levels(("decimal", "%1"), ("decimal", "%1.%2"))}</w:abstractNum>'
    several += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = numbered("甲") + numbered("2024年", 1) + numbered("乙", 1) + numbered("丙") + numbered("丁", 1)
    assert lines(body, numbering=several) == ["1 甲", "1.1 2024年", "1.2 乙", "2 丙", "2.1 丁"]


def test_a_deleted_numbered_paragraph_uses_no_number() -> None:
    gone = numbered("", 0).replace("</w:pPr>", '<w:rPr><w:del w:id="9"/></w:rPr></w:pPr>' + deleted("废止的一项"))
    body = numbered("举措") + gone + numbered("不足")
    assert lines(body, numbering=LIST) == ["一、举措", "二、不足"]
    assert lines(body, "original", numbering=LIST) == ["一、举措", "二、废止的一项", "三、不足"]


@given(st.integers(1, 9999))
def test_chinese_counting_can_be_read_back(value: int) -> None:
    assert chinese_number(formatted(value, "chineseCountingThousand")) == value


@pytest.mark.parametrize(
    ("value", "format", "expected"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCounting", "十二"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (10, "chineseLegalSimplified", "壹拾"),
        (3, "ideographTraditional", "丙"),
        (12, "ideographTraditional", "12"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "㉑"),
        (4, "decimalEnclosedParen", "⑷"),
        (7, "decimalFullWidth", "７"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (24, "ideographDigital", "二四"),
        (3, "decimalZero", "03"),
        (5, "noSuchFormat", "5"),
        (2**31 - 1, "upperLetter", "2147483647"),
        (2**31 - 1, "chineseCounting", "2147483647"),
        (-1, "upperRoman", "-1"),
    ],
)
def test_number_formats(value: int, format: str, expected: str) -> None:
    assert formatted(value, format) == expected


# -- tables


def test_merged_cells_keep_their_place() -> None:
    body = table(
        tr(tc("处室", merge="restart"), tc("件数", span=2), properties="<w:tblHeader/>"),
        tr(tc(merge="continue"), tc("来电"), tc("来信")),
        tr(tc("法规科"), tc("3"), tc("4")),
    )
    found = read(p("情况如下。") + body + p("完。")).tables[0].table
    assert found is not None
    assert found.headed
    assert [[(c.value, c.row, c.column, c.rows, c.columns) for c in row] for row in found.rows] == [
        [("处室", 0, 0, 2, 1), ("件数", 0, 1, 1, 2)],
        [("来电", 1, 1, 1, 1), ("来信", 1, 2, 1, 1)],
        [("法规科", 2, 0, 1, 1), ("3", 2, 1, 1, 1), ("4", 2, 2, 1, 1)],
    ]


def test_every_paragraph_of_a_table_is_a_line() -> None:
    body = p("表前。") + table(tr(tc("甲", "乙"), tc("1")), tr(tc("丙"), tc("2"))) + p("表后。")
    assert lines(body) == ["表前。", "甲", "乙", "1", "丙", "2", "表后。"]


def test_a_frame_around_text_is_no_table() -> None:
    document = read(table(tr(tc("一、举措", "全年培训四次。", "二、不足"))))
    assert not document.tables
    assert [s.title for s in document.sections] == ["举措", "不足"]


def test_a_table_drawn_with_tabs() -> None:
    tab = "<w:r><w:tab/></w:r>"
    rows = (("单位", "立案", "结案"), ("执法大队", "18", "16"), ("合计", "18", "16"))
    body = p("情况如下。") + "".join(p(a, tab, b, tab, c) for a, b, c in rows) + p("完。")
    found = read(body).tables[0].table
    assert found is not None
    assert [tuple(c.value for c in row) for row in found.rows] == list(rows)


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    inner = table(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2")))
    document = read(table(tr(tc("说明"), tc(p("见内表："), inner))))
    assert [[[c.value for c in row] for row in t.table.rows] for t in document.tables if t.table] == [
        [["说明", "见内表："]],
        [["甲", "1"], ["乙", "2"]],
    ]


def test_absurd_attributes_are_no_fault() -> None:
    sign = '<w:r><w:sym w:char="x"/></w:r>'
    body = (
        numbered("甲", 99, 99)
        + p("乙", sign, properties='<w:outlineLvl w:val="九"/>')
        + table(tr(tc("丙", span=10**9), tc("丁")), tr(tc("戊")))
    )
    document = read(body)
    assert document.source.text.split() == ["甲", "乙", "丙", "丁", "戊"]
    assert document.tables[0].table.width < 100  # type: ignore[union-attr]


# -- tracked changes and what else stands beside the text


WRONG = "全年受理投诉318件，包括来电142件、网络96件、来信41件、来访25件。"


@pytest.mark.parametrize(
    ("body", "final", "original"),
    [
        (p("受理", deleted("318"), ins("304"), "件"), ["受理304件"], ["受理318件"]),
        (p("甲") + p(ins("乙")) + p("丙"), ["甲", "乙", "丙"], ["甲", "", "丙"]),
        (
            p("受理304件", properties='<w:rPr><w:del w:id="1"/></w:rPr>') + p("，办结300件。"),
            ["受理304件，办结300件。"],
            ["受理304件", "，办结300件。"],
        ),
        (
            p("受理304件。", properties='<w:rPr><w:ins w:id="1"/></w:rPr>') + p("办结300件。"),
            ["受理304件。", "办结300件。"],
            ["受理304件。办结300件。"],
        ),
        (
            p("<w:moveFrom>" + r("前") + "</w:moveFrom>", "中", "<w:moveTo>" + r("前") + "</w:moveTo>"),
            ["中前"],
            ["前中"],
        ),
        (
            table(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"), properties='<w:del w:id="1"/>')),
            ["甲", "1"],
            ["甲", "1", "乙", "2"],
        ),
        (
            table(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"))).replace("<w:tcPr>", '<w:tcPr><w:cellIns w:id="1"/>', 1),
            ["甲", "1", "乙", "2"],
            ["1", "乙", "2"],
        ),
        (p("甲") + table(tr(tc("乙"), tc("2"), properties='<w:del w:id="1"/>')), ["甲"], ["甲", "乙", "2"]),
    ],
)
def test_tracked_changes_are_read_from_one_side(body: str, final: list[str], original: list[str]) -> None:
    assert lines(body) == final
    assert lines(body, "original") == original


def test_notices_name_the_words() -> None:
    body = (
        p("受理", deleted("318"), ins("30", "4"), "件", r("，办结率", "<w:rPrChange/>"))
        + p("请", '<w:commentRangeStart w:id="7"/>', "核实", '<w:commentRangeEnd w:id="7"/>',
            '<w:r><w:commentReference w:id="7"/></w:r>', r("底色", '<w:highlight w:val="yellow"/>'), r("密", "<w:vanish/>"))
        + p(r("灰底", '<w:shd w:val="clear" w:fill="F2F2F2"/>'), r("黄底", '<w:shd w:val="clear" w:fill="FFFF00"/>'))
    )  # fmt: skip
    document = read(body)
    assert [(key, document.source.slice(span)) for key, span in document.notices] == [
        ("deletion", ""),
        ("insertion", "304"),
        ("format-change", ""),
        ("comment", "核实"),
        ("highlight", "底色"),
        ("hidden", ""),
        ("highlight", "黄底"),
    ]


def test_a_clean_document_has_no_notices() -> None:
    assert read(p("受理304件。") + table(tr(tc("甲"), tc("1")))).notices == ()


# -- where the text stands in the XML


def test_trace_finds_every_letter_in_its_element() -> None:
    from lxml import etree

    body = (
        numbered("培训", 0)
        + p("受理", ins("304"), deleted("318"), "件", "<w:r><w:t>  办结 </w:t></w:r>")
        + table(tr(tc("甲"), tc("1")))
    )
    data = docx(body, numbering=LIST)
    tree = etree.fromstring(root("document", f"<w:body>{body}</w:body>").encode())
    text = reader.read(data, "x.docx").source.text
    pieces = reader.trace(tree[0], data)
    for piece in pieces:
        assert (piece.element.text or "")[piece.skip :][: piece.length] == text[
            piece.start : piece.start + piece.length
        ]
    covered = "".join(text[piece.start : piece.start + piece.length] for piece in pieces)
    assert covered == re.sub(r"\n|一、", "", text)
