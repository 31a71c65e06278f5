"""The review copy: the author's Word file with a comment on each finding's words; for other formats a .docx of the text.

The checklist as a .docx to sign comes from here too.
"""

from __future__ import annotations

from typing import Any

from lawlint.document import Kind, Span
from lawlint.errors import UsageError
from lawlint.readers.docx import trace
from lawlint.readers.docx.names import name
from lawlint.readers.docx.walk import FINAL, ORIGINAL, Piece
from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.comments import Comment, annotate
from lawlint.reporters.galley import Unit, units
from lawlint.reporters.sheet import SIGNATURES, identity, now, rows, verdict
from lawlint.reporters.terminal import SEVERITY
from lawlint.reporters.wordfile import cell, document, paragraph, run, table
from lawlint.rules import Finding

_STYLES = {
    Kind.TITLE: "Title",
    Kind.SIGNATURE: "Right",
    Kind.ADDRESSEE: "Normal",
    Kind.WEB: "Small",
    Kind.HEADER: "Small",
}
_WIDTH = 8845  # twentieths of a point between the margins


def render(run: Run, style: Style) -> bytes:
    """The review copy of the run's one draft.

    :raises UsageError: there are several drafts, or the one could not be read.
    """
    read = [file for file in run.files if file.document]
    if len(run.files) != 1 or not read:
        why = next((f"{f.path}：{f.error}" for f in run.files if f.error), "没有文稿") if not read else ""
        raise UsageError(f"审阅稿没有做成：{why}" if why else f"审阅稿一次只做一份，这里有 {len(run.files)} 份文稿")
    return review_copy(read[0])


def review_copy(file: FileReport) -> bytes:
    """The draft as a .docx with a comment for each finding, on the words it is about."""
    assert file.document is not None
    comments = [Comment(f.span, _said(f)) for f in file.findings]
    converted = not file.data.startswith(b"PK") or file.path.lower().endswith(".odt")  # read by way of LibreOffice
    if file.document.format == "docx" and not converted:
        text = file.document.source.text
        return annotate(file.data, comments, lambda body: _traced(body, file.data, text), now())
    body, spans = _made(file)
    return annotate(document(body), comments, lambda body: _pieces(body, spans), now())


def _said(finding: Finding) -> tuple[str, ...]:
    lines = [f"【{SEVERITY[finding.severity]}】{finding.message}"]
    lines += [f"建议：{finding.hint}"] if finding.hint else []
    lines += [f"依据：{finding.basis}"] if finding.basis else []
    return (*lines, f"规则：{finding.rule}")


def _traced(body: Any, data: bytes, text: str) -> list[Piece]:
    """The pieces of the text that was checked, whichever side of the tracked changes it shows."""
    for revisions in (FINAL, ORIGINAL):
        pieces = trace(body, data, revisions)
        if all(p.start + p.length <= len(text) and _agrees(p, text) for p in pieces):
            return pieces
    raise AssertionError("the text does not come from this file")


def _agrees(piece: Piece, text: str) -> bool:
    if name(piece.element) not in ("t", "delText"):
        return True
    there = (piece.element.text or "")[piece.skip : piece.skip + piece.length]
    return "".join(there.split()) == "".join(text[piece.start : piece.start + piece.length].split())


# ---- a .docx made from the text


def _made(file: FileReport) -> tuple[str, list[Span]]:
    """The draft as the markup of a body, and for each text element in it the span of the source it shows."""
    assert file.document is not None
    source = file.document.source
    spans: list[Span] = []

    def words(pieces: tuple[Span, ...]) -> list[str]:
        spans.extend(pieces)
        return [source.slice(piece) for piece in pieces]

    parts: list[str] = []
    for unit in units(file):
        if unit.rows:
            width = max(c.column + c.columns for row in unit.rows for c in row)
            parts.append(table(_rows(unit, width, words), [_WIDTH // width] * width, unit.headed))
        else:
            parts.append(paragraph(words(unit.pieces), _style_of(unit)))
    return "".join(parts), spans


def _style_of(unit: Unit) -> str:
    if unit.kind is Kind.HEADING:
        return f"Heading{min(3, max(1, unit.level))}"
    return _STYLES.get(unit.kind, "Body") if unit.kind else "Small"


def _rows(unit: Unit, width: int, words: Any) -> list[list[str]]:
    """The table's rows with every place filled: Word knows no cell that reaches down, only cells that go on."""
    below: dict[tuple[int, int], int] = {}  # places that a cell above covers, with that cell's width
    made = []
    for number, row in enumerate(unit.rows):
        cells = {c.column: c for c in row}
        line, column = [], 0
        while column < width:
            if (number, column) in below:
                columns = below[number, column]
                line.append(cell("", columns, "continue"))
            elif column in cells:
                one = cells[column]
                columns = one.columns
                below |= {(number + i, column): columns for i in range(1, one.rows)}
                line.append(cell(paragraph(words(one.text.pieces), "Cell"), columns, "restart" if one.rows > 1 else ""))
            else:
                columns = 1
                line.append(cell(""))
            column += columns
        made.append(line)
    return made


def _pieces(body: Any, spans: list[Span]) -> list[Piece]:
    elements = [e for e in body.iter() if name(e) == "t"]
    return [Piece(s.start, s.end - s.start, e) for s, e in zip(spans, elements, strict=True)]


# ---- the checklist


def checklist(file: FileReport) -> bytes:
    """The sign-off checklist as a .docx."""
    (_, title), *rest = identity(file)
    parts = [paragraph([f"合规核对表：{title}"], "Title")]
    about = [*rest, ("检查结果", verdict(file))]
    parts.append(table(([_cell([label], True), _cell([value])] for label, value in about), [2200, 11400]))
    parts.append(paragraph((), "Small"))
    if file.judgements:
        head = [_cell([w], True) for w in ("要件", "依据", "结论", "证据", "审核意见")]
        parts.append(table([head, *_requirements(file)], [2000, 3000, 1100, 5100, 2400], headed=True))
    else:
        parts.append(paragraph(["这个模板没有逐项要件可核对。"], "Small"))
    parts.append(paragraph((), "Small"))
    head = [_cell([w], True) for w in ("签字", "意见", "签名", "日期")]
    signs = [[_cell([who], True), _cell(["", ""]), _cell([]), _cell([])] for who in SIGNATURES]
    parts.append(table([head, *signs], [1800, 5600, 3400, 2800]))
    return document("".join(parts), landscape=True)


def _requirements(file: FileReport) -> list[list[str]]:
    made = []
    for row in rows(file):
        shown = [row.note] if row.note else []
        shown += [f"{one.place}：{one.quote}" for one in row.first]
        shown += [f"另有 {row.more} 处"] if row.more else []
        shown += row.pairs
        made.append([_cell([row.label], True), _cell([row.basis]), _cell([row.verdict]), _cell(shown), _cell([])])
    return made


def _cell(lines: list[str], bold: bool = False) -> str:
    made = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{run(line, bold) if line else ""}</w:p>' for line in lines
    )
    return cell(made)
