"""Profiles: what a template asks of a report, read from YAML, ``extends`` resolved, every mistake named with its line."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from lawlint import fields, parts
from lawlint.errors import ProfileError
from lawlint.levels import Certainty, Severity
from lawlint.yamlfile import Node, load, nearest


@dataclass(frozen=True)
class Facet:
    """One side of a duty, and the patterns of sentences that show it."""

    name: str = fields.text()
    title: str = fields.text()
    shown_by: tuple[str, ...] = fields.patterns()


def _facets(node: Node) -> tuple[Facet, ...]:
    return tuple(fields.read(item, Facet(), ("name", "title", "shown-by")) for item in node.items())


def _positive(node: Node) -> int:
    count = node.integer()
    if count < 1:
        node.fail(f"“{count}”应当是 1 或更大的整数")
    return count


@dataclass(frozen=True)
class Requirement:
    """One thing a template asks for. Patterns are regular expressions on width-folded text.

    ``headings``: a section so headed is about it. ``shown_by``: sentences that show it. ``about``: words at least some
    of its sentences must have, else the text is about something else. ``opens``: a passage without a heading of its own
    that counts begins with such words. ``not_shown_by``: sentences that show something else. ``listed``: what
    shows it too in a numbered point under its own heading. ``signs``: of
    shortcomings, words that stand near them in a passage of their own; ``remedies``: words of what is done about them.
    ``judge`` names how the evidence is weighed: see ``lawlint.requirements``. ``enough``: how many points, acts or sides it takes; ``each``: of
    causes, one for every shortcoming. ``at_least``: numbers it must state. ``length``: how long its part may be.
    ``applies_to``: the kinds of body it is asked of. For causes, ``ignore``: words that look like one and are none;
    ``leads_to``: words between a cause and what it led to; ``roots``: means and management, whose lack is a cause;
    ``means``: those whose lack is one even in the shortcoming's own sentence; ``examples``: words of examples.
    """

    name: str = fields.text()
    title: str = fields.text()
    basis: str = fields.text()
    certainty: Certainty = fields.choice(Certainty.MEMORY)
    severity: Severity = fields.choice(Severity.ERROR)
    optional: bool = fields.flag()
    judge: str = fields.text("section")
    headings: tuple[str, ...] = fields.patterns()
    not_headings: tuple[str, ...] = fields.patterns()
    shown_by: tuple[str, ...] = fields.patterns()
    not_shown_by: tuple[str, ...] = fields.patterns()
    listed: tuple[str, ...] = fields.patterns()
    about: tuple[str, ...] = fields.patterns()
    opens: tuple[str, ...] = fields.patterns()
    signs: tuple[str, ...] = fields.patterns()
    remedies: tuple[str, ...] = fields.patterns()
    within: str = fields.text()
    actor: tuple[str, ...] = fields.patterns()
    facets: tuple[Facet, ...] = fields.key(_facets, ())
    enough: int = fields.key(_positive, 1)
    each: bool = fields.flag()
    at_least: tuple[parts.Floor, ...] = fields.key(parts.floors, ())
    length: parts.Length | None = fields.key(parts.length, None)
    applies_to: tuple[str, ...] = parts.bodies()
    ignore: tuple[str, ...] = fields.patterns()
    leads_to: tuple[str, ...] = fields.patterns()
    roots: tuple[str, ...] = fields.patterns()
    means: tuple[str, ...] = fields.patterns()
    examples: tuple[str, ...] = fields.patterns()
    hint: str = fields.text()


@dataclass(frozen=True)
class Profile:
    """A template with what it inherits, resolved.

    ``recognise_title`` and ``recognise_headings``: patterns by which the profile is chosen for a draft, by its headings
    only where it also speaks of ``recognise_about``. ``rules``: what
    it changes of rules by name: a severity or ``off``. ``options``: options of rules. ``addressee``, ``copies``,
    ``attachments``, ``title_wording``, ``length``: what else is asked of the document. ``version``: a fingerprint (12 hex digits) of its file and of all it
    extends, so that two results made with the same template can be told from two made with different ones.
    """

    name: str
    title: str
    path: str
    parents: tuple[str, ...] = ()
    about: str = ""
    recognise_title: tuple[str, ...] = ()
    recognise_headings: tuple[str, ...] = ()
    recognise_not: tuple[str, ...] = ()
    recognise_about: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    tasks: parts.Tasks | None = None
    deadlines: tuple[parts.Deadline, ...] = ()
    tables: tuple[parts.OfficialTable, ...] = ()
    addressee: tuple[parts.Asked, ...] = ()
    copies: tuple[parts.Asked, ...] = ()
    attachments: tuple[parts.Asked, ...] = ()
    title_wording: tuple[parts.Asked, ...] = ()
    length: parts.Length | None = None
    words: str = ""
    version: str = ""

    def requirement(self, name: str) -> Requirement | None:
        """The requirement of that name, if the template has it."""
        return next((r for r in self.requirements if r.name == name), None)

    @cached_property
    def family(self) -> tuple[str, ...]:
        """This profile's name and the names of all it extends, nearest first."""
        return (self.name, *self.parents)


