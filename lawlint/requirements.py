"""Judge a template's requirements: met, partly met or missing, and the sentences that show it.

A requirement is looked for in three ways, the first that succeeds deciding: a section whose heading names it, and
whose text bears the heading out; a section under any other heading whose text is about it; passages in other sections.
What to look for is the profile's; how evidence is weighed is here, one function for each kind of requirement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from lawlint.document import Block, Document, Kind, Section, Span, Text
from lawlint.document.text import fold, pairs
from lawlint.patterns import search, unquoted
from lawlint.templates import Profile, Requirement


class Status(StrEnum):
    """How far a requirement is fulfilled."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"


class Fault(StrEnum):
    """What is wrong where a requirement is not met."""

    ABSENT = "absent"  # nothing there
    EMPTY = "empty"  # a heading over nothing
    UNRELATED = "unrelated"  # a heading over text about something else
    THIN = "thin"  # only partly there


@dataclass
class Judgement:
    """The verdict on one requirement.

    ``evidence``: source spans of the sentences that show it. ``span``: where to point at: its heading, else the title.
    ``sections``: where it stands. ``headed``: whether a heading of its own names it. ``note``: the reason, in Chinese.
    ``items``: shortcomings or measures, one span each. ``facets``: sides of a duty shown, by name.
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

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in one paragraph with the evidence."""
        block = sentence.block.span
        return any(block.covers(span) for span in self.evidence)

    @property
    def counts(self) -> bool:
        """Whether the verdict matters: an optional requirement that is not there does not."""
        return not (self.requirement.optional and self.status is Status.MISSING)


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
        """Whether it tells an act: a count, a date, a named meeting or a named document."""
        return bool(_CONCRETE.search(self.text.folded))

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


def _rows(block: Block, section: Section) -> Iterator[Sentence]:
    """The rows of a table below the first, as sentences."""
    assert block.table
    head, *rows = block.table.rows or ((),)
    names = {cell.column: cell.value for cell in head}
    for row in rows:
        cells = [cell for cell in row if cell.value]
        if cells:
            pieces = [piece for cell in cells for piece in cell.text.pieces]
            words = ",".join(f"{names.get(c.column, '')}:{c.value}" for c in cells)
            yield Row(Text(block.text.source, pieces), block, section, words + "。")


_UNIT = "次场期件个项份人名起家条篇轮批堂课余多天部届万"
_CONCRETE = re.compile(
    rf"\d+\s*[{_UNIT}]|[一二两三四五六七八九十百]+\s*(?:次|场|期|件|项|份|轮|批|堂)|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}月份?|"
    r"《[^》]{4,}》|(?:党[组委]|常务|办公|班子|局长|专题|联席|中心组)[^,。;]{0,6}(?:会议?|学习)[^,。;]{0,12}(?:研究|审议|听取|学习|部署|审定)"
)
_COUNTED = re.compile(rf"\d\s*[{_UNIT}]")
_NOTHING = re.compile(r"(?:暂?无|没有)[。.]?")  # 其他需要报告的事项：无。
_PAST = re.compile(rf"已经?|了|累计|共[^同产享建]|全年|本年度|一年来|\d\s*[{_UNIT}]|同比|达到?\s*\d|均[为达按]|\d%")
_DONE = re.compile(r"已经?(?!有)|了(?!解)|累计|同比|较上年|一年来")
_SUBITEM = re.compile(
    r"(?:[一二三四五六七八九十]|其[一二三四五六])(?:是|要|、)|第[一二三四五六七八九十][,、]|[①-⑳]|\(\d+\)|(?<!\d)\d[.、](?!\d)"
)


def judge(document: Document, profile: Profile) -> dict[str, Judgement]:
    """Every requirement of the profile by name, judged on the document, in the template's order."""
    return _Judge(document, profile).run()


