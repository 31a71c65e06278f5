"""Reporters: from a run's results to what people and programs read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lawlint import screen
from lawlint.report import Run


@dataclass(frozen=True)
class Style:
    """How to write for a terminal: its width in columns, whether colours may be used, whether to list what is counted."""

    width: int = 100
    color: bool = False
    verbose: bool = False


@dataclass(frozen=True)
class Reporter:
    """An output format. ``render`` returns text, or bytes for formats that are no text (those need ``--output``).

    Text goes to a screen or a log as it is: see :mod:`lawlint.screen` for what drafts may hold.
    """

    name: str
    title: str
    render: Callable[[Run, Style], str | bytes]


def on_screen(render: Callable[[Style], str], style: Style) -> str:
    """What ``render`` makes, fit for a screen or log; without colours where a draft brings its own."""
    plain = render(replace(style, color=False))
    if not style.color or "\x1b" in plain:
        return screen.lines(plain)
    return screen.lines(render(style), color=True)


def render_text(run: Run, style: Style) -> str:
    """For people, on a terminal."""
    from lawlint.reporters import terminal

    return on_screen(lambda style: terminal.render(run, style), style)


def render_json(run: Run, style: Style) -> str:
    """For programs: the data described in docs/json.md."""
    import json

    from lawlint import __version__
    from lawlint.report import jsonable

    return screen.json_text(json.dumps(jsonable(run, __version__), ensure_ascii=False, indent=1) + "\n")


def render_html(run: Run, style: Style) -> str:
    """For reviewers: one page with verdict, checklist, the draft beside its findings, figures and room to sign."""
    from lawlint.reporters import html

    return html.render(run, style)


def render_word(run: Run, style: Style) -> bytes:
    """For authors: the draft as a .docx with a Word comment on each finding's words."""
    from lawlint.reporters import word

    return word.render(run, style)


BUILTIN = (
    Reporter("text", "给人看的文字", render_text),
    Reporter("json", "给程序读的 JSON", render_json),
    Reporter("word", "给起草人看的审阅稿（.docx，发现写成批注）", render_word),
    Reporter("html", "给审核人看、打印和签字的网页", render_html),
)
