"""Sums and subsets: a total, and the items that may make it up or be some of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice, pairwise

from lawlint.figures import slips
from lawlint.figures.claim import Claim
from lawlint.figures.marks import Mark
from lawlint.figures.propose.shares import named_alike
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total
from lawlint.figures.reading import Reading
from lawlint.figures.streams import Streams
from lawlint.figures.words import pairs, says, tail, word

_TELLING = 1.5  # digits an agreement must be worth for a slip to say anything
_CLOSED = 1.4  # points of closing words from which any slip is one
_ENDS = 5  # places where a list may naturally end that are looked at
_TOTALS = 10  # numbers before a list that may be its total
_CUES = {
    "of": "其中 before the list",
    "split": "words of splitting before the list",
    "made": "words of splitting before the list",
    "each": "分别 before the list",
    "within": "a base named before the list",
    "colon": "a colon before the list",
    "mark": "a list mark before the list",
}


class Totals:
    """Proposes the sums of one reading. ``shares``: index of a part -> the percentage printed beside it."""

    def __init__(
        self, reading: Reading, marks: Sequence[Mark], streams: Streams, shares: Mapping[int, Quantity]
    ) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.marks = marks
        self.streams = streams
        self.shares = shares

    def propose(self) -> list[Claim]:
        """All claims, the same numbers only once."""
        found: dict[tuple[int, ...], Claim] = {}
        for start in self.quantities:
            if start.index not in self.streams.place:
                continue
            for claim in self._from(start):
                assert claim.whole is not None
                name = (claim.whole.index, *(p.index for p in claim.parts))
                if name not in found or found[name].evidence["lists tried"] > claim.evidence["lists tried"]:
                    found[name] = claim
        return list(found.values())

    def _from(self, start: Quantity) -> Iterator[Claim]:
        """The claims whose list begins at ``start``."""
        before = list(self._before(start))
        likely = self._likely(start, before)
        tried = 0
        for way, items in self.streams.streams(start):
            sums = self._running(items)
            natural = set(islice(self.streams.ends(way, items), _ENDS)) | {len(items)}
            behind = {e for e in range(2, len(items)) if sums[e - 1].meets(items[e].interval)}
            holding = self._holding(sums, before)
            for end in sorted(natural | behind | set(holding)):
                parts = self._multiplied(items[:end])
                if len(parts) < 2:
                    continue
                tried += 1
                for whole in dict.fromkeys([*(likely if end in natural else ()), *holding.get(end, ())]):
                    count = len(before) * (tried if end in natural else len(items))
                    yield from self._claim(whole, parts, way, items, end, end in natural, count)
                if end in natural or end in behind:
                    for whole in self._behind(items[end - 1]):
                        yield from self._claim(whole, parts, way, items, end, True, 2 * tried)
        if self._alone(start):
            for whole in before[:3]:
                yield from self._claim(whole, [start], "clause", [start], 1, True, 3)

    def _likely(self, start: Quantity, before: Sequence[Quantity]) -> list[Quantity]:
        """The totals that a list may miss: the nearest, and those that words sum up or that its opening words may mean."""
        opened = self.streams.opens(start) or bool(start.frame)
        near = 3 if opened else 1
        told = [
            w
            for w in before[near:]
            if self.marks[w.index].says("total") or (opened and self.marks[w.index].says("intake"))
        ]
        return [*before[:near], *told[:3]]

    def _alone(self, start: Quantity) -> bool:
        """Whether a number by itself may be some of another: behind 其中, in a bracket, or what became of what came in."""
        mark = self.marks[start.index]
        return bool(mark.cue or start.frame) or mark.says("outcome")

    def _multiplied(self, items: Sequence[Quantity]) -> list[Quantity]:
        """The parts of a list: an item that 各 or 均 multiplies counts as often as it says."""
        return [item for item in items for _ in range(self.marks[item.index].each)]

    def _running(self, items: Sequence[Quantity]) -> list[Interval]:
        """The sums of each beginning of a list."""
        sums: list[Interval] = []
        low = high = Decimal(0)
        for item in items:
            each = self.marks[item.index].each
            low += each * item.interval.low
            high += each * item.interval.high
            sums.append(Interval(low, high))
        return sums

    # -- totals --------------------------------------------------------------------------------------------------

    def _before(self, start: Quantity) -> Iterator[Quantity]:
        """The numbers before a list that may be its total, the nearest first."""
        seen = 0
        frames = self._frames(start)
        for index in range(start.index - 1, max(-1, start.index - 60), -1):
            whole = self.quantities[index]
            if whole.index not in self.streams.place or whole.frame not in frames:
                continue
            if start.paragraph - whole.paragraph > 12 or whole.role is Role.OLD:
                continue
            if not self._addable(whole, start):
                continue
            seen += 1
            yield whole
            if seen >= _TOTALS:
                return

    def _frames(self, start: Quantity) -> set[int]:
        frames = {start.frame}
        frame = start.frame
        while frame:
            frame = self.reading.frames.get(frame, (0, 0))[0]
            frames.add(frame)
        return frames

    def _addable(self, whole: Quantity, part: Quantity) -> bool:
        """Whether parts of the one's unit and role can make up the other."""
        if whole.role is not part.role:
            return False
        return whole.kind == part.kind or (whole.group == part.group == "case" and whole.unit != part.unit)

    def _behind(self, last: Quantity) -> Iterator[Quantity]:
        """The numbers behind a list that may be its total: of its own sentence or the one after."""
        for whole in self._following(last):
            if whole.sentence - last.sentence > 1 or whole.frame != last.frame:
                return
            if self._addable(whole, last):
                yield whole

    def _following(self, last: Quantity) -> list[Quantity]:
        """The next two numbers of a list's line, and the next of any unit that words sum up."""
        found = list(self.streams.behind(last, 2))
        for quantity in self.quantities[last.index + 1 : last.index + 4]:
            if (
                quantity.index in self.streams.place
                and quantity.kind != last.kind
                and self.marks[quantity.index].says("unit_of_all")
            ):
                found.append(quantity)
        return found

    def _holding(self, sums: Sequence[Interval], wholes: Sequence[Quantity]) -> dict[int, list[Quantity]]:
        """The totals that a list adds up to, by how many of its items make them up."""
        found: dict[int, list[Quantity]] = {}
        for whole in wholes:
            at = bisect_left(sums, whole.interval.low, key=lambda s: s.high)
            if 1 <= at < len(sums) and sums[at].low <= whole.interval.high:
                found.setdefault(at + 1, []).append(whole)
        return found

    # -- evidence ------------------------------------------------------------------------------------------------

    def _claim(
        self,
        whole: Quantity,
        parts: list[Quantity],
        way: str,
        items: Sequence[Quantity],
        end: int,
        natural: bool,
        tried: int,
    ) -> Iterator[Claim]:
        summed, closing = total(parts), self.closing(whole, parts)
        fit = "holds" if whole.interval.meets(summed) else "over" if summed.low > whole.interval.high else "short"
        if fit != "holds":
            if not natural or (summed.high * 20 < whole.interval.low and len(parts) > 1):
                return
            telling = _worth(whole, parts) >= _TELLING or closing >= _CLOSED
            if len(parts) > 1 and telling and slips.of_sum(whole, parts):
                fit = "slip"
        behind = whole.index > parts[0].index
        if behind and fit not in ("holds", "slip"):
            return
        some = len(parts) == 1 or (fit == "short" and closing <= 0)
        claim = Claim("subset" if some else "sum", whole, parts, fit=fit, closing=closing)
        worth = _worth(whole, parts)
        claim.evidence = {
            **(self._behind_evidence(whole, parts) if behind else self._before_evidence(whole, parts)),
            **self._list_evidence(whole, parts, way, items, end),
            **_unit_evidence(whole, parts),
            "lists tried": slips.digits(Decimal(tried), Decimal(1)),
        }
        if (fit != "holds" or items[0].frame) and self._in_the_midst(whole, items[:end]):
            claim.evidence["list begins in the midst"] = 1
        if not natural:
            claim.evidence["list cut short"] = 1
        if some:
            pass
        elif fit == "holds":
            claim.evidence["agrees"] = worth
        elif fit == "slip":
            claim.evidence["one slip from agreeing"] = max(0.0, worth - 2)
        elif fit == "over":
            claim.evidence["more than the total"] = 1
        yield claim

    def _worth_a_look(self, whole: Quantity, parts: Sequence[Quantity], summed: Interval) -> bool:
        """Whether a list that misses its total may be meant as its parts: behind words that open it, or near enough."""
        if self.streams.opens(parts[0]) or parts[0].frame != whole.frame:
            return summed.high * 20 >= whole.interval.low and summed.low <= whole.interval.high * 20
        near = summed.high * 4 >= whole.interval.low * 3 and summed.low * 3 <= whole.interval.high * 4
        return near or (whole.index > parts[0].index and summed.high * 20 >= whole.interval.low)

    def _before_evidence(self, whole: Quantity, parts: Sequence[Quantity]) -> dict[str, float]:
        first = parts[0]
        found: dict[str, float] = {}
        about = self.marks[whole.index]
        cue = self.marks[first.index].cue
        if first.frame != whole.frame:
            gap = self.reading.text[whole.end : self.reading.frames[first.frame][1]]
            found[
                "bracket right behind the total"
                if not any(c in gap for c in ",;。:、0123456789")
                else "bracket farther behind"
            ] = 1
            if cue and cue.sort in ("of", "split"):
                found[_CUES[cue.sort]] = 1
        elif cue:
            found[_CUES[cue.sort]] = 1
            if cue.sort == "within":
                inside = cue.start <= whole.end <= cue.end
                named = cue.words[-2:] in about.about
                found["the base named before the list" if inside or named else "not the base named"] = 1
        else:
            found["no words before the list"] = 1
        kind = self.streams.kinds[first.index]
        between = [
            q
            for q in self.quantities[whole.index + 1 : first.index]
            if self.streams.kinds[q.index] == kind and q.role is first.role and q.frame in (whole.frame, first.frame)
        ]
        if not between:
            found["total right before the list"] = 1
        found["like numbers between total and list"] = min(len(between), 6)
        if any(q.value > whole.value for q in between):
            found["a larger like number between"] = 1
        if first.paragraph != whole.paragraph:
            found["total paragraphs away"] = min(first.paragraph - whole.paragraph, 4)
        elif first.sentence != whole.sentence:
            found["total sentences away"] = min(first.sentence - whole.sentence, 5)
        found.update(self._about_total(whole, first))
        return found

    def _about_total(self, whole: Quantity, first: Quantity) -> dict[str, float]:
        """What the words around a total say of it, and of it and the first item."""
        about = self.marks[whole.index]
        found: dict[str, float] = {}
        if about.says("total"):
            found["total summed up"] = 1
        if about.says("intake"):
            found["total came in"] = 1
        if first.clause and marked_stage(about, self.marks[first.index]):
            found["what became of what came in"] = 1
        if about.says("rest"):
            found["total is a rest"] = 1
        if not about.says("total") and not about.says("intake"):
            found["total without a word of its own"] = 1
        share = self.shares.get(first.index)
        if share is not None and self.marks[share.index].base.sort == "named":
            likeness = named_alike(self.marks[share.index].base, about)
            if likeness >= 0.99:
                found["shares of the items name this total"] = 1
            elif likeness < 0.5:
                found["shares of the items name another total"] = 1
        if says("earlier", whole.label):
            found["total of another period"] = 1
        return found

    def _behind_evidence(self, whole: Quantity, parts: Sequence[Quantity]) -> dict[str, float]:
        about, last = self.marks[whole.index], parts[-1]
        found: dict[str, float] = {"total behind": 1}
        if tail("summed").search(whole.label):
            found["total behind, summed up in words"] = 1
        elif about.says("closer"):
            found["total behind, with a word of total"] = 1
        if whole.sentence != last.sentence:
            found["total in a later sentence"] = 1
        if whole.clause - last.clause <= 1:
            found["total right behind the list"] = 1
        return found

    def _list_evidence(
        self, whole: Quantity, parts: Sequence[Quantity], way: str, items: Sequence[Quantity], end: int
    ) -> dict[str, float]:
        marks = [self.marks[p.index] for p in parts]
        found: dict[str, float] = {f"one item a {way}": 1}
        if len(parts) == 1:
            found["a single part"] = 1
            return found
        found["three items or more"] = float(len(parts) > 2)
        if len(parts) == 2:
            found["two items"] = 1
        names = [m.name for m in marks]
        if alike(names):
            found["items named alike"] = 1
        if self._complement(parts):
            found["items exclude each other"] = 1
        if marks[-1].says("rest"):
            found["the last is the rest"] = 1
        if marks[-1].says("pending"):
            found["the last is still open"] = 1
        done = [m.says("outcome") for m in marks]
        if any(done) and not all(done):
            found["some items tell what became of others"] = 1
        shares = [self.shares[p.index] for p in parts if p.index in self.shares]
        if len(shares) == len(parts):
            adds = total(shares).meets(Interval(HUNDRED, HUNDRED))
            found["shares of the items make 100 %" if adds else "shares of the items make less"] = 1
        elif shares:
            found["only some items have shares"] = 1
        if end < len(items):
            following, gap = items[end], self.streams.gap(parts[-1], items[end])
            widest = max(self.streams.gap(a, b) for a, b in pairwise(items[:end])) if end > 1 else 2
            if following is not whole and gap <= widest and self.marks[following.index].cue is None:
                found["list goes on"] = 1
        gaps = {self.streams.gap(a, b) for a, b in pairwise(items[:end])}
        if len(gaps) > 1:
            found["marks between items uneven"] = float(max(gaps) - min(gaps))
        if over := self.streams.passed_over(items[0], items[end - 1], end):
            found["like numbers passed over"] = min(over, 5)
        return found

    def _in_the_midst(self, whole: Quantity, items: Sequence[Quantity]) -> bool:
        """Whether a number of the same kind stands before the list as its items stand to each other."""
        before = self.streams.before(items[0], 1)
        if not before or before[0] is whole or self.streams.opens(items[0]):
            return False
        inner = max((self.streams.gap(a, b) for a, b in pairwise(items)), default=0)
        return self.streams.gap(before[0], items[0]) <= inner

    def _complement(self, parts: Sequence[Quantity]) -> bool:
        return len(parts) == 2 and complement(self.marks[parts[0].index].name, self.marks[parts[1].index].name)

    def closing(self, whole: Quantity, parts: Sequence[Quantity]) -> float:
        """Whether the words say that the parts are all there are: above 0 they do, below 0 they say that there are more."""
        if len(parts) < 2:
            return 0.0
        first, last = parts[0], parts[-1]
        cue = self.marks[first.index].cue
        behind = max(first.start - len(first.label), cue.end if cue else 0)
        lead = self.reading.text[min(whole.end, first.start) : behind][-60:]
        points = 0.0
        if says("open", lead) or word("open").match(last.after[:6]):
            points -= 3
        if says("ranked", self.reading.text[first.start - 20 : last.end + 8]):
            points -= 2
        if self.marks[last.index].says("rest") and (len(parts) > 2 or last.sentence == first.sentence):
            points += 2
        shares = [self.shares[p.index] for p in parts if p.index in self.shares]
        if len(shares) == len(parts):
            points += 2 if total(shares).meets(Interval(HUNDRED, HUNDRED)) else -2
        if first.frame != whole.frame:
            gap = self.reading.text[whole.end : self.reading.frames[first.frame][1]]
            clean = not any(c in gap for c in ",;。:、0123456789") and not (cue and cue.sort == "of")
            points += 1.5 if clean and not says("carried", first.label) else 0
        elif cue and cue.sort in ("each", "made"):
            points += 1.5
        elif cue and cue.sort == "split":
            points += 1.5 if says("complete", lead) or says("classes", lead) else 0.7
        if self._complement(parts):
            points += 1 if says("static", parts[0].label) else 0.5
        if tail("summed").search(whole.label):
            points += 1.5
        if self.marks[last.index].says("pending") and last.sentence == first.sentence:
            points += 1.5
        return points


