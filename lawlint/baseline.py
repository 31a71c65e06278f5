"""The baseline: findings that are known and not to be reported again, so that a check can begin with old drafts.

A finding is known by its fingerprint. Two changes of a draft keep it known: text that moves to another section as it
stands (the rule, requirement and words agree, and the words are too many to be a coincidence), and a draft that is
renamed (its old name is gone, and findings of the new one are those of the old). Each entry makes one finding
known, so that a twin is new. A finding that weighs more than when it was written down is new too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from lawlint import __version__
from lawlint.errors import UsageError
from lawlint.fingerprints import fingerprints
from lawlint.report import FileReport
from lawlint.rules import Finding, Severity

VERSION = 1
UNMISTAKABLE = 12  # characters: words of that length that stand elsewhere have been moved there
NEVER = frozenset({"check-crashed"})  # a check that is not whole cannot be known


class Entry(NamedTuple):
    """A known finding. ``alike``: the fingerprint of its rule, requirement and words alone."""

    fingerprint: str
    alike: str
    rule: str
    severity: str
    section: str
    words: str

    def __str__(self) -> str:
        return "  ".join(
            part for part in (self.rule, self.section, f"“{self.words[:40]}”" if self.words else "") if part
        )


@dataclass
class Baseline:
    """Known findings by draft; a draft is named by its path from the folder of the baseline's file."""

    path: Path
    drafts: dict[str, list[Entry]] = field(default_factory=dict)

    def name(self, draft: str) -> str:
        """The name of a draft in this baseline."""
        try:
            return Path(os.path.relpath(draft, self.path.parent)).as_posix()
        except ValueError:  # another drive
            return Path(draft).resolve().as_posix()

    def vanished(self) -> list[str]:
        """The drafts of the baseline that are there no more."""
        return [name for name in self.drafts if not (self.path.parent / name).exists()]

    def apply(self, reports: Iterable[FileReport]) -> None:
        """Move what is known from each report's findings to ``known``; ``gone`` gets what is known and was not found."""
        vanished = set(self.vanished())
        for report in reports:
            if report.error:
                continue
            name = self.name(report.path)
            if name not in self.drafts and (old := self._renamed(report, vanished)):
                vanished.discard(old)
                self.drafts[name] = self.drafts.pop(old)
            if name in self.drafts:
                _apply(self.drafts[name], report)

    def _renamed(self, report: FileReport, vanished: set[str]) -> str | None:
        found = {e.fingerprint for e in entries(report).values()}
        shared = {name: len(found & {e.fingerprint for e in self.drafts[name]}) for name in sorted(vanished)}
        best = max(shared, key=lambda name: shared[name], default=None)
        return best if best is not None and shared[best] else None

    def update(self, reports: Iterable[FileReport]) -> None:
        """Take what was found for known; drafts that were not checked stay as they are, those that are gone are dropped."""
        for name in self.vanished():
            del self.drafts[name]
        for report in reports:
            if not report.error:
                self.drafts[self.name(report.path)] = list(entries(report).values())

    def text(self) -> str:
        """The content of the baseline's file: a line for each finding, so that changes to it can be read."""
        lines = []
        for name, known in sorted(self.drafts.items()):
            rows = ",\n".join("   " + json.dumps(entry._asdict(), ensure_ascii=False) for entry in known)
            lines.append(f"  {json.dumps(name, ensure_ascii=False)}: [" + (f"\n{rows}\n  ]" if known else "]"))
        drafts = "{\n" + ",\n".join(lines) + "\n }" if lines else "{}"
        return f'{{"version": {VERSION},\n "tool": "lawlint {__version__}",\n "drafts": {drafts}}}\n'


def entries(report: FileReport) -> dict[Finding, Entry]:
    """What a baseline keeps of a report: everything found, known or not, in the order of the draft."""
    known_by = report.fingerprints()
    kept = {*report.findings, *report.known}
    return {
        finding: Entry(
            known_by[finding],
            fingerprints([identity._replace(section="")])[0],
            finding.rule,
            finding.severity.value,
            identity.section,
            report.quote(finding.span) if finding.quote is None else finding.quote,
        )
        for finding, identity in report.identities().items()
        if finding in kept and finding.rule not in NEVER
    }


def read(path: Path) -> Baseline:
    """The baseline of a file.

    :raises UsageError: it cannot be read or is no baseline; the message says what to do.
    """
    cure = "；用 --write-baseline 重新写一份"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise UsageError(f"基线 {path} 的版本是 {data['version']}，这里用的是 {VERSION}{cure}")
        drafts = {name: [_entry(item) for item in known] for name, known in data["drafts"].items()}
    except OSError as error:
        raise UsageError(
            f"读不出基线 {path}：{error.strerror}；还没有基线的，用 --write-baseline {path} 写一份"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} 不是 lawlint 的基线文件（{type(error).__name__}: {error}）{cure}") from error
    return Baseline(path, drafts)


def _entry(item: dict[str, Any]) -> Entry:
    entry = Entry(**item)
    if not all(isinstance(part, str) for part in entry):
        raise TypeError("an entry holds texts only")
    Severity(entry.severity)
    return entry


def _apply(known: Sequence[Entry], report: FileReport) -> None:
    found = entries(report)
    left = {entry.fingerprint: entry for entry in known}
    matched: set[Finding] = set()
    for finding, entry in found.items():
        if _weighs(left.get(entry.fingerprint), entry):
            del left[entry.fingerprint]
            matched.add(finding)
    for finding, entry in found.items():
        if finding not in matched and len("".join(entry.words.split())) >= UNMISTAKABLE:
            same = next((e for e in left.values() if e.alike == entry.alike and _weighs(e, entry)), None)
            if same:
                del left[same.fingerprint]
                matched.add(finding)
    silenced = {report.fingerprints()[s.finding] for s in report.suppressed}
    report.gone = [str(e) for e in left.values() if e.fingerprint not in silenced and e.rule in report.ran]
    report.known = [f for f in found if f in matched]
    report.findings = [f for f in report.findings if f not in matched]


def _weighs(known: Entry | None, found: Entry) -> bool:
    """Whether a known finding weighed as much as it does now, or more."""
    return known is not None and Severity(known.severity).rank >= Severity(found.severity).rank
