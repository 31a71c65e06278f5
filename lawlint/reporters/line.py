"""One line for each finding, as editors and review bots parse it: ``path:line:column: level rule message``."""

from __future__ import annotations

from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.places import one_line, relative


def render(run: Run, style: Style) -> str:
    """All findings in the order of the drafts; a draft that was not read is an error on its first line."""
    lines = [line for file in run.files for line in _file(file)]
    return "".join(f"{one_line(line)}\n" for line in lines)


def _file(file: FileReport) -> list[str]:
    path = relative(file.path)
    if file.error:
        return [f"{path}:1:1: error unreadable 没有读成：{file.error}"]
    found = []
    for finding in file.findings:
        at = file.start(finding.span)
        found.append(f"{path}:{at.line}:{at.column}: {finding.severity.value} {finding.rule} {finding.message}")
    return found
