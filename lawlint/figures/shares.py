"""Percentages: shares of a total, rates, and the base each of them is taken on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lawlint.figures import closing
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total
from lawlint.figures.reading import Reading
from lawlint.figures.sums import Sums, named_base
from lawlint.figures.verdicts import FAILS, HOLDS, OPEN, Relation, common_unit, plain, share_meets, spans, sum_relation

_BACK = 60  # how many numbers back a base is looked for
_OF = re.compile(r"^[^,;。:\n()]{0,30}的\s*$")
_CLAIMS = re.compile(r"占|完成|达到|为|是|相当于")
_AFTER = re.compile(r"\s*[,(]?\s*(?:分别)?(?:约|共计|合计|共|为|有|是|计|达|即|数量|受理|办理)*\s*")
_ADVERBS = re.compile(
    r"其中|比重|数量|比例|件数|人数|金额|大[概约]|同样|[,、约共合计均各分别依次仅只也又已所将近超过达到为的总就则还并且其了高低]"
)
_RESPECTIVELY = re.compile(r"分别|依次|各占|比例|占比|比重")
_RATES = re.compile(r"((?:[^,;。:、和及与\d]{1,12}率[、和及与])+[^,;。:、和及与\d]{1,12}率)分别(?:为|是|达到?)?\s*$")
_INSIDE = re.compile(r"[^,;。()%\d]{0,12}\((?:约|共|计|有|为|即)?")
_SAID_OF = re.compile(r"\s*(?:是|为|属于?|的)")
_NEXT = re.compile(r"\s*[、,和及与]\s*")


@dataclass(slots=True)
class _Share:
    """A percentage and the number it belongs to."""

    percent: Quantity
    part: Quantity


def percent_relation(
    base: Quantity | None,
    parts: Sequence[Quantity],
    percent: Quantity,
    verdict: str,
    *,
    base_parts: Sequence[Quantity] = (),
    closed: bool = False,
    doubt: str | None = None,
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

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.relations: list[Relation] = []
        self.rates: list[Quantity] = []
        self.shares: list[_Share] = []
        self.alone: list[Quantity] = []
        self._pair()
        self.part_of = {s.percent.index: s.part for s in self.shares}
        self.share_of = {s.part.index: s.percent for s in self.shares}

    def _pair(self) -> None:
        """Give every percentage the number it belongs to."""
        respective = self._respective(self.shares)
        for percent in self.quantities:
            if (
                not percent.percent
                or percent.role in (Role.UP, Role.DOWN, Role.OLD)
                or percent.index in respective
                or self._stated(percent)
            ):
                continue
            if percent.role is Role.RATE:
                self.rates.append(percent)
            elif (part := self._part(percent)) is not None:
                self.shares.append(_Share(percent, part))
            elif percent.role is Role.SHARE:
                self.alone.append(percent)
        self.shares.sort(key=lambda s: s.percent.index)

    def find(self, sums: Sums) -> list[Relation]:
        """All shares and rates of the reading, given its sums."""
        self.sums = sums
        for percent in self.rates:
            self._rate(percent)
        for percent in self.alone:
            self._together(percent)
        outer: Quantity | None = None
        outer_parts: list[Quantity] = []
        kinds = dict.fromkeys(s.part.kind for s in self.shares)
        for nested, group in (g for k in kinds for g in self._groups([s for s in self.shares if s.part.kind == k])):
            base, parts = self._group(group, outer if nested else None, outer_parts if nested else [])
            if not nested:
                outer, outer_parts = base, parts
        self._splits()
        return self.relations

    def _splits(self) -> None:
        """Percentages of one split, which must add to 100 within rounding."""
        run: list[Quantity] = []
        for quantity in self.quantities:
            if not quantity.percent:
                continue
            if run and self._side_by_side(run[-1], quantity):
                run.append(quantity)
                continue
            self._split(run)
            run = [quantity] if quantity.role is Role.SHARE else []
        self._split(run)

    def _side_by_side(self, one: Quantity, other: Quantity) -> bool:
        """Whether two percentages are shares in neighbouring items of one list."""
        if other.role not in (Role.SHARE, Role.VALUE) or (other.frame != one.frame and not (one.frame and other.frame)):
            return False
        nest = self.sums.nest
        if other.role is Role.VALUE and (other.sentence != one.sentence or not other.label):
            return False
        return (
            other.paragraph - one.paragraph <= 1
            and other.sentence - one.sentence <= 2
            and nest[one.index] == nest[other.index]
            and other.index - one.index <= 4
        )

    def _last(self, percent: Quantity) -> bool:
        """Whether a share is that of what remains."""
        part = self.part_of.get(percent.index)
        return closing.rest(percent) or (part is not None and closing.rest(part))

    def _split(self, run: list[Quantity]) -> None:
        if len(run) < 2:
            return
        added = total(run)
        whole = Interval(HUNDRED, HUNDRED)
        value = sum((q.value for q in run), Decimal(0))
        if added.meets(whole):
            verdict = HOLDS
        elif (
            len(run) >= 3 and self._last(run[-1]) and abs(value - HUNDRED) <= 20 and run[-1].sentence == run[0].sentence
        ):
            verdict = FAILS
        else:
            return
        span, numbers = spans(run)
        written = (
            " + ".join(q.printed for q in run)
            + f" = {plain(value)}% {'=' if value == HUNDRED else '≈' if verdict == HOLDS else '≠'} 100%"
        )
        doubt = "占比可能按别的口径计算" if verdict == FAILS else None
        self.relations.append(
            Relation(
                "shares",
                verdict,
                "100%",
                [q.printed for q in run],
                "%",
                span,
                numbers,
                plain(HUNDRED - value),
                self._last(run[-1]),
                doubt,
                written,
                quantities=run,
            )
        )

    @staticmethod
    def _parts_for(run: list[Quantity], before: list[Quantity]) -> list[Quantity]:
        """The numbers that a row of shares belongs to: of the unit whose numbers the shares fit, else the nearest."""
        choices = [[q for q in before if q.kind == k][: len(run)][::-1] for k in dict.fromkeys(q.kind for q in before)]
        for parts in choices:
            whole = total(parts)
            if len(parts) == len(run) and all(
                share_meets(p.interval, whole, s.interval) for p, s in zip(parts, run, strict=True)
            ):
                return parts
        return choices[0] if choices else []

    def _run(self, first: Quantity) -> list[Quantity]:
        """A number and those joined to it by 、 or 和 and nothing else, of one kind."""
        run = [first]
        for quantity in self.quantities[first.index + 1 : first.index + 30]:
            joined = _NEXT.fullmatch(self.reading.text[run[-1].end : quantity.start])
            if not joined or quantity.percent != first.percent or quantity.kind != first.kind:
                break
            run.append(quantity)
        return run

    def _groups(self, shares: list[_Share]) -> Iterable[tuple[bool, list[_Share]]]:
        """Shares whose parts are of one kind, bracket and nest, in one sentence or neighbouring items; and whether they
        stand inside an item of another list."""
        nest = self.sums.nest
        groups: list[tuple[bool, list[_Share]]] = []
        inner: list[_Share] = []
        group: list[_Share] = []
        whole = False  # the last group makes up 100 %: what follows is inside one of its items, or another list
        for share in shares:
            if group:
                first, last = group[0].part, group[-1].part
                deeper = share.part.frame != first.frame or nest[share.part.index] not in (0, nest[first.index])
                if deeper and share.part.sentence == last.sentence:
                    inner.append(share)
                    continue
                cue = self.sums.cues.get(share.part.index)
                again = cue is not None and cue.sort in ("within", "split")
                # several in one paragraph or sentence: a list ends with it
                beside = len(group) > 1 and group[-2].part.paragraph == last.paragraph
                within = len(group) > 1 and group[-2].part.sentence == last.sentence
                far = share.part.paragraph - last.paragraph > (0 if beside else 2)
                far = far or share.part.sentence - last.sentence > (0 if within else 3)
                far = far or any(
                    self.sums.parts_of[t.index][0] is share.part for t in self.sums.total_of.get(share.part.index, ())
                )
                # a new sentence whose shares would make more than 100 %: another list
                more = total(s.percent for s in [*group, share]).low > HUNDRED
                far = far or (more and share.part.sentence != last.sentence)
                if whole or again or far or len(group) >= _BACK or share.part.frame != last.frame:
                    groups += [(False, group), *((True, [one]) for one in inner)]
                    group, inner = [], []
            group.append(share)
            whole = self._complete(group)
        if group:
            groups.append((False, group))
        return [*groups, *((True, [one]) for one in inner)]

    def _respective(self, shares: list[_Share]) -> set[int]:
        """As many percentages in a row as numbers: 甲 3 件，乙 1 件，分别占 75%、25%; two measures with a share each
        (3 起、亡 2 人，占总数的 a% 和 b%); shares first and numbers behind them (数量分别为 …)."""
        taken: set[int] = set()
        for percent in self.quantities:
            if percent.index in taken or not percent.percent or percent.role not in (Role.SHARE, Role.RATE):
                continue
            run = self._run(percent)
            told = bool(_RESPECTIVELY.search(percent.label))
            if len(run) == 1 and "分别" not in percent.label:
                continue
            if self._name_rates(run):
                continue
            before = [
                q
                for q in self._back(percent.index, 40)
                if q.sentence == percent.sentence
                and q.role is Role.VALUE
                and q.frame == percent.frame
                and not q.percent
            ]
            measures = [q for q in before if q.segment == percent.segment][: len(run)][::-1]
            if len(run) > 1 and len(measures) == len(run) == len({q.kind for q in measures}):
                shares += [_Share(p, part) for p, part in zip(run, measures, strict=True)]
                taken.update(q.index for q in run)
            elif told:
                parts = self._parts_for(run, before)
                taken.update(q.index for q in run)
                if len(run) > 1 and len(parts) == len(run):
                    shares += [_Share(p, part) for p, part in zip(run, parts, strict=True)]
        for number in self.quantities:
            if number.percent or "分别" not in number.label or number.role is not Role.VALUE:
                continue
            parts = self._run(number)
            before = [q for q in self._back(number.index, 2 * len(parts)) if q.sentence == number.sentence]
            run = before[: len(parts)][::-1]
            if (
                len(parts) > 1
                and len(run) == len(parts)
                and all(q.role is Role.SHARE and q.index not in taken for q in run)
            ):
                shares += [_Share(p, part) for p, part in zip(run, parts, strict=True)]
                taken.update(q.index for q in run)
        return taken

    def _name_rates(self, run: list[Quantity]) -> bool:
        """办结率、满意率分别为100%、98.7%: a rate each, named before them; gives each percentage its name."""
        names = _RATES.search(self.reading.text, max(0, run[0].start - 60), run[0].start)
        told = re.split("[、和及与]", names.group(1)) if names else []
        if len(told) != len(run):
            return False
        for percent, name in zip(run, told, strict=True):
            percent.role, percent.label = Role.RATE, name
        return True

    # -- parts and bases -----------------------------------------------------------------------------------------

    def _back(self, index: int, limit: int = _BACK) -> Iterable[Quantity]:
        """The numbers before ``index``, the nearest first."""
        return (self.quantities[i] for i in range(index - 1, max(-1, index - 1 - limit), -1))

    def _part(self, percent: Quantity) -> Quantity | None:
        """The number a share belongs to: the last reported one before it, in its item."""
        for quantity in self._back(percent.index, 16):
            if quantity.frame != percent.frame and not self._outside(quantity, percent):
                continue
            if quantity.percent and quantity.role not in (Role.UP, Role.DOWN) and not self._other_subject(percent):
                return None
            if quantity.percent or quantity.role in (Role.UP, Role.DOWN, Role.OLD):
                continue
            if quantity.segment != percent.segment and quantity.frame == percent.frame:
                break
            if percent.role is Role.VALUE and _SAID_OF.match(self.reading.text, percent.end):
                break  # 68%是咨询（1034件）
            if self._other_subject(percent) and not self._names(percent, quantity):
                continue  # 起数只占总数的5.4%, 死亡人数占81.6%
            return quantity
        if percent.index + 1 < len(self.quantities):  # 咨询类占61.2%，为32033件
            following = self.quantities[percent.index + 1]
            if following.segment == percent.segment and not following.percent and following.role is Role.VALUE:
                between = self.reading.text[percent.end : following.start]
                if _AFTER.fullmatch(between) or (not percent.frame and following.frame and _INSIDE.fullmatch(between)):
                    return following
        return None

    def _outside(self, quantity: Quantity, percent: Quantity) -> bool:
        """Whether a number stands in a bracket (or none) that the percentage's own bracket stands in."""
        frame = percent.frame
        while frame:
            frame = self.reading.frames[frame][0]
            if frame == quantity.frame:
                return True
        return False

    @staticmethod
    def _names(percent: Quantity, quantity: Quantity) -> bool:
        """Whether the subject of a share is what the number before it counts."""
        subject = _subject(percent)
        label = _ADVERBS.sub("", quantity.label)
        named = len(label) >= 2 and label in subject
        return named or subject in quantity.label + quantity.after or subject.rstrip("数") == quantity.unit

    @staticmethod
    def _other_subject(percent: Quantity) -> bool:
        """Whether the clause of a share names what it is the share of: 运用新办法查处的案件占全部案件的13.7%."""
        return bool(_subject(percent))

    def _together(self, percent: Quantity) -> None:
        """A share whose clause has its own subject: what stood before it, added up, of the total it was part of."""
        before = [
            q
            for q in self._back(percent.index, 12)
            if q.sentence == percent.sentence and not q.percent and q.role is Role.VALUE
        ]
        run: list[Quantity] = []
        for quantity in before:
            if (run and quantity.kind != run[0].kind) or quantity.frame != percent.frame:
                continue
            run.insert(0, quantity)
            for base in (
                self.sums.total_of.get(run[-1].index, [])[:1]
                + [q for q in self._back(run[0].index, 8) if q.kind == run[0].kind][:3]
            ):
                if base not in run and share_meets(total(run), base.interval, percent.interval) and _telling(percent):
                    self.relations.append(percent_relation(base, run, percent, HOLDS))
                    return

    def _stated(self, percent: Quantity) -> bool:
        """占 B 的 p%, 完成 B 的 p%: base before the percentage, part before the base."""
        if percent.index == 0:
            return False
        base = self.quantities[percent.index - 1]
        between = self.reading.text[base.end : percent.start]
        if base.percent or base.frame != percent.frame or not _OF.match(between):
            return False
        parts = [
            q
            for q in self._back(base.index, 4)
            if q.group == base.group
            and q.role in (Role.VALUE, Role.AVERAGE)
            and q.sentence == base.sentence
            and q.frame == base.frame
        ]
        for part in parts:
            if share_meets(part.interval, base.interval, percent.interval):
                self.relations.append(percent_relation(base, [part], percent, HOLDS, closed=True))
                return True
        if parts and _CLAIMS.search(self.reading.text[parts[0].end : base.start]):
            self.relations.append(
                percent_relation(
                    base, [parts[0]], percent, FAILS, closed=True, doubt=_last_digit([parts[0]], base, percent)
                )
            )
            return True
        return False

    # -- rates ---------------------------------------------------------------------------------------------------

    def _rate(self, percent: Quantity) -> None:
        """办结率 96%: the number before it, of the one before that, of the two together, or of what it is left of."""
        part = self._part(percent)
        if part is None:
            return
        # what one item counts twice (158件196人) gives two readings: the number right before, and its fellow
        fellows = [part]
        if (
            part.index
            and (other := self.quantities[part.index - 1]).clause == part.clause
            and other.frame == part.frame
            and not other.percent
        ):
            fellows.append(other)
        fellows += [q for q in self._named(percent) if q not in fellows]
        for number in fellows:
            if self._rate_of(percent, number):
                return
        self._failing_rate(percent, fellows)

    def _named(self, percent: Quantity) -> list[Quantity]:
        """Numbers of the sentence that the rate is named after: 合格 4051 批次 … 合格率."""
        name = re.split("率|比例|比重|占比", percent.label)[0]
        stem = name[-3:]
        stems = [stem[i:] for i in range(len(stem) - 1)] + ([name[:2]] if len(name) > 2 else [])
        return [
            q
            for q in self._back(percent.index, 8)
            if q.sentence == percent.sentence
            and not q.percent
            and q.role is Role.VALUE
            and any(s in q.label and "不" + s not in q.label for s in stems)
        ]

    def _rate_of(self, percent: Quantity, part: Quantity) -> bool:
        bases = [
            q
            for q in self._back(part.index)
            if q.kind == part.kind and q.role is Role.VALUE and q.paragraph >= part.paragraph - 4
        ]
        outer = self.sums.total_of.get(part.index, [])
        bases = [*outer, *(b for b in bases if b not in outer)][:8]
        bases += [  # 纠错152件，纠错率15.0%；审结1012件
            q
            for q in self.quantities[percent.index + 1 : percent.index + 4]
            if q.kind == part.kind and q.role is Role.VALUE and q.sentence == percent.sentence and _telling(percent)
        ]
        for distance, base in enumerate(bases[:12]):
            if share_meets(part.interval, base.interval, percent.interval) and (distance < 2 or _telling(percent)):
                self.relations.append(percent_relation(base, [part], percent, HOLDS))
                return True
        run = [part]
        for quantity in self._back(part.index, 8):
            if (
                quantity.kind != part.kind
                or quantity.role is not Role.VALUE
                or quantity.frame != part.frame
                or quantity.sentence != part.sentence
            ):
                continue
            run.insert(0, quantity)
            for base in [b for b in bases[:4] if b not in run]:
                if share_meets(total(run), base.interval, percent.interval) and (_telling(percent) or base in outer):
                    self.relations.append(percent_relation(base, run, percent, HOLDS))
                    return True
            if share_meets(part.interval, total(run), percent.interval):
                self.relations.append(percent_relation(None, [part], percent, HOLDS, base_parts=run))
                return True
        others = [
            q
            for q in self._back(part.index, 6)
            if q.role is Role.VALUE and not q.percent and q.group == part.group and q.kind != part.kind
        ]
        for base in others:
            if share_meets(part.interval, base.interval, percent.interval) and _telling(percent):
                self.relations.append(percent_relation(base, [part], percent, HOLDS))
                return True
        return False

    def _failing_rate(self, percent: Quantity, fellows: list[Quantity]) -> None:
        """A rate that no reading gives, where its name takes up the part's words and the base stands right before."""
        name = percent.label
        for part in fellows[:2]:
            before = [
                q
                for q in self._back(part.index, 6)
                if q.kind == part.kind and q.frame == part.frame and q.role is Role.VALUE
            ]
            if not before or before[0].sentence != part.sentence:
                continue
            words = part.label + part.after
            base = before[0]
            if self._itself_rated(base):
                return
            if re.match(r"[不未非]", name) and part.label[:1] == name[:1]:  # 不捕率 is of all that were decided on
                parts = [base, part]
                self.relations.append(percent_relation(None, [part], percent, OPEN, base_parts=parts))
                return
            shared = {c for c in name.split("率")[0] if c in words and c not in "的率达为均"}
            near = len(shared) >= 2 or (shared and closing.stage(base, part) and percent.index == part.index + 1)
            named = len(shared) >= 2 and closing.intake(base) and part.interval.low <= base.interval.high
            slip = (closing.intake(base) or _telling(percent)) and closing.slip_share(part, base, percent)
            if named or (near and slip):
                doubt = _last_digit([part], base, percent) or "比率的基数由上下文推断"
                self.relations.append(percent_relation(base, [part], percent, FAILS, doubt=doubt))
                return

    def _itself_rated(self, base: Quantity) -> bool:
        """Whether a number is the part of a rate whose base is printed nowhere: 出庭应诉212件，出庭应诉率98.6%."""
        following = self.quantities[base.index + 1 : base.index + 2]
        return any(
            q.percent
            and q.role is Role.RATE
            and q.clause - base.clause == 1
            and q.value < HUNDRED
            and not any(
                r.kind == "percent" and r.quantities[-1] is q and r.quantities[0].sentence == base.sentence
                for r in self.relations
            )
            for q in following
        )

    # -- shares of one split -------------------------------------------------------------------------------------

    def _group(  # noqa: C901
        self, group: list[_Share], outer: Quantity | None, outer_parts: list[Quantity]
    ) -> tuple[Quantity | None, list[Quantity]]:
        """Shares that stand side by side: the base that fits most of them. ``outer``, ``outer_parts``: the base of the list
        this one is nested in. Gives the base found and, where none is printed, the parts that make it up."""
        first = group[0]
        first_percent = first.percent
        kind = first.part.kind
        bases: list[Quantity] = []
        for share in group:
            bases += [t for t in self.sums.total_of.get(share.part.index, []) if t not in bases]
        parts = [s.part for s in group]
        if (
            closing.by_shares(parts, self.share_of) is False
        ):  # a whole list whose shares are not 100 %: of something else
            bases = [
                b
                for b in bases
                if not total(parts).meets(b.interval)
                or any(share_meets(s.part.interval, b.interval, s.percent.interval) for s in group)
            ]
        words = next((w for s in group if (w := named_base(s.percent))), "")
        claimed = [b for b in bases if b not in parts and self._may_be(b, words)]
        if outer is not None and outer not in bases:
            bases.append(outer)
        bases += [
            q
            for q in self._back(first.part.index)
            if q not in bases
            and q.group == first.part.group
            and (q.kind == kind or q.index >= first.part.index - (12 if len(group) > 1 else 6))
            and q.role in (Role.VALUE, Role.AVERAGE)
        ]
        end = group[-1].percent.index
        bases += [
            q
            for q in self.quantities[end + 1 : end + 9]
            if q.kind == kind and q.role is Role.VALUE and q.frame == 0 and q.paragraph == group[-1].percent.paragraph
        ]
        best: Quantity | None = None
        fits: list[_Share] = []
        firm = bool(claimed) and any(
            self.sums.parts_of.get(t.index, []) and len(self.sums.parts_of[t.index]) > 1 for t in claimed
        )
        for choice in bases:
            if firm and choice not in claimed and choice is not outer and len(fits) * 2 >= len(group):
                break
            met = [
                s
                for s in group
                if s.part is not choice and share_meets(s.part.interval, choice.interval, s.percent.interval)
            ]
            if len(met) > len(fits):
                best, fits = choice, met
        if (
            best is not None
            and best not in claimed
            and len(fits) == 1
            and not _telling(fits[0].percent)
            and best.index < first.part.index - 4
            and (best.index in self.sums.total_of or "总" not in first_percent.label)
        ):
            best, fits = None, []
        if (
            best is not None
            and best not in claimed
            and best is not outer
            and ((firm and len(fits) < 2) or len(fits) * 2 < len(group))
        ):
            best, fits = None, []  # a base that fits a few coarse shares by accident
        own = self._complete(group) and all(
            share_meets(s.part.interval, total(parts), s.percent.interval) for s in group
        )
        if own and best is not None and best not in claimed and len(fits) < len(group):
            best, fits = None, []
        if own and not fits and not named_base(first_percent):
            claimed = [b for b in claimed if b.index in self.sums.failed]
        if best is None and not claimed and not (own and not named_base(group[0].percent)):
            claimed = [b for b in (self._said(s) for s in group[:1]) if b is not None and b not in parts]
        base = best or (claimed[0] if claimed else None)
        if not fits and outer_parts:  # the base of the outer list is printed nowhere
            for share in group:
                if share_meets(share.part.interval, total(outer_parts), share.percent.interval):
                    self.relations.append(
                        percent_relation(None, [share.part], share.percent, HOLDS, base_parts=outer_parts)
                    )
            return None, outer_parts
        if not fits and self._complete(group) and not (claimed and closing.plausible(claimed[0], parts)):
            for share in group:
                met_ = share_meets(share.part.interval, total(parts), share.percent.interval)
                self.relations.append(
                    percent_relation(None, [share.part], share.percent, HOLDS if met_ else OPEN, base_parts=parts)
                )
            return None, parts
        if base is None or (own and base.interval.high < max(p.interval.low for p in parts)):
            return None, []
        for share in group:
            if share.part is base:
                continue
            if share in fits:
                self.relations.append(
                    percent_relation(base, [share.part], share.percent, HOLDS, closed=base in claimed)
                )
                continue
            here = [
                q
                for q in self._back(share.part.index, 12)
                if q.kind == kind and q.role is Role.VALUE and q.sentence == share.part.sentence
            ]
            near = [*here, *(b for b in bases if not firm or b.sentence == share.part.sentence or b is outer)]
            other = next(
                (
                    b
                    for b in near
                    if share_meets(share.part.interval, b.interval, share.percent.interval) and b is not share.part
                ),
                None,
            )
            if other is not None:
                self.relations.append(percent_relation(other, [share.part], share.percent, HOLDS))
            elif (
                (base in claimed or len(fits) >= 2)
                and not self._rated_apart(base, share.percent)
                and not (_AREA.fullmatch(words) and _strangers(base, share.part))
                and self._may_be(base, words)
                and (share.part.interval.low <= base.interval.high or base.sentence == share.part.sentence)
            ):
                doubt = _last_digit([share.part], base, share.percent)
                self.relations.append(
                    percent_relation(base, [share.part], share.percent, FAILS, closed=base in claimed, doubt=doubt)
                )
        if fits:
            self._list_of_shares(base, [s.part for s in fits])
        self._explain(group, base, bases)
        return base, []

    def _rated_apart(self, base: Quantity, percent: Quantity) -> bool:
        """签约42万人，其中重点人群16万人，签约率分别为68%和83%: each rate has a base of its own."""
        other = self.share_of.get(base.index)
        return other is not None and other.role is percent.role is Role.RATE and other.segment == percent.segment

    def _explain(self, group: list[_Share], base: Quantity, bases: Sequence[Quantity]) -> None:
        """Where all shares of a group miss their base: the other base that all of them fit."""
        failed = [r for r in self.relations[-len(group) :] if r.verdict == FAILS and r.total == base.printed]
        if len(failed) < 2 or len(failed) < len(group):
            return
        together = total(s.part for s in group)
        other = next(
            (
                b
                for b in bases
                if b is not base and all(share_meets(s.part.interval, b.interval, s.percent.interval) for s in group)
            ),
            None,
        )
        if other is not None:
            words = f"各项占比都与 {other.printed} 相符，与 {base.printed} 不符"
        elif all(share_meets(s.part.interval, together, s.percent.interval) for s in group):
            words = f"各项占比都与分项之和 {plain(sum((s.part.value for s in group), Decimal(0)))} 相符，与 {base.printed} 不符"
        else:
            return
        for relation in failed:
            relation.explanation = words

    @staticmethod
    def _may_be(base: Quantity, words: str) -> bool:
        """Whether the words of a share (占投诉总量的) allow this base: general words allow any, others must name it."""
        return not words or any(words[i : i + 2] in base.label + base.after for i in range(len(words) - 1))

    def _said(self, share: _Share) -> Quantity | None:
        """The base that the words of a share name: the last number before it that can be 总量, or of those words."""
        if "占" not in share.percent.label or not re.search("总|全部|全市|全县|全区|全省", share.percent.label):
            return None
        words = named_base(share.percent)
        before = [
            q
            for q in self._back(share.part.index, 12)
            if q.kind == share.part.kind and q.role is Role.VALUE and q.value >= share.part.value
        ]
        for quantity in self.sums.likely(before):
            if not words and share.part.sentence - quantity.sentence > 1:
                continue
            named = quantity.label + quantity.after
            if any(words[i : i + 2] in named for i in range(len(words) - 1)) or not words:
                return quantity
        return None

    @staticmethod
    def _complete(group: list[_Share]) -> bool:
        """Whether the shares make up 100 %."""
        return len(group) >= 2 and total(s.percent for s in group).meets(Interval(HUNDRED, HUNDRED))

    def _list_of_shares(self, base: Quantity, parts: list[Quantity]) -> None:
        """Shares of one total, the first claimed as its part: the others are parts of it as well."""
        listed = self.sums.parts_of.get(base.index, [])
        if (
            parts
            and listed
            and len(parts) > len(listed)
            and listed == parts[: len(listed)]
            and total(parts).low <= base.interval.high
        ):
            self.sums.relations[:] = [
                r for r in self.sums.relations if not (r.kind == "subset" and r.quantities == [base, *listed])
            ]
            self.relations.append(sum_relation("subset", base, parts, OPEN))


_AREA = re.compile(r"全[国省市县区州盟旗镇乡]")  # 占全市的: of whatever the part counts


def _strangers(base: Quantity, part: Quantity) -> bool:
    """Whether nothing says that the two count the same things: another unit, and no word in common."""
    words, named = part.label + part.after, base.label + base.after
    return base.unit != part.unit and not any(words[i : i + 2] in named for i in range(len(words) - 1))


_MEASURE = re.compile(r"[件起人户家宗次批]数?")


def _subject(percent: Quantity) -> str:
    """What the clause of a share says it is the share of; empty where it says nothing."""
    subject = percent.label.partition("占")[0] if "占" in percent.label else ""
    return _ADVERBS.sub("", subject).strip()


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
