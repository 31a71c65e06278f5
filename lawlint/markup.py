"""The parts of a text draft that are no words of the report: repairs leave them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawlint.document import Span

_BLANK = r"(?:(?!\n[ \t\r]*\n)[\s\S])"  # any character of one paragraph
_FENCE = re.compile(
    r"^[ \t]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:[\s\S]*?^[ \t]{0,3}(?P=fence)[`~]*[ \t\r]*$|[\s\S]*\Z)", re.M
)
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n[\s\S]*?^(?:---|\.\.\.)[ \t]*\r?$", re.M)
_DEFINITION = re.compile(r"^[ \t]{0,3}\[(?!\^)(?P<label>[^\]\n]+)\]:[^\n]*", re.M)
_LABEL = re.compile(r"\[(?P<label>[^\[\]\n]+)\]")
_MARKUP = re.compile(
    "|".join(
        (
            r"<!--[\s\S]*?(?:-->|\Z)",
            r"<(?P<raw>script|style|pre|code)\b[\s\S]*?(?:</(?P=raw)\s*>|\Z)",
            r"<[a-zA-Z/!?][^<>]*>",  # tags with their attributes, addresses in angle brackets
            rf"(?<!`)(?P<ticks>`+)(?!`){_BLANK}+?(?<!`)(?P=ticks)(?!`)",
            r"\]\((?:[^()\n]|\([^()\n]*\))*\)",  # where a link or picture leads, with its title
            r"\]\[[^\]\n]*\]",
            r"\[\^[^\]\n]+\]:?",
            r"\$\$[\s\S]*?\$\$",
        )
    )
)
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>()“”《》（）【】，。；、]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII | re.I
)
_DIRECTIVE = re.compile(r"^[ \t]*lawlint:[^\n]*", re.M)


def protected(text: str, format: str) -> list[Span]:
    """The spans a repair may not touch, sorted and apart: addresses and lawlint's directives; in Markdown also front matter, fenced
    text, inline code, HTML tags with their attributes, link targets, and the labels by which links find them."""
    found = [Span(*m.span()) for pattern in (_ADDRESS, _DIRECTIVE) for m in pattern.finditer(text)]
    if format == "markdown":
        found += _markdown(text)
    apart: list[Span] = []
    for span in sorted(found):
        if apart and span.start <= apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart


def _markdown(text: str) -> Iterator[Span]:
    if front := _FRONT.match(text):
        yield Span(*front.span())
    fences = [Span(*m.span()) for m in _FENCE.finditer(text)]
    yield from fences
    labels = set()
    for match in _DEFINITION.finditer(text):
        labels.add(match["label"])
        yield Span(*match.span())
    yield from (Span(*m.span()) for m in _LABEL.finditer(text) if m["label"] in labels)
    at = 0
    for fence in [*fences, Span(len(text), len(text))]:  # a tick or bracket inside a fence opens nothing outside it
        for match in _MARKUP.finditer(text, at, fence.start):
            yield Span(*match.span())
        at = fence.end
