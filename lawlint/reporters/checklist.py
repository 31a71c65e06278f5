"""The reviewer's checklist of one draft: every requirement, whether it is met, and the sentences that show it."""

from __future__ import annotations

from lawlint.report import FileReport
from lawlint.reporters import Style
from lawlint.reporters.layout import paint, wrap
from lawlint.reporters.terminal import STATUS

WORDS = {"met": "齐备", "partial": "部分", "missing": "缺失", "not-applicable": "不适用"}
_TONE = {"met": "ok", "partial": "warning", "missing": "error", "not-applicable": "dim"}
SHOWN = 5  # pieces of evidence shown for a requirement
QUOTED = 70  # characters of each


def render(file: FileReport, style: Style) -> str:
    """The checklist as text."""
    assert file.profile is not None
    year = f"  {file.report_year}年度" if file.report_year else ""
    lines = [paint(file.path, "bold", style.color) + year, *wrap(f"模板：{file.profile.title}（{file.profile_reason}）", style.width)]
    if not file.judgements:
        lines += ["", "这个模板没有逐项要件可核对。"]
    for judgement in file.judgements.values():
        need, status = judgement.requirement, judgement.status.value
        mark = paint(f"{STATUS[status]} {WORDS[status]}", _TONE[status], style.color)
        lines += ["", f"{mark}  {need.title}{'（选报）' if need.optional else ''}"]
        if need.basis:
            lines += [paint(line, "dim", style.color) for line in wrap(f"依据：{need.basis}", style.width, "    ")]
        if judgement.note:
            lines += wrap(judgement.note, style.width, "    ")
        for span in judgement.evidence[:SHOWN]:
            quote = file.quote(span)
            short = quote if len(quote) <= QUOTED else quote[:QUOTED] + "……"
            lines += wrap(f"第 {file.start(span).line} 行：{short}", style.width, "    · ")
        if len(judgement.evidence) > SHOWN:
            lines.append(f"    · 另有 {len(judgement.evidence) - SHOWN} 处")
    return "\n".join(lines) + "\n"
