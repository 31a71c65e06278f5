"""Percentages: shares of a total, rates, and the base each of them is taken on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total
from lawlint.figures.reading import Reading
from lawlint.figures.sums import Sums
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, common_unit, plain, share_meets, spans

_BACK = 60  # how many numbers back a base is looked for
_OF = re.compile(r"^[^,;。:\n()]{0,24}的\s*$")
_TOGETHER = re.compile(r"(?:合计?占|共占|合共占|两[者类项]|前[二两三四五六七八九十]|三[者类项]|上述|以上|均占|共计占)")


@dataclass(slots=True)
class _Share:
    """A percentage, the number it belongs to, and what is known about its base."""

    percent: Quantity
    part: Quantity
    base: Quantity | None = None
    stated: bool = False  # the words name the base: 占…2617件的24%
    siblings: list[_Share] = field(default_factory=list)


def percent_relation(
    base: Quantity | None, parts: Sequence[Quantity], percent: Quantity, verdict: str, *, base_parts: Sequence[Quantity] = (),
    closed: bool = False, doubt: str | None = None,
) -> Relation:
    """The relation ``sum of parts / base = percent``; where no base is printed it is the sum of ``base_parts``."""  # fmt: skip
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
    truncated = verdict == FAILS and _truncated(top, bottom, percent)
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
        truncated=truncated,
        quantities=every,
    )


def _truncated(top: Decimal, bottom: Decimal, percent: Quantity) -> bool:
    """Whether the percentage is the true one with its further digits cut off."""
    if not bottom or percent.value < 0:
        return False
    step = Decimal(1).scaleb(int(percent.value.as_tuple().exponent))
    return bool(percent.value <= top * HUNDRED / bottom < percent.value + step)


class Shares:
    """Finds the percentages of one reading."""

    def __init__(self, reading: Reading, sums: Sums) -> None:
        self.reading = reading
        self.sums = sums
        self.quantities = reading.quantities
        self.relations: list[Relation] = []

    def find(self) -> list[Relation]:
        """All shares and rates of the reading, and splits whose shares add to 100."""
        shares: list[_Share] = []
        for percent in self.quantities:
            if not percent.percent or percent.role in (Role.UP, Role.DOWN):
                continue
            if self._stated(percent):
                continue
            if percent.role is Role.RATE:
                self._rate(percent)
                continue
            part = self._part(percent)
            if part is not None:
                shares.append(_Share(percent, part))
        for group in _groups(shares):
            self._group(group)
        return self.relations

    # -- parts and bases -----------------------------------------------------------------------------------------

    def _back(self, index: int, limit: int = _BACK) -> Iterable[Quantity]:
        """The numbers before ``index``, the nearest first."""
        return (self.quantities[i] for i in range(index - 1, max(-1, index - 1 - limit), -1))

    def _part(self, percent: Quantity) -> Quantity | None:
        """The number a share belongs to: the last reported one before it, in its item."""
        for quantity in self._back(percent.index, 5):
            if quantity.percent and quantity.role not in (Role.UP, Role.DOWN):
                return None
            if quantity.percent or quantity.role in (Role.UP, Role.DOWN, Role.OLD):
                continue
            if quantity.segment != percent.segment and quantity.frame == percent.frame:
                return None
            return quantity
        return None

    def _stated(self, percent: Quantity) -> bool:
        """占 B 的 p%, 完成 B 的 p%: base before the percentage, part before the base."""
        if percent.index == 0:
            return False
        base = self.quantities[percent.index - 1]
        between = self.reading.text[base.end : percent.start]
        if base.percent or base.frame != percent.frame or not _OF.match(between) or base.clause != percent.clause:
            return False
        parts = [
            q
            for q in self._back(base.index, 4)
            if q.group == base.group and q.role in (Role.VALUE, Role.AVERAGE) and q.sentence == base.sentence and q.frame == base.frame
        ]
        for part in parts:
            if share_meets(part.interval, base.interval, percent.interval):
                self.relations.append(percent_relation(base, [part], percent, HOLDS, closed=True))
                return True
        if parts and re.search("占|完成|达到|为", self.reading.text[parts[0].end : base.start]):
            self.relations.append(percent_relation(base, [parts[0]], percent, FAILS, closed=True, doubt=_last_digit([parts[0]], base, percent)))
            return True
        return False

    # -- rates ---------------------------------------------------------------------------------------------------

    def _rate(self, percent: Quantity) -> None:
        """办结率 96%: the number before it, of the one before that, of the two together, or what is left."""
        part = self._part(percent)
        if part is None:
            return
        bases = [
            q for q in self._back(part.index, _BACK) if q.kind == part.kind and q.role is Role.VALUE and q.paragraph >= part.paragraph - 4
        ]
        outer = self._outer(part)
        if outer:
            bases.insert(0, outer)
        for distance, base in enumerate(bases[:12]):
            if share_meets(part.interval, base.interval, percent.interval) and (distance < 2 or _telling(percent)):
                self.relations.append(percent_relation(base, [part], percent, HOLDS))
                return
        run = [part]
        for quantity in self._back(part.index, 6):
            if quantity.kind != part.kind or quantity.role is not Role.VALUE or quantity.frame != part.frame or quantity.sentence != part.sentence:
                continue
            run.insert(0, quantity)
            for base in [b for b in bases[:4] if b not in run]:
                if share_meets(total(run), base.interval, percent.interval) and _telling(percent):
                    self.relations.append(percent_relation(base, run, percent, HOLDS))
                    return
            if share_meets(part.interval, total(run), percent.interval):
                self.relations.append(percent_relation(None, [part], percent, HOLDS, base_parts=run))
                return
        for pair in ([part],):
            others = [q for q in self._back(part.index, 6) if q.role is Role.VALUE and not q.percent and q.group == part.group and q.kind != part.kind]
            for base in others:
                if share_meets(pair[0].interval, base.interval, percent.interval) and _telling(percent):
                    self.relations.append(percent_relation(base, pair, percent, HOLDS))
                    return

    def _outer(self, part: Quantity) -> Quantity | None:
        totals = self.sums.total_of.get(part.index)
        return totals[0] if totals else None

    # -- shares of one split -------------------------------------------------------------------------------------

    def _group(self, group: list[_Share]) -> None:
        """Shares that stand side by side: the base that fits most of them."""
        first = group[0]
        kind = first.part.kind
        bases: list[Quantity] = []
        for share in group:
            bases += [t for t in self.sums.total_of.get(share.part.index, []) if t not in bases]
        claimed = list(bases)
        bases += [
            q
            for q in self._back(first.part.index)
            if q not in bases and q.group == first.part.group and (q.kind == kind or q.index >= first.part.index - 6) and q.role in (Role.VALUE, Role.AVERAGE)
        ]
        best: Quantity | None = None
        fits: list[_Share] = []
        for base in bases:
            met = [s for s in group if s.part is not base and share_meets(s.part.interval, base.interval, s.percent.interval)]
            if len(met) > len(fits):
                best, fits = base, met
        if best is not None and best not in claimed and len(fits) == 1 and not _telling(fits[0].percent) and best.index < first.part.index - 4:
            best, fits = None, []
        base = best or (claimed[0] if claimed else None)
        if base is None:
            self._unprinted(group)
            return
        for share in group:
            if share in fits:
                self.relations.append(percent_relation(base, [share.part], share.percent, HOLDS, closed=base in claimed))
                continue
            other = next((b for b in bases if share_meets(share.part.interval, b.interval, share.percent.interval) and b is not share.part), None)
            if other is not None:
                self.relations.append(percent_relation(other, [share.part], share.percent, HOLDS))
            elif base in claimed or len(fits) >= 2:
                doubt = _last_digit([share.part], base, share.percent)
                self.relations.append(percent_relation(base, [share.part], share.percent, FAILS, closed=base in claimed, doubt=doubt))

    def _unprinted(self, group: list[_Share]) -> None:
        """The base is printed nowhere: the parts together are it, where the shares make up 100 %."""
        parts = [s.part for s in group]
        added = total(s.percent for s in group)
        if len(group) < 2 or not added.meets(Interval(HUNDRED, HUNDRED)):
            return
        base = total(parts)
        for share in group:
            met = share_meets(share.part.interval, base, share.percent.interval)
            self.relations.append(percent_relation(None, [share.part], share.percent, HOLDS if met else OPEN, base_parts=parts))


def _groups(shares: list[_Share]) -> Iterable[list[_Share]]:
    """Shares in one bracket whose parts are of one kind and stand in one sentence or neighbouring items."""
    group: list[_Share] = []
    for share in shares:
        if group:
            last = group[-1]
            near = share.part.paragraph == last.part.paragraph or share.part.paragraph - last.part.paragraph <= 2
            if share.part.kind != last.part.kind or share.part.frame != last.part.frame or not near or share.part.sentence - last.part.sentence > 3:
                yield group
                group = []
        group.append(share)
    if group:
        yield group


def _telling(percent: Quantity) -> bool:
    """Whether the percentage has enough digits that meeting it is no accident."""
    return len(percent.printed.rstrip("%").replace(".", "").replace("-", "")) >= 3 and percent.value != HUNDRED


def _last_digit(parts: Sequence[Quantity], base: Quantity, percent: Quantity) -> str | None:
    """A doubt where the percentage is wrong by one unit of its last digit only."""
    step = percent.interval.high - percent.interval.low
    wide = Interval(percent.interval.low - step, percent.interval.high + step)
    if share_meets(total(parts), base.interval, wide):
        return "只差末位一个单位，可能是为使各项占比合计为100%而调整"
    return None
