"""Parts of a profile beside its requirements: tasks, deadlines, tables; each a typed value read from YAML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lawlint.rules import Certainty, Severity
from lawlint.yamlfile import Node, nearest


@dataclass(frozen=True)
class Renamed:
    """An agency's former name (a pattern), its name now, and the first year in which only the new one is right."""

    old: tuple[str, ...]
    new: str
    since: int
    basis: str = ""


@dataclass(frozen=True)
class Tasks:
    """How a plan's tasks are told: where they stand, and in which words their owners and deadlines are given.

    ``within``: the requirement whose chapters hold them. ``owner`` and ``deadline``: labels before a colon
    (patterns). ``owner_said``: sentences that name an owner. ``lasting``: words for a task without an end.
    """

    within: str = ""
    owner: tuple[str, ...] = ()
    owner_said: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    lasting: tuple[str, ...] = ()
    agencies: tuple[Renamed, ...] = ()


@dataclass(frozen=True)
class Deadline:
    """A date by which a report is due in the year after the one it is about.

    ``of``: the date it is held against: ``date`` (the document's own) or ``published`` (the page's). ``before``: month
    and day. ``exact``: whether that day itself is still in time. ``issuer``: patterns of the title or signature of
    those it holds for; of several deadlines of one kind the first that fits counts.
    """

    name: str
    title: str
    of: str
    month: int
    day: int
    inclusive: bool = False
    issuer: tuple[str, ...] = ()
    not_issuer: tuple[str, ...] = ()
    basis: str = ""
    certainty: Certainty = Certainty.MEMORY
    severity: Severity = Severity.WARNING


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
    """The ``tasks`` part; what it does not say stays as inherited."""
    keys = node.mapping(("within", "owner", "owner-said", "deadline", "lasting", "agencies"))
    made = base or Tasks()
    if "within" in keys:
        made = replace(made, within=keys["within"].string())
    if "owner" in keys:
        made = replace(made, owner=keys["owner"].patterns())
    if "owner-said" in keys:
        made = replace(made, owner_said=keys["owner-said"].patterns())
    if "deadline" in keys:
        made = replace(made, deadline=keys["deadline"].patterns())
    if "lasting" in keys:
        made = replace(made, lasting=keys["lasting"].patterns())
    if "agencies" in keys:
        added = []
        for item in keys["agencies"].items():
            part = item.mapping(("old", "new", "since", "basis"), required=("old", "new", "since"))
            basis = part["basis"].string() if "basis" in part else ""
            added.append(Renamed(part["old"].patterns(), part["new"].string(), part["since"].integer(), basis))
        known = {a.new for a in added}
        made = replace(made, agencies=(*added, *(a for a in made.agencies if a.new not in known)))
    return made


def deadlines(node: Node, base: Iterable[Deadline]) -> tuple[Deadline, ...]:  # noqa: C901
    """The ``deadlines`` part: new ones first, so that a special one wins; a known name changes it or switches it off."""
    found = {d.name: d for d in base}
    added: dict[str, Deadline] = {}
    for item in node.items():
        keys = item.mapping(
            ("name", "title", "of", "before", "inclusive", "issuer", "not-issuer", "basis", "certainty", "severity",
             "enabled"),
            required=("name",),
        )  # fmt: skip
        name = keys["name"].string()
        known = found.pop(name, None)
        if "enabled" in keys and not keys["enabled"].boolean():
            if known is None:
                keys["name"].fail(f"要停用的期限“{name}”不在所继承的模板中{nearest(name, found)}")
            continue
        if known is None:
            for key in ("title", "of", "before"):
                if key not in keys:
                    item.fail(f"期限“{name}”缺少必需的键“{key}”")
        made = known or Deadline(name, "", "date", 12, 31)
        if "title" in keys:
            made = replace(made, title=keys["title"].string())
        if "of" in keys:
            made = replace(made, of=keys["of"].one_of(("date", "published")))
        if "before" in keys:
            month, day = _day(keys["before"])
            made = replace(made, month=month, day=day)
        if "inclusive" in keys:
            made = replace(made, inclusive=keys["inclusive"].boolean())
        if "issuer" in keys:
            made = replace(made, issuer=keys["issuer"].patterns())
        if "not-issuer" in keys:
            made = replace(made, not_issuer=keys["not-issuer"].patterns())
        if "basis" in keys:
            made = replace(made, basis=keys["basis"].string())
        if "certainty" in keys:
            made = replace(made, certainty=Certainty(keys["certainty"].one_of(c.value for c in Certainty)))
        if "severity" in keys:
            made = replace(made, severity=Severity(keys["severity"].one_of(s.value for s in Severity)))
        added[name] = made
    return (*added.values(), *found.values())


def _day(node: Node) -> tuple[int, int]:
    """A day of the year written ``3-1``."""
    month, _, day = node.string().partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        node.fail(f"“{node.string()}”应当是“月-日”，如 3-1")
    return int(month), int(day)


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
