"""Which lines of a grid are sums of which: layout and words propose, the crosses weigh, the surest claims stand.

A claim says that one line is the sum of others at every cross. Its score: points for its words and layout, a digit of
agreement as a point for every cross at which it holds, less for slips, misses and the number of candidates tried. Claims are
chosen surest first; lines that are parts are then out of the way, so that the next round sees nested totals once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import log10

from lawlint.figures.tables.grid import Line
from lawlint.figures.tables.side import FEW, Side
from lawlint.figures.tables.slips import one_slip, slips
from lawlint.figures.tables.tree import parents, under
from lawlint.figures.tables.words import says
from lawlint.figures.units import kind

# How a claim came to be proposed, and its points: under a word for a total, under a word that may be one, without.
_POINTS: dict[str, tuple[float, float, float]] = {
    "all": (2.5, 1.2, 0.3),  # all lines of its block or level
    "under": (2.5, 1.8, 1.8),  # the lines that stand under it
    "some": (1.5, 0.7, 0.4),  # the lines under it, which begin with 其中
    "flow": (1.5, 1.5, 1.5),  # amounts that are taken on and off, by their names
    "run": (0.8, 0.4, 0.0),  # some lines next to it
    "less": (0.8, 0.4, -0.5),  # all but a few lines in between
}
ENOUGH = 2.5
WEAK = -0.5  # enough for one that a claim in the other direction bears out, the two having three digits together
BOUND = 1.5  # enough for a claim that words for a total make
_SLIP = 1.3  # what a slip costs
_MISS = 2.0
_ROUNDS = 4
_LONGEST_RUN = 12
_LEFT_OUT = 3
_MOST_WEAK = 100
_LONGEST_LESS = 60
_WIDE = 400  # lines; above, only the first and last totals are tried against all lines


@dataclass(eq=False)
class Claim:
    """``whole`` is the sum of ``parts`` (with ``signs``), as proposed by ``how``; the crosses where it holds, slips, misses."""

    whole: int
    parts: tuple[int, ...]
    signs: tuple[int, ...]
    how: str
    words: float = 0.0
    holds: list[int] = field(default_factory=list)
    slips: list[int] = field(default_factory=list)
    misses: list[int] = field(default_factory=list)
    digits: float = 0.0  # of the crosses that hold
    telling: int = 0  # different crosses that hold and prove something
    score: float = 0.0
    others: set[int] = field(default_factory=set)  # crosses at which another claim for the whole holds
    rivals: set[int] = field(default_factory=set)  # those of them at which that is no accident


class _Pools:
    """The lines that a round may add up, as lists in which neighbours stand next to each other."""

    def __init__(self, lines: Sequence[Line], active: list[int]) -> None:
        self.active = active
        whole = [n for n in active if not lines[n].part]
        self.common = [active] if len(whole) == len(active) else [active, whole]
        self.named: dict[str, list[int]] = {}  # lines of one innermost heading under several: 件数, 件数, 件数
        for number in active:
            if len(lines[number].path) > 1:
                self.named.setdefault(lines[number].name, []).append(number)

    def of(self, line: Line) -> Iterator[list[int]]:
        """The lists to look for a line's neighbours in."""
        yield from self.common
        if len(line.path) > 1 and len(same := self.named.get(line.name, [])) >= 3:
            yield same


