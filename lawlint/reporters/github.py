"""Workflow commands of GitHub Actions, which shows them as annotations beside the lines of a change.

The commands and their escapes: GitHub Docs, "Workflow commands for GitHub Actions", setting an error message.
"""

from __future__ import annotations

from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.places import one_line, relative
from lawlint.rules import Finding, Severity

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(run: Run, style: Style) -> str:
    """A command for each finding, for each draft that was not read, and for each error of the run itself."""
    lines = [line for file in run.files for line in _file(file)]
    lines += [_command("error", {"title": "lawlint"}, f"{p + '：' if p else ''}{m}") for p, m in run.errors]
    return "".join(f"{line}\n" for line in lines)


def _file(file: FileReport) -> list[str]:
    path = relative(file.path)
    if file.error:
        return [_command("error", {"file": path, "title": "lawlint"}, f"没有读成：{file.error}")]
    return [_command(_LEVEL[f.severity], {"file": path, **_lines(file, f)}, _message(file, f)) for f in file.findings]


def _lines(file: FileReport, finding: Finding) -> dict[str, str]:
    """Where to show it; in formats that are no text GitHub has no lines to show, so the message names the place."""
    properties = {"title": finding.rule}
    if not file.textual:
        return properties
    start, end = file.start(finding.span), file.end(finding.span)
    properties |= {"line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line and end.column > start.column:  # columns are allowed within one line only
        properties |= {"col": str(start.column), "endColumn": str(end.column)}
    return properties


def _message(file: FileReport, finding: Finding) -> str:
    place = "" if file.textual else f"{file.place(finding.span)}："
    hint = f"\n建议：{finding.hint}" if finding.hint else ""
    return place + finding.message + hint


def _command(level: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_escaped(one_line(value), property=True)}" for key, value in properties.items())
    return f"::{level} {listed}::{_escaped(chr(10).join(one_line(line) for line in message.splitlines()))}"


def _escaped(text: str, property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property else text
