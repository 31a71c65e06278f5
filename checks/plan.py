"""What a plan must say of every task: who, by when, and dates and names that do not contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from lawlint.context import Context
from lawlint.document import Document, Span, Text
from lawlint.document.dates import When, full_date, times
from lawlint.document.years import years_in
from lawlint.patterns import compiled, unquoted
from lawlint.rules import Certainty, Finding, Rule, Severity
from lawlint.tasks import Field, Plan, Task

_CONVENTION = "惯例：每项任务写明责任单位和完成时限"
_ELSEWHERE = re.compile(
    r"(?:任务|责任|职责)?分工(?:方案|表|如下|安排)|(?:任务|责任|重点工作)(?:分解|清单)|详?见附件|附件\d*[:：]?"
)
_PHASED = re.compile(r"步骤|阶段|时间|进度")


def _chapter(context: Context, plan: Plan) -> Span:
    """Where to point at for the plan's tasks as a whole."""
    heading = next((c.heading for c in plan.chapters if c.heading), None)
    if heading is not None and heading.text.value.strip():
        return heading.span
    title = context.document.header.title
    return title.span() if title else plan.tasks[0].span


def _short(task: Task) -> str:
    name = task.name if len(task.name) <= 20 else task.name[:20] + "……"
    return f"{task.number}.{name}" if task.number else name


class _EveryTask(Rule):
    """Something every task must have: a few lacking it are named one by one, most or all lacking it are one finding.

    Where nearly all tasks have it as a field of their own, words in passing do not stand in for the field.
    """

    what: str

    def fields(self, task: Task) -> list[Field]:
        """The fields of the task in question."""
        raise NotImplementedError

    def excused(self, context: Context) -> bool:
        """Whether a plan whose tasks hardly ever have it as a field says it elsewhere."""
        raise NotImplementedError

    def check(self, context: Context) -> Iterable[Finding]:
        plan = context.plan
        if plan is None or not plan.tasks:
            return
        total = len(plan.tasks)
        formal = sum(any(f.formal for f in self.fields(t)) for t in plan.tasks)
        strict = formal >= 2 and formal * 3 >= total * 2
        lacking = [t for t in plan.tasks if not any(self._counts(f, strict) for f in self.fields(t))]
        if formal * 3 < total and self.excused(context):
            return
        if len(lacking) == total and total > 1:
            message = f"{total} 项任务都没有写{self.what}"
            yield self.finding(_chapter(context, plan), message, requirement="main-tasks")
        elif len(lacking) * 3 > total * 2:
            names = "、".join(f"“{_short(t)}”" for t in lacking[:5]) + ("等" if len(lacking) > 5 else "")
            message = f"{total} 项任务中有 {len(lacking)} 项没有写{self.what}：{names}"
            yield self.finding(lacking[0].span, message, requirement="main-tasks")
        else:
            for task in lacking:
                yield self._lacking(task)

    def _counts(self, field: Field, strict: bool) -> bool:
        """Whether a field will do; among tasks with fields of their own, of sentences only one that says 牵头."""
        return not field.blank and (field.formal or not strict or "牵头" in field.text.value)

    def _lacking(self, task: Task) -> Finding:
        """The finding for one task; an info where its text says it in passing."""
        said = next((f for f in self.fields(task) if f.kind == "sentence"), None)
        message = f"任务“{_short(task)}”没有{'单独' if said else ''}写明{self.what}"
        if said:
            message += f"，只在正文里提到“{said.text.value.strip()}”"
        severity = Severity.INFO if said else None
        return self.finding(task.span, message, severity=severity, requirement="main-tasks")


class TaskOwner(_EveryTask):
    """每项任务要有责任单位。

    为什么：没有责任单位的任务没有人去做，督查也找不到人。
    “责任部门”“责任单位”“牵头单位”“配合单位”，写在括号里、单独一行、表格里，或者“由……牵头”“……负责”都算；
    写在上级标题之后的，下面各条都算有。任务大多没有写，而方案另有分工表的，不报。

    错误示例：2.完善信息公开目录。（完成时限：2025年6月底）

    正确示例：2.完善信息公开目录。（责任单位：县政府办公室。完成时限：2025年6月底）
    """

    name = "task-owner"
    severity = Severity.WARNING
    basis = _CONVENTION
    certainty = Certainty.SECONDARY
    what = "责任单位"

    def fields(self, task: Task) -> list[Field]:
        return task.owners

    def excused(self, context: Context) -> bool:
        return any(_ELSEWHERE.search(b.text.folded) for b in context.document.blocks)


