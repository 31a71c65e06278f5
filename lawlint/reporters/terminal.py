"""The text a person reads on a terminal: verdict first, then what is wrong, where, what to do, and on which basis."""

from __future__ import annotations

from collections.abc import Sequence

from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.layout import paint, wrap
from lawlint.rules import Finding, Severity

SEVERITY = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "提示"}
STATUS = {"met": "✓", "partial": "△", "missing": "✗", "not-applicable": "—"}
SHOWN = 3  # findings of one rule shown in full; of the rest only the lines are named
QUOTED = 60  # characters of a quote shown


def render(run: Run, style: Style) -> str:
    """All drafts of a run, one after another, and a line of totals where there are several."""
    parts = (
        ["\n".join(line for words in run.applied for line in wrap(words, style.width)) + "\n"] if run.applied else []
    )
    parts += [_file(file, style) for file in run.files]
    for path, message in run.errors:
        parts.append(paint("未完成", "error", style.color) + f"  {path + '：' if path else ''}{message}\n")
    if len(run.files) > 1 and not run.partial:
        counts = run.counts()
        unread = sum(f.error is not None for f in run.files)
        total = "  ".join(f"{counts[s.value]} 处{name}" for s, name in SEVERITY.items())
        parts.append(f"共 {len(run.files)} 份文稿  {total}{f'  {unread} 份没有读成' if unread else ''}\n")
    return "\n".join(parts)


def _file(file: FileReport, style: Style) -> str:
    if file.error:
        return f"{file.path}  " + paint("✗ 没有读成", "error", style.color) + f"：{file.error}\n"
    lines = [_verdict(file, style), *wrap(f"模板：{_profile(file)}", style.width, "")]
    for severity in Severity:
        found = [f for f in file.findings if f.severity is severity]
        if found:
            lines += ["", paint(f"{SEVERITY[severity]}（{len(found)}）", severity.value, style.color)]
            lines += _findings(file, found, style)
    lines += ["", *_foot(file, style)]
    return "\n".join(lines) + "\n"


def _verdict(file: FileReport, style: Style) -> str:
    counts = [(file.count(s), s) for s in Severity]
    words = "  ".join(f"{n} 处{SEVERITY[s]}" for n, s in counts if n)
    year = f"  {file.report_year}年度" if file.report_year else ""
    worst = next((s for n, s in counts if n), None)
    sign = {Severity.ERROR: "✗", Severity.WARNING: "△"}.get(worst or Severity.INFO, "✓")
    tone = worst.value if worst and worst is not Severity.INFO else "ok"
    return (
        paint(file.path, "bold", style.color)
        + year
        + "  "
        + paint(f"{sign} {words or '没有发现问题'}", tone, style.color)
    )


def _profile(file: FileReport) -> str:
    assert file.profile is not None
    return f"{file.profile.title}（{file.profile_reason}）"


def _findings(file: FileReport, found: Sequence[Finding], style: Style) -> list[str]:
    """The findings in the order of the draft; of a rule that found many things, the rest are named by line at the end."""
    lines: list[str] = []
    by_rule: dict[str, list[Finding]] = {}
    for finding in found:
        same = by_rule.setdefault(finding.rule, [])
        same.append(finding)
        if len(same) <= SHOWN:
            lines += _finding(file, finding, style)
    for rule, same in by_rule.items():
        if len(same) > SHOWN:
            places = "、".join(str(file.start(f.span).line) for f in same[SHOWN:])
            lines += wrap(f"{rule} 另有 {len(same) - SHOWN} 处：第 {places} {file.unit}", style.width, "  ")
    return lines


def _finding(file: FileReport, finding: Finding, style: Style) -> list[str]:
    where = file.place(finding.span)
    section = file.section(finding.span)
    head = f"{where}  {section + '  ' if section else ''}{finding.rule}  {finding.message}"
    lines = wrap(head, style.width, "  ")
    quote = file.quote(finding.span) if finding.quote is None else finding.quote
    if quote:
        short = quote if len(quote) <= QUOTED else quote[: QUOTED // 2] + "……" + quote[-QUOTED // 2 :]
        lines += [paint(line, "dim", style.color) for line in wrap(f"原文：{short}", style.width, "      ")]
    if finding.severity is Severity.INFO:  # a remark takes no more than its words; lawlint explain tells the rest
        return lines
    if finding.hint:
        lines += wrap(f"建议：{finding.hint}", style.width, "      ")
    if finding.basis:
        lines += [paint(line, "dim", style.color) for line in wrap(f"依据：{finding.basis}", style.width, "      ")]
    return lines


def _foot(file: FileReport, style: Style) -> list[str]:
    lines: list[str] = []
    if file.judgements:
        marks = "  ".join(
            f"{j.requirement.title} {STATUS[j.status.value]}" for j in file.judgements.values() if j.counts
        )
        lines += wrap(f"要件：{marks}", style.width, "")
    if file.figures is not None:
        tied, alone = file.figures.tied, len(file.figures.lone)
        lines += (
            [f"数字：{tied} 个已互相核算，{alone} 个没有可核算的关系（lawlint figures 查看）"] if tied or alone else []
        )
    if file.document and (file.document.unread or style.verbose):
        lines.append(f"范围：{file.coverage}")
    if file.suppressed:
        more = "" if style.verbose else "（--verbose 逐条列出）"
        lines.append(f"停用：{len(file.suppressed)} 处发现被文稿内的指令停用{more}")
    for one in file.suppressed if style.verbose else ():
        what = f"{file.place(one.finding.span)}  {one.finding.rule}  {one.finding.message}"
        lines += wrap(f"{what}；理由：{one.reason or '没有写'}", style.width, "  ")
    if file.known:
        lines.append(f"基线：{len(file.known)} 处发现列在基线里，不再报告")
    lines += [line for gone in file.gone for line in wrap(f"基线里的这一处不再出现：{gone}", style.width, "")]
    return lines
