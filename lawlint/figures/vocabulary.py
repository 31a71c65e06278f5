"""The vocabulary of numbers: numbers.yaml with its patterns compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lawlint.figures.units import GROUP, UNIT

_LETTER_UNIT = "|".join(sorted((u for u in GROUP if u[0].isascii()), key=len, reverse=True))


@dataclass(frozen=True)
class Vocabulary:
    """numbers.yaml, compiled. ``rows``: as written, for the tests that walk them."""

    rows: dict[str, Any]
    no_quantity: re.Pattern[str]  # a group for each row, named as the row is
    reasons: dict[str, str]
    compared: re.Pattern[str]
    sides: dict[str, tuple[int, int]]  # of a word that makes a number approximate
    before: re.Pattern[str]
    behind: re.Pattern[str]
    bare: re.Pattern[str]
    signed: re.Pattern[str]
    words_before: re.Pattern[str]
    changed: re.Pattern[str]
    several: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """The words and patterns of numbers.yaml; read when the first text is scanned."""
    text = Path(__file__).with_name("numbers.yaml").read_text("utf-8")
    rows = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # every scalar is text: 2023-12-04 is no date
    fragments = {**rows["fragments"], "unit": f"(?:{UNIT.pattern})", "letter-unit": _LETTER_UNIT}

    def filled(pattern: str) -> str:
        while names := set(re.findall(r"(?<!\?P)(?<!\(\?)<([a-z-]+)>", pattern)):
            for name in names:
                pattern = pattern.replace(f"<{name}>", fragments[name])
        return pattern

    def words(place: str) -> str:
        chosen = sorted((r for r in rows["approximate"] if r["place"] == place), key=lambda r: -len(r["word"]))
        return "|".join(f"(?<![{r['not-after']}]){r['word']}" if "not-after" in r else r["word"] for r in chosen)

    classes = rows["no-quantity"]
    # the first character is looked at before forty patterns are
    every = "|".join(f"(?P<{r['name'].replace('-', '_')}>{filled(r['pattern'])})" for r in classes)
    return Vocabulary(
        rows,
        re.compile(rf"(?=[{rows['first']}])(?!(?<=\d)\d)(?:{every})"),
        {r["name"]: r["reason"] for r in (*classes, *rows["not-understood"])},
        re.compile(filled(rows["compared-terms"]["pattern"])),
        {r["word"]: (int(r["sides"][0]), int(r["sides"][1])) for r in rows["approximate"]},
        re.compile(rf"({words('before')})(?:为|达|过)?\s{{0,2}}$"),
        re.compile(rf"\s{{0,2}}({words('behind')})|(?<=倍)({words('times')})"),
        re.compile(rf"({words('bare')}|{words('before')})$"),
        re.compile(rf"(?:^|[^\w)%\-]|{'|'.join(rows['signed']['words'])})\s?[-−–]$|(?<![自胜抱担肩欠减])负$"),
        re.compile(f"[{rows['words-before']}]$"),
        re.compile(rf"[{rows['changed']['words']}][^,;。、\d至到为]{{0,8}}$"),
        re.compile(f"[{rows['several']}]$"),
    )
