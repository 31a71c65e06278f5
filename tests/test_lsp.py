"""The language server, talked to by a client over standard input and output as editors do."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES

pytest.importorskip("pygls")
from lsprotocol import types
from pygls.lsp.client import LanguageClient

BAD = (EXAMPLES / "有误.md").read_text("utf-8")
PATIENCE = 60  # seconds until a server that says nothing is given up


class Editor:
    """A client with one draft open."""

    def __init__(self, folder: Path, encoding: types.PositionEncodingKind | None = None) -> None:
        self.uri = (folder / "草稿 一.md").as_uri()
        self.client = LanguageClient("editor", "1")
        self.encoding = encoding
        self._folder = folder
        self._version = 0
        self._told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: types.PublishDiagnosticsParams) -> None:
            self._told.put_nowait(params)

    async def start(self, text: str) -> list[types.Diagnostic]:
        await self.client.start_io(sys.executable, "-m", "lawlint", "lsp", cwd=str(self._folder))
        general = types.GeneralClientCapabilities(position_encodings=[self.encoding] if self.encoding else None)
        self.server = await self.client.initialize_async(
            types.InitializeParams(types.ClientCapabilities(general=general), root_uri=self._folder.as_uri())
        )
        self.client.initialized(types.InitializedParams())
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri, "markdown", 0, text))
        )
        return await self.told()

    async def told(self) -> list[types.Diagnostic]:
        """The diagnostics of the draft as it is now; those of what it was a moment ago are passed over."""
        while True:
            params = await asyncio.wait_for(self._told.get(), PATIENCE)
            if params.version in (self._version, None):
                return list(params.diagnostics)

    async def change(self, *changes: Any) -> list[types.Diagnostic]:
        for change in changes:
            self._version += 1
            self.client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(self._version, self.uri), [change]
                )
            )
        return await self.told()

    async def replace(self, text: str) -> list[types.Diagnostic]:
        return await self.change(types.TextDocumentContentChangeWholeDocument(text))

    async def actions(self, where: types.Range) -> list[types.CodeAction]:
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(self.uri), where, types.CodeActionContext([]))
        )
        return [action for action in found or () if isinstance(action, types.CodeAction)]

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


def run(editor: Editor, text: str, work: Callable[[list[types.Diagnostic]], Awaitable[None]]) -> None:
    """Open a draft in an editor, do the work with its first diagnostics, and close down."""

    async def all_of_it() -> None:
        try:
            await work(await editor.start(text))
        finally:
            await editor.stop()

    asyncio.run(all_of_it())


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """The text with an editor's edits made; columns count UTF-16 units."""
    lines = text.split("\n")

    def offset(at: types.Position) -> int:
        before = sum(len(line) + 1 for line in lines[: at.line])
        units = lines[at.line].encode("utf-16-le")[: at.character * 2]
        return before + len(units.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def test_findings_come_while_typing(tmp_path: Path) -> None:
    editor = Editor(tmp_path)

    async def work(first: list[types.Diagnostic]) -> None:
        assert {d.code for d in first} == {"placeholder", "sum-mismatch", "shortcoming-causes", "year-mismatch"}
        wrong = next(d for d in first if d.code == "sum-mismatch")
        assert (wrong.range.start.line, wrong.severity, wrong.source) == (14, types.DiagnosticSeverity.Error, "lawlint")
        mended = await editor.replace(BAD.replace("318件", "304件"))
        assert "sum-mismatch" not in {d.code for d in mended}
        typed = types.Range(types.Position(0, 0), types.Position(0, 0))
        letters = [types.TextDocumentContentChangePartial(typed, letter) for letter in "。字个三"]
        again = await editor.change(*letters)
        assert "placeholder" in {d.code for d in again}

    run(editor, BAD, work)


@pytest.mark.parametrize(
    ("encoding", "width"),
    [
        (None, 2),
        (types.PositionEncodingKind.Utf16, 2),
        (types.PositionEncodingKind.Utf32, 1),
        (types.PositionEncodingKind.Utf8, 4),
    ],
)
def test_columns_are_what_the_client_counts(
    tmp_path: Path, encoding: types.PositionEncodingKind | None, width: int
) -> None:
    text = "# 云岭县水务局2024年度工作总结\n\n𠮷𠮷履行职责的的机关。\n"
    editor = Editor(tmp_path, encoding)

    async def work(first: list[types.Diagnostic]) -> None:
        doubled = next(d for d in first if d.code == "duplicated-word")
        one = 3 if encoding == types.PositionEncodingKind.Utf8 else 1
        assert doubled.range.start == types.Position(2, 2 * width + 4 * one)
        assert doubled.range.end == types.Position(2, 2 * width + 6 * one)

    run(editor, text, work)


def test_hover_says_why(tmp_path: Path) -> None:
    editor = Editor(tmp_path)

    async def work(first: list[types.Diagnostic]) -> None:
        cause = next(d for d in first if d.code == "shortcoming-causes")
        params = types.HoverParams(types.TextDocumentIdentifier(editor.uri), cause.range.start)
        hover = await editor.client.text_document_hover_async(params)
        assert hover
        assert isinstance(hover.contents, types.MarkupContent)
        assert "依据：" in hover.contents.value
        assert "厅字〔2019〕28号" in hover.contents.value
        params = types.HoverParams(types.TextDocumentIdentifier(editor.uri), types.Position(1, 0))
        assert await editor.client.text_document_hover_async(params) is None

    run(editor, BAD, work)


def test_actions_repair_and_silence(tmp_path: Path) -> None:
    text = "# 云岭县水务局2024年度工作总结\n\n开头一段。\n\n𠮷履行职责的的机关，办结2件。\n"
    editor = Editor(tmp_path)

    async def work(first: list[types.Diagnostic]) -> None:
        doubled = next(d for d in first if d.code == "duplicated-word")
        found = {a.title.split("：")[0].split(" ")[0]: a for a in await editor.actions(doubled.range)}
        assert found["改正"].is_preferred
        edits = {}
        for name, action in found.items():
            assert action.edit
            assert action.edit.changes
            edits[name] = list(action.edit.changes[editor.uri])
        assert applied(text, edits["改正"]) == text.replace("的的", "的")
        silenced = applied(text, edits["停用这一处"])
        assert "\n\n<!-- lawlint: disable-next=duplicated-word -- （写明理由） -->\n\n𠮷履行" in silenced
        assert "duplicated-word" not in {d.code for d in await editor.replace(silenced)}

    run(editor, text, work)


def test_the_outline_is_that_of_the_draft(tmp_path: Path) -> None:
    editor = Editor(tmp_path)

    async def work(first: list[types.Diagnostic]) -> None:
        params = types.DocumentSymbolParams(types.TextDocumentIdentifier(editor.uri))
        found = await editor.client.text_document_document_symbol_async(params)
        symbols = [s for s in found or () if isinstance(s, types.DocumentSymbol)]
        assert [s.name[:2] for s in symbols] == ["一、", "二、", "三、", "四、"]
        assert [c.name[:3] for c in symbols[0].children or ()][:2] == ["（一）", "（二）"]
        for symbol in symbols:
            assert symbol.range.start <= symbol.selection_range.start

    run(editor, BAD, work)


def test_the_configuration_counts_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    (tmp_path / ".lawlint.yaml").write_text("ignore: [placeholder]\n", "utf-8")
    editor = Editor(tmp_path)

    async def work(first: list[types.Diagnostic]) -> None:
        assert "placeholder" not in {d.code for d in first}
        (tmp_path / ".lawlint.yaml").write_text("ignore: [placeholdr]\n", "utf-8")
        told = await editor.replace(BAD + "\n")
        assert len(told) == 1
        assert "没有检查：" in told[0].message
        assert "是否想写“placeholder”" in told[0].message
        (tmp_path / ".lawlint.yaml").write_text("exclude: ['*.md']\n", "utf-8")
        assert await editor.replace(BAD + "\n\n") == []
        (tmp_path / ".lawlint.yaml").unlink()
        assert await editor.replace("") == []
        editor.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri))
        )
        assert await editor.told() == []

    run(editor, BAD, work)
