"""Where the results of a run go: several formats at once, each to the screen or to a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lawlint.errors import LawlintError, UsageError
from lawlint.report import FileReport, Run
from lawlint.reporters import Reporter, Style
from lawlint.rules import Severity

MANY = 20  # drafts; with more a terminal shows how far the run has come


class Target(NamedTuple):
    """A format and the file it is written to; ``None``: the screen, or beside the drafts where it is no text."""

    reporter: Reporter
    file: str | None


def targets(formats: Sequence[str], output: str | None, reporters: Mapping[str, Reporter]) -> list[Target]:
    """The formats asked for: ``NAME`` or ``NAME=FILE``; ``output`` is the file of the one that names none.

    :raises UsageError: no such format, two formats for one file, or an output that no format is left for.
    """
    found = []
    for given in formats or ["text"]:
        name, equals, file = given.partition("=")
        if name not in reporters:
            raise UsageError(f"没有“{name}”格式；可用：{'、'.join(reporters)}")
        if equals and not file:
            raise UsageError(f"--format {given} 等号后面要写文件名")
        found.append(Target(reporters[name], file or None))
    waiting = [target for target in found if target.file is None]
    if output is not None and len(waiting) != 1:
        why = f"{'、'.join(t.reporter.name for t in waiting)} 都没有写文件" if waiting else "各种格式都已写明文件"
        raise UsageError(f"--output 只给一种格式用，这里{why}；写法：--format {found[-1].reporter.name}=文件")
    found = [target._replace(file=target.file or output) for target in found]
    files = [target.file for target in found if target.file]
    if doubled := next((file for file in files if files.count(file) > 1), None):
        raise UsageError(f"两种格式不能写到同一个文件（{doubled}）")
    return found


def style(file: str | None, color: str = "auto", verbose: bool = False) -> Style:
    """How to write to a file or the screen. ``color``: ``always``, ``never``, or ``auto``, where NO_COLOR, FORCE_COLOR
    and whether the screen is a terminal decide."""
    import shutil

    terminal = sys.stdout is not None and sys.stdout.isatty() and file is None
    if color == "auto":
        forced = bool(os.environ.get("FORCE_COLOR")) and file is None
        able = terminal and os.environ.get("TERM") != "dumb"
        painted = (forced or able) and not os.environ.get("NO_COLOR")
    else:
        painted = color == "always"
    return Style(min(120, shutil.get_terminal_size((100, 24)).columns) if terminal else 100, painted, verbose)


def rendered(run: Run, target: Target, style: Style) -> Iterator[tuple[str | bytes, str | None]]:
    """What is to be written, and where. A format that is no text makes a file beside each draft where none is named.

    :raises UsageError: the format cannot be made of this run, or needs a file to be named.
    """
    reporter, file = target
    if file is not None or not reporter.beside:
        content = _made(reporter, run, style)
        if isinstance(content, bytes) and file is None:
            raise UsageError(f"{reporter.name} 格式不是文字，请用 --output 指定文件")
        yield content, file
        return
    taken: set[str] = set()
    for draft in run.files:
        if draft.error:
            raise UsageError(f"{draft.path}：没有写出 {reporter.name}：{draft.error}")
        place = Path(draft.path)
        if not place.exists():
            raise UsageError(f"标准输入的 {reporter.name} 没有可放的地方，请用 --output 指定文件")
        name = place.stem if place.stem not in taken else place.name  # 报告.md beside 报告.docx
        taken.add(name)
        yield _made(reporter, Run([draft], rules=run.rules), style), str(place.with_name(name + reporter.beside))


def _made(reporter: Reporter, run: Run, style: Style) -> str | bytes:
    try:
        content = reporter.render(run, style)
    except LawlintError:
        raise
    except Exception as error:  # a plugin's format may fail in any way
        raise UsageError(f"{reporter.name} 格式没有做成，程序出错（{type(error).__name__}: {error}）") from error
    if not isinstance(content, (str, bytes)):
        raise UsageError(f"{reporter.name} 格式给出的是 {type(content).__name__}；应当是文字")
    return content


def only_errors(run: Run) -> Run:
    """The run with its errors alone; drafts without any are left out, so that none looks clean that is not."""
    return Run(
        [file for file in (_only_errors(f) for f in run.files) if file.error or file.findings],
        run.errors,
        run.skipped,
        rules=run.rules,
        partial=True,
    )


def _only_errors(file: FileReport) -> FileReport:
    from dataclasses import replace

    shown = [f for f in file.findings if f.severity is Severity.ERROR]
    return replace(file, findings=shown, hidden=[*file.hidden, *(f for f in file.findings if f not in shown)])


class Progress:
    """On a terminal, with many drafts: a line on standard error that says how far the run has come."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._shown = total > MANY and sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, file: FileReport) -> FileReport:
        """Count one draft, and hand it on."""
        self._done += 1
        if self._shown:
            left = "\n" if self._done == self._total else ""
            print(f"\r\x1b[K已检查 {self._done}/{self._total} 份", end=left, file=sys.stderr, flush=True)
        return file
