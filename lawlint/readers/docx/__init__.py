"""The Word reader: .docx, and .docm, .dotx, .dotm, whose macros are never looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lawlint.document import Document, Gap, Source, Span
from lawlint.document.build import Line, build
from lawlint.errors import ReadError
from lawlint.readers.docx.names import name, qualified
from lawlint.readers.docx.package import Package
from lawlint.readers.docx.walk import FINAL, Piece, Walker

_BLOCKS = qualified("p", "tbl", "sdt", "customXml", "sectPr")


def read(data: bytes, path: str, revisions: str = FINAL) -> Document:
    """The document in a Word file; a line of its text is a paragraph.

    :param revisions: ``final`` reads tracked changes as accepted, ``original`` as rejected.
    :raises ReadError: the file is encrypted, broken, no Word document, without text, or built to harm.
    """
    source, lines, found = _walked(data, path, revisions)
    return build(source, lines, "docx", found.notices, found.gaps, found.unseen)


class _Found(NamedTuple):
    notices: tuple[tuple[str, Span], ...]
    gaps: tuple[Gap, ...]
    unseen: tuple[Span, ...]


def _walked(data: bytes, path: str, revisions: str) -> tuple[Source, list[Line], _Found]:
    """Text, lines and what was found beside them; what the walk held besides is given up before the document is built."""
    package = Package(data)
    walker = Walker(package, revisions)
    walker.read(_blocks(package))
    walker.read_margins()
    source = Source(walker.text(), path)
    if not source.text.strip():
        raise ReadError("文稿里没有文字：可能只有图片（扫描件），无法检查；请提供文字版")
    found = _Found(tuple(walker.notices), tuple(walker.gaps), tuple(walker.unseen))
    return source, walker.lines(source), found


def trace(body: Any, data: bytes, revisions: str = FINAL) -> list[Piece]:
    """Where the text of :func:`read` stands in the elements of ``body``, the ``w:body`` of the same file parsed anew.

    Pieces come in the order of their offsets; what belongs to no element (automatic numbers, line ends) is in none.
    """
    pieces: list[Piece] = []
    Walker(Package(data), revisions, pieces).read(body)
    return pieces


def _blocks(package: Package) -> Iterator[Any]:
    """The blocks of the document's body, one by one, each given up once it has been read."""
    body = None
    for element in package.events(package.main, _BLOCKS):
        parent = element.getparent()
        if body is None and parent is not None and name(parent) == "body":
            body = parent
        if body is None or parent is not body:
            continue
        done = list(body)[:-1]  # the last is still open to the parser
        yield from done
        for block in done:
            if name(block) == "tbl":
                block.clear()  # to remove a full table costs lxml the square of its cells
            body.remove(block)
    if body is not None:
        yield from list(body)
