"""What a rule is given: one draft, its profile, and what has been worked out about it so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from lawlint.document import Document

if TYPE_CHECKING:
    from lawlint.figures import Analysis
    from lawlint.parts import OfficialTable
    from lawlint.requirements import Judgement
    from lawlint.tasks import Plan
    from lawlint.templates import Profile


class Context:
    """One draft under check. Figures and requirements are worked out when first asked for, once.

    ``stage``: ``draft``, or ``publish`` where nothing may be left undone; ``inline``: whether suppressions in the draft
    count. ``tables``: the official tables to know in the draft: those of its profile, else ``known``, those of all
    profiles, as a pasted table has no title to go by.
    """

    def __init__(
        self,
        document: Document,
        profile: Profile,
        profile_reason: str = "",
        stage: str = "draft",
        inline: bool = True,
        known: Sequence[OfficialTable] = (),
    ) -> None:
        self.document = document
        self.profile = profile
        self.profile_reason = profile_reason
        self.stage = stage
        self.inline = inline
        self.tables = profile.tables or tuple(known)

    @cached_property
    def report_year(self) -> int | None:
        """The year the report is about, or ``None`` where neither title nor text says it."""
        year = self.document.report_year
        return year.value if year else None

    @cached_property
    def figures(self) -> Analysis:
        """The quantities of the draft and the relations between them."""
        from lawlint.figures import analyse

        return analyse(self.document)

    @cached_property
    def requirements(self) -> dict[str, Judgement]:
        """The template's requirements by name, each judged, in the template's order."""
        from lawlint.requirements import judge

        return judge(self.document, self.profile)

    @cached_property
    def plan(self) -> Plan | None:
        """The tasks of a plan; ``None`` where the template has no tasks."""
        from lawlint.tasks import find_tasks

        return find_tasks(self.document, self.requirements, self.profile)
