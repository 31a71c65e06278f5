"""The PDF reader: paragraphs, tables and pages from the places of letters; what is no text of the report left out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any

import pytest
from formats import DRAFT, Part, pdf

from lawlint.document import Document, Kind
from lawlint.errors import ReadError
from lawlint.readers import read_pdf
from lawlint.testing import check_text, registry

pytest.importorskip("reportlab")
PdfDocument = pytest.importorskip("pypdfium2").PdfDocument
FONT = "STSong-Light"
LONG = (
    "云岭县水务局坚持以习近平法治思想为指导，认真落实县委县政府关于法治政府建设的部署，扎实推进依法治水各项工作取得新成效"
    * 3
    + "。"
)


def drawn(*pages: Callable[[Any], None], **options: Any) -> bytes:
    """A PDF whose pages are drawn by these functions."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont(FONT, 16)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def text(*lines: str, left: float = 72, top: float = 700, step: float = 28) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        for at, line in enumerate(lines):
            canvas.drawString(left, top - at * step, line)

    return draw


def scan(canvas: Any) -> None:
    from reportlab.lib.utils import ImageReader

    picture = b"P6 2 2 255 " + bytes(12)
    canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, 500, 700)


def read(data: bytes) -> Document:
    return read_pdf(data, "draft.pdf")


def paragraphs(document: Document) -> list[str]:
    return [b.text.value for b in document.blocks if b.kind is not Kind.TABLE]


def test_lines_become_paragraphs_across_pages() -> None:
    draft = (Part("title", "云岭县水务局工作报告"), *(Part("text", f"第{n}段。{LONG}") for n in range(12)))
    document = read(pdf(draft))
    assert paragraphs(document) == ["云岭县水务局工作报告", *(f"第{n}段。{LONG}" for n in range(12))]


def test_positions_have_pages() -> None:
    data = pdf((Part("title", "云岭县水务局工作报告"), *(Part("text", f"第{n}段。{LONG}") for n in range(12))))
    document = read(data)
    first, last = document.blocks[0], document.blocks[-1]
    assert document.position(first.span.start) == (2, 1, 1)  # the running head is line 1 of the page
    assert document.position(last.span.end).page == len(PdfDocument(data))
    assert document.source.slice(first.span) == "云岭县水务局工作报告"


def test_running_heads_and_page_numbers_are_no_text() -> None:
    words = "".join(paragraphs(read(pdf(DRAFT))))
    assert "文件汇编" not in words
    assert "—" not in words


def test_footnotes_stand_beside_the_paragraph_they_interrupt() -> None:
    def first(canvas: Any) -> None:
        text("云岭县水务局工作报告", "全年受理投诉件数比上年增长三成以上，其中来信四十一件、", top=140)(canvas)
        canvas.setFont(FONT, 9)
        canvas.drawString(480, 117, "1")
        text("1 不含上年结转的十四件。", top=80)(canvas)

    document = read(drawn(first, text("来访二十五件，均已办结。")))
    assert [(b.kind, b.text.value) for b in document.blocks[1:]] == [
        (Kind.PARAGRAPH, "全年受理投诉件数比上年增长三成以上，其中来信四十一件、来访二十五件，均已办结。"),
        (Kind.NOTE, "1 不含上年结转的十四件。"),
    ]


def test_a_number_in_the_text_is_no_page_number() -> None:
    document = read(drawn(text("全年受理投诉", "318", "件。")))
    assert "318" in "".join(paragraphs(document))


@pytest.mark.parametrize("lines", [True, False])
def test_tables_with_and_without_rules(lines: bool) -> None:
    found = read(pdf(DRAFT, lines=lines)).tables
    rows = next(part.rows for part in DRAFT if part.rows)
    assert [[c.value for c in row] for row in found[0].table.rows] == [list(row) for row in rows]  # type: ignore[union-attr]


def test_merged_cells() -> None:
    from reportlab.platypus import SimpleDocTemplate, Table

    style = [
        ("FONT", (0, 0), (-1, -1), FONT, 12),
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("SPAN", (0, 0), (0, 1)),
        ("SPAN", (1, 0), (2, 0)),
    ]
    drawn(text("甲"))  # registers the font
    file = io.BytesIO()
    rows = [["处室", "件数", ""], ["", "来电", "来信"], ["法规科", "3", "4"]]
    SimpleDocTemplate(file).build([Table(rows, style=style, colWidths=[90] * 3)])
    found = read(file.getvalue()).tables[0].table
    assert found is not None
    assert [[(c.value, c.row, c.column, c.rows, c.columns) for c in row] for row in found.rows] == [
        [("处室", 0, 0, 2, 1), ("件数", 0, 1, 1, 2)],
        [("来电", 1, 1, 1, 1), ("来信", 1, 2, 1, 1)],
        [("法规科", 2, 0, 1, 1), ("3", 2, 1, 1, 1), ("4", 2, 2, 1, 1)],
    ]


