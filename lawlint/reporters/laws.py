"""The laws and documents a draft cites, each with what the register knows of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lawlint.document import Document
from lawlint.laws import Law, citations, register
from lawlint.reporters.layout import pad, width
from lawlint.reporters.pages import CERTAINTY


@dataclass
class Cited:
    """A name as cited: how often, on which lines, and what the register says. ``law``: the instrument it is, or means."""

    name: str
    lines: list[int] = field(default_factory=list)
    law: Law | None = None
    wrong: bool = False

    @property
    def known(self) -> bool:
        """Whether the register knows the name, be it as a wrong one."""
        return self.law is not None

    @property
    def says(self) -> str:
        """What the register says, in Chinese."""
        if self.law is None:
            return "名录里没有，不核对名称和时效"
        if self.wrong:
            return f"写法有误，应为《{self.law.name}》（{CERTAINTY[self.law.certainty]}）"
        state = f"自{self.law.until.isoformat()}起不再作现行依据" if self.law.until else "现行"
        after = f"，现为《{self.law.by}》" if self.law.by else ""
        sure = self.law.repealed if self.law.until else self.law.certainty
        return f"已登记：{state}{after}（{CERTAINTY[sure]}）"


def cited(document: Document) -> list[Cited]:
    """Every name in 《》 that a draft cites, those the register does not know first, then by how often."""
    found: dict[str, Cited] = {}
    known = register()
    year = document.report_year
    day = date(year.value + 1, 3, 1) if year else None  # when a report on that year is written
    for citation in citations(document):
        one = found.setdefault(citation.name, Cited(citation.name))
        one.lines.append(document.position(citation.text.at(citation.start)).line)
        meant = known.meant(citation.name, day)
        one.law = known.find(citation.name) or (meant[0] if meant else None)
        one.wrong = known.find(citation.name) is None and meant is not None
    return sorted(found.values(), key=lambda c: (c.known, -len(c.lines)))


def render(document: Document, format: str) -> str:
    """The list as text or JSON."""
    found = cited(document)
    if format == "json":
        rows = [
            {"name": c.name, "count": len(c.lines), "lines": c.lines, "known": c.known, "says": c.says} for c in found
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    unknown = sum(not c.known for c in found)
    lines = [f"引用 {len(found)} 种文件，其中 {unknown} 种名录里没有", ""] if found else ["没有引用书名号里的文件"]
    return "\n".join([*lines, *_rows(found)]) + "\n"


def _rows(found: Sequence[Cited]) -> list[str]:
    room = min(60, max((width(c.name) for c in found), default=0) + 4)
    return [f"{pad(f'《{c.name}》', room)}  {len(c.lines)} 处（第 {c.lines[0]} 行）  {c.says}" for c in found]
