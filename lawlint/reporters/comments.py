"""Put comments on exact words of a .docx and change nothing else: every other part is copied byte for byte.

A comment's words are found by the pieces that the Word reader traced, never by searching for them again. Runs are cut
where the words begin and end; footnotes and text boxes take no comments, so there the comment stands on what they hang
on.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from lawlint.document import Span
from lawlint.errors import ReadError
from lawlint.readers.docx.names import name
from lawlint.readers.docx.package import Package, parser_options
from lawlint.readers.docx.walk import Piece
from lawlint.reporters.wordfile import DECLARATION, R, archive, text

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
AUTHOR = "lawlint"


@dataclass(frozen=True)
class Comment:
    """What to say (one paragraph each) about the words of a span of the draft's text."""

    span: Span
    paragraphs: tuple[str, ...]


def annotate(data: bytes, comments: Sequence[Comment], trace: Callable[[Any], list[Piece]], now: datetime) -> bytes:
    """The .docx with comments added.

    :param trace: says for the document's parsed ``w:body`` which element each stretch of the text stands in.
    :raises ReadError: the file is no Word document, or a part of it is broken.
    """
    if not comments:
        return data
    package = Package(data)
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        entries = [(info, _content(source, info)) for info in source.infolist()]
    parts = {info.filename: content for info, content in entries}
    root = _parse(parts[package.main])
    body = next(e for e in root if name(e) == "body")
    namespace = etree.QName(root).namespace
    where = package.related("comments")
    known = _parse(parts[where]) if where else None
    keys = [e.get(f"{{{namespace}}}id", "") for e in known] if known is not None else []
    taken = [int(key) for key in keys if key.isdecimal()]
    first = max([-1, *taken]) + 1
    anchors = _Anchors(body, trace(body), str(namespace))
    anchors.cut(sorted({at for c in comments for at in c.span}))
    ordered = sorted(comments, key=lambda c: c.span)
    for number, comment in enumerate(ordered, first):
        anchors.mark(comment.span, number)
    changed = {package.main: _serialised(root)}
    if known is None:
        where = posixpath.join(posixpath.dirname(package.main), _free(parts, package.main))
        known = _parse(f'<w:comments xmlns:w="{namespace}"/>'.encode())
        changed |= _registered(parts, package.main, where, "purl.oclc.org" in str(namespace))
    assert where is not None
    for number, comment in enumerate(ordered, first):
        known.append(_comment(comment, number, str(namespace), now))
    changed[where] = _serialised(known)
    made = [(info, changed.pop(info.filename, content)) for info, content in entries]
    return archive(
        [*made, *((zipfile.ZipInfo(key, (1980, 1, 1, 0, 0, 0)), content) for key, content in changed.items())]
    )


def _content(source: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return source.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ReadError(
            f"审阅稿没有做成：文件里的 {info.filename} 已损坏；请在 Word 或 WPS 里打开、另存为新的 .docx 再试"
        ) from error


def _parse(content: bytes) -> Any:
    """An XML part, parsed as the reader parses it: offsets count what is left without XML comments."""
    return etree.fromstring(content, etree.XMLParser(remove_comments=True, remove_pis=True, **parser_options()))


def _serialised(root: Any) -> bytes:
    return bytes(etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True))


def _free(parts: dict[str, bytes], main: str) -> str:
    """A name for the comments' part that no other part has."""
    folder = posixpath.dirname(main)
    names = ("comments.xml", *(f"comments{i}.xml" for i in range(1, len(parts) + 2)))
    return next(n for n in names if posixpath.join(folder, n) not in parts)


