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
    """An output format. ``render`` returns text, or bytes for formats that are no text.

    ``beside``: what is added to a draft's name to make that of the file written beside it, where no file is named.

    Text goes to a screen or a log as it is: see :mod:`lawlint.screen` for what drafts may hold.
    """

    name: str
    title: str
    render: Callable[[Run, Style], str | bytes]
    beside: str = ""


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


def render_line(run: Run, style: Style) -> str:
    """For editors and review bots: a line for each finding."""
    from lawlint.reporters import line

    return line.render(run, style)


def render_sarif(run: Run, style: Style) -> str:
    """For code scanning and viewers: SARIF 2.1.0."""
    from lawlint.reporters import sarif

    return sarif.render(run, style)


def render_github(run: Run, style: Style) -> str:
    """For GitHub Actions: annotations beside the lines of a change."""
    from lawlint.reporters import github

    return github.render(run, style)


def render_gitlab(run: Run, style: Style) -> str:
    """For GitLab: a code quality report."""
    from lawlint.reporters import gitlab

    return gitlab.render(run, style)


def render_junit(run: Run, style: Style) -> str:
    """For build servers: JUnit XML, with what held beside what did not."""
    from lawlint.reporters import junit

    return junit.render(run, style)


def render_markdown(run: Run, style: Style) -> str:
    """For comments on a merge request and summaries of a job."""
    from lawlint.reporters import markdown

    return markdown.render(run, style)


def render_statistics(run: Run, style: Style) -> str:
    """For people with many drafts: how often each rule found something."""
    from lawlint.reporters import statistics

    return statistics.render(run, style)


STATISTICS = Reporter("text", "每条规则的处数", render_statistics)
BUILTIN = (
    Reporter("text", "给人看的文字", render_text),
    Reporter("json", "给程序读的 JSON", render_json),
    Reporter("word", "给起草人看的审阅稿（.docx，发现写成批注）", render_word, ".审阅.docx"),
    Reporter("html", "给审核人看、打印和签字的网页", render_html),
    Reporter("line", "一行一处发现，给编辑器和评审机器人", render_line),
    Reporter("markdown", "给合并请求的评论、任务摘要", render_markdown),
    Reporter("sarif", "SARIF 2.1.0，给代码扫描平台", render_sarif),
    Reporter("github", "GitHub Actions 的行内标注", render_github),
    Reporter("gitlab", "GitLab 代码质量报告", render_gitlab),
    Reporter("junit", "JUnit XML，给构建平台留存", render_junit),
)
