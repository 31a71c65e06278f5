"""The zip file that a .docx is: opened with care, read part by part, never written to disk."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import IO, Any

from lxml import etree

from lawlint.errors import ReadError
from lawlint.readers.docx.names import switch

# Limits. A report of 100,000 paragraphs is some 60 MB of XML; ordinary XML shrinks 10 to 40 times.
MAX_PART = 160 * 2**20  # bytes of one part, unpacked
MAX_TOTAL = 512 * 2**20  # bytes of all parts together, unpacked, pictures included
MAX_RATIO = 200  # unpacked to packed, for parts above 32 MB
MAX_ENTRIES = 20_000
_LARGE = 32 * 2**20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# What zipfile and zlib raise where an archive's bytes are not what its directory says.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, IndexError)
_BROKEN = "文件不完整或已损坏（{}），请在 Word 或 WPS 里打开、修复后另存为 .docx"


def parser_options() -> dict[str, bool]:
    """How all XML is parsed: no entities, no external definitions, no network, the parser's own size limits on."""
    return {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}


class Package:
    """An opened .docx. Parts are read on demand; ``main`` is the name of the part that holds the text.

    :raises ReadError: encrypted, truncated, no Word document, or built to harm (names, sizes).
    """

    def __init__(self, data: bytes) -> None:
        self._zip = _opened(data)
        self._names = _checked(self._zip)
        self.main = self._main()
        self._related: dict[str, str] = {}
        self._by_id: dict[str, str] = {}
        for kind, target, key in self._relationships(self.main):
            self._related[kind] = target
            self._by_id[key] = target

    def related(self, kind: str) -> str | None:
        """The part that the text's relationship of a kind (``styles``, ``footnotes`` …) names, if it is there."""
        name = self._related.get(kind)
        return name if name in self._names else None

    def tree(self, kind: str) -> Any:
        """The root element of a related part; ``None`` where the document has none.

        :raises ReadError: the part is broken or declares entities.
        """
        name = self.related(kind)
        return self._root(name) if name else None

    def edge(self, key: str) -> Any:
        """The root element of the header or footer with a relationship's id; ``None`` where the document lacks it.

        :raises ReadError: the part is broken or declares entities.
        """
        name = self._by_id.get(key)
        return self._root(name) if name in self._names else None

    @cached_property
    def two_sided(self) -> bool:
        """Whether even pages have headers and footers of their own."""
        root = self.tree("settings")
        return root is not None and bool(switch(root, "evenAndOddHeaders"))

    def events(self, name: str, tags: tuple[str, ...]) -> Iterator[Any]:
        """The elements with these tags, each as soon as it is complete.

        :raises ReadError: the part is broken or declares entities.
        """
        checked = False
        with self._stream(name) as stream:
            try:
                for event, element in etree.iterparse(
                    stream, events=("start", "end"), tag=tags, remove_comments=True, remove_pis=True, **parser_options()
                ):
                    if not checked:
                        _no_entities(element.getroottree())
                        checked = True
                    if event == "end":
                        yield element
            except etree.XMLSyntaxError as error:
                raise ReadError(_BROKEN.format(f"{name}：{error.msg}")) from error
            except _BROKEN_ZIP as error:
                raise ReadError(_BROKEN.format(f"{name}：{error}")) from error

    def _root(self, name: str) -> Any:
        with self._stream(name) as stream:
            try:
                options = parser_options()
                tree = etree.parse(stream, etree.XMLParser(remove_comments=True, remove_pis=True, **options))
            except etree.XMLSyntaxError as error:
                raise ReadError(_BROKEN.format(f"{name}：{error.msg}")) from error
            except _BROKEN_ZIP as error:
                raise ReadError(_BROKEN.format(f"{name}：{error}")) from error
        _no_entities(tree)
        return tree.getroot()

    def _stream(self, name: str) -> IO[bytes]:
        try:
            return io.BufferedReader(_Limited(self._zip.open(self._names[name]), name))
        except RuntimeError as error:  # zipfile's way to ask for a password
            raise ReadError("文件加了密码，请去掉密码后再检查") from error
        except _BROKEN_ZIP as error:
            raise ReadError(_BROKEN.format(f"{name}：{error}")) from error

    def _main(self) -> str:
        targets = {kind: target for kind, target, _ in self._relationships("")}
        name = targets.get("officeDocument", "word/document.xml")
        if name not in self._names or not name.endswith(".xml"):
            raise ReadError("这不是 Word 文稿：压缩包里没有正文（word/document.xml）")
        if name.startswith(("xl/", "ppt/")):
            raise ReadError("这是 Excel 或 PowerPoint 文件，不是 Word 文稿")
        return name

    def _relationships(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The relationships of a part (of the package for ``""``) to other parts of it: kind, name and id."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self._names:
            return
        for element in self._root(name).iter(_RELATIONSHIP):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                yield element.get("Type", "").rpartition("/")[2], target.lstrip("/"), element.get("Id", "")


class _Limited(io.RawIOBase):
    """A part's bytes, with an error instead of more than ``MAX_PART`` of them, whatever the archive declares."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream, self._name, self._left = stream, name, MAX_PART

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(f"{self._name} 解压后超过 {MAX_PART >> 20} MB，不像正常的文稿，没有读取")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ReadError("文件加了密码，请在 Word 或 WPS 里去掉密码后再检查")
        raise ReadError("文件内容是旧版 Word 格式（.doc），只是改了扩展名；请在 Word 或 WPS 里打开，另存为 .docx")
    if not data:
        raise ReadError("文件是空的，没有可检查的内容")
    if not data.startswith(b"PK"):
        raise ReadError("文件内容不是 .docx（可能是改了扩展名的其他文件）；请在 Word 或 WPS 里打开，另存为 .docx")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN_ZIP as error:
        raise ReadError(_BROKEN.format("压缩包目录读不出，多半是没有传完")) from error


def _checked(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's entries by name, once they have passed for a document's."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ReadError(f"压缩包里有 {len(entries)} 个文件，不像正常的文稿，没有读取")
    names: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or re.match("[A-Za-z]:", name) or ".." in re.split(r"[/\\]", name):
            raise ReadError(f"压缩包里有指向包外的文件名（{name[:60]}），不是正常的文稿，没有读取")
        if name in names:
            raise ReadError(f"压缩包里有两个 {name[:60]}，不是正常的文稿，没有读取")
        if entry.flag_bits & 1:
            raise ReadError("文件加了密码，请去掉密码后再检查")
        if entry.file_size > _LARGE and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise ReadError(f"{name[:60]} 的压缩比超过 {MAX_RATIO}，不像正常的文稿，没有读取")
        names[name] = entry
    if sum(e.file_size for e in entries) > MAX_TOTAL:
        raise ReadError(f"文稿解压后超过 {MAX_TOTAL >> 20} MB，没有读取")
    return names


def _no_entities(tree: Any) -> None:
    if tree.docinfo.internalDTD is not None or tree.docinfo.externalDTD is not None:
        raise ReadError("文件里的 XML 带有实体声明或外部引用，不是正常的文稿，没有读取")
