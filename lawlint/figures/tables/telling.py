"""What to say of a cross at which a chosen claim fails: an error, a doubt, or nothing."""

from __future__ import annotations

from lawlint.figures.tables.side import Side
from lawlint.figures.tables.sums import Claim
from lawlint.figures.verdicts import FAILS, OPEN

_INFERRED = "对应关系由表的结构和其他各行（列）推断"
_ELSEWHERE = "其他各行（列）都相符，只有这一处不符"


def told(side: Side, claim: Claim, cross: int) -> tuple[str, str | None]:
    """Verdict and doubt; an error is a failure without a doubt.

    An error needs words for a total over all lines of the block, and a slip; or other crosses that agree as well. A wild miss
    is told only where words or two other crosses bind it.
    """
    strong = side.lines[claim.whole].total == 2
    bound = strong and claim.how in ("all", "under")
    slipped = cross in claim.slips
    failing = len(claim.slips) + len(claim.misses)
    if slipped:
        if bound and (claim.telling or failing == 1):
            return FAILS, None
        if claim.telling >= 3 and failing <= 2:
            return FAILS, None if claim.telling >= 4 and failing == 1 and claim.how != "less" else _ELSEWHERE
        if claim.telling or (claim.how in ("under", "some") and failing == 1 and _digits(side, claim, cross) >= 3):
            return FAILS, _INFERRED
        return OPEN, None
    if bound and claim.telling >= 2 and failing == 1:
        return FAILS, None
    if bound and failing == 1 and not claim.holds and _near(side, claim, cross):
        return FAILS, "只有这一列（行），不能由别处印证"
    if (bound or strong) and claim.telling >= 1 and failing * 2 <= len(claim.holds) + failing:
        return FAILS, _ELSEWHERE
    if claim.telling >= 3 and failing == 1:
        return FAILS, _ELSEWHERE
    return OPEN, None


def _digits(side: Side, claim: Claim, cross: int) -> int:
    return sum(c.isdigit() for c in side.cells[claim.whole][cross].printed)


def _near(side: Side, claim: Claim, cross: int) -> bool:
    """Whether the sum comes within a third of the whole."""
    gap = side.gap(claim.whole, claim.parts, claim.signs, cross)
    size = abs(side.high[claim.whole][cross])
    return gap is not None and 3 * min(abs(gap[0]), abs(gap[1])) <= size