def marked_stage(whole: Mark, part: Mark) -> bool:
    """Whether a number tells what became of another: 受理 … 办结."""
    return whole.says("intake") and part.says("outcome")


def alike(names: Sequence[str]) -> bool:
    """Whether labels are of one make: they share their first or last character, or are of equal length."""
    if any(not n for n in names):
        return False
    ends, starts = {n[-1] for n in names}, {n[0] for n in names}
    lengths = [len(n) for n in names]
    return len(ends) == 1 or len(starts) == 1 or max(lengths) - min(lengths) <= 1


def complement(first: str, last: str) -> bool:
    """Whether two labels name classes that exclude each other and leave nothing: 合格 and 不合格, 男性 and 女性."""
    for negation in word("negation").pattern.split("|"):
        at = last.find(negation)
        if 0 <= at <= 4 and len(rest := last[at + len(negation) :][:2]) == 2 and rest in first:
            return True
    return any(
        a in first and b in last and a not in last.replace(b, "") and b not in first for a, b in pairs("opposites")
    )


def _unit_evidence(whole: Quantity, parts: Sequence[Quantity]) -> dict[str, float]:
    scales = {bool(q.scale) for q in parts}
    found = {"counts other things": 1.0} if _other_things(whole, parts[0]) else {}
    found |= {"scales differ": 1.0} if scales != {bool(whole.scale)} and len(parts) > 1 else {}
    return {**found, **_units(whole, parts)}


def _other_things(whole: Quantity, part: Quantity) -> bool:
    """Whether the nouns behind two numbers have nothing in common: 54个城市 and 4个国家."""
    one, other = whole.after.lstrip("的"), part.after.lstrip("的")
    return len(one) > 1 and len(other) > 1 and not set(one) & set(other)


def _units(whole: Quantity, parts: Sequence[Quantity]) -> dict[str, float]:
    if all(p.unit == whole.unit for p in parts):
        return {"same unit": 1}
    return {"units of one kind" if all(p.kind == whole.kind for p in parts) else "units of one sort": 1}


def _worth(whole: Quantity, parts: Sequence[Quantity]) -> float:
    """How many digits it is worth that parts add up: those of the total, capped by what the largest part leaves."""
    width = max((q.interval.high - q.interval.low for q in (whole, *parts)), default=Decimal(0)) or Decimal(1)
    size = max(whole.value, total(parts).low)
    left = size - max(p.value for p in parts)
    return slips.digits(min(size, max(left, width) * 10), width)
