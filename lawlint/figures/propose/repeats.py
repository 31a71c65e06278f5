"""The same quantity stated in two places: twice in the text, or in the text and in a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lawlint.figures import slips
from lawlint.figures.claim import Claim
from lawlint.figures.quantities import Interval, Quantity, Role
from lawlint.figures.reading import Reading
from lawlint.figures.scanner import scale_factor
from lawlint.figures.tables.grid import Grid
from lawlint.figures.words import says, tail, word

_SHORTEST = 4  # characters a name needs to stand for a quantity on its own
_TELLING = 5  # and more than these to prove two numbers wrong
_LONGEST = 8  # characters of a name that count
_BACK = 40  # numbers that a sentence may take one up from
_LEAST, _LEAST_AGAIN = 100, 20  # smaller numbers are equal by chance
_LEAD = 80  # characters before a number that may name its period
_NOUN = re.compile(r"[一-鿿]{2}")
_BRACKET = re.compile(r"\([^()]*\)")


class Repeats:
    """Proposes, for each quantity of a reading, the earlier one that it may repeat, and the cells that may repeat it."""

    def __init__(self, reading: Reading, grids: Sequence[Grid]) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.grids = grids
        self.first: dict[tuple[str, str], Quantity] = {}  # by name and unit
        self.with_pair: dict[str, list[Quantity]] = defaultdict(list)  # by two neighbouring characters of the label
        for quantity in self.quantities if grids else ():
            for pair in {a + b for a, b in pairwise(quantity.label)} if self._counts(quantity) else ():
                self.with_pair[pair].append(quantity)

    def propose(self) -> list[list[Claim]]:
        """The claims of each later number, the text's before the tables'."""
        found = [[*self._taken_up(q)] or [*self._named(q)] for q in self.quantities if self._counts(q)]
        for grid in self.grids:
            found += self._in_table(grid)
        return [claims for claims in found if claims]

    def _counts(self, quantity: Quantity) -> bool:
        return quantity.role is Role.VALUE and not (quantity.percent or quantity.spelled or quantity.frame)

    # -- in the text ---------------------------------------------------------------------------------------------

    def _taken_up(self, quantity: Quantity) -> Iterator[Claim]:
        """共收到建议128件 … 128件建议均已办结; 借贷案件128件 … 这128件标的额."""
        text, start = self.reading.text, quantity.start
        these = tail("these").search(text[max(0, start - 3) : start]) is not None
        noun = _NOUN.match(quantity.after)
        opens = text[start - 1 : start] in ("", "。", "\n") and not quantity.label
        if quantity.value < (_LEAST if these else _LEAST_AGAIN) or not (
            these or (opens and noun and says("taken_up", quantity.after[:9]))
        ):
            return
        back = self.quantities[max(0, quantity.index - (8 if these else _BACK)) : quantity.index]
        earlier = [q for q in back if q.kind == quantity.kind and q.role is Role.VALUE]
        if not these and noun:
            earlier = [
                q
                for q in earlier
                if noun.group() in q.label + q.after and (self._summed(q) or says("intake_verb", q.label))
            ]
        for other in reversed(earlier):
            yield _judged(Claim("repeat", other, [quantity], evidence={"taken up again": 1}))

    def _named(self, quantity: Quantity) -> Iterator[Claim]:
        """The first quantity of the same name and unit."""
        name = _name(quantity)
        if len(name) < _SHORTEST or quantity.value < _LEAST:
            return
        first = self.first.setdefault((name, quantity.kind), quantity)
        if first is quantity:
            return
        evidence = {"same name": float(min(len(name), _LONGEST))}
        if self._summed(first) or self._summed(quantity):
            evidence["total summed up"] = 1
        if self._periods(first) != self._periods(quantity):
            evidence["another period named"] = 1
        claim = _judged(Claim("repeat", first, [quantity], evidence=evidence))
        if claim.fit == "holds" or len(name) > _TELLING:  # 登记在册: a name that short is no proof of one thing
            yield claim

    def _summed(self, quantity: Quantity) -> bool:
        return says("total", quantity.label)

    def _periods(self, quantity: Quantity) -> list[str]:
        """The periods named in the sentence before a number."""
        lead = re.split("[。\n]", self.reading.text[max(0, quantity.start - _LEAD) : quantity.start])[-1]
        return [m.group() for m in word("period_named").finditer(lead)]

    # -- in a table ----------------------------------------------------------------------------------------------

    def _in_table(self, grid: Grid) -> Iterator[list[Claim]]:
        """The cells of a total row by their column's name, those of a table with one column of figures by their row's."""
        single = len({c for cells in grid.figures for c in cells}) == 1
        lone = len(grid.figures) == 1  # a row alone speaks for the table as a total does
        for row, cells in enumerate(grid.figures):
            for column, figure in cells.items():
                summed = lone or says("closer", grid.labels[row])
                if figure.percent or not (summed or single):
                    continue
                title = grid.names[column] if summed and not single else grid.labels[row]
                name = word("name_tail").sub("", _BRACKET.sub("", title))
                if len(name) >= 2:
                    yield self._twins(name, figure)

    def _twins(self, name: str, figure: Quantity) -> list[Claim]:
        twins = [q for q in self.with_pair[name[:2]] if name in q.label and q.group == (figure.group or q.group)]
        twins = [q for q in twins if word("name_tail").sub("", _name(q)) == name or self._summed(q)]
        found = []
        for twin in twins:
            evidence = {"named by the table": 1.0, "same name": float(min(len(name), _LONGEST))}
            if len(twins) > 1:
                evidence["several numbers of the name"] = 1
            found.append(_judged(Claim("repeat", twin, [figure], evidence=evidence)))
        return found


def _name(quantity: Quantity) -> str:
    """The label without adverbs, periods and copulas: what is counted."""
    return word("adverbs").sub("", word("adverbs").sub("", quantity.label))


def _judged(claim: Claim) -> Claim:
    """The claim with how its two numbers agree; a cell under 万元 is compared in its unit."""
    (again,) = claim.parts
    first = claim.whole
    assert first is not None
    factor = Decimal(1)
    if again.unit[:1] in ("万", "亿"):
        factor = scale_factor(again.unit[:1])
    elif not again.unit and not again.scale and again.index == 0:  # a cell without unit is taken in the text's scale
        factor = scale_factor(first.scale)
    wanted = Interval(first.interval.low / factor, first.interval.high / factor)
    worth = min(
        4.0, slips.digits(again.value, max(wanted.high - wanted.low, Decimal(1) if wanted.exact else Decimal(0)))
    )
    if again.interval.meets(wanted):
        claim.fit = "holds"
        claim.evidence["agrees"] = worth
    elif slips.near(again, wanted):
        claim.fit = "slip"
        claim.evidence["one slip from agreeing"] = worth
    return claim
