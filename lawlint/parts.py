"""Parts of a profile beside its requirements: tasks, deadlines, tables, what else is asked; typed values read from YAML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lawlint import fields
from lawlint.bodies import KINDS as BODIES
from lawlint.levels import Certainty, Severity
from lawlint.yamlfile import Node, nearest


def _bodies(node: Node) -> tuple[str, ...]:
    """Kinds of body, as ``lawlint.bodies`` names them."""
    nodes = [node] if node.is_text else node.items()
    return tuple(n.one_of(BODIES) for n in nodes)


def bodies() -> Any:
    """A field of kinds of body; empty means all."""
    return fields.key(_bodies, ())


@dataclass(frozen=True)
class Renamed:
    """An agency's former name (a pattern), its name now, and the first year in which only the new one is right."""

    old: tuple[str, ...] = fields.patterns()
    new: str = fields.text()
    since: int = fields.number(0)
    basis: str = fields.text()


def _agencies(node: Node) -> tuple[Renamed, ...]:
    return tuple(fields.read(item, Renamed(), ("old", "new", "since")) for item in node.items())


@dataclass(frozen=True)
class Tasks:
    """How a plan's tasks are told: where they stand, and in which words their owners and deadlines are given.

    ``within``: the requirement whose chapters hold them. ``owner`` and ``deadline``: labels before a colon
    (patterns). ``owner_said``: sentences that name an owner. ``lasting``: words for a task without an end.
    """

    within: str = fields.text()
    owner: tuple[str, ...] = fields.patterns()
    owner_said: tuple[str, ...] = fields.patterns()
    deadline: tuple[str, ...] = fields.patterns()
    lasting: tuple[str, ...] = fields.patterns()
    agencies: tuple[Renamed, ...] = fields.key(_agencies, ())


def _month_and_day(node: Node) -> tuple[int, int]:
    """A day of the year written ``3-1``."""
    month, _, day = node.string().partition("-")
    try:
        found = date(2001, int(month), int(day))
    except ValueError:
        node.fail(f"“{node.string()}”应当是“月-日”，如 3-1")
    return found.month, found.day


@dataclass(frozen=True)
class Deadline:
    """A date by which a report is due, in the year after the one it is about or (``year: same``) in that year itself.

    ``of``: the date it is held against: ``date`` (the document's own) or ``published`` (the page's). ``before``: month
    and day. ``inclusive``: whether that day itself is still in time. ``issuer``: patterns of the title or signature of
    those it holds for, ``applies_to``: their kinds; of several deadlines of one kind the first that fits counts.
    """

    name: str = fields.text()
    title: str = fields.text()
    of: str = fields.key(lambda node: node.one_of(("date", "published")), "date")
    before: tuple[int, int] = fields.key(_month_and_day, (12, 31))
    year: str = fields.key(lambda node: node.one_of(("next", "same")), "next")
    inclusive: bool = fields.flag()
    issuer: tuple[str, ...] = fields.patterns()
    not_issuer: tuple[str, ...] = fields.patterns()
    applies_to: tuple[str, ...] = bodies()
    basis: str = fields.text()
    certainty: Certainty = fields.choice(Certainty.MEMORY)
    severity: Severity = fields.choice(Severity.WARNING)

    @property
    def month(self) -> int:
        """The month it falls in."""
        return self.before[0]

    @property
    def day(self) -> int:
        """The day of the month."""
        return self.before[1]


@dataclass(frozen=True)
class Asked:
    """Something asked for by its words: an addressee, a body copied to, an attachment, the title's own wording.

    ``title``: what it is called in findings. ``said_by``: patterns of which one must be found.
    """

    title: str = fields.text()
    said_by: tuple[str, ...] = fields.patterns()
    applies_to: tuple[str, ...] = bodies()
    basis: str = fields.text()
    certainty: Certainty = fields.choice(Certainty.MEMORY)
    severity: Severity = fields.choice(Severity.WARNING)


def asked(node: Node) -> tuple[Asked, ...]:
    """A list of things asked for."""
    return tuple(fields.read(item, Asked(), ("title", "said-by")) for item in node.items())


def _amount(node: Node) -> float:
    """A number, whole or with decimals; more than nought."""
    written = node.string().rstrip("%％")
    try:
        value = float(written)
    except ValueError:
        node.fail(f"“{node.string()}”应当是数字，如 2 或 98.5")
    if value <= 0:
        node.fail(f"“{node.string()}”应当大于 0")
    return value


@dataclass(frozen=True)
class Floor:
    """A number that the text must state and that may not be smaller: 专题研究 at least 2 次, 出庭应诉率 at least 100 %.

    ``said_by``: patterns of the words the number stands with, in one clause. ``unit``: what it counts; empty: anything.
    """

    title: str = fields.text()
    count: float = fields.key(_amount, 0.0)
    unit: str = fields.text()
    said_by: tuple[str, ...] = fields.patterns()
    basis: str = fields.text()
    certainty: Certainty = fields.choice(Certainty.MEMORY)
    severity: Severity = fields.choice(Severity.WARNING)


