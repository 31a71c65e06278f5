"""How often each rule found something, over all drafts: where to begin."""

from __future__ import annotations

from collections import Counter

from lawlint.report import Run
from lawlint.reporters import Style
from lawlint.reporters.layout import pad, paint, width
from lawlint.reporters.terminal import SEVERITY
from lawlint.rules import Severity


def render(run: Run, style: Style) -> str:
    """A line for each rule and severity with the number of findings and drafts, the most frequent first."""
    found = Counter((f.rule, f.severity) for file in run.files for f in file.findings)
    drafts = Counter(key for file in run.files for key in {(f.rule, f.severity) for f in file.findings})
    unread = sum(file.error is not None for file in run.files)
    room = max((width(rule) for rule, _ in found), default=0)
    lines = [
        f"{count:>6} 处  {paint(SEVERITY[severity], severity.value, style.color)}  {pad(rule, room)}  "
        f"{drafts[rule, severity]} 份文稿"
        for (rule, severity), count in sorted(found.items(), key=lambda i: (-i[1], -i[0][1].rank, i[0][0]))
    ]
    counts = run.counts()
    total = "  ".join(f"{counts[s.value]} 处{SEVERITY[s]}" for s in Severity)
    lines.append(f"共 {len(run.files)} 份文稿  {total}{f'  {unread} 份没有读成' if unread else ''}")
    return "\n".join(lines) + "\n"
