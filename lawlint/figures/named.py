"""Means, announced counts, repeats and bounds: the claims that stand, and how each is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from lawlint.document import Span
from lawlint.figures.claim import Claim
from lawlint.figures.marks import Mark
from lawlint.figures.propose.bounds import bounds
from lawlint.figures.propose.counts import Counts, Listing
from lawlint.figures.propose.means import Mean, Means, mean_interval
from lawlint.figures.propose.repeats import Repeats
from lawlint.figures.quantities import Interval, Quantity
from lawlint.figures.reading import Reading
from lawlint.figures.solver import limit
from lawlint.figures.tables.grid import Grid
from lawlint.figures.verdicts import (
    FAILS,
    HOLDS,
    OPEN,
    Relation,
    common_unit,
    in_scale,
    plain,
    ratio_meets,
    spans,
    written_scale,
)
from lawlint.figures.weigh import weigh
from lawlint.figures.why import Proposed


def named(reading: Reading, marks: Sequence[Mark], grids: Sequence[Grid], proposed: Proposed) -> Iterator[Relation]:
    """The means, announced counts, repeats (in the text, and between text and tables) and bounds of a draft; their claims
    are left in ``proposed``."""
    means = Means(reading, marks).propose()
    counts = Counts(reading).propose()
    repeats = Repeats(reading, grids).propose()
    limits = list(bounds(reading))
    told: list[tuple[Relation | None, Claim]] = [
        *((tell_mean(*c), c[0]) for c in settle_means(means)),
        *((tell_count(c, reading), c) for c in settle_counts(counts)),
        *((tell_repeat(c), c) for c in settle_repeats(repeats)),
        *((tell_bound(c), c) for c in settle_bounds(limits)),
    ]
    proposed.add([*chain.from_iterable(means), *chain.from_iterable(counts), *chain.from_iterable(repeats), *limits])
    yield from proposed.explained(told)


def settle_means(proposed: Sequence[Sequence[Mean]]) -> list[tuple[Mean, Claim | None]]:
    """For each mean the claim that stands, and its nearest rival that holds."""
    found: list[tuple[Mean, Claim | None]] = []
    for claims in proposed:
        for claim in claims:
            weigh(claim)
        ranked = sorted(claims, key=lambda c: -c.points)
        best = ranked[0]
        if best.points >= limit("average", "relation"):
            found.append((best, next((c for c in ranked[1:] if c.fit == "holds"), None)))
    return found


def settle_counts(proposed: Sequence[Sequence[Listing]]) -> list[Listing]:
    """For each announced number the list that stands."""
    best = [max(claims, key=lambda c: weigh(c).points) for claims in proposed]
    return [claim for claim in best if claim.points >= limit("count", "relation")]


def settle_repeats(proposed: Sequence[Sequence[Claim]]) -> list[Claim]:
    """For each later number the one that it repeats."""
    near = [[c for c in claims if c.fit != "wild"] for claims in proposed]
    best = [max(claims, key=lambda c: weigh(c).points) for claims in near if claims]
    return [claim for claim in best if claim.points >= limit("repeat", "relation")]


def settle_bounds(proposed: Iterable[Claim]) -> list[Claim]:
    """The bounds that their words name."""
    return [claim for claim in proposed if weigh(claim).points >= limit("bound", "relation")]


def tell_mean(claim: Mean, rival: Claim | None) -> Relation | None:
    """The relation of a mean: open where the words do not bind it strongly enough to call it wrong; ``None`` where it was
    only guessed that the total is a year's."""
    assert claim.result is not None
    assert claim.whole is not None
    whole, mean = claim.whole, claim.result
    divider = claim.parts[0] if claim.parts else claim.divider
    if claim.fit == "holds":
        return mean_relation(whole, divider, mean, HOLDS)
    if "no span named" in claim.evidence:
        return None
    near = rival is not None and claim.points - rival.points < limit("average", "rival")
    told = claim.fit == "slip" and claim.points >= limit("average", "warning")
    if near or not told or _cut_off(claim):
        return mean_relation(whole, divider, mean, OPEN)
    exact = bool(claim.parts) or claim.divider.exact  # a year's days are 365 or 366
    sure = exact and claim.words >= limit("average", "error")
    doubt = "平均数的总量和个数由上下文推断" if claim.parts else "平均的天数、月数由上下文推断"
    return mean_relation(whole, divider, mean, FAILS, sure, None if sure else doubt)


