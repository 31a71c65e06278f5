"""Repairs: apply the fixes of findings to a draft, and write it only where nothing but the fault has changed.

A draft is read again after every pass; a fix after which it reads differently (another outline, other figures) is taken
back. Only text formats are repaired; encoding, byte order mark and line endings stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from lawlint import suppressions, writing
from lawlint.document import Document, Kind, Span, fold
from lawlint.errors import ReadError
from lawlint.markup import protected

if TYPE_CHECKING:
    from lawlint.engine import Settings
    from lawlint.plugins import Registry
    from lawlint.report import FileReport
    from lawlint.rules import Edit, Finding, Fix

PASSES = 10  # at most; fixes that overlap need one more pass each
_PAIRED = frozenset("“”‘’（）〔〕《》")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass
class Repaired:
    """A draft after its repairs.

    ``original`` and ``data`` are its bytes before and after; ``before`` and ``after`` the text without byte order mark,
    as it may be shown (personal data masked); ``applied`` and ``refused`` the findings whose fix was made, and whose fix
    would have changed more than the fault.
    """

    path: str
    original: bytes
    data: bytes
    before: str
    after: str
    applied: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was repaired."""
        return bool(self.applied)

    def diff(self) -> str:
        """The repairs as a unified diff; empty where there are none."""
        import difflib

        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), self.path, self.path
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def repair(data: bytes, path: str, registry: Registry, settings: Settings, unsafe: bool = False) -> Repaired:
    """The draft with its findings' fixes applied: the safe ones, with ``unsafe`` all.

    :raises ReadError: the draft cannot be read, is of no text format, or cannot be written back as it was.
    """
    mark, encoding = encoding_of(data)
    report = _checked(data, path, registry, settings)
    document = _document(report)
    if not report.textual:
        raise ReadError("只能自动修正文本格式（.md、.txt）的文稿")
    text = document.source.text
    if mark + text.encode(encoding) != data:
        raise ReadError("文件的编码不能原样写回，没有修正")
    result = Repaired(path, data, data, report.shown, report.shown)
    refused: set[tuple[str, str]] = set()
    for _ in range(PASSES):
        chosen = _without_overlap(
            [
                (finding, fix)
                for finding, fix in _wanted(report, registry, settings)
                if (fix.safe or unsafe) and (finding.rule, finding.message) not in refused
            ]
        )
        if not chosen:
            break
        kept, report = _tried(report, chosen, mark, encoding, registry, settings, unsafe)
        lost = [f for f, _ in chosen if f not in kept]
        refused |= {(f.rule, f.message) for f in lost}
        result.refused += lost
        result.applied += kept
        if not kept and not lost:
            break
    result.after = report.shown
    result.data = mark + _document(report).source.text.encode(encoding)
    return result


def preview(data: bytes, path: str, registry: Registry, settings: Settings, unsafe: bool = False) -> Repaired:
    """What :func:`repair` would do; for formats that are no text, such as Word, the fixes on the text as it was read.

    :raises ReadError: the draft cannot be read.
    """
    report = _checked(data, path, registry, settings)
    if report.textual:
        return repair(data, path, registry, settings, unsafe)
    _document(report)
    wanted = [(f, fix) for f, fix in _wanted(report, registry, settings) if fix.safe or unsafe]
    chosen = _without_overlap(wanted)
    after = applied(report.shown, [edit for _, fix in chosen for edit in fix.edits])
    return Repaired(path, data, data, report.shown, after, [finding for finding, _ in chosen])


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte order mark and the encoding that the bytes are in."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    try:
        data.decode("utf-8")
        return b"", "utf-8"
    except UnicodeDecodeError:
        return b"", "gb18030"


def _checked(data: bytes, path: str, registry: Registry, settings: Settings) -> FileReport:
    from lawlint.engine import check_bytes

    return check_bytes(data, path, registry, settings)


def _document(report: FileReport) -> Document:
    if report.document is None:
        raise ReadError(report.error or "读不出来")
    return report.document


def _wanted(report: FileReport, registry: Registry, settings: Settings) -> list[tuple[Finding, Fix]]:
    """The findings that have a fix; of a fix over many places, those where the rule is switched off in the draft stay, and
    those in markup."""
    document = _document(report)
    listed = suppressions.directives(document, registry.rule_names())[0] if settings.inline else []
    kept = protected(document.source.text, document.format)
    found = []
    for finding in report.findings:
        if finding.fix is not None:
            quiet = [d for d in listed if finding.rule in d.rules]
            edits = tuple(e for e in finding.fix.edits if not any(d.start <= e.span.start < d.end for d in quiet))
            edits = outside(document, edits, kept)
            if edits:
                found.append((finding, replace(finding.fix, edits=edits)))
    return found


def outside(document: Document, edits: Sequence[Edit], kept: Sequence[Span]) -> tuple[Edit, ...]:
    """The edits that touch none of the spans to be kept. Quotation marks and brackets of a line are edited together or not at
    all, since they may be the two halves of a pair."""
    touching = {e for e in edits if _touches(e.span, kept)}
    halves = {document.position(e.span.start).line for e in touching if e.text in _PAIRED}
    return tuple(
        e
        for e in edits
        if e not in touching and not (e.text in _PAIRED and document.position(e.span.start).line in halves)
    )


