"""Totals and their parts in prose: which numbers are said to make up which.

A list may follow its total (after 其中, 分为, a colon, in a bracket, or with no word at all), precede it (共计), run over
clauses, segments, sentences or paragraphs, carry several measures a row, and nest. All readings that the structure
allows are tried; a reading that adds up wins; a failure is reported only where the words claim the list.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lawlint.figures import closing
from lawlint.figures.lists import LEVELS, LONGEST_LIST, Cue, Key, Lists, key
from lawlint.figures.quantities import Interval, Quantity, Role, total
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, share_meets, sum_relation

_BACK = 60  # how many quantities of its kind a cued list looks back over for its total


class Sums(Lists):
    """Finds the sums and subsets of one reading."""

    def __init__(self, reading: Reading, shares: Mapping[int, Quantity]) -> None:
        super().__init__(reading)
        self.shares = shares  # part index -> the percentage printed beside it
        self.relations: list[Relation] = []
        self.rests = {q.index for q in reading.quantities if closing.rest(q)}
        self.total_of: dict[int, list[Quantity]] = {}  # part index -> totals claimed for it
        self.failed: set[int] = set()  # totals whose list does not add up
        self.claimed: set[int] = set()  # numbers that are parts of some list
        self.parts_of: dict[int, list[Quantity]] = {}

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
        stated: set[tuple[str, tuple[str, ...]]] = set()
        member: dict[int, set[int]] = {}  # part -> all parts of its lists
        for weight, whole, parts in sorted(holding.values(), key=lambda h: (-h[0], h[1].index, -len(h[2]))):
            indices = tuple(p.index for p in parts)
            if indices in used_by:
                continue
            seen = taken.setdefault(whole.index, set())
            if seen & set(indices):
                continue
            printed = (whole.printed, tuple(p.printed for p in parts))
            if weight < 20 and (printed in stated or (whole.index in member and member[whole.index] & set(indices))):
                continue
            stated.add(printed)
            for index in indices:
                member.setdefault(index, set()).update(indices)
            seen.update(indices)
            used_by[indices] = whole
            self._accept(whole, parts)
            self._further(whole, parts, seen, used_by)
        self._share_lists()
        self._claims()
        return self.relations

    def _accept(self, whole: Quantity, parts: list[Quantity]) -> None:
        self._claim(whole, parts)
        closed = closing.closed(self.reading, whole, parts, self.cues, self.shares)
        self.relations.append(sum_relation("sum", whole, parts, HOLDS, closed=closed))

    def _further(
        self, whole: Quantity, parts: list[Quantity], seen: set[int], used_by: dict[tuple[int, ...], Quantity]
    ) -> None:
        """Other splits of the same total right behind the first: 男 45 人，女 28 人；35岁以下 26 人，…"""
        for _ in range(6):
            line = self.line_after(parts[-1])
            if (
                len(line) < 2
                or (
                    line[1].segment == parts[-1].segment
                    and (line[1].clause - parts[-1].clause < 1 or whole.value < 100)
                )
                or line[1].sentence - parts[-1].sentence > 2
                or line[1].index in seen
            ):
                return
            start = line[1]
            further = next(
                (
                    c[:n]
                    for level in (*LEVELS[:3], "flat")
                    if len(c := self.column(start, level)) > 1 and (n := _reach(_running(c), whole.interval))
                    if n == len(c) or c[n].segment != c[n - 1].segment
                ),
                None,
            )
            if further is None or tuple(p.index for p in further) in used_by or {p.index for p in further} & seen:
                return
            seen.update(p.index for p in further)
            used_by[tuple(p.index for p in further)] = whole
            self._accept(whole, further)
            parts = further

    def _claim(self, whole: Quantity, parts: list[Quantity]) -> None:
        self.parts_of.setdefault(whole.index, []).extend(parts)
        self.claimed.update(p.index for p in parts)
        for part in parts:
            self.total_of.setdefault(part.index, []).append(whole)

    def _candidates(self) -> Iterator[tuple[Quantity, list[Quantity], int]]:
        """Readings that add up: total, parts, weight of the evidence."""
        quantities = self.reading.quantities
        for start in quantities:
            if start.index not in self.place:
                continue
            cue = self.cues.get(start.index)
            wholes = [(w, d) for w, d in self._totals_before(start, cue) if w.interval.high >= start.interval.low]
            if not wholes:
                continue
            if cue is None and (first := self._listed_since(start)) is not None:
                # inside a list, only the number that the list itself is about can be split again
                # ... or, behind ，其中 …；, one that begins a statement of its own
                wholes = [
                    (w, d)
                    for w, d in wholes
                    if (w.index == first and self._splits_again(w, start))
                    or (w.index < first and w.label[-2:] == start.label[-2:] != "")  # another measure of each item
                    or (
                        w.index > first and w.segment == start.segment != quantities[first].segment and self.nest[first]
                    )
                ]
            if not wholes:
                continue
            most = max(w.interval.high for w, _ in wholes)
            columns: dict[tuple[bool, tuple[int, ...]], tuple[str, list[Quantity]]] = {}
            for level in ("named", *LEVELS, "flat"):
                parts = self.column(start, level, most)
                if len(parts) > 1:
                    columns.setdefault((level == "named", tuple(p.index for p in parts)), (level, parts))
            for level, parts in columns.values():
                sums = _running(parts)
                for whole, distance in wholes:
                    if level == "named" and whole.label[-2:] != start.label[-2:]:
                        continue
                    count = _reach(sums, whole.interval)
                    if count and self._rest_follows(parts[count - 1]):
                        continue  # the list goes on to a last 其他
                    if (
                        1 < count < len(parts)
                        and _goes_on(parts, count)
                        and not self._may_stop(whole, parts, count, cue)
                    ):
                        continue
                    if count and self._credible(whole, parts[:count], cue, distance, level == "named"):
                        weight = (20 if cue or whole.frame != start.frame else 0) + min(count, 8) - distance
                        yield whole, parts[:count], weight
        yield from self._totals_behind()
        yield from self._mixed()

    def _listed_since(self, start: Quantity) -> int | None:
        """The index of the number that opens the list ``start`` is an item of, where a word opens one in its sentence."""
        at = self.place[start.index]
        line = self.line(start)
        for quantity in reversed(line[max(0, at - LONGEST_LIST) : at]):
            inner = self.nest[start.index]
            if quantity.sentence != start.sentence or (inner and self.nest[quantity.index] != inner):
                return None
            cue = self.cues.get(quantity.index)
            if quantity.index in self.opening or (cue and cue.sort in ("each", "split", "made", "of")):
                return quantity.index
        return None

    def _rest_follows(self, last: Quantity) -> bool:
        """Whether a 其他 follows in the sentence of a list's supposed last item."""
        if last.index in self.rests:
            return False
        for quantity in itertools.islice(self.line_after(last), 1, LONGEST_LIST):
            if quantity.sentence != last.sentence or quantity.start > self.next_cue(last):
                return False
            if quantity.index in self.rests and self.nest[quantity.index] in (self.nest[last.index], 0):
                return True
        return False

    def _splits_again(self, whole: Quantity, start: Quantity) -> bool:
        """Whether the first number behind 其中 is split by what follows: 其中现行有效的97504件，经清理，保留46236件 …"""
        cue = self.cues.get(whole.index)
        between = self.reading.text[whole.end : start.start]
        if cue is None or cue.sort != "of" or "、" in between:
            return False
        return bool(whole.after.strip()) or bool(re.search("受理|收到|新收|接收|登记|立案|共", whole.label))

    def _may_stop(self, whole: Quantity, parts: list[Quantity], count: int, cue: Cue | None) -> bool:
        """Whether a list may end although more of its kind follows in the same breath: only where that the first items
        add up can hardly be an accident."""
        if parts[0].index in self.opening or (cue and cue.sort in ("each", "made", "split")):
            return closing.outcome(parts[count])
        if cue is None:
            return count >= 4 or (closing.worthy(whole) and whole.interval.exact)
        return whole.value >= 100 or count >= 4

    def _mixed(self) -> Iterator[tuple[Quantity, list[Quantity], int]]:
        """Things counted together under several units: 43件次, 其中 19份、5件、17次 …"""
        quantities = self.reading.quantities
        for start in quantities:
            cue = self.cues.get(start.index)
            if start.group != "case" or (
                not (cue and cue.sort in ("of", "split", "each")) and start.index not in self.opening
            ):
                continue
            whole = next(
                (
                    q
                    for q in reversed(quantities[max(0, start.index - 4) : start.index])
                    if q.group == "case" and q.role is Role.VALUE
                ),
                None,
            )
            if whole is None or start.sentence - whole.sentence > 1:
                continue
            parts = [start]
            for quantity in quantities[start.index + 1 : start.index + LONGEST_LIST]:
                if quantity.sentence != start.sentence or (
                    quantity.frame != start.frame and quantity.frame <= start.frame
                ):
                    break
                if (
                    quantity.frame == start.frame
                    and quantity.clause != parts[-1].clause
                    and quantity.group == "case"
                    and quantity.role is Role.VALUE
                ):
                    parts.append(quantity)
            if len({q.kind for q in [whole, *parts]}) < 2:
                continue
            count = _reach(_running(parts), whole.interval)
            if count:
                yield whole, parts[:count], 3

    def _totals_before(self, start: Quantity, cue: Cue | None) -> Iterator[tuple[Quantity, int]]:
        """Possible totals of a list that begins at ``start``, the nearest first, with their distance."""
        name = key(start)
        line = self.lines[(start.frame, name)]
        at = self.place[start.index]
        if start.frame and (at == 0):
            parent, offset = self.reading.frames[start.frame]
            outer = self._before_bracket(parent, offset, name, start.sentence)
            if outer:
                yield outer, 0
        reach = _BACK if cue or start.clause == 0 else 3
        for distance, whole in enumerate(reversed(line[max(0, at - reach) : at])):
            yield whole, distance

    def _before_bracket(self, frame: int, offset: int, name: Key, sentence: int) -> Quantity | None:
        """The number that a bracket explains: the last one before it of the same key, in its clause."""
        quantities = self.reading.quantities
        at = bisect_left(quantities, offset, key=lambda q: q.start) - 1
        clause = None
        for quantity in reversed(quantities[max(0, at - 3) : at + 1]):
            if quantity.frame != frame:
                continue
            if quantity.sentence != sentence or (quantity.percent and quantity.role is not Role.RATE):
                return None
            if quantity.percent:  # 结案440件，结案率47.57%（调解211件…）
                continue
            clause = quantity.clause if clause is None else clause
            if quantity.clause == clause and key(quantity) == name and quantity.index in self.place:
                return quantity
        return None

    def _totals_behind(self) -> Iterator[tuple[Quantity, list[Quantity], int]]:
        """A total that follows its parts: 甲 3 件、乙 4 件，共计 7 件."""
        for whole in self.reading.quantities:
            if whole.index not in self.place:
                continue
            line = self.line(whole)
            at = self.place[whole.index]
            if not self._totals(whole):
                if parts := self._joined_before(whole, line[max(0, at - 6) : at]):
                    yield whole, parts, 10
                continue
            before = list(reversed([q for q in line[max(0, at - LONGEST_LIST) : at] if q.paragraph == whole.paragraph]))
            for level in LEVELS[:3]:
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

    def _totals(self, whole: Quantity) -> bool:
        """Whether a number is said to be a total of what stands before it: 合计26起, and its fellow 31人 behind that."""
        fellow = self.reading.quantities[max(0, whole.index - 1)]
        if whole.label == "全年" and re.search("季度|半年", fellow.label):
            return True
        return bool(_TOTAL.search(whole.label)) or (
            not whole.label
            and fellow.kind != whole.kind
            and whole.clause - fellow.clause <= 1
            and bool(_TOTAL.search(fellow.label))
            and _FELLOW.fullmatch(self.reading.text[fellow.end : whole.start]) is not None
        )

    def _joined_before(self, whole: Quantity, before: Sequence[Quantity]) -> list[Quantity]:
        """对12个县和38个部门进行考核，50个单位全部达标: what is joined by 和 or 、 and then taken up as one number."""
        if whole.label or whole.value < 10 or not _ALL_OF.match(whole.after):
            return []
        parts: list[Quantity] = []
        for quantity in reversed(before):
            between = self.reading.text[quantity.end : parts[0].start] if parts else ""
            if quantity.sentence != whole.sentence or (parts and not re.search("[、和及与]", between)):
                break
            parts.insert(0, quantity)
            if len(parts) > 1 and whole.interval.meets(total(parts)):
                return parts
        return []

    def _credible(
        self, whole: Quantity, parts: list[Quantity], cue: Cue | None, distance: int, named: bool = False
    ) -> bool:
        """Whether that the numbers add up is no accident."""
        if len(parts) < 2 or whole.value <= 0 or sum(1 for p in parts if p.value) < 2:
            return len(parts) >= 2 and whole.value > 0 and cue is not None and distance == 0
        close = (
            cue is not None and distance <= 2 and parts[0].sentence - whole.sentence <= (1 if whole.value < 100 else 9)
        )
        if named or close or whole.frame != parts[0].frame:
            return True
        if len(parts) == 2 and distance <= 1 and closing.complement(parts[0].label, parts[1].label):
            return True
        if (
            len(parts) == 2
            and cue is None
            and parts[0].sentence != parts[1].sentence
            and parts[0].paragraph == whole.paragraph
        ):
            return False
        size = whole.value if whole.interval.exact else whole.value / (whole.interval.high - whole.interval.low)
        if cue is None and whole.segment != parts[0].segment and whole.sentence == parts[-1].sentence:
            return size >= 1000 or (closing.intake(whole) and size >= 100)
        if distance == 0:
            if len(parts) >= 3 and parts[-1].index in self.rests and parts[0].clause - whole.clause == 1:
                return True
            return size >= 100 or (len(parts) >= 3 and size >= 20)
        return size >= 200 * (1 if cue else 3)

    # -- lists that do not add up --------------------------------------------------------------------------------

    def _claims(self) -> None:
        """Lists that the words claim for a total and that do not add up: subsets, open lists and errors."""
        claimed = self.claimed
        for start in self.reading.quantities:
            if start.index not in self.place or start.index in claimed:
                continue
            cue = self.cues.get(start.index)
            bracket = start.index in self.opening
            if not (cue or bracket or self._in_nest(start) or self._taken_up(start)):
                self._bare_list(start, claimed)
                continue
            wholes = self._claimants(start, cue)
            readings = (
                [r for r in self._naturals(start, cue) if not claimed & {p.index for p in r[1:]}] if wholes else []
            )
            if readings:
                self._judge(wholes, readings, cue)
        self._behind(claimed)
        self._pairs()

    def _bare_list(self, start: Quantity, claimed: set[int]) -> None:
        """A list that no word opens but something closes (a last 其他, shares that make up 100 %, 男 and 女), and that a
        change of one digit would make add up to the number before it."""
        line = self.line(start)
        at = self.place[start.index]
        if at == 0 or start.role is not Role.VALUE:
            return
        if at + 1 >= len(line) or not self._may_close(line, at):
            return
        before = line[at - 1]
        if before.segment == start.segment and before.frame == start.frame and not closing.intake(before):
            return  # in the middle of a list
        parts = self._naturals(start, None)[0]
        if len(parts) < 2 or claimed & {p.index for p in parts}:
            return
        if closing.complement(parts[0].label, parts[1].label):
            parts = parts[:2]
        wholes = [
            q
            for q in reversed(line[max(0, at - 3) : at])
            if start.sentence - q.sentence <= 1
            and start.paragraph - q.paragraph <= 1
            # in one breath with the list, only what sounds like a total: 住宅218起 is an item as 厂房46起 is
            and (q.sentence != start.sentence or (closing.intake(q) and q.index not in self.cues))
        ]
        by_shares = closing.by_shares(parts, self.shares)
        strong = (
            (closing.rest(parts[-1]) and (len(parts) >= 3 or parts[-1].value >= 10))
            or by_shares
            or closing.static(parts)
        )
        weak = len(parts) == 2 and closing.complement(parts[0].label, parts[1].label)
        if by_shares is False or not (strong or weak):
            return
        last = self.place[parts[-1].index]
        if behind := next((w for w in line[last + 1 : last + 4] if w.interval.meets(total(parts))), None):
            self._accept(behind, parts)
            return
        if self._own_base(parts):
            wholes = [w for w in wholes if w.sentence == start.sentence and not self._settled(w)]
        wholes = sorted(self.likely(wholes), key=lambda w: not closing.slip(w, parts))
        for whole in wholes:
            if whole.interval.meets(total(parts)):
                return
        for whole in wholes:
            told = by_shares and len(parts) >= 3 and closing.intake(whole) and closing.plausible(whole, parts)
            if told or (closing.slip(whole, parts) and (strong or closing.worthy(whole))):
                self._claim(whole, parts)
                doubt = closing.overlap(whole, parts) or (None if strong else "可能含上期结转")
                self.relations.append(sum_relation("sum", whole, parts, FAILS, closed=bool(strong), doubt=doubt))
                return

    def _may_close(self, line: list[Quantity], at: int) -> bool:
        """Whether a list that begins at a place of a line can be closed by its shares, its first pair or a last 其他."""
        start, following = line[at], line[at + 1]
        if closing.complement(start.label, following.label):
            return True
        if start.index in self.shares and following.index in self.shares:
            before = line[at - 1]
            return before.index not in self.shares or before.sentence != start.sentence
        near = itertools.takewhile(
            lambda q: q.sentence == start.sentence, (line[i] for i in range(at + 1, min(len(line), at + 20)))
        )
        return any(q.index in self.rests for q in near)

    def _share_lists(self) -> None:
        """Numbers side by side whose shares make up 100 %: a whole list, be it told in clauses, sentences or lines."""
        for line in self.lines.values():
            run: list[Quantity] = []
            for quantity in [q for q in line if q.index in self.shares]:
                if run and not self._beside(run[-1], quantity):
                    run = []
                run.append(quantity)
                while run and total(self.shares[q.index] for q in run).low > 100:
                    first = run.pop(0)
                    while run and run[0].sentence == first.sentence:  # a list does not begin in the middle of another
                        run.pop(0)
                if len(run) >= 3 and closing.by_shares(run, self.shares):
                    if not any(
                        set(self.parts_of.get(w.index, ())) >= set(run) for w in self.total_of.get(run[0].index, ())
                    ):
                        self._share_list(run)
                    run = []

    def _beside(self, one: Quantity, other: Quantity) -> bool:
        """Whether two numbers with shares stand in neighbouring items of one list."""
        near = other.sentence - one.sentence <= 1 or (
            other.paragraph - one.paragraph <= 2 and other.sentence - one.sentence <= 3
        )
        cue = self.cues.get(other.index)
        again = cue is not None and (cue.sort in ("within", "split") or (cue.sort == "of" and not cue.nested))
        again = again or closing.opens(self.reading.text[one.end : other.start])
        # ，其中甲、乙，丙168件，占75%；丁46件，占20.5%: behind a semicolon 其中 is over
        left = self.nest[other.index] == 0 and other.segment != one.segment
        return near and not again and (left or self.nest[one.index] == self.nest[other.index])

    def _share_list(self, parts: list[Quantity]) -> None:
        line = self.line(parts[0])
        at = self.place[parts[0].index]
        before = [
            q
            for q in line[max(0, at - _BACK) : at]
            if q.role is Role.VALUE and q.value > 0 and q.index not in self.shares
        ]
        summed = total(parts)
        words = named_base(self.shares[parts[-1].index])
        last = self.place[parts[-1].index]
        behind = next((w for w in line[last + 1 : last + 4] if w.interval.meets(summed)), None)
        if behind is not None:
            self._accept(behind, parts)
            return
        holding = [w for w in reversed(before) if w.interval.meets(summed) and w.value >= 20]
        if holding:
            self._accept(holding[0], parts)
            return
        near = [w for w in before if parts[0].sentence - w.sentence <= 8 and parts[0].paragraph - w.paragraph <= 2]
        cue = self.cues.get(parts[0].index)
        named = self._by_name(words, near) if words else self._named_whole(parts[0], cue) or []
        wholes = [w for w in named or self.likely(near[::-1][:6]) if closing.plausible(w, parts)]
        wholes.sort(key=lambda w: not closing.slip(w, parts))
        if self._consistent(parts, summed):
            wholes = [w for w in wholes if not self._settled(w)]
        if not named and not (cue and cue.sort == "of") and self._consistent(parts, summed):
            wholes = [w for w in wholes if closing.slip(w, parts)]  # shares of a total that is printed nowhere
        if wholes and (named or closing.slip(wholes[0], parts) or closing.intake(wholes[0])):
            self._claim(wholes[0], parts)
            self.failed.add(wholes[0].index)
            doubt = closing.overlap(wholes[0], parts)
            self.relations.append(sum_relation("sum", wholes[0], parts, FAILS, closed=True, doubt=doubt))

    def _settled(self, whole: Quantity) -> bool:
        """Whether a number is known to be the total or a part of another list."""
        return whole.index in self.parts_of or whole.index in self.total_of

    def _own_base(self, parts: list[Quantity]) -> bool:
        """Whether all parts have shares that make up 100 % and are right on the sum of the parts themselves."""
        return bool(closing.by_shares(parts, self.shares)) and self._consistent(parts, total(parts))

    def _consistent(self, parts: list[Quantity], summed: Interval) -> bool:
        """Whether the shares are right on the sum of the parts themselves."""
        return all(share_meets(p.interval, summed, self.shares[p.index].interval) for p in parts)

    def _in_nest(self, start: Quantity) -> bool:
        """Another measure of what 其中 opened: 涉及 5.27万人，其中追发…4亿元，涉及农民工 4.15万人."""
        nest = self.nest[start.index]
        if not nest or start.frame != 0:
            return False
        at = self.place[start.index]
        line = self.line(start)
        return at > 0 and self.nest[line[at - 1].index] != nest and line[at - 1].label[:2] == start.label[:2] != ""

    def _taken_up(self, start: Quantity) -> bool:
        """A sentence that begins with the words of an earlier total goes on about it."""
        line = self.line(start)
        at = self.place[start.index]
        if at == 0 or start.role is not Role.VALUE or line[at - 1].sentence == start.sentence:
            return False
        name = start.label[:4]
        return len(name) == 4 and any(
            name in q.label and q.value > start.value and q.paragraph == start.paragraph
            for q in line[max(0, at - 5) : at]
        )

    def _claimants(self, start: Quantity, cue: Cue | None) -> list[Quantity]:
        """The totals a list may be claimed for, the nearest first: near it, and reported as it is."""
        found: list[Quantity] = []
        if not cue and start.index not in self.opening and not self._in_nest(start):
            line = self.line(start)
            at = self.place[start.index]
            return [q for q in line[max(0, at - 5) : at] if start.label[:4] in q.label and q.value > start.value][-1:]
        named = self._named_whole(start, cue)
        if named is not None:
            return named
        for whole, _ in self._totals_before(start, cue):
            if whole.frame != start.frame:
                return [whole]
            again = cue is not None and cue.sort == "split"
            if start.sentence - whole.sentence > (20 if again else 6) or start.paragraph - whole.paragraph > (
                8 if again else 2
            ):
                break
            if again and whole.sentence != start.sentence and self._sibling(whole):
                continue
            if cue and cue.sort == "each" and start.sentence - whole.sentence > (start.index in self.shares):
                break
            if cue and cue.nested and whole.segment != start.segment:
                break
            found.append(whole)
            if len(found) == 6:
                break
        if not found and cue and cue.sort in ("of", "split"):
            found = self._other_unit(start)
        if not (cue and not cue.nested and found and found[0].sentence != start.sentence):
            return found
        name = start.label.replace("其中", "")  # 审结…件。其中审结刑事…件
        same = [w for w in found if len(w.label) >= 2 and name.startswith(w.label[-2:])]
        return [*same, *(w for w in self.likely(found) if w not in same)]

    def _sibling(self, whole: Quantity) -> bool:
        """Whether a number is an item of another list of the same total: the first one behind 按 … 分, or a known part."""
        cue = self.cues.get(whole.index)
        return whole.index in self.total_of or (cue is not None and cue.sort in ("split", "mark"))

    def _other_unit(self, start: Quantity) -> list[Quantity]:
        """Where no number of the list's own unit stands before it: the last reported one (284406个, 其中咨询124599件)."""
        for quantity in reversed(self.reading.quantities[max(0, start.index - 6) : start.index]):
            if (
                quantity.role is Role.VALUE
                and not quantity.percent
                and start.sentence - quantity.sentence <= 1
                and quantity.frame == start.frame
            ):
                if start.spelled or quantity.spelled:
                    return []
                return [quantity] if quantity.group == start.group and quantity.index in self.place else []
        return []

    def likely(self, wholes: list[Quantity]) -> list[Quantity]:
        """Possible totals in the order a reader takes them: not a number that is itself part of another list, nor what
        became of another (受理 … 办结 …), before the nearest."""

        def unlikely(whole: Quantity) -> tuple[bool, bool]:
            return self._sibling(whole), any(o.index < whole.index and closing.stage(o, whole) for o in wholes)

        return sorted(wholes, key=unlikely)

    def _named_whole(self, start: Quantity, cue: Cue | None) -> list[Quantity] | None:
        """For 全区常住人口中，…: the number that these words were said of, or the one inside them; else ``None``."""
        if cue is None or cue.sort != "within":
            return None
        line = self.line(start)
        at = self.place[start.index]
        before = line[max(0, at - _BACK) : at]
        inside = [w for w in before if cue.start <= w.end <= cue.end]
        return inside[-1:] or self._by_name(cue.words, before)

    @staticmethod
    def _by_name(words: str, before: Sequence[Quantity]) -> list[Quantity]:
        """The numbers whose words have most in common with ``words``, the nearest first."""
        named = [(_common(words, w.label + w.after), w) for w in reversed(before)]
        best = max((n for n, _ in named), default=0)
        return [w for n, w in named if n == best] if best else []

    def _naturals(self, start: Quantity, cue: Cue | None) -> list[list[Quantity]]:
        """The list as a reader may take it, the likeliest first: to the end of the sentence (or bracket), a number an
        item; only the segment it begins in; every number of the sentence; one number a list mark."""
        line = self.line_after(start)
        at = bisect_right(self.cue_starts, start.start)
        if at < len(self.cue_starts):  # another list begins
            line = [q for q in line if q.start < self.cue_starts[at]]
        found: list[list[Quantity]] = []
        if cue and cue.sort == "mark":
            rows = [start]
            for quantity in line[1:]:
                if quantity.paragraph == start.paragraph and quantity.sentence != rows[-1].sentence:
                    rows.append(quantity)
            found.append(rows)
        line = [q for q in line if q.sentence == start.sentence]
        nest = self.nest[start.index]
        flat = [q for q in line if self.nest[q.index] == nest or (nest and not self.nest[q.index])]
        inside = [q for q in line if q.segment == start.segment and self.nest[q.index] == nest]
        if len({q.segment for q in line}) > 1:
            rows = []
            for quantity in flat:
                if not rows or rows[-1].segment != quantity.segment:
                    rows.append(quantity)
            nested_again = nest and any(q.segment != start.segment and self.nest[q.index] for q in line)
            found += [inside] if nested_again else [rows, inside, flat]
        else:
            found.append(inside)
        result: list[list[Quantity]] = []
        for reading in found:
            inner = {p.index for q in reading for p in self.parts_of.get(q.index, ())}
            kept = [q for q in reading if q.index not in inner][:LONGEST_LIST]
            last = next((i for i, q in enumerate(kept) if i and closing.rest(q)), len(kept))
            kept = kept[: last + 1]
            if cue and cue.sort == "of" and kept and not _DONE.match(kept[0].label):
                # 其中重大隐患12处，已整改3098处: what was done about all of them is no item
                kept = list(itertools.takewhile(lambda q: not _DONE.match(q.label), kept))
            if kept and kept not in result:
                result.append(kept)
        return result

    def _judge(self, wholes: list[Quantity], readings: list[list[Quantity]], cue: Cue | None) -> None:  # noqa: C901
        for parts in readings:
            if len(parts) == 1 and len(readings[0]) > 1:
                continue
            for whole in wholes:
                if whole.interval.meets(total(parts)):
                    self._claim(whole, parts)
                    kind = "subset" if len(parts) == 1 else "sum"
                    closed = closing.closed(self.reading, whole, parts, self.cues, self.shares)
                    self.relations.append(sum_relation(kind, whole, parts, HOLDS, closed=closed))
                    return
        for parts in readings:
            for reading in _without_inner(parts):
                for whole in wholes:
                    if whole.interval.meets(total(reading)):
                        self._claim(whole, reading)
                        self.relations.append(sum_relation("sum", whole, reading, HOLDS))
                        return
            if any(
                (a.interval + b.interval).meets(total(parts)) for i, a in enumerate(wholes) for b in wholes[i + 1 :]
            ):
                return  # what came in and what was carried over, together
        if self._fails(wholes, readings, cue):
            return
        parts = readings[0]
        near = wholes[:3]
        above = [w for w in near if w.interval.high >= parts[0].interval.low]
        whole = next((w for w in above if total(parts).low <= w.interval.high), above[0] if above else near[0])
        over = [p for p in parts if p.interval.low > near[0].interval.high]
        if over and above and cue and cue.sort in ("of", "within") and near[0].segment == over[0].segment:
            self.relations.append(sum_relation("subset", near[0], over[:1], FAILS, closed=cue.sort == "of"))
            return
        if (
            not above
            and (len(parts) == 1 or whole.segment == parts[0].segment)
            and ((cue and cue.sort == "of") or whole.frame != parts[0].frame)
        ):
            self.relations.append(
                sum_relation("subset", whole, parts[:1], FAILS, closed=cue is not None and cue.sort == "of")
            )
        elif above and total(parts).low <= whole.interval.high and not self._own_base(parts):
            if cue is None and whole.frame == parts[0].frame and len(parts) == 1 and not self._in_nest(parts[0]):
                return
            if cue is None or cue.sort in ("of", "within", "split", "each"):
                self._claim(whole, parts)
                self.relations.append(sum_relation("subset", whole, parts, OPEN))

    def _fails(self, wholes: list[Quantity], readings: list[list[Quantity]], cue: Cue | None) -> bool:
        """Report a list that claims to be complete, or nearly adds up, and does not; the reading nearest to adding up."""
        choices: list[tuple[tuple[bool, bool, int, int], Quantity, list[Quantity], bool, str | None]] = []
        for at, parts in enumerate(readings):
            if len(parts) < 2 or closing.by_shares(parts, self.shares) is False:  # by its shares the list is not whole
                continue
            for rank, whole in enumerate(wholes):
                if not (cue or whole.frame != parts[0].frame) or not closing.plausible(whole, parts):
                    continue
                slip = closing.slip(whole, parts)
                apart = parts[0].sentence - whole.sentence
                stranger = apart and (self._settled(whole) or not closing.intake(whole))
                if cue and cue.sort != "of" and (not slip or stranger) and self._own_base(parts):
                    continue  # shares of a total that is printed nowhere
                if apart and whole.unit != parts[0].unit:
                    continue
                far = rank > 2 or apart > 2
                if (far or at) and not slip:
                    continue
                closed = closing.closed(self.reading, whole, parts, self.cues, self.shares)
                told = cue is not None and cue.sort not in ("colon", "mark")
                likely = told or parts[-1].sentence == whole.sentence or whole.frame != parts[0].frame
                doubt = closing.nearly(whole, parts) if likely and not closed else None
                if closed or doubt:
                    choices.append(((not slip, not closed, rank, at), whole, parts, closed, doubt))
        if not choices:
            return False
        _, whole, parts, closed, doubt = min(choices, key=lambda c: c[0])
        self._claim(whole, parts)
        self.failed.add(whole.index)
        self.relations.append(
            sum_relation("sum", whole, parts, FAILS, closed=closed, doubt=doubt or closing.overlap(whole, parts))
        )
        return True

    def _behind(self, claimed: set[int]) -> None:
        """甲 3 件、乙 4 件，共计 8 件: a total behind its parts that misses them by one digit."""
        for whole in self.reading.quantities:
            if (
                whole.index not in self.place
                or whole.index in claimed
                or whole.index in self.parts_of
                or not self._totals(whole)
            ):
                continue
            line = self.line(whole)
            at = self.place[whole.index]
            parts: list[Quantity] = []
            for quantity in reversed(line[max(0, at - LONGEST_LIST) : at]):
                near = (
                    parts[0]
                    if parts
                    else quantity
                    if self._sums_up(whole) and whole.sentence - quantity.sentence <= 2
                    else whole
                )
                if (
                    quantity.sentence != near.sentence
                    or quantity.index in claimed
                    or quantity.index in self.parts_of
                    or self.nest[quantity.index] != self.nest[whole.index]
                ):
                    break
                parts.insert(0, quantity)
            if len(parts) < 2 or whole.interval.meets(total(parts)) or not closing.slip(whole, parts):
                continue
            words = whole.label or self.reading.quantities[whole.index - 1].label
            strong = _SUMMED.search(words) or closing.by_shares(parts, self.shares) or closing.rest(parts[-1])
            listed = parts[-1].clause + 1 >= whole.clause and whole.label.startswith(("共", "全年共", "一共"))
            if strong or (listed and closing.worthy(whole) and whole.interval.exact):
                self._claim(whole, parts)
                doubt = None if strong else "所列是否为全部不能由文字确定，但只改动一个数字即可相符"
                self.relations.append(sum_relation("sum", whole, parts, FAILS, closed=bool(strong), doubt=doubt))

    def _sums_up(self, whole: Quantity) -> bool:
        """Whether a sentence begins with its total: 三种渠道共1520件."""
        before = self.reading.quantities[max(0, whole.index - 2) : whole.index]
        if re.match("共[^计]", whole.label):  # 共提出提案286件: a new statement
            return False
        return bool(_TOTAL.search(whole.label)) and all(q.sentence != whole.sentence or q.spelled for q in before)

    def _pairs(self) -> None:
        """受理 30 件，办结 28 件: what was dealt with, of what came in; carried-over cases may make it more."""
        for line in self.lines.values():
            at = 0
            while at + 1 < len(line):
                whole = line[at]
                at += 1
                if whole.role is not Role.VALUE:
                    continue
                parts = [line[at]]
                if (
                    not closing.stage(whole, parts[0])
                    or parts[0].sentence != whole.sentence
                    or parts[0].index in self.total_of
                ):
                    continue
                for following in line[at + 1 : at + 6]:
                    near = following.clause - parts[-1].clause <= 1 and following.sentence == whole.sentence
                    if not near or following.label[-2:] != parts[0].label[-2:]:
                        break
                    parts.append(following)
                if total(parts).low <= whole.interval.high * 2:  # more than came in: some were carried over
                    self._claim(whole, parts)
                    verdict = HOLDS if whole.interval.meets(total(parts)) else OPEN
                    self.relations.append(sum_relation("subset", whole, parts, verdict))


