"""The built-in readers and reporters, as a plugin like any other."""

from __future__ import annotations

import lawlint
from lawlint.readers import BUILTIN as READERS
from lawlint.readers import Reader
from lawlint.reporters import BUILTIN as REPORTERS
from lawlint.reporters import Reporter

hookimpl = lawlint.hookimpl


@hookimpl
def lawlint_readers() -> list[Reader]:
    """Text, Markdown, Word, web pages, PDF."""
    return list(READERS)


@hookimpl
def lawlint_reporters() -> list[Reporter]:
    """The formats for people, and those for programs."""
    return list(REPORTERS)
