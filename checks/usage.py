"""Official usage: the table of slips in ``profiles/register/usage.yaml``, and what only a whole draft shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lawlint_profiles

from lawlint.context import Context
from lawlint.document import Kind, Span
from lawlint.document.text import fold
from lawlint.rules import Certainty, Edit, Finding, Fix, Rule, Severity
from lawlint.yamlfile import Node, load

from . import directions, punctuation
from .passages import Passage, passages

TABLE = Path(lawlint_profiles.__path__[0]) / "register" / "usage.yaml"
MANY = 5  # more places than this are one habit, reported once
_KEYS = [
    "id",
    "find",
    "fix",
    "safe",
    "say",
    "hint",
    "severity",
    "basis",
    "certainty",
    "reads",
    "tables",
    "habit",
    "unless",
    "wrong",
    "right",
]


@dataclass(frozen=True)
class Entry:
    """One slip of usage: what to look for, what to say, how to repair it. See the head of the table for each field."""

    id: str
    find: re.Pattern[str]
    say: str
    severity: Severity
    basis: str
    certainty: Certainty
    fix: str | None = None
    safe: bool = False
    hint: str | None = None
    reads: str = "words"
    tables: bool = False
    habit: bool = False
    unless: re.Pattern[str] | None = None
    wrong: tuple[str, ...] = ()
    right: tuple[str, ...] = ()

    def hits(self, passage: Passage) -> Iterator[Hit]:
        """Where a passage shows this slip."""
        if (passage.in_table and not self.tables) or passage.block.kind is Kind.SIGNATURE:
            return  # the date below the text has a rule of its own
        for match in self.find.finditer(getattr(passage, self.reads)):
            if self.unless is None or not self.unless.search(match[0]):
                yield Hit(self, passage, match)


@dataclass(frozen=True)
class Hit:
    """One place where a slip shows."""

    entry: Entry
    passage: Passage
    match: re.Match[str]

    @property
    def span(self) -> Span:
        return self.passage.text.span(self.match.start(), max(self.match.end(), self.match.start() + 1))

    @property
    def part(self) -> tuple[int, int]:
        """The part to be changed: the group x or y that matched, else all."""
        groups = self.match.groupdict()
        name = next((n for n in ("x", "y") if groups.get(n) is not None), 0)
        return self.match.span(name)

    @property
    def replacement(self) -> str | None:
        """What the part becomes; ``None`` where the entry repairs nothing."""
        fix = self.entry.fix
        if fix is None:
            return None
        start, end = self.part
        return fold(self.match.string[start:end]) if fix == "digits" else self.match.expand(fix)

    @property
    def edit(self) -> Edit | None:
        text = self.replacement
        start, end = self.part
        return None if text is None else Edit(self.passage.text.span(start, end), text)

    @property
    def message(self) -> str:
        start, end = self.part
        typed = self.passage.text.value
        whole = typed[self.match.start() : self.match.end()]
        return self.entry.say.format(whole, self.replacement, typed[start:end])


@cache
def table() -> tuple[Entry, ...]:
    """The entries of the table, in its order.

    :raises ProfileError: the table is not valid; the message names file and line.
    """
    return tuple(_entry(node) for node in load(TABLE).items())


def _entry(node: Node) -> Entry:
    part = node.mapping(_KEYS, required=("id", "find", "say", "severity", "basis", "certainty", "wrong", "right"))

    def flag(name: str) -> bool:
        return name in part and part[name].boolean()

    return Entry(
        id=part["id"].string(),
        find=re.compile(part["find"].patterns()[0]),
        say=part["say"].string(),
        severity=Severity(part["severity"].one_of(("warning", "info"))),
        basis=part["basis"].string(),
        certainty=Certainty(part["certainty"].one_of([c.value for c in Certainty])),
        fix=part["fix"].string() if "fix" in part else None,
        safe=flag("safe"),
        hint=part["hint"].string() if "hint" in part else None,
        reads=part["reads"].one_of(("words", "titled", "marks", "raw")) if "reads" in part else "words",
        tables=flag("tables"),
        habit=flag("habit"),
        unless=re.compile(part["unless"].patterns()[0]) if "unless" in part else None,
        wrong=part["wrong"].strings(),
        right=part["right"].strings(),
    )


class Usage(Rule):
    """公文用语、标点和数字的常见差错，照国家标准和公文惯例改正。

    为什么：这些差错不影响理解，却是读者最先看到、上级最常批注的。书名号和引号里的原文照录，不改其中的字词；
    网址、标准号不看；表格不查句末标点。同一段的同一种差错合并为一条；全文都是同一种写法的，算一种习惯，只报一条并计数。
    每条发现写明依据：国家标准、词典，或者只是惯例；惯例只作提醒或提示。逐条见 docs/usage.md。

    错误示例：截止目前，共办结案件12件，处罚款3446.52万余元（2021-2025年规划）。

    正确示例：截至目前，共办结案件12件，处罚款3446.52万元（2021—2025年规划）。
    """

    name = "usage"
    severity = Severity.WARNING
    basis = "GB/T 15834—2011《标点符号用法》、GB/T 15835—2011《出版物上数字用法》、公文惯例"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        read = list(passages(context.document))
        for group in _groups(read):
            yield self._found(group)
        for habit in (*punctuation.habits(context.document, read), *directions.contradictions(read)):
            yield self.finding(
                habit.span,
                habit.message,
                hint=habit.hint,
                severity=habit.severity,
                basis=habit.basis,
                fix=Fix(habit.edits) if habit.edits else None,
            )

    def _found(self, group: list[Hit]) -> Finding:
        first = group[0]
        entry = first.entry
        count = f"（共 {len(group)} 处）" if len(group) > 1 else ""
        edits = tuple(e for h in group if (e := h.edit))
        return self.finding(
            first.span,
            first.message + count,
            hint=entry.hint.format(first.match[0]) if entry.hint else None,
            severity=entry.severity,
            basis=entry.basis,
            fix=Fix(edits, entry.safe) if edits else None,
        )


def _groups(read: list[Passage]) -> Iterator[list[Hit]]:
    """The hits of every entry, those of one paragraph together, those of a habit all together.

    Where two entries hit the same words, the earlier one in the table counts.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    for entry in table():
        found: dict[int, list[Hit]] = {}
        for index, passage in enumerate(read):
            for hit in entry.hits(passage):
                start, end = hit.part
                others = taken.setdefault(index, [])
                if all(end <= a or b <= start for a, b in others):
                    others.append((start, end))
                    found.setdefault(index, []).append(hit)
        hits = [hit for group in found.values() for hit in group]
        if (entry.habit and hits) or len(hits) > MANY:
            yield hits
        else:
            yield from found.values()
