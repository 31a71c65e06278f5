"""One draft, written in every format that lawlint reads."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from word import docx, p, table, tc, tr

Rows = tuple[tuple[str, ...], ...]


class Part(NamedTuple):
    """A part of the draft: ``title``, ``to``, ``text``, ``from``, ``date``, or a heading by its level 1 or 2."""

    kind: str
    text: str = ""
    rows: Rows = ()


DRAFT = (
    Part("title", "云岭县水务局2024年度法治政府建设情况报告"),
    Part("to", "县委、县政府："),
    Part(
        "text",
        "2024年，县水务局坚持以习近平法治思想为指导，认真落实县委、县政府关于法治政府建设的部署，扎实推进依法治水各项工作，"
        "现将有关情况报告如下。",
    ),
    Part("1", "一、推进法治政府建设的主要举措和成效"),
    Part("2", "（一）完善制度"),
    Part(
        "text",
        "修订《云岭县河道采砂管理实施细则》，印发行政检查事项清单1份，公开政务信息126条，办理人大建议3件、政协提案5件。",
    ),
    Part("2", "（二）规范执法"),
    Part(
        "text", "全年受理投诉318件，包括来电142件、网络96件、来信41件、来访25件。各单位办理行政处罚案件的情况见下表。"
    ),
    Part(
        "table",
        rows=(
            ("单位", "立案", "结案", "罚款（万元）"),
            ("执法大队", "18", "16", "24.5"),
            ("河道管理所", "9", "9", "6.2"),
            ("合计", "27", "26", "30.7"),
        ),
    ),
    Part(
        "text",
        "其中涉河案件21件，占立案总数的77.8%，比上年的14件增长50%。全年开展联合检查6次，检查取水单位52家次，发现问题17个，已全部整改到位。",
    ),
    Part("1", "二、主要负责人履行推进法治建设第一责任人职责情况"),
    Part(
        "text",
        "局长王明主持召开党组会4次专题研究法治工作，听取法治工作汇报2次，出庭应诉1次，为干部讲法治课1场，组织学习《中华人民共和国水法》3次。",
    ),
    Part("1", "三、存在的不足"),
    Part("text", "一是基层执法力量薄弱，两个乡镇没有专职水政监察员。二是普法形式比较单一，取水户的知晓率有待提高。"),
    Part("1", "四、2025年工作安排"),
    Part("text", "（一）充实执法力量。招录水政监察员4名，6月底前到岗。"),
    Part("text", "（二）改进普法方式。每季度走访取水户一次，制作以案释法短片6部。"),
    Part("from", "云岭县水务局"),
    Part("date", "2025年1月15日"),
)


def markdown(draft: tuple[Part, ...] = DRAFT) -> bytes:
    marks = {"title": "# ", "1": "## ", "2": "### "}
    lines = []
    for part in draft:
        lines.append(_pipes(part.rows, rule=True) if part.rows else marks.get(part.kind, "") + part.text)
    return "\n\n".join(lines).encode()


def text(draft: tuple[Part, ...] = DRAFT) -> bytes:
    return "\n".join(
        _pipes(p.rows) if p.rows else ("" if p.kind == "title" else "　　") + p.text for p in draft
    ).encode()


def _pipes(rows: Rows, rule: bool = False) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if rule:
        lines.insert(1, "| --- " * len(rows[0]) + "|")
    return "\n".join(lines)


def word(draft: tuple[Part, ...] = DRAFT) -> bytes:
    """With Word's own styles, by python-docx."""
    import docx as python_docx

    made = python_docx.Document()
    for part in draft:
        if part.rows:
            grid = made.add_table(len(part.rows), len(part.rows[0]))
            for row, values in zip(grid.rows, part.rows, strict=True):
                for cell, value in zip(row.cells, values, strict=True):
                    cell.text = value
        elif part.kind in ("title", "1", "2"):
            made.add_heading(part.text, {"title": 0, "1": 1, "2": 2}[part.kind])
        else:
            made.add_paragraph(part.text)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def word_plain(draft: tuple[Part, ...] = DRAFT) -> bytes:
    """As most offices type it: no styles at all."""
    return docx("".join(_grid(part.rows) if part.rows else p(part.text) for part in draft))


