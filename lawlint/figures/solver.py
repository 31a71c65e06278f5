"""Which claims stand: siblings lend each other weight, rivals lose, and what is left gets its verdict."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from lawlint.figures.claim import Claim
from lawlint.figures.marks import Mark
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, total
from lawlint.figures.slips import near, of_sum
from lawlint.figures.weigh import weigh
from lawlint.figures.words import table

_FAR = 2.0  # points of words by which a claim leaves a rival that holds behind
_REACH = 6  # percentages before and behind that may be siblings


def limit(kind: str, name: str) -> float:
    """A limit of ``weights.yaml`` that points are held against."""
    return float(table("weights.yaml")["limits"][kind][name])


def settle_shares(proposed: Sequence[list[Claim]], marks: Sequence[Mark]) -> list[tuple[Claim, Claim | None]]:
    """For each percentage the claim that stands and its nearest rival that holds; those below the limit are left out."""
    for claims in proposed:
        for claim in claims:
            weigh(claim)
    for _ in range(2):
        _lend(proposed, marks)
    _call_for_one_base(proposed, marks)
    found = []
    for claims in proposed:
        best = max(claims, key=lambda c: c.points)
        rivals = [c for c in claims if c is not best and c.fit == "holds"]
        found.append((best, max(rivals, key=lambda c: c.points, default=None)))
    return [(b, r) for b, r in found if (b.whole is not None or b.base) and b.points >= limit("percent", "relation")]


def beside(proposed: Sequence[list[Claim]], marks: Sequence[Mark]) -> dict[int, Quantity]:
    """The percentage printed beside each part, by the part's index: of whatever total, but none of a target or another time."""
    found: dict[int, Quantity] = {}
    for claims in proposed:
        if claims[0].result is not None and marks[claims[0].result.index].base.target:
            continue
        best = max(claims, key=lambda c: c.points)
        if len(best.parts) == 1 and best.result is not None and best.points > 0:
            found.setdefault(best.parts[0].index, best.result)
    return found


def _lend(proposed: Sequence[list[Claim]], marks: Sequence[Mark]) -> None:
    """Give each claim the evidence of its siblings: how surely those stand on the same base or on another."""
    leaders = [max(claims, key=lambda c: c.points) for claims in proposed]
    opening = [
        at for at, mark in enumerate(marks[1:]) if mark.cue and mark.cue.sort in ("of", "split") and not mark.cue.nested
    ]
    for at, claims in enumerate(proposed):
        siblings = [
            leaders[i]
            for i in range(max(0, at - _REACH), min(len(proposed), at + _REACH + 1))
            if i != at
            and _siblings(leaders[i].result, claims[0].result, marks)
            and not _parted(leaders[i].result, claims[0].result, opening)
        ]
        belief: dict[int, float] = defaultdict(float)
        slipping: dict[int, float] = defaultdict(float)
        for leader in siblings:
            if leader.points > 0.5 and leader.fit != "wild":
                (belief if leader.fit == "holds" else slipping)[_base(leader)] += min(1.0, leader.points / 3)
        for claim in claims:
            here = min(2.0, belief.get(_base(claim), 0.0))
            there = max((v for k, v in belief.items() if k != _base(claim)), default=0.0)
            claim.evidence["neighbour on this base"] = here
            claim.evidence["neighbour near this base"] = min(2.0, slipping.get(_base(claim), 0.0))
            claim.evidence["neighbour on another base"] = min(2.0, there) if claim.whole and there > here else 0.0
            weigh(claim)


def _parted(one: Quantity | None, other: Quantity | None, opening: Sequence[int]) -> bool:
    """Whether another total that opens a list stands between two percentages."""
    assert one is not None
    assert other is not None
    first, last = sorted((one.index, other.index))
    return bisect_right(opening, last) > bisect_right(opening, first)


def _call_for_one_base(proposed: Sequence[list[Claim]], marks: Sequence[Mark]) -> None:
    """Shares that all miss their base, and all by the same: the base has the slip, not each of them."""
    slipped: dict[int, list[tuple[Claim, Interval]]] = defaultdict(list)
    for claims in proposed:
        best = max(claims, key=lambda c: c.points if c.whole is not None else -9)
        if best.whole is not None and best.fit == "slip" and (needed := base_needed(best)):
            slipped[best.whole.index].append((best, needed))
    for missing in slipped.values():
        for claim, needed in missing:
            agreeing = [
                c
                for c, other in missing
                if c is not claim and other.meets(needed) and c.whole is not None and near(c.whole, other)
            ]
            if agreeing and claim.whole is not None and near(claim.whole, needed):
                claim.evidence["neighbours call for another base"] = min(2.0, float(len(agreeing)))
                weigh(claim)


def base_needed(claim: Claim) -> Interval | None:
    """The values of the base on which a share would be right; ``None`` for a share of 0 %."""
    if claim.result is None or claim.result.interval.low <= 0:
        return None
    part, rate = total(claim.parts), claim.result.interval
    return Interval(part.low * HUNDRED / rate.high, part.high * HUNDRED / rate.low)


def _base(claim: Claim) -> int:
    return claim.whole.index if claim.whole is not None else -1


def _siblings(one: Quantity | None, other: Quantity | None, marks: Sequence[Mark]) -> bool:
    """Whether two percentages may be shares in neighbouring items of one list."""
    assert one is not None
    assert other is not None
    if bool(one.frame) != bool(other.frame) or abs(one.paragraph - other.paragraph) > 2:
        return False
    first, last = marks[one.index].base, marks[other.index].base
    if first.words and last.words and first.words != last.words:
        return False
    return (first.sort == "none") == (last.sort == "none")


