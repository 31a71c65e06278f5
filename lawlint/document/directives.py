"""Where a draft speaks to lawlint: ``lawlint: disable=RULE -- reason``, on a line of its own or in a comment.

What only looks like one (a full-width colon, a misspelt verb) counts as one too, so that it can be reported: it would
otherwise neither suppress anything nor be read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lawlint.document.text import Source, Span, fold

_LIKE = re.compile(
    r"lawlint\s*:\s*(?:(?:dis|en)[a-z-]*|ignore|suppress|skip|noqa|off\b|停用|启用|禁用|忽略|[a-z-]+\s*=)"
    r"|lawlint[\s-]+(?:disable|enable)",
    re.I,
)
_LEAD = re.compile(r"(?:<!--|//|#+|\[//\]:\s*#|[(（])?\s*")


class Directive(NamedTuple):
    """A line that speaks to lawlint. ``shown``: whether a reader of the published draft sees it (no comment)."""

    span: Span
    shown: bool


def is_directive(line: str) -> bool:
    """Whether a whole line speaks to lawlint, or tries to."""
    folded = fold(line[:200]).strip()
    lead = _LEAD.match(folded)
    return _LIKE.match(folded, lead.end() if lead else 0) is not None


def in_comment(source: Source, comment: Span) -> Iterator[Directive]:
    """The directives in a comment, given with or without its marks: each line of it that speaks to lawlint."""
    at = comment.start
    for line in source.slice(comment).splitlines(keepends=True):
        found = _LIKE.search(fold(line))
        if found:
            end = at + len(line.split("-->")[0].rstrip())
            start = at + len(line) - len(line.lstrip(" \t<!-"))
            yield Directive(Span(min(start, at + found.start()), end), shown=False)
        at += len(line)
