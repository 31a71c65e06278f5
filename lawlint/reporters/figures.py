"""The reviewer's table of figures: every relation, its arithmetic written out, and its verdict."""

from __future__ import annotations

import re

from lawlint.document import Kind
from lawlint.figures import Relation
from lawlint.figures.claim import Claim
from lawlint.figures.scanner import read_numbers
from lawlint.figures.why import formula, limits, reasons
from lawlint.report import FileReport
from lawlint.reporters import Style
from lawlint.reporters.layout import pad, paint, wrap

KINDS = {
    "sum": "合计", "subset": "其中", "percent": "占比", "growth": "增减", "average": "平均", "count": "计数",
    "table": "表格", "repeat": "前后", "difference": "差额", "shares": "构成", "bound": "上下限",
}  # fmt: skip
MOST_HEADINGS = 12
VERDICTS = {"holds": ("✓ 相符", "ok"), "fails": ("✗ 不符", "error"), "open": ("— 未定", "dim")}


def render(file: FileReport, style: Style, everything: bool = False, why: bool = False) -> str:
    """The table as text; ``everything``: also the numbers that stand alone, and those left out with the reason; ``why``:
    also the evidence of each relation, and of what was too weak to be one."""
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
        lines += _why(relation, style) if why else []
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
    if why:
        lines += _missed(file, style)
    return "\n".join(lines) + "\n"


def _why(relation: Relation, style: Style) -> list[str]:
    """The evidence that a relation was told from, and the strongest other way to take its numbers."""
    if relation.claim is None:
        return wrap("按表格的行列找出，不按证据打分。", style.width, "    ")
    lines = _evidence(relation.claim, style, "    ")
    if rival := relation.rival:
        lines += wrap(f"最强的另一种读法：{formula(rival)}（{rival.points:+.2f} 分）", style.width, "    ")
    return lines


def _evidence(claim: Claim, style: Style, indent: str) -> list[str]:
    head = f"证据合计 {claim.points:+.2f} 分，其中文字 {claim.words:+.2f} 分"
    head += f"；列全 {claim.closing:+.2f} 分" if claim.closing else ""
    bounds = "，".join(f"{name} {value:+.1f}" for name, value in limits(claim))
    lines = wrap(f"{head}。界限：{bounds}。", style.width, indent)
    for reason in reasons(claim):
        words = f"{reason.words:+.2f}" if reason.words is not None else "  —  "
        times = f"（×{reason.times:.3g}）" if reason.times != 1 else ""
        first, *others = wrap(f"{reason.says}{times}", style.width - len(indent) - 18, "")
        lines.append(f"{indent}{reason.points:+6.2f}  文字 {words}  {first}".rstrip())
        lines += [" " * (len(indent) + 20) + line for line in others]
    return lines


def _missed(file: FileReport, style: Style) -> list[str]:
    """The strongest claims on the numbers that are tied to nothing."""
    assert file.figures is not None
    if not file.figures.missed:
        return []
    lines = ["", "证据不足、没有成为关系的（每个独立的数取最强的一种读法）："]
    for claim in file.figures.missed:
        place = file.place(min(q.span for q in claim.numbers))
        lines += ["", *wrap(f"{pad(place, 10)}{KINDS[claim.kind]}  {formula(claim)}", style.width, "  ")]
        lines += _evidence(claim, style, "    ")
    return lines


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
