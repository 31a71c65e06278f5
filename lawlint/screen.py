"""Words on a screen or in a log: nothing a draft, a file name or a setting says can move the cursor or give a command.

Control characters are shown as ``\\x1b``, line breaks as ``\\n``, characters that turn the writing direction as
``\\u202e``. CI systems take lines for commands: GitHub ``::error`` at the beginning of a line and ``##[error]``
anywhere in it, Azure Pipelines ``##vso[...]``, TeamCity ``##teamcity[...]``; a space is put in.
"""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, direction marks and overrides (UAX #9), what stands alone of a pair.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_COLOR = re.compile("\x1b\\[[0-9;]{0,8}m")
_AT_START = re.compile(r"(?m)^([^\S\n]*):(?=:)")
_ANYWHERE = re.compile(r"#(?=#\w*\[)")


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    short = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}.get(code)
    return short or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def one_line(text: str) -> str:
    """The text as one line that can be shown anywhere."""
    return harmless(_UNSEEN.sub(_escaped, text))


def lines(text: str, color: bool = False) -> str:
    """Text of several lines, ready for a screen or log; ``color``: the colours that lawlint itself sets may stay."""
    kept = _COLOR.findall(text) if color else []
    parts = _COLOR.split(text) if color else [text]
    shown = [_UNSEEN.sub(lambda m: m[0] if m[0] in "\n\t" else _escaped(m), part) for part in parts]
    return harmless("".join(part + mark for part, mark in zip(shown, [*kept, ""], strict=True)))


def harmless(text: str) -> str:
    """The text with a space put into what a CI system would take for a command."""
    return _ANYWHERE.sub("# ", _AT_START.sub(r"\1: ", text)) if "::" in text or "##" in text else text


def json_text(text: str) -> str:
    """JSON that can be shown anywhere: the same data, with what must not reach a screen or log written as ``\\u…``."""
    shown = _UNSEEN.sub(lambda m: m[0] if m[0] == "\n" else f"\\u{ord(m[0]):04x}", text)
    return _ANYWHERE.sub(r"\\u0023", shown) if "##" in shown else shown
