"""Laws and documents that a draft cites: their names, and whether they were still in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from lawlint.context import Context
from lawlint.document import Section, Text
from lawlint.document.dates import full_date, times
from lawlint.laws import STATE, Citation, Law, citations, register
from lawlint.rules import Certainty, Edit, Finding, Fix, Rule, Severity

from .passages import BLANK, passages

# A wrong name of a law is told outside 《》 only where the words around it close it off.
_BEFORE = re.compile(r"(?:^|[^一-鿿]|[新和及与按照据彻实行用习传绍])$")
_AFTER = re.compile(r"[规律制院官学治庭定]")
_PLAN = re.compile(r"下一?步|明年|安排|打算|计划|思路|展望|20\d{2}年.{0,12}(?:目标|任务|重点|举措)")
_HISTORY = re.compile(r"废止|失效|取代|替代|代替|修订为|衔接|沿革|历史|当时|从旧|原法|旧法|施行前|实施前|公布前|出台前")
_FACTS = re.compile(r"立案|查处|处罚|罚款|移送|办结|判决|查封|扣押|责令|案件")


def _weight(certainty: Certainty) -> Severity:
    return Severity.INFO if certainty is Certainty.MEMORY else Severity.WARNING


_SURE = {Certainty.SECONDARY: "，见于转述，未核对原文", Certainty.MEMORY: "，尚未核实"}


def _basis(words: str, certainty: Certainty) -> str:
    """The basis of a finding, with how sure the register is of it."""
    return f"{words}（法律法规名录{_SURE.get(certainty, '，已核对公布文本')}）"


def document_day(context: Context) -> date | None:
    """The day a draft speaks from: its date, else the page's date of publication, else March after the reported year.

    A plan without a date speaks from the first day of its year. ``None`` where nothing tells.
    """
    header, year = context.document.header, context.report_year
    for text in (header.date, header.published):
        day = full_date(text.value) if text else None
        if day and (year is None or day.year >= year):
            return day
    if year is None:
        return None
    reports = re.search(r"报告|总结|情况", context.document.title) is not None
    return date(year + 1, 3, 1) if reports else date(year, 1, 1)


class CitationName(Rule):
    """引用法律、法规、文件，名称要准确。

    为什么：名称错一个字，就成了另一个文件，或者根本不存在的文件；“暂行”“试行”“推进”“工作”最容易漏，
    “督察”“督查”最容易混，有的条例不带“中华人民共和国”。书名号里再用书名号，里面的用〈〉。
    名称照 profiles/register/laws.yaml 核对；名录（docs/laws.md）里没有的，一律不判为错；地方的规定带地名，不与国家的混同。

    错误示例：《环境处罚办法》《重大行政决策程序条例》《中华人民共和国排污许可管理条例》

    正确示例：《生态环境行政处罚办法》《重大行政决策程序暂行条例》《排污许可管理条例》
    """

    name = "citation-name"
    severity = Severity.WARNING
    basis = "公布的文件名称（法律法规名录）"
    certainty = Certainty.VERIFIED

    def check(self, context: Context) -> Iterable[Finding]:
        day = document_day(context)
        seen: dict[str, list[Finding]] = {}
        for citation in citations(context.document):
            for finding in self._cited(citation, day):
                seen.setdefault(finding.message, []).append(finding)
        for group in seen.values():  # the same slip is told once
            first, fixes = group[0], [f.fix for f in group if f.fix]
            if len(group) > 1:
                edits = tuple(edit for fix in fixes for edit in fix.edits)
                together = Fix(edits, fixes[0].safe) if fixes else None
                first = replace(first, message=f"{first.message}（共 {len(group)} 处）", fix=together)
            yield first
        yield from self._plain(context)

    def _cited(self, citation: Citation, day: date | None) -> Iterator[Finding]:
        if citation.inner:
            yield self._nested(citation)
        name, known = citation.name, register()
        span = citation.text.span(citation.start - 1, citation.end + 1)
        law = known.find(name)
        if law and law.prefix == "never" and name.startswith(STATE):
            fix = Fix((Edit(citation.text.span(citation.start, citation.start + len(STATE)), ""),), safe=False)
            yield self.finding(
                span,
                f"《{law.name}》的名称不带“{STATE}”",
                severity=_weight(law.certainty),
                basis=_basis("公布的文件名称", law.certainty),
                fix=fix,
            )
        if law or citation.inner:
            return
        if citation.text.folded[citation.end + 1 : citation.end + 5] == "(试行)" and known.find(name + "(试行)"):
            return
        meant = known.meant(name, day)
        if meant:
            law, what = meant
            right = _titled(law, name)
            fix = Fix((Edit(citation.text.span(citation.start, citation.end), right),), safe=False)
            yield self.finding(
                span,
                f"《{name}》不是规范的名称" + (f"（{what}）" if what else "") + f"，应为《{right}》",
                severity=_weight(law.certainty),
                basis=_basis("公布的文件名称", law.certainty),
                fix=fix,
            )
        elif near := known.nearly(name):
            yield self.finding(span, f"《{name}》与《{near.name}》只差一字，请核对名称", severity=Severity.INFO)

    def _nested(self, citation: Citation) -> Finding:
        edits = tuple(
            Edit(citation.text.span(at, at + 1), mark)
            for begin, end in citation.inner
            for at, mark in ((begin, "〈"), (end, "〉"))
            if citation.text.value[:begin].rfind("〈") <= citation.text.value[:begin].rfind("〉")
        )
        return self.finding(
            citation.text.span(citation.start - 1, citation.end + 1),
            f"《{citation.name}》书名号里再用书名号，里面的应为〈〉",
            basis="GB/T 15834—2011《标点符号用法》4.15",
            fix=Fix(edits) if edits else None,
        )

    def _plain(self, context: Context) -> Iterator[Finding]:
        """Wrong names of laws written without 《》."""
        forms = {f: law for law in register().names.values() for f in law.wrong if f.endswith("法") and len(f) >= 7}
        pattern = re.compile("|".join(sorted(map(re.escape, forms), key=len, reverse=True)))
        for passage in passages(context.document):
            for match in pattern.finditer(passage.titled):
                before, after = passage.titled[: match.start()], passage.titled[match.end() : match.end() + 1]
                if _BEFORE.search(before[-1:]) and not _AFTER.match(after):
                    law = forms[match[0]]
                    yield self.finding(
                        passage.text.span(*match.span()),
                        f"“{match[0]}”不是规范的名称，应为《{law.name}》",
                        severity=Severity.INFO,
                    )


def _titled(law: Law, cited: str) -> str:
    """The right name in the form cited: with the state's name where the citation has it and the law too."""
    return STATE + law.name if cited.startswith(STATE) and law.prefix == "required" else law.name


