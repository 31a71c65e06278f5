"""Whether the chapters stand in the template's order. Off by default: no template prescribes one."""

from __future__ import annotations

from collections.abc import Iterable

from lawlint.context import Context
from lawlint.rules import Certainty, Finding, Rule, Severity


class SectionOrder(Rule):
    """各部分按模板列出的次序排列。

    为什么：规定没有要求次序，所以默认关闭；统一要求次序的地方可以在模板或配置里开启。
    只看有自己标题的部分；合写在一个标题下的不算。

    错误示例：一、2025年工作安排 二、存在的不足和原因

    正确示例：一、存在的不足和原因 二、2025年工作安排
    """

    name = "section-order"
    severity = Severity.WARNING
    basis = "惯例：模板列出各部分的次序"
    certainty = Certainty.SECONDARY
    enabled = False

    def check(self, context: Context) -> Iterable[Finding]:
        latest = None
        for judgement in context.requirements.values():
            section = judgement.sections[0] if judgement.headed and judgement.sections else None
            if section is None or section.heading is None or judgement.requirement.within:
                continue
            if latest is not None and section.span.start < latest[0]:
                message = f"“{judgement.requirement.title}”排在“{latest[1]}”之前，模板的次序相反"
                yield self.finding(section.heading.span, message, requirement=judgement.requirement.name)
            if latest is None or section.span.start > latest[0]:
                latest = section.span.start, judgement.requirement.title
