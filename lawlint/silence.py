"""Write suppressions into a draft, with their reason, before the blocks of chosen findings; nothing else may change by it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from lawlint import fixes
from lawlint.document import Span
from lawlint.errors import ReadError, UsageError
from lawlint.rules import Edit, Finding
from lawlint.suppressions import UNSUPPRESSIBLE

if TYPE_CHECKING:
    from lawlint.report import FileReport


def chosen(
    report: FileReport, rules: Collection[str], lines: Collection[int], fingerprints: Collection[str]
) -> list[Finding]:
    """The findings that are of one of the rules, on one of the lines and of one of the fingerprints, where such are given.

    :raises UsageError: nothing is given to choose by, or no finding is left.
    """
    if not (rules or lines or fingerprints):
        raise UsageError("要停用哪些发现：用 --rule、--line 或 --fingerprint 指明")
    known_by = report.fingerprints()
    found = [
        f
        for f in report.findings
        if (not rules or f.rule in rules)
        and (not lines or report.start(f.span).line in lines)
        and (not fingerprints or known_by[f] in fingerprints)
    ]
    if not found:
        raise UsageError(f"{report.path} 里没有这样的发现；先用 lawlint check 看一遍")
    for finding in found:
        if finding.rule in UNSUPPRESSIBLE:
            raise UsageError(f"规则 {finding.rule} 不能停用")
    return found


def silenced(
    report: FileReport, findings: Collection[Finding], reason: str, check: Callable[[bytes], FileReport]
) -> tuple[fixes.Repaired, list[str]]:
    """The draft with a directive before each block that the findings stand in, and the directives as lines of text.

    :param check: checks the draft again, given its bytes.
    :raises UsageError: the reason is none, or the draft would read differently.
    :raises ReadError: the draft is of no text format.
    """
    words = " ".join(reason.split())
    if not words or "-->" in words:
        raise UsageError("--reason 要写一句理由，不能含“-->”")
    if not report.textual or report.document is None:
        raise ReadError(
            "只能把停用指令写进文本格式（.md、.txt）的文稿；其他格式可以用基线（lawlint check --write-baseline）"
        )
    text = report.document.source.text
    edits = directives(report, findings, words)
    said = [
        f"第 {report.document.position(edit.span.start).line} 行之前：{edit.text.strip().strip('<!->').strip()}"
        for edit in edits
    ]
    after = fixes.applied(text, edits)
    mark, encoding = fixes.encoding_of(report.data)
    try:
        data = mark + after.encode(encoding)
    except UnicodeEncodeError as error:
        raise UsageError(f"理由里有文稿的编码（{encoding}）写不出的字，没有写") from error
    _verify(report, check(data), findings)
    return fixes.Repaired(report.path, report.data, data, report.shown, after, list(findings)), said


def directives(report: FileReport, findings: Collection[Finding], reason: str) -> list[Edit]:
    """The edits that put a directive before each block that the findings stand in."""
    assert report.document is not None
    by_place: dict[int, set[str]] = {}
    for finding in findings:
        by_place.setdefault(_before(report, finding), set()).add(finding.rule)
    text, format = report.document.source.text, report.document.format
    return [
        Edit(Span(at, at), _line(text, at, f"lawlint: disable-next={','.join(sorted(rules))} -- {reason}", format))
        for at, rules in sorted(by_place.items())
    ]


def _before(report: FileReport, finding: Finding) -> int:
    """Where the line of the block that a finding stands in begins."""
    assert report.document is not None
    document = report.document
    block = next((b for b in document.blocks if b.span.start <= finding.span.start < max(b.span.end, 1)), None)
    start = block.span.start if block else finding.span.start
    return document.source.line_span(document.position(start).line).start


def _line(text: str, at: int, directive: str, format: str) -> str:
    """A directive as a line of its own; in Markdown as a comment, apart from the paragraphs around it."""
    end = "\r\n" if "\r\n" in text else "\n"
    if format != "markdown":
        return directive + end
    joined = at > 0 and text[:at].rstrip(" \t").count("\n") and text[:at].rsplit("\n", 2)[-2].strip()
    return f"{end if joined else ''}<!-- {directive} -->{end}{end}"


def _verify(before: FileReport, after: FileReport, findings: Collection[Finding]) -> None:
    """:raises UsageError: with the directives the chosen findings are not silenced, or others come or go."""
    known_by = before.fingerprints()
    wanted = {known_by[f] for f in findings}
    left = {known_by[f] for f in before.findings} - wanted
    again = after.fingerprints() if not after.error else {}
    quiet = {again[s.finding] for s in after.suppressed}
    if after.error or not wanted <= quiet or {again[f] for f in after.findings} != left:
        raise UsageError(
            "加上停用指令以后，文稿读出来不一样了（例如指令插在表格或列表中间），没有写；请自己写在合适的地方"
        )
