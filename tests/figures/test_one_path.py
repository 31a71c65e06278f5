"""What is tied while it is true is told when it is false: one digit changed in each number of each relation that holds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from lawlint.document import Span
from lawlint.figures import Relation, analyse
from lawlint.readers.plain import read

HERE = Path(__file__)
STATEMENTS: list[dict[str, Any]] = yaml.safe_load(HERE.with_name("statements.yaml").read_text("utf-8"))
KINDS = ("sum", "percent", "growth", "difference", "shares")  # means, counts, repeats and bounds: test_named.py
# How many changed digits may go untold, in a thousand: the state that was measured. Lower it, never raise it; 30 is meant.
UNTOLD = 145


def _relations(text: str) -> list[Relation]:
    return analyse(read(text, "draft.txt")).relations


def _changed(text: str, number: Span, chance: random.Random) -> str | None:
    """The text with one digit of a number changed; ``None`` where it is written in Chinese numerals."""
    places = [i for i in range(number.start, number.end) if text[i] in "0123456789"]
    if not places:
        return None
    at = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def changes(text: str) -> Iterator[tuple[str, Span, str]]:
    """Each number of each relation that holds, changed: the kind of the relation, the number, the text that is now wrong."""
    chance = random.Random(text)
    for relation in _relations(text):
        if relation.verdict != "holds" or relation.kind not in KINDS:
            continue
        for number in relation.numbers:
            damaged = _changed(text, number, chance)
            if damaged is None:
                continue
            again = _relations(damaged)
            same = [r for r in again if r.kind == relation.kind and set(r.numbers) == set(relation.numbers)]
            if not any(r.verdict == "holds" for r in same):  # else rounding leaves room for it
                yield relation.kind, number, damaged


def told(text: str, number: Span) -> bool:
    """Whether some relation that names the number fails."""
    return any(
        r.verdict == "fails" and any(n.start <= number.start < n.end for n in r.numbers) for r in _relations(text)
    )


def test_what_is_tied_while_true_is_told_when_false() -> None:
    changed: Counter[str] = Counter()
    untold: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for statement in STATEMENTS:
        for kind, number, damaged in changes(statement["text"]):
            changed[kind] += 1
            if not told(damaged, number):
                untold[kind].append(f"{damaged[number.start : number.end]}: {damaged}")
    silent = [f"{kind} {words}" for kind, each in untold.items() for words in each]
    print({kind: f"{changed[kind] - len(untold[kind])} of {changed[kind]}" for kind in KINDS})
    assert sum(changed.values()) > 500
    assert len(silent) * 1000 <= UNTOLD * sum(changed.values()), "\n".join(silent)
