"""What a Word file shows beside its paragraphs: fields, symbols, pictures, margins, wrappers nobody has named."""

from __future__ import annotations

import pytest
from word import docx, p, r, table, tc, tr

from lawlint.document import Document, Weight
from lawlint.readers import read_docx

TITLE = p("云岭县水务局工作报告") + p("全年共受理投诉318件。")
BLIP = "http://schemas.openxmlformats.org/drawingml/2006/main"
PICTURE = f'<w:r><w:drawing><a:blip xmlns:a="{BLIP}"/></w:drawing></w:r>'


def read(body: str, **parts: str) -> Document:
    return read_docx(docx(TITLE + body, **parts), "a.docx")


def told(document: Document) -> list[tuple[str, Weight]]:
    return [(gap.what, gap.weight) for gap in document.gaps]


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        ('<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="XX次"/></w:ddList></w:ffData></w:fldChar><w:fldChar w:fldCharType="end"/>', "XX次"),
        ('<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar><w:fldChar w:fldCharType="end"/>', "☑"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "√"),
        ('<w:sym w:font="Symbol" w:char="F033"/>', "3"),
        ('<w:sym w:font="Wingdings" w:char="F099"/>', "\uf099"),
        ("<w:ruby><w:rt><w:r><w:t>bàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>办</w:t></w:r></w:rubyBase></w:ruby>", "办"),
        ("<w:later><w:t>新元素</w:t></w:later>", "新元素"),
    ],
)  # fmt: skip
def test_what_a_run_shows(inner: str, words: str) -> None:
    assert f"前{words}后" in read(p("前", f"<w:r>{inner}</w:r>", "后")).source.text


@pytest.mark.parametrize("wrap", ["<w:later>{}</w:later>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"])
def test_paragraphs_in_wrappers_nobody_has_named(wrap: str) -> None:
    assert "包着的一段。" in read(wrap.format(p("包着的一段。"))).source.text


@pytest.mark.parametrize(("needs", "shown"), [("wps", "选择"), ("zz", "后备"), ("wps zz", "后备")])
def test_the_branch_that_word_shows(needs: str, shown: str) -> None:
    body = (
        f'<mc:AlternateContent><mc:Choice Requires="{needs}">{p("选择")}</mc:Choice>'
        f"<mc:Fallback>{p('后备')}</mc:Fallback></mc:AlternateContent>"
    )
    text = read(body).source.text
    assert [word for word in ("选择", "后备") if word in text] == [shown]


def test_sentences_in_the_style_of_a_table_of_contents_are_text() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    document = read(p("一、主要成效\t3", style="TOC1") + p("全年办结投诉304件。", style="TOC1"), styles=styles)
    words = [block.text.value for block in document.blocks]
    assert "全年办结投诉304件。" in words
    assert not any("主要成效" in word for word in words)


def test_pictures_are_told_and_count_where_they_stand_alone() -> None:
    assert told(read(p("如图。", PICTURE))) == [("图片", Weight.BESIDE)]
    alone = read(table(tr(tc("受理"), tc("318")), tr(tc("办结"), tc(p(PICTURE)))))
    assert told(alone) == [("表格里的图片（这一格别无文字）", Weight.LOST)]


def test_an_embedded_workbook_is_no_picture() -> None:
    space = "urn:schemas-microsoft-com:office:office"
    inner = f'<v:shape><v:imagedata/></v:shape><o:OLEObject xmlns:o="{space}" ProgID="Excel.Sheet.12"/>'
    assert told(read(p("见表。", f"<w:r><w:object>{inner}</w:object></w:r>"))) == [("嵌入的工作簿", Weight.BESIDE)]


def test_a_watermark_of_word_is_a_margin() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="送审稿"/></v:shape></w:pict></w:r>'
    assert [margin.value for margin in read(p(r("正文。"), art)).margins] == ["送审稿"]