class CitationOutdated(Rule):
    """不把已经废止、被代替的文件当作现行依据。

    为什么：依据失效，决定和部署就站不住。以文稿日期（落款、发布日期，都没有的按报告年度次年3月）和所述事实的日期判断：
    叙述废止之前的事实、列举历史文件、写明“废止”“原”的，都不报。《生态环境法典》2026年8月15日施行，
    《环境保护法》等十部法律同时废止；此前的事项仍可引用原法。名录里没有的文件，一律不判为失效。

    错误示例：2024年度报告：严格执行《环境行政处罚办法》。

    正确示例：2024年度报告：严格执行《生态环境行政处罚办法》。
    """

    name = "citation-outdated"
    severity = Severity.WARNING
    basis = "公布的废止、施行日期（法律法规名录）"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        day = document_day(context)
        if day is None:
            return
        found: dict[str, list[Finding]] = {}
        for citation in citations(context.document):
            law = register().find(citation.name)
            if (
                law
                and law.until
                and law.until <= day
                and (finding := self._judged(context, citation, law, law.until, day))
            ):
                found.setdefault(law.name, []).append(finding)
        for group in found.values():
            first = group[0]
            count = f"（共 {len(group)} 处）" if len(group) > 1 else ""
            severity = max((f.severity for f in group), key=lambda s: s.rank)
            yield replace(first, message=first.message + count, severity=severity)

    def _judged(self, context: Context, citation: Citation, law: Law, until: date, day: date) -> Finding | None:
        if not citation.is_whole or _HISTORY.search(_sentence(citation).folded):
            return None
        section = context.document.section_at(citation.text.at(citation.start))
        year = context.report_year
        planned = _is_plan(section, year)
        last = day if planned or year is None else min(day, date(year, 12, 31))
        about, told = _told(citation, year)
        if until > last or (told and max(told) < until):
            return None
        after = register().find(law.by) if law.by else None
        if after and after.since and after.since > day:  # what takes its place was not yet made
            return None
        within = year is not None and until.year == year and not planned
        facts = within and not told and bool(_FACTS.search(about))
        info = law.plan or law.repealed is Certainty.MEMORY or facts
        since = f"{until.year}年{until.month}月{until.day}日"
        state = "是历史文件" if law.plan else f"自{since}起不再施行"
        instead = ""
        if law.by:
            present = _present(law, day)
            instead = f"，{until.year}年起以《{present}》为准" if law.plan else f"，现行的是《{present}》"
        return self.finding(
            citation.text.span(citation.start - 1, citation.end + 1),
            f"《{citation.name}》{state}{instead}",
            hint=f"叙述{since}以前的事项可以引用原文件，宜写明时间；作为现行依据的，改引新文件并核对条号",
            basis=_basis(law.basis or "公布的废止、施行日期", law.repealed),
            severity=Severity.INFO if info else Severity.WARNING,
        )


