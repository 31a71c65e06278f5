"""How the numbers of the prose may stand in lists: one a clause, a segment, a sentence, a paragraph, or one a measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lawlint.figures.marks import Cue, Mark
from lawlint.figures.quantities import Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.words import says

LONGEST = 60  # items; longer lists stand in tables
_REACH = 240  # numbers of one line that a list may run over
_COUNTED = (Role.VALUE, Role.UP, Role.DOWN, Role.OLD)
_NO_ITEM = ("time", "points", "times", "score")

Key = tuple[str, str, str]


def key(quantity: Quantity) -> Key:
    """Numbers with one key may be added up: same unit, same role, same period."""
    return (quantity.kind, quantity.role.value, quantity.reference)


class Streams:
    """The numbers of one reading by the lists they may be items of.

    ``nest``: by index, the nest each number stands in: one opened by ，其中 lasts to the end of its segment. ``line``: the
    numbers of one bracket and key in order; ``place``: a number's place in its line.
    """

    def __init__(self, reading: Reading, marks: Sequence[Mark]) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.marks = marks
        self.kinds = [q.kind for q in reading.quantities]
        self.nest = self._nests()
        self.place: dict[int, int] = {}
        self._line: dict[int, list[Quantity]] = {}
        lines: dict[tuple[int, Key], list[Quantity]] = {}
        for quantity in self.quantities:
            if quantity.role in _COUNTED and not quantity.percent and quantity.group not in _NO_ITEM:
                line = lines.setdefault((quantity.frame, key(quantity)), [])
                self.place[quantity.index] = len(line)
                self._line[quantity.index] = line
                line.append(quantity)

    def _nests(self) -> list[int]:
        nest: list[int] = []
        open_: dict[int, tuple[int, int]] = {}  # frame -> (segment, nest)
        for quantity in self.quantities:
            cue = self.marks[quantity.index].cue
            if cue and cue.sort == "of" and cue.nested:
                open_[quantity.frame] = (quantity.segment, quantity.index + 1)
            segment, number = open_.get(quantity.frame, (-1, 0))
            nest.append(number if segment == quantity.segment else 0)
        return nest

    def before(self, quantity: Quantity, count: int) -> Sequence[Quantity]:
        """The numbers of its line before it, at most ``count``, in order."""
        at = self.place[quantity.index]
        return self._line[quantity.index][max(0, at - count) : at]

    def behind(self, quantity: Quantity, count: int = _REACH) -> Sequence[Quantity]:
        """The numbers of its line behind it, at most ``count``, in order."""
        at = self.place[quantity.index]
        return self._line[quantity.index][at + 1 : at + 1 + count]

    def streams(self, start: Quantity) -> Iterator[tuple[str, list[Quantity]]]:
        """The lists that may begin at ``start``, each with the way its items are told apart."""
        seen: set[tuple[int, ...]] = set()
        cue = self.marks[start.index].cue
        nested = cue is not None and self._inside_sentence(cue, start)
        for way in ("clause", "nest", "flat", "segment", "sentence", "paragraph", "measure", "mixed", "chain"):
            if nested and way in ("sentence", "paragraph", "measure", "chain"):
                continue
            items = [start, *self._items(start, way)][:LONGEST]
            name = tuple(q.index for q in items)
            if len(items) > 1 and name not in seen:
                seen.add(name)
                yield way, items

    def _inside_sentence(self, cue: Cue, start: Quantity) -> bool:
        """Whether a list opened after a comma begins right behind its words, and so ends with its sentence."""
        text = self.reading.text
        return text[cue.start - 1 : cue.start] == "," and not re.search("[:\n]", text[cue.end - 1 : start.start])

    def _items(self, start: Quantity, way: str) -> Iterator[Quantity]:
        if way in ("clause", "nest", "flat"):
            return self._flat(start, way)
        if way == "measure":
            return self._measures(start)
        if way == "chain":
            return self._chain(start)
        if way == "mixed":
            return self._mixed(start)
        return self._rows(start, way)

    def _flat(self, start: Quantity, way: str) -> Iterator[Quantity]:
        """Every number of the sentence: outside nests (``clause``), of the same nest (``nest``), or all of them."""
        nest = self.nest[start.index]
        for quantity in self.behind(start):
            if quantity.sentence != start.sentence:
                return
            here = self.nest[quantity.index]
            if way == "nest" and here != nest:
                return
            if way != "clause" or here in (nest, 0):
                yield quantity

    def _measures(self, start: Quantity) -> Iterator[Quantity]:
        """The numbers that name the same measure, one a segment: 死亡2人 … 死亡12人."""
        measure, segment = self.marks[start.index].measure, start.segment
        for quantity in self.behind(start) if len(measure) == 2 else ():
            if quantity.segment != segment and self.marks[quantity.index].measure == measure:
                segment = quantity.segment
                yield quantity

    def _mixed(self, start: Quantity) -> Iterator[Quantity]:
        """Numbers of several units behind words that open a list, one a clause: 19份、5件、17次."""
        if not self.opens(start) and not start.frame:
            return
        clause = start.clause
        for quantity in self.quantities[start.index + 1 : start.index + LONGEST]:
            if quantity.sentence != start.sentence:
                return
            if quantity.frame == start.frame and quantity.index in self.place and quantity.clause != clause:
                if quantity.group != start.group or quantity.role is not start.role:
                    return
                clause = quantity.clause
                yield quantity

    def _chain(self, start: Quantity) -> Iterator[Quantity]:
        """A number and what is added to it, in its sentence or the next: 收入88.73亿元。加上级补助31.26亿元、…"""
        added, first = False, start.sentence
        for quantity in self.behind(start, LONGEST):
            if quantity.sentence - start.sentence > 1 or (added and quantity.sentence != first):
                return
            if not added and says("adding", quantity.label):
                added, first = True, quantity.sentence
            if added:
                yield quantity

    def _rows(self, start: Quantity, level: str) -> Iterator[Quantity]:
        """One number a segment, sentence or paragraph, in the same place of each as ``start`` is in its own."""
        offset = self._offset(start, level)
        row = last = getattr(start, level)
        count = -1
        for quantity in self.behind(start):
            if level == "segment" and quantity.sentence != start.sentence:
                return
            if level == "sentence" and quantity.paragraph != start.paragraph:
                return
            here = getattr(quantity, level)
            if here == row:
                continue
            if here != last:
                last, count = here, -1
            count += 1
            if count == offset:
                yield quantity

    def _offset(self, start: Quantity, level: str) -> int:
        """How many numbers of its line stand before ``start`` in its row, behind the words that open its list."""
        count = 0
        if self.opens(start):
            return 0
        for quantity in reversed(self.before(start, 4)):
            if getattr(quantity, level) != getattr(start, level):
                break
            count += 1
            if self.opens(quantity):
                break
        return count

    def gap(self, one: Quantity, other: Quantity) -> int:
        """How strong the marks between two numbers are: 4 for a full stop, 3 for a semicolon, 2 for a comma, 1 for 、."""
        if one.sentence != other.sentence:
            return 4
        if one.segment != other.segment:
            return 3
        between = self.reading.text[one.end : other.start]
        return 2 if "," in between else 1 if "、" in between else 0

    def passed_over(self, first: Quantity, last: Quantity, count: int) -> int:
        """How many numbers of its line a list of ``count`` items leaves out between its first and its last."""
        if self._line[first.index] is not self._line[last.index]:
            return 0
        return max(0, self.place[last.index] - self.place[first.index] + 1 - count)

    def opens(self, quantity: Quantity) -> bool:
        """Whether words before a number open a list."""
        return self.marks[quantity.index].cue is not None

    def ends(self, way: str, items: Sequence[Quantity]) -> Iterator[int]:
        """How many items a list may naturally have: where its sentence, row or bracket ends, behind a last 其他, before the
        words of another list or of what was done."""
        first = self.marks[items[0].index]
        finished = says("done", first.name)
        widest = 0
        for count in range(1, len(items)):
            one, other = items[count - 1], items[count]
            mark = self.marks[other.index]
            new_list = mark.cue is not None and mark.cue.sort in ("of", "split", "within")
            done = not finished and says("done", mark.name)
            summed = says("closer", other.label) or says("total", other.label)
            gap = self.gap(one, other)
            widest = max(widest, self.gap(items[count - 2], one)) if count > 1 else 0
            outer = (
                (other.paragraph != one.paragraph and way != "paragraph")
                or (count > 1 and gap > widest)
                or (count == 1 and gap >= 3)
            )
            if self.marks[one.index].says("rest") or new_list or done or outer or summed:
                yield count
        yield len(items)
