"""Readers: from a file's bytes to a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lawlint.document import Document
from lawlint.errors import ReadError

MAX_TEXT = 16 * 2**20  # bytes; the longest reports have some 300 KB


ACCEPTS = ("revisions", "soffice", "code")  # the settings a reader may take


@dataclass(frozen=True)
class Reader:
    """A format lawlint reads. ``read`` takes the file's bytes and its path, and raises ``ReadError`` with the reason.

    ``suffixes`` are lower case with the dot. ``read`` imports what it needs when called, not before. ``accepts``: the
    settings it takes as further keyword arguments (``revisions``, ``soffice``), and ``code`` where it can read fenced code
    as text.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[..., Document]
    accepts: tuple[str, ...] = ()


def decode(data: bytes) -> str:
    """Text from bytes: byte order mark, then strict UTF-8, then strict GB18030.

    :raises ReadError: the bytes are empty, binary, or in neither encoding.
    """
    if len(data) > MAX_TEXT:
        raise ReadError(f"文字超过 {MAX_TEXT >> 20} MB，不像一份文稿，没有读取；请拆开检查")
    if not data.strip():
        raise ReadError("文件是空的，没有可检查的内容")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                text = data.decode(encoding).lstrip("\ufeff")
            except UnicodeDecodeError as error:
                raise ReadError(f"文件有 {encoding} 的字节序标记，第 {error.start} 字节起却不能这样解码") from error
            break
    else:
        if b"\0" in data:
            raise ReadError("这是二进制文件，不是文本；Word 文稿请存为 .docx")
        text = _utf8_or_gb18030(data)
    if not text.strip():
        raise ReadError("文件是空的，没有可检查的内容")
    if sum(c < " " and c not in "\t\n\r\f\v" for c in text[:4096]) > 8:
        raise ReadError("文件含有大量控制字符，不像文本；Word 文稿请存为 .docx")
    return text


def _utf8_or_gb18030(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"无法解码：既不是 UTF-8（第 {at} 字节起出错），也不是 GB18030（第 {error.start} 字节起出错）；请另存为 UTF-8"
        ) from error


def read_text(data: bytes, path: str) -> Document:
    """A plain text draft."""
    from lawlint.readers import plain

    return plain.read(decode(data), path)


def read_markdown(data: bytes, path: str, code: bool = False) -> Document:
    """A Markdown draft; ``code``: whether fenced code is text like any other."""
    from lawlint.readers import markdown

    return markdown.read(decode(data), path, code)


def read_docx(data: bytes, path: str, revisions: str = "final") -> Document:
    """A Word draft; ``revisions``: tracked changes read as accepted (``final``) or rejected (``original``)."""
    from lawlint.readers import docx

    return docx.read(data, path, revisions)


def read_office(data: bytes, path: str, soffice: bool = False, revisions: str = "final") -> Document:
    """A .doc, .wps, .rtf or .odt draft, which only LibreOffice can read, where ``soffice`` allows it to be started."""
    from lawlint.readers import convert

    return convert.read(data, path, soffice, revisions)


def read_html(data: bytes, path: str, revisions: str = "final") -> Document:
    """A saved web page: its main text and tables."""
    from lawlint.readers import html

    return html.read(data, path, revisions)


def read_pdf(data: bytes, path: str) -> Document:
    """A PDF draft; needs the extra ``lawlint[pdf]``."""
    from lawlint.readers import pdf

    return pdf.read(data, path)


BUILTIN = (
    Reader("text", (".txt", ".text"), read_text),
    Reader("markdown", (".md", ".markdown"), read_markdown, accepts=("code",)),
    Reader("docx", (".docx", ".docm", ".dotx", ".dotm"), read_docx, accepts=("revisions",)),
    Reader("office", (".doc", ".wps", ".rtf", ".odt"), read_office, accepts=("soffice", "revisions")),
    Reader("html", (".html", ".htm"), read_html, accepts=("revisions",)),
    Reader("pdf", (".pdf",), read_pdf),
)
