"""Tables as offices make them, written in every format: rows of words, ``<`` for a cell that the one on its left covers,
``^`` for one that the cell above covers."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

Rows = Sequence[Sequence[str]]
LEFT, ABOVE = "<", "^"


class Placed(NamedTuple):
    """A cell: its words, place and size."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def cells(rows: Rows) -> Iterator[Placed]:
    """The cells of a table with what each covers."""
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text in (LEFT, ABOVE):
                continue
            across = 1
            while column + across < len(row) and row[column + across] == LEFT:
                across += 1
            down = 1
            while number + down < len(rows) and rows[number + down][column] == ABOVE:
                down += 1
            yield Placed(text, number, column, down, across)


def markdown(rows: Rows, before: str = "") -> bytes:
    """With blank cells for those that are covered."""
    lines = ["| " + " | ".join("" if c in (LEFT, ABOVE) else c for c in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return f"{before}\n\n{chr(10).join(lines)}\n".encode()


def pasted(rows: Rows, before: str = "") -> bytes:
    """As text copied from a page: a cell that goes over several columns is one, one over several rows is blank below."""
    lines = ["\t".join("" if c == ABOVE else c for c in row if c != LEFT) for row in rows]
    return f"{before}\n{chr(10).join(lines)}\n".encode()


def bars(rows: Rows, before: str = "") -> bytes:
    """As converters print tables: bars behind the cells."""
    lines = [" | ".join("" if c in (LEFT, ABOVE) else c for c in row) + " |" for row in rows]
    return f"{before}\n{chr(10).join(lines)}\n".encode()


def page(rows: Rows, before: str = "") -> bytes:
    """With ``colspan`` and ``rowspan``."""
    body = ""
    placed = list(cells(rows))
    for number in range(len(rows)):
        body += "<tr>"
        for cell in (c for c in placed if c.row == number):
            size = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            size += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            body += f"<td{size}>{html.escape(cell.text)}</td>"
        body += "</tr>"
    text = f"<p>{html.escape(before)}</p><table>{body}</table>"
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{text}</body></html>".encode()


def word(rows: Rows, before: str = "") -> bytes:
    """With cells merged as Word merges them: gridSpan and vMerge, by python-docx."""
    import docx as python_docx

    made = python_docx.Document()
    made.add_paragraph(before)
    grid = made.add_table(len(rows), len(rows[0]))
    for cell in cells(rows):
        first = grid.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            first = first.merge(grid.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        first.text = cell.text
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def pdf(rows: Rows, before: str = "") -> bytes:
    """With rules around the cells, none inside merged ones."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style: list[tuple[object, ...]] = [
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 9),
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
    ]
    for cell in cells(rows):
        if cell.rows > 1 or cell.columns > 1:
            end = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            style.append(("SPAN", (cell.column, cell.row), end))
    plain = [["" if c in (LEFT, ABOVE) else c for c in row] for row in rows]
    base = ParagraphStyle("base", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    widths = [
        max(30, 10 + max(sum(5 if c.isascii() else 9 for c in row[k]) for row in plain) // 1)
        for k in range(len(rows[0]))
    ]
    file = io.BytesIO()
    SimpleDocTemplate(file).build(
        [Paragraph(before or "情况如下。", base), Table(plain, style=style, colWidths=widths)]
    )
    return file.getvalue()


FORMATS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "md": ("md", markdown),
    "pasted": ("txt", pasted),
    "bars": ("txt", bars),
    "html": ("html", page),
    "docx": ("docx", word),
    "pdf": ("pdf", pdf),
}
