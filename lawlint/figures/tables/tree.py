"""The tree of a side's lines: which line stands under which, by indent, number, 其中 and heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lawlint.figures.tables.grid import Line

_PART = "part"


@dataclass(slots=True)
class _Open:
    """A line that later lines may stand under."""

    number: int
    indent: int
    mark: str


def parents(lines: Sequence[Line]) -> list[int | None]:
    """For each line the line it stands under; ``None`` for the uppermost and for totals without a number."""
    found: list[int | None] = []
    stack: list[_Open] = []
    for number, line in enumerate(lines):
        if line.total == 2 and not line.mark:
            found.append(None)
            continue
        if line.part:
            _close_parts(stack)
            mark = _PART
            while stack and stack[-1].indent > line.indent:
                stack.pop()
        else:
            mark = line.mark
            _close(stack, line)
        found.append(stack[-1].number if stack else None)
        stack.append(_Open(number, line.indent, mark))
        if line.part and line.mark:  # 其中:(1)…: the rows (2), (3) are beside it
            stack[-1].mark = line.mark
    return found


def _close_parts(stack: list[_Open]) -> None:
    while stack and stack[-1].mark == _PART:
        stack.pop()


def _close(stack: list[_Open], line: Line) -> None:
    """Close what a line does not stand under."""
    while stack and stack[-1].indent > line.indent:
        stack.pop()
    if line.mark:
        for at, open_ in enumerate(stack):
            if open_.mark == line.mark and open_.indent >= line.indent:
                del stack[at:]
                return
        _close_parts(stack)
        return
    if stack and stack[-1].mark == _PART and stack[-1].indent == line.indent:
        stack.pop()
        if stack and stack[-1].mark:  # 3.用车 / 其中:运行 / 购置: beside it, as rows of the upper level are numbered
            return
    while stack and stack[-1].indent == line.indent and not stack[-1].mark:
        stack.pop()


def under(found: Sequence[int | None]) -> list[list[int]]:
    """The lines right under each line."""
    children: list[list[int]] = [[] for _ in found]
    for number, parent in enumerate(found):
        if parent is not None:
            children[parent].append(number)
    return children
