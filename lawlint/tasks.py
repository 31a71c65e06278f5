"""The tasks of a plan: where they stand, who owns them, by when they are to be done.

Which headings are tasks differs from plan to plan: 一、 in one, （一） or 1. in another. Tasks are the headings of the
deepest level at which most have an owner or a deadline, of their own or from a heading above; what stands below is
detail. A table with a column of owners holds a task in every row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from lawlint.document import Cell, Document, Kind, Section, Span, Table, Text
from lawlint.document.dates import times
from lawlint.parts import Tasks
from lawlint.patterns import compiled, joined

if TYPE_CHECKING:
    from lawlint.requirements import Judgement
    from lawlint.templates import Profile

_BRACKETS = re.compile(r"[(\[【〔]((?:[^()\[\]【】〔〕]|\([^()]*\))*)[)\]】〕]")
_ORGAN = re.compile(
    r"(?:局|厅|委|办|部|院|处|科|股|室|队|站|所|社|会|署|中心|政府|办公室|委员会|部门|单位|公司|集团|银行|学校|医院|街道|乡镇|[县区市镇乡])"
    r"(?:\([^()]*\))?(?:等|等部门|等单位)?$"
)
_BLANK = re.compile(r"[\sXx×*_—–\-/…?某待定无:]*")
_SEPARATORS = re.compile(r"[、,;]|\s{1,}|和|及|与")
_TIME_PART = re.compile(r"\d\s*[年月日]|年[底内末]|季度|月底")
_BEARING = re.compile(r"牵头|负责|按职责|按照职责|配合|承办|责任")


@dataclass(frozen=True)
class Field:
    """What a task says of its owner or deadline: the words, and how it says it.

    ``kind``: ``label`` (责任单位：), ``bracket``, ``cell``; or said in passing: ``sentence``, ``repeated`` (每季度).
    """

    text: Text
    kind: str

    @property
    def formal(self) -> bool:
        """Whether it is set apart from the text as a field, and filled in."""
        return self.kind in ("label", "bracket", "cell") and not self.blank

    @property
    def blank(self) -> bool:
        """Whether the label stands there with nothing, or only a placeholder, after it."""
        return bool(_BLANK.fullmatch(self.text.folded))


@dataclass
class Task:
    """One task: its words, its number, and the fields found for it."""

    span: Span
    name: str
    texts: list[Text]
    number: int | None = None
    section: Section | None = None
    owners: list[Field] = field(default_factory=list)
    deadlines: list[Field] = field(default_factory=list)

    @property
    def owned(self) -> bool:
        """Whether an owner is named, in whatever form."""
        return any(not f.blank for f in self.owners)

    @property
    def timed(self) -> bool:
        """Whether a deadline, or that the task goes on for good, is told in whatever form."""
        return any(not f.blank for f in self.deadlines)


@dataclass
class Plan:
    """The tasks of a plan, and the chapters they stand in."""

    tasks: list[Task]
    chapters: list[Section]

    @property
    def owned(self) -> int:
        """How many tasks name an owner."""
        return sum(t.owned for t in self.tasks)

    @property
    def timed(self) -> int:
        """How many tasks tell a deadline."""
        return sum(t.timed for t in self.tasks)


def find_tasks(document: Document, judgements: Mapping[str, Judgement], profile: Profile) -> Plan | None:
    """The tasks of a document; ``None`` where its template has no tasks.

    They are looked for in the chapters of the template's requirement on tasks, and in chapters of no requirement.
    """
    spec = profile.tasks
    if spec is None:
        return None
    judgement = judgements.get(spec.within)
    chapters = judgement.sections if judgement and judgement.headed else []
    others = [s for n, j in judgements.items() if n != spec.within and j.headed for s in j.sections]
    return _Finder(document, spec, chapters, [s for s in others if s not in chapters]).plan()


class _Finder:
    def __init__(self, document: Document, spec: Tasks, chapters: Sequence[Section], others: Sequence[Section]) -> None:
        self.document = document
        self.spec = spec
        self.chapters = list(chapters)
        self.others = {id(s) for s in others}
        owner, deadline = (compiled(p).pattern for p in (spec.owner, spec.deadline))
        self.labels = joined(
            rf"(?:(?P<owner>{owner})|(?P<deadline>{deadline}))\s*(?:[:]|[为是](?!了))\s*", (*spec.owner, *spec.deadline)
        )

    # ---- fields

    def fields(self, text: Text) -> Iterator[tuple[str, Field]]:
        """The fields a run of text gives by label or bracket: (owner or deadline, field)."""
        folded = text.folded
        seen: list[Span] = []
        for match in self.labels.finditer(folded):
            if (
                match.start()
                and re.match(r"[一-鿿]", folded[match.start() - 1])
                and not self._opens(folded, match.start())
            ):
                continue
            end = self._value_end(folded, match.end())
            seen.append(Span(match.start(), end))
            yield ("owner" if match["owner"] else "deadline"), Field(text.part(match.end(), end).stripped(), "label")
        for match in _BRACKETS.finditer(folded):
            inside = Span(match.start(1), match.end(1))
            if any(inside.overlaps(s) or s.covers(inside) for s in seen):
                continue
            yield from self._bracket(text, inside)

    def _opens(self, folded: str, at: int) -> bool:
        """Whether a label may begin here although a Chinese character stands before it: a field before it ended."""
        return bool(re.search(r"(?:前|底|坚持|推进|[局厅委办部])$", folded[:at]))

    def _value_end(self, folded: str, start: int) -> int:
        """Where a label's value ends: at a full stop or semicolon, the bracket's end, or the next label."""
        depth = 0
        following = self.labels.search(folded, start)
        stop = following.start() if following else len(folded)
        for at in range(start, stop):
            char = folded[at]
            if char in "([":
                depth += 1
            elif char in ")]】〕":
                if depth == 0:
                    return at
                depth -= 1
            elif char in "。;\n" and depth == 0:
                return at
        return stop

    def _bracket(self, text: Text, inside: Span) -> Iterator[tuple[str, Field]]:
        """What a bracket without labels gives: （市教育局牵头，2025年6月底前完成）, （市教育局、市公安局）."""
        words = text.folded[inside.start : inside.end]
        ends = not re.match(r"[^。;,)\]】〕\s]", text.folded[inside.end + 1 :][:1])
        parts = [p for p in _SEPARATORS.split(words) if p]
        names = [p for p in parts if not _TIME_PART.search(p) and not compiled(self.spec.lasting).search(p)]
        organs = [p for p in names if len(p) >= 2 and _ORGAN.search(p)]
        said = _BEARING.search(words) and any(_ORGAN.search(re.split(_BEARING, p)[0]) for p in names)
        if said or (ends and names and len(organs) == len(names) and any(len(p) >= 3 for p in organs)):
            yield "owner", Field(text.part(inside.start, inside.end), "bracket")
        if (
            ends
            and (next(times(words), None) or re.search(r"\d月|年底|年内", words))
            and re.search("前|内|底|完成", words)
        ) or (ends and len(words) <= 12 and compiled(self.spec.lasting).search(words)):
            yield "deadline", Field(text.part(inside.start, inside.end), "bracket")

    def said(self, text: Text) -> Iterator[tuple[str, Field]]:
        """The fields that sentences give: 由市教育局牵头, 2025年6月底前完成, 长期坚持."""
        folded = text.folded
        if match := compiled(self.spec.owner_said).search(folded):
            yield "owner", Field(text.part(match.start(), match.end()), "sentence")
        dates = (m for m in _UNTIL.finditer(folded) if not _EACH.search(folded[: m.start()]))
        if match := next(dates, None) or _LASTING_SAID.search(folded):
            yield "deadline", Field(text.part(match.start(), match.end()), "sentence")
        elif match := _REPEATED.search(folded):
            yield "deadline", Field(text.part(match.start(), match.end()), "repeated")

    # ---- where the tasks are

    def plan(self) -> Plan:
        tables = [b for b in self.document.tables if b.table and self._columns(b.table)[1]]
        in_table = [t for b in tables if b.table for t in self._rows(b.table)]
        top = self.document.root.children
        while len(top) == 1 and len(top[0].children) > 1:
            top = top[0].children
        below = {id(s) for c in self.chapters for s in c.walk()}
        for section in top:  # chapters that are themselves full of tasks, under whatever heading
            if id(section) in self.others:
                continue
            marked = [s for s in section.walk() if id(s) not in below | self.others and self.own(s)]
            if marked and not any(id(s) in below for s in section.walk()):
                self.chapters.append(section)
        self.chapters.sort(key=lambda s: s.span)
        level = self._level()
        tasks: list[Task] = []
        if level is not None:
            sections = [s for c in self.chapters for s in self._at(c, level)]
            tasks = [self._task(s) for s in sections]
        tasks = list(self._paragraphs()) or tasks
        if in_table and not any(f.kind in ("label", "bracket") for t in tasks for f in t.owners + t.deadlines):
            tasks = []  # the table says who and when; the text only what
        return Plan([*tasks, *in_table], self.chapters)

    @cached_property
    def _owns(self) -> dict[int, list[tuple[str, Field]]]:
        return {}

    def own(self, section: Section) -> list[tuple[str, Field]]:
        """The labelled fields in a section's heading and in its own paragraphs, subsections left out."""
        if id(section) not in self._owns:
            blocks = [section.heading, *section.blocks] if section.heading else section.blocks
            self._owns[id(section)] = [f for b in blocks if b and not b.table for f in self.fields(b.text)]
        return self._owns[id(section)]

    def _marked(self, section: Section) -> bool:
        """Whether a section has fields of its own, below it, or from a heading above within its chapter."""
        return any(self.own(s) for s in section.walk()) or any(self.own(s) for s in self._above(section))

    def _above(self, section: Section) -> Iterator[Section]:
        """The sections above, up to the chapter."""
        here: Section | None = section
        while here is not None and not any(here is c for c in self.chapters):
            here = here.parent
            if here is not None and here.heading is not None:
                yield here

    def _level(self) -> int | None:
        """The level of the headings that are tasks: the deepest at which most have fields; without any, the first."""
        inner = [s for c in self.chapters for s in c.walk() if s is not c and s.heading]
        levels = sorted({s.level for s in inner}, reverse=True)
        for level in levels:
            members = [s for s in inner if s.level == level]
            told = [s for s in members if self._marked(s)]
            below = [s for s in members if any(self.own(x) for x in s.walk())]
            if self._closing(members, below):
                continue
            if (below and len(told) * 2 >= len(members)) or len(below) * 3 >= len(members):
                return level
        marked = [s for s in inner if self.own(s)]
        if marked:
            return max(s.level for s in marked)
        chapters = [c for c in self.chapters if c.heading]
        if chapters and sum(bool(self.own(c)) for c in chapters) * 2 >= len(chapters):
            return min(c.level for c in chapters)
        return min(levels, default=None)

    def _closing(self, members: Sequence[Section], marked: Sequence[Section]) -> bool:
        """Whether fields stand only at the end of the last point of each group: then they hold for the group."""
        groups = [p.children for p in {id(s.parent): s.parent for s in members if s.parent}.values()]
        groups = [g for g in groups if len(g) > 1 and not any(g[0].parent is c for c in self.chapters)]
        ends = [g for g in groups if any(g[-1] is s for s in marked)]
        inside = [s for g in groups for s in g[:-1] if any(s is m for m in marked)]
        return bool(ends) and not inside and len(marked) == len(ends)

    def _at(self, section: Section, level: int) -> Iterator[Section]:
        """The sections of that level below, and those above it that have none of that level."""
        if section.level >= level:
            yield section
            return
        deeper = [s for s in section.walk() if s is not section and s.level >= level]
        if not deeper:
            if not any(section is c for c in self.chapters) or any(self.own(s) for s in section.walk()):
                yield section
            return
        for child in section.children:
            yield from self._at(child, level)

    def _task(self, section: Section) -> Task:
        heading = section.heading
        assert heading is not None
        texts = [heading.text, *(b.text for b in section.body() if not b.table)]
        words = heading.text if heading.text.value.strip() else texts[min(1, len(texts) - 1)].sentences()[0]
        task = Task(words.span(), words.value.strip(), texts, heading.number, section)
        found = [f for s in section.walk() for f in self.own(s)]
        found += [f for t in texts for f in self.said(t)]
        self._fill(task, found)
        if not (task.owned and task.timed):
            above = [f for s in self._above(section) for f in self.own(s)]
            above += [f for s in self._above(section) for b in s.blocks if not b.table for f in self.said(b.text)]
            above += list(self._covering(section))
            have = {"owner": task.owned, "deadline": task.timed}
            self._fill(task, [(kind, f) for kind, f in above if not have[kind]])
        return task

    def _covering(self, section: Section) -> Iterator[tuple[str, Field]]:
        """Fields of a later sibling that say they hold for the tasks above: （以上责任单位：……）."""
        siblings = section.parent.children if section.parent else []
        after = False
        for sibling in siblings:
            if after:
                for block in sibling.body():
                    if not block.table and re.search(
                        r"(?:以上|上述)(?:各项|[\d一二三四五六七八九十]*项)?(?:任务|工作|措施)?", block.text.folded
                    ):
                        yield from (f for f in self.fields(block.text))
            after = after or sibling is section

    def _fill(self, task: Task, found: Iterable[tuple[str, Field]]) -> None:
        for kind, value in found:
            (task.owners if kind == "owner" else task.deadlines).append(value)

    def _paragraphs(self) -> Iterator[Task]:
        """Tasks told in paragraphs without headings, where most have fields and no chapter has subsections."""
        for chapter in self.chapters if not any(c.children for c in self.chapters) else ():
            blocks = [b for b in chapter.blocks if b.kind is Kind.PARAGRAPH]
            marked = [b for b in blocks if any(True for _ in self.fields(b.text))]
            if len(marked) < 2 or len(marked) * 2 < len(blocks):
                continue
            for block in blocks:
                first = block.sentences[0] if block.sentences else block.text
                task = Task(first.span(), first.value, [block.text], None, chapter)
                self._fill(task, [*self.fields(block.text), *self.said(block.text)])
                yield task

    # ---- tables

    def _columns(self, table: Table) -> tuple[int, dict[int, str]]:
        """The head row's index and, by column, whether it tells owners or deadlines; no columns where none owners."""
        owner, deadline = compiled(self.spec.owner), compiled(self.spec.deadline)
        for index, row in enumerate(table.rows[:3]):
            found: dict[int, str] = {}
            for cell in row:
                words = re.sub(r"\s", "", cell.text.folded)
                if owner.fullmatch(words):
                    found[cell.column] = "owner"
                elif deadline.fullmatch(words):
                    found[cell.column] = "deadline"
            if "owner" in found.values() and len(table.rows) > index + 1:
                return index, found
        return 0, {}

    def _rows(self, table: Table) -> Iterator[Task]:
        """The tasks of a table, one a row; an empty cell of an unnumbered row goes on with the cell above."""
        head, columns = self._columns(table)
        last: dict[int, Cell] = {}
        for row in table.rows[head + 1 :]:
            cells = {c.column: c for c in row}
            words = [c for c in row if c.column not in columns and c.value and not c.value.isdigit()]
            if not words:
                continue
            name = max(words, key=lambda c: len(c.value))
            numbered = any(re.fullmatch(r"\d+", c.value) for c in row[:2])
            task = Task(name.text.span(), name.value, [c.text for c in row], section=None)
            for column, kind in columns.items():
                cell = cells.get(column)
                if cell is not None and cell.value:
                    last[column] = cell
                elif column in last and (not numbered or last[column].rows > 1 or cell is None):
                    cell = last[column]  # a merged cell, or one drawn as such
                value = cell.text if cell is not None else name.text.part(0, 0)
                self._fill(task, [(kind, Field(value, "cell"))])
            if "deadline" not in columns.values():
                self._fill(task, [f for f in self._said_of(words) if f[0] == "deadline"])
            yield task

    def _said_of(self, cells: Iterable[Cell]) -> Iterator[tuple[str, Field]]:
        for cell in cells:
            yield from self.said(cell.text)


_UNTIL = re.compile(
    r"(?:(?:20\d{2}|今|明|当|本|次)年|\d{1,2}月)[^,。;:()]{0,8}?(?:[底末日旬]?(?:之|以)?前|年?[底末](?!数|线|图)|[上中下]旬|年?内(?!容|部|外))"
    r"|年底(?:之|以)?前|年内|到20\d\d年|(?:20\d\d年|上半年|下半年|第?[一二三四1-4]季度|\d{1,2}月份?)[^。;]{0,20}(?:完成|建成|实现|出台|启动)"
    r"|\d+个(?:工作日|月|日)?内(?!容)"
)
_EACH = re.compile(r"每年[^,。;]{0,4}$")
_REPEATED = re.compile(r"每[年季月周天日]")
_LASTING_SAID = re.compile(r"长期坚持|(?:持续|常态化?)(?:推进|实施|开展|进行|坚持)(?=[。;)]|$)")
