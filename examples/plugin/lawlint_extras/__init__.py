"""A plugin of lawlint that gives one thing of most kinds: a rule with an option, a reader, an output format."""

from __future__ import annotations

import lawlint
from lawlint.readers import Reader
from lawlint.reporters import Reporter
from lawlint.rules import Rule
from lawlint_extras.asciidoc import read_asciidoc
from lawlint_extras.rules import OwnWords
from lawlint_extras.table import render_csv


@lawlint.hookimpl
def lawlint_rules() -> list[type[Rule]]:
    """A rule with an option."""
    return [OwnWords]


@lawlint.hookimpl
def lawlint_readers() -> list[Reader]:
    """AsciiDoc, as far as headings and paragraphs go."""
    return [Reader("asciidoc", (".adoc",), read_asciidoc)]


@lawlint.hookimpl
def lawlint_reporters() -> list[Reporter]:
    """Findings as a table for a spreadsheet."""
    return [Reporter("csv", "给电子表格", render_csv)]
