"""Years that contradict the year the report is about: headings, and the first sentence of the next year's plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from lawlint.context import Context
from lawlint.document import Document, Kind, Span, Text
from lawlint.document.years import years_in
from lawlint.patterns import unquoted
from lawlint.requirements import Judgement
from lawlint.rules import Certainty, Finding, Rule, Severity

_PERIOD_BEFORE = re.compile(r"(?:截[至止]|自|从|到|至|[-—–~])\s*(?:\d{4}年?\s*)?$")
_PERIOD_AFTER = re.compile(r"\s*(?:[-—–~至到]|以来|起|[以之]?[前后]|底|末|[、和与及]\s*\d{4})")
_BREAK = re.compile(r"[和及与暨、,;]")
# words that alone decide what a heading speaks of; 举措, 重点, 任务 and the like are said of both years
_PLANNED = re.compile(r"下一?(?:步|年|阶段)|明年|安排|打算|思路|谋划|展望")
_REPORTED = re.compile(r"不足|问题|短板|差距|困难|成效|成绩|情况|总结|回顾|完成|进展|亮点")
_OPENS_HEADING = re.compile(
    r"(?:下一?(?:步|阶段|年度?),?)?\(?(?:[我本全]?(?:[局厅委办市县区镇乡州省院]|单位|部门|系统))?在?"
)
_REASONED = re.compile(r"针对|结合|根据|依据|按照|围绕|总结|对照|基于|鉴于|回顾|巩固|虽然|尽管|落实|贯彻|关于|继|较|比")
_LEAD_BEFORE = re.compile(r"(?:展望|在|[^,。;:]{0,20}[局厅委办市县区镇乡州省院府队])?,?")
_LEAD_AFTER = re.compile(
    r"(?:是|系)[^。;:]{2,40}之年,[^。;:]{0,24}?(?:将|要(?!求)|拟|计划)|"
    r",?(?!工作.{0,4}(?:基础|成[绩效]|经验)|的?基础)[^,。;:]{0,24}?"
    r"(?:将(?!近)|要(?!求)|拟|计划|打算|继续|重点(?:做好|抓好|围绕|开展|推进)|总(?:的|体)(?:要求|思路|目标)|指导思想|工作(?:重点|思路|目标))"
)
_REPORTS_ON = re.compile(r"现[将就对][^。;]{0,80}?(?:报告|汇报|总结|公布|公开|通报)如下")


class _Named(NamedTuple):
    """A year a text names: its value, and where in the text it stands."""

    value: int
    start: int
    end: int


def _years(text: Text) -> list[_Named]:
    """The single years a text names outside 《》; periods (2021—2025年, 以来, 截至) are left out."""
    words = unquoted(text.folded)
    return [
        _Named(*year)
        for year in years_in(text)
        if words[year[1] : year[2]].strip("　")
        and not _PERIOD_BEFORE.search(words[: year[1]])
        and not _PERIOD_AFTER.match(words, year[2])
    ]


def _first_sentence(document: Document, judgement: Judgement) -> Text | None:
    """The sentence a judgement's text begins with: below its heading, or of the passage it was found in."""
    for section in judgement.sections[:1]:
        if section.heading and section.heading.span == judgement.span:
            block = next((b for b in section.body() if b.kind is Kind.PARAGRAPH and b.sentences), None)
            return block.sentences[0] if block else None
    return next((s for b in document.prose for s in b.sentences if s.span() == judgement.span), None)


