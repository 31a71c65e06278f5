"""A report in Markdown, for the comment on a merge request or the summary of a job."""

from __future__ import annotations

from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.places import markdown as text
from lawlint.reporters.terminal import SEVERITY, STATUS
from lawlint.rules import Finding, Severity


def render(run: Run, style: Style) -> str:
    """A section for each draft: the verdict, the findings as a table, the checklist in one line."""
    parts = ["\n".join(_file(file)) for file in run.files]
    if run.errors:
        parts.append(
            "\n".join(["## 未完成", "", *(f"- {text(f'{p}：' if p else '')}{text(m)}" for p, m in run.errors)])
        )
    return "\n\n".join(parts) + "\n"


def _file(file: FileReport) -> list[str]:
    lines = [f"## {text(file.path)}", ""]
    if file.error:
        return [*lines, f"✗ 没有读成：{text(file.error)}"]
    counts = [(file.count(s), SEVERITY[s]) for s in Severity]
    assert file.profile is not None
    lines.append("，".join(f"{n} 处{name}" for n, name in counts if n) or "没有发现问题")
    lines[-1] += f"。模板：{text(file.profile.title)}（{text(file.profile_reason)}）"
    if file.findings:
        lines += ["", "| 级别 | 位置 | 规则 | 发现 | 原文 |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(file, f) for f in file.findings]
    if file.judgements:
        lines += [
            "",
            "要件："
            + "　".join(
                f"{text(j.requirement.title)} {STATUS[j.status.value]}" for j in file.judgements.values() if j.counts
            ),
        ]
    return lines


def _row(file: FileReport, finding: Finding) -> str:
    section = file.section(finding.span)
    place = file.place(finding.span) + (f" {section}" if section else "")
    said = text(finding.message) + (f"<br>建议：{text(finding.hint)}" if finding.hint else "")
    quote = file.quote(finding.span) if finding.quote is None else finding.quote
    cells = (SEVERITY[finding.severity], text(place), text(finding.rule), said, text(quote))
    return f"| {' | '.join(cells)} |"
