"""Lines of rates: shares, growth, differences and averages, each tied to the lines it is worked out from.

For every such line all readings are tried (this line of that, this line of its total, this against that) at every cross; the
one that agrees most, its name considered, is taken for the whole line, and a cross that misses it is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import log10

from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role
from lawlint.figures.tables.grid import Line, Sort
from lawlint.figures.tables.relations import change_relation, difference_relation, mean_relation, share_relation
from lawlint.figures.tables.side import FEW, Side
from lawlint.figures.tables.slips import one_slip
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, ratio_meets, share_meets

_NAMED = 2.5  # points of a rate that its name binds
_NEAR = 8  # lines on each side that a rate may be worked out from
_OLD = re.compile(r"上年|去年|同期|上期|上月|年初|期初|基期|上一年|前一年")
_NEW = re.compile(r"本年|今年|本期|本月|当年|期末|年末|现|本季")
_FALL = re.compile(r"降|减(?!.*增)|(?<!增)减")
_YEAR = re.compile(r"(?:19|20)(\d\d)")
_OF_TOTAL = re.compile(r"占|比重|比例|构成|百分比")

_Pair = tuple[Quantity, Quantity]


@dataclass
class _Reading:
    """How a rate may be worked out: the two figures at a cross, whether they agree with it, and the points of its names."""

    kind: str
    points: float
    pair: Callable[[int], _Pair | None]
    meets: Callable[[Quantity, Quantity, Quantity], bool]
    made: Callable[[Quantity, Quantity, Quantity, str, str | None], Relation]


@dataclass
class _Result:
    met: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    score: float = 0.0


class Rates:
    """Finds the relations of the rate lines of one side. ``bases``: for a cross, the crosses it is a part of (nearest first)."""

    def __init__(self, side: Side, bases: dict[int, list[int]], outside: dict[int, Quantity]) -> None:
        self.side = side
        self.bases = bases
        self.outside = outside  # line -> a total that stands outside the grid
        self.plain = [n for n, line in enumerate(side.lines) if side.low[n]]

    def find(self) -> Iterator[Relation]:
        """The relations, line by line."""
        for number, line in enumerate(self.side.lines):
            cells = {c: q for c, q in self.side.cells[number].items() if self._is_rate(line, c, q)}
            if cells and (line.sort is not Sort.PLAIN or all(q.percent for q in cells.values())):
                yield from self._line(number, line, cells)

    def _is_rate(self, line: Line, cross: int, quantity: Quantity) -> bool:
        other = self.side.others[cross]
        of_share = quantity.percent or line.sort is Sort.CHANGE
        return other.sort is Sort.PLAIN or (other.sort is Sort.SHARE and of_share and not other.total)

    def _line(self, number: int, line: Line, cells: dict[int, Quantity]) -> Iterator[Relation]:
        readings = list(self._readings(number, line, cells))
        if not readings:
            return
        few = list(cells)[:FEW]
        best, result = None, _Result()
        price = log10(len(readings))
        for reading in readings:
            tried = self._tried(reading, few, cells, price)
            if best is None or tried.score > result.score:
                best, result = reading, tried
        named = best is not None and best.points >= _NAMED and len(result.missed) == 1 and len(cells) == 1
        if best is None or (not named and (result.score < 1.5 or not result.met)):
            return
        full = self._tried(best, list(cells), cells, price) if len(cells) > FEW else result
        if len(full.met) < 2 * len(full.missed) and len(full.missed) > 1:
            return
        for cross in full.met:
            yield self._made(best, cross, cells[cross], HOLDS, None)
        for cross in full.missed:
            verdict, doubt = self._verdict(best, best.pair(cross), cells[cross], len(full.met))
            yield self._made(best, cross, cells[cross], verdict, doubt)

    @staticmethod
    def _made(reading: _Reading, cross: int, rate: Quantity, verdict: str, doubt: str | None) -> Relation:
        pair = reading.pair(cross)
        assert pair is not None
        return reading.made(*pair, rate, verdict, doubt)

    def _verdict(self, reading: _Reading, pair: _Pair | None, rate: Quantity, met: int) -> tuple[str, str | None]:
        """What to say of a cross that misses, where ``met`` others agree."""
        assert pair is not None
        bounds = rate.interval
        width = bounds.high - bounds.low
        wider = Interval(bounds.low - width, bounds.high + width)
        if width and reading.meets(*pair, _with(rate, wider)):
            return OPEN, None  # off by one unit of the last digit: worked out from figures before rounding
        slipped = _slips(reading, pair, rate)
        if slipped and (met >= 2 or reading.points >= 1.5):
            doubt = "由其他各行（列）的关系推断" if met else "分子、分母由名称推断"
            return FAILS, None if met >= 3 and reading.points >= 1 else doubt
        if met >= 4:
            return FAILS, "其他各行（列）都相符，只有这一处不符"
        return OPEN, None

    def _tried(self, reading: _Reading, crosses: Sequence[int], cells: dict[int, Quantity], price: float) -> _Result:
        result = _Result(score=reading.points - price)
        seen: set[tuple[Decimal, ...]] = set()
        for cross in crosses:
            pair = reading.pair(cross)
            if pair is None or pair[0] is pair[1]:
                continue
            rate = cells[cross]
            if not reading.meets(*pair, rate):
                result.missed.append(cross)
                result.score -= 0.7 if _slips(reading, pair, rate) else 1.5
                continue
            result.met.append(cross)
            values = (pair[0].value, pair[1].value, rate.value)
            if values not in seen:
                result.score += _worth(rate)
                seen.add(values)
        return result

    # -- readings

    def _readings(self, number: int, line: Line, cells: dict[int, Quantity]) -> Iterator[_Reading]:
        plain = sorted(self.plain, key=lambda n: (abs(n - number), n))
        plain = [n for n in plain if n != number][: 2 * _NEAR]
        percent = sum(q.percent for q in cells.values()) * 2 > len(cells)
        if line.sort is Sort.CHANGE:
            yield from self._points(number, line)
            for new in plain:
                for old in plain:
                    if new != old:
                        yield from self._changes(line, new, old, percent)
        elif percent:
            for part in plain:
                yield from self._shares_of_totals(line, part)
                for base in plain:
                    if base != part:
                        points = 0.5 if part < number and base < number else 0.0
                        points += self._named(line, part, base) if line.name.endswith("率") else 0.0
                        yield _Reading("share", points, self._of_lines(part, base), _share_meets, _share_made)
        elif line.sort is Sort.MEAN:
            for top in plain:
                for bottom in plain:
                    if top != bottom:
                        yield _Reading("mean", 0.0, self._of_lines(top, bottom), _mean_meets, mean_relation)

    def _named(self, line: Line, part: int, base: int) -> float:
        """Points for a rate that has the name of what it is the rate of: 持证率, 持证人数, 在岗执法人员."""
        words = line.name[:-1]
        own, other = self.side.lines[part].name, self.side.lines[base].name
        return 0.5 + (_NAMED - 1 if len(words) > 1 and words in own and words not in other else 0.0)

    def _changes(self, line: Line, new: int, old: int, percent: bool) -> Iterator[_Reading]:
        points = 0.5 + _order(self.side.lines[new], self.side.lines[old])
        pair = self._of_lines(new, old)
        if not percent:
            yield _Reading("difference", points, pair, _difference_meets, _difference_made)
            return
        yield _Reading("change", points, pair, _change_meets, change_relation)
        if _FALL.search(line.name):
            yield _Reading("change", points - 0.5, pair, _fall_meets, change_relation)

    def _points(self, number: int, line: Line) -> Iterator[_Reading]:
        """What one rate has over another, in points: 97.5%, 98.2%, 0.7."""
        cells = self.side.cells
        shares = [
            n
            for n, other in enumerate(self.side.lines)
            if n != number and other.sort is not Sort.CHANGE and any(q.percent for q in cells[n].values())
        ]
        shares = sorted(shares, key=lambda n: (abs(n - number), n))[:_NEAR]
        for new in shares:
            for old in shares:

                def pair(cross: int, new: int = new, old: int = old) -> _Pair | None:
                    a, b = cells[new].get(cross), cells[old].get(cross)
                    return (a, b) if a is not None and b is not None and a.percent and b.percent else None

                if new != old:
                    points = 0.5 + _order(self.side.lines[new], self.side.lines[old])
                    yield _Reading("difference", points, pair, _difference_meets, _difference_made)

    def _shares_of_totals(self, line: Line, part: int) -> Iterator[_Reading]:
        points = 1.5 if _OF_TOTAL.search(line.name) else 0.5
        for depth in (0, -1):

            def pair(cross: int, depth: int = depth) -> _Pair | None:
                wholes = self.bases.get(cross)
                if not wholes or cross not in self.side.low[part] or wholes[depth] not in self.side.low[part]:
                    return None
                return self.side.cells[part][cross], self.side.cells[part][wholes[depth]]

            yield _Reading("share", points, pair, _share_meets, _share_made)
        for base in {min(self.side.low[part]), max(self.side.low[part])}:  # of the first line, of the last
            yield _Reading("share", points - 0.5, self._of_cross(part, base), _share_meets, _share_made)
        if (whole := self.outside.get(part)) is not None:

            def outer(cross: int) -> _Pair | None:
                return (self.side.cells[part][cross], whole) if cross in self.side.low[part] else None

            yield _Reading("share", points, outer, _share_meets, _share_made)

    def _of_cross(self, part: int, base: int) -> Callable[[int], _Pair | None]:
        low, cells = self.side.low[part], self.side.cells[part]
        return lambda cross: (cells[cross], cells[base]) if cross in low and cross != base else None

    def _of_lines(self, first: int, second: int) -> Callable[[int], _Pair | None]:
        low, cells = self.side.low, self.side.cells

        def pair(cross: int) -> _Pair | None:
            if cross not in low[first] or cross not in low[second]:
                return None
            return cells[first][cross], cells[second][cross]

        return pair


def bracketed(side_cells: Sequence[dict[int, Quantity]], rates: dict[tuple[int, int], Quantity]) -> Iterator[Relation]:
    """A cell with its growth in brackets beside the cell that it is compared with: 59878 | 56675（↑5.65%）."""
    for (row, column), rate in rates.items():
        here = side_cells[row].get(column)
        for other in (column - 1, column + 1):
            there = side_cells[row].get(other)
            if here is None or there is None or here.percent or there.percent:
                continue
            signed = _with(rate, rate.interval if rate.role is not Role.DOWN else _turned(rate.interval))
            for new, old in ((here, there), (there, here)):
                if _change_meets(new, old, signed):
                    relation = change_relation(new, old, rate, HOLDS, None)
                    if rate.role is Role.DOWN:
                        relation.parts[-1] = "-" + relation.parts[-1]
                        relation.arithmetic = relation.arithmetic.removesuffix(rate.printed) + "-" + rate.printed
                    yield relation
                    break


# -- arithmetic


def _share_meets(part: Quantity, base: Quantity, rate: Quantity) -> bool:
    return share_meets(part.interval, base.interval, rate.interval)


def _share_made(part: Quantity, base: Quantity, rate: Quantity, verdict: str, doubt: str | None) -> Relation:
    return share_relation(base, part, rate, verdict, doubt)


def _change_meets(new: Quantity, old: Quantity, rate: Quantity) -> bool:
    bounds = old.interval
    if bounds.low <= 0:
        return False
    return (
        new.interval.high * HUNDRED >= (HUNDRED + rate.interval.low) * bounds.low
        and new.interval.low * HUNDRED <= (HUNDRED + rate.interval.high) * bounds.high
    )


def _fall_meets(new: Quantity, old: Quantity, rate: Quantity) -> bool:
    return _change_meets(new, old, _with(rate, _turned(rate.interval)))


def _difference_meets(new: Quantity, old: Quantity, change: Quantity) -> bool:
    return new.interval.minus(old.interval).meets(change.interval)


def _difference_made(new: Quantity, old: Quantity, change: Quantity, verdict: str, doubt: str | None) -> Relation:
    return difference_relation(change, new, old, verdict, doubt)


def _mean_meets(top: Quantity, bottom: Quantity, mean: Quantity) -> bool:
    return ratio_meets(top.interval, bottom.interval, mean.interval)


def _turned(interval: Interval) -> Interval:
    return Interval(-interval.high, -interval.low)


def _with(quantity: Quantity, interval: Interval) -> Quantity:
    """A quantity like another with other bounds, for a comparison."""
    return Quantity(
        quantity.printed, quantity.value, interval, quantity.unit, quantity.scale, quantity.approximate, quantity.start,
        quantity.number_end, quantity.end, percent=quantity.percent,
    )  # fmt: skip


def _worth(rate: Quantity) -> float:
    """How many digits a rate is worth that agrees; 0 % and 100 % say little."""
    if rate.value in (0, HUNDRED):
        return 0.2
    width = rate.interval.high - rate.interval.low
    size = Decimal(40) if rate.percent else abs(rate.value) * 2
    return min(3.0, log10(max(Decimal(1), size / (width or Decimal(1)))))


def _order(new: Line, old: Line) -> float:
    """Points for a new and an old line by their names: 2023年 and 2022年, 本年 and 上年."""
    points = 0.0
    years = [_YEAR.search("".join(line.path)) for line in (new, old)]
    if years[0] and years[1]:
        points += 1.0 if int(years[0][1]) - int(years[1][1]) == 1 else 0.5 if years[0][1] > years[1][1] else -0.5
    if _OLD.search("".join(old.path)):
        points += 0.7
    if _OLD.search("".join(new.path)):
        points -= 0.7
    if _NEW.search("".join(new.path)):
        points += 0.3
    same = [line.path[:-1] for line in (new, old)]
    return points + (0.2 if same[0] == same[1] else 0.0)


def _slips(reading: _Reading, pair: _Pair, rate: Quantity) -> bool:
    """Whether a slip in one of the three numbers explains that they do not agree."""
    first, second = pair[0].value, pair[1].value
    bounds = rate.interval
    if reading.kind == "difference":
        low, high = first - second - bounds.high, first - second - bounds.low
        return one_slip(rate, low, high) or one_slip(pair[0], -high, -low) or one_slip(pair[1], low, high)
    if not second:
        return False
    if reading.kind == "mean":
        value, low, high = first / second, bounds.low * second, bounds.high * second
        bases = (first / bounds.high, first / bounds.low) if bounds.low > 0 else None
    elif reading.kind == "share":
        value, low, high = first * HUNDRED / second, bounds.low * second / HUNDRED, bounds.high * second / HUNDRED
        bases = (first * HUNDRED / bounds.high, first * HUNDRED / bounds.low) if bounds.low > 0 else None
    else:
        if reading.meets is _fall_meets:
            bounds = _turned(bounds)
        value = (first - second) * HUNDRED / second
        low, high = (HUNDRED + bounds.low) * second / HUNDRED, (HUNDRED + bounds.high) * second / HUNDRED
        bases = None
        if bounds.low > -HUNDRED:
            bases = (first * HUNDRED / (HUNDRED + bounds.high), first * HUNDRED / (HUNDRED + bounds.low))
    return (
        one_slip(rate, value - bounds.high, value - bounds.low)
        or one_slip(pair[0], low - first, high - first)
        or (bases is not None and one_slip(pair[1], bases[0] - second, bases[1] - second))
    )