class TaskDeadline(_EveryTask):
    """每项任务要有完成时限。

    为什么：没有时限的任务无法督办。日期、“2025年底前”“每季度”“长期坚持”“持续推进”都算有时限；
    写在上级标题之后的，下面各条都算有。任务大多没有单独写，而标题写明年份或者方案另有时间安排的，不报。

    错误示例：2.完善信息公开目录。（责任单位：县政府办公室）

    正确示例：2.完善信息公开目录。（责任单位：县政府办公室。完成时限：2025年6月底）
    """

    name = "task-deadline"
    severity = Severity.WARNING
    basis = _CONVENTION
    certainty = Certainty.SECONDARY
    what = "完成时限"

    def fields(self, task: Task) -> list[Field]:
        return task.deadlines

    def excused(self, context: Context) -> bool:
        document = context.document
        phased = any(_PHASED.search(s.title) for s in document.sections)
        elsewhere = any(_ELSEWHERE.search(b.text.folded) for b in document.blocks)
        return phased or elsewhere or bool(re.search(r"20\d\d", document.title))


class _Limits(NamedTuple):
    """The first and the last day a plan's deadlines may fall on, and how each is known, in Chinese."""

    first: date | None
    first_said: str
    last: date | None
    last_said: str


_TITLE_RANGE = re.compile(r"(20\d{2})\s*年?(?:\s*\d{1,2}\s*月)?\s*[-—–~至到]+\s*(20\d{2})\s*年?(?:\s*(\d{1,2})\s*月)?")


def issue_date(document: Document) -> date | None:
    """The date of issue: that below the text, else one on a line below an organ's name, as in the notice before a plan."""
    if document.header.date:
        return full_date(document.header.date.value)
    before = ""
    for block in document.blocks[:40]:
        words = "" if block.table else re.sub(r"\s", "", block.text.folded)
        if _DATE_LINE.fullmatch(words) and _ORGAN_LINE.fullmatch(before):
            return full_date(words)
        before = words
    return None


_DATE_LINE = re.compile(
    r"20\d{2}年\d{1,2}月\d{1,2}日|二[〇○零O][〇○零O一二三四五六七八九]{2}年[一二三四五六七八九十]+月[一二三四五六七八九十]+日"
)
_ORGAN_LINE = re.compile(r"[^,。;:]{2,30}[局厅委办室府部院会处所心组队]")


def _limits(document: Document) -> _Limits:
    """The issue date (or the title's first year), and the end of the title's span of years."""
    title = document.header.title.folded if document.header.title else ""
    span = _TITLE_RANGE.search(title if re.search("印发|转发", title) else unquoted(title))
    issued = issue_date(document)
    first, said = issued, f"成文日期 {issued.isoformat()}" if issued else ""
    years = [y for y, _, _ in years_in(document.header.title)] if document.header.title else []
    if first is None and (span or years):
        year = int(span[1]) if span else years[0]
        first, said = date(year, 1, 1), f"标题中的 {year} 年"
    last, last_said = None, ""
    if span:
        year, month = int(span[2]), int(span[3] or 12)
        if 1 <= month <= 12:
            end = next(iter(times(f"{year}年{month}月")))
            last, last_said = end.last, f"标题中的“{span[0].strip()}”"
    return _Limits(first, said, last, last_said)


# a date in a task's text that is a deadline: 2025年6月底前, 2025年底前, 2025年6月30日前, 2025年内完成
_BEFORE = re.compile(
    r"\s*(?:年?[底末]?(?:之|以)?前|年?[底末](?=[,，]?[^,。;]{0,16}完成)|年?内(?=完成|基本|全面|全部))(?![一二三]|期)"
)
_ATTRIBUTE = re.compile(
    r"\s*[底末]?(?:之|以)?前?[,，]?(?:已经?|业已)?(?:建成|投产|开工|注册|登记|取得|发生|形成|遗留|购置|批准|审批|核发|投运|投入|交付|竣工|"
    r"毕业|入职|参加|印发|出台|制定|生产|销售|设立|成立|签订|受理|立案|备案|入库|出生|存在|欠|累积|产生|查出|发现|排查出)[^,。;]{0,12}的"
)
_GOAL = re.compile(r"碳达峰|碳中和|远景|中长期|比\s*$|较\s*$|目标")
_EVERY = re.compile(r"(?:每年|每季|每月|次年)[^,。;]{0,6}$")
_DONE = re.compile(r"已|了|截[至止]|历史|存量|原有|以来|基础上|前期|曾|上一?年")


def _clause(folded: str, start: int, end: int) -> str:
    """The clause that ``[start, end)`` stands in."""
    low = max(folded.rfind(c, 0, start) for c in ",。;:(") + 1
    ends = [i for i in (folded.find(c, end) for c in "。;") if i >= 0]
    return folded[low : min(ends, default=len(folded))]


def _text_deadlines(task: Task) -> Iterator[tuple[Text, When]]:
    """The dates in a task's text that say by when something is done, those of its own fields left out."""
    fields = [f.text.span() for f in (*task.owners, *task.deadlines) if f.kind in ("label", "bracket", "cell")]
    for text in task.texts:
        folded = unquoted(text.folded)
        for when in times(folded):
            if any(f.overlaps(text.span(when.start, when.end)) for f in fields):
                continue
            clause = _clause(folded, when.start, when.end)
            if (
                _BEFORE.match(folded, when.end - (folded[when.end - 1] in "底末"))
                and not _ATTRIBUTE.match(folded, when.end)
                and not _EVERY.search(folded[: when.start])
                and not _GOAL.search(clause)
                and folded.count("“", 0, when.start) <= folded.count("”", 0, when.start)
            ):
                yield text, when


