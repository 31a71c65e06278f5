"""Profiles: what a template asks of a report, read from YAML, ``extends`` resolved, every mistake named with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from lawlint import parts
from lawlint.errors import ProfileError
from lawlint.rules import Certainty, Severity
from lawlint.yamlfile import Node, load, nearest


@dataclass(frozen=True)
class Facet:
    """One side of a duty, and the patterns of sentences that show it."""

    name: str
    title: str
    shown_by: tuple[str, ...]


@dataclass(frozen=True)
class Requirement:
    """One thing a template asks for. Patterns are regular expressions on width-folded text.

    ``headings``: a section so headed is about it. ``shown_by``: sentences that show it. ``about``: words at least some
    of its sentences must have, else the text is about something else. ``opens``: a passage without a heading of its own
    that counts begins with such words. ``not_shown_by``: sentences that show something else. ``judge`` names how the
    evidence is weighed: see ``lawlint.requirements``.
    """

    name: str
    title: str
    basis: str = ""
    certainty: Certainty = Certainty.MEMORY
    severity: Severity = Severity.ERROR
    optional: bool = False
    judge: str = "section"
    headings: tuple[str, ...] = ()
    not_headings: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    not_shown_by: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    within: str = ""
    actor: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    enough: int = 1
    hint: str = ""


@dataclass(frozen=True)
class Profile:
    """A template with what it inherits, resolved.

    ``recognise_title`` and ``recognise_headings``: patterns by which the profile is chosen for a draft. ``rules``: what
    it changes of rules by name: a severity or ``off``. ``options``: options of rules. ``extra``: parts of the file that
    one rule reads by itself (``Node`` by key). ``version``: a fingerprint (12 hex digits) of its file and of all it
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
    requirements: tuple[Requirement, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    tasks: parts.Tasks | None = None
    deadlines: tuple[parts.Deadline, ...] = ()
    tables: tuple[parts.OfficialTable, ...] = ()
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
    "rules", "options",
)  # fmt: skip
_REQUIREMENT = {
    "name", "title", "basis", "certainty", "severity", "optional", "judge", "headings", "not-headings", "shown-by",
    "not-shown-by", "about", "opens", "within", "actor", "facets", "enough", "hint", "enabled",
}  # fmt: skip
JUDGES = ("section", "plan", "causes", "facets", "shortcomings", "measures")