def _grid(rows: Rows) -> str:
    return table(*(tr(*(tc(value) for value in row)) for row in rows))


def word_numbered(draft: tuple[Part, ...] = DRAFT) -> bytes:
    """With headings that Word numbers itself."""
    level = '<w:lvl w:ilvl="{}"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level.format(0, "%1、")}{level.format(1, "（%2）")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>' + "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/><w:pPr><w:numPr><w:ilvl w:val="{n - 1}"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    body = ""
    for part in draft:
        if part.rows:
            body += _grid(part.rows)
        elif part.kind in ("1", "2"):
            words = part.text.partition("、" if part.kind == "1" else "）")[2]
            body += p(words, style=part.kind)
        elif part.text.startswith("（"):
            number = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
            body += p(part.text.partition("）")[2], properties=number)
        else:
            body += p(part.text, style="t" if part.kind == "title" else "")
    return docx(body, styles=styles, numbering=numbering)


def page(draft: tuple[Part, ...] = DRAFT) -> bytes:
    tags = {"title": "h1", "1": "h2", "2": "h3"}
    lines = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>报告</title></head><body>"]
    for part in draft:
        if part.rows:
            cells = ("".join(f"<td>{html.escape(v)}</td>" for v in row) for row in part.rows)
            lines.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        else:
            tag = tags.get(part.kind, "p")
            lines.append(f"<{tag}>{html.escape(part.text)}</{tag}>")
    return "\n".join([*lines, "</body></html>"]).encode()


def pdf(draft: tuple[Part, ...] = DRAFT, lines: bool = True, password: str = "") -> bytes:
    """With page numbers and a running head; ``lines``: whether tables have rules."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    base = ParagraphStyle("base", fontName="STSong-Light", fontSize=16, leading=28, wordWrap="CJK")
    styles = {
        "title": ParagraphStyle("title", base, fontSize=22, leading=34, alignment=1),
        "to": base,
        "from": ParagraphStyle("from", base, alignment=2),
        "date": ParagraphStyle("date", base, alignment=2),
        "body": ParagraphStyle("body", base, firstLineIndent=32),
    }
    flow: list[object] = []
    for part in draft:
        if part.rows:
            style: list[tuple[object, ...]] = [("FONT", (0, 0), (-1, -1), "STSong-Light", 12)]
            if lines:
                style.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
            flow.append(Table(part.rows, style=style, colWidths=[100] * len(part.rows[0])))
        else:
            flow.append(Paragraph(part.text, styles.get(part.kind, styles["body"])))

    def furniture(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 10)  # type: ignore[attr-defined]
        canvas.drawCentredString(A4[0] / 2, 36, f"— {document.page} —")  # type: ignore[attr-defined]
        canvas.drawString(72, A4[1] - 40, "云岭县水务局文件汇编")  # type: ignore[attr-defined]

    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, encrypt=password or None).build(
        flow, onFirstPage=furniture, onLaterPages=furniture
    )
    return file.getvalue()


def soffice(data: bytes, suffix: str, to: str, folder: Path, filter: str = "") -> bytes:
    """A file converted by LibreOffice, which must be installed (:data:`SOFFICE`)."""
    source = folder / f"draft{suffix}"
    source.write_bytes(data)
    out = folder / "made"
    command = [str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    given = [f"--infilter={filter}"] if filter else []
    subprocess.run(
        [*command, *given, "--convert-to", to, "--outdir", str(out), str(source)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return (out / f"draft.{to}").read_bytes()


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FORMATS = {
    "md": markdown,
    "txt": text,
    "docx": word,
    "plain.docx": word_plain,
    "numbered.docx": word_numbered,
    "html": page,
    "pdf": pdf,
}