def _cut_off(claim: Mean) -> bool:
    """Whether the mean is the true one with its further digits cut off."""
    assert claim.result is not None
    assert claim.whole is not None
    printed = mean_interval(claim.result)
    step = Interval(claim.result.value, claim.result.value + printed.high - printed.low)
    return ratio_meets(claim.whole.interval, claim.divider, step)


def mean_relation(
    whole: Quantity,
    divider: Quantity | Interval,
    mean: Quantity,
    verdict: str,
    closed: bool = False,
    doubt: str | None = None,
) -> Relation:
    """The relation ``whole / divider = mean``; a span of time is no part, only its length is written out."""
    counts = [divider] if isinstance(divider, Quantity) else []
    every = [whole, *counts, mean]
    span, numbers = spans(every)
    by = divider.value if isinstance(divider, Quantity) else divider.low
    if isinstance(divider, Interval) and mean.value:  # of 90 to 92 days those that come nearest
        by = min(max(whole.value / mean.value, divider.low), divider.high).to_integral_value()
    factor, scale = written_scale([mean])
    places = len(mean.printed.removesuffix(scale).partition(".")[2])
    computed = plain(round(whole.value / by / factor, places + 2)) + scale if by else "?"
    sign = {HOLDS: "≈", FAILS: "≠", OPEN: "?"}[verdict]
    return Relation(
        "average", verdict, whole.printed, [*(c.printed for c in counts), mean.printed], common_unit(every), span, numbers, None, closed, doubt,
        f"{whole.printed} ÷ {counts[0].printed if counts else plain(round(by, 2))} = {computed} {sign} {mean.printed}", quantities=every,
    )  # fmt: skip


def tell_count(claim: Listing, reading: Reading) -> Relation | None:
    """The relation of an announced number and its items, or ``None`` where it is not sure that these are meant."""
    closed = claim.words >= limit("count", "error")
    if claim.fit == "holds":
        return count_relation(claim, reading, HOLDS)
    if claim.more and claim.items < claim.value:
        return count_relation(claim, reading, OPEN)
    if claim.points < limit("count", "warning"):
        return None
    return count_relation(claim, reading, FAILS, closed, None if closed else "所列是否就是宣布的各项由上下文推断")


def count_relation(
    claim: Listing, reading: Reading, verdict: str, closed: bool = False, doubt: str | None = None
) -> Relation:
    """The relation of an announced number: its parts are a 1 for each item."""
    listed = reading.span(claim.start, claim.end)
    number = claim.whole.span if claim.whole else listed
    span = Span(min(listed.start, number.start), max(listed.end, number.end))
    sign = "≠" if claim.items != claim.value else "="
    return Relation(
        "count", verdict, claim.printed, ["1"] * claim.items, claim.unit or None, span, [number], str(claim.value - claim.items), closed, doubt,
        f"列出 {claim.items} 项 {sign} {claim.printed}{claim.unit}", quantities=[claim.whole] if claim.whole else [],
    )  # fmt: skip


def tell_repeat(claim: Claim) -> Relation | None:
    """The relation of a quantity stated twice, or ``None`` where two quantities may be meant."""
    assert claim.whole is not None
    (again,) = claim.parts
    if claim.fit == "holds":
        return repeat_relation(claim.whole, again, HOLDS)
    if claim.points < limit("repeat", "warning"):
        return None
    table = "named by the table" in claim.evidence
    return repeat_relation(claim.whole, again, FAILS, "表与正文可能不是同一口径" if table else "两处可能不是同一口径")


def repeat_relation(first: Quantity, second: Quantity, verdict: str, doubt: str | None = None) -> Relation:
    """The relation of one quantity stated twice."""
    every = [first, second]
    span, numbers = spans(every)
    sign = "=" if verdict == HOLDS else "≠"
    return Relation(
        "repeat", verdict, first.printed, [second.printed], common_unit(every), span, numbers, plain(first.value - second.value), False, doubt,
        f"{first.printed} {sign} {second.printed}", quantities=every,
    )  # fmt: skip


def tell_bound(claim: Claim) -> Relation:
    """The relation of a total, the count, and the least that each of them has."""
    assert claim.whole is not None
    whole, (count, least) = claim.whole, claim.parts
    least_total = count.interval.low * least.value
    failed = claim.fit == "over"
    every = [whole, count, least]
    span, numbers = spans(every)
    return Relation(
        "bound", FAILS if failed else HOLDS, whole.printed, [count.printed, least.printed], whole.unit or None, span, numbers, None, False,
        "“以上”可能不是每一件的下限" if failed else None,
        f"{count.printed} × {least.printed} = {in_scale(least_total, whole)} {'>' if failed else '≤'} {whole.printed}", quantities=every,
    )  # fmt: skip
