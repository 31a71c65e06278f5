"""Findings as comma-separated values, with a byte order mark, by which spreadsheets know UTF-8."""

from __future__ import annotations

import csv
from io import StringIO

from lawlint.report import Run
from lawlint.reporters import Style


def render_csv(run: Run, style: Style) -> str:
    """A row for each finding, and one for each draft that was not read."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(["文稿", "行", "列", "级别", "规则", "发现"])
    for file in run.files:
        if file.error:
            table.writerow([file.path, "", "", "error", "unreadable", file.error])
        for finding in file.findings:
            at = file.start(finding.span)
            table.writerow([file.path, at.line, at.column, finding.severity.value, finding.rule, finding.message])
    return "\ufeff" + out.getvalue()