def _present(law: Law, day: date) -> str:
    """What takes the place of an instrument on a day: its successor, or that one's, as far as the register knows."""
    name = law.by or ""
    while (after := register().find(name)) and after.by and after.until and after.until <= day:
        further = register().find(after.by)
        if further and further.since and further.since > day:
            break  # not yet made on that day
        name = after.by
    return name


def _sentence(citation: Citation) -> Text:
    at = citation.text.at(citation.start)
    return next((s for s in citation.text.sentences() if s.span().start <= at < s.span().end), citation.text)


def _is_plan(section: Section | None, year: int | None) -> bool:
    while section and section.heading:
        title = section.heading.text.folded
        if _PLAN.search(title) and not (year and f"{year}年" in title and "下" not in title):
            return True
        section = section.parent
    return False


_PART = re.compile(
    r"(?<![\d年])(?P<month>1[0-2]|[1-9])月(?:(?P<day>\d{1,2})日)?|(?P<half>[上下]半年)|(?P<quarter>[一二三四])季度|(?P<first>年初)"
)


def _told(citation: Citation, year: int | None) -> tuple[str, list[date]]:
    """The clause a citation stands in, and the days (the last of each time named) that it, or the one before it, tells of."""
    sentence = _sentence(citation)
    words = re.sub("《[^《》]*》", lambda m: "《" + BLANK * (len(m[0]) - 2) + "》", sentence.folded)
    place = citation.text.at(citation.start)
    at = next((i for i in range(len(sentence)) if sentence.at(i) >= place), 0)
    told: list[date] = []
    start = 0
    for clause in re.split("(?<=;)", words):
        told = [w.last for w in times(clause)] + [d for m in _PART.finditer(clause) if (d := _day_of(m, year))] or told
        start += len(clause)
        if start > at:
            return clause, told
    return words, told


def _day_of(match: re.Match[str], year: int | None) -> date | None:
    """The last day of a time named without its year (3月, 上半年, 一季度), in the reported year."""
    if year is None:
        return None
    try:
        if match["day"]:
            return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    if match["month"]:
        month = int(match["month"])
    elif match["half"]:
        month = 6 if match["half"] == "上半年" else 12
    else:
        month = 3 if match["first"] else 3 * ("一二三四".index(match["quarter"]) + 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
