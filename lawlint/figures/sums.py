"""Totals and their parts in prose: which numbers are said to make up which.

A list may follow its total (after 其中, 分为, a colon, in a bracket, or with no word at all), precede it (共计), run over
clauses, segments, sentences or paragraphs, carry several measures a row, and nest. All readings that the structure
allows are tried; a reading that adds up wins; a failure is reported only where the words claim the list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lawlint.figures import closing
from lawlint.figures.quantities import Interval, Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, sum_relation

LONGEST_LIST = 60  # parts; longer lists stand in tables
_BACK = 60  # how many quantities of its kind a cued list looks back over for its total
_LEVELS = ("clause", "segment", "sentence", "paragraph")
_COUNTED = (Role.VALUE, Role.UP, Role.DOWN, Role.OLD)

Key = tuple[str, str, str]


def key(quantity: Quantity) -> Key:
    """Numbers with one key may be added up: same unit, same role, same period."""
    return (quantity.kind, quantity.role.value, quantity.reference)


@dataclass(slots=True)
class Cue:
    """The words that open a list before a number: ``sort`` is ``of`` (其中), ``split`` (分为, 按…分), ``each`` (分别为),
    ``colon``, ``mark`` (一是) or ``within`` (…中，); ``nested``: after a comma, inside an item of an outer list."""

    sort: str
    nested: bool = False


_CUES = (
    ("each", re.compile(r"分别(?:为|是|有|达|达到)?[:]?")),
    ("split", re.compile(r"分为|分成|包括|包含|涵盖|由[^,;。]{0,20}(?:组成|构成)|划分为?|按照?[^,;。\d]{1,14}(?:分|看|划分|统计|区分|计|来说)|(?:从|分)[^,;。\d]{1,12}(?:看|来看|来说|上看|情况看)|(?:按|分)[^,;。:\d]{1,10}(?=[,:])")),
    ("of", re.compile(r"其中|当中")),
    ("within", re.compile(r"[^,;。\d]{2,16}中\s*[,:]")),
    ("mark", re.compile(r"(?:一是|\(一\)|[(]1[)]|①|首先)")),
    ("colon", re.compile(r":")),
)  # fmt: skip


def cues(reading: Reading) -> dict[int, Cue]:
    """The cue before each quantity that has one, by index."""
    found: dict[int, Cue] = {}
    text = reading.text
    end = 0
    for quantity in reading.quantities:
        lead = text[max(end, quantity.start - 70) : quantity.start]
        end = quantity.end
        if len(lead) < 2:
            continue
        for sort, pattern in _CUES:
            last = None
            for last in pattern.finditer(lead):
                pass
            if last is not None:
                if sort == "colon" and re.search("[。\n]", lead[last.end() :]):
                    continue
                before = lead[: last.start()].rstrip()
                found[quantity.index] = Cue(sort, sort == "of" and bool(before) and before[-1] not in "。;!?:" and "\n" not in lead[: last.start()])
                break
    return found


class Sums:
    """Finds the sums and subsets of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.cues = cues(reading)
        self.nest = self._nests()
        self.relations: list[Relation] = []
        self.total_of: dict[int, list[Quantity]] = {}  # part index -> totals claimed for it
        self.lists: list[tuple[Quantity, list[Quantity]]] = []
        # quantities by bracket and key, and each one's place in its line
        self.lines: dict[tuple[int, Key], list[Quantity]] = {}
        self.place: dict[int, int] = {}
        for quantity in reading.quantities:
            if quantity.role in _COUNTED and not quantity.percent and quantity.group not in ("time", "points", "times"):
                line = self.lines.setdefault((quantity.frame, key(quantity)), [])
                self.place[quantity.index] = len(line)
                line.append(quantity)

    def _nests(self) -> dict[int, int]:
        """The nest of each quantity: one opened by ，其中 lasts to the end of its segment."""
        nest: dict[int, int] = {}
        open_: dict[int, tuple[int, int]] = {}  # frame -> (segment, nest)
        for quantity in self.reading.quantities:
            cue = self.cues.get(quantity.index)
            if cue and cue.sort == "of" and cue.nested:
                open_[quantity.frame] = (quantity.segment, quantity.index + 1)
            segment, number = open_.get(quantity.frame, (-1, 0))
            nest[quantity.index] = number if segment == quantity.segment else 0
        return nest

    # -- readings ------------------------------------------------------------------------------------------------

    def line_after(self, quantity: Quantity) -> Sequence[Quantity]:
        line = self.lines[(quantity.frame, key(quantity))]
        at = self.place[quantity.index]
        return line[at : at + 4 * LONGEST_LIST]

    def column(self, start: Quantity, level: str) -> list[Quantity]:
        """The list that begins at ``start`` if its items are ``level``s: one number of each, in the same place."""
        line = self.line_after(start)
        picked = [start]
        if level == "clause":
            nest = self.nest[start.index]
            for quantity in line[1:]:
                if quantity.paragraph != start.paragraph:
                    break
                if self.nest[quantity.index] != nest:
                    if nest:
                        break
                    continue
                picked.append(quantity)
                if len(picked) >= LONGEST_LIST:
                    break
            return picked
        row = getattr(start, level)
        offset = self._offset(start, level)
        count = -1
        last = row
        for quantity in line[1:]:
            at = getattr(quantity, level)
            if at == row:
                continue
            if at != last:
                last, count = at, -1
            count += 1
            if count == offset:
                picked.append(quantity)
                if len(picked) >= LONGEST_LIST:
                    break
        return picked

    def _offset(self, start: Quantity, level: str) -> int:
        """How many numbers of its key stand before ``start`` in its row, behind the list's opening words."""
        if start.index in self.cues:
            return 0
        line = self.lines[(start.frame, key(start))]
        at = self.place[start.index]
        row = getattr(start, level)
        count = 0
        while at > 0 and getattr(line[at - 1], level) == row and count < 4:
            at -= 1
            count += 1
            if line[at].index in self.cues:
                break
        return count

    # -- search --------------------------------------------------------------------------------------------------

    def find(self) -> list[Relation]:
        """All sums and subsets of the reading."""
        holding: dict[tuple[int, tuple[int, ...]], tuple[int, Quantity, list[Quantity]]] = {}
        for whole, parts, weight in self._candidates():
            name = (whole.index, tuple(p.index for p in parts))
            if name not in holding or holding[name][0] < weight:
                holding[name] = (weight, whole, parts)
        taken: dict[int, set[int]] = {}
        used_by: dict[tuple[int, ...], Quantity] = {}
        for weight, whole, parts in sorted(holding.values(), key=lambda h: (-h[0], h[1].index, -len(h[2]))):
            indices = tuple(p.index for p in parts)
            if indices in used_by:
                continue
            seen = taken.setdefault(whole.index, set())
            if seen & set(indices):
                continue
            seen.update(indices)
            used_by[indices] = whole
            self._claim(whole, parts)
            closed = closing.closed_by_words(self.reading, whole, parts, self.cues)
            self.relations.append(sum_relation("sum", whole, parts, HOLDS, closed=closed is None))
        self._claims(taken)
        return self.relations

    def _claim(self, whole: Quantity, parts: list[Quantity]) -> None:
        self.lists.append((whole, parts))
        for part in parts:
            self.total_of.setdefault(part.index, []).append(whole)

    def _candidates(self) -> Iterator[tuple[Quantity, list[Quantity], int]]:
        """Readings that add up: total, parts, weight of the evidence."""
        for start in self.reading.quantities:
            if start.index not in self.place:
                continue
            cue = self.cues.get(start.index)
            columns = [c for level in _LEVELS if len(c := self.column(start, level)) > 1]
            if not columns:
                continue
            seen: set[tuple[int, ...]] = set()
            for parts in columns:
                name = tuple(p.index for p in parts)
                if name in seen:
                    continue
                seen.add(name)
                sums = _running(parts)
                for whole, distance in self._totals_before(start, cue):
                    count = _reach(sums, whole.interval)
                    if count and self._credible(whole, parts[:count], cue, distance):
                        weight = (20 if cue or whole.frame != start.frame else 0) + min(count, 8) - distance
                        yield whole, parts[:count], weight

        yield from self._totals_behind()

    def _totals_before(self, start: Quantity, cue: Cue | None) -> Iterator[tuple[Quantity, int]]:
        """Possible totals of a list that begins at ``start``, the nearest first, with their distance."""
        name = key(start)
        line = self.lines[(start.frame, name)]
        at = self.place[start.index]
        if start.frame and (at == 0):
            parent, offset = self.reading.frames[start.frame]
            outer = self._before_bracket(parent, offset, name)
            if outer:
                yield outer, 0
        reach = _BACK if cue or start.clause == 0 else 3
        for distance, whole in enumerate(reversed(line[max(0, at - reach) : at])):
            yield whole, distance

    def _before_bracket(self, frame: int, offset: int, name: Key) -> Quantity | None:
        """The number that a bracket explains: the last one before it of the same key, in its clause."""
        quantities = self.reading.quantities
        at = bisect_left(quantities, offset, key=lambda q: q.start) - 1
        clause = None
        for quantity in reversed(quantities[max(0, at - 3) : at + 1]):
            if quantity.frame != frame:
                continue
            clause = quantity.clause if clause is None else clause
            if quantity.clause == clause and key(quantity) == name and quantity.index in self.place:
                return quantity
        return None

    def _totals_behind(self) -> Iterator[tuple[Quantity, list[Quantity], int]]:
        """A total that follows its parts: 甲 3 件、乙 4 件，共计 7 件."""
        for whole in self.reading.quantities:
            if whole.index not in self.place or not _TOTAL.search(whole.label):
                continue
            line = self.lines[(whole.frame, key(whole))]
            at = self.place[whole.index]
            before = list(reversed([q for q in line[max(0, at - LONGEST_LIST) : at] if q.paragraph == whole.paragraph]))
            for level in _LEVELS[:3]:
                rows: list[Quantity] = []
                if level == "clause":
                    rows = before
                else:
                    for quantity, previous in zip(before, [*before[1:], None], strict=False):
                        if previous is None or getattr(previous, level) != getattr(quantity, level):
                            rows.append(quantity)
                sums = _running(rows)
                count = _reach(sums, whole.interval)
                if count and count >= 2:
                    yield whole, list(reversed(rows[:count])), 15

    def _credible(self, whole: Quantity, parts: list[Quantity], cue: Cue | None, distance: int) -> bool:
        """Whether that the numbers add up is no accident."""
        if len(parts) < 2 or whole.value <= 0 or sum(1 for p in parts if p.value) < 2:
            return len(parts) >= 2 and whole.value > 0 and cue is not None and distance == 0
        if cue and distance <= 2 or whole.frame != parts[0].frame:
            return True
        size = whole.value if whole.interval.exact else whole.value / (whole.interval.high - whole.interval.low)
        if distance == 0:
            return size >= 100 or len(parts) >= 3 and size >= 20
        return size >= 200 * (1 if cue else 3)

    # -- lists that do not add up --------------------------------------------------------------------------------

    def _claims(self, taken: dict[int, set[int]]) -> None:
        """Lists that the words claim for a total and that do not add up: subsets, open lists and errors."""
        claimed: set[int] = {i for indices in taken.values() for i in indices}
        for start in self.reading.quantities:
            cue = self.cues.get(start.index)
            bracket = start.frame != 0 and start.index in self.place and self.place[start.index] == 0
            if start.index not in self.place or start.index in claimed or not (cue or bracket):
                continue
            whole = next(iter(w for w, _ in self._totals_before(start, cue)), None)
            if whole is None or start.sentence - whole.sentence > 1 and whole.frame == start.frame:
                continue
            parts = self._natural(start, whole, claimed)
            self._judge(whole, parts, cue, bracket)

    def _natural(self, start: Quantity, whole: Quantity, claimed: set[int]) -> list[Quantity]:
        """The list as a reader takes it: to the end of the sentence (or bracket), a number an item."""
        line = [q for q in self.line_after(start) if q.sentence == start.sentence]
        if self.nest[start.index] and any(q.segment != start.segment and self.nest[q.index] for q in line):
            line = [q for q in line if q.segment == start.segment]
        segments = {q.segment for q in line}
        if len(segments) > 1:
            picked: list[Quantity] = []
            for quantity in line:
                if not picked or picked[-1].segment != quantity.segment:
                    picked.append(quantity)
            return picked
        nest = self.nest[start.index]
        return [q for q in line if self.nest[q.index] == nest]

    def _judge(self, whole: Quantity, parts: list[Quantity], cue: Cue | None, bracket: bool) -> None:
        summed = Interval(sum((p.interval.low for p in parts), Decimal(0)), sum((p.interval.high for p in parts), Decimal(0)))
        doubt = closing.closed_by_words(self.reading, whole, parts, self.cues)
        if whole.interval.meets(summed):
            self._claim(whole, parts)
            self.relations.append(sum_relation("subset" if len(parts) == 1 else "sum", whole, parts, HOLDS, closed=doubt is None))
            return
        if len(parts) > 1 and doubt is None:
            self._claim(whole, parts)
            self.relations.append(sum_relation("sum", whole, parts, FAILS, closed=True))
            return
        if summed.low <= whole.interval.high and (cue and cue.sort in ("of", "within", "split") or bracket):
            self._claim(whole, parts)
            self.relations.append(sum_relation("subset", whole, parts, OPEN))


_TOTAL = re.compile(r"(?:共|合计|总计|共计|累计|总共|总数|总量)[^,;。]{0,12}$")


def _running(parts: Sequence[Quantity]) -> list[Interval]:
    sums: list[Interval] = []
    low = high = Decimal(0)
    for part in parts:
        low += part.interval.low
        high += part.interval.high
        sums.append(Interval(low, high))
    return sums


def _reach(sums: Sequence[Interval], whole: Interval) -> int:
    """How many parts it takes to make up the whole, 0 where no number of them (from 2) does."""
    for count in range(bisect_left(sums, whole.low, key=lambda s: s.high), len(sums)):
        if sums[count].low > whole.high:
            break
        if count >= 1:
            return count + 1
    return 0