class _Judge:
    """One document and one profile; the steps share which section was claimed for what."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self.document = document
        self.needs = [self._dated(r) for r in profile.requirements]
        self.headings = {id(s.heading): s for s in document.sections}
        self.top = self._top_sections()
        self.claims: dict[str, list[Section]] = {}
        self.shared: list[Section] = []  # chapters taken for the account of a person's duty by what they say
        self.found: dict[str, Judgement] = {}

    def _dated(self, need: Requirement) -> Requirement:
        """The requirement with ``{year}`` and ``{next}`` in its patterns filled in."""
        year = self.document.report_year
        this, following = (str(year.value), str(year.value + 1)) if year else ("(?!)", "(?!)")

        def dated(patterns: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(p.replace("{year}", this).replace("{next}", following) for p in patterns)

        return replace(
            need, headings=dated(need.headings), not_headings=dated(need.not_headings), opens=dated(need.opens)
        )

    def _top_sections(self) -> list[Section]:
        """The report's chapters: the children of the root, or of a single chapter that holds everything."""
        sections = self.document.root.children
        while len(sections) == 1 and len(sections[0].children) > 1:
            sections = sections[0].children
        return sections

    def run(self) -> dict[str, Judgement]:
        for need in self.needs:
            self.claims[need.name] = self._headed(need)
        self._claim_outlook()
        for need in self.needs:
            if not need.within:
                self.found[need.name] = self._judge_headed(need)
        # Chapters under a heading that names nothing, by what they say; measures, which look like anything, come last.
        for need in sorted(self.needs, key=lambda n: n.judge == "measures"):
            if need.within or self.found[need.name].status is Status.MET:
                continue
            if self.found[need.name].status is Status.MISSING or need.judge == "measures":
                self._judge_by_content(need)
        for need in self.needs:
            if need.within:
                self.found[need.name] = self._judge_within(need)
        return {need.name: self.found[need.name] for need in self.needs}

    # ---- where

    def _headed(self, need: Requirement) -> list[Section]:
        """Sections whose heading names the requirement: chapters, else sections below them that also read like it."""
        hits = [s for s in self.top if self._names(need, s)]
        if hits:
            return hits
        below = [s for top in self.top for s in top.children if self._names(need, s) and self._fits(need, s)]
        whole = [top for top in self.top if any(s in top.children for s in below) and self._all_fit(need, top)]
        return whole or below

    def _all_fit(self, need: Requirement, top: Section) -> bool:
        """Whether a chapter is the requirement as a whole: several sections, each of which reads like it."""
        return need.judge == "shortcomings" and len(top.children) > 1 and all(self._fits(need, s) for s in top.children)

    def _claim_outlook(self) -> None:
        """A chapter right after the shortcomings that says what will be done is the outlook, whatever its heading shares
        with those on measures (2024年重点工作, 新征程新举措)."""
        measures = [r for r in self.needs if r.judge == "measures"]
        for plan in self.needs:
            if plan.judge != "plan" or self.claims[plan.name]:
                continue
            for need in measures:
                late = [s for s in self.claims[need.name] if s in self.top and self._follows_shortcomings(s)]
                if late and (len(self.claims[need.name]) > 1 or self._unnamed()) and self._fits(plan, late[-1]):
                    self.claims[plan.name] = late[-1:]
                    self.claims[need.name] = [s for s in self.claims[need.name] if s is not late[-1]]

    def _names(self, need: Requirement, section: Section) -> bool:
        title = fold(section.title)
        return bool(search(need.headings, title)) and not search(need.not_headings, unquoted(title))

    def _claimed(self, section: Section) -> bool:
        return any(
            section is s or section in s.children or s in section.children
            for sections in self.claims.values()
            for s in sections
        )

    def sentences(self, section: Section) -> Iterator[Sentence]:
        """The section's sentences, headings of subsections among them."""
        here = section
        for block in section.body():
            if block.kind is Kind.HEADING:
                here = self.headings.get(id(block), here)
            for text in block.sentences:
                yield Sentence(text, block, here)
            if block.table:
                yield from _rows(block, here)

    def _own(self, need: Requirement, section: Section) -> list[Sentence]:
        """The sentences of a section, less those of subsections whose heading names another requirement."""
        others = [
            sub
            for sub in section.walk()
            if sub is not section
            and sub.level <= section.level + 1
            and not self._names(need, sub)
            and any(
                o.name != need.name and o.within != need.name and o.name != need.within and self._names(o, sub)
                for o in self.needs
            )
        ]
        elsewhere = {id(s) for sub in others for s in sub.walk()}
        return [s for s in self.sentences(section) if id(s.section) not in elsewhere]

    # ---- by heading

    def _judge_headed(self, need: Requirement) -> Judgement:
        sections = self.claims[need.name]
        made = Judgement(need, span=self._nowhere(), note="没有找到相应的章节，也没有相应的内容")
        if not sections:
            return made
        made.sections, made.headed = sections, True
        made.span = _heading_span(sections[0])
        sentences = [s for section in sections for s in self._own(need, section)]
        if not any(_has_text(section) for section in sections):
            made.fault, made.note = Fault.EMPTY, "标题之下没有内容"
            return made
        return self._weigh(made, sentences)

    def _nowhere(self) -> Span:
        title = self.document.header.title
        if title:
            return title.span()
        return self.document.blocks[0].span if self.document.blocks else Span(0, 0)

    def _weigh(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        """Fill in status, evidence, fault and note from the sentences found for the requirement."""
        need = made.requirement
        about = [s for s in sentences if search(need.about, s.words)]
        foreign = bool(need.about) and len(about) * 10 < len(sentences)
        if foreign and not (made.headed and (self._dense(need, sentences) or self._kindred(sentences))):
            made.fault = Fault.UNRELATED
            made.note = "标题之下写的是别的事" if made.headed else made.note
            return made
        weigh = {
            "section": _weigh_section, "shortcomings": _weigh_shortcomings, "plan": _weigh_plan,
            "measures": _weigh_measures, "facets": _weigh_facets, "causes": _weigh_causes,
        }[need.judge]  # fmt: skip
        return weigh(made, sentences)

    def _dense(self, need: Requirement, sentences: Sequence[Sentence]) -> bool:
        """Whether nearly every sentence says what is lacking: text from elsewhere does not."""
        return need.judge == "shortcomings" and sum(_shows(need, s) for s in sentences) * 5 >= len(sentences) * 3 > 0

    def _kindred(self, sentences: Sequence[Sentence]) -> bool:
        """Whether sentences speak of what the rest of the report speaks of, by the pairs of characters they share.

        A bureau tells of its own trade in its own words; text from elsewhere shares little with the report. The more
        the rest says, the more is shared by chance: measured on real and invented reports, text from elsewhere shares
        up to a fifth with a short report and a third with one of 8,000 characters.
        """
        blocks = {id(s.block) for s in sentences}
        title = self.document.header.title
        rest = [b.text.value for b in self.document.prose if id(b) not in blocks] + ([title.value] if title else [])
        known = {pair for text in rest for pair in pairs(text)}
        mine = {pair for s in sentences for pair in pairs(s.text.value)}
        return len(mine & known) >= len(mine) * (0.2 + 0.1 * len(known) / 1000) and bool(mine)

    # ---- by content

    def _judge_by_content(self, need: Requirement) -> None:
        """Look where no heading names the requirement: in chapters without a name for it, then in passages.

        The account of a person's duty is often a passage of a chapter on something else: there passages come first.
        """
        if need.judge == "facets" and self._judge_passages(need):
            return
        best = self.found[need.name]
        for sections in self._candidates(need):
            made = Judgement(need, sections=sections, span=_heading_span(sections[0]), note=best.note)
            sentences = [s for section in sections for s in self._own(need, section) if not self._duty(need, s)]
            made = self._weigh(made, sentences)
            if made.status is Status.PARTIAL and sections[0] in self.shared:
                continue
            if _RANK[made.status] > _RANK[best.status]:
                best = self.found[need.name] = made
                self.claims[need.name] = sections
                self.shared = sections if need.judge == "facets" else self.shared
        if best.status is Status.MISSING:
            self._judge_passages(need)

    def _candidates(self, need: Requirement) -> list[list[Section]]:
        """Chapters that may be the requirement by what they say; those on measures together make one account."""
        fitting = [s for s in self._unnamed() if self._fits(need, s)]
        if need.judge != "measures":
            return [[s] for s in fitting]
        # a chapter of measures may hold the account of the person's duty; it is a chapter of measures all the same
        together = [s for s in self.top if s in fitting or s in self.claims[need.name]]
        return [together] if together else [[s] for s in self.shared if self._fits(need, s)]

    def _judge_passages(self, need: Requirement) -> bool:
        """Judge the passages about the requirement in other chapters; whether they settle it for good."""
        sentences = self._passages(need)
        if not sentences:
            return False
        made = Judgement(need, span=sentences[0].span, note=self.found[need.name].note, sections=[sentences[0].section])
        made = self._weigh(made, sentences)
        # a stray sentence on some measure is not the account of the measures
        if made.status is Status.MET or (made.status is Status.PARTIAL and need.judge != "measures"):
            self.found[need.name] = made
        return made.status is Status.MET

    def _duty(self, need: Requirement, sentence: Sentence) -> bool:
        """Whether a sentence is told of the person's duty already: it is then no account of the measures."""
        return need.judge == "measures" and any(
            sentence.span in judged.evidence
            for name, judged in self.found.items()
            if judged.requirement.judge == "facets" and name != need.name
        )

    def _unnamed(self) -> list[Section]:
        return [s for s in self.top if not self._claimed(s)]

    def _fits(self, need: Requirement, section: Section) -> bool:
        """Whether a chapter under an unnamed heading is about the requirement rather than about another one."""
        sentences = [s for s in self.sentences(section) if s.block.kind is not Kind.HEADING] or list(
            self.sentences(section)
        )
        size = max(1, len(sentences))
        shown = [s for s in sentences if _shows(need, s)]
        if need.judge == "shortcomings":
            return len(shown) * 5 >= size * 2
        if need.judge == "plan":
            done = _DONE if self._follows_shortcomings(section) else _PAST
            past = [s for s in sentences if done.search(s.words)]
            return self._comes_last(section) and len(shown) * 2 >= size and len(past) * 5 < size * 2
        if need.judge == "facets":
            told = [unquoted(fold(section.title)), *(s.words for s in sentences)]
            return any(search(need.actor, words) for words in told)
        if need.judge == "measures":
            lacking = next((r for r in self.needs if r.judge == "shortcomings"), None)
            return not lacking or sum(_shows(lacking, s) for s in sentences) * 5 < size * 2
        return need.judge == "causes" or bool(shown)

    def _comes_last(self, section: Section) -> bool:
        """Whether only one more chapter follows, and none on measures or shortcomings: an outlook comes last."""
        at = next(i for i, top in enumerate(self.top) if section in top.walk())
        after = self.top[at + 1 :]
        others = [r for r in self.needs if r.judge in ("measures", "shortcomings")]
        return len(after) <= 1 and not any(self._names(r, s) for r in others for s in after)

    def _follows_shortcomings(self, section: Section) -> bool:
        at = next(i for i, top in enumerate(self.top) if section in top.walk())
        lacking = [s for r in self.needs if r.judge == "shortcomings" for s in self.claims.get(r.name, ())]
        return at > 0 and self.top[at - 1] in lacking

    def _passages(self, need: Requirement) -> list[Sentence]:
        """Sentences in sections named for something else, or in none, that open on the requirement and go on with it."""
        found: list[Sentence] = []
        for section in [self.document.root, *self.top]:
            blocks: dict[int, list[Sentence]] = {}
            every = (
                [s for b in section.blocks for s in _of(b, section)]
                if section is self.document.root
                else list(self.sentences(section))
            )
            for sentence in every:
                blocks.setdefault(id(sentence.block), []).append(sentence)
            for sentences in blocks.values():
                found.extend(self._passage(need, sentences))
        return found

    def _passage(self, need: Requirement, sentences: list[Sentence]) -> Iterable[Sentence]:
        if need.judge == "facets":
            for index, sentence in enumerate(sentences):
                if search(
                    need.shown_by, sentence.words
                ):  # the duty is named: what follows in the paragraph is about it
                    return sentences[index:]
            return [s for s in sentences if search(need.actor, s.words)]
        for index, sentence in enumerate(sentences):
            if search(need.opens, sentence.words):
                return sentences[index:]
        if need.judge == "measures" and sentences and sentences[0].section is self.document.root:
            return [s for s in sentences if _COUNTED.search(s.words)]  # an opening paragraph counts nothing
        return []

    def _judge_within(self, need: Requirement) -> Judgement:
        """A requirement that stands inside another one, such as the causes inside the shortcomings."""
        outer = self.found.get(need.within)
        made = Judgement(need, span=outer.span if outer else self._nowhere())
        if outer is None or outer.status is Status.MISSING:
            made.note = f"{outer.requirement.title if outer else need.within}缺失，无从谈起"
        sentences: list[Sentence] = []
        own = [s for s in self.claims[need.name] if s not in (outer.sections if outer else [])]
        if outer and outer.status is not Status.MISSING:
            for section in outer.sections:
                sentences.extend(
                    s for s in self.sentences(section) if section in self.claims[need.within] or outer.holds(s)
                )
        for section in own:
            sentences.extend(self.sentences(section))
        made.sections = outer.sections if outer else []
        made.headed = bool(own)
        made = self._weigh(made, sentences)
        if own and made.status is not Status.MET:  # under their own heading causes need no word that says so
            told = [s for section in own for s in self.sentences(section) if s.block.kind is not Kind.HEADING]
            if told:
                made = _done(made, Status.MET, told, f"有 {len(told)} 句写在这个标题之下", None)
        if outer and outer.items and made.fault is Fault.ABSENT:
            made.note = f"“{outer.requirement.title}”写了 {len(outer.items)} 项，没有写“{need.title}”"
        return made


_RANK = {Status.MISSING: 0, Status.NOT_APPLICABLE: 0, Status.PARTIAL: 1, Status.MET: 2}


def _of(block: Block, section: Section) -> Iterator[Sentence]:
    for text in block.sentences:
        yield Sentence(text, block, section)


def _heading_span(section: Section) -> Span:
    return section.heading.span if section.heading else section.span


def _has_text(section: Section) -> bool:
    """Whether anything stands under a heading: text, a table, or headings that are sentences themselves."""
    return any(
        block.table or len(block.text.value.strip()) >= 4 or _NOTHING.fullmatch(block.text.folded.strip())
        for block in section.body()
    )


def _shows(need: Requirement, sentence: Sentence) -> bool:
    return bool(search(need.shown_by, sentence.words)) and not search(need.not_shown_by, sentence.words)


def _done(made: Judgement, status: Status, evidence: Sequence[Sentence], note: str, fault: Fault | None) -> Judgement:
    made.status, made.note, made.fault = status, note, fault
    made.evidence = [s.span for s in evidence]
    return made


def _weigh_section(made: Judgement, sentences: list[Sentence]) -> Judgement:
    """Something that shows it stands there."""
    need = made.requirement
    shown = [s for s in sentences if not need.shown_by or _shows(need, s)]
    if len(shown) >= need.enough:
        return _done(made, Status.MET, shown, f"有 {len(shown)} 句写到", None)
    if shown:
        return _done(made, Status.PARTIAL, shown, f"只有 {len(shown)} 句写到", Fault.THIN)
    tables = [b.span for section in made.sections if made.headed for b in section.body() if b.table]
    if tables:
        made = _done(made, Status.MET, [], f"有 {len(tables)} 张表", None)
        made.evidence = tables
        return made
    return _done(made, Status.MISSING, [], "标题之下没有写到这一项", Fault.UNRELATED)


def _items(sentences: Sequence[Sentence], shown: Sequence[Sentence]) -> list[Span]:
    """The single points that sentences make, those with at least one sentence of ``shown``.

    A point begins at a subsection's heading, else at 一是…二是…; where there is neither, each sentence is one, or each
    clause of it that a semicolon closes.
    """
    level = min((s.block.level for s in sentences if s.block.kind is Kind.HEADING), default=None)
    points: list[Span] = []
    marked = False
    for sentence in sentences:
        heading = sentence.block.kind is Kind.HEADING and sentence.block.level == level
        value = sentence.text.folded
        marks = [m.start() for m in _SUBITEM.finditer(value) if m.start() == 0 or value[m.start() - 1] in ",。;:"]
        if heading:
            points.append(sentence.span)
        elif level is None and not marks and not marked:
            points.extend(_clauses(sentence))
        elif level is None and marks:
            if not marked:  # what stands before the first mark leads up to the points
                points, marked = [], True
            for start, end in zip(marks, [*marks[1:], len(value)], strict=True):
                points.append(sentence.text.part(start, end).stripped().span())
        elif points:
            points[-1] = Span(points[-1].start, sentence.span.end)
    spans = sorted(s.span for s in shown)
    starts = [s.start for s in spans]

    def touched(point: Span) -> bool:
        at = bisect_right(starts, point.start)
        return any(point.overlaps(s) for s in spans[max(0, at - 1) : at + 1])

    return [p for p in points if touched(p)]


def _clauses(sentence: Sentence) -> Iterator[Span]:
    """The parts of a sentence between semicolons, each a point of its own; the sentence where there are none."""
    start = 0
    for part in sentence.text.folded.split(";"):
        if len(part) >= 6:
            yield sentence.text.part(start, start + len(part)).stripped().span()
        start += len(part) + 1


def _counted_clauses(sentence: Sentence) -> list[Span]:
    """The clauses of a sentence, or its parts at 一是…二是…, that tell a count, a date or a document."""
    value = sentence.text.folded
    cuts = [0, *(m.end() for m in re.finditer(r"[,;]", value)), len(value)]
    return [
        sentence.text.part(start, end).stripped().span()
        for start, end in pairwise(cuts)
        if end - start >= 6 and (_CONCRETE.search(value, start, end) or _SUBITEM.match(value, start))
    ]


_VAGUE = r"(?:问题|不足|差距|短板|薄弱环节|困难|挑战)"
_LEAD = re.compile(
    r"^[^,。]{0,30}(?:[^。]{0,60}(?:虽然|尽管|取得|但|同时)[^。]{0,60})?(?:存在|面临|有)"
    r"(?:着|的|一些|一定|以下|如下|不少|诸多|许多|几个|较大|些|个别|方面|\s)*"
    rf"{_VAGUE}(?:(?:和|与|、){_VAGUE})*[^,。]{{0,12}}(?:,(?:还|仍)?(?:需要?|有待|须)[^,。]{{0,16}})?[。:,]?$"
)


def _weigh_shortcomings(made: Judgement, sentences: list[Sentence]) -> Judgement:
    """Concrete shortcomings, counted; a sentence that says only that there are some is none."""
    need = made.requirement
    shown = [s for s in sentences if _shows(need, s)]
    concrete = [s for s in shown if not _LEAD.match(s.words)]
    made.items = _items(sentences, concrete)
    if len(concrete) >= need.enough:
        return _done(made, Status.MET, concrete, f"写明 {len(made.items)} 项", None)
    if shown:
        return _done(made, Status.PARTIAL, shown, "只说存在不足，没有写出是什么不足", Fault.THIN)
    if made.headed:
        made.note, made.fault = "标题之下没有写出不足，写的是别的事", Fault.UNRELATED
    return made


def _listed(need: Requirement, sentence: Sentence) -> bool:
    """Whether a sentence is a point of a list and tells nothing done: under the plan's heading any verb will do."""
    point = isinstance(sentence, Row) or _SUBITEM.match(sentence.words)
    return bool(point) and not _DONE.search(sentence.words) and not search(need.not_shown_by, sentence.words)


def _weigh_plan(made: Judgement, sentences: list[Sentence]) -> Judgement:
    """Measures still to be taken, at least two of them."""
    need = made.requirement
    shown = [s for s in sentences if _shows(need, s) or (made.headed and _listed(need, s))]
    made.items = _items(sentences, shown)
    if len(made.items) < need.enough:  # one sentence, or one section, may hold several measures with their figures
        made.items = [c for s in shown if s.block.kind is not Kind.HEADING for c in _counted_clauses(s)] or made.items
    if len(made.items) >= need.enough:
        return _done(made, Status.MET, shown, f"写明 {len(made.items)} 项安排", None)
    if shown:
        return _done(made, Status.PARTIAL, shown, "只有一句，没有写出具体安排", Fault.THIN)
    if made.headed:
        made.note, made.fault = "标题之下没有写出下一年度的安排，写的是别的事", Fault.UNRELATED
    return made


def _weigh_measures(made: Judgement, sentences: list[Sentence]) -> Judgement:
    """Acts on the subject, told as done; a sentence may tell several, one a clause."""
    need = made.requirement
    shown = [s for s in sentences if _shows(need, s) and search(need.about, s.words)]
    acts = sum(bool(search(need.shown_by, clause)) for s in shown for clause in re.split("[,;]", s.words))
    if acts >= need.enough:
        return _done(made, Status.MET, shown, f"有 {len(shown)} 句写到举措和成效", None)
    if shown:
        return _done(made, Status.PARTIAL, shown, f"只有 {len(shown)} 句写到举措和成效", Fault.THIN)
    if made.headed:
        made.note, made.fault = "标题之下没有写出举措和成效，写的是别的事", Fault.UNRELATED
    return made


def _weigh_facets(made: Judgement, sentences: list[Sentence]) -> Judgement:
    """Sides of a duty, each shown by a concrete act; under no heading of its own, only what the person did counts."""
    need = made.requirement
    concrete: dict[str, list[Sentence]] = {}
    vague: dict[str, list[Sentence]] = {}
    for facet in need.facets:
        for sentence in sentences:
            if search(facet.shown_by, sentence.words):
                (concrete if sentence.concrete else vague).setdefault(facet.name, []).append(sentence)
    titles = {f.name: f.title for f in need.facets}
    slogans = [s for s in sentences if search(need.shown_by, s.words)]
    made.facets = {
        n: [s.span for s in (*concrete.get(n, ()), *vague.get(n, ()))] for n in titles if n in concrete or n in vague
    }
    evidence = sorted({s.span for g in concrete.values() for s in g} or {s.span for g in vague.values() for s in g})
    sentences_by_span = {s.span: s for s in sentences}
    shown = [sentences_by_span[span] for span in evidence]
    if len(concrete) >= need.enough:
        told = "、".join(t for n, t in titles.items() if n in concrete)
        return _done(made, Status.MET, shown, f"以具体事实写明 {len(concrete)} 个方面：{told}", None)
    if (made.facets and made.headed) or len(made.facets) >= need.enough or slogans:
        seen = "、".join(titles[n] for n in made.facets) or "无"
        note = f"内容空泛：以具体事实写明的只有 {len(concrete)} 个方面（写到：{seen}）"
        return _done(made, Status.PARTIAL, shown or slogans, note, Fault.THIN)
    if made.headed:
        made.note, made.fault = "标题之下没有写到履职的任何一个方面", Fault.UNRELATED
    return made


def _weigh_causes(made: Judgement, sentences: list[Sentence]) -> Judgement:
    """Sentences that say why; ``not_shown_by`` names causes too vague to tell anything."""
    need = made.requirement
    shown = [s for s in sentences if search(need.shown_by, s.words)]
    clear = [s for s in shown if not search(need.not_shown_by, s.words)]
    if len(clear) >= need.enough:
        return _done(made, Status.MET, clear, f"有 {len(clear)} 处写明原因", None)
    if shown:
        return _done(made, Status.PARTIAL, shown, "提到了原因，但没有说明是什么原因", Fault.THIN)
    made.fault = Fault.ABSENT
    return made
