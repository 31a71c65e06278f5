"""Whether the next year's plan takes up the shortcomings, one by one."""

from __future__ import annotations

from collections.abc import Iterable

from lawlint.answers import answers
from lawlint.context import Context
from lawlint.rules import Certainty, Finding, Rule, Severity


class PlanAnswers(Rule):
    """写明的每一项不足，下一年度安排里要有相应的措施。

    为什么：写了不足而没有措施，等于年年写、年年有；评议报告的人会逐项对照。
    默认关闭：另写的三十对不足和措施里，有四对写了措施而说法不同，它没有认出来；需要的地方可以在模板或配置里开启。
    先看同一条里有没有接着写措施，再到下一年度安排里找。按词判断：不足和措施说到同一主题的，算有相应措施（词和主题列在模板的词表里，可以增改）；
    词表里一个词也没有的不足不判断；安排里说到一点相同的事，也不报，只在 lawlint checklist 的逐项对照里列出。
    是提示，不是错误：措施的说法不同时可能判断不出。

    错误示例：三、存在的不足。二是行政处罚裁量尺度不统一。 四、下一步打算。一是加强普法宣传。

    正确示例：四、下一步打算。二是修订裁量基准，统一执法尺度。
    """

    name = "plan-answers"
    severity = Severity.INFO
    basis = "惯例：下一年度的安排回应存在的不足"
    certainty = Certainty.SECONDARY
    enabled = False

    def check(self, context: Context) -> Iterable[Finding]:
        plan = next((n for n, j in context.requirements.items() if j.requirement.judge == "plan"), None)
        for answer in answers(context.document, context.requirements, context.profile):
            if answer.measure is None and not answer.touched:
                topics = "、".join(answer.topics[:3])
                yield self.finding(
                    answer.shortcoming,
                    f"下一年度安排里，按“{topics}”一类没有找到这一项不足的相应措施",
                    hint="补写措施；已有而说法不同的，可以不改",
                    requirement=plan,
                )
