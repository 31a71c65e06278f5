"""The register of laws: names, wrong forms, dates, from ``profiles/register/laws.yaml``; and the names a draft cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import lawlint_profiles

from lawlint import fields
from lawlint.document import Block, Document, Kind, Text
from lawlint.document.text import fold
from lawlint.levels import Certainty
from lawlint.yamlfile import Node, load

REGISTER = Path(lawlint_profiles.__path__[0]) / "register" / "laws.yaml"
STATE = "中华人民共和国"
_ORGANS = re.compile(
    r"^(?:中共中央办公厅|国务院办公厅|中共中央|国务院|最高人民法院|最高人民检察院|全国人大常委会|生态环境部|司法部|中央宣传部|[、 ])+(?=关于)"
)
_DASH = re.compile(r"(?<=[\d年])\s*(?:——|[-–—~－～至])\s*(?=\d)")
_CERTAINTIES = ("verified", "secondary", "memory")


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(node.string())
    except ValueError:
        node.fail(f"“{node.string()}”应当是 年-月-日，如 2026-08-15")


@dataclass(frozen=True)
class Law:
    """One instrument. See the head of the register for each field."""

    name: str = fields.text()
    certainty: Certainty = fields.choice(Certainty.MEMORY)
    repeal: Certainty | None = fields.key(lambda node: Certainty(node.one_of(_CERTAINTIES)), None)
    prefix: str | None = fields.key(lambda node: node.one_of(("required", "never")), None)
    short: tuple[str, ...] = fields.key(Node.strings, ())
    wrong: tuple[str, ...] = fields.key(Node.strings, ())
    since: date | None = fields.key(_day, None)
    revised: date | None = fields.key(_day, None)
    until: date | None = fields.key(_day, None)
    by: str | None = fields.key(Node.string, None)
    plan: bool = fields.flag()
    basis: str | None = fields.key(Node.string, None)

    @property
    def repealed(self) -> Certainty:
        """How sure the register is of the repeal; where it does not say so, as sure as of the rest."""
        return self.repeal or self.certainty

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
        ("促进", "漏“促进”"),
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
    return fields.read(node, Law(), ("name", "certainty"))


@dataclass(frozen=True)
class Citation:
    """A name in 《》: the text it stands in, the offsets of its words, the offsets of names in 《》 inside it."""

    text: Text
    block: Block
    start: int
    end: int
    inner: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        return self.text.value[self.start : self.end].strip()

    @property
    def is_whole(self) -> bool:
        """Whether a word such as 新 or 原 stands right before it."""
        return self.text.value[max(0, self.start - 2) : self.start - 1] not in ("新", "原", "旧")


def citations(document: Document) -> Iterator[Citation]:
    """Every outermost name in 《》 of a draft; tables included, lines of the web page and code left out."""
    for block in document.blocks:
        if block.kind in (Kind.WEB, Kind.CODE):
            continue
        cells = [cell.text for row in block.table.rows for cell in row] if block.table else [block.text]
        for text in cells:
            yield from _cited(text, block)


def _cited(text: Text, block: Block) -> Iterator[Citation]:
    open_: list[int] = []
    inner: list[tuple[int, int]] = []
    for at, char in enumerate(text.value):
        if char == "《":
            open_.append(at)
        elif char == "》" and open_:
            begin = open_.pop()
            if open_:
                inner.append((begin, at))
            else:
                yield Citation(text, block, begin + 1, at, tuple(inner))
                inner = []