def test_a_turned_page_is_read_upright() -> None:
    def turned(canvas: Any) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        text("全年受理投诉318件。", "办结300件。", left=72, top=-120)(canvas)

    assert paragraphs(read(drawn(turned))) == ["全年受理投诉318件。", "办结300件。"]


def test_a_slanted_watermark_is_no_text() -> None:
    def stamped(canvas: Any) -> None:
        text("全年受理投诉318件，", "办结300件。")(canvas)
        canvas.rotate(45)
        canvas.drawString(400, 300, "内部资料")

    assert "内部" not in "".join(paragraphs(read(drawn(stamped))))


def test_bold_print_set_twice_is_read_once() -> None:
    def bold(canvas: Any) -> None:
        text("受理318件。")(canvas)
        text("受理318件。", left=72.4)(canvas)

    assert paragraphs(read(drawn(bold))) == ["受理318件。"]


def test_a_page_that_is_only_a_picture_is_reported() -> None:
    data = drawn(text("云岭县水务局工作报告", "全年受理投诉318件。"), scan)
    assert [key for key, _ in read(data).notices] == ["unread-page"]
    from lawlint.engine import Settings, check_bytes

    found = [f for f in check_bytes(data, "x.pdf", registry(), Settings()).findings if f.rule == "unread-page"]
    assert [(f.severity.value, f.message[:5]) for f in found] == [("warning", "第 2 页")]
    assert not [f for f in check_text("受理投诉318件。").findings if f.rule == "unread-page"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: drawn(scan, scan), "扫描件"),
        (lambda: drawn(lambda canvas: None), "没有文字"),
        (lambda: pdf(DRAFT, password="x"), "密码"),
        (lambda: pdf(DRAFT)[:300], "打不开"),
        (lambda: b"%PDF-1.7 nothing", "打不开"),
        (lambda: "受理投诉318件。".encode(), "打不开"),
        (lambda: b"", "空的"),
    ],
)
def test_what_cannot_be_read(make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(ReadError, match=words):
        read(make())


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ReadError, match=r"lawlint\[pdf\]"):
        read(pdf(DRAFT))


def test_json_adds_the_page(lawlint: Callable[..., Any], tmp_path: Any) -> None:
    (tmp_path / "稿.pdf").write_bytes(pdf(DRAFT))
    assert '"page": 1' in lawlint("figures", "稿.pdf", "--format", "json").stdout


# -- pages that are set otherwise


def words(document: Document) -> str:
    return "".join(block.text.value for block in document.blocks)


def spread(canvas: Any) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for at, line in enumerate(
        ("云岭县水务局工作报告", "全年共受理投诉318件，其中来电142件、网络96件。", "已办结 304 件，其余正在办理之中。")
    ):
        left = 72.0
        for char in line:
            canvas.drawString(left, 700 - at * 30, char + " ")  # PDFium drops a lone letter of a font it does not have
            left += stringWidth(char, FONT, 16) + 8


def test_letters_set_apart_are_words() -> None:
    assert "共受理投诉318件，其中来电142件、网络96件。" in words(read_pdf(drawn(spread), "a.pdf"))


@pytest.mark.parametrize("angle", [90, -90, 180])
def test_a_page_turned_whole_is_read(angle: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 400)
        canvas.rotate(angle)
        for at, line in enumerate(("云岭县水务局工作报告", "全年共受理投诉318件，其中来电142件。")):
            canvas.drawString(-200, 100 - at * 30, line)

    document = read_pdf(drawn(draw), "a.pdf")
    assert "受理投诉318件，其中来电142件。" in words(document)
    assert document.gaps == ()


def test_text_turned_away_from_the_rest_is_told() -> None:
    def draw(canvas: Any) -> None:
        text("云岭县水务局工作报告", "全年共受理投诉318件。")(canvas)
        canvas.translate(300, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "其中来电142件")

    document = read_pdf(drawn(draw), "a.pdf")
    assert [gap.what for gap in document.gaps] == ["转了方向的文字“其中来电142件”（8 字）"]


def test_a_watermark_is_a_margin() -> None:
    def draw(canvas: Any) -> None:
        text("云岭县水务局工作报告", "全年共受理投诉318件。")(canvas)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "送审稿")

    assert [margin.value for margin in read_pdf(drawn(draw), "a.pdf").margins] == ["送审稿"]


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(150, 780, "云岭县水务局2024年度工作报告")
        canvas.setFont(FONT, 12)
        for side, left in ((0, 72), (1, 320)):
            for at in range(12):
                canvas.drawString(left, 740 - at * 20, (f"第{'左右'[side]}栏的第{at + 1}行文字，" + LONG)[:17])

    found = words(read_pdf(drawn(draw), "a.pdf"))
    assert found.index("左栏的第12行") < found.index("右栏的第1行")


def test_a_filled_form_is_text() -> None:
    def draw(canvas: Any) -> None:
        text("云岭县水务局工作报告", "全年共受理投诉")(canvas)
        canvas.acroForm.textfield(name="a", value="318", x=300, y=660, width=80, height=24)

    assert "318" in read_pdf(drawn(draw), "a.pdf").source.text
