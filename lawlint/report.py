"""What a run yields, in plain data: positions resolved, ready for any reporter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lawlint.document import Document, Position, Span, Weight
from lawlint.fingerprints import Identity, fingerprints
from lawlint.rules import Finding, Rule, Severity

if TYPE_CHECKING:
    from lawlint.figures import Analysis
    from lawlint.requirements import Judgement
    from lawlint.suppressions import Suppressed
    from lawlint.tasks import Plan
    from lawlint.templates import Profile

_BROKEN = re.compile(r"\s*[\r\n]\s*")
TEXTUAL = ("text", "markdown")  # the formats whose text is the file's own
LONGEST_QUOTE = 300  # characters; a longer quote loses its middle


@dataclass
class FileReport:
    """One draft's results. ``error`` is set where the draft could not be read; nothing else is then.

    ``data``: the draft's bytes as they were checked, for its checksum and for the review copy; ``fail_on``: the severity
    from which on it does not pass, or ``never``; ``known``: what was found and stands in the baseline; ``gone``: what stands
    there and was not found; ``hidden``: what was found and is not asked for.
    """

    path: str
    error: str | None = None
    document: Document | None = None
    profile: Profile | None = None
    profile_reason: str = ""
    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Suppressed] = field(default_factory=list)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    figures: Analysis | None = None
    plan: Plan | None = None
    ran: tuple[str, ...] = ()
    data: bytes = field(default=b"", repr=False)
    fail_on: str = "error"
    known: list[Finding] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    hidden: list[Finding] = field(default_factory=list)

    @property
    def report_year(self) -> int | None:
        year = self.document.report_year if self.document else None
        return year.value if year else None

    @property
    def coverage(self) -> str:
        """How much of the draft there is and how much of it was not judged, in words."""
        assert self.document is not None
        gaps = self.document.weighed_gaps
        pages = sum(key == "unread-page" for key, _ in self.document.notices)
        unread = len(self.document.unread) + pages
        beside = sum(gap.weight is Weight.BESIDE for gap in gaps)
        more = f"，文字旁的图片、对象 {beside} 处" if beside else ""
        return f"全文 {self.document.letters:,} 字，未核对 {unread} 处{more}"

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(f.severity is severity for f in self.findings)

    def start(self, span: Span) -> Position:
        """Line and column of a span's first character."""
        assert self.document is not None
        return self.document.position(span.start)

    def place(self, span: Span) -> str:
        """Where a span begins, as people say it: the line, in Word files the paragraph, with the page where known."""
        assert self.document is not None
        at = self.start(span)
        return (f"第 {at.page} 页" if at.page else "") + f"第 {at.line} {self.unit}"

    @property
    def textual(self) -> bool:
        """Whether lines and columns are those of the file itself, as in plain text and Markdown."""
        return self.document is not None and self.document.format in TEXTUAL

    @property
    def unit(self) -> str:
        """What a line of the draft is to its readers: a line, in Word files a paragraph."""
        return "段" if self.document and self.document.format == "docx" else "行"

    def end(self, span: Span) -> Position:
        """Line and column after a span's last character."""
        assert self.document is not None
        return self.document.position(span.end)

    def section(self, span: Span) -> str:
        """The path of the section a span stands in, such as ``二/（六）``."""
        assert self.document is not None
        return self.document.section_at(span.start).path

    @cached_property
    def shown(self) -> str:
        """The draft's text as results may show it: what a finding must not quote is masked, offset for offset."""
        assert self.document is not None
        text = self.document.source.text
        for finding in (*self.findings, *self.known, *self.hidden):
            if finding.quote is not None:
                start, end = finding.span
                mask = finding.quote if len(finding.quote) == end - start else "＊" * (end - start)
                text = text[:start] + mask + text[end:]
        return text

    def identities(self) -> dict[Finding, Identity]:
        """What every finding is known by, in the order of the draft; those not shown too, so that silencing one renames
        no twin of it."""
        every = {*self.findings, *self.known, *self.hidden, *(s.finding for s in self.suppressed)}
        return {
            f: Identity(
                f.rule,
                f.requirement or "",
                self.section(f.span),
                self.shown[f.span.start : f.span.end] if f.quote is None else f.quote,
            )
            for f in sorted(every, key=lambda f: (f.span, f.rule, f.message))
        }

    def fingerprints(self) -> dict[Finding, str]:
        """The fingerprint of every finding."""
        identities = self.identities()
        return dict(zip(identities, fingerprints(identities.values()), strict=True))

    def quote(self, span: Span) -> str:
        """The words of a span in one line, a long one shortened in the middle."""
        shown = self.shown[span.start : span.end]
        # a line broken inside a paragraph breaks no word; the rows of a table stay apart
        words = " ".join((shown if "|" in shown else _BROKEN.sub("", shown)).split())
        if len(words) <= LONGEST_QUOTE:
            return words
        return words[: LONGEST_QUOTE // 2] + "……" + words[-LONGEST_QUOTE // 2 :]


@dataclass
class Run:
    """All drafts of one run.

    ``errors`` are of the run itself: (path or empty, message); ``skipped``: what was not checked, each path with the
    reason; ``applied``: what rules, profile and settings applied, in lines, where the command tells it; ``rules``: those
    whose pages a format may show; ``partial``: not all that was found is shown.
    """

    files: list[FileReport] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    applied: tuple[str, ...] = ()
    rules: Mapping[str, type[Rule]] = field(default_factory=dict)
    partial: bool = False

    def counts(self) -> Counter[str]:
        """How many findings there are of each severity."""
        return Counter(f.severity.value for file in self.files for f in file.findings)

    @property
    def incomplete(self) -> bool:
        """Whether something could not be done in full: unreadable draft, failed plugin, crashed rule."""
        crashed = any(f.rule == "check-crashed" for file in self.files for f in file.findings)
        return bool(self.errors) or crashed or any(file.error for file in self.files)

    def exit_status(self, fail_on: str | None = None) -> int:
        """0; 1 where a finding is at or above what its draft may have; 2 where the run is incomplete, which beats 1.

        :param fail_on: a severity or ``never`` for all drafts; where it is not given, each draft's own.
        """
        if self.incomplete:
            return 2
        return int(any(_fails(file, fail_on or file.fail_on) for file in self.files))


def _fails(file: FileReport, fail_on: str) -> bool:
    return fail_on != "never" and any(f.severity.rank >= Severity(fail_on).rank for f in file.findings)


def jsonable(run: Run, version: str) -> dict[str, Any]:
    """The run as the data of ``--format json``, version 1."""
    counts = run.counts()
    return {
        "version": 1,
        "tool": {"name": "lawlint", "version": version},
        "files": [_file(f) for f in run.files if f.document],
        "errors": [{"path": p, "message": m} for p, m in run.errors]
        + [{"path": f.path, "message": f.error} for f in run.files if f.error],
        "skipped": [{"path": p, "reason": r} for p, r in run.skipped],
        **({"applied": list(run.applied)} if run.applied else {}),
        "summary": {"files": len(run.files), **{s.value: counts[s.value] for s in Severity}},
    }


def _place(position: Position) -> dict[str, int]:
    place = {"line": position.line, "column": position.column}
    return place | ({"page": position.page} if position.page else {})


def _range(file: FileReport, span: Span) -> dict[str, Any]:
    return {"start": _place(file.start(span)), "end": _place(file.end(span))}


def _file(file: FileReport) -> dict[str, Any]:
    known_by = file.fingerprints()
    known = [{"rule": f.rule, "start": _place(file.start(f.span)), "fingerprint": known_by[f]} for f in file.known]
    return {
        "path": file.path,
        "profile": file.profile.name if file.profile else None,
        "profile_reason": file.profile_reason,
        "report_year": file.report_year,
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity.value,
                "requirement": f.requirement,
                "message": f.message,
                "hint": f.hint,
                "basis": f.basis,
                **_range(file, f.span),
                "quote": file.quote(f.span) if f.quote is None else f.quote,
                "section": file.section(f.span) or None,
                "fingerprint": known_by[f],
            }
            for f in file.findings
        ],
        "checklist": [
            {
                "requirement": j.requirement.name,
                "title": j.requirement.title,
                "status": j.status.value,
                "basis": j.requirement.basis or None,
                "evidence": [{**_range(file, s), "quote": file.quote(s)} for s in j.evidence],
            }
            for j in file.judgements.values()
        ],
        "figures": [
            {
                "kind": r.kind,
                "verdict": r.verdict,
                "total": r.total,
                "parts": list(r.parts),
                "unit": r.unit,
                "difference": r.difference,
                **_range(file, r.span),
                "quote": file.quote(r.span),
            }
            for r in (file.figures.relations if file.figures else ())
        ],
        "suppressed": [
            {"rule": s.finding.rule, "reason": s.reason, "start": _place(file.start(s.finding.span))}
            for s in file.suppressed
        ],
        **({"known": known, "gone": file.gone} if known or file.gone else {}),
    }
