"""All quantities of a draft and the relations between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import localcontext

from lawlint.document import Document, Span
from lawlint.figures.claim import Claim
from lawlint.figures.explain import explain
from lawlint.figures.marks import Mark, marks
from lawlint.figures.named import named
from lawlint.figures.propose.changes import Changes
from lawlint.figures.propose.shares import Shares
from lawlint.figures.propose.splits import Splits
from lawlint.figures.propose.totals import Totals
from lawlint.figures.quantities import Quantity
from lawlint.figures.reading import Reading, read
from lawlint.figures.solver import beside, settle_changes, settle_shares, settle_sums
from lawlint.figures.streams import Streams
from lawlint.figures.tables import Tables
from lawlint.figures.tell import tell_change, tell_share, tell_shares_of, tell_split, tell_sum
from lawlint.figures.verdicts import FAILS, Relation
from lawlint.figures.weigh import weigh
from lawlint.figures.why import Proposed


@dataclass
class Analysis:
    """What the arithmetic engine knows about one draft.

    ``quantities``: every number, in reading order. ``relations``: in the order of their place. ``tied``: how many
    quantities take part in a relation; ``lone``: those that take part in none; ``missed``: the strongest claims on those,
    which were too weak to stand. ``unread``: tables of figures in which no relation was found.
    """

    quantities: list[Quantity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    lone: list[Quantity] = field(default_factory=list)
    unread: list[Span] = field(default_factory=list)
    missed: list[Claim] = field(default_factory=list, repr=False)

    @property
    def tied(self) -> int:
        """How many quantities take part in some relation."""
        return len(self.quantities) - len(self.lone)


def analyse(document: Document) -> Analysis:
    """Read every number of a document and relate them."""
    with localcontext() as context:
        context.prec = 60  # sums and products of the longest numbers read stay exact
        reading = read(document)
        about = marks(reading)
        proposed = Proposed()
        relations = list(_prose(reading, about, proposed))
        tables = Tables(document, reading.quantities)
        relations += tables.find()
        relations += named(reading, about, tables.grids, proposed)
        for relation in relations:
            relation.explanation = explain(relation)
        quantities = [*reading.quantities, *tables.quantities]
        quantities.sort(key=lambda q: q.span)
        tied = {id(q) for r in relations for q in r.quantities}
        # 三次产业, 八项规定: a small number in words that is tied to nothing is part of a name
        quantities = [q for q in quantities if id(q) in tied or not (q.spelled and q.value < 10 and not q.percent)]
        relations.sort(key=lambda r: (r.span, r.kind))
        lone = [q for q in quantities if id(q) not in tied]
        unread = [block.span for block in tables.unread]
        return Analysis(quantities, relations, lone, unread, proposed.missed(lone))


def _prose(reading: Reading, about: Sequence[Mark], proposed: Proposed) -> Iterator[Relation]:
    """The sums, shares and changes of the prose: proposed, weighed against each other, then judged."""
    streams = Streams(reading, about)
    shares = Shares(reading, about).propose()
    settled = settle_shares(shares, about)
    percent_of = beside(shares, about)
    totals = Totals(reading, about, streams, percent_of).propose()
    standing = settle_sums(totals)
    proposed.add(totals)
    proposed.add(c for claims in shares for c in claims)
    sums = list(proposed.explained((tell_sum(c, about), c) for c in standing))
    failing = [r for r in sums if r.kind == "sum" and r.verdict == FAILS]
    on_total = [share for r in failing for share in tell_shares_of(r, percent_of)]
    told = {id(r.quantities[-1]) for r in on_total}
    yield from sums
    yield from (proposed.explain(r, proposed.on(r.quantities)) for r in on_total)
    others = [(claim, rival) for claim, rival in settled if id(claim.result) not in told]
    yield from proposed.explained((tell_share(claim, rival), claim) for claim, rival in others)
    part_of = {percent.index: reading.quantities[part] for part, percent in percent_of.items()}
    splits = [weigh(c) for c in Splits(reading.quantities, about, streams.nest, part_of).propose()]
    changes = Changes(reading, about).propose()
    changed = settle_changes(changes)
    proposed.add([*splits, *(c for claims in changes for c in claims)])
    yield from proposed.explained((tell_split(claim), claim) for claim in splits)
    yield from proposed.explained((tell_change(claim, rival), claim) for claim, rival in changed)
