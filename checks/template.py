"""What the template asks for and the draft does not give: one rule for each way to fall short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from lawlint.context import Context
from lawlint.requirements import Fault, Judgement, Status
from lawlint.rules import Certainty, Finding, Rule, Severity

_BASIS = "《法治政府建设与责任落实督察工作规定》（厅字〔2019〕28号）年度报告一章"


def _severity(judgement: Judgement) -> Severity:
    """A missing requirement weighs what the profile says; a partial one is at most a warning."""
    declared = judgement.requirement.severity
    if judgement.status is Status.PARTIAL and declared is Severity.ERROR:
        return Severity.WARNING
    return declared


def _finding(rule: Rule, judgement: Judgement, message: str, severity: Severity | None = None) -> Finding:
    need = judgement.requirement
    return rule.finding(
        judgement.span,
        message,
        hint=need.hint or None,
        severity=severity or _severity(judgement),
        basis=need.basis,
        requirement=need.name,
    )


def _absent_outer(context: Context, judgement: Judgement) -> bool:
    """Whether the requirement stands inside another one that is missing: that one fault is reported already."""
    outer = context.requirements.get(judgement.requirement.within)
    return outer is not None and outer.status is Status.MISSING


class MissingSection(Rule):
    """模板要求的内容，文稿里必须有。

    为什么：漏写一项法定内容的报告，每年都有公开发布的；靠目测检查，漏了不容易发现。
    有没有按内容判定：标题写法不同、没有单独标题，只要内容在，就不算缺失。

    错误示例：报告只写了举措、不足和下一步安排，全文没有主要负责人履行第一责任人职责的内容。

    正确示例：“二、党政主要负责人履行推进法治建设第一责任人职责情况”一章，写明部署、听取汇报、出庭应诉的次数。
    """

    name = "missing-section"
    severity = Severity.ERROR
    basis = _BASIS
    certainty = Certainty.VERIFIED

    def check(self, context: Context) -> Iterable[Finding]:
        for judgement in context.requirements.values():
            need = judgement.requirement
            if judgement.fault is Fault.ABSENT and not need.within and not need.optional:
                yield _finding(self, judgement, f"缺少“{need.title}”：{judgement.note}")


class EmptySection(Rule):
    """标题之下要有内容。

    为什么：先搭标题、后填内容时，容易留下空章节；只看目录检查不出来。

    错误示例：“四、2025年工作安排”之后直接是落款。

    正确示例：标题之下写出具体安排。
    """

    name = "empty-section"
    severity = Severity.ERROR
    basis = _BASIS
    certainty = Certainty.VERIFIED

    def check(self, context: Context) -> Iterable[Finding]:
        empty = [j for j in context.requirements.values() if j.fault is Fault.EMPTY and not j.requirement.within]
        for judgement in empty:
            weight = Severity.INFO if judgement.requirement.optional else None
            yield _finding(self, judgement, f"“{judgement.requirement.title}”只有标题，没有内容", weight)
        told = {id(s) for j in empty for section in j.sections for s in section.walk()}
        bare = [s for s in context.document.sections if s.level <= 2 and not any(s.body())]
        beside = Counter(id(s.parent) for s in bare)
        for section in bare:
            heading = section.heading
            siblings = section.parent.children if section.parent else []
            # where several have no text they are points of a list, and a lone one has nothing to be compared with
            if heading and id(section) not in told and len(siblings) > 1 and beside[id(section.parent)] == 1:
                if heading.text.source.text[heading.span.end : heading.span.end + 1] in "。；;":
                    continue  # a numbered sentence, not a heading
                yield self.finding(
                    heading.span,
                    f"标题“{section.title}”之下没有内容",
                    severity=Severity.WARNING,
                    hint="补写内容，或删去这个标题",
                    basis="惯例",
                )


class _ContentRule(Rule):
    """A requirement whose heading stands over other text, or that is only partly there."""

    requirement: ClassVar[str]
    basis = _BASIS
    certainty = Certainty.VERIFIED

    def check(self, context: Context) -> Iterable[Finding]:
        judgement = context.requirements.get(self.requirement)
        if judgement is not None:
            yield from self.judged(context, judgement)

    def judged(self, context: Context, judgement: Judgement) -> Iterable[Finding]:
        """The findings for a requirement that was judged."""
        need = judgement.requirement
        if judgement.fault in (Fault.UNRELATED, Fault.THIN) and not _absent_outer(context, judgement):
            yield _finding(self, judgement, f"“{need.title}”{_state(judgement)}：{judgement.note}")
        elif judgement.status is not Status.MISSING and not judgement.headed and not need.within:
            where = "、".join(s.path for s in judgement.sections if s.heading) or "正文"
            yield self.finding(
                judgement.span,
                f"“{need.title}”没有写明它的标题，按内容认定见于{where}",
                hint="内容已有，不必改；如果想让人一眼找到，可以在标题里写明",
                severity=Severity.INFO,
                basis=need.basis,
                requirement=need.name,
            )


def _state(judgement: Judgement) -> str:
    return "不完整" if judgement.status is Status.PARTIAL else "有标题而没有相应内容"


class Measures(_ContentRule):
    """主要举措和成效，要写推进法治政府建设做了什么。

    为什么：标题之下写的是别的工作，等于没有报告这一项。

    错误示例：“一、主要举措和成效”之下通篇是招商引资情况。

    正确示例：写明印发的制度、开展的执法检查、办理的案件、公开的信息，附数字。
    """

    name = "measures"
    requirement = "measures"
    severity = Severity.ERROR


class Shortcomings(_ContentRule):
    """存在的不足，要写出是什么不足。

    为什么：只说“还存在一些不足”，没有写出一项，等于没有写；标题之下写成绩也是。

    错误示例：三、存在的不足。工作中还存在一些不足，我们将继续努力。

    正确示例：一是基层执法力量薄弱，两个乡镇没有专职执法人员。
    """

    name = "shortcomings"
    requirement = "shortcomings"
    severity = Severity.ERROR


class ShortcomingCauses(_ContentRule):
    """不足要写原因。

    为什么：模板要求的是“存在的不足和原因”，“原因”最常漏写。按意思判定（由于、原因在于、导致、受……影响），
    不看标题里有没有“原因”二字；“因诸多因素”一类没有说明是什么原因的，按不完整提醒。

    错误示例：一是执法人员业务水平有待提高。

    正确示例：一是执法人员业务水平有待提高，原因在于近三年新进人员占四成，培训没有跟上。
    """

    name = "shortcoming-causes"
    requirement = "shortcoming-causes"
    severity = Severity.WARNING

    def judged(self, context: Context, judgement: Judgement) -> Iterable[Finding]:
        outer = context.requirements.get(judgement.requirement.within)
        if outer is not None and not outer.items:
            return  # no shortcoming is told, which is a finding of its own
        if judgement.status is Status.MISSING:
            yield _finding(self, judgement, judgement.note)
        else:
            yield from super().judged(context, judgement)


class ResponsiblePerson(_ContentRule):
    """主要负责人履行第一责任人职责，要有具体事实。

    为什么：这一项要报告的是人做了什么。次数、日期、会议、文件名都是事实；“高度重视”“亲自部署”只是口号。
    以具体事实写明三个以上方面算齐备（“三个”是本工具的尺度，不是规定的数字）；不足三个的提醒。

    错误示例：主要负责人高度重视法治建设，切实履行第一责任人职责。

    正确示例：局长主持党组会专题研究法治工作 4 次，听取汇报 2 次，出庭应诉 1 次，讲法治课 1 场。
    """

    name = "responsible-person"
    requirement = "responsible-person"
    severity = Severity.ERROR


class NextYearPlan(_ContentRule):
    """下一年度主要安排，要写具体安排，不止一句。

    为什么：一句“我们将继续努力”没有安排任何工作。年份是否为报告年度的次年，由 year-mismatch 检查。

    错误示例：五、下一步打算。下一步，我局将再接再厉，推动工作再上新台阶。

    正确示例：一是修订重大行政决策目录；二是每季度组织一次执法案卷评查；三是落实年度普法计划。
    """

    name = "next-year-plan"
    requirement = "next-year-plan"
    severity = Severity.ERROR


class RequirementUnmet(Rule):
    """模板中其他要件的内容要齐备。

    为什么：各地、各部门的模板可以增加要件；增加的要件有标题而没有相应内容、或只有一部分时，由这条规则报告。

    错误示例：模板要求“行政执法数据表”，文稿有这个标题，下面没有数据。

    正确示例：标题之下写出模板要求的内容。
    """

    name = "requirement-unmet"
    severity = Severity.WARNING
    basis = "所用模板"
    certainty = Certainty.MEMORY

    def check(self, context: Context) -> Iterable[Finding]:
        own = {rule.requirement for rule in _ContentRule.__subclasses__()}
        for name, judgement in context.requirements.items():
            need = judgement.requirement
            if name in own or need.optional:
                continue
            inner = bool(need.within) and not _absent_outer(context, judgement)
            if inner and judgement.status is Status.MISSING:
                yield _finding(self, judgement, f"没有写到“{need.title}”")
            elif judgement.fault in (Fault.UNRELATED, Fault.THIN):
                yield _finding(self, judgement, f"“{need.title}”{_state(judgement)}：{judgement.note}")