class DeadlineConflict(Rule):
    """完成时限不能自相矛盾。

    为什么：时限早于成文日期，发文之日就已逾期；晚于方案的实施期，方案结束时还没有到期；
    任务正文里的“……前”晚于这一条自己的完成时限，不知道按哪一个。
    正文只看“……前”“……底前”“……内完成”一类写法；每年的日期、基准年、中长期目标、书名号和引号里的日期不算。

    错误示例：2025年9月底前建成平台。（完成时限：2025年6月底）

    正确示例：2025年6月底前建成平台。（完成时限：2025年6月底）
    """

    name = "deadline-conflict"
    severity = Severity.ERROR
    basis = "文稿自身：成文日期、标题中的实施期、任务的完成时限相互比较"
    certainty = Certainty.ARITHMETIC

    def check(self, context: Context) -> Iterable[Finding]:
        plan = context.plan
        if plan is None:
            return
        limits = _limits(context.document)
        told: set[Span] = set()
        for task in plan.tasks:
            for finding in (*self._fields(task, limits), *self._texts(task, limits)):
                if finding.span not in told:
                    told.add(finding.span)
                    yield finding

    def _fields(self, task: Task, limits: _Limits) -> Iterator[Finding]:
        for field in task.deadlines:
            if field.kind in ("sentence", "repeated"):
                continue
            for when in times(field.text.folded):
                yield from self._against(task, field.text, when, limits)

    def _against(self, task: Task, text: Text, when: When, limits: _Limits) -> Iterator[Finding]:
        span = text.span(when.start, when.end)
        words = text.value[when.start : when.end]
        begins = re.match(r"\s*(?:年?\d{0,2}月?起|开始|启动|以来|[-—–~至到])", text.folded[when.end :])
        if limits.first and when.last < limits.first and not begins:
            certain = limits.first_said.startswith("成文")
            yield self.finding(
                span,
                f"任务“{_short(task)}”的时限 {words} 早于{limits.first_said}",
                hint="核对时限和成文日期，常见的是年份沿用上一年",
                severity=Severity.ERROR if certain else Severity.WARNING,
                requirement="main-tasks",
            )
        if limits.last and when.last > limits.last:
            yield self.finding(
                span,
                f"任务“{_short(task)}”的时限 {words} 晚于{limits.last_said}所定的实施期",
                hint="核对时限；确需跨越实施期的，在正文中说明",
                severity=Severity.WARNING,
                requirement="main-tasks",
            )

    def _texts(self, task: Task, limits: _Limits) -> Iterator[Finding]:
        fields = [f for f in task.deadlines if f.kind not in ("sentence", "repeated")]
        stated = [w.last for f in fields for w in times(f.text.folded)]
        if limits.first:
            stated = [day for day in stated if day >= limits.first]  # an earlier one is a fault of its own
        end = max(stated, default=None)
        for text, when in _text_deadlines(task):
            if end and when.last > end:
                yield self.finding(
                    text.span(when.start, when.end),
                    f"任务“{_short(task)}”正文要求 {text.value[when.start : when.end]}前完成，"
                    f"晚于这一条的完成时限 {end.isoformat()}",
                    hint="正文和完成时限改为一致",
                    requirement="main-tasks",
                )
            elif not _DONE.search(_clause(unquoted(text.folded), when.start, when.end)):
                yield from self._against(task, text, when, limits)


class AgencyName(Rule):
    """责任单位要用机构改革之后的名称。

    为什么：沿用旧方案时容易带出已经撤并的机构。只看责任单位一栏；“原××局”、书名号里的名称、
    叙述历史的文字不算。旧名和新名列在模板里，各地可以增改。

    错误示例：责任单位：县环境保护局

    正确示例：责任单位：县生态环境局
    """

    name = "agency-name"
    severity = Severity.WARNING
    basis = "《深化党和国家机构改革方案》（2018年）；地方机构改革2019年3月底前基本完成"
    certainty = Certainty.MEMORY

    def check(self, context: Context) -> Iterable[Finding]:
        plan = context.plan
        spec = context.profile.tasks
        issued = issue_date(context.document)
        year = issued.year if issued else context.report_year
        if plan is None or spec is None or year is None:
            return
        told: set[Span] = set()
        for task in plan.tasks:
            for field in task.owners:
                words = unquoted(field.text.folded)
                for agency in spec.agencies:
                    if year < agency.since or (issued and issued < date(agency.since, 4, 1)):
                        continue
                    for match in compiled(agency.old).finditer(words):
                        span = field.text.span(match.start(), match.end())
                        former = re.search(r"原[^、,;]{0,6}$", words[: match.start()])
                        if former or span in told:
                            continue
                        told.add(span)
                        yield self.finding(
                            span,
                            f"责任单位“{match[0]}”是机构改革之前的名称，现为{agency.new}",
                            hint="改用现行名称；所在地机构设置不同的，以机构设置文件为准",
                            basis=agency.basis or None,
                            requirement="main-tasks",
                        )
