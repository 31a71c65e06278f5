"""How the numbers of the prose stand in lists: the words that open one, and its items by clause, segment, sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.reading import Reading

LONGEST_LIST = 60  # parts; longer lists stand in tables
LEVELS = ("clause", "segment", "sentence", "paragraph")
_REACH = 240  # numbers of one line that a list may run over
_COUNTED = (Role.VALUE, Role.UP, Role.DOWN, Role.OLD)

Key = tuple[str, str, str]


def key(quantity: Quantity) -> Key:
    """Numbers with one key may be added up: same unit, same role, same period."""
    return (quantity.kind, quantity.role.value, quantity.reference)


@dataclass(slots=True)
class Cue:
    """The words that open a list before a number: ``sort`` is ``of`` (其中), ``split`` (分为, 按…分), ``made`` (由 … 组成), ``each`` (分别为),
    ``colon``, ``mark`` (一是) or ``within`` (…中，); ``nested``: after a comma, inside an item of an outer list."""

    sort: str
    nested: bool = False
    start: int = 0
    end: int = 0
    words: str = ""


_CUES = (
    ("each", re.compile(r"分别(?:为|是|有|达|达到)?[:]?")),
    ("split", re.compile(r"分为|分成|包括|包含|涵盖|由[^,;。]{0,20}(?:组成|构成)|划分为?|按照?[^,;。\d]{1,14}(?:分|看|划分|统计|区分|计|来说)|(?:从|分)[^,;。\d]{1,12}(?:看|来看|来说|上看|情况看)|(?:按|分)[^,;。:\d]{1,10}(?=[,:])")),
    ("made", re.compile(r"由(?=[^,;。:、\d]{1,14}$)")),
    ("of", re.compile(r"其中|当中|(?<=[,;:])结果(?:为|是)?")),
    ("within", re.compile(r"(?:^|[^,;。\d]{2})[^,;。\d]{0,14}(?:中|里|当中)\s*[,:]")),
    ("mark", re.compile(r"(?:一是|\(一\)|[(]1[)]|①|首先)")),
    ("colon", re.compile(r":")),
)  # fmt: skip


_MADE_UP = re.compile(r"[^。\n]{0,200}(?:组成|构成)")


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
            matches = list(pattern.finditer(lead))
            if matches:
                last = matches[-1]
                if sort == "made" and not _MADE_UP.match(text, quantity.end):
                    continue
                if sort == "colon" and re.search("[。\n]", lead[last.end() :]):
                    continue
                before = lead[: last.start()].rstrip()
                nested = (
                    sort == "of" and bool(before) and before[-1] not in "。;!?:" and "\n" not in lead[: last.start()]
                )
                offset = quantity.start - len(lead)
                words = re.sub("(?:当中|中|里)\\s*[,:]$", "", last.group())
                found[quantity.index] = Cue(sort, nested, offset + last.start(), offset + last.end(), words)
                break
    return found


class Lists:
    """The numbers of one reading by the lists they may be items of.

    ``cues``: the cue before a quantity, by index; ``nest``: the nest each stands in; ``opening``: the numbers that are
    the first of their bracket; ``lines``: the numbers of one bracket and key, in order; ``place``: a number's place there.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.cues = cues(reading)
        self.cue_starts = sorted(
            c.start for c in self.cues.values() if c.sort in ("within", "split") or (c.sort == "of" and not c.nested)
        )
        self.nest = self._nests()
        self.opening: set[int] = set()
        self.lines: dict[tuple[int, Key], list[Quantity]] = {}
        self.place: dict[int, int] = {}
        self._line_of: dict[int, list[Quantity]] = {}
        seen_frames: set[int] = set()
        for quantity in reading.quantities:
            if quantity.frame and quantity.frame not in seen_frames:
                seen_frames.add(quantity.frame)
                self.opening.add(quantity.index)
            if (
                quantity.role in _COUNTED
                and not quantity.percent
                and quantity.group not in ("time", "points", "times", "score")
            ):
                line = self.lines.setdefault((quantity.frame, key(quantity)), [])
                self.place[quantity.index] = len(line)
                self._line_of[quantity.index] = line
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

    def line(self, quantity: Quantity) -> list[Quantity]:
        """All numbers of its bracket that may be added to it, in order."""
        return self._line_of[quantity.index]

    def line_after(self, quantity: Quantity) -> Sequence[Quantity]:
        """The number and those of its line that follow, as far as a list can reach."""
        at = self.place[quantity.index]
        return self.line(quantity)[at : at + _REACH]

    def column(self, start: Quantity, level: str, most: Decimal | None = None) -> list[Quantity]:
        """The list that begins at ``start`` if its items are ``level``s: one number of each, in the same place; no
        further than the first item that makes it more than ``most``."""
        picked = [start]
        low = start.interval.low
        for quantity in self._items(start, level):
            picked.append(quantity)
            low += quantity.interval.low
            if len(picked) >= LONGEST_LIST or (most is not None and low > most):
                break
        return picked

    def _items(self, start: Quantity, level: str) -> Iterator[Quantity]:  # noqa: C901
        line = self.line(start)
        at = self.place[start.index]
        following = (line[i] for i in range(at + 1, min(len(line), at + _REACH)))
        if level == "clause":
            nest = self.nest[start.index]
            after = bisect_right(self.cue_starts, start.start)
            bounded = after < len(self.cue_starts) and start.index not in self.cues
            limit = self.cue_starts[after] if bounded else len(self.reading.text)
            for quantity in following:
                if quantity.paragraph != start.paragraph or quantity.start > limit:
                    return
                if self.nest[quantity.index] == nest:
                    yield quantity
                elif nest:
                    return
        elif level == "flat":  # a list behind ，其中 that runs over segments, with more than one number in some
            nest = self.nest[start.index]
            for quantity in following if nest else ():
                if quantity.sentence != start.sentence or quantity.start > self.next_cue(start):
                    return
                if self.nest[quantity.index] in (nest, 0):
                    yield quantity
        elif level == "named":  # the numbers that name the same measure, one a segment: 死亡2人 … 死亡12人
            name, segment = start.label[-2:], start.segment
            for quantity in following if len(name) == 2 else ():
                if quantity.segment != segment and quantity.label[-2:] == name:
                    segment = quantity.segment
                    yield quantity
        else:
            row = last = getattr(start, level)
            offset = self._offset(start, level)
            count = -1
            cue = self.cues.get(start.index)
            limit = self.next_cue(start) if cue and cue.sort in ("split", "within") else len(self.reading.text)
            for quantity in following:
                if quantity.start > limit:
                    return
                here = getattr(quantity, level)
                if here == row:
                    continue
                if here != last:
                    last, count = here, -1
                count += 1
                if count == offset:
                    yield quantity

    def next_cue(self, start: Quantity) -> int:
        """Where the words that open another list begin, behind a number."""
        at = bisect_right(self.cue_starts, start.start)
        return self.cue_starts[at] if at < len(self.cue_starts) else len(self.reading.text)

    def _offset(self, start: Quantity, level: str) -> int:
        """How many numbers of its key stand before ``start`` in its row, behind the list's opening words."""
        if start.index in self.cues:
            return 0
        line = self.line(start)
        at = self.place[start.index]
        row = getattr(start, level)
        count = 0
        while at > 0 and getattr(line[at - 1], level) == row and count < 4:
            at -= 1
            count += 1
            if line[at].index in self.cues:
                break
        return count
