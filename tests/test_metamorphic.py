"""What does not change what a draft says does not change what is found: width, white space, line ends, what nobody sees."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

from lawlint.engine import Settings, check_bytes
from lawlint.report import FileReport
from lawlint.workers import registry

CORPUS = Path(os.environ.get("LAWLINT_CORPUS") or "/nowhere") / "reports"
DRAFTS = [*sorted(EXAMPLES.glob("*.md")), *sorted(CORPUS.glob("*.txt"))]
UNSEEN = "\u200b\u200d\u2060\ufeff\u00ad\u200e"


def wrapped(text: str, width: int = 40) -> str:
    """The text with lines broken at a width, as old editors and converters leave it."""
    lines: list[str] = []
    for line in text.split("\n"):
        while len(line) > width and not line.startswith(("#", "|")):
            lines.append(line[:width])
            line = line[width:]
        lines.append(line)
    return "\n".join(lines)


def strewn(text: str) -> str:
    """The text with characters that show nothing in one place of ten."""
    rng = random.Random(text[:20])
    return "".join(c + (rng.choice(UNSEEN) if rng.random() < 0.1 and c not in "\n#|-`*" else "") for c in text)


def spaced(text: str) -> str:
    """The text with a no-break space wherever it has a space between words."""
    return re.sub(r"(?<=[^\s#|:-]) (?=[^\s|:-])", "\u00a0", text)


SAME: dict[str, Callable[[str], str]] = {
    "lines broken at 40 characters": wrapped,
    "characters that show nothing": strewn,
    "zero-width spaces between digits": lambda text: re.sub(r"(?<=\d)(?=\d)", "\u200b", text),
    "no-break spaces": spaced,
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "paragraphs that begin two letters in": lambda text: re.sub(r"(?m)^(?=[^\s#|])", "　　", text),
    "a byte order mark": lambda text: "\ufeff" + text,
    "blank lines at both ends": lambda text: f"\n\n{text}\n\n\n",
}


def found(report: FileReport) -> Counter[tuple[str, str, str]]:
    """The findings, but for those about the characters that were put in."""
    assert report.error is None
    return Counter(
        (f.rule, f.severity.value, re.sub(rf"[{UNSEEN}\s]", "", f.message))
        for f in report.findings
        if "看不见" not in f.message
    )


def check(text: str, path: Path) -> FileReport:
    return check_bytes(text.encode(), path.name, registry(), Settings())


@pytest.mark.parametrize("change", SAME)
@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_the_same_text_gives_the_same_findings(path: Path, change: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert found(check(SAME[change](text), path)) == found(check(text, path))


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_the_same_bytes_in_another_encoding(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        report = check_bytes(text.encode(encoding), path.name, registry(), Settings())
        assert found(report) == found(check(text, path))


@given(st.lists(st.tuples(st.integers(0, 5000), st.sampled_from(UNSEEN)), max_size=40))
def test_characters_that_show_nothing_change_nothing(places: list[tuple[int, str]]) -> None:
    path = EXAMPLES / "有误.md"
    text = path.read_text(encoding="utf-8")
    changed = text
    for at, char in sorted(places, reverse=True):
        if 0 < at < len(text) and text[at - 1] not in "\n#|-`*" and text[at] not in "#|-`*":
            changed = changed[:at] + char + changed[at:]
    report = check(changed, path)
    assert found(report) == found(check(text, path))
    for finding in report.findings:  # and every span still covers words of the draft as it lies on the disk
        assert 0 <= finding.span.start <= finding.span.end <= len(changed)
