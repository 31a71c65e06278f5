"""Where in a draft a requirement may stand: chapters by their headings, passages in other chapters, and who has which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lawlint.document import Block, Document, Kind, Section, Span
from lawlint.document.text import fold, pairs
from lawlint.patterns import search, unquoted
from lawlint.requirements.model import Judgement, Sentence, rows
from lawlint.templates import Profile, Requirement


class Places:
    """One draft and one template: the chapters, and which requirement has claimed which of them.

    ``claims``: the sections of each requirement by its name. ``found``: the judgements so far, by name.
    """

    def __init__(self, document: Document, profile: Profile) -> None:
        self.document = document
        self.needs = [dated(r, document) for r in profile.requirements]
        self.top = _chapters(document)
        self.claims: dict[str, list[Section]] = {}
        self.found: dict[str, Judgement] = {}
        self._headings = {id(s.heading): s for s in document.sections}

    def judged_by(self, kind: str) -> list[Requirement]:
        """The requirements of one kind."""
        return [n for n in self.needs if n.judge == kind]

    @property
    def shared(self) -> list[Section]:
        """The chapters taken for the account of a person's duty by what they say: they may tell of measures too."""
        return [s for n in self.judged_by("facets") if not self.found[n.name].headed for s in self.claims[n.name]]

    def names(self, need: Requirement, section: Section) -> bool:
        """Whether a section's heading names the requirement."""
        return self.titled(need, fold(section.title))

    def titled(self, need: Requirement, title: str) -> bool:
        """Whether words in a heading's place name the requirement."""
        return bool(search(need.headings, title)) and not search(need.not_headings, unquoted(title))

    def sentences(self, section: Section) -> Iterator[Sentence]:
        """The section's sentences, headings of subsections among them."""
        here = section
        for block in section.body():
            if block.kind is Kind.HEADING:
                here = self._headings.get(id(block), here)
            yield from sentences_of(block, here)
            if block.table:
                yield from rows(block, here)

    def own(self, need: Requirement, section: Section, whole: bool = False) -> list[Sentence]:
        """The sentences of a section, less those of subsections whose heading names another requirement.

        ``whole``: its points are its own whatever their words, unless its heading names another requirement too.
        """
        if whole and not any(self.names(o, section) for o in self.needs if o.name != need.name):
            return list(self.sentences(section))
        others = [
            sub
            for sub in section.walk()
            if sub is not section
            and sub.level <= section.level + 1
            and _is_heading(sub)
            and not self.names(need, sub)
            and any(
                o.name != need.name and o.within != need.name and o.name != need.within and self.names(o, sub)
                for o in self.needs
            )
        ]
        elsewhere = {id(s) for sub in others for s in sub.walk()}
        return [s for s in self._until_labelled(need, section) if id(s.section) not in elsewhere]

    def _until_labelled(self, need: Requirement, section: Section) -> Iterator[Sentence]:
        """The section's sentences, less the paragraphs that a label of their own gives to another requirement
        (下一步打算：…… below 存在问题和下一步打算)."""
        away, before = False, None
        for sentence in self.sentences(section):
            if sentence.block is not before:
                before = sentence.block
                label = run_in(sentence)
                if sentence.block.kind is Kind.HEADING:
                    away = False
                elif label:
                    others = [o for o in self.needs if need.name not in (o.name, o.within) and o.name != need.within]
                    named = any(self.titled(o, label) for o in others)
                    away = not self.titled(need, label) and (named or away)
            if not away:
                yield sentence

    def unnamed(self) -> list[Section]:
        """The chapters no requirement has claimed, in whole or in part."""
        return [s for s in self.top if not self._claimed(s)]

    def _claimed(self, section: Section) -> bool:
        return any(
            section is s or section in s.children or s in section.children
            for sections in self.claims.values()
            for s in sections
        )

    def place(self, section: Section) -> int:
        """The index of the chapter that a section is, or stands in."""
        return next(i for i, top in enumerate(self.top) if section in top.walk())

    def follows_shortcomings(self, section: Section) -> bool:
        """Whether a section stands in the chapter right after the one on shortcomings."""
        at = self.place(section)
        lacking = [s for r in self.judged_by("shortcomings") for s in self.claims.get(r.name, ())]
        return at > 0 and self.top[at - 1] in lacking

    def paragraphs(self) -> Iterator[list[Sentence]]:
        """The sentences of each block in the text before the first heading and in every chapter.

        What stands in the plan's own chapter is still to be done: no account of anything else.
        """
        planned = {id(s) for section in self.top if self.planned(section) for s in section.walk()}
        for section in [self.document.root, *self.top]:
            blocks: dict[int, list[Sentence]] = {}
            every: Iterable[Sentence] = (
                (s for b in section.blocks for s in sentences_of(b, section))
                if section is self.document.root
                else self.sentences(section)
            )
            for sentence in every:
                if id(sentence.section) not in planned:
                    blocks.setdefault(id(sentence.block), []).append(sentence)
            yield from blocks.values()

    def planned(self, section: Section) -> bool:
        """Whether a chapter's heading names the plan, and no other requirement."""
        named = {n.judge for n in self.needs if self.names(n, section)}
        return named == {"plan"}

    def nowhere(self) -> Span:
        """Where to point at for what is not there: the title, else the first block."""
        title = self.document.header.title
        if title:
            return title.span()
        return self.document.blocks[0].span if self.document.blocks else Span(0, 0)

    def kindred(self, sentences: Sequence[Sentence]) -> bool:
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


def dated(need: Requirement, document: Document) -> Requirement:
    """The requirement with ``{year}`` and ``{next}`` in its patterns filled in."""
    year = document.report_year
    this, following = (str(year.value), str(year.value + 1)) if year else ("(?!)", "(?!)")

    def filled(patterns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(p.replace("{year}", this).replace("{next}", following) for p in patterns)

    return replace(
        need, headings=filled(need.headings), not_headings=filled(need.not_headings), opens=filled(need.opens)
    )


def _chapters(document: Document) -> list[Section]:
    """The report's chapters: the children of the root, or of a single chapter that holds everything."""
    sections = document.root.children
    while len(sections) == 1 and len(sections[0].children) > 1:
        sections = sections[0].children
    return sections


def _is_heading(section: Section) -> bool:
    """Whether a section's heading is one: a numbered sentence, closed by a stop on its own line, is a point of a list."""
    heading = section.heading
    if heading is None:
        return False
    text = heading.text.source.text
    return not (text[heading.span.end : heading.span.end + 1] in tuple("。；;") and not section.blocks)


def sentences_of(block: Block, section: Section) -> Iterator[Sentence]:
    """A block's sentences; a table has none."""
    for text in block.sentences:
        yield Sentence(text, block, section)


_RUN_IN = re.compile(r"(?:[^,。;:]{0,12},)?([^,。;:]{2,14}):")


def run_in(sentence: Sentence) -> str:
    """The heading that a paragraph's first sentence carries in its own line (存在的问题：……); empty where none."""
    match = _RUN_IN.match(sentence.text.folded)
    return match[1] if match else ""


def heading_span(section: Section) -> Span:
    """Where a section's heading stands; for the text before the first heading, that text."""
    return section.heading.span if section.heading else section.span