class YearMismatch(Rule):
    """年份要与报告年度相符：主要举措、不足写报告年度，下一年度安排写次年。

    为什么：年度报告常由上一年的报告改写，章节标题和开头一句里的年份最容易忘改，读者一眼就看到。
    只看章节标题、下一年度安排的开头一句，和“现将……报告如下”一句。同时写到两个年度的标题按各自的词判断；
    时间段（2021—2025年、2021年以来、截至2024年）和书名号里的年份不算。

    错误示例：2024年度法治政府建设情况报告……四、2024年工作安排

    正确示例：2024年度法治政府建设情况报告……四、2025年工作安排
    """

    name = "year-mismatch"
    severity = Severity.WARNING
    basis = (
        "《法治政府建设与责任落实督察工作规定》（厅字〔2019〕28号）年度报告一章：上一年度的举措和不足，下一年度的安排"
    )
    certainty = Certainty.VERIFIED

    def check(self, context: Context) -> Iterable[Finding]:
        year = context.document.report_year
        judged = context.requirements
        if year is None or not any(j.requirement.judge == "plan" for j in judged.values()):
            return
        plans = [j for j in judged.values() if j.requirement.judge == "plan"]
        reports = [j for j in judged.values() if j.requirement.judge in ("measures", "shortcomings") and j.headed]
        told: set[int] = set()
        certain = year.reason == "按标题"
        leads = {id(j): list(self._lead(context.document, year.value, j)) for j in plans}
        for judgement, coming in [*((j, 1) for j in plans), *((j, 0) for j in reports)]:
            for section in judgement.sections:
                if section.heading is None or id(section) in told:
                    continue
                told.add(id(section))
                for value, finding in self._heading(section.heading.text, year.value, coming, judgement):
                    if certain or (coming and value <= year.value):
                        yield self._with_lead(finding, value, leads.get(id(judgement), []) if coming else [])
        for found in leads.values():
            yield from (finding for _, finding in found)
        if certain:
            yield from self._opening(context.document, year.value)

    def _with_lead(self, finding: Finding, value: int, lead: list[tuple[int, Finding]]) -> Finding:
        """A heading's finding with that of the first sentence below it, where both have the same slip: one finding."""
        same = [found for found in lead if found[0] == value]
        for found in same:
            lead.remove(found)
        return replace(finding, message=finding.message + "；开头一句也是") if same else finding

    def _heading(self, text: Text, year: int, coming: int, judgement: Judgement) -> Iterator[tuple[int, Finding]]:
        """Wrong years of a chapter's heading, each judged by the words between it and the next 和, 及 or 、."""
        words = unquoted(text.folded)
        for named in _years(text):
            since = max((m.end() for m in _BREAK.finditer(words, 0, named.start)), default=0)
            until = _BREAK.search(words, named.end)
            phrase = words[named.end : until.start() if until else len(words)]
            if not _OPENS_HEADING.fullmatch(words[since : named.start].strip()):
                continue
            planned, reported = bool(_PLANNED.search(phrase)), bool(_REPORTED.search(phrase))
            if (planned and reported) or not phrase.strip():
                continue
            ahead = int(planned) if planned != reported else coming
            if named.value != year + ahead:
                yield named.value, self._finding(text.span(named.start, named.end), named.value, year, ahead, judgement)

    def _lead(self, document: Document, year: int, judgement: Judgement) -> Iterator[tuple[int, Finding]]:
        """The first sentence of the plan, where it says of a year gone by what will be done in it, with that year."""
        text = _first_sentence(document, judgement)
        if text is None:
            return
        words = unquoted(text.folded)
        named = _years(text)
        if not named or any(y.value == year + 1 for y in named):
            return
        first = named[0]
        opening = words[: first.start].strip()
        if _LEAD_BEFORE.fullmatch(opening) and not _REASONED.search(opening) and _LEAD_AFTER.match(words, first.end):
            yield first.value, self._finding(text.span(first.start, first.end), first.value, year, 1, judgement)

    def _opening(self, document: Document, year: int) -> Iterator[Finding]:
        """The sentence that says what is reported on: 现将2023年度……报告如下."""
        for block in document.prose[:6]:
            for text in block.sentences:
                match = _REPORTS_ON.search(unquoted(text.folded))
                named = [y for y in _years(text) if match and match.start() <= y.start < match.end()]
                if named and all(y.value != year for y in named):
                    span = text.span(named[0].start, named[0].end)
                    yield self._finding(span, named[0].value, year, 0, None)

    def _finding(self, span: Span, value: int, year: int, ahead: int, judgement: Judgement | None) -> Finding:
        what = "下一年度安排" if ahead else "报告的内容"
        return self.finding(
            span,
            f"报告年度是 {year} 年，{what}应当写 {year + ahead} 年，这里写的是 {value} 年",
            hint=f"改为 {year + ahead} 年；如果写的确是 {value} 年的事，请核对标题中的报告年度",
            requirement=judgement.requirement.name if judgement else None,
        )
