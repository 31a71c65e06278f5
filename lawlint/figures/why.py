"""Why numbers were taken together: the evidence of a claim with its points, and the strongest other claim on its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lawlint.figures.claim import Claim
from lawlint.figures.propose.counts import Listing
from lawlint.figures.quantities import Quantity
from lawlint.figures.verdicts import Relation
from lawlint.figures.weigh import is_arithmetic, tables
from lawlint.figures.words import table


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: its ``name`` in weights.yaml and what it ``says`` in Chinese, how often (or how strongly) it
    holds, its points in all, and those that count as words (``None`` for arithmetic)."""

    name: str
    says: str
    times: float
    points: float
    words: float | None


def reasons(claim: Claim) -> list[Reason]:
    """The evidence of a claim, what weighs most first; ``KeyError`` for evidence that has no row."""
    points, words = tables(claim)
    found = [
        Reason(
            name,
            table("evidence.yaml")["evidence"][name],
            times,
            points[name] * times,
            None if is_arithmetic(name) else words[name] * times,
        )
        for name, times in claim.evidence.items()
        if times
    ]
    return sorted(found, key=lambda r: -max(abs(r.points), abs(r.words or 0)))


def limits(claim: Claim) -> list[tuple[str, float]]:
    """The limits that claims of this kind are held against: what each is for, in Chinese, and its points."""
    kind = "growth" if claim.kind == "difference" else claim.kind
    return [
        (table("evidence.yaml")["limits"][name], value) for name, value in table("weights.yaml")["limits"][kind].items()
    ]


def formula(claim: Claim) -> str:
    """What a claim says of its numbers, as they are printed: 304 = 142 + 162; 142 ÷ 304 = 46.7%."""
    sign = "=" if claim.fit == "holds" else "≠"
    parts = [p.printed for p in claim.parts]
    whole = claim.whole.printed if claim.whole else "+".join(q.printed for q in claim.base) or "（没有写出的分母）"
    result = claim.result.printed if claim.result else ""
    if claim.kind == "percent":
        top = parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"
        return f"{top} ÷ {whole} {sign} {result}"
    if claim.kind == "subset":
        return f"{whole} 其中 {' + '.join(parts)}"
    if claim.kind in ("growth", "difference"):
        other = "相差" if claim.kind == "difference" else "增减"
        return f"{whole} 与 {parts[0]} 相比，{other} {sign} {result}"
    if claim.kind == "average":
        return f"{whole} ÷ {parts[0] if parts else '时间'} {sign} {result}"
    if isinstance(claim, Listing):
        return f"列出 {claim.items} 项 {sign} {claim.printed}{claim.unit}"
    if claim.kind == "shares":
        return f"{' + '.join(parts)} {sign} 100%"
    if claim.kind == "bound":
        return f"{' × '.join(parts)} ≤ {whole}"
    return f"{whole} {sign} {' + '.join(parts)}".strip()


class Proposed:
    """All claims that were weighed, by the numbers that they are about."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self._about: dict[tuple[str, Quantity], list[Claim]] = defaultdict(list)

    def add(self, claims: Iterable[Claim]) -> None:
        """More claims, with their points."""
        for claim in claims:
            self.claims.append(claim)
            for name in _names(claim):
                self._about[name].append(claim)

    def explain(self, relation: Relation, claim: Claim | None) -> Relation:
        """The relation with the claim that it was told from and the strongest rival of that."""
        relation.claim = claim
        relation.rival = self.rival(claim) if claim else None
        return relation

    def explained(self, told: Iterable[tuple[Relation | None, Claim]]) -> Iterator[Relation]:
        """The relations that there are, each with the claim that it was told from."""
        for relation, claim in told:
            if relation is not None:
                yield self.explain(relation, claim)

    def on(self, quantities: Sequence[Quantity]) -> Claim | None:
        """The claim of a share whose base, part and percentage are these."""
        numbers = tuple(quantities)
        claims = self._about.get(("result", numbers[-1]), ())
        return next((c for c in claims if c.numbers == numbers), None)

    def rival(self, claim: Claim) -> Claim | None:
        """The strongest other claim of its kind that cannot stand beside this one: on the same percentage, rate or mean; of sums, the
        same total over some of the same parts, or another total over the same first part."""
        numbers, parts = claim.numbers, set(claim.parts)
        others = (
            other
            for name in _names(claim)
            for other in self._about[name]
            if other.kind == claim.kind
            and other.numbers != numbers
            and (claim.result is not None or not parts.isdisjoint(other.parts))
        )
        return max(others, key=lambda c: c.points, default=None)

    def missed(self, lone: Sequence[Quantity]) -> list[Claim]:
        """For numbers that are tied to nothing, the strongest claim on each, every claim once."""
        best: dict[Quantity, Claim] = {}
        wanted = set(lone)
        for claim in self.claims:
            if claim.whole is None and not claim.base and claim.kind != "shares":
                continue  # that the base is not printed
            for number in claim.numbers:
                if number in wanted and (number not in best or best[number].points < claim.points):
                    best[number] = claim
        return list({id(c): c for c in best.values()}.values())


def _names(claim: Claim) -> list[tuple[str, Quantity]]:
    """The numbers under which rivals of a claim are found."""
    if claim.result is not None:
        return [("result", claim.result)]
    if claim.whole is None:
        return []
    return [("whole", claim.whole), ("first", claim.parts[0])] if claim.parts else []
