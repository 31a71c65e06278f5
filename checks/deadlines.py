"""Whether a report is dated, and was published, in time: the deadlines are the template's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lawlint.bodies import holds_for, issuer_names
from lawlint.context import Context
from lawlint.document import Document, Text
from lawlint.document.dates import full_date
from lawlint.parts import Deadline
from lawlint.patterns import search
from lawlint.rules import Certainty, Finding, Rule, Severity

_KINDS = {"date": "成文日期", "published": "网页发布日期"}


def _holding(deadlines: Iterable[Deadline], kind: str, document: Document) -> Deadline | None:
    """The first deadline for that kind of date that holds for the issuer."""
    names = issuer_names(document)
    for deadline in deadlines:
        fits = not deadline.issuer or any(search(deadline.issuer, n) for n in names)
        other = any(search(deadline.not_issuer, n) for n in names)
        if deadline.of == kind and fits and not other and holds_for(deadline.applies_to, document):
            return deadline
    return None


class ReportDeadline(Rule):
    """年度报告要按期报送、按期公开。

    为什么：期限有明文规定，逾期的由督察单位督促、通报。期限写在模板里：
    成文日期与报送期限比较，网页发布日期与公开期限比较，以报告年度的次年计；模板写明 year: same 的，以报告年度当年计。
    正好在截止当日的只作提示；报告年度还没有结束就成文的也只作提示；日期早于报告年度最后一个月的，多半是年份写错。
    文稿没有日期的不报。

    错误示例：2024年度法治政府建设情况报告……2025年4月20日

    正确示例：2024年度法治政府建设情况报告……2025年2月20日
    """

    name = "report-deadline"
    severity = Severity.WARNING
    basis = "所用模板的期限"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        year = context.document.report_year
        if year is None or year.reason != "按标题" or not context.profile.deadlines:
            return
        header = context.document.header
        for kind, text in (("date", header.date), ("published", header.published)):
            day = full_date(text.value) if text else None
            deadline = _holding(context.profile.deadlines, kind, context.document)
            if text is not None and day is not None and deadline is not None:
                yield from self._judge(text, day, deadline, year.value)

    def _judge(self, text: Text, day: date, deadline: Deadline, year: int) -> Iterator[Finding]:
        due = date(year + (deadline.year == "next"), deadline.month, deadline.day)
        what = f"{_KINDS[deadline.of]} {text.value.strip()}"
        limit = (
            f"{deadline.title}期限（{due.year}年{due.month}月{due.day}日{'以前' if deadline.inclusive else '之前'}）"
        )
        if day > due:
            yield self._finding(text, f"{what} 晚于{limit}", deadline, "核对日期；确已逾期的，尽快报送或公开")
        elif day == due and not deadline.inclusive:
            message = f"{what} 正是{limit}的截止日，“之前”是否含当日没有明文"
            yield self._finding(text, message, deadline, "尽量提前一日", Severity.INFO)
        elif day.year < year or (deadline.year == "next" and day < date(year, 12, 1)):
            message = f"{what} 早于报告年度（{year}年）结束，日期或标题中的年份可能有误"
            yield self._finding(text, message, deadline, "核对日期的年份和标题中的年份")
        elif day.year == year and deadline.year == "next":
            message = f"{what} 在报告年度（{year}年）结束之前，全年的数字还没有定"
            yield self._finding(text, message, deadline, "核对全年数字", Severity.INFO)

    def _finding(
        self, text: Text, message: str, deadline: Deadline, hint: str, severity: Severity | None = None
    ) -> Finding:
        weight = severity or deadline.severity
        return self.finding(text.span(), message, hint=hint, severity=weight, basis=deadline.basis or None)
