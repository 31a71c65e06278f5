"""The language server: findings while a Markdown or text draft is typed, with basis, repairs, suppressions and outline.

Language Server Protocol 3.17. The client chooses whether columns count UTF-16 units, bytes or code points; a draft's own
columns are code points, so every position goes through the client's codec.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.workspace import TextDocument

from lawlint import __version__, fixes, silence
from lawlint.document import Document, Section, Source, Span
from lawlint.errors import LawlintError
from lawlint.markup import protected
from lawlint.report import FileReport
from lawlint.rules import Edit, Finding, Severity
from lawlint.suppressions import UNSUPPRESSIBLE

Check = Callable[[bytes, str], "FileReport | None"]

PAUSE = 0.3  # seconds without a keystroke before a draft is checked
_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_REASON = "（写明理由）"


class Desk:
    """The drafts that are open, each with its last report.

    :param check: checks a draft given as bytes and its path; ``None`` where the configuration excludes it.
    """

    def __init__(self, server: LanguageServer, check: Check) -> None:
        self._server = server
        self._check = check
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._reports: dict[str, tuple[int | None, FileReport]] = {}

    async def changed(self, uri: str) -> None:
        """Check a draft once its author pauses."""
        if waiting := self._waiting.pop(uri, None):
            waiting.cancel()
        self._waiting[uri] = asyncio.create_task(self._later(uri))

    async def _later(self, uri: str) -> None:
        await asyncio.sleep(PAUSE)
        self.publish(uri)

    def publish(self, uri: str) -> None:
        """Check a draft and send its diagnostics."""
        draft = self._server.workspace.get_text_document(uri)
        diagnostics = []
        try:
            if report := self.report(draft):
                diagnostics = [_diagnostic(report, f, draft) for f in report.findings]
                diagnostics += [_whole(report.error)] if report.error and draft.source.strip() else []
        except LawlintError as error:  # the configuration is wrong: the draft was not checked
            diagnostics = [_whole(str(error))]
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics, version=draft.version)
        )

    def closed(self, uri: str) -> None:
        """Forget a draft, and clear what was shown of it."""
        if waiting := self._waiting.pop(uri, None):
            waiting.cancel()
        self._reports.pop(uri, None)
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    def report(self, draft: TextDocument) -> FileReport | None:
        """The report on a draft as it is now.

        :raises LawlintError: its configuration is wrong.
        """
        known = self._reports.get(draft.uri)
        if known and known[0] == draft.version and draft.version is not None:
            return known[1]
        report = self._check(draft.source.encode(), _path(draft.uri))
        if report is not None:
            self._reports[draft.uri] = (draft.version, report)
        return report

    def findings(self, uri: str, wanted: types.Range) -> tuple[FileReport, TextDocument, list[Finding]] | None:
        """The findings that a range of a draft touches."""
        draft = self._server.workspace.get_text_document(uri)
        report = self.report(draft)
        if report is None or report.document is None:
            return None
        source = report.document.source
        start, end = (_offset(source, at, draft) for at in (wanted.start, wanted.end))
        touched = [f for f in report.findings if f.span.start <= end and start <= f.span.end]
        return report, draft, touched


def server(check: Check) -> LanguageServer:
    """A language server that is ready to be started."""
    made = LanguageServer("lawlint", __version__)
    desk = Desk(made, check)

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        desk.publish(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        desk.publish(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        await desk.changed(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        desk.closed(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        found = desk.findings(params.text_document.uri, types.Range(params.position, params.position))
        if not found or not found[2]:
            return None
        text = "\n\n---\n\n".join(_explained(f) for f in found[2])
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))

    @made.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        found = desk.findings(params.text_document.uri, params.range)
        return [action for f in found[2] for action in _actions(found[0], f, found[1])] if found else []

    @made.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        draft = made.workspace.get_text_document(params.text_document.uri)
        report = desk.report(draft)
        if report is None or report.document is None:
            return []
        return [_symbol(report.document, section, draft) for section in report.document.root.children]

    return made


def _path(uri: str) -> str:
    """The path of a draft; a draft that has never been saved is read as Markdown."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return "未保存.md"
    from pygls.uris import to_fs_path

    return to_fs_path(uri) or unquote(parts.path)


