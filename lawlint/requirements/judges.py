"""How each kind of requirement is found and weighed: one class a kind, named by a profile's ``judge:``.

What to look for is the profile's; how evidence is weighed is here. A plugin adds a kind of its own with
``lawlint_judges``; ``KINDS`` holds them all by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from lawlint.document import Kind, Section
from lawlint.document.text import fold
from lawlint.patterns import compiled, search, unquoted
from lawlint.requirements.model import UNIT, Fault, Judgement, Row, Sentence, Status, shows
from lawlint.requirements.places import Places, heading_span, run_in
from lawlint.requirements.points import SUBITEM, clauses_of, points
from lawlint.templates import Requirement

PAST = re.compile(rf"已经?|了|累计|共[^同产享建]|全年|本年度|一年来|\d\s*[{UNIT}]|同比|达到?\s*\d|均[为达按]|\d%")
DONE = re.compile(r"已经?(?!有)|了(?!解)|累计|同比|较上年|一年来")
_COUNTED = re.compile(rf"\d\s*[{UNIT}]")


class Judge:
    """One requirement in one draft. The base judges a section: something that shows it stands there.

    ``looks_last``: its words are found in anything, so it is looked for when the others have their place.
    ``passages_first``: it is often a passage of a chapter on something else. ``sections_make_it``: a chapter all of
    whose sections read like it is it, whatever the chapter's heading. ``stray``: a passage that shows it in part counts.
    ``keeps_points``: the points below its heading are its own, whatever their words.
    """

    kind: ClassVar[str] = "section"
    looks_last: ClassVar[bool] = False
    passages_first: ClassVar[bool] = False
    sections_make_it: ClassVar[bool] = False
    stray: ClassVar[bool] = True
    keeps_points: ClassVar[bool] = False

    def __init__(self, need: Requirement, places: Places) -> None:
        self.need = need
        self.places = places

    # ---- where

    def headed(self) -> list[Section]:
        """Sections whose heading names the requirement: chapters, else sections below them that also read like it."""
        places, need = self.places, self.need
        hits = [s for s in places.top if places.names(need, s)]
        if hits:
            return hits
        elsewhere = [] if self.keeps_points else [top for top in places.top if places.planned(top)]
        chapters = [top for top in places.top if top not in elsewhere]
        below = [s for top in chapters for s in top.children if places.names(need, s) and self.fits(s)]
        whole = [top for top in places.top if any(s in top.children for s in below) and self._all_fit(top)]
        return whole or below

    def _all_fit(self, top: Section) -> bool:
        return self.sections_make_it and len(top.children) > 1 and all(self.fits(s) for s in top.children)

    def fits(self, section: Section) -> bool:
        """Whether a section whose heading does not name the requirement is about it rather than about another one."""
        return any(shows(self.need, s) for s in self.read(section))

    def read(self, section: Section) -> list[Sentence]:
        """The sentences of a section that ``fits`` goes by: its text, else its headings."""
        every = list(self.places.sentences(section))
        return [s for s in every if s.block.kind is not Kind.HEADING] or every

    def text(self, section: Section) -> list[Sentence]:
        """The sentences of a section whose heading names the requirement, those about others left out."""
        return self.places.own(self.need, section, self.keeps_points)

    def candidates(self) -> list[list[Section]]:
        """Chapters without a name for it that may be the requirement by what they say, those that belong together."""
        return [[s] for s in self.places.unnamed() if self.fits(s)]

    def passage(self, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        """The part of a paragraph in another chapter, or in none, that is about the requirement."""
        return self.opened(sentences)

    def opened(self, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        """The part of a paragraph from a sentence that opens on the requirement, or carries its heading (……：)."""
        for index, sentence in enumerate(sentences):
            label = run_in(sentence)
            if search(self.need.opens, sentence.words) or (label and self.places.titled(self.need, label)):
                return sentences[index:]
        return ()

    @property
    def _told_anywhere(self) -> bool:
        """Whether sentences alone show the requirement: it has ``shown-by`` and nothing that says where it stands."""
        plain = type(self) is Judge
        return plain and bool(self.need.shown_by) and not (self.need.opens or self.need.headings)

    def passages(self) -> list[Sentence]:
        """The passages about it in other chapters, or in none; where sentences alone show it, those, headings too."""
        if self._told_anywhere:
            return [s for s in self.places.sentences(self.places.document.root) if shows(self.need, s)]
        return [s for paragraph in self.places.paragraphs() for s in self.passage(paragraph)]

    def taken(self, sentence: Sentence) -> bool:
        """Whether a sentence is told of another requirement already, and shows nothing of this one."""
        return False

    # ---- what it weighs

    def judged(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        """Fill in status, evidence, fault and note from the sentences found for the requirement."""
        about = [s for s in sentences if search(self.need.about, s.words)]
        foreign = bool(self.need.about) and len(about) * 10 < len(sentences)
        own = made.headed and (self.certain(sentences) or self.places.kindred(sentences))
        letter = not self.places.top and self.certain(sentences)  # where nothing is headed, nothing else can be
        if foreign and not (own or letter):
            made.fault = Fault.UNRELATED
            made.note = "标题之下写的是别的事" if made.headed else made.note
            return made
        return self.weigh(made, sentences)

    def certain(self, sentences: Sequence[Sentence]) -> bool:
        """Whether the sentences are the requirement even where they speak of nothing it is ``about``."""
        return False

    def weigh(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        """Status, evidence, fault and note, by the sentences alone."""
        need = self.need
        shown = [s for s in sentences if not need.shown_by or shows(need, s)]
        if len(shown) >= need.enough:
            return made.met(shown, f"有 {len(shown)} 句写到")
        if shown:
            return made.partial(shown, f"要求 {need.enough} 句，写到 {len(shown)} 句")
        tables = [b.span for section in made.sections if made.headed for b in section.body() if b.table]
        if tables:
            made = made.met([], f"有 {len(tables)} 张表")
            made.evidence = tables
            return made
        return made.unrelated("标题之下没有写到这一项")


class Measures(Judge):
    """Acts on the subject, told as done; a sentence may tell several, one a clause."""

    kind = "measures"
    looks_last = True
    stray = False

    def fits(self, section: Section) -> bool:
        sentences = self.read(section)
        lacking = self.places.judged_by("shortcomings")
        return not lacking or sum(shows(lacking[0], s) for s in sentences) * 5 < max(1, len(sentences)) * 2

    def candidates(self) -> list[list[Section]]:
        """Chapters of measures together make one account; one that holds the account of a duty is one all the same."""
        places = self.places
        fitting = [s for s in places.unnamed() if self.fits(s)]
        together = [s for s in places.top if s in fitting or s in places.claims[self.need.name]]
        return [together] if together else [[s] for s in places.shared if self.fits(s)]

    def passage(self, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        found = self.opened(sentences)
        if not found and sentences and sentences[0].section is self.places.document.root:
            return [s for s in sentences if _COUNTED.search(s.words)]  # an opening paragraph counts nothing
        return found

    def taken(self, sentence: Sentence) -> bool:
        """The account of a person's duty is no account of the measures."""
        return any(sentence.span in self.places.found[n.name].evidence for n in self.places.judged_by("facets"))

    def weigh(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        need = self.need
        shown = [s for s in sentences if shows(need, s) and search(need.about, s.words)]
        acts = sum(bool(search(need.shown_by, clause)) for s in shown for clause in re.split("[,;]", s.words))
        if acts >= need.enough:
            facts = [s for s in shown if s.concrete and s.tells]  # 一是优化政务服务 shows little beside figures
            return made.met(facts if len(facts) >= need.enough else shown, f"有 {len(shown)} 句写到举措和成效")
        if shown:
            return made.partial(shown, f"要求 {need.enough} 项举措和成效，写到 {acts} 项")
        return made.unrelated("标题之下没有写出举措和成效，写的是别的事")


_VAGUE = r"(?:问题|不足|差距|短板|薄弱环节|困难|挑战)"
_LEAD = re.compile(
    r"^[^,。]{0,30}(?:[^。]{0,60}(?:虽然|尽管|取得|但|同时)[^。]{0,60})?(?:存在|面临|有)"
    r"(?:着|的|一些|一定|以下|如下|不少|诸多|许多|几个|较大|些|个别|方面|\s)*"
    rf"{_VAGUE}(?:(?:和|与|、){_VAGUE})*[^,。]{{0,12}}(?:,(?:还|仍)?(?:需要?|有待|须)[^,。]{{0,16}})?[。:,]?$"
)


class Shortcomings(Judge):
    """Concrete shortcomings, counted; a sentence that says only that there are some is none."""

    kind = "shortcomings"
    sections_make_it = True

    def __init__(self, need: Requirement, places: Places) -> None:
        super().__init__(need, places)
        self._scattered = False  # whether only sentences in passing tell shortcomings

    def fits(self, section: Section) -> bool:
        sentences = self.read(section)
        return sum(shows(self.need, s) for s in sentences) * 5 >= max(1, len(sentences)) * 2

    def passage(self, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        """From the sentence that opens on shortcomings, else from the first that plainly tells one near the signs of
        such a passage (虽然……但……), up to the outlook."""
        found = self.opened(sentences)
        if not found:
            plain = [n for n, s in enumerate(sentences) if self._plain(s)]
            signed = any(search(self.need.signs, s.words) for s in sentences)
            if plain and (signed or (len(plain) > 1 and len(plain) * 2 > len(sentences))):
                found = sentences[plain[0] :]
        return self.before_outlook(found)

    def passages(self) -> list[Sentence]:
        """The passages on shortcomings; where there is none, every sentence that plainly tells one."""
        found = super().passages()
        self._scattered = not found
        return found or [s for p in self.places.paragraphs() for s in p if self._plain(s)]

    def before_outlook(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """The sentences without those that say what will be done next, up to where shortcomings are told again."""
        opens = [p for n in self.places.judged_by("plan") for p in n.opens]
        kept: list[Sentence] = []
        away = False
        for n, sentence in enumerate(sentences):
            again = search(self.need.opens, sentence.words) or (SUBITEM.match(sentence.words) and self._plain(sentence))
            if sentence.block.kind is Kind.HEADING or again:
                away = False
            elif n and search(opens, sentence.words):
                away = True
            if not away:
                kept.append(sentence)
        return kept

    def _plain(self, sentence: Sentence) -> bool:
        """Whether a clause of the sentence ends by saying what is lacking, and not what is done about it."""
        if search(self.need.not_shown_by, sentence.words) or sentence.block.kind is Kind.HEADING:
            return False
        for clause in re.split("[,;。:]", sentence.words):
            ends = [m.end() for m in compiled(self.need.shown_by).finditer(clause)]
            if ends and len(clause) - ends[-1] <= 3 and not search(self.need.remedies, clause):
                return True
        return False

    def certain(self, sentences: Sequence[Sentence]) -> bool:
        """Most sentences say what is lacking: text from elsewhere does not."""
        need = self.need
        lacking = sum(shows(need, s) or _listed(s, need, need.listed) for s in sentences)
        return lacking * 2 >= len(sentences) > 0

    def weigh(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        need = self.need
        sentences = self.before_outlook(sentences)
        shown = [s for s in sentences if shows(need, s) or (made.headed and _listed(s, need, need.listed))]
        concrete = [s for s in shown if not _LEAD.match(s.words)]
        made.items = points(sentences, concrete)
        count = len(made.items) or int(bool(concrete))
        if concrete and self._scattered and not made.headed:
            made.items = []  # said in passing, they are no list to be held against causes and measures
            return made.partial(concrete, "没有专门的一段写不足，只在别处提到")
        if count >= need.enough:
            return made.met(concrete, f"写明 {count} 项")
        if concrete:
            return made.partial(concrete, f"要求 {need.enough} 项，写到 {count} 项")
        if shown:
            return made.partial(shown, "只说存在不足，没有写出是什么不足")
        return made.unrelated("标题之下没有写出不足，写的是别的事")


class Plan(Judge):
    """Measures still to be taken, at least two of them."""

    kind = "plan"
    keeps_points = True

    def fits(self, section: Section) -> bool:
        sentences = self.read(section)
        done = DONE if self.places.follows_shortcomings(section) else PAST
        past = sum(bool(done.search(s.words)) for s in sentences)
        shown = sum(shows(self.need, s) for s in sentences)
        size = max(1, len(sentences))
        return self._comes_last(section) and shown * 2 >= size and past * 5 < size * 2

    def text(self, section: Section) -> list[Sentence]:
        """Below one heading with the shortcomings, each of these may go on to say what is next."""
        own = super().text(section)
        spans = {s.span for s in own}
        return own + [
            s
            for s in self.places.sentences(section)
            if s.span not in spans and s.block.kind is not Kind.HEADING and search(self.need.opens, s.words)
        ]

    def certain(self, sentences: Sequence[Sentence]) -> bool:
        """Most sentences are points of a list that tell nothing done: a bureau plans in the words of its own trade."""
        told = sum(_listed(s, self.need) and not PAST.search(s.words.partition(":")[0]) for s in sentences)
        return told * 2 >= len(sentences) > 1

    def _comes_last(self, section: Section) -> bool:
        """Whether only one more chapter follows, and none on measures or shortcomings: an outlook comes last."""
        places = self.places
        after = places.top[places.place(section) + 1 :]
        others = [*places.judged_by("measures"), *places.judged_by("shortcomings")]
        return len(after) <= 1 and not any(places.names(r, s) for r in others for s in after)

    def weigh(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        need = self.need
        shown = [s for s in sentences if shows(need, s) or (made.headed and _listed(s, need))]
        made.items = points(sentences, shown)
        if len(made.items) < need.enough:  # one sentence, or one section, may hold several measures
            text = [s for s in shown if s.block.kind is not Kind.HEADING]
            made.items = [c for s in text for c in clauses_of(s, need.listed)] or made.items
        if len(made.items) >= need.enough:
            return made.met(shown, f"写明 {len(made.items)} 项安排")
        if shown:
            count = max(1, len(made.items))
            told = f"要求 {need.enough} 项安排，写到 {count} 项"
            return made.partial(shown, f"只有一句，没有写出具体安排（{told}）" if count == 1 else told)
        return made.unrelated("标题之下没有写出下一年度的安排，写的是别的事")


def _listed(sentence: Sentence, need: Requirement, words: Sequence[str] | None = None) -> bool:
    """Whether a sentence is a point of a list, in such words where some are asked for, and tells nothing done.

    Under the requirement's own heading such a point is one of it, whatever its verb.
    """
    point = isinstance(sentence, Row) or SUBITEM.match(sentence.words) or sentence.block.label
    told = sentence.words if words is None else sentence.words.split(",")[0]  # what came of a shortcoming is past too
    fits = words is None or search(words, sentence.words)
    return bool(point and fits) and not DONE.search(told) and not search(need.not_shown_by, sentence.words)


class Facets(Judge):
    """Sides of a duty, each shown by a concrete act; under no heading of its own, only what the person did counts."""

    kind = "facets"
    passages_first = True

    def fits(self, section: Section) -> bool:
        told = [unquoted(fold(section.title)), *(s.words for s in self.read(section))]
        return any(search(self.need.actor, words) for words in told)

    def passage(self, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        for index, sentence in enumerate(sentences):
            if search(self.need.shown_by, sentence.words):  # the duty is named: what follows is about it
                return sentences[index:]
        return [s for s in sentences if search(self.need.actor, s.words)]

    def weigh(self, made: Judgement, sentences: list[Sentence]) -> Judgement:
        need = self.need
        concrete: dict[str, list[Sentence]] = {}
        vague: dict[str, list[Sentence]] = {}
        for facet in need.facets:
            for sentence in sentences:
                if search(facet.shown_by, sentence.words):
                    (concrete if sentence.concrete else vague).setdefault(facet.name, []).append(sentence)
        titles = {f.name: f.title for f in need.facets}
        slogans = [s for s in sentences if search(need.shown_by, s.words)]
        made.facets = {
            n: [s.span for s in (*concrete.get(n, ()), *vague.get(n, ()))]
            for n in titles
            if n in concrete or n in vague
        }
        best = {id(s): s for g in (concrete or vague).values() for s in [_best(g)]}
        shown = sorted(best.values(), key=lambda s: s.span)
        if len(concrete) >= need.enough:
            told = "、".join(t for n, t in titles.items() if n in concrete)
            return made.met(shown, f"以具体事实写明 {len(concrete)} 个方面：{told}")
        if (made.facets and made.headed) or len(made.facets) >= need.enough or slogans:
            seen = "、".join(titles[n] for n in concrete) or "无"
            note = f"内容空泛：要求以具体事实写明 {need.enough} 个方面，写明的只有 {len(concrete)} 个（{seen}）"
            near = [f"“{titles[n]}”" for n in vague if n not in concrete]
            note += f"；写到{'、'.join(near)}，但没有次数、日期或会议名称" if near else ""
            return made.partial(shown or slogans, note)
        return made.unrelated("标题之下没有写到履职的任何一个方面")


def _best(group: Sequence[Sentence]) -> Sentence:
    """The sentence of several that shows a side best: one of the text rather than a heading, the shortest of those."""
    return min(group, key=lambda s: (not s.tells, len(s.text)))


def within(judge: Judge) -> Judgement:
    """The verdict on a requirement that stands inside another one, such as the causes inside the shortcomings."""
    places, need = judge.places, judge.need
    outer = places.found.get(need.within)
    if outer is None:  # not asked of this kind of body, or not in the template
        return Judgement(need, Status.NOT_APPLICABLE, fault=None, note="它所属的要件不适用")
    made = Judgement(need, span=outer.span)
    sentences: list[Sentence] = []
    own = [s for s in places.claims[need.name] if s not in outer.sections]
    if outer.status is Status.MISSING:
        made.note = f"{outer.requirement.title}缺失，无从谈起"
    else:
        for section in outer.sections:
            claimed = section in places.claims[need.within]
            sentences.extend(s for s in places.sentences(section) if claimed or outer.holds(s))
    for section in own:
        sentences.extend(places.sentences(section))
    made.sections = outer.sections
    made.headed = bool(own)
    made = judge.judged(made, sentences)
    if own and made.status is not Status.MET:  # under a heading of its own it needs no word that says so
        told = [s for section in own for s in places.sentences(section) if s.block.kind is not Kind.HEADING]
        if told:
            made = made.met(told, f"有 {len(told)} 句写在这个标题之下")
    return made


def headed(judge: Judge) -> Judgement:
    """The verdict on a requirement by the sections whose heading names it."""
    places = judge.places
    sections = places.claims[judge.need.name]
    made = Judgement(judge.need, span=places.nowhere(), note="没有找到相应的章节，也没有相应的内容")
    if not sections:
        return made
    made.sections, made.headed = sections, True
    made.span = heading_span(sections[0])
    if not any(_has_text(section) for section in sections):
        made.fault, made.note = Fault.EMPTY, "标题之下没有内容"
        return made
    return judge.judged(made, [s for section in sections for s in judge.text(section)])


_NOTHING = re.compile(r"(?:暂?无|没有)[。.]?")  # 其他需要报告的事项：无。


def _has_text(section: Section) -> bool:
    """Whether anything stands under a heading: text, a table, or headings that are sentences themselves."""
    return any(
        block.table or len(block.text.value.strip()) >= 4 or _NOTHING.fullmatch(block.text.folded.strip())
        for block in section.body()
    )
