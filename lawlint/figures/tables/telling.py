"""What to say of a cross at which a chosen claim fails: an error, a doubt, or nothing."""

from __future__ import annotations

from lawlint.figures.tables.side import Side
from lawlint.figures.tables.sums import Claim
from lawlint.figures.verdicts import FAILS, OPEN

_INFERRED = "对应关系由表的结构和其他各行（列）推断"
_ALONE = "只有这一列（行），不能由别处印证"
_RIVAL = "另有几行（列）之和与它相符，请确认合计包括哪几行（列）"
_ELSEWHERE = "其他各行（列）都相符，只有这一处不符"


def told(side: Side, claim: Claim, cross: int) -> tuple[str, str | None]:
    """Verdict and doubt; an error is a failure without a doubt.

    An error needs words for a total over all lines of the block, and a slip; or other crosses that agree as well. A wild miss
    is told only where words or two other crosses bind it, and in a table of some lines only (前十名) never without those.
    """
    bound = side.lines[claim.whole].total == 2 and claim.how in ("all", "under")
    failing = len(claim.slips) + len(claim.misses)
    if side.open and claim.telling < 2:
        return OPEN, None
    if cross in claim.slips:
        verdict, doubt = _slipped(side, claim, cross, bound, failing)
        return verdict, _RIVAL if verdict == FAILS and cross in claim.rivals and claim.telling < 2 else doubt
    near = _near(side, claim, cross) and cross not in claim.others
    if bound and claim.telling >= 2 and failing == 1:
        return FAILS, None if near else _ELSEWHERE
    if bound and failing == 1 and not claim.holds and near:
        return FAILS, _ALONE
    if claim.telling >= (2 if bound else 3) and near and failing * 2 <= len(claim.holds) + failing:
        return FAILS, _ELSEWHERE
    return OPEN, None


def _slipped(side: Side, claim: Claim, cross: int, bound: bool, failing: int) -> tuple[str, str | None]:
    """What to say where one digit, changed back, would make the sum right."""
    digits = _digits(side, claim, cross)
    if bound and (claim.telling or failing == 1):
        return FAILS, None if claim.telling >= 2 or digits >= 3 else _ELSEWHERE if claim.holds else _ALONE
    if claim.telling >= 3 and failing <= 2:
        return FAILS, None if claim.telling >= 4 and failing == 1 and claim.how != "less" else _ELSEWHERE
    if (claim.telling and failing <= len(claim.holds)) or (
        failing == 1 and digits >= {"under": 3, "some": 4}.get(claim.how, 99)
    ):
        return FAILS, _INFERRED
    return OPEN, None


def _digits(side: Side, claim: Claim, cross: int) -> int:
    """The digits of the whole that count: 1200 beside 500 and 700 has two."""
    step = side.step(claim.whole, claim.parts, cross)
    return len(str(abs(side.high[claim.whole][cross]) // step))


def _near(side: Side, claim: Claim, cross: int) -> bool:
    """Whether the sum comes within a third of the whole."""
    gap = side.gap(claim.whole, claim.parts, claim.signs, cross)
    size = abs(side.high[claim.whole][cross])
    return gap is not None and 3 * min(abs(gap[0]), abs(gap[1])) <= size