class Sums:
    """Finds the claims of one side."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.lines: list[Line] = side.lines
        self.parents = parents(side.lines)
        self.under = under(self.parents)
        self.filled = [n for n in range(len(self.lines)) if side.low[n]]
        self.groups: dict[tuple[str, ...], list[int]] = {}
        for number in self.filled:
            self.groups.setdefault(self.lines[number].path[:-1], []).append(number)
        self.totals = [n for n in self.filled if self.lines[n].total == 2]
        subs = [n for n in self.totals if self.lines[n].subtotal]
        self.totals_first = bool(subs) and not any(self._plain(n) for n in self.filled if n < subs[0])
        self.trust = 0.0
        self.weak: list[Claim] = []
        self.tried: dict[int, int] = {}
        self.judged: dict[tuple[int, str, tuple[int, ...]], Claim | None] = {}

    def find(self) -> list[Claim]:
        """The claims chosen, surest first."""
        self.trust = self._trust()
        chosen: list[Claim] = []
        taken: set[int] = set()  # lines that are parts of a chosen claim
        for _ in range(_ROUNDS):
            active = [n for n in self.filled if n not in taken]
            fresh = self._chosen(self._proposed(active), chosen, taken)
            if not fresh:
                break
            chosen += fresh
            for claim in fresh:
                taken.update(claim.parts)
        self._rivals([c for c in chosen if c.slips or c.misses])
        return chosen

    def _rivals(self, failing: Sequence[Claim]) -> None:
        """Where a claim fails, another list with the same total that agrees there, and not by chance."""
        others: dict[int, list[Claim]] = {claim.whole: [] for claim in failing}
        for (whole, _, _), claim in self.judged.items():
            if whole in others and claim is not None and claim.holds:
                others[whole].append(claim)
        for claim in failing:
            for cross in (*claim.slips, *claim.misses):
                agree = [c for c in others[claim.whole] if cross in c.holds and c.parts != claim.parts]
                claim.others.update([cross] if agree else ())
                claim.rivals.update([cross] if any(self._sure(c, cross) for c in agree) else ())

    def _sure(self, claim: Claim, cross: int) -> bool:
        side = self.side
        gap = side.gap(claim.whole, claim.parts, claim.signs, cross)
        assert gap is not None
        tried = 3 * len(self.filled) if claim.how == "less" else self.tried.get(claim.whole, 1)
        return side.digits(claim.whole, gap, cross, side.step(claim.whole, claim.parts, cross)) - log10(1 + tried) >= 1

    def _trust(self) -> float:
        """Points for the lists that stand under a line, by how many of this table's add up."""
        holds = fails = 0
        for whole, children in enumerate(self.under):
            parts = tuple(n for n in children if self.side.low[n])
            if len(parts) < 2 or not self.side.low[whole] or len(self.lines) > _WIDE:
                continue
            claim = self._weighed(Claim(whole, parts, (1,) * len(parts), self._how(parts)))
            if claim is not None and claim.holds:
                holds += bool(claim.telling)
                fails += not claim.telling
        return 0.8 if holds and holds >= fails else -0.5 if fails > holds else 0.0

    def _proposed(self, active: list[int]) -> list[Claim]:
        claims = []
        pools = _Pools(self.lines, active)
        for whole in self.filled:
            options: dict[tuple[int, ...], tuple[str, tuple[int, ...]]] = {}
            for parts, how, signs in self._options(whole, pools):
                key = tuple(parts)
                if len(key) >= 2 and whole not in key and self._alike(whole, key):
                    options.setdefault(key, (how, signs or (1,) * len(key)))
            self.tried[whole] = max(len(options), self.tried.get(whole, 0))
            for parts_, (how, signs) in options.items():
                claim = self._judge(whole, parts_, signs, how)
                if claim is None:
                    continue
                if claim.score >= (BOUND if claim.words >= BOUND else ENOUGH):
                    claims.append(claim)
                elif claim.score >= WEAK and len(claim.holds) > 1 and len(claim.slips) == 1 and not claim.misses:
                    self.weak.append(claim)
        return claims

    def _chosen(self, claims: list[Claim], chosen: list[Claim], taken: set[int]) -> list[Claim]:
        """The claims that stand beside each other and beside those chosen before."""
        fresh: list[Claim] = []
        above: dict[int, set[int]] = {}
        for claim in chosen:
            above.setdefault(claim.whole, set()).update(claim.parts)
        parts_of: set[int] = set(taken)
        known = {(c.whole, c.parts) for c in chosen}
        for claim in sorted(
            claims, key=lambda c: (c.how == "flow", not self._inner(c), self._crossed(c), -c.score, len(c.parts))
        ):
            if (claim.whole, claim.parts) in known or parts_of & set(claim.parts):
                continue
            if self._below(claim.whole, claim.parts, above):
                continue
            if claim.whole in above and (claim.misses or claim.telling < 1 + 2 * len(claim.slips)):
                continue  # a second split of one total must hold
            fresh.append(claim)
            above.setdefault(claim.whole, set()).update(claim.parts)
            parts_of.update(claim.parts)
        return fresh

    def _inner(self, claim: Claim) -> bool:
        """Whether a claim breaks down a group: it comes before the total of all groups."""
        return self.lines[claim.whole].subtotal or (claim.how == "under" and claim.telling > 0)

    def _crossed(self, claim: Claim) -> int:
        """How many other totals stand between a total and its parts without being parts: 总计 comes after 本年收入合计."""
        first, last = sorted((claim.whole, claim.parts[0] if claim.parts[0] < claim.whole else claim.parts[-1]))
        between = self.totals[bisect_right(self.totals, first) : bisect_left(self.totals, last)]
        return len(set(between) - {claim.whole, *claim.parts})

    @staticmethod
    def _below(whole: int, parts: Sequence[int], above: dict[int, set[int]]) -> bool:
        """Whether a part is made up of the whole."""
        left = list(parts)
        seen: set[int] = set()
        while left:
            number = left.pop()
            if number == whole:
                return True
            if number not in seen:
                seen.add(number)
                left += above.get(number, ())
        return False

    # -- candidates

    def _options(self, whole: int, pools: _Pools) -> Iterator[tuple[Sequence[int], str, tuple[int, ...]]]:
        line = self.lines[whole]
        children = [n for n in self.under[whole] if self.side.low[n]]
        if len(children) >= 2:
            yield children, self._how(children), ()
        named = list(self._by_heading(whole))
        yield from ((parts, "all", ()) for parts in named)
        if line.total and not named:
            yield from self._blocks(whole, pools.active)
        yield from self._runs(whole, pools)
        yield from self._signed(whole)

    def _how(self, children: Sequence[int]) -> str:
        """How lines under another are proposed: as a list; numbers that do not run on from 1 make none."""
        orders = [self.lines[n].order for n in children if self.lines[n].order]
        if orders and (orders[0] != 1 or orders != sorted(set(orders))):
            return "run"
        return "some" if self.lines[children[0]].part else "under"

    def _by_heading(self, whole: int) -> Iterator[list[int]]:
        """Lines whose headings differ from the whole's in the word for a total, or that share its group."""
        path = self.lines[whole].path
        if len(path) < 2:
            return
        group = [n for n in self.groups.get(path[:-1], ()) if n != whole and self._plain(n)]
        if len(group) >= 2:
            yield group
        for at, word in enumerate(path[:-1]):
            if not (says("total", word) or says("whole", word)):
                continue
            same = [
                n
                for n in self.filled
                if n != whole
                and len(other := self.lines[n].path) >= 2
                and other[:at] == path[:at]
                and other[-1] == path[-1]
                and self._plain(n)
            ]
            if len(same) >= 2:
                yield same

    def _plain(self, number: int) -> bool:
        return not self.lines[number].part and self.lines[number].total < 2

    def _blocks(self, whole: int, active: list[int]) -> Iterator[tuple[list[int], str, tuple[int, ...]]]:
        """All lines before or behind a total: up to the next total, all of them, the uppermost, the subtotals."""
        at, behind = bisect_left(active, whole), bisect_right(active, whole)
        place = bisect_left(self.totals, whole)
        last = self.totals[place - 1] if place else -1
        following = self.totals[place + 1] if place + 1 < len(self.totals) else len(self.lines)
        near = [active[bisect_right(active, last) : at], active[behind : bisect_left(active, following)]]
        ways = [0, 1]
        if self.lines[whole].subtotal:  # all of one table stand on one side
            ways = [1] if self.totals_first else [0]
        lists = []
        for way in ways:
            close = [n for n in near[way] if self._plain(n)]
            stretch = self._stretch(whole, close if way else close[::-1])
            lists += [close, self._top(close), sorted(stretch)]
            if self.lines[whole].subtotal or (len(self.lines) > _WIDE and 0 < place < len(self.totals) - 1):
                continue
            side = active[behind:] if way else active[:at]
            plain = [n for n in side if self._plain(n)]
            subs = [n for n in side if self.lines[n].subtotal]
            rest = [n for n in plain if n > max(subs)] if subs and not way else []
            lists += [subs, subs + rest, plain, self._top(plain), [n for n in side if not self.lines[n].part]]
        for parts in lists:
            if len(parts) >= 2:
                yield parts, "all", ()
        for full in dict.fromkeys(tuple(p) for p in lists if 3 <= len(p) <= _LONGEST_LESS):
            yield from self._less(whole, full)

    def _stretch(self, whole: int, numbers: list[int]) -> list[int]:
        """The first of some lines, as far as they have the unit of the whole and one another's section."""
        unit = self.lines[whole].unit
        for at, number in enumerate(numbers):
            other = self.lines[number]
            if not _same_unit(unit, other.unit) or other.section != self.lines[numbers[0]].section:
                return numbers[:at]
        return numbers

    def _top(self, numbers: list[int]) -> list[int]:
        """The lines that stand under none of the others."""
        own = set(numbers)
        return [n for n in numbers if self.parents[n] not in own]

    def _less(self, whole: int, parts: Sequence[int]) -> Iterator[tuple[list[int], str, tuple[int, ...]]]:
        """All but up to three neighbours, where those are what the sum has too much."""
        side = self.side
        crosses = [c for c in side.low[whole] if sum(c in side.low[p] for p in parts) >= 2][:FEW]
        for first in range(len(parts)):
            for size in range(1, _LEFT_OUT + 1):
                kept = [*parts[:first], *parts[first + size :]]
                if first + size > len(parts) or len(kept) < 2:
                    break
                signs = (1,) * len(kept)
                met = sum(
                    (gap := side.gap(whole, kept, signs, c)) is not None and gap[0] <= 0 <= gap[1] for c in crosses
                )
                if met and met * 3 >= len(crosses) * 2:
                    yield kept, "less", ()

    def _runs(self, whole: int, pools: _Pools) -> Iterator[tuple[Sequence[int], str, tuple[int, ...]]]:
        """Lines next to the whole, as long as they do not exceed it."""
        line = self.lines[whole]
        for pool in pools.of(line):
            at, behind = bisect_left(pool, whole), bisect_right(pool, whole)
            yield from self._run(whole, pool[behind : behind + _LONGEST_RUN + 1], 1)
            if line.total or len(self.filled) <= 15:
                reach = len(pool) if line.total and len(pool) <= _WIDE else _LONGEST_RUN + 1
                yield from self._run(whole, pool[max(0, at - reach) : at][::-1], -1)

    def _run(self, whole: int, pool: Sequence[int], way: int) -> Iterator[tuple[list[int], str, tuple[int, ...]]]:
        line = self.lines[whole]
        side = self.side
        crosses = list(side.low[whole])[:FEW]
        room = {c: side.high[whole][c] for c in crosses}
        falls = any(
            v < 0 for number in pool for v in side.low[number].values()
        )  # 出口量 -203: a run may exceed it at first
        run: list[int] = []
        for number in pool:
            other = self.lines[number]
            if not _same_unit(line.unit, other.unit) or (other.section != line.section and not line.total):
                break
            run.append(number)
            for cross in crosses:
                room[cross] -= side.low[number].get(cross, 0)
            if len(run) >= 2:
                how = "some" if self.lines[run[0]].part else "run"  # 车辆 | 其中:购置 | 运行
                yield (run[:] if way > 0 else run[::-1]), how, ()
            if sum(v < 0 for v in room.values()) * 2 > len(crosses) and not falls:
                break

    def _signed(self, whole: int) -> Iterator[tuple[Sequence[int], str, tuple[int, ...]]]:
        """Lines before the whole of which some are taken off: 减:, 加:."""
        if whole < 2 or len(self.lines) > _WIDE:
            return
        flow = self._flow(whole)
        if flow is not None:
            yield flow, "flow", (1, 1, -1)
        run: list[int] = []
        for number in range(whole - 1, max(-1, whole - _LONGEST_RUN - 1), -1):
            if not self.side.low[number] or self.lines[number].part:
                continue
            run.insert(0, number)
            if not any(self.lines[n].sign < 0 for n in run[1:]):
                continue
            sign, signs = 1, []
            for n in run:
                sign = self.lines[n].sign or (sign if n != run[0] else 1)
                signs.append(sign)
            yield tuple(run), "flow", tuple(signs)
            alone = tuple(self.lines[n].sign or 1 for n in run)
            if alone != tuple(signs):
                yield (*run,), "flow", alone

    def _flow(self, whole: int) -> tuple[int, ...] | None:
        """What there was, came in and went out before what is left: 年初结转, 新收, 办结, 年末结转."""
        before = self.filled[max(0, bisect_left(self.filled, whole) - 3) : bisect_left(self.filled, whole)]
        if len(before) < 3 or not says("end", self.lines[whole].name) or not says("start", self.lines[before[0]].name):
            return None
        return tuple(before)

    def _alike(self, whole: int, parts: Sequence[int]) -> bool:
        unit = self.lines[whole].unit
        return all(_same_unit(unit, self.lines[n].unit) for n in parts)

    # -- weighing

    def _judge(self, whole: int, parts: tuple[int, ...], signs: tuple[int, ...], how: str) -> Claim | None:
        key = (whole, how, (*parts, *signs))
        if key not in self.judged:
            self.judged[key] = self._weighed(Claim(whole, parts, signs, how))
        return self.judged[key]

    def _weighed(self, claim: Claim) -> Claim | None:
        side, line = self.side, self.lines[claim.whole]
        strong = {2: 0, 1: 1}.get(line.total, 2)
        claim.words = _POINTS[claim.how][strong] + (self.trust if claim.how in ("under", "some") else 0)
        crosses = list(side.low[claim.whole])
        if len(crosses) > FEW:
            few = crosses[:: max(1, len(crosses) // FEW)][:FEW]
            met = sum(
                (g := side.gap(claim.whole, claim.parts, claim.signs, c)) is not None and g[0] <= 0 <= g[1] for c in few
            )
            if met * 2 < len(few):
                return None
        failing: list[tuple[int, tuple[int, int]]] = []
        seen: set[tuple[Decimal, ...]] = set()
        for cross in crosses:
            gap = side.gap(claim.whole, claim.parts, claim.signs, cross)
            if gap is None:
                continue
            if not gap[0] <= 0 <= gap[1]:
                failing.append((cross, gap))
                continue
            claim.holds.append(cross)
            figures = side.quantities([claim.whole, *claim.parts], cross)
            values = tuple(q.value for q in figures)
            if values in seen:
                continue
            seen.add(values)
            exact = figures[0].value == sum(
                q.value * g for q, g in zip(figures[1:], self._signs(claim, cross), strict=True)
            )
            # rounded numbers that add up to the last digit say nearly as much as exact ones
            step = side.step(claim.whole, claim.parts, cross)
            worth = side.digits(claim.whole, (0, 0) if exact else gap, cross, step) - (
                0.2 if exact and gap != (0, 0) else 0
            )
            if sum(v != 0 for v in values[1:]) < 2:
                worth = min(worth, 0.3)
            claim.digits += worth
            claim.telling += worth >= 1
        if not claim.holds and (claim.words < 1 or not failing):
            return None
        if len(failing) > len(claim.holds) and claim.words < 1:
            return None
        claim.score = claim.words + claim.digits - log10(1 + self._candidates(claim))
        for cross, gap in failing:
            self._missed(claim, cross, gap)
        return claim

    def _signs(self, claim: Claim, cross: int) -> list[int]:
        """The signs of the parts that have a figure at a cross."""
        return [s for s, n in zip(claim.signs, claim.parts, strict=True) if cross in self.side.low[n]]

    def _candidates(self, claim: Claim) -> float:
        """How many candidates stood beside this one: those of its whole, and for one without words those of all wholes."""
        if claim.words >= BOUND and claim.how != "less":
            return 0
        own = self.tried.get(claim.whole, 1)
        return own if claim.words >= 1 else own * max(1.0, len(self.filled) / 3)

    def _missed(self, claim: Claim, cross: int, gap: tuple[int, int]) -> None:
        """Whether a cross that fails is a slip or a miss, and what that costs."""
        side = self.side
        figures = side.quantities([claim.whole, *claim.parts], cross)
        signs = [-1, *self._signs(claim, cross)]
        low, high = Decimal(gap[0]) / side.scale, Decimal(gap[1]) / side.scale
        slipped = any(
            one_slip(q, low, high) if s > 0 else one_slip(q, -high, -low) for q, s in zip(figures, signs, strict=True)
        )
        worth = side.digits(claim.whole, gap, cross, side.step(claim.whole, claim.parts, cross))
        if slipped:
            claim.slips.append(cross)
            claim.score += max(-1.0, min(0.5, worth - log10(max(slips(q) for q in figures) * 2) - _SLIP))
        else:
            claim.misses.append(cross)
            claim.score -= _MISS if claim.words < 2 or claim.holds else 0.5


def _same_unit(one: str, other: str) -> bool:
    return not one or not other or kind(one) == kind(other)


def borne_out(rows: Sums, columns: Sums) -> tuple[list[Claim], list[Claim]]:
    """Weak claims of both directions that fail at one cell by one amount, and hold elsewhere: each bears the other out."""
    for down in rows.weak[:_MOST_WEAK]:
        for across in columns.weak[:_MOST_WEAK]:
            column, row = down.slips[0], across.slips[0]
            if row not in (down.whole, *down.parts) or column not in (across.whole, *across.parts):
                continue
            gaps = [
                abs(sum(side.gap(c.whole, c.parts, c.signs, x) or (0,)))
                for side, c, x in ((rows.side, down, column), (columns.side, across, row))
            ]
            if gaps[0] == gaps[1] and down.digits + across.digits >= 3:
                return [down], [across]
    return [], []
