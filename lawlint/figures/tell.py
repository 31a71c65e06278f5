"""A claim that stands as the relation that is shown: its verdict, the arithmetic written out, how sure the words are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from lawlint.figures.claim import Claim
from lawlint.figures.marks import Mark
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total
from lawlint.figures.solver import limit
from lawlint.figures.verdicts import (
    FAILS,
    HOLDS,
    OPEN,
    Relation,
    common_unit,
    in_scale,
    plain,
    share_meets,
    signed,
    spans,
    sum_relation,
)
from lawlint.figures.words import says


def tell_share(claim: Claim, rival: Claim | None) -> Relation | None:
    """The relation of a percentage, or ``None`` where nothing can be said."""
    assert claim.result is not None
    if claim.whole is None:
        return percent_relation(None, claim.parts, claim.result, HOLDS, base_parts=claim.base)
    if claim.fit == "holds":
        return percent_relation(claim.whole, claim.parts, claim.result, HOLDS)
    near = rival is not None and claim.points - rival.points < limit("percent", "rival")
    doubt = last_digit(claim.parts, claim.whole, claim.result)
    told = claim.fit == "slip" and claim.points >= limit("percent", "warning")
    told = (
        told or claim.words >= limit("percent", "wild") or (bool(doubt) and claim.words >= limit("percent", "warning"))
    )
    if near or not told or _unprinted(claim) or not _bound(claim) or claim.result.printed.endswith("‰"):
        return percent_relation(claim.whole, claim.parts, claim.result, OPEN) if claim.words > 1 and not near else None
    inferred = (
        claim.evidence.get("says 率") and claim.evidence.get("neighbour on this base", 0) < 0.5
    )  # 率 names no base
    sure = claim.words >= limit("percent", "error") and not inferred
    return percent_relation(
        claim.whole,
        claim.parts,
        claim.result,
        FAILS,
        closed=sure,
        doubt=doubt or (None if sure else "分母由上下文推断"),
    )


_PART = (
    "part right before",
    "part of the same item",
    "part told as behind",
    "item by item",
    "named together",
    "rate named like the part",
)
_BASE = (
    "base named in full",
    "base named in part",
    "any total is meant",
    "base printed inside its name",
    "base opens a list",
    "neighbour on this base",
    "neighbours call for another base",
    "what became of what came in",
    "the largest that came in",
)


def _bound(claim: Claim) -> bool:
    """Whether words tie the percentage to its part and to its base: without both there is no verdict."""
    held = claim.evidence
    assert claim.whole is not None
    if held.get("base smaller than the part") and claim.parts[0].interval.low > claim.whole.interval.high * 2:
        return False
    if held.get("rate of another name") or held.get("rate of something else"):
        return False
    beside = held.get("base right before the part")
    if held.get("says 率"):
        named = (
            held.get("rate named like the part")
            or held.get("rate named nearly like the part")
            or held.get("item by item")
        )
        bases = ("what became of what came in", "base opens a list", "neighbour on this base")
        near = held.get("base sentences away", 0) <= 1 and not held.get("base paragraphs away")
        return bool(named and near and (beside or any(held.get(n, 0) >= 0.5 for n in bases)))
    return any(held.get(n) for n in _PART) and any(held.get(n, 0) >= 0.5 for n in _BASE)


def _unprinted(claim: Claim) -> bool:
    """Whether the words of a share name a base that is not this one, and no neighbour is right on it."""
    if claim.evidence.get("base outside the draft") and not claim.evidence.get("base named in full"):
        return True
    return bool(claim.evidence.get("base named otherwise")) and claim.evidence.get("neighbour on this base", 0) < 0.5


def tell_split(claim: Claim) -> Relation | None:
    """The relation of shares that must add to 100 %, or ``None`` where nothing ties them."""
    if claim.points < limit("shares", "relation"):
        return None
    run = list(claim.parts)
    value = sum((q.value for q in run), Decimal(0))
    holds = claim.fit == "holds"
    sign = "=" if value == HUNDRED else "≈" if holds else "≠"
    span, numbers = spans(run)
    return Relation(
        "shares",
        HOLDS if holds else FAILS,
        "100%",
        [q.printed for q in run],
        "%",
        span,
        numbers,
        plain(HUNDRED - value),
        claim.closing > 0,
        None if holds else "占比可能按别的口径计算",
        " + ".join(q.printed for q in run) + f" = {plain(value)}% {sign} 100%",
        quantities=run,
    )


def tell_sum(claim: Claim, marks: Sequence[Mark]) -> Relation | None:
    """The relation of a total and its parts, or ``None`` where nothing can be said."""
    assert claim.whole is not None
    whole, parts = claim.whole, claim.parts
    if claim.fit == "holds":
        return sum_relation("subset" if len(parts) == 1 else "sum", whole, parts, HOLDS, closed=claim.closing > 0)
    closed = claim.closing >= limit("sum", "closing")
    if claim.kind == "subset":
        if claim.fit != "over":
            return sum_relation("subset", whole, parts, OPEN)
        told = claim.words >= limit("subset", "over")
        return sum_relation("subset", whole, parts, FAILS, closed=True) if told else None
    if not closed and not _tied(claim, marks):
        return sum_relation("subset", whole, parts, OPEN) if total(parts).low <= whole.interval.high else None
    if not closed and _doubtful(claim):
        return None
    if any(says("carried", marks[p.index].about) for p in parts[:-1]):
        return None
    doubt = _overlap(whole, parts, marks)
    if claim.fit == "slip" and claim.closing >= 0:
        sure = closed and claim.words >= limit("sum", "error")
        return sum_relation(
            "sum",
            whole,
            parts,
            FAILS,
            closed=sure,
            doubt=doubt or (None if sure else "所列是否为全部不能由文字确定，但只改动一个数字即可相符"),
        )
    if closed and claim.words >= limit("sum", "wild") and claim.fit != "slip":
        return sum_relation("sum", whole, parts, FAILS, closed=True, doubt=doubt)
    if claim.fit == "over" and claim.words >= limit("sum", "wild"):
        return sum_relation("sum", whole, parts, FAILS, doubt=doubt or "各类之间如有交叉，合计可以大于总数")
    if total(parts).low <= whole.interval.high:
        return sum_relation("subset", whole, parts, OPEN)
    return None


_TIES = (
    "其中 before the list",
    "words of splitting before the list",
    "分别 before the list",
    "the base named before the list",
    "a colon before the list",
    "a list mark before the list",
    "bracket right behind the total",
    "total summed up",
    "total behind, summed up in words",
    "total behind, with a word of total",
    "shares of the items name this total",
    "another list splits this total",
)


def _doubtful(claim: Claim) -> bool:
    """Whether a list that misses its total may well be none: an item larger than the total, two sentences that no word
    joins, shares that name another total."""
    assert claim.whole is not None
    first, last = claim.parts[0], claim.parts[-1]
    larger = "no words before the list" in claim.evidence and any(p.interval.low > claim.whole.interval.high for p in claim.parts)
    apart = first.sentence != last.sentence and len(claim.parts) < 3 and "no words before the list" in claim.evidence
    return larger or apart or "shares of the items name another total" in claim.evidence


def _tied(claim: Claim, marks: Sequence[Mark]) -> bool:
    """Whether words tie a total to its list, and the items are not only what became of what came in."""
    held = claim.evidence
    cue = any(held.get(n) for n in _TIES[:7])
    assert claim.whole is not None
    became = held.get("what became of what came in") and marks[claim.whole.index].says("received")
    if became and not (cue or held.get("the last is still open")):
        return False
    near = not held.get("total sentences away") and not held.get("total paragraphs away")
    return any(held.get(n) for n in _TIES) or bool(held.get("total came in") and near)


def tell_shares_of(relation: Relation, beside: Mapping[int, Quantity]) -> list[Relation]:
    """The shares of a list whose total fails it, as they fail on that total; ``beside``: index of a part -> its share."""
    whole, *parts = relation.quantities
    found = []
    summed = total(parts)
    shares = [(p, beside[p.index]) for p in parts if p.index in beside]
    right = len(shares) == len(parts) and all(share_meets(p.interval, summed, s.interval) for p, s in shares)
    value = in_scale(sum((p.value for p in parts), Decimal(0)), whole)
    for part in parts:
        percent = beside.get(part.index)
        if percent is not None and not share_meets(part.interval, whole.interval, percent.interval):
            share = percent_relation(whole, [part], percent, FAILS, closed=relation.closed, doubt=relation.doubt)
            share.explanation = f"各项占比都以 {value} 为总数才相符，请核对总数 {whole.printed}" if right else None
            found.append(share)
    return found


def _overlap(whole: Quantity, parts: Sequence[Quantity], marks: Sequence[Mark]) -> str | None:
    """A doubt where the classes may overlap or cases be carried over, in a list that its words close."""
    if any(says("carried", marks[q.index].about) for q in (whole, *parts)):
        return "可能含上期结转"
    if any(marks[p.index].says("outcome") for p in parts) and marks[whole.index].says("intake"):
        return "办结数中可能含上期结转"
    return None


def tell_change(claim: Claim, rival: Claim | None) -> Relation | None:
    """The relation of a rise or fall, or ``None`` where nothing can be said."""
    new, other, result = claim.whole, claim.parts[0], claim.result
    assert new is not None
    assert result is not None
    near = rival is not None and claim.points - rival.points < limit("growth", "rival")
    told = claim.fit == "slip" or claim.words >= limit("growth", "wild")
    if claim.fit != "holds" and (near or not told):
        return None
    verdict = HOLDS if claim.fit == "holds" else FAILS
    sure = claim.words >= limit("growth", "error")
    doubt = None if sure else "与哪两个数相比由上下文推断"
    if claim.kind == "difference":
        high, low = (new, other) if result.role is Role.UP else (other, new)
        return difference_relation(result, high, low, verdict, doubt if verdict == FAILS else None)
    old = other.value
    if other.role in (Role.UP, Role.DOWN):
        old = new.value - other.value if other.role is Role.UP else new.value + other.value
    relation = growth_relation(new, other, result, verdict, old)
    if verdict == FAILS and relation.doubt is None:
        relation.doubt = doubt
    return relation


def percent_relation(
    base: Quantity | None,
    parts: Sequence[Quantity],
    percent: Quantity,
    verdict: str,
    *,
    base_parts: Sequence[Quantity] = (),
    closed: bool = False,
    doubt: str | None = None,
) -> Relation:
    """The relation ``sum of parts / base = percent``; where no base is printed it is the sum of ``base_parts``."""
    top = sum((p.value for p in parts), Decimal(0))
    bottom = base.value if base else sum((p.value for p in base_parts), Decimal(0))
    listed = list(base_parts) if base is None and len(base_parts) > len(parts) else list(parts)
    every = [*([base] if base else []), *listed, percent]
    places = max(0, -int(percent.value.as_tuple().exponent))
    computed = top * HUNDRED / bottom if bottom else Decimal(0)
    shown = plain(round(computed, places + 2))
    written = "(" + " + ".join(p.printed for p in parts) + ")" if len(parts) > 1 else parts[0].printed
    under = base.printed if base else "(" + " + ".join(p.printed for p in base_parts) + ")"
    sign = "≠" if verdict == FAILS else "≈" if computed != percent.value else "="
    span, numbers = spans(every)
    return Relation(
        "percent",
        verdict,
        base.printed if base else None,
        [*(p.printed for p in listed), percent.printed],
        common_unit(every),
        span,
        numbers,
        None,
        closed,
        doubt,
        f"{written} ÷ {under} = {shown}% {sign} {percent.printed}",
        truncated=verdict == FAILS and _truncated(top, bottom, percent),
        quantities=every,
    )


def _truncated(top: Decimal, bottom: Decimal, percent: Quantity) -> bool:
    """Whether the percentage is the true one with its further digits cut off."""
    if not bottom or percent.value < 0:
        return False
    step = Decimal(1).scaleb(int(percent.value.as_tuple().exponent))
    return bool(percent.value <= top * HUNDRED / bottom < percent.value + step)


def last_digit(parts: Sequence[Quantity], base: Quantity, percent: Quantity) -> str | None:
    """A doubt where the percentage is wrong by one unit of its last digit only."""
    step = percent.interval.high - percent.interval.low
    wide = Interval(percent.interval.low - step, percent.interval.high + step)
    if share_meets(total(parts), base.interval, wide):
        return "只差末位一个单位，可能是为使各项占比合计为100%而调整"
    return None


def difference_relation(
    change: Quantity, high: Quantity, low: Quantity, verdict: str, doubt: str | None = None
) -> Relation:
    """The relation ``high - low = change``."""
    every = [change, high, low]
    span, numbers = spans(every)
    value = high.value - low.value
    written = plain(value) + "%" if high.percent else in_scale(value, high)
    sign = "=" if value == change.value else "≈" if verdict == HOLDS else "≠"
    return Relation(
        "difference", verdict, change.printed, [high.printed, low.printed], common_unit(every), span, numbers,
        plain(change.value - value), verdict == FAILS, doubt, f"{high.printed} - {low.printed} = {written} {sign} {change.printed}", quantities=every,
    )  # fmt: skip


def growth_relation(new: Quantity, other: Quantity, rate: Quantity, verdict: str, old: Decimal) -> Relation:
    """The relation of a new value, the old value (or the change) and the rate."""
    every = [new, other, rate]
    span, numbers = spans(every)
    sign = "-" if rate.role is Role.DOWN and not rate.printed.startswith("-") else ""
    computed = (new.value - old) * HUNDRED / old if old else Decimal(0)
    places = max(0, -int(rate.value.as_tuple().exponent))
    shown = plain(round(computed, places + 2))
    before = other.printed if other.value == old else in_scale(old, new)
    printed = rate.printed if rate.percent else plain(rate.value * HUNDRED) + "%"
    mark = "≠" if verdict == FAILS else "≈"
    doubt = None
    if verdict == FAILS:
        target = signed(rate)
        step = target.high - target.low
        wide = Interval(target.low - step, target.high + step)
        if wide.low <= computed <= wide.high:
            doubt = "只差末位一个单位，可能由未取整的数据算得"
        elif new.value < 20 or old < 20:
            doubt = "基数很小，可能按别的口径计算"
    return Relation(
        "growth", verdict, new.printed, [other.printed, sign + printed], common_unit([new, other]), span, numbers, None,
        verdict == FAILS, doubt, f"({new.printed} - {before}) ÷ {before} = {shown}% {mark} {sign}{printed}", quantities=every,
    )  # fmt: skip
