"""What a verdict on a requirement is made of: the judgement itself, and the sentences it is read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from lawlint.document import Block, Kind, Section, Span, Text
from lawlint.document.text import fold
from lawlint.patterns import search, unquoted
from lawlint.templates import Requirement


class Status(StrEnum):
    """How far a requirement is fulfilled."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"

    @property
    def rank(self) -> int:
        """2 for met, 1 for partial, 0 for the others."""
        return {"met": 2, "partial": 1}.get(self.value, 0)


class Fault(StrEnum):
    """What is wrong where a requirement is not met."""

    ABSENT = "absent"  # nothing there
    EMPTY = "empty"  # a heading over nothing
    UNRELATED = "unrelated"  # a heading over text about something else
    THIN = "thin"  # only partly there


class Pair(NamedTuple):
    """A shortcoming and the words that say why, or ``None`` where nothing does."""

    shortcoming: Span
    cause: Span | None


@dataclass
class Judgement:
    """The verdict on one requirement.

    ``evidence``: source spans of the sentences that show it. ``span``: where to point at: its heading, else the title.
    ``sections``: where it stands. ``headed``: whether a heading of its own names it. ``note``: the reason, in Chinese.
    ``items``: shortcomings or measures, one span each. ``facets``: sides of a duty shown, by name. ``pairs``: each
    shortcoming with its cause.
    """

    requirement: Requirement
    status: Status = Status.MISSING
    evidence: list[Span] = field(default_factory=list)
    span: Span = field(default_factory=lambda: Span(0, 0))
    fault: Fault | None = Fault.ABSENT
    note: str = ""
    sections: list[Section] = field(default_factory=list)
    headed: bool = False
    items: list[Span] = field(default_factory=list)
    facets: dict[str, list[Span]] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in one paragraph with the evidence."""
        block = sentence.block.span
        return any(block.covers(span) for span in self.evidence)

    @property
    def counts(self) -> bool:
        """Whether the verdict matters: an optional requirement that is not there does not."""
        return not (self.requirement.optional and self.status is Status.MISSING)

    def met(self, evidence: list[Sentence], note: str) -> Judgement:
        """This judgement as fulfilled."""
        return self._settled(Status.MET, evidence, note, None)

    def partial(self, evidence: list[Sentence], note: str) -> Judgement:
        """This judgement as partly fulfilled."""
        return self._settled(Status.PARTIAL, evidence, note, Fault.THIN)

    def unrelated(self, note: str) -> Judgement:
        """This judgement as a heading over other text, where there is a heading; else as it was."""
        if self.headed:
            self.note, self.fault = note, Fault.UNRELATED
        return self

    def _settled(self, status: Status, evidence: list[Sentence], note: str, fault: Fault | None) -> Judgement:
        told = [s for s in evidence if s.tells] or evidence  # a bare heading shows nothing where sentences do
        self.status, self.note, self.fault = status, note, fault
        self.evidence = [s.span for s in told]
        return self


class Sentence:
    """A sentence as it is weighed: folded, titles in 《》 blanked."""

    def __init__(self, text: Text, block: Block, section: Section) -> None:
        self.text = text
        self.block = block
        self.section = section

    @cached_property
    def words(self) -> str:
        """The sentence folded, with what stands in 《》 blanked."""
        return unquoted(self.text.folded)

    @cached_property
    def concrete(self) -> bool:
        """Whether a clause tells an act: a count, a date, a named meeting or a named document; not with XX次 in it."""
        clauses = re.split("[,;]", self.text.folded)
        return any(CONCRETE.search(clause) and not _OPEN_COUNT.search(clause) for clause in clauses)

    @cached_property
    def tells(self) -> bool:
        """Whether it is a sentence that can show something: no bare heading, no count left open (XX次)."""
        bare = self.block.kind is Kind.HEADING and bool(self.section.blocks or self.section.children)
        return not bare and not _OPEN_COUNT.search(self.text.folded)

    @property
    def span(self) -> Span:
        return self.text.span()


class Row(Sentence):
    """A row of a table read as a sentence, each cell behind its column's name."""

    def __init__(self, text: Text, block: Block, section: Section, words: str) -> None:
        super().__init__(text, block, section)
        self.told = words

    @cached_property
    def words(self) -> str:
        """The cells in words, width-folded."""
        return unquoted(fold(self.told))


def rows(block: Block, section: Section) -> Iterator[Sentence]:
    """The rows of a table below the first, as sentences."""
    assert block.table
    head, *below = block.table.rows or ((),)
    names = {cell.column: cell.value for cell in head}
    for row in below:
        cells = [cell for cell in row if cell.value]
        if cells:
            pieces = [piece for cell in cells for piece in cell.text.pieces]
            words = ",".join(f"{names.get(c.column, '')}:{c.value}" for c in cells)
            yield Row(Text(block.text.source, pieces), block, section, words + "。")


UNIT = "次场期件个项份人名起家条篇轮批堂课余多天部届万"
CONCRETE = re.compile(
    rf"\d+\s*[{UNIT}]|[一二两三四五六七八九十百]+\s*(?:次|场|期|件|项|份|轮|批|堂)|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}月份?|"
    r"《[^》]{4,}》|(?:党[组委]|常务|办公|班子|局长|专题|联席|中心组)[^,。;]{0,6}(?:会议?|学习)[^,。;]{0,12}(?:研究|审议|听取|学习|部署|审定)"
)
_OPEN_COUNT = re.compile(rf"(?<![A-Za-z\d])[X×x]{{1,4}}\s*(?:余)?[{UNIT}]")


def shows(need: Requirement, sentence: Sentence) -> bool:
    """Whether a sentence shows the requirement by its patterns."""
    return bool(search(need.shown_by, sentence.words)) and not search(need.not_shown_by, sentence.words)