def _position(source: Source, offset: int, draft: TextDocument) -> types.Position:
    line = source.position(offset).line
    before = source.text[source.line_span(line).start : offset]
    return types.Position(line - 1, draft.position_codec.client_num_units(before))


def _offset(source: Source, at: types.Position, draft: TextDocument) -> int:
    if at.line >= source.line_count:
        return len(source.text)
    span = source.line_span(at.line + 1)
    units = 0
    for offset in range(span.start, span.end):
        if units >= at.character:
            return offset
        units += draft.position_codec.client_num_units(source.text[offset])
    return span.end


def _range(source: Source, span: Span, draft: TextDocument) -> types.Range:
    return types.Range(_position(source, span.start, draft), _position(source, span.end, draft))


def _diagnostic(report: FileReport, finding: Finding, draft: TextDocument) -> types.Diagnostic:
    assert report.document is not None
    hint = f"\n建议：{finding.hint}" if finding.hint else ""
    return types.Diagnostic(
        range=_range(report.document.source, finding.span, draft),
        message=finding.message + hint,
        severity=_SEVERITY[finding.severity],
        code=finding.rule,
        source="lawlint",
    )


def _whole(message: str) -> types.Diagnostic:
    """What concerns a draft as a whole: it was not checked."""
    start = types.Position(0, 0)
    return types.Diagnostic(
        range=types.Range(start, start),
        message=f"没有检查：{message}",
        severity=types.DiagnosticSeverity.Error,
        source="lawlint",
    )


def _explained(finding: Finding) -> str:
    from lawlint.reporters.places import markdown

    lines = [f"**{finding.rule}** {markdown(finding.message)}"]
    lines += [f"建议：{markdown(finding.hint)}"] if finding.hint else []
    lines += [f"依据：{markdown(finding.basis)}"] if finding.basis else []
    return "\n\n".join(lines)


def _actions(report: FileReport, finding: Finding, draft: TextDocument) -> list[types.CodeAction]:
    """The repair of a finding where it has one, and the directive that silences it."""
    assert report.document is not None
    document = report.document
    found = []
    if finding.fix is not None:
        kept = protected(document.source.text, document.format)
        edits = fixes.outside(document, finding.fix.edits, kept)
        title = "改正" if finding.fix.safe else "改正（请核对）"
        if edits:
            found.append(_action(f"{title}：{finding.message}", edits, report, finding, draft))
            found[0].is_preferred = finding.fix.safe
    if finding.rule not in UNSUPPRESSIBLE:
        directive = silence.directives(report, [finding], _REASON)
        found.append(_action(f"停用这一处 {finding.rule}（写明理由）", directive, report, finding, draft))
    return found


def _action(title: str, edits: Any, report: FileReport, finding: Finding, draft: TextDocument) -> types.CodeAction:
    assert report.document is not None
    source = report.document.source
    made: list[Edit] = list(edits)
    changes = [types.TextEdit(_range(source, edit.span, draft), edit.text) for edit in made]
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(report, finding, draft)],
        edit=types.WorkspaceEdit(changes={draft.uri: changes}),
    )


def _symbol(document: Document, section: Section, draft: TextDocument) -> types.DocumentSymbol:
    assert section.heading is not None
    heading = section.heading
    return types.DocumentSymbol(
        name=f"{heading.label}{section.title}" or "（无标题）",
        kind=types.SymbolKind.String,
        range=_range(document.source, section.span, draft),
        selection_range=_range(document.source, heading.span, draft),
        children=[_symbol(document, child, draft) for child in section.children],
    )
