"""All quantities of a draft and the relations between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import localcontext

from lawlint.document import Document
from lawlint.figures.averages import Averages
from lawlint.figures.bounds import bounds
from lawlint.figures.counts import Counts
from lawlint.figures.explain import explain
from lawlint.figures.growth import Growth
from lawlint.figures.quantities import Quantity
from lawlint.figures.reading import read
from lawlint.figures.repeats import repeats
from lawlint.figures.shares import Shares
from lawlint.figures.sums import Sums
from lawlint.figures.tables import Tables
from lawlint.figures.verdicts import Relation


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
        relations = [*shares.find(sums), *sums.relations]
        relations += Averages(reading).find()
        relations += Counts(reading).find()
        relations += Growth(reading).find()
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
