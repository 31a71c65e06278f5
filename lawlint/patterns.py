"""Patterns from profiles: many alternatives as one expression, on width-folded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_NEVER = re.compile(r"(?!)")


@lru_cache(maxsize=512)
def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that matches where any of the given does; of no patterns, one that never matches."""
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else _NEVER


def unquoted(text: str) -> str:
    """The text with titles in 《》 blanked, offsets kept: what a law is called shows nothing about the report."""
    return _QUOTED.sub(lambda m: "《" + "　" * (len(m[0]) - 2) + "》", text)


def search(patterns: Sequence[str], text: str) -> re.Match[str] | None:
    """The first match of any pattern in the text."""
    return compiled(tuple(patterns)).search(text)
