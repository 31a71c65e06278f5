"""Patterns from profiles: many alternatives as one expression, on width-folded text.

Patterns of the profiles that come with lawlint or a plugin run on ``re``; those of a profile file of the user's own run
with a time limit, so that a careless one names itself instead of holding up the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NoReturn, SupportsIndex, TypeAlias

from lawlint.errors import ProfileError

SECONDS = 2.0  # for one search of one text
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_NEVER = re.compile(r"(?!)")


class Foreign(str):
    """A pattern from a profile of the user's own. ``place``: its file and line, for messages."""

    place: str

    def __new__(cls, value: str, place: str) -> Foreign:
        made = super().__new__(cls, value)
        made.place = place
        return made

    def replace(self, old: str, new: str, count: SupportsIndex = -1) -> Foreign:
        """The pattern with words replaced; it stays one of the user's own."""
        return Foreign(super().replace(old, new, count), self.place)


class Limited:
    """Patterns that run with a time limit; the methods are those of ``re.Pattern`` that lawlint uses.

    Each raises ``ProfileError``, naming the pattern's file and line, where the time is up.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        import regex  # only where a profile of the user's own brings patterns

        self._patterns = patterns
        self.pattern = _joined(patterns)
        self._compiled: Any = regex.compile(self.pattern)

    def search(self, text: str, pos: int = 0) -> re.Match[str] | None:
        """Like ``re.Pattern.search``."""
        return self._run("search", text, pos)

    def match(self, text: str, pos: int = 0) -> re.Match[str] | None:
        """Like ``re.Pattern.match``."""
        return self._run("match", text, pos)

    def fullmatch(self, text: str, pos: int = 0) -> re.Match[str] | None:
        """Like ``re.Pattern.fullmatch``."""
        return self._run("fullmatch", text, pos)

    def finditer(self, text: str, pos: int = 0) -> Iterator[re.Match[str]]:
        """Like ``re.Pattern.finditer``."""
        try:
            yield from self._compiled.finditer(text, pos, timeout=SECONDS)
        except TimeoutError:
            self._fail(text)

    def _run(self, method: str, text: str, pos: int) -> re.Match[str] | None:
        try:
            found: re.Match[str] | None = getattr(self._compiled, method)(text, pos, timeout=SECONDS)
        except TimeoutError:
            self._fail(text)
        return found

    def _fail(self, text: str) -> NoReturn:
        """Name the pattern to blame: the one that takes too long by itself, else the first of the user's own."""
        import regex

        own = [p for p in self._patterns if isinstance(p, Foreign)]
        culprit = own[0]
        for pattern in own:
            try:
                regex.compile(pattern).search(text, timeout=SECONDS / 4)
            except TimeoutError:
                culprit = pattern
                break
        raise ProfileError(
            f"{culprit.place}: 正则表达式“{culprit}”在一段文字上超过 {SECONDS:g} 秒没有结果；"
            "多半是嵌套的重复（如 (a+)+），请改写"
        )


Compiled: TypeAlias = "re.Pattern[str] | Limited"


def compiled(patterns: Sequence[str]) -> Compiled:
    """One pattern that matches where any of the given does; of no patterns, one that never matches."""
    if any(isinstance(p, Foreign) for p in patterns):
        return _limited(tuple(patterns), tuple(getattr(p, "place", "") for p in patterns))
    return _plain(tuple(patterns))


def joined(pattern: str, parts: Sequence[str]) -> Compiled:
    """A pattern of our own built around ``parts`` of a profile's; limited in time where one of these is the user's."""
    own = next((p for p in parts if isinstance(p, Foreign)), None)
    return compiled((Foreign(pattern, own.place) if own else pattern,))


def _joined(patterns: Sequence[str]) -> str:
    return "|".join(f"(?:{p})" for p in patterns)


@lru_cache(maxsize=512)
def _plain(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_joined(patterns)) if patterns else _NEVER


@lru_cache(maxsize=512)
def _limited(patterns: tuple[str, ...], places: tuple[str, ...]) -> Limited:
    return Limited(patterns)


def unquoted(text: str) -> str:
    """The text with titles in 《》 blanked, offsets kept: what a law is called shows nothing about the report."""
    return _QUOTED.sub(lambda m: "《" + "　" * (len(m[0]) - 2) + "》", text)


def search(patterns: Sequence[str], text: str) -> re.Match[str] | None:
    """The first match of any pattern in the text."""
    return compiled(patterns).search(text)
