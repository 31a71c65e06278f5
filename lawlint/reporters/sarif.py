"""SARIF 2.1.0 (OASIS Standard, Static Analysis Results Interchange Format), for code scanning and viewers.

Lines and columns are those of the JSON format; in a Word draft a line is a paragraph, which the artifact says. A
finding that a directive silenced is a suppressed result; a draft that was not read is a result too, since viewers do
not show notifications.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lawlint import __version__
from lawlint.document import Span
from lawlint.fixes import outside
from lawlint.markup import protected
from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.pages import explain, owner
from lawlint.reporters.places import markdown, uri
from lawlint.rules import ENGINE_RULES, Finding, Fix, Rule, Severity, page
from lawlint.screen import json_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
UNREADABLE = "unreadable"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MEDIA = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render(run: Run, style: Style) -> str:
    """The run as a SARIF log of one run."""
    names = sorted({name for file in run.files for name in _names(file)})
    index = {name: number for number, name in enumerate(names)}
    results = [r for number, file in enumerate(run.files) for r in _results(file, number, index)]
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "lawlint",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "informationUri": "https://github.com/lawlint/lawlint",
                        "language": "zh-CN",
                        "rules": [_rule(run.rules, name) for name in names],
                    }
                },
                "language": "zh-CN",
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {ROOT: {"description": {"text": "运行 lawlint 的文件夹"}}},
                "invocations": [
                    {"executionSuccessful": not run.incomplete, "toolExecutionNotifications": _notifications(run)}
                ],
                "artifacts": [_artifact(file) for file in run.files],
                "results": results,
            }
        ],
    }
    return json_text(json.dumps(log, ensure_ascii=False, indent=1) + "\n")


def _names(file: FileReport) -> set[str]:
    """The rules that ran on a draft, and those that found something."""
    if file.error:
        return {UNREADABLE}
    return {
        *file.ran,
        *(f.rule for f in file.findings),
        *(s.finding.rule for s in file.suppressed),
        *(f.rule for f in file.known),
    }


def _rule(rules: Mapping[str, type[Rule]], name: str) -> dict[str, Any]:
    rule = owner(rules, name)
    if rule is None:
        meaning = ENGINE_RULES.get(name, "文稿没有读成，没有检查。")
        return {
            "id": name,
            "shortDescription": {"text": meaning},
            "fullDescription": {"text": meaning},
            "help": {"text": meaning},
            "defaultConfiguration": {"level": "error"},
        }
    text = page(rule)
    summary = text.summary if name == rule.name else rule.also[name]
    said = [f"**{markdown(head)}**：{markdown(body)}" if head else markdown(body) for head, body in text.paragraphs]
    basis = [f"**依据**：{markdown(rule.basis)}"] if rule.basis else []
    return {
        "id": name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": text.summary},
        "help": {
            "text": explain(rules, name),
            "markdown": "\n\n".join([markdown(summary), *said, *basis]),
        },
        "defaultConfiguration": {"level": _LEVEL[rule.severity], "enabled": rule.enabled},
        "properties": {"basis": rule.basis, "certainty": rule.certainty.value},
    }


def _artifact(file: FileReport) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": uri(file.path), "uriBaseId": ROOT}, "roles": ["analysisTarget"]}
    if artifact["location"]["uri"].startswith("file:"):
        del artifact["location"]["uriBaseId"]
    if file.document:
        media = _MEDIA.get(file.document.format)
        artifact |= {"mimeType": media} if media else {}
        artifact["properties"] = {"line": "paragraph" if file.unit == "段" else "line"}
    return artifact


def _location(file: FileReport, number: int, span: Span | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {**_artifact(file)["location"], "index": number}}
    if span is None:
        return {"physicalLocation": physical}
    physical["region"] = _region(file, span)
    section = file.section(span)
    logical = {"logicalLocations": [{"fullyQualifiedName": section, "kind": "section"}]} if section else {}
    return {"physicalLocation": physical, **logical}


def _region(file: FileReport, span: Span) -> dict[str, int]:
    start, end = file.start(span), file.end(span)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _results(file: FileReport, number: int, index: Mapping[str, int]) -> list[dict[str, Any]]:
    if file.error:
        return [
            {
                "ruleId": UNREADABLE,
                "ruleIndex": index[UNREADABLE],
                "level": "error",
                "message": {"text": f"没有读成：{file.error}"},
                "locations": [_location(file, number, None)],
            }
        ]
    known_by = file.fingerprints()
    results = [_result(file, f, number, index, known_by[f]) for f in file.findings]
    _add_fixes(file, results)
    for silenced in file.suppressed:
        result = _result(file, silenced.finding, number, index, known_by[silenced.finding])
        reason = {"justification": silenced.reason} if silenced.reason else {}
        results.append({**result, "suppressions": [{"kind": "inSource", **reason}]})
    for finding in file.known:
        result = _result(file, finding, number, index, known_by[finding])
        results.append({**result, "suppressions": [{"kind": "external", "justification": "列在基线里"}]})
    return results


def _result(file: FileReport, finding: Finding, number: int, index: Mapping[str, int], known_by: str) -> dict[str, Any]:
    location = _location(file, number, finding.span)
    quote = file.quote(finding.span) if finding.quote is None else finding.quote
    location["physicalLocation"]["region"] |= {"snippet": {"text": quote}} if quote else {}
    hint = f"\n建议：{finding.hint}" if finding.hint else ""
    place = "" if file.textual else f"{file.place(finding.span)}："
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVEL[finding.severity],
        "message": {"text": place + finding.message + hint},
        "locations": [location],
        # the second key is the one that GitHub code scanning compares
        "partialFingerprints": {"lawlint/v1": known_by, "primaryLocationLineHash": f"{known_by}:1"},
        "properties": {
            key: value
            for key, value in (("requirement", finding.requirement), ("basis", finding.basis), ("hint", finding.hint))
            if value
        },
    }
    return result


def _add_fixes(file: FileReport, results: list[dict[str, Any]]) -> None:
    """The safe repairs, those apart that would touch markup."""
    if not file.textual or file.document is None:
        return
    kept = protected(file.document.source.text, file.document.format)
    for finding, result in zip(file.findings, results, strict=True):
        fix = finding.fix
        if fix is not None and fix.safe and outside(file.document, fix.edits, kept) == fix.edits:
            result["fixes"] = [_fix(file, fix)]


def _fix(file: FileReport, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(file, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(file)["location"], "replacements": replacements}
    return {"description": {"text": "可以自动改正（lawlint check --fix）"}, "artifactChanges": [change]}


def _notifications(run: Run) -> list[dict[str, Any]]:
    said = [(f.path, f"没有读成：{f.error}") for f in run.files if f.error] + run.errors
    return [{"level": "error", "message": {"text": f"{path + '：' if path else ''}{text}"}} for path, text in said]
