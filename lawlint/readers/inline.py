"""What stands in a Markdown text and is no text: comments, scripts, HTML tags. Found in one pass, in linear time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from lawlint.document import Span

_MARK = re.compile(r"`+|<")
_ATTRIBUTES = re.compile(r"([A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
# CommonMark 0.31, 6.6: open and closing tags. Possessive, so that no text makes it try twice.
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9-]*+)"
    r"((?:\s++[A-Za-z_:][A-Za-z0-9_:.-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+)\s*+/?>"
)
_RAW = frozenset({"script", "style", "template", "noscript", "title", "head"})  # what they hold is never shown
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


class Markup(NamedTuple):
    """A stretch that is no text. ``name``: the tag's in lower case, ``!`` for a comment, ``?`` for a script or the like."""

    span: Span
    name: str
    closing: bool = False
    written: str = ""

    @property
    def block(self) -> bool:
        """Whether it ends the line of text it stands in."""
        return self.name in BLOCKS

    @property
    def attributes(self) -> dict[str, str]:
        """The tag's attributes, names in lower case."""
        return {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTES.finditer(self.written)}


def markup(text: str, offset: int = 0, code: bool = True) -> Iterator[Markup]:
    """The markup in ``text``, which begins at ``offset`` of the source; none overlaps another.

    :param code: whether backticks make code, in which no tag is one (not inside an HTML block).
    """
    ticks: dict[int, list[int]] = {}
    if code:
        for run in re.finditer("`+", text):
            ticks.setdefault(len(run[0]), []).append(run.start())
    lower = text.lower()
    unclosed: set[str] = set()
    done = 0
    for mark in _MARK.finditer(text):
        at = mark.start()
        if at < done or (at and text[at - 1] == "\\"):
            continue
        if mark[0] != "<":
            same = ticks.get(len(mark[0]), [])
            close = bisect_left(same, mark.end())
            done = same[close] + len(mark[0]) if close < len(same) else mark.end()
            continue
        if text.startswith("<!--", at):
            end = -1 if "!" in unclosed else text.find("-->", at + 2)
            if end < 0:
                unclosed.add("!")
                continue
            done = end + 3
            yield Markup(Span(offset + at, offset + done), "!")
            continue
        tag = _TAG.match(text, at)
        if not tag:
            continue
        done = tag.end()
        name = tag[2].lower()
        if name in _RAW and not tag[1]:
            end = -1 if name in unclosed else lower.find(f"</{name}", done)
            close_at = text.find(">", end) if end >= 0 else -1
            if close_at >= 0:
                done = close_at + 1
                yield Markup(Span(offset + at, offset + done), "?")
                continue
            unclosed.add(name)
        yield Markup(Span(offset + at, offset + done), name, bool(tag[1]), tag[3])