def _touches(edit: Span, kept: Sequence[Span]) -> bool:
    """Whether an edit changes a character of one of the spans, which are sorted and apart, or puts one into it."""
    at = bisect_right(kept, edit.start, key=lambda span: span.end)  # the first that ends behind the edit's start
    return at < len(kept) and kept[at].start < max(edit.end, edit.start)


def _without_overlap(wanted: Sequence[tuple[Finding, Fix]]) -> list[tuple[Finding, Fix]]:
    """The fixes that can be made together: of those that overlap the first in the draft wins, the next pass takes the rest."""
    chosen: list[tuple[Finding, Fix]] = []
    taken: list[Edit] = []
    for finding, fix in wanted:
        if all(_apart(edit, other) for edit in fix.edits for other in taken):
            chosen.append((finding, fix))
            taken += fix.edits
    return chosen


def _apart(one: Edit, other: Edit) -> bool:
    return one.span.end <= other.span.start or other.span.end <= one.span.start


def _tried(
    report: FileReport,
    chosen: Sequence[tuple[Finding, Fix]],
    mark: bytes,
    encoding: str,
    registry: Registry,
    settings: Settings,
    unsafe: bool,
) -> tuple[list[Finding], FileReport]:
    """The fixes that hold when the draft is read again, and the report on the draft with them.

    All are tried together; where that changes more than the faults, one by one, and those over many lines in halves.
    """
    before = _document(report)

    def attempt(fixes: Sequence[tuple[Finding, Fix]]) -> FileReport | None:
        edits = [edit for _, fix in fixes for edit in fix.edits]
        text = applied(before.source.text, edits)
        try:
            data = mark + text.encode(encoding)
        except UnicodeEncodeError:
            return None
        after = _checked(data, before.path, registry, settings)
        figures = not unsafe or all(fix.safe for _, fix in fixes)
        return after if after.document and same(report, after, edits, figures) else None

    whole = attempt(chosen)
    if whole:
        return [f for f, _ in chosen], whole
    kept: list[tuple[Finding, Fix]] = []
    best = report
    waiting = [(finding, fix) for finding, fix in reversed(chosen)]
    while waiting:
        item = waiting.pop()
        tried = attempt([*kept, item])
        if tried:
            kept.append(item)
            best = tried
        else:
            waiting += [(item[0], part) for part in reversed(_halves(before, item[1]))]
    return list(dict.fromkeys(f for f, _ in kept)), best


def _halves(document: Document, fix: Fix) -> list[Fix]:
    """A fix over many lines as two, so that one place where it would change more does not hold up the others.

    The edits of one line stay together: they may be the two halves of a pair.
    """
    lines = sorted({document.position(edit.span.start).line for edit in fix.edits})
    if len(lines) < 2:
        return []
    middle = lines[len(lines) // 2]
    first = tuple(e for e in fix.edits if document.position(e.span.start).line < middle)
    return [replace(fix, edits=first), replace(fix, edits=tuple(e for e in fix.edits if e not in first))]


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made that do not overlap."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda e: e.span):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join(parts) + text[at:]


def same(before: FileReport, after: FileReport, edits: Sequence[Edit], figures: bool = True) -> bool:
    """Whether two readings of a draft agree but for the edited words: outline, tables, elements; and the figures."""
    old, new = _outline(before, edits), _outline(after, ())
    if len(old) != len(new):
        return False
    for one, other in zip(old, new, strict=True):
        if one.shape != other.shape or not (one.edited or one.words == other.words):
            return False
    return not figures or _figures(before) == _figures(after)


class _Read(NamedTuple):
    """How a block was read: kind, level and number; its words, punctuation and width apart; whether an edit touches it."""

    shape: tuple[Kind, int, int | None]
    words: str
    edited: bool


def _outline(report: FileReport, edits: Sequence[Edit]) -> list[_Read]:
    found = []
    for block in _document(report).blocks:
        if block.kind is Kind.WEB:
            continue
        words = re.sub(r"\W", "", fold(block.text.value))
        span = block.span
        edited = any(e.span.start <= span.end and span.start <= e.span.end for e in edits)
        found.append(_Read((block.kind, block.level, block.number), words, edited))
    return found


def _figures(report: FileReport) -> object:
    """The numbers and relations of a draft, as printed."""
    figures = report.figures
    if figures is None:
        return None
    numbers = [(fold(q.printed), q.unit) for q in figures.quantities]
    relations = [(r.kind, r.verdict, fold(r.total or ""), [fold(p) for p in r.parts]) for r in figures.relations]
    return numbers, relations


def write(repaired: Repaired) -> None:
    """Replace the draft's file at once, so that it is never half written; its permissions stay.

    :raises ReadError: it cannot be written, or was saved by somebody else since it was read.
    """
    try:
        writing.replace(repaired.path, repaired.data, expected=repaired.original)
    except writing.Changed as error:
        raise ReadError("检查期间文件被改动过，没有写回；请再运行一次") from error
    except OSError as error:
        raise ReadError(f"写不了：{error.strerror}") from error
