"""Whether the chapters stand in the template's order. Off by default: no template prescribes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        parts = [
            (judgement.sections[0].span.start, judgement)
            for judgement in context.requirements.values()
            if judgement.headed and judgement.sections[0].heading and not judgement.requirement.within
        ]
        kept = _in_order([start for start, _ in parts])
        for index, (start, judgement) in enumerate(parts):
            if index in kept:
                continue
            title = judgement.requirement.title
            before = [parts[i] for i in sorted(kept) if i < index and parts[i][0] > start]
            after = [parts[i] for i in sorted(kept) if i > index and parts[i][0] < start]
            side, beside = ("之前", before[-1][1]) if before else ("之后", after[0][1])
            message = f"“{title}”排在“{beside.requirement.title}”{side}，模板的次序相反"
            heading = judgement.sections[0].heading
            assert heading is not None
            yield self.finding(heading.span, message, requirement=judgement.requirement.name)


def _in_order(starts: Sequence[int]) -> set[int]:
    """The indices of the most parts that stand in order: the others are the fewest that are out of place."""
    runs: list[list[int]] = [[]]
    for index, start in enumerate(starts):
        before = [run for run in runs if not run or starts[run[-1]] <= start]
        runs.append([*max(before, key=len), index])
    longest: list[int] = max(runs, key=len)
    return set(longest)
