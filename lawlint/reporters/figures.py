"""The reviewer's table of figures: every relation, its arithmetic written out, and its verdict."""

from __future__ import annotations

import re

from lawlint.document import Kind
from lawlint.figures import Relation
from lawlint.figures.scanner import read_numbers
from lawlint.report import FileReport
from lawlint.reporters import Style
from lawlint.reporters.layout import pad, paint, wrap

KINDS = {
    "sum": "合计", "subset": "其中", "percent": "占比", "growth": "增减", "average": "平均", "count": "计数",
    "table": "表格", "repeat": "前后", "difference": "差额", "shares": "构成", "bound": "上下限",
}  # fmt: skip
MOST_HEADINGS = 12
VERDICTS = {"holds": ("✓ 相符", "ok"), "fails": ("✗ 不符", "error"), "open": ("— 未定", "dim")}


def render(file: FileReport, style: Style, everything: bool = False) -> str:
    """The table as text; ``everything``: also the numbers that stand alone, and those left out with the reason."""
    analysis = file.figures
    assert analysis is not None
    lines = [paint(file.path, "bold", style.color)]
    order = {"fails": 0, "holds": 1, "open": 2}
    for relation in sorted(analysis.relations, key=lambda r: (order[r.verdict], r.span)):
        word, tone = VERDICTS[relation.verdict]
        place = pad(file.place(relation.span), 10)
        head = f"{paint(word, tone, style.color)}  {place}{KINDS.get(relation.kind, relation.kind)}  "
        lines += ["", *wrap(head + relation.arithmetic, style.width, "")]
        lines += wrap(f"表中：{_headings(relation)}", style.width, "    ") if _in_table(relation) else []
        if relation.verdict == "fails":
            lines += wrap(f"原文：{file.quote(relation.span)}", style.width, "    ")
            lines += wrap(relation.explanation, style.width, "    ") if relation.explanation else []
            lines += wrap(f"存疑：{relation.doubt}", style.width, "    ") if relation.doubt else []
    count = {v: sum(r.verdict == v for r in analysis.relations) for v in VERDICTS}
    lines += [
        "",
        f"关系 {len(analysis.relations)} 个：{count['fails']} 个不符，{count['holds']} 个相符，{count['open']} 个未定。",
        f"数字 {analysis.tied + len(analysis.lone)} 个：{analysis.tied} 个已互相核算，{len(analysis.lone)} 个没有可核算的关系"
        + ("。" if everything or not analysis.lone else "（用 --all 列出）。"),
    ]
    for span in analysis.unread:
        lines.append(f"{file.place(span)}的表格没有看出勾稽关系，表中的数字未经核对。")
    if everything:
        for quantity in analysis.lone:
            lines.append(f"  {file.place(quantity.span)}  {file.quote(quantity.span)}")
        lines += _left_out(file, style)
    return "\n".join(lines) + "\n"


def _left_out(file: FileReport, style: Style) -> list[str]:
    """The numbers of the prose that are no quantities, by reason; of those in Chinese numerals only what is malformed."""
    assert file.document is not None
    found: dict[str, dict[str, list[str]]] = {}
    for block in file.document.blocks:
        if block.kind in (Kind.TABLE, Kind.WEB, Kind.CODE, Kind.HEADER):
            continue
        for left in read_numbers(block.text.folded, block.text.value).left_out:
            if left.name == "malformed" or re.search(r"\d", block.text.value[left.start : left.end]):
                span = block.text.span(left.start, left.end)
                found.setdefault(left.reason, {}).setdefault(file.quote(span), []).append(file.place(span))
    if not found:
        return []
    counts = {reason: sum(map(len, words.values())) for reason, words in found.items()}
    lines = ["", f"正文里另有 {sum(counts.values())} 个数不作数量，不参加核算："]
    for reason in sorted(found, key=lambda r: counts[r]):  # the rare ones are those to look at
        words = "；".join(f"{word}（{'、'.join(dict.fromkeys(places))}）" for word, places in found[reason].items())
        lines += wrap(f"{reason}（{counts[reason]} 个）：{words}", style.width, "  ")
    return lines


def _in_table(relation: Relation) -> bool:
    return any(q.heading for q in relation.quantities)


def _headings(relation: Relation) -> str:
    """What each number of a relation stands under: 合计 / 件数 93；来电 / 件数 52；…"""
    named = [f"{q.heading or '正文'} {q.printed}" for q in relation.quantities]
    more = f"；……共 {len(named)} 个数" if len(named) > MOST_HEADINGS else ""
    return "；".join(named[:MOST_HEADINGS]) + more
