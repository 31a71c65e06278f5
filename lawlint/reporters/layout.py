"""Lines for a terminal: Chinese characters are two columns wide."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

_CODES = {"error": "31", "warning": "33", "info": "36", "ok": "32", "bold": "1", "dim": "2"}
# A line does not begin with closing marks, nor end with opening ones (GB/T 15834—2011, 5.1).
_NOT_FIRST = "，。、；：？！”’）》〉】〕…,.;:?!)]%"


def width(text: str) -> int:
    """How many terminal columns a text takes."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """The text in lines of at most ``columns``, each behind ``indent``; Latin words and numbers stay whole."""
    room = max(20, columns - width(indent))
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text):
        size = width(word)
        if line and used + size > room and word[0] not in _NOT_FIRST:
            lines.append(indent + line.rstrip())
            line, used = "", 0
            word = word.lstrip()
            size = width(word)
        line += word
        used += size
    return [*lines, indent + line.rstrip()] if line.strip() or not lines else lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for char in text:
        glued = char.isascii() and not char.isspace() and words and words[-1].isascii() and not words[-1].isspace()
        if glued and len(words[-1]) < 30:
            words[-1] += char
        else:
            words.append(char)
    return words


def paint(text: str, style: str, color: bool) -> str:
    """The text in a style (``error``, ``warning``, ``info``, ``ok``, ``bold``, ``dim``), where colours may be used."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if color and text else text


def pad(text: str, columns: int) -> str:
    """The text with blanks behind it up to that many columns."""
    return text + " " * max(0, columns - width(text))
