"""The Code Quality report of GitLab (GitLab Docs, "Code Quality", code quality report format)."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.places import one_line, relative
from lawlint.rules import Severity
from lawlint.screen import json_text

_LEVEL = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(run: Run, style: Style) -> str:
    """A JSON list with an entry for each finding, and a blocker for each draft that was not read."""
    entries = [entry for file in run.files for entry in _file(file)]
    entries += [_entry(p or ".", 1, 1, "lawlint", "blocker", message, message) for p, message in run.errors]
    return json_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n")


def _file(file: FileReport) -> list[dict[str, Any]]:
    if file.error:
        return [_entry(file.path, 1, 1, "unreadable", "blocker", f"没有读成：{file.error}", "unreadable")]
    known_by = file.fingerprints()
    found = []
    for finding in file.findings:
        start, end = file.start(finding.span).line, file.end(finding.span).line
        place = "" if file.textual else f"{file.place(finding.span)}："
        message = place + finding.message
        level = _LEVEL[finding.severity]
        found.append(_entry(file.path, start, end, finding.rule, level, message, known_by[finding]))
    return found


def _entry(path: str, begin: int, end: int, rule: str, level: str, message: str, known_by: str) -> dict[str, Any]:
    """An entry; its fingerprint holds the path too, since GitLab takes entries with equal ones for one."""
    name = relative(path)
    return {
        "description": one_line(message),
        "check_name": rule,
        "fingerprint": sha256(f"{name}\0{known_by}".encode()).hexdigest()[:32],
        "severity": level,
        "location": {"path": name, "lines": {"begin": begin, "end": max(begin, end)}},
    }