_TOP = (
    "name", "title", "about", "extends", "recognise", "requirements", "tasks", "deadlines", "tables", "words",
    "addressee", "copies", "attachments", "title-wording", "length", "rules", "options",
)  # fmt: skip
# keys of a requirement that say where it goes and whose words it begins with, not what it is
_PLACES = ("enabled", "after", "before", "like")
JUDGES = ("section", "plan", "causes", "facets", "shortcomings", "measures")


class Profiles:
    """All profiles known to a run, by name; read when first asked for.

    ``rules``: gives the names that ``rules:`` and ``options:`` may have, each with its options; without it they are
    not checked. ``judges``: the names that ``judge:`` may have.
    """

    def __init__(self, rules: Callable[[], Mapping[str, Collection[str]]] | None = None) -> None:
        self._rules = rules
        self.judges: list[str] = list(JUDGES)
        self._paths: dict[str, str] = {}
        self._read: dict[str, Profile] = {}
        self._trusted: set[str] = set()

    def add(self, path: Path, trusted: bool = False) -> None:
        """Make a profile file, or every profile file of a folder, known under its file name.

        ``trusted``: its patterns come with lawlint, and are tried by its tests.
        """
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            self._paths[file.stem] = str(file)
            if trusted:
                self._trusted.add(str(file))

    @property
    def names(self) -> list[str]:
        """The names of all known profiles, sorted."""
        return sorted(self._paths)

    def readable(self) -> list[Profile]:
        """All known profiles that are valid, by name: see ``faults`` for the others."""
        return [p for name in self.names if isinstance(p := self._tried(name), Profile)]

    def faults(self) -> list[str]:
        """What is wrong with those that are not valid, one message each."""
        return [p for name in self.names if isinstance(p := self._tried(name), str)]

    def _tried(self, name: str) -> Profile | str:
        try:
            return self.get(name)
        except ProfileError as error:
            return str(error)

    @property
    def tables(self) -> tuple[parts.OfficialTable, ...]:
        """The official tables of all known profiles, each once."""
        return tuple({t.name: t for profile in self.readable() for t in profile.tables}.values())

    def get(self, name: str) -> Profile:
        """A profile by name, or by the path of its file (anything with a ``/`` or ending in ``.yaml``).

        :raises ProfileError: it is not known, not valid, or extends itself in a circle.
        """
        if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
            return self._resolve(name, ())
        if name not in self._paths:
            raise ProfileError(f"没有名为“{name}”的模板{self._meant(name)}")
        return self._resolve(self._paths[name], ())

    def _meant(self, name: str) -> str:
        """What a name that is no profile's may mean: the title of one, or a slip."""
        titled = next((p.name for p in self.readable() if p.title == name), None)
        if titled:
            return f"；“{name}”是模板 {titled} 的标题，请写 {titled}"
        return nearest(name, self.names) or "；可用：" + "、".join(self.names)

    def _resolve(self, path: str, chain: tuple[str, ...]) -> Profile:
        if path in self._read:
            return self._read[path]
        top = load(path, foreign=path not in self._trusted).mapping(_TOP, required=("name", "title"))
        parent = None
        if "extends" in top:
            where = self._base(top["extends"], path)
            if os.path.realpath(where) in map(os.path.realpath, (*chain, path)):
                top["extends"].fail(f"extends 成环：{' → '.join(Path(p).stem for p in (*chain, path, where))}")
            parent = self._resolve(where, (*chain, path))
        self._read[path] = self._profile(path, top, parent)
        return self._read[path]

    def _base(self, node: Node, path: str) -> str:
        """The path of the profile that ``extends`` names: a known one, or a file beside this one."""
        base = node.string()
        named = base.endswith((".yaml", ".yml")) or "/" in base
        where = str(Path(path).parent / base) if named else self._paths.get(base, "")
        if not where:
            node.fail(f"没有名为“{base}”的模板{self._meant(base)}")
        if not Path(where).is_file():
            node.fail(f"要继承的模板文件“{where}”不存在")
        return where

    def _profile(self, path: str, top: Mapping[str, Node], parent: Profile | None) -> Profile:
        base = parent or Profile("", "", "")
        profile = replace(
            base,
            name=top["name"].string(),
            title=top["title"].string(),
            path=path,
            parents=parent.family if parent else (),
            about=top["about"].string() if "about" in top else "",
            recognise_title=(),
            recognise_headings=(),
            recognise_not=(),
            recognise_about=(),
            version=sha256(base.version.encode() + Path(path).read_bytes()).hexdigest()[:12],
        )
        profile = replace(
            profile, **{key.replace("-", "_"): read(top[key], base) for key, read in _READ.items() if key in top}
        )
        if "words" in top:
            profile = replace(profile, words=_file(top["words"], path))
        if "recognise" in top:
            recognise = top["recognise"].mapping(("title", "headings", "not", "about"))
            found: dict[str, Any] = {f"recognise_{key}": node.patterns() for key, node in recognise.items()}
            profile = replace(profile, **found)
        for node in top["requirements"].items() if "requirements" in top else ():
            requirements = _with(profile.requirements, node, self.judges, self._like)
            profile = replace(profile, requirements=requirements)
        return replace(profile, rules=self._levels(path, top, base), options=self._options(path, top, base))

    def _like(self, node: Node) -> Requirement:
        """The requirement that ``like: PROFILE/REQUIREMENT`` names, for its words: its name, basis and place are left out."""
        name, slash, need = node.string().partition("/")
        if not slash:
            node.fail(f"“{node.string()}”应当写作“模板/要件”，如 fazhi-annual-report/shortcomings")
        if name not in self._paths:
            node.fail(f"没有名为“{name}”的模板{self._meant(name)}")
        profile = self.get(name)
        found = profile.requirement(need)
        if found is None:
            node.fail(f"模板 {name} 没有要件“{need}”{nearest(need, [r.name for r in profile.requirements])}")
        return replace(found, title="", basis="", certainty=Certainty.MEMORY, within="", hint="")

    def _known(self, path: str) -> Mapping[str, Collection[str]] | None:
        """The names a profile may use of rules; ``None`` where they are not checked: those of lawlint's own profiles
        are tried by its tests."""
        return self._rules() if self._rules and path not in self._trusted else None

    def _levels(self, path: str, top: Mapping[str, Node], base: Profile) -> dict[str, str]:
        """What the profile changes of rules, each one known."""
        known = self._known(path)
        found = dict(base.rules)
        for name, node in top["rules"].mapping(known, what="规则").items() if "rules" in top else ():
            found[name] = node.one_of(("off", "on", *(s.value for s in Severity)))
        return found

    def _options(self, path: str, top: Mapping[str, Node], base: Profile) -> dict[str, dict[str, object]]:
        """Options of rules, each rule and each option known."""
        known = self._known(path)
        found = {k: dict(v) for k, v in base.options.items()}
        for name, node in top["options"].mapping(known, what="规则").items() if "options" in top else ():
            given = node.mapping(known[name] if known else None, what="选项")
            found.setdefault(name, {}).update({key: value.plain() for key, value in given.items()})
        return found