def floors(node: Node) -> tuple[Floor, ...]:
    """A list of floors."""
    return tuple(fields.read(item, Floor(), ("title", "count", "said-by")) for item in node.items())


@dataclass(frozen=True)
class Length:
    """How long a report or a part of it may be, in characters as Word counts them; 0 means no limit."""

    least: int = fields.number(0)
    most: int = fields.number(0)
    basis: str = fields.text()
    certainty: Certainty = fields.choice(Certainty.MEMORY)
    severity: Severity = fields.choice(Severity.WARNING)


def length(node: Node) -> Length:
    """A limit of length; ``most`` or ``least`` must be there."""
    found = fields.read(node, Length())
    if not (found.least or found.most):
        node.fail("length 要写 most（最多多少字）或 least（最少多少字）")
    if found.most and found.least > found.most:
        node.fail(f"length 的 least（{found.least}）大于 most（{found.most}）")
    return found


@dataclass(frozen=True)
class Line:
    """A row or column of an official table: its name in relations, and patterns of the words it is headed with."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Relation:
    """What the ``left`` lines add up to must be what the ``right`` ones do, in every line across."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    says: str = ""


@dataclass(frozen=True)
class OfficialTable:
    """A table of fixed form, recognised by its words.

    ``recognise``: patterns of which each must be found in the table. ``rows``: found by their words. ``columns``: the
    columns of figures, in their fixed order, counted from the right. The relations hold between rows in every column,
    and between columns in every row.
    """

    name: str
    title: str
    recognise: tuple[str, ...] = ()
    rows: tuple[Line, ...] = ()
    columns: tuple[Line, ...] = ()
    row_relations: tuple[Relation, ...] = ()
    column_relations: tuple[Relation, ...] = ()
    basis: str = ""


def tasks(node: Node, base: Tasks | None) -> Tasks:
    """The ``tasks`` part; what it does not say stays as inherited, agencies are added to those inherited."""
    inherited = base or Tasks()
    made = fields.read(node, inherited)
    if made.agencies is inherited.agencies:
        return made
    known = {a.new for a in made.agencies}
    return replace(made, agencies=(*made.agencies, *(a for a in inherited.agencies if a.new not in known)))


def deadlines(node: Node, base: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The ``deadlines`` part: new ones first, so that a special one wins; a known name changes it or switches it off."""
    found = {d.name: d for d in base}
    added: dict[str, Deadline] = {}
    for item in node.items():
        keys = item.mapping((*fields.keys(Deadline), "enabled"), required=("name",))
        name = keys["name"].string()
        known = found.pop(name, None)
        if "enabled" in keys and not keys["enabled"].boolean():
            if known is None:
                keys["name"].fail(f"要停用的期限“{name}”不在所继承的模板中{nearest(name, found)}")
            continue
        missing = next((k for k in ("title", "of", "before") if k not in keys), None)
        if known is None and missing:
            item.fail(f"期限“{name}”缺少必需的键“{missing}”")
        added[name] = fields.filled(known or Deadline(name), keys)
    return (*added.values(), *found.values())


def tables(node: Node, base: Iterable[OfficialTable]) -> tuple[OfficialTable, ...]:
    """The ``tables`` part; a table of a known name replaces the inherited one."""
    found = {t.name: t for t in base}
    for item in node.items():
        keys = item.mapping(
            ("name", "title", "recognise", "rows", "columns", "row-relations", "column-relations", "basis"),
            required=("name", "title", "recognise", "columns"),
        )
        rows, columns = (_lines(keys[k]) if k in keys else () for k in ("rows", "columns"))
        name = keys["name"].string()
        found[name] = OfficialTable(
            name,
            keys["title"].string(),
            keys["recognise"].patterns(),
            rows,
            columns,
            _relations(keys["row-relations"], rows) if "row-relations" in keys else (),
            _relations(keys["column-relations"], columns) if "column-relations" in keys else (),
            keys["basis"].string() if "basis" in keys else "",
        )
    return tuple(found.values())


def _lines(node: Node) -> tuple[Line, ...]:
    return tuple(Line(name, words.patterns()) for name, words in node.mapping().items())


def _relations(node: Node, lines: Iterable[Line]) -> tuple[Relation, ...]:
    """Relations written ``left: [a, b]`` and ``right: [c]``; every name must be that of a line of the table."""
    known = {line.name for line in lines}
    found = []
    for item in node.items():
        keys = item.mapping(("left", "right", "says"), required=("left", "right"))
        for key in ("left", "right"):
            for name in keys[key].strings():
                if name not in known:
                    keys[key].fail(f"关系里的“{name}”不是这张表的行或列{nearest(name, known)}")
        says = keys["says"].string() if "says" in keys else ""
        found.append(Relation(keys["left"].strings(), keys["right"].strings(), says))
    return tuple(found)
