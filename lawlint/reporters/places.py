"""Places and words as the formats for programs write them: paths from the working directory, one line a message."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote

from lawlint.screen import harmless

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def relative(path: str) -> str:
    """The path with ``/``, from the working directory where the draft lies below it, else as it was given."""
    try:
        inside = os.path.relpath(path)
    except ValueError:  # another drive
        inside = path
    return Path(path if inside.startswith("..") else inside).as_posix()


def uri(path: str) -> str:
    """The path as a URI reference: relative where the draft lies below the working directory, else ``file:///…``."""
    given = Path(relative(path))
    return given.as_uri() if given.is_absolute() else quote(given.as_posix(), safe="/")


def one_line(text: str) -> str:
    """The text on one line: line breaks and control characters become blanks, and nothing in it is a log's command."""
    return harmless(_CONTROL.sub(" ", text).strip())


def markdown(text: str) -> str:
    """The text on one line, with everything that Markdown or HTML would read as markup shown as it is."""
    return re.sub(r"([\\`*_\[\]|~<>&#])", r"\\\1", " ".join(one_line(text).split()))
