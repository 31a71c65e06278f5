"""The harness for rules' cases, for lawlint's own tests and for plugin authors.

A case file is YAML: ``rule: NAME`` and ``cases:``, each with ``name``, ``draft``, and what it finds::

    rule: year-mismatch
    cases:
      - name: the plan names the reported year
        format: md            # optional: the draft's file name extension, default txt
        profile: NAME         # optional: default is the one chosen from the draft
        draft: |
          ...
        finds:                # [] where the draft must stay silent
          - at: 2024年工作安排     # words the finding's span begins with or covers
            severity: warning     # optional
            message: 应当是 2025   # optional: words of the message
            hint: 改为 2025        # optional: words of the hint
            requirement: NAME     # optional
        fixed: |              # optional: the draft after all fixes of this rule, unsafe ones too
          ...
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lawlint.engine import Settings, check_bytes
from lawlint.fixes import repair
from lawlint.plugins import Registry, load
from lawlint.report import FileReport
from lawlint.yamlfile import load as load_yaml


@dataclass(frozen=True)
class Case:
    """One case of a rule: a draft, and the findings it must give: no more and no fewer of this rule."""

    rule: str
    name: str
    draft: str
    finds: tuple[dict[str, str], ...] = ()
    format: str = "txt"
    profile: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    fixed: str | None = None

    def __str__(self) -> str:
        return f"{self.rule}: {self.name}"


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file.

    :raises ProfileError: the file is not valid; the message names file and line.
    """
    top = load_yaml(path).mapping(("rule", "cases"), required=("rule", "cases"))
    for node in top["cases"].items():
        keys = ("name", "draft", "finds", "format", "profile", "options", "fixed")
        part = node.mapping(keys, required=("name", "draft", "finds"))
        finds = []
        for item in part["finds"].items():
            wanted = item.mapping(("at", "severity", "message", "hint", "requirement", "rule"), required=("at",))
            finds.append({key: value.string() for key, value in wanted.items()})
        yield Case(
            top["rule"].string(),
            part["name"].string(),
            part["draft"].string(),
            tuple(finds),
            part["format"].string() if "format" in part else "txt",
            _profile(path, part["profile"].string()) if "profile" in part else None,
            part["options"].plain() if "options" in part else {},
            part["fixed"].string() if "fixed" in part else None,
        )


def _profile(path: Path, name: str) -> str:
    """A profile's name, or the path of its file, which a case gives from its own place."""
    file = path.parent / name
    return str(file) if file.is_file() else name


@cache
def registry() -> Registry:
    """The registry of all installed plugins.

    :raises RuntimeError: one did not load.
    """
    found = load()
    if found.failures:
        raise RuntimeError("; ".join(found.failures))
    return found


def check_text(draft: str, format: str = "txt", **settings: Any) -> FileReport:
    """Check a draft given as text. ``settings`` are those of ``lawlint.engine.Settings``."""
    return check_bytes(draft.encode(), f"draft.{format}", registry(), Settings(**settings))


def fixed(draft: str, format: str = "txt", unsafe: bool = False, **settings: Any) -> str:
    """A draft given as text, after its safe fixes, or all. ``settings`` are those of ``lawlint.engine.Settings``."""
    return repair(draft.encode(), f"draft.{format}", registry(), Settings(**settings), unsafe).data.decode()


def problems(case: Case) -> list[str]:
    """What is wrong with a case's findings, as sentences; empty where the rule does what the case says."""
    report = check_text(
        case.draft,
        case.format,
        profile=case.profile,
        select=(case.rule,),
        options={case.rule: case.options} if case.options else {},
    )
    if report.error:
        return [f"the draft was not read: {report.error}"]
    wrong = []
    left = [f for f in report.findings if f.rule == case.rule or f.rule == "check-crashed"]
    for want in case.finds:
        match = next((f for f in left if _fits(report, f, want)), None)
        if match is None:
            wrong.append(f"not found: {want}")
        else:
            left.remove(match)
    wrong += [f"unexpected: {f.rule} {f.severity.value} {report.quote(f.span)!r} {f.message}" for f in left]
    if case.fixed is not None and not wrong:
        repaired = fixed(case.draft, case.format, unsafe=True, profile=case.profile, select=(case.rule,))
        if repaired != case.fixed:
            wrong.append(f"fixed: {repaired!r} instead of {case.fixed!r}")
    return wrong


def _fits(report: FileReport, finding: Any, want: dict[str, str]) -> bool:
    words = report.quote(finding.span)
    return (
        (words.startswith(want["at"]) or want["at"] in words)
        and want.get("severity", finding.severity.value) == finding.severity.value
        and want.get("message", "") in finding.message
        and want.get("hint", "") in (finding.hint or "")
        and want.get("requirement", finding.requirement) == finding.requirement
    )