def settle_changes(proposed: Sequence[list[Claim]]) -> list[tuple[Claim, Claim | None]]:
    """For each rate or change the claim that stands, and its nearest rival that holds."""
    for claims in proposed:
        for claim in claims:
            weigh(claim)
    leaders = [max(claims, key=lambda c: c.points) for claims in proposed]
    for at, claims in enumerate(proposed):
        beside = [
            x for x in leaders[max(0, at - 2) : at + 3] if x is not leaders[at] and x.points > 0 and x.fit == "holds"
        ]
        for claim in claims:
            shared = any(x.whole is claim.whole and x.result is not claim.result for x in beside)
            claim.evidence["another change of this value"] = float(shared)
            weigh(claim)
    found = []
    for claims in proposed:
        best = max(claims, key=lambda c: c.points)
        rivals = [c for c in claims if c is not best and c.fit == "holds"]
        if best.points >= limit("growth", "relation"):
            found.append((best, max(rivals, key=lambda c: c.points, default=None)))
    return found


def settle_sums(proposed: Sequence[Claim]) -> list[Claim]:
    """The claims that stand together, strongest first: a number is an item of one list, and no total is among its own parts.
    A number may be an item of a second list under another total where both add up (assets by owner and by kind)."""
    for claim in proposed:
        weigh(claim)
    first = _greedy(proposed)
    totals: dict[int, list[Claim]] = defaultdict(list)
    items: dict[int, Claim] = {}
    for claim in first:
        assert claim.whole is not None
        if claim.fit == "holds" and len(claim.parts) > 1:
            totals[claim.whole.index].append(claim)
            items.update((p.index, claim) for p in claim.parts)
    for claim in proposed:
        assert claim.whole is not None
        parts = {p.index for p in claim.parts}
        same = any(not parts & {p.index for p in o.parts} for o in totals.get(claim.whole.index, ()))
        claim.evidence["another list splits this total"] = float(same)
        owner = items.get(claim.whole.index)
        claim.evidence["total is an item of another list"] = float(
            owner is not None and not parts & {p.index for p in owner.parts}
        )
        weigh(claim)
    holding: dict[int, list[Claim]] = defaultdict(list)
    for claim in proposed:
        if claim.fit == "holds" and len(claim.parts) > 1 and claim.evidence.get("agrees", 0) >= 1:
            for number in {q.index for q in claim.numbers}:
                holding[number].append(claim)
    return [c for c in _greedy(proposed) if c.fit == "holds" or c.kind == "subset" or not _rivalled(c, holding)]


def _rank(claim: Claim) -> float:
    """What claims are ordered by: their points; where the words close a list that misses its total, what the words say."""
    if claim.fit != "holds" and claim.closing >= limit("sum", "closing"):
        return max(claim.points, claim.words - (1.5 if claim.fit == "slip" else 3))
    return claim.points


def _stands(claim: Claim) -> bool:
    """Whether a claim is strong enough: by all its evidence where it holds or slips, by its words where it misses widely."""
    if claim.kind == "subset":
        return claim.points >= limit("subset", "relation")
    if claim.fit != "holds" and "shares of the items name another total" in claim.evidence:
        return False
    if claim.fit == "slip" and claim.closing >= limit("sum", "closing") and claim.words >= limit("sum", "wild"):
        return True
    if claim.fit in ("holds", "slip"):
        return claim.points >= limit("sum", "relation" if claim.fit == "holds" else "warning")
    return claim.words >= limit("sum", "wild") and _plausible(claim)


def _plausible(claim: Claim) -> bool:
    """Whether parts that miss their total come near enough to it to be meant as its parts."""
    assert claim.whole is not None
    summed = total(claim.parts)
    if claim.closing >= limit("sum", "closing") and of_sum(claim.whole, claim.parts):
        return True
    if len(claim.parts) > 1 and any(p.interval.low > claim.whole.interval.high for p in claim.parts):
        return False
    return summed.high * 2 >= claim.whole.interval.low and summed.low * 2 <= claim.whole.interval.high * 3


def _rivalled(claim: Claim, holding: Mapping[int, Sequence[Claim]]) -> bool:
    """Whether another claim on some of the same numbers holds and is nearly as strong."""
    numbers = {q.index for q in claim.numbers}
    least = claim.points - limit("sum", "rival")
    closed = claim.closing >= limit("sum", "closing")
    for other in {id(c): c for n in numbers for c in holding.get(n, ())}.values():
        strong = other.points >= least and other.words >= claim.words - _FAR
        cut = closed and "list cut short" in other.evidence
        if strong and not cut and len(numbers & {q.index for q in other.numbers}) >= 2:
            return True
    return False


def _greedy(proposed: Sequence[Claim]) -> list[Claim]:
    owner: dict[int, list[Claim]] = defaultdict(list)
    found: list[Claim] = []
    for claim in sorted(proposed, key=lambda c: (c.kind == "subset", len(c.parts) == 1, -_rank(c))):
        if _stands(claim) and _free(claim, owner):
            found.append(claim)
            for part in claim.parts:
                owner[part.index].append(claim)
    return found


def _free(claim: Claim, owner: dict[int, list[Claim]]) -> bool:
    assert claim.whole is not None
    parts = {p.index for p in claim.parts}
    for part in parts:
        for other in owner.get(part, ()):
            assert other.whole is not None
            worth = claim.evidence.get("agrees", 0) or claim.evidence.get("one slip from agreeing", 0) + 0.5
            crossing = other.fit == "holds" and other.whole is not claim.whole and worth >= 3
            if not crossing or len(parts & {p.index for p in other.parts}) > 1:
                return False
    return not any(o.whole.index in parts for o in owner.get(claim.whole.index, ()) if o.whole is not None)
