"""Read AsciiDoc drafts: a line that begins with ``=`` is the title, everything else is read as plain text."""

from __future__ import annotations

import re

from lawlint.document import Document
from lawlint.readers import decode
from lawlint.readers.plain import read

_MARKUP = re.compile(r"^(?:=+ |//.*)", re.M)


def read_asciidoc(data: bytes, path: str) -> Document:
    """The draft with its markup blanked out, so that every line and column stays what it is."""
    text = decode(data)
    return read(_MARKUP.sub(lambda match: " " * len(match[0]), text), path)