class Profiles:
    """All profiles known to a run, by name; read when first asked for."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}
        self._read: dict[str, Profile] = {}

    def add(self, path: Path) -> None:
        """Make a profile file, or every profile file of a folder, known under its file name."""
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            self._paths[file.stem] = str(file)

    @property
    def names(self) -> list[str]:
        """The names of all known profiles, sorted."""
        return sorted(self._paths)

    def get(self, name: str) -> Profile:
        """A profile by name, or by the path of its file (anything with a ``/`` or ending in ``.yaml``).

        :raises ProfileError: it is not known, not valid, or extends itself in a circle.
        """
        if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
            return self._resolve(name, ())
        if name not in self._paths:
            raise ProfileError(
                f"没有名为“{name}”的模板{nearest(name, self.names) or '；可用：' + '、'.join(self.names)}"
            )
        return self._resolve(self._paths[name], ())

    def _resolve(self, path: str, chain: tuple[str, ...]) -> Profile:
        if path in self._read:
            return self._read[path]
        root = load(path, foreign=path not in self._paths.values())
        top = root.mapping(_TOP, required=("name", "title"))
        parent = None
        if "extends" in top:
            base = top["extends"].string()
            if base.endswith((".yaml", ".yml")) or "/" in base:
                where = str(Path(path).parent / base)
            else:
                where = self._paths.get(base, "")
            if not where:
                top["extends"].fail(f"没有名为“{base}”的模板{nearest(base, self.names)}")
            if where in (*chain, path):
                top["extends"].fail(f"extends 成环：{' → '.join(Path(p).stem for p in (*chain, path, where))}")
            if not Path(where).is_file():
                top["extends"].fail(f"要继承的模板文件“{where}”不存在")
            parent = self._resolve(where, (*chain, path))
        self._read[path] = _profile(path, top, parent)
        return self._read[path]


def _profile(path: str, top: Mapping[str, Node], parent: Profile | None) -> Profile:
    base = parent or Profile("", "", "")
    profile = Profile(
        name=top["name"].string(),
        title=top["title"].string(),
        path=path,
        parents=parent.family if parent else (),
        about=top["about"].string() if "about" in top else "",
        requirements=base.requirements,
        rules=dict(base.rules),
        options={k: dict(v) for k, v in base.options.items()},
        tasks=parts.tasks(top["tasks"], base.tasks) if "tasks" in top else base.tasks,
        deadlines=parts.deadlines(top["deadlines"], base.deadlines) if "deadlines" in top else base.deadlines,
        tables=parts.tables(top["tables"], base.tables) if "tables" in top else base.tables,
        words=_file(top["words"], path) if "words" in top else base.words,
        version=sha256(base.version.encode() + Path(path).read_bytes()).hexdigest()[:12],
    )
    if "recognise" in top:
        recognise = top["recognise"].mapping(("title", "headings", "not"))
        profile = replace(
            profile,
            recognise_title=_patterns(recognise, "title"),
            recognise_headings=_patterns(recognise, "headings"),
            recognise_not=_patterns(recognise, "not"),
        )
    for node in top["requirements"].items() if "requirements" in top else ():
        profile = replace(profile, requirements=_with(profile.requirements, node))
    rules = dict(profile.rules)
    for name, node in top["rules"].mapping().items() if "rules" in top else ():
        rules[name] = node.one_of(("off", "on", *(s.value for s in Severity)))
    options = {k: dict(v) for k, v in profile.options.items()}
    for name, node in top["options"].mapping().items() if "options" in top else ():
        options.setdefault(name, {}).update(node.plain())
    return replace(profile, rules=rules, options=options)


def _file(node: Node, path: str) -> str:
    """A file named in a profile, relative to it."""
    file = Path(path).parent / node.string()
    if not file.is_file():
        node.fail(f"文件“{file}”不存在")
    return str(file)


def _patterns(nodes: Mapping[str, Node], key: str) -> tuple[str, ...]:
    return nodes[key].patterns() if key in nodes else ()


def _with(requirements: tuple[Requirement, ...], node: Node) -> tuple[Requirement, ...]:
    """The requirements with one added, changed where the name is known already, or switched off."""
    keys = node.mapping(_REQUIREMENT, required=("name",))
    name = keys["name"].string()
    known = next((r for r in requirements if r.name == name), None)
    if "enabled" in keys and not keys["enabled"].boolean():
        if known is None:
            keys["name"].fail(f"要停用的要件“{name}”不在所继承的模板中{nearest(name, [r.name for r in requirements])}")
        return tuple(r for r in requirements if r.name != name)
    if known is None and "title" not in keys:
        keys["name"].fail(f"新的要件“{name}”缺少 title{nearest(name, [r.name for r in requirements])}")
    made = known or Requirement(name, "")
    for key, value in keys.items():
        if key in ("title", "basis", "within", "hint"):
            text: dict[str, Any] = {key: value.string()}
            made = replace(made, **text)
        elif key in ("headings", "not-headings", "shown-by", "not-shown-by", "about", "opens", "actor"):
            patterns: dict[str, Any] = {key.replace("-", "_"): value.patterns()}
            made = replace(made, **patterns)
    if "certainty" in keys:
        made = replace(made, certainty=Certainty(keys["certainty"].one_of(c.value for c in Certainty)))
    if "severity" in keys:
        made = replace(made, severity=Severity(keys["severity"].one_of(s.value for s in Severity)))
    if "optional" in keys:
        made = replace(made, optional=keys["optional"].boolean())
    if "enough" in keys:
        made = replace(made, enough=keys["enough"].integer())
    if "judge" in keys:
        made = replace(made, judge=keys["judge"].one_of(JUDGES))
    if "facets" in keys:
        facets = []
        for item in keys["facets"].items():
            part = item.mapping(("name", "title", "shown-by"), required=("name", "title", "shown-by"))
            facets.append(Facet(part["name"].string(), part["title"].string(), part["shown-by"].patterns()))
        made = replace(made, facets=tuple(facets))
    if known is None:
        return (*requirements, made)
    return tuple(made if r.name == name else r for r in requirements)
