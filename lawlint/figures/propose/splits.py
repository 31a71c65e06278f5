"""Shares of one split, which must add to 100 %: 咨询占56%，求助占22%，其他占22%."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lawlint.figures import slips
from lawlint.figures.claim import Claim
from lawlint.figures.marks import Mark
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total

_WHOLE = Interval(HUNDRED, HUNDRED)
_ROOM = 20  # percentage points that a list closed by 其他 may miss 100 % by and still be meant as all


class Splits:
    """Proposes the splits of one reading. ``parts``: index of a percentage -> the number it belongs to."""

    def __init__(
        self, quantities: Sequence[Quantity], marks: Sequence[Mark], nest: Sequence[int], parts: Mapping[int, Quantity]
    ) -> None:
        self.quantities = quantities
        self.marks = marks
        self.nest = nest
        self.parts = parts

    def propose(self) -> Iterator[Claim]:
        """Runs of shares in neighbouring items that add to 100 %, or end with 其他 and nearly do."""
        run: list[Quantity] = []
        for quantity in self.quantities:
            if not quantity.percent:
                continue
            if run and self._beside(run[-1], quantity):
                run.append(quantity)
                continue
            yield from self._claim(run)
            run = [quantity] if quantity.role is Role.SHARE else []
        yield from self._claim(run)

    def _claim(self, run: list[Quantity]) -> Iterator[Claim]:
        if len(run) < 2:
            return
        claim = Claim("shares", None, run, evidence={"shares side by side": 1.0})
        part = self.parts.get(run[-1].index)
        if self.marks[run[-1].index].says("rest") or (part is not None and self.marks[part.index].says("rest")):
            claim.evidence["the last is the rest"] = claim.closing = 1.0
        missing = HUNDRED - sum((q.value for q in run), Decimal(0))
        if total(run).meets(_WHOLE):
            claim.fit = "holds"
            claim.evidence["agrees"] = 1.0
        elif abs(missing) > _ROOM or len(run) < 3 or run[-1].sentence != run[0].sentence:
            claim.evidence["far from agreeing"] = 1.0
        elif any(slips.near(q, Interval(q.interval.low + missing, q.interval.high + missing)) for q in run):
            claim.fit = "slip"
            claim.evidence["one slip from agreeing"] = 1.0
        yield claim

    def _beside(self, one: Quantity, other: Quantity) -> bool:
        """Whether two percentages are shares in neighbouring items of one list."""
        if other.role not in (Role.SHARE, Role.VALUE) or (other.frame != one.frame and not (one.frame and other.frame)):
            return False
        if other.role is Role.VALUE and (other.sentence != one.sentence or not other.label):
            return False
        near = (
            other.paragraph - one.paragraph <= 1 and other.sentence - one.sentence <= 2 and other.index - one.index <= 4
        )
        return near and self.nest[one.index] == self.nest[other.index]