def _without_inner(parts: list[Quantity]) -> Iterator[list[Quantity]]:
    """Readings of a flat list in which some item is broken down by those right behind it."""
    if not 3 <= len(parts) <= 24:
        return
    for at in range(len(parts) - 2):
        if parts[at].value < 100:  # that small numbers add up is soon an accident
            continue
        run = Interval(Decimal(0), Decimal(0))
        for end in range(at + 1, len(parts)):
            run = run + parts[end].interval
            if run.low > parts[at].interval.high:
                break
            if end > at + 1 and run.meets(parts[at].interval):
                yield [*parts[: at + 1], *parts[end + 1 :]]


_ALL_OF = re.compile(r"[^,;。\d]{0,10}(?:全部|均|都|已全)")
_FELLOW = re.compile(r"\s*[、,和]?\s*")
_DONE = re.compile(r"(?:目前|现|均|全部)?已")
_SUMMED = re.compile(
    r"(?:共计|合计|总计|总共|[合加]起来|相加|[两二三四五六七八九十][者类项个][^,;。]{0,8}共)[^,;。]{0,6}$"
)
_TOTAL = re.compile(r"(?:共|合计|总计|共计|累计|总共|总数|总量|[合加]起来|相加)[^,;。]{0,12}$")


def named_base(percent: Quantity) -> str:
    """The words between 占 and 的 that name what a share is of; empty where they are general (总数, 全部, 总量)."""
    words = percent.label.partition("占")[2].rpartition("的")[0] if "占" in percent.label else ""
    return re.sub(r"总数量?|总量|总额|全部|总体|总件数|同期|比例?|数量|数$|其|的|比|整个|所有|总", "", words)


def _goes_on(parts: Sequence[Quantity], count: int) -> bool:
    """Whether a list runs on in the same breath behind its first ``count`` items."""
    last, following = parts[count - 1], parts[count]
    near = following.clause - last.clause <= 1 or following.segment - last.segment == 1
    return near and following.sentence == last.sentence


def _common(first: str, second: str) -> int:
    """The length of the longest run of characters that both have, from two on."""
    return max(
        (n for n in range(2, len(first) + 1) if any(first[i : i + n] in second for i in range(len(first) - n + 1))),
        default=0,
    )


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