_READ: Mapping[str, Callable[[Node, Profile], Any]] = {
    "tasks": lambda node, base: parts.tasks(node, base.tasks),
    "deadlines": lambda node, base: parts.deadlines(node, base.deadlines),
    "tables": lambda node, base: parts.tables(node, base.tables),
    "addressee": lambda node, base: (*base.addressee, *parts.asked(node)),
    "copies": lambda node, base: (*base.copies, *parts.asked(node)),
    "attachments": lambda node, base: (*base.attachments, *parts.asked(node)),
    "title-wording": lambda node, base: parts.asked(node),
    "length": lambda node, base: parts.length(node),
}


def _file(node: Node, path: str) -> str:
    """A file named in a profile, relative to it."""
    file = Path(path).parent / node.string()
    if not file.is_file():
        node.fail(f"文件“{file}”不存在")
    return str(file)


def _with(
    requirements: tuple[Requirement, ...],
    node: Node,
    judges: Collection[str],
    like: Callable[[Node], Requirement],
) -> tuple[Requirement, ...]:
    """The requirements with one added, changed where the name is known already, or switched off."""
    keys = node.mapping((*fields.keys(Requirement), *_PLACES), required=("name",))
    name = keys["name"].string()
    names = [r.name for r in requirements]
    known = next((r for r in requirements if r.name == name), None)
    if "enabled" in keys and not keys["enabled"].boolean():
        if known is None:
            keys["name"].fail(f"要停用的要件“{name}”不在所继承的模板中{nearest(name, names)}")
        return tuple(r for r in requirements if r.name != name)
    if known is None and "title" not in keys:
        titled = next((r.name for r in requirements if r.title == name), None)
        meant = f"；“{name}”是要件 {titled} 的标题，请写 name: {titled}" if titled else nearest(name, names)
        keys["name"].fail(f"新的要件“{name}”缺少 title{meant}")
    given = replace(like(keys["like"]), name=name) if "like" in keys else known or Requirement(name)
    made = fields.filled(given, keys)
    if "judge" in keys:
        keys["judge"].one_of(judges)
    if "within" in keys and made.within not in names:
        keys["within"].fail(f"within 写的“{made.within}”不是前面的要件{nearest(made.within, names)}")
    if not (made.headings or made.shown_by or made.opens or made.facets):
        node.fail(
            f"要件“{name}”只有名称，没有写怎样认出它，永远是缺失；请写 headings（标题写法）或 shown-by（句子写法），"
            "如 headings: ['执法数据']、shown-by: ['述法']"
        )
    rest = [made if r.name == name else r for r in requirements]
    if known is None:
        rest.append(made)
    return _placed(rest, made, keys)


def _placed(requirements: list[Requirement], made: Requirement, keys: Mapping[str, Node]) -> tuple[Requirement, ...]:
    """The requirements with one of them moved to where its ``after`` or ``before`` says."""
    if "after" in keys and "before" in keys:
        keys["before"].fail("after 和 before 只写一个")
    key = next((k for k in ("after", "before") if k in keys), None)
    if key is None:
        return tuple(requirements)
    others = [r for r in requirements if r is not made]
    beside = keys[key].string()
    names = [r.name for r in others]
    if beside not in names:
        keys[key].fail(f"{key} 写的“{beside}”不是模板里的要件{nearest(beside, names) or '；有：' + '、'.join(names)}")
    others.insert(names.index(beside) + (key == "after"), made)
    return tuple(others)
