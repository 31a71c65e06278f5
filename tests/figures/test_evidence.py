"""Every weight and every limit is needed: without it some statement is read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from lawlint.figures import analyse, weigh, why
from lawlint.figures.claim import Claim
from lawlint.figures.words import table
from lawlint.readers.plain import read

HERE = Path(__file__)
KINDS = ("percent", "sum", "binding", "growth", "difference", "shares")  # the others: test_named.py
CLAIMS = {"binding": ("sum", "subset"), "subset": ("subset",)}
WEIGHTS: dict[str, dict[str, Any]] = table("weights.yaml")
ROWS = [f"{kind}: {name}" for kind in KINDS for name in WEIGHTS[kind]]
LIMITS = [f"limits {kind}: {name}" for kind in (*KINDS, "subset") for name in WEIGHTS["limits"].get(kind, ())]
UNNOTICED: list[str] = yaml.safe_load(HERE.with_name("unnoticed.yaml").read_text("utf-8"))
TEXTS: list[str] = yaml.safe_load(HERE.with_name("evidence.yaml").read_text("utf-8"))
Told = frozenset[tuple[object, ...]]


def _told(text: str) -> Told:
    return frozenset(
        (r.kind, r.verdict, r.total, tuple(r.parts), r.span, r.verdict == "fails" and r.closed and not r.doubt)
        for r in analyse(read(text, "draft.txt")).relations
    )


@cache
def _known() -> list[tuple[str, Told, frozenset[tuple[str, str]]]]:
    """Each statement, what is told of it, and the kind and name of all evidence that was weighed for it."""
    found = []
    add = why.Proposed.add
    weighed: list[Claim] = []
    try:
        why.Proposed.add = lambda self, claims: (weighed.extend(claims := list(claims)), add(self, claims))[1]  # type: ignore[method-assign]
        for text in TEXTS:
            weighed.clear()
            told = _told(text)
            found.append((text, told, frozenset((c.kind, name) for c in weighed for name in c.evidence)))
    finally:
        why.Proposed.add = add  # type: ignore[method-assign]
    return found


@contextmanager
def _changed(row: dict[str, float], key: str, value: float) -> Iterator[None]:
    """A number of the table as ``value`` for a while."""
    kept = row[key]
    row[key] = value
    weigh.weights.cache_clear()
    try:
        yield
    finally:
        row[key] = kept
        weigh.weights.cache_clear()


def _noticed(kind: str, name: str | None) -> bool:
    """Whether some statement with such evidence (with any claim of the kind, for no name) is now told otherwise."""
    kinds = CLAIMS.get(kind, (kind,))
    return any(
        _told(text) != told
        for text, told, evidence in _known()
        if any(k in kinds and name in (None, n) for k, n in evidence)
    )


@pytest.mark.parametrize("row", [r for r in ROWS if r not in UNNOTICED])
def test_every_weight_is_noticed(row: str) -> None:
    kind, _, name = row.partition(": ")
    _known()
    with _changed(WEIGHTS[kind][name], "points", 0.0):
        assert _noticed(kind, name)


@pytest.mark.parametrize("row", [r for r in LIMITS if r not in UNNOTICED])
def test_every_limit_is_noticed(row: str) -> None:
    kind, _, name = row.removeprefix("limits ").partition(": ")
    _known()
    limits = WEIGHTS["limits"][kind]
    found = False
    for step in (1.0, -1.0):
        with _changed(limits, name, limits[name] + step):
            found = found or _noticed(kind, None)
    assert found


def test_the_list_of_what_nothing_notices_grows_no_longer() -> None:
    assert set(UNNOTICED) <= {*ROWS, *LIMITS}
    assert len(UNNOTICED) <= 102  # lower it with every row that gets a statement or goes