def _registered(parts: dict[str, bytes], main: str, where: str, strict: bool) -> dict[str, bytes]:
    """The package's lists of parts and relationships with the new part in them."""
    types = _parse(parts["[Content_Types].xml"])
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{where}", ContentType=_COMMENTS)
    folder, base = posixpath.split(main)
    listed = posixpath.join(folder, "_rels", f"{base}.rels")
    relations = _parse(parts.get(listed, f'{DECLARATION}<Relationships xmlns="{_RELATIONS}"/>'.encode()))
    keys = {e.get("Id") for e in relations}
    key = next(k for k in (f"rId{i}" for i in range(1, len(keys) + 2)) if k not in keys)
    kind = ("http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else R) + "/comments"
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", Id=key, Type=kind, Target=posixpath.basename(where))
    return {"[Content_Types].xml": _serialised(types), listed: _serialised(relations)}


def _comment(comment: Comment, number: int, namespace: str, now: datetime) -> Any:
    sign = "<w:r><w:annotationRef/></w:r>"
    body = "".join(
        f'<w:p>{sign if i == 0 else ""}<w:r><w:t xml:space="preserve">{text(p)}</w:t></w:r></w:p>'
        for i, p in enumerate(comment.paragraphs)
    )
    return _parse(
        f'<w:comment xmlns:w="{namespace}" w:id="{number}" w:author="{AUTHOR}" w:initials="{AUTHOR[0]}"'
        f' w:date="{now:%Y-%m-%dT%H:%M:%S}">{body}</w:comment>'.encode()
    )


class _Anchors:
    """The runs of a body, cut where words to comment on begin and end."""

    def __init__(self, body: Any, pieces: Sequence[Piece], namespace: str) -> None:
        self._body = body
        self._namespace = namespace
        self._notes: dict[tuple[str, str], Any] | None = None
        self._pieces = sorted((p for p in pieces if p.length), key=lambda p: p.start)

    def _tag(self, local: str) -> str:
        return f"{{{self._namespace}}}{local}"

    # ---- cutting

    def cut(self, offsets: Sequence[int]) -> None:
        """Make every offset (sorted) a boundary between runs, where its run can be cut."""
        done: list[Piece] = []
        for piece in self._pieces:
            inside = slice(bisect_left(offsets, piece.start), bisect_left(offsets, piece.start + piece.length))
            for at in offsets[inside] if self._cuttable(piece) else ():
                if at > piece.start:
                    head, piece = self._split(piece, at)
                    done.append(head)
                self._begin_run(piece.element)
            done.append(piece)
        self._pieces = done

    def _cuttable(self, piece: Piece) -> bool:
        """Whether the piece stands in a run of the text itself, not in a footnote, a text box or a ruby."""
        return not piece.part and piece.element.getparent() is _outermost_run(piece.element)

    def _split(self, piece: Piece, at: int) -> tuple[Piece, Piece]:
        """Cut a text element in two at an offset of the text."""
        size = at - piece.start
        value = piece.element.text
        rest = etree.Element(piece.element.tag)
        cut = piece.skip + size
        piece.element.text, rest.text = value[:cut], value[cut:]
        if piece.element.get(_SPACE) != "preserve":  # blanks at the ends did not count and must not begin to
            piece.element.text, rest.text = piece.element.text.lstrip(" \t\r\n"), rest.text.rstrip(" \t\r\n")
        piece.element.set(_SPACE, "preserve")
        rest.set(_SPACE, "preserve")
        piece.element.addnext(rest)
        head = Piece(piece.start, size, piece.element, 0, piece.part)
        return head, Piece(at, piece.length - size, rest, 0, piece.part)

    def _begin_run(self, element: Any) -> None:
        """Make ``element`` the first in its run; what stands before it keeps the old run, properties are doubled."""
        run = element.getparent()
        before = [e for e in run if name(e) != "rPr"]
        if before[0] is element:
            return
        twin = etree.Element(run.tag, run.attrib)
        properties = next((e for e in run if name(e) == "rPr"), None)
        if properties is not None:
            twin.append(deepcopy(properties))
        for moved in before[before.index(element) :]:
            twin.append(moved)
        twin.tail, run.tail = run.tail, None
        run.addnext(twin)

    # ---- marking

    def mark(self, span: Span, number: int) -> None:
        """Put the marks of a comment around the words of a span; where it has none, around what stands nearest."""
        first, last = self._runs(span)
        start = etree.Element(self._tag("commentRangeStart"), {self._tag("id"): str(number)})
        end = etree.Element(self._tag("commentRangeEnd"), {self._tag("id"): str(number)})
        sign = etree.Element(self._tag("r"))
        etree.SubElement(sign, self._tag("commentReference"), {self._tag("id"): str(number)})
        if first is None:
            paragraph = next(e for e in self._body.iter() if name(e) == "p")
            paragraph.extend((start, end, sign))
            return
        first.addprevious(start)
        while (after := last.getnext()) is not None and _closes(after):
            last = after  # comments that end on the same word stand in the order of their numbers
        for element in (sign, end):
            element.tail, last.tail = last.tail, None
            last.addnext(element)

    def _runs(self, span: Span) -> tuple[Any, Any]:
        """The first and the last run to mark."""
        inside = [p for p in self._between(span) if p.start < span.end and p.start + p.length > span.start]
        if not inside and self._pieces:
            after = bisect_left(self._pieces, span.start, key=lambda p: p.start)
            inside = [self._pieces[min(after, len(self._pieces) - 1)]]
        runs = [run for run in map(self._run, inside) if run is not None]
        return (runs[0], runs[-1]) if runs else (None, None)

    def _between(self, span: Span) -> Sequence[Piece]:
        low = bisect_left(self._pieces, span.start, key=lambda p: p.start + p.length)
        return self._pieces[low : bisect_left(self._pieces, max(span.end, span.start + 1), key=lambda p: p.start)]

    def _run(self, piece: Piece) -> Any:
        """The run of the body in which a piece stands, or on which the note hangs that it stands in."""
        if not piece.part:
            return _outermost_run(piece.element)
        note = piece.element
        while name(note) not in ("footnote", "endnote"):
            note = note.getparent()
        if self._notes is None:
            self._notes = {
                (name(e).removesuffix("Reference"), e.get(self._tag("id"))): _outermost_run(e)
                for e in self._body.iter(self._tag("footnoteReference"), self._tag("endnoteReference"))
            }
        return self._notes.get((name(note), note.get(self._tag("id"))))


def _outermost_run(element: Any) -> Any:
    """The run around an element that is itself in no run: for a text box the run that holds its drawing."""
    found = None
    while element is not None:
        if name(element) == "r":
            found = element
        element = element.getparent()
    return found


def _closes(element: Any) -> bool:
    """Whether an element is the end mark of a comment or the run that refers to one."""
    what = name(element)
    return what == "commentRangeEnd" or (
        what == "r" and [name(e) for e in element if name(e) != "rPr"] == ["commentReference"]
    )
