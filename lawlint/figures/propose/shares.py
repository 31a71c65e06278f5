"""Shares and rates: a percentage, the number it belongs to, and the base it is taken on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawlint.figures import slips
from lawlint.figures.claim import Claim
from lawlint.figures.marks import Base, Mark
from lawlint.figures.quantities import HUNDRED, Interval, Quantity, Role, total
from lawlint.figures.reading import Reading
from lawlint.figures.verdicts import share_meets
from lawlint.figures.words import pairs, says, word

_PARTS = 6  # numbers before a percentage that may be its part
_BASES = 40  # numbers back that may be its base
_NEAREST = 14  # like numbers that may be a base without a word that says so
_RUN_OF_SHARES = 30  # shares of one list
_RUN = 6  # parts that may share one percentage
_AS = re.compile(r"\s*[,(]?\s*(?:分别)?(?:约|共计|合计|共|为|有|是|计|达|即|数量|受理|办理)*\s*")
_IN_BRACKET = re.compile(r"[)]的\s*(?:约|近)?\s*")
_OF = re.compile(r"[^,;。:\n()]{0,20}的\s*(?:约|近)?\s*")
_NEXT = re.compile(r"\s*[、,和及与]\s*")
_ADVERBS = re.compile(
    r"其中|比重|数量|比例|件数|人数|金额|大[概约]|同样|[,、约共合计均各分别依次仅只也又已所将近超过达到为的总就则还并且其了高低]"
)
_RATES = re.compile(
    r"((?:[^,;。:、和及与\d]{1,12}率[、和及与])+[^,;。:、和及与\d]{1,12}率)(?:均|都)?分别(?:为|是|达到?)?\s*$"
)
_NO_SHARE = (Role.UP, Role.DOWN, Role.OLD)


def is_share(quantity: Quantity) -> bool:
    """Whether a number is a percentage that is no rise, fall or earlier value."""
    return quantity.percent and quantity.role not in _NO_SHARE


class Shares:
    """Proposes, for each percentage of a reading, the pairs of part and base it may be the share of."""

    def __init__(self, reading: Reading, marks: Sequence[Mark]) -> None:
        self.reading = reading
        self.quantities = reading.quantities
        self.marks = marks
        self.kinds = [q.kind for q in reading.quantities]
        self.place: dict[
            int, tuple[int, int]
        ] = {}  # index of a number in a row -> its place, and the length of the row
        self._place_rows()
        self.paired = dict(self._respective())

    def propose(self) -> list[list[Claim]]:
        """The claims of each percentage, in reading order."""
        found = []
        for percent in self.quantities:
            if is_share(percent):
                claims = [*self._claims(percent), *self._with_opposite(percent)]
                if claims:
                    found.append(claims)
        self._unprinted(found)
        return found

    def _unprinted(self, proposed: Sequence[list[Claim]]) -> None:
        """Shares in neighbouring items that make 100 %, each right on the sum of their parts: their base is that sum, printed
        or not."""
        first = 0
        while first < len(proposed):
            run: list[Claim] = []
            for claims in proposed[first : first + _RUN_OF_SHARES]:
                own = max(
                    (c for c in claims if c.whole is None and not c.base and len(c.parts) == 1),
                    key=_nearness,
                    default=None,
                )
                if own is None or own.result is None or (run and not _beside(run[-1], own)):
                    break
                run.append(own)
                if total(_results(run)).low > HUNDRED:
                    break
                if len(run) > 1 and self._makes_all(run):
                    parts = [c.parts[0] for c in run]
                    for claim, claims_of in zip(run, proposed[first:], strict=False):
                        evidence = {**claim.evidence, "shares of the list make 100 %": 1.0, "agrees": 2.0}
                        claims_of.append(
                            Claim(
                                "percent", None, claim.parts, claim.result, evidence=evidence, fit="holds", base=parts
                            )
                        )
                    first += len(run) - 1
                    break
            first += 1

    def _makes_all(self, run: Sequence[Claim]) -> bool:
        if not total(_results(run)).meets(Interval(HUNDRED, HUNDRED)):
            return False
        whole = total([c.parts[0] for c in run])
        kind = run[0].parts[0].kind
        first, last = run[0].parts[0].index, run[-1].parts[0].index
        around = [*self.quantities[max(0, first - _BASES) : first], *self.quantities[last + 1 : last + 8]]
        if any(q.kind == kind and q.role is Role.VALUE and q.interval.meets(whole) for q in around):
            return False  # their total is printed
        return all(c.result and share_meets(c.parts[0].interval, whole, c.result.interval) for c in run)

    def _with_opposite(self, percent: Quantity) -> Iterator[Claim]:
        """不捕率: of those that were arrested and those that were not."""
        rate = self.marks[percent.index].rate
        if not rate.startswith(tuple(word("negation").pattern.split("|"))):
            return
        before = [
            q for q in self._before(percent) if not q.percent and q.role is Role.VALUE and self._visible(q, percent)
        ]
        for part in before[:3]:
            for other in before[:8]:
                if other.kind != part.kind or other.index >= part.index:
                    continue
                if share_meets(part.interval, part.interval + other.interval, percent.interval):
                    evidence = {
                        "part right before": 1.0,
                        "rate named like the part": 1.0,
                        "agrees": _rate_digits(percent) - 1,
                    }
                    yield Claim("percent", None, [part], percent, evidence=evidence, fit="holds", base=[other, part])
                    return

    def _claims(self, percent: Quantity) -> Iterator[Claim]:
        parts = list(self._parts(percent))
        bases = list(self._bases(percent))
        own = self._percent_evidence(percent)
        tried = max(1, len(parts)) * max(1, len(bases))
        named = any("base named otherwise" not in near for _, near in bases)
        for run, about in parts:
            nothing = {"base not printed": 1.0}
            if self.marks[percent.index].base.sort == "named" and not named:
                nothing["name of the base stands nowhere"] = 1.0
            yield Claim("percent", None, run, percent, evidence={**about, **nothing})
            for base, near in bases:
                if any(base is p for p in run):
                    continue
                evidence = {**own, **about, **near, **self._pair_evidence(run, base, percent)}
                yield judged(Claim("percent", base, run, percent, evidence=evidence), tried)

    # -- the percentage ------------------------------------------------------------------------------------------

    def _percent_evidence(self, percent: Quantity) -> dict[str, float]:
        mark = self.marks[percent.index]
        base = mark.base
        found: dict[str, float] = {}
        if percent.role is Role.SHARE or base.sort in ("named", "general"):
            found["says 占"] = 1
        elif mark.rate:
            found["says 率"] = 1
        elif percent.frame:
            found["percentage in a bracket"] = 1
        else:
            found["no word of share"] = 1
        if says("limit", mark.lead[-12:]):
            found["limit or wish"] = 1
        if base.sort == "compared":
            found["compared, no share"] = 1
        if base.outside:
            found["base outside the draft"] = 1
        if percent.approximate:
            found["percentage approximate"] = 1
        return found

    # -- the part ------------------------------------------------------------------------------------------------

    def _respective(self) -> Iterator[tuple[int, list[Quantity]]]:
        """Percentages in a row, each with the number in its place among those before or behind them: 来电3件、来信1件，分别占
        75%、25%; 3起、亡2人，占总数的 a% 和 b%; 甲占 a%、乙占 b%，数量分别为 …. The numbers are none where the row says 分别 and none
        fit it."""
        done = -1
        for percent in self.quantities:
            if percent.index <= done or not is_share(percent):
                continue
            run = self._row(percent)
            told = says("respective", self.marks[percent.index].lead[-30:])
            if len(run) < 2:
                if told:
                    yield percent.index, []
                continue
            done = run[-1].index
            names = _RATES.search(self.reading.text, max(0, percent.start - 60), percent.start)
            rates = re.split("[、和及与]", names.group(1)) if names else []
            if len(rates) == len(run):
                for each, rate in zip(run, rates, strict=True):
                    self.marks[each.index].rate = rate.removesuffix("率")
                continue
            for each in run:
                self.marks[each.index].base = self.marks[percent.index].base
            parts = self._row_parts(run)
            for place, each in enumerate(run):
                yield each.index, [p[place] for p in parts]
        yield from self._amounts_behind()

    def _place_rows(self) -> None:
        done = -1
        for quantity in self.quantities:
            if quantity.index > done:
                row = self._row(quantity)
                done = row[-1].index
                if len(row) > 1:
                    self.place.update((q.index, (at, len(row))) for at, q in enumerate(row))

    def _row(self, first: Quantity) -> list[Quantity]:
        """A number and those joined to it by 、 or 和 and nothing else."""
        run = [first]
        for quantity in self.quantities[first.index + 1 : first.index + 30]:
            between = self.reading.text[run[-1].end : quantity.start]
            if not _NEXT.fullmatch(between) or quantity.percent != first.percent or quantity.kind != first.kind:
                break
            run.append(quantity)
        return run

    def _row_parts(self, run: Sequence[Quantity]) -> list[list[Quantity]]:
        """The rows of numbers before a row of percentages that may be their parts: the last of each unit, or one of each."""
        before = [
            q
            for q in self.quantities[max(0, run[0].index - 40) : run[0].index][::-1]
            if q.sentence == run[0].sentence and q.role is Role.VALUE and not q.percent and self._visible(q, run[0])
        ]
        kinds = dict.fromkeys(q.kind for q in before)
        found = [[q for q in before if q.kind == kind][: len(run)][::-1] for kind in kinds]
        last = before[: len(run)][::-1]
        if len({q.kind for q in last}) == len(run):
            found.insert(0, last)
        return [row for row in found if len(row) == len(run)]

    def _amounts_behind(self) -> Iterator[tuple[int, list[Quantity]]]:
        for number in self.quantities:
            if number.percent or number.role is not Role.VALUE or "分别" not in number.label:
                continue
            parts = self._row(number)
            before = self.quantities[max(0, number.index - len(parts)) : number.index]
            if len(parts) > 1 and len(before) == len(parts) and all(is_share(q) for q in before):
                for percent, part in zip(before, parts, strict=True):
                    if percent.sentence == part.sentence:
                        yield percent.index, [part]

    def _parts(self, percent: Quantity) -> Iterator[tuple[list[Quantity], dict[str, float]]]:
        if percent.index in self.paired:
            for part in self.paired[percent.index]:
                named = _rate_evidence(self.marks[percent.index].rate, self.marks[part.index])
                yield [part], {"item by item": 1, **(named if self.marks[percent.index].rate else {})}
            return
        before = self._before(percent)
        skipped: dict[str, int] = {}
        shares = changes = 0
        seen = 0
        for quantity in before:
            if quantity.percent:
                shares += quantity.role not in _NO_SHARE
                changes += quantity.role in _NO_SHARE
                continue
            if quantity.role in (Role.OLD, Role.LIMIT, Role.AVERAGE) or not self._visible(quantity, percent):
                continue
            if self._inside(quantity, percent):
                continue
            seen += 1
            evidence = self._part_evidence(quantity, percent, seen, shares)
            if again := skipped.get(quantity.kind, 0):
                evidence["like number nearer the percentage"] = again
            skipped[quantity.kind] = again + 1
            yield [quantity], evidence
            if seen == 1:
                yield from self._runs(quantity, percent, evidence)
            if seen >= _PARTS:
                break
        yield from self._named_parts(percent)
        yield from self._behind(percent)

    def _before(self, percent: Quantity) -> Iterator[Quantity]:
        for index in range(percent.index - 1, max(-1, percent.index - 1 - 14), -1):
            quantity = self.quantities[index]
            if quantity.paragraph != percent.paragraph or percent.sentence - quantity.sentence > 1:
                return
            yield quantity

    def _visible(self, quantity: Quantity, percent: Quantity) -> bool:
        """Whether both stand in one bracket, or the percentage in a bracket behind the number."""
        if quantity.frame == percent.frame:
            return True
        parent = self.reading.frames.get(percent.frame, (-1, 0))[0]
        return parent == quantity.frame

    def _part_evidence(self, part: Quantity, percent: Quantity, seen: int, shares: int) -> dict[str, float]:
        mark, about = self.marks[percent.index], self.marks[part.index]
        clauses = percent.clause - part.clause
        found: dict[str, float] = {}
        if clauses <= 1:
            found["part right before"] = 1
        elif clauses > 2:
            found["part clauses away"] = min(clauses - 2, 5)
        between = self.quantities[part.index + 1 : percent.index]
        alone = not any(q.role is Role.VALUE and not q.percent and q.frame == part.frame for q in between)
        if alone and part.role is Role.VALUE and part.segment == percent.segment:
            found["part of the same item"] = 1
        if part.sentence != percent.sentence:
            found["part in another sentence"] = 1
        elif part.segment != percent.segment:
            found["part behind a semicolon"] = 1
        if shares:
            found["another share between part and percentage"] = min(shares, 3)
        if part.role is not Role.VALUE:
            found["part is a change"] = 1
        if mark.rate:
            found.update(_rate_evidence(mark.rate, about))
            other = "rate named like the part" not in found and says("rate_of_thing", mark.rate + "率")
            if other or says("never_share", mark.rate + "率"):
                found["rate of something else"] = 1
        elif clauses and (subject := self._subject(percent)):
            found["share of another subject" if not _common(subject, about.about) else "share of this subject"] = 1
        return found

    def _subject(self, percent: Quantity) -> str:
        """What the clause of a share says, before 占, that it is the share of."""
        lead = self.marks[percent.index].lead
        clause = re.split("[,;。:\n]", lead)[-1]
        return _ADVERBS.sub("", clause.partition("占")[0] if "占" in clause else "").strip()

    def _runs(
        self, last: Quantity, percent: Quantity, evidence: dict[str, float]
    ) -> Iterator[tuple[list[Quantity], dict[str, float]]]:
        """The last two and more items of a list, as they have one percentage together."""
        told = says("together", self.marks[percent.index].lead[-24:])
        run = [last]
        for quantity in self.quantities[max(0, last.index - 24) : last.index][::-1]:
            if quantity.sentence != last.sentence or quantity.paragraph != last.paragraph or len(run) >= _RUN:
                break
            if quantity.percent or quantity.frame != last.frame:
                if is_share(quantity):
                    break
                continue
            if quantity.kind != last.kind or quantity.role is not last.role:
                continue
            run.insert(0, quantity)
            name = "together and said so" if told else "together without a word"
            yield list(run), {**evidence, name: 1}

    def _named_parts(self, percent: Quantity) -> Iterator[tuple[list[Quantity], dict[str, float]]]:
        """The items that the clause of a share names again: 予以公开和部分公开占57.0%."""
        lead = re.split("[,;。:\n]", self.marks[percent.index].lead)[-1].partition("占")[0]
        if not re.search("[和及与、]", lead):
            return
        found: list[Quantity] = []
        for name in re.split("[和及与、]", lead):
            name = re.sub("(?:企业|案件|合计|共计|两?[类项者])+$", "", word("rather").sub("", name))
            named = [
                q
                for q in self.quantities[max(0, percent.index - 24) : percent.index]
                if not q.percent and q.role is Role.VALUE and len(name) > 1 and name in self.marks[q.index].name
            ]
            found += named[-1:]
        if len(found) > 1 and len({q.kind for q in found}) == 1:
            yield found, {"named together": 1}

    def _behind(self, percent: Quantity) -> Iterator[tuple[list[Quantity], dict[str, float]]]:
        if percent.index + 1 >= len(self.quantities):
            return
        part = self.quantities[percent.index + 1]
        if part.percent or part.segment != percent.segment or part.role is not Role.VALUE:
            return
        between = self.reading.text[percent.end : part.start]
        name = "part told as behind" if _AS.fullmatch(between) else "part behind"
        yield [part], {name: 1}

    # -- the base ------------------------------------------------------------------------------------------------

    def _bases(self, percent: Quantity) -> Iterator[tuple[Quantity, dict[str, float]]]:
        mark = self.marks[percent.index]
        larger: dict[str, Decimal] = {}
        like: dict[str, int] = {}
        for index in range(percent.index - 1, max(-1, percent.index - 1 - _BASES), -1):
            base = self.quantities[index]
            if percent.paragraph - base.paragraph > 8:
                break
            if (
                base.percent
                or base.role is Role.LIMIT
                or not (self._outside(base, percent) or self._inside(base, percent))
            ):
                continue
            kind = self.kinds[base.index]
            seen = like.get(kind, 0)
            like[kind] = seen + 1
            about = self.marks[base.index]
            if seen >= _NEAREST and not (about.says("total") or about.says("intake") or self._opens(base)):
                continue
            evidence = self._base_evidence(base, percent, mark)
            if base.value < larger.get(kind, Decimal(0)):
                evidence["a larger like number nearer"] = 1
            evidence["like numbers between"] = min(seen, 8)
            larger[kind] = max(larger.get(kind, Decimal(0)), base.value)
            yield base, evidence
        for base in self.quantities[percent.index + 1 : percent.index + 8]:
            if base.sentence - percent.sentence > 1 or base.percent or base.role is not Role.VALUE or base.frame != 0:
                continue
            if (
                self.marks[base.index].says("total")
                or self.marks[base.index].says("closer")
                or base.segment == percent.segment + 1
            ):
                yield base, {**self._base_evidence(base, percent, mark), "base told later": 1}

    def _named(self, percent: Quantity) -> Base:
        """The base that the words of a share name; for a bare 占 the one that its list is said to be of (常住人口中，…)."""
        base = self.marks[percent.index].base
        if base.sort != "bare":
            return base
        for other in self.quantities[max(0, percent.index - 16) : percent.index + 1][::-1]:
            cue = self.marks[other.index].cue
            if other.sentence != percent.sentence:
                break
            if cue and cue.sort == "within":
                words = cue.words.strip(",。;\n ")
                return Base(words, "named", words[-2:], False, cue.start)
        return base

    def _largest(self, base: Quantity) -> bool:
        """Whether no number of its unit before it in its paragraph is larger."""
        for other in self.quantities[max(0, base.index - 12) : base.index]:
            if other.paragraph == base.paragraph and other.kind == base.kind and other.value > base.value:
                return False
        return True

    def _inside(self, base: Quantity, percent: Quantity) -> bool:
        """Whether the base is printed inside the words that name it: 占收入344.49亿元的82.4%."""
        between = self.reading.text[base.end : percent.start]
        if base.index != percent.index - 1 or not (_OF.fullmatch(between) or _IN_BRACKET.fullmatch(between)):
            return False
        if base.frame != percent.frame:
            lead = self.reading.text[max(0, base.start - 24) : base.start]
            return says("share_word", lead) or says("target_base", lead)
        return says("share_word", base.label) or says("claims_base", base.label)

    def _outside(self, base: Quantity, percent: Quantity) -> bool:
        """Whether the base stands in the bracket of the percentage or one around it."""
        frame = percent.frame
        while frame >= 0:
            if base.frame == frame:
                return True
            frame = self.reading.frames.get(frame, (-1, 0))[0]
        return False

    def _base_evidence(self, base: Quantity, percent: Quantity, mark: Mark) -> dict[str, float]:
        about = self.marks[base.index]
        named = self._named(percent)
        found: dict[str, float] = {}
        if self._inside(base, percent):
            found["base printed inside its name"] = 1
        elif named.sort == "named":
            shared = named_alike(named, about)
            if shared >= 0.99:
                found["base named in full"] = 1
            elif named.head in about.about or shared >= 0.5:
                found["base named in part"] = 1
            else:
                found["base named otherwise"] = 1
        elif named.sort == "general" and about.says("total"):
            found["any total is meant"] = 1
        if says("all_of_them", named.said) and not (about.says("total") or about.says("intake") or self._opens(base)):
            found["a total is meant, and this is none"] = 1
        if about.says("total"):
            found["base summed up"] = 1
        if about.says("intake"):
            found["base came in"] = 1
        if base.index + 1 < len(self.quantities):
            following = self.quantities[base.index + 1]
            if is_share(following) and following.clause - base.clause <= 1 and following is not percent:
                found["base has a share of its own"] = 1
            if self._opens(base):
                found["base opens a list"] = 1
        if base.index > percent.index:
            pass
        elif base.paragraph != percent.paragraph:
            found["base paragraphs away"] = min(percent.paragraph - base.paragraph, 3)
        elif base.sentence != percent.sentence:
            found["base sentences away"] = min(percent.sentence - base.sentence, 6)
        mine, its = self.place.get(percent.index), self.place.get(base.index)
        if mine and its and mine[1] == its[1]:
            found["base in its place of a row" if mine == its else "base in another place of a row"] = 1
        if base.role is Role.AVERAGE:
            found["base is an average"] = 1
        if base.role in (Role.OLD, Role.UP, Role.DOWN):
            found["base of another period or a change"] = 1
        if about.says("intake") and self._largest(base):
            found["the largest that came in"] = 1
        if base.spelled or base.approximate:
            found["base approximate or spelled"] = 1
        return found

    def _opens(self, base: Quantity) -> bool:
        """Whether words behind a number open a list of it."""
        if base.index + 1 >= len(self.quantities):
            return False
        cue = self.marks[base.index + 1].cue
        return cue is not None and cue.sort in ("of", "split", "each", "within")

    def _pair_evidence(self, parts: Sequence[Quantity], base: Quantity, percent: Quantity) -> dict[str, float]:
        part = parts[0]
        found: dict[str, float] = {}
        if part.kind == base.kind:
            found["same unit"] = 1
        else:
            found["units of one sort" if part.group == base.group else "units of other sorts"] = 1
        one, other = self.marks[part.index], self.marks[base.index]
        if one.says("outcome") and other.says("intake"):
            found["what became of what came in"] = 1
        if part.index - base.index == 1 and part.kind == base.kind and part.sentence == base.sentence:
            found["base right before the part"] = 1
        if base.value < part.value:
            found["base smaller than the part"] = 1
        if part.index < base.index < percent.index and not self._inside(base, percent):
            found["base behind the part"] = 1
        if part.role in (Role.UP, Role.DOWN) and base.role is part.role:
            found["change of a change"] = 1
        return found


def _beside(one: Claim, other: Claim) -> bool:
    """Whether two shares stand in neighbouring items, their parts of one kind and bracket."""
    first, last = one.parts[0], other.parts[0]
    near = last.paragraph - first.paragraph <= 1 and last.sentence - first.sentence <= 2
    return near and first.kind == last.kind and first.frame == last.frame and first.index < last.index


def _nearness(claim: Claim) -> float:
    near = ("part right before", "part told as behind", "item by item")
    far = ("part in another sentence", "part behind a semicolon", "share of another subject")
    return sum(claim.evidence.get(n, 0) for n in near) - sum(claim.evidence.get(n, 0) for n in far)


def _results(claims: Sequence[Claim]) -> list[Quantity]:
    return [c.result for c in claims if c.result is not None]


def _rate_digits(percent: Quantity) -> float:
    return slips.digits(HUNDRED, percent.interval.high - percent.interval.low)


def judged(claim: Claim, tried: int) -> Claim:
    """The claim with what its arithmetic says."""
    base, percent = claim.whole, claim.result
    assert base is not None
    assert percent is not None
    part = total(claim.parts)
    digits = _worth(claim)
    if share_meets(part, base.interval, percent.interval):
        claim.fit = "holds"
        claim.evidence["agrees"] = digits
    elif _slip(claim):
        claim.fit = "slip"
        claim.evidence["one slip from agreeing"] = max(0.0, digits - 2)
    else:
        claim.fit = "wild"
        claim.evidence["far from agreeing"] = 1
    claim.evidence["pairs tried"] = slips.digits(Decimal(tried), Decimal(1))
    return claim


def _worth(claim: Claim) -> float:
    """How many digits it is worth that a share agrees: those of the percentage, capped by those of part and base."""
    base, percent = claim.whole, claim.result
    assert base is not None
    assert percent is not None
    rate = _rate_digits(percent)
    if percent.value == HUNDRED:
        rate = 1.0
    size = min(sum((p.value for p in claim.parts), Decimal(0)), base.value)
    count = slips.digits(max(size, Decimal(1)), Decimal(1)) + 1 if size == int(size) else 4.0
    return min(rate, count)


def _slip(claim: Claim) -> bool:
    base, percent = claim.whole, claim.result
    assert base is not None
    assert percent is not None
    if len(claim.parts) == 1:
        return slips.of_share(claim.parts[0], base.interval, percent, base)
    part = total(claim.parts)
    if base.interval.low <= 0:
        return False
    wanted = Interval(part.low * HUNDRED / base.interval.high, part.high * HUNDRED / base.interval.low)
    return slips.near(percent, wanted)


def _rate_evidence(rate: str, part: Mark) -> dict[str, float]:
    """Whether the word of a rate is the part's own: 办结 in 办结率 and in 办结2837件."""
    if rate[-2:] in part.about or rate in part.about:
        return {"rate named like the part": 1}
    if any(c in part.about for c in rate[-3:]):
        return {"rate named nearly like the part": 1}
    return {"rate of another name": 1}


def _common(one: str, other: str) -> bool:
    """Whether two names have two characters in a row in common."""
    return any(one[i : i + 2] in other for i in range(len(one) - 1)) or (len(one) == 1 and one in other)


def named_alike(base: Base, about: Mark) -> float:
    """How much of the name of a base stands in the words around a number: 1 for all of it, or for a word of the same meaning."""
    text = about.about + about.lead[-30:]
    if any((a in base.said and b in text) or (b in base.said and a in text) for a, b in pairs("same_thing")):
        return 1.0
    if base.outside:  # 占同期总额的, 为预算的: a number whose own name ends so, and no other
        name = word("base_tail").sub("", about.name)
        return 1.0 if name and (name.endswith(base.said) or (base.said.endswith(name[-6:]) and len(name) > 3)) else 0.0
    letters = sum(c in about.about for c in base.words) / max(1, len(base.words))
    return max(_overlap(base.said or base.words, text), _overlap(base.words, text), 0.5 if letters >= 0.75 else 0.0)


def _overlap(words: str, text: str) -> float:
    """The share of the pairs of characters of ``words`` that stand in ``text``."""
    pairs = [words[i : i + 2] for i in range(len(words) - 1)] or [words]
    return sum(p in text for p in pairs) / len(pairs)
