"""What a reviewer signs: the draft's identity, each requirement with its verdict and evidence, room for a remark.

Text, Markdown, HTML and Word show the same sheet; only the drawing differs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from lawlint import __version__
from lawlint.document import Span
from lawlint.report import FileReport
from lawlint.reporters.pages import CERTAINTY
from lawlint.reporters.terminal import SEVERITY
from lawlint.requirements import Judgement
from lawlint.rules import Certainty
from lawlint.templates import Requirement

STATUS = {"met": "✓ 齐备", "partial": "△ 部分", "missing": "✗ 缺失", "not-applicable": "— 不适用", "absent": "— 未写"}
SIGNATURES = ("起草人", "审核人", "签发人")
SHOWN = 5  # sentences of evidence shown at once
QUOTED = 60  # characters of a sentence shown


@dataclass(frozen=True)
class Evidence:
    """A sentence that shows a requirement: where (in words), what it says (shortened), and its span."""

    place: str
    quote: str
    span: Span


@dataclass(frozen=True)
class Row:
    """One requirement on the sheet. ``status`` is met, partial, missing, not-applicable, or absent (missing, but
    optional); ``note`` says why.

    ``pairs``: for the next year's plan, each shortcoming and the measure that takes it up; for causes, each shortcoming
    and its cause, in words. ``basis`` says so where the instrument's own text has not been read.
    """

    name: str
    title: str
    optional: bool
    basis: str
    status: str
    note: str
    evidence: tuple[Evidence, ...]
    pairs: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The title, with a word where the requirement is optional."""
        return self.title + ("（选报）" if self.optional else "")

    @property
    def verdict(self) -> str:
        """The status with its sign, in words."""
        return STATUS[self.status]

    @property
    def first(self) -> Sequence[Evidence]:
        """The sentences shown at once."""
        return self.evidence[:SHOWN]

    @property
    def more(self) -> int:
        """How many sentences there are besides."""
        return max(0, len(self.evidence) - SHOWN)


def rows(file: FileReport) -> list[Row]:
    """The requirements of the draft's template, in the template's order."""
    return [
        Row(
            judgement.requirement.name,
            judgement.requirement.title,
            judgement.requirement.optional,
            _basis(judgement.requirement),
            judgement.status.value if judgement.counts else "absent",
            judgement.note + _tasks(file, judgement.requirement.name),
            tuple(Evidence(file.place(s), shortened(file.quote(s)), s) for s in judgement.evidence),
            _pairs(file) if judgement.requirement.judge == "plan" else _causes(file, judgement),
        )
        for judgement in file.judgements.values()
    ]


def _tasks(file: FileReport, name: str) -> str:
    """For a plan's requirement on tasks: how many there are, and how many name an owner and a deadline."""
    assert file.profile is not None
    plan = file.plan
    if plan is None or not plan.tasks or file.profile.tasks is None or file.profile.tasks.within != name:
        return ""
    return f"；共 {len(plan.tasks)} 项任务，{plan.owned} 项有责任单位，{plan.timed} 项有完成时限"


def _pairs(file: FileReport) -> tuple[str, ...]:
    """Each shortcoming with the measure that takes it up, both quoted."""
    from lawlint.answers import answers

    assert file.document is not None
    assert file.profile is not None
    found = []
    for answer in answers(file.document, file.judgements, file.profile):
        lacking = f"不足（{file.place(answer.shortcoming)}）“{shortened(file.quote(answer.shortcoming))}”"
        if answer.measure:
            measure = f"安排（{file.place(answer.measure)}）“{shortened(file.quote(answer.measure))}”"
            found.append(f"{lacking} → {measure}（都说到：{'、'.join(answer.topics)}）")
        else:
            found.append(f"{lacking} → 没有找到相应的安排")
    return tuple(found)


def _causes(file: FileReport, judgement: Judgement) -> tuple[str, ...]:
    """The rows of a table: each shortcoming, its cause, and where that stands."""
    found = ["不足 ｜ 原因 ｜ 位置"] if judgement.pairs else []
    for lacking, cause in judgement.pairs:
        told = (shortened(file.quote(cause)), file.place(cause)) if cause else ("没有写", file.place(lacking))
        first = re.split("[。；;]", file.quote(lacking))[0]
        found.append(" ｜ ".join((shortened(first), *told)))
    return tuple(found)


def _basis(need: Requirement) -> str:
    doubtful = need.basis and need.certainty in (Certainty.SECONDARY, Certainty.MEMORY)
    return need.basis + (f"（{CERTAINTY[need.certainty]}）" if doubtful else "")


def verdict(file: FileReport) -> str:
    """The findings counted, in words: ``2 处错误，1 处提醒``."""
    return "，".join(f"{file.count(s)} 处{word}" for s, word in SEVERITY.items() if file.count(s)) or "没有发现问题"


def identity(file: FileReport) -> list[tuple[str, str]]:
    """What ties the sheet to one draft and one tool: pairs of a label and a value."""
    assert file.document is not None
    assert file.profile is not None
    found = [
        ("标题", file.document.title or "（没有标题）"),
        ("文件", PurePath(file.path).name),
        ("SHA-256", sha256(file.data).hexdigest()),
        ("报告年度", f"{file.report_year}年" if file.report_year else "没有写明"),
        ("模板", f"{file.profile.title}（{file.profile.name}，版本 {file.profile.version or '—'}）"),
        ("模板的选定", file.profile_reason),
        ("核对范围", file.coverage),
        ("检查工具", f"lawlint {__version__}"),
        ("检查时间", now().strftime("%Y-%m-%d %H:%M")),
    ]
    return [(label, value) for label, value in found if value]


def now() -> datetime:
    """The time of the check, in local time."""
    return datetime.now().astimezone()


def shortened(words: str) -> str:
    """The words, cut where they are long."""
    return words if len(words) <= QUOTED else words[:QUOTED] + "……"
