"""The points of a claim: the sum of its evidence by ``weights.yaml``."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from lawlint.figures.claim import Claim
from lawlint.figures.words import table

_ARITHMETIC = (
    "agrees",
    "one slip from agreeing",
    "far from agreeing",
    "more than the total",
    "pairs tried",
    "lists tried",
    "one item more or less",
    "one slip from agreeing in few digits",
)


@cache
def weights(kind: str) -> dict[str, float]:
    """The points of each piece of evidence for claims of this kind, by name; what says nothing of a binding has none there."""
    rows = {name: float(row["points"]) for name, row in table("weights.yaml")[kind].items()}
    return defaultdict(float, rows) if kind == "binding" else rows


def tables(claim: Claim) -> tuple[dict[str, float], dict[str, float]]:
    """The points of each piece of evidence of such a claim, and those that its words alone have."""
    points = weights("binding" if claim.kind == "subset" else claim.kind)
    return points, weights("binding") if claim.kind in ("sum", "subset") else points


def is_arithmetic(name: str) -> bool:
    """Whether a piece of evidence says how the numbers agree, not what the words say."""
    return name in _ARITHMETIC


def weigh(claim: Claim) -> Claim:
    """The claim with its points; ``KeyError`` for evidence that has no row."""
    points, words = tables(claim)
    claim.words = sum(words[n] * v for n, v in claim.evidence.items() if n not in _ARITHMETIC)
    claim.points = sum(points[n] * v for n, v in claim.evidence.items())
    return claim
