"""All quantities of a draft and the relations between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import localcontext

from lawlint.document import Document
from lawlint.figures.averages import Averages
from lawlint.figures.bounds import bounds
from lawlint.figures.counts import Counts
from lawlint.figures.explain import explain
from lawlint.figures.quantities import Quantity
from lawlint.figures.reading import read
from lawlint.figures.repeats import repeats
from lawlint.figures.shares import Shares
from lawlint.figures.marks import marks
from lawlint.figures.propose.changes import Changes
from lawlint.figures.propose.shares import Shares as NewShares
from lawlint.figures.propose.totals import Totals
from lawlint.figures.streams import Streams
from lawlint.figures.solver import beside, settle_changes, settle_shares, settle_sums
from lawlint.figures.sums import Sums
from lawlint.figures.tell import tell_change, tell_share, tell_shares_of, tell_sum
from lawlint.figures.tables import Tables
from lawlint.figures.verdicts import FAILS, Relation


@dataclass
class Analysis:
    """What the arithmetic engine knows about one draft.

    ``quantities``: every number, in reading order. ``relations``: in the order of their place. ``tied``: how many
    quantities take part in a relation; ``lone``: those that take part in none.
    """

    quantities: list[Quantity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    lone: list[Quantity] = field(default_factory=list)

    @property
    def tied(self) -> int:
        """How many quantities take part in some relation."""
        return len(self.quantities) - len(self.lone)


def analyse(document: Document) -> Analysis:
    """Read every number of a document and relate them."""
    with localcontext() as context:
        context.prec = 60  # sums and products of the longest numbers read stay exact
        reading = read(document)
        shares = Shares(reading)
        sums = Sums(reading, shares.share_of)
        sums.find()
        relations = [r for r in [*shares.find(sums), *sums.relations] if r.kind not in ("percent", "sum", "subset")]
        about = marks(reading)
        proposed = NewShares(reading, about).propose()
        settled = settle_shares(proposed, about)
        of_part = beside(proposed)
        totals = Totals(reading, about, Streams(reading, about), of_part).propose()
        sums_told = [r for r in (tell_sum(c, about) for c in settle_sums(totals)) if r is not None]
        on_total = [s for r in sums_told if r.kind == "sum" and r.verdict == FAILS for s in tell_shares_of(r, of_part)]
        done = {id(r.quantities[-1]) for r in on_total}
        shares_told = [r for r in (tell_share(*s) for s in settled) if r is not None and id(r.quantities[-1]) not in done]
        relations += [*sums_told, *on_total, *shares_told]
        relations += Averages(reading).find()
        relations += Counts(reading).find()
        changes = settle_changes(Changes(reading, about).propose())
        relations += [r for r in (tell_change(*c) for c in changes) if r is not None]
        tables = Tables(document, reading.quantities)
        relations += tables.find()
        relations += repeats(reading, tables.grids)
        relations += bounds(reading)
        for relation in relations:
            relation.explanation = explain(relation)
        quantities = [*reading.quantities, *tables.quantities]
        quantities.sort(key=lambda q: q.span)
        tied = {id(q) for r in relations for q in r.quantities}
        # 三次产业, 八项规定: a small number in words that is tied to nothing is part of a name
        quantities = [q for q in quantities if id(q) in tied or not (q.spelled and q.value < 10 and not q.percent)]
        relations.sort(key=lambda r: (r.span, r.kind))
        return Analysis(quantities, relations, [q for q in quantities if id(q) not in tied])
