"""The reviewer's checklist as text and Markdown: every requirement with its verdict and the sentences that show it."""

from __future__ import annotations

from collections.abc import Callable

from lawlint import screen
from lawlint.report import FileReport
from lawlint.reporters import Style, on_screen
from lawlint.reporters.layout import paint, width, wrap
from lawlint.reporters.places import markdown
from lawlint.reporters.sheet import SIGNATURES, Row, identity, rows, verdict

_TONE = {"met": "ok", "partial": "warning", "missing": "error", "not-applicable": "dim", "absent": "dim"}


def render_text(file: FileReport, style: Style) -> str:
    """The checklist for a terminal or a text file, with lines to sign on."""
    year = f"  {file.report_year}年度" if file.report_year else ""
    lines = [paint(file.path, "bold", style.color) + year]
    lines += [line for label, value in identity(file) for line in _hung(value, style.width, f"{label}：")]
    if not file.judgements:
        lines += ["", "这个模板没有逐项要件可核对。"]
    for row in rows(file):
        lines += ["", *_row(row, style)]
    lines += ["", f"检查结果：{verdict(file)}"]
    lines += ["", *(f"{who}：____________________  日期：______________" for who in SIGNATURES)]
    return "\n".join(lines) + "\n"


def _row(row: Row, style: Style) -> list[str]:
    lines = [f"{paint(row.verdict, _TONE[row.status], style.color)}  {row.label}"]
    if row.basis:
        lines += [paint(line, "dim", style.color) for line in _hung(row.basis, style.width, "    依据：")]
    if row.note:
        lines += _hung(row.note, style.width, "    ")
    for one in row.first:
        lines += _hung(f"{one.place}：{one.quote}", style.width, "    · ")
    if row.more:
        lines.append(f"    · 另有 {row.more} 处")
    for pair in row.pairs:
        lines += _hung(pair, style.width, "    ↳ ")
    return [*lines, "    审核意见：____________________"]


def _hung(text: str, columns: int, lead: str) -> list[str]:
    """The text behind ``lead``, further lines indented under the text's beginning."""
    indent = " " * width(lead)
    lines = wrap(text, columns, indent)
    return [lead + lines[0][len(indent) :], *lines[1:]]


def render_markdown(file: FileReport) -> str:
    """The checklist as Markdown tables, for a wiki or an issue."""
    lines = [f"# 合规核对表：{markdown(identity(file)[0][1])}", "", "| 项目 | 内容 |", "| --- | --- |"]
    lines += [f"| {label} | {markdown(value)} |" for label, value in identity(file)]
    lines += [f"| 检查结果 | {verdict(file)} |", ""]
    if file.judgements:
        lines += ["| 要件 | 依据 | 结论 | 证据 | 审核意见 |", "| --- | --- | --- | --- | --- |"]
    else:
        lines += ["这个模板没有逐项要件可核对。"]
    for row in rows(file):
        shown = [row.note] if row.note else []
        shown += [f"{one.place}：{one.quote}" for one in row.first]
        shown += [f"另有 {row.more} 处"] if row.more else []
        shown += row.pairs
        evidence = "<br>".join(map(markdown, shown))
        lines.append(f"| {markdown(row.label)} | {markdown(row.basis)} | {row.verdict} | {evidence} |  |")
    lines += ["", "| 签字 | 姓名 | 日期 |", "| --- | --- | --- |", *(f"| {who} |  |  |" for who in SIGNATURES)]
    return "\n".join(lines) + "\n"


def render_html(file: FileReport) -> str:
    """The checklist as a page to print and sign."""
    from lawlint.reporters import html

    return html.checklist_page(file)


def render_word(file: FileReport) -> bytes:
    """The checklist as a .docx to fill in and sign."""
    from lawlint.reporters import word

    return word.checklist(file)


FORMATS: dict[str, Callable[[FileReport, Style], str | bytes]] = {
    "text": lambda file, style: on_screen(lambda style: render_text(file, style), style),
    "markdown": lambda file, style: screen.lines(render_markdown(file)),
    "html": lambda file, style: render_html(file),
    "word": lambda file, style: render_word(file),
}
