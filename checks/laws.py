"""The register of laws: names, wrong forms, dates, from ``profiles/register/laws.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import lawlint_profiles

from lawlint.document.text import fold
from lawlint.rules import Certainty
from lawlint.yamlfile import Node, load

REGISTER = Path(lawlint_profiles.__path__[0]) / "register" / "laws.yaml"
STATE = "中华人民共和国"
_KEYS = ("name", "prefix", "short", "wrong", "since", "revised", "until", "by", "plan", "certainty", "repeal", "basis")
_ORGANS = re.compile(
    r"^(?:中共中央办公厅|国务院办公厅|中共中央|国务院|最高人民法院|最高人民检察院|全国人大常委会|生态环境部|司法部|中央宣传部|[、 ])+(?=关于)"
)
_DASH = re.compile(r"(?<=[\d年])\s*(?:——|[-–—~－～至])\s*(?=\d)")
_CERTAINTIES = ("verified", "secondary", "memory")


@dataclass(frozen=True)
class Law:
    """One instrument. See the head of the register for each field."""

    name: str
    certainty: Certainty
    repeal: Certainty
    prefix: str | None = None
    short: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    by: str | None = None
    plan: bool = False
    basis: str | None = None

    def in_force(self, day: date) -> bool:
        """Whether the instrument was in force on a day, as far as the register knows."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Register:
    """All instruments, by name as compared and by wrong form as compared."""

    names: dict[str, Law]
    wrong: dict[str, tuple[tuple[Law, str], ...]]  # -> the instruments meant, each with what is wrong

    def find(self, name: str) -> Law | None:
        """The instrument of that name or short name; ``None`` where the register does not know it."""
        return self.names.get(key(name))

    def meant(self, name: str, day: date | None) -> tuple[Law, str] | None:
        """The instrument that a wrong form means, best one in force on the day, and what is wrong with the form."""
        found = self.wrong.get(key(name), ())
        if day is not None and len(found) > 1:
            found = tuple(f for f in found if f[0].in_force(day)) or found
        return found[0] if found else None

    def nearly(self, name: str) -> Law | None:
        """The instrument whose long name differs from this one in a single character, in its middle."""
        mine = key(name)
        if len(mine) < 12:
            return None
        return next((law for theirs, law in self.names.items() if len(theirs) >= 12 and _one_apart(mine, theirs)), None)


def key(name: str) -> str:
    """A name as compared: without the state's name, the issuing organ, spaces, and differences of width and dash."""
    folded = _DASH.sub("—", fold(name)).replace(" ", "").replace("〈", "").replace("〉", "")
    folded = folded.replace("《", "").replace("》", "").replace("［", "(").replace("﹝", "(").replace("﹞", ")")
    return _ORGANS.sub("", folded.removeprefix(STATE))


def _one_apart(a: str, b: str) -> bool:
    """Whether two names differ by one character changed, left out or added, not in digits nor at the ends
    (市法治政府建设实施纲要 is another document)."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), min(len(a), len(b)))
    longest = max(len(a), len(b))
    if start < 2 or end < 2 or start + end < longest - 1:
        return False
    changed = a[start : len(a) - end] + b[start : len(b) - end]
    return not re.search(r"[\d一二三四五六七八九十]", changed)


def _slips(name: str) -> dict[str, str]:
    """Forms of a name that come of a common slip, each with what is wrong."""
    forms: dict[str, str] = {}
    for word, what in (
        ("暂行", "漏“暂行”"),
        ("（试行）", "漏“（试行）”"),
        ("推进", "漏“推进”"),
        ("工作", "漏“工作”"),
        ("、", "漏顿号"),
    ):
        if word in name:
            forms[name.replace(word, "", 1)] = what
    for right, slip in (("督察", "督查"), ("督查", "督察"), ("法治", "法制"), ("法制", "法治"), ("环境保护", "环保")):
        if right in name:
            forms[name.replace(right, slip)] = f"“{right}”误作“{slip}”"
    forms[re.sub(r"(\d)年）", r"\1）", name)] = "起止年份之后漏“年”"
    if "行政执法公示制度执法" in name:
        forms[name.replace("制度执法", "制度、执法").replace("制度重大", "制度、重大")] = "三个制度名之间没有顿号"
    forms.pop(name, None)
    return forms


@cache
def register() -> Register:
    """The register as read, once.

    :raises ProfileError: the file is not valid; the message names file and line.
    """
    laws = [_law(node) for node in load(REGISTER).items()]
    names = {key(form): law for law in laws for form in (law.name, *law.short)}
    wrong: dict[str, tuple[tuple[Law, str], ...]] = {}
    for law in laws:
        forms = dict.fromkeys(law.wrong, "") | {f: w for f, w in _slips(law.name).items() if len(f) >= 6}
        for form, what in forms.items():
            if key(form) not in names:
                wrong[key(form)] = (*wrong.get(key(form), ()), (law, what))
    return Register(names, wrong)


def _law(node: Node) -> Law:
    part = node.mapping(_KEYS, required=("name", "certainty"))

    def day(name: str) -> date | None:
        if name not in part:
            return None
        try:
            return date.fromisoformat(part[name].string())
        except ValueError:
            part[name].fail(f"“{part[name].string()}”应当是 年-月-日，如 2026-08-15")

    def strings(name: str) -> tuple[str, ...]:
        return part[name].strings() if name in part else ()

    certainty = Certainty(part["certainty"].one_of(_CERTAINTIES))
    day("revised")
    return Law(
        name=part["name"].string(),
        certainty=certainty,
        repeal=Certainty(part["repeal"].one_of(_CERTAINTIES)) if "repeal" in part else certainty,
        prefix=part["prefix"].one_of(("required", "never")) if "prefix" in part else None,
        short=strings("short"),
        wrong=strings("wrong"),
        since=day("since"),
        until=day("until"),
        by=part["by"].string() if "by" in part else None,
        plan="plan" in part and part["plan"].boolean(),
        basis=part["basis"].string() if "basis" in part else None,
    )
