"""Figures that cannot all be true: sums, shares, growth, averages, counts, tables, repeats, and periods cut short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from lawlint.context import Context
from lawlint.document import Section, Span
from lawlint.rules import Finding, Rule, Severity

from .disclosure import filled

if TYPE_CHECKING:
    from lawlint.figures import Relation

_BASIS = "数字之间的算术关系"
_PLANNED = re.compile(r"安排|计划|打算|思路|展望|下一?步|明年")


def failing(context: Context, *kinds: str) -> list[Relation]:
    """The draft's relations of these kinds that fail, in their order."""
    return [r for r in context.figures.relations if r.verdict == "fails" and r.kind in kinds]


class _Arithmetic(Rule):
    """A rule that reports failing relations of some kinds.

    An error where the words close the list and nothing speaks for another reading; else a warning that says why.
    """

    kinds: ClassVar[tuple[str, ...]] = ()
    says: ClassVar[str] = ""
    look: ClassVar[str] = ""  # what to check where no likely slip is known
    severity = Severity.ERROR
    basis = _BASIS

    def relations(self, context: Context) -> Iterable[Relation]:
        """The relations this rule reports."""
        return failing(context, *self.kinds)

    def check(self, context: Context) -> Iterator[Finding]:
        for relation in self.relations(context):
            yield self.reported(relation)

    def reported(self, relation: Relation, says: str | None = None, more: Sequence[str] = ()) -> Finding:
        """The finding for one relation."""
        severity = Severity.ERROR if relation.closed and relation.doubt is None else Severity.WARNING
        hints = [relation.explanation or self.look, f"存疑：{relation.doubt}" if relation.doubt else None, *more]
        return self.finding(
            relation.span,
            f"{says or self.says}：{relation.arithmetic}",
            hint="；".join(h for h in hints if h) or None,
            severity=severity,
        )


def _broken_totals(context: Context) -> dict[Span, int]:
    """The totals whose list fails to add up, with how many of the list's shares fail on them."""
    totals = {r.numbers[0]: 0 for r in failing(context, "sum")}
    for relation in failing(context, "percent"):
        if relation.total is not None and relation.numbers[0] in totals:
            totals[relation.numbers[0]] += 1
    return totals


class SumMismatch(_Arithmetic):
    """分项之和要与总数相符。

    为什么：总数和分项都在同一句话里，读者一加便知。四舍五入的数（小数、带“万”“亿”的数）按可能的取值范围比较，
    “余”“多”“近”“约”放宽一位；件、人、家等整数必须正好相等。
    文字表明所列完整的（分为、分别为、包括，总数后紧跟括号，最后一项是“其他”，占比合计为100%）是错误；
    各类可能交叉、可能有上期结转、“其中”所列可能不全的，是提醒，并写明原因。
    同一总数的占比也都不符的，合为一处报告。

    错误示例：受理投诉318件，包括来电142件、网络96件、来信41件、来访25件

    正确示例：受理投诉304件，包括来电142件、网络96件、来信41件、来访25件
    """

    name = "sum-mismatch"
    kinds = ("sum",)
    says = "分项之和与总数不符"
    look = "请核对各分项与总数"

    def check(self, context: Context) -> Iterator[Finding]:
        shares = _broken_totals(context)
        percents = failing(context, "percent")
        for relation in self.relations(context):
            more: list[str] = []
            if count := shares.get(relation.numbers[0], 0):
                same = [p for p in percents if p.total is not None and p.numbers[0] == relation.numbers[0]]
                words = next((p.explanation for p in same if p.explanation), None)
                more.append(words or f"另有 {count} 项占比与这个总数不符")
            yield self.reported(relation, more=more)


class SubsetExceedsTotal(_Arithmetic):
    """“其中”的数不能大于总数。

    错误示例：查处案件12件，其中移送司法机关15件

    正确示例：查处案件15件，其中移送司法机关12件
    """

    name = "subset-exceeds-total"
    kinds = ("subset",)
    says = "其中数大于总数"
    look = "请核对总数和“其中”所列的数"


class PercentMismatch(_Arithmetic):
    """占比、比率要与它的分子、分母相符。

    为什么：占比多由表格算出后抄入正文，数字改了而占比没有改的最多。百分数按末位半个单位的范围比较；
    只差末位一个单位的，可能是为使各项合计为100%而调整，只作提醒；直接舍去尾数的见 truncated-share。
    分母没有写出的不判断对错。

    错误示例：受理案件120件，办结110件，办结率95%

    正确示例：受理案件120件，办结110件，办结率91.7%
    """

    name = "percent-mismatch"
    kinds = ("percent",)
    says = "百分数与原数不符"
    look = "请核对百分数和它的分子、分母"

    def relations(self, context: Context) -> Iterator[Relation]:
        told = _broken_totals(context)
        for relation in failing(context, "percent"):
            if relation.truncated or (relation.total is not None and told.get(relation.numbers[0], 0) > 1):
                continue  # told by truncated-share, or with the sum whose total is wrong
            yield relation


class TruncatedShare(_Arithmetic):
    """百分数的尾数宜四舍五入，不宜直接舍去。

    错误示例：共1000件，其中来电647件，占64.6%

    正确示例：共1000件，其中来电647件，占64.7%
    """

    name = "truncated-share"
    severity = Severity.INFO
    kinds = ("percent",)
    says = "百分数像是直接舍去了尾数"

    def relations(self, context: Context) -> Iterator[Relation]:
        told = _broken_totals(context)
        for relation in failing(context, "percent"):
            if relation.truncated and told.get(relation.numbers[0], 0) <= 1:
                yield relation

    def reported(self, relation: Relation, says: str | None = None, more: Sequence[str] = ()) -> Finding:
        return self.finding(relation.span, f"{self.says}：{relation.arithmetic}", hint="请四舍五入到末位")


class SharesMismatch(_Arithmetic):
    """同一构成的各项占比，合计应当是100%（四舍五入的误差除外）。

    错误示例：咨询占56%，求助占22%，投诉占15%，其他占10%

    正确示例：咨询占56%，求助占22%，投诉占15%，其他占7%
    """

    name = "shares-mismatch"
    kinds = ("shares",)
    says = "各项占比合计不是100%"
    look = "请核对各项占比，末项是否按100%减其余各项得出"


class GrowthMismatch(_Arithmetic):
    """增减数、增减幅度要与两期的数相符。

    错误示例：立案427件，比上年的369件增加58件，增长25.7%

    正确示例：立案427件，比上年的369件增加58件，增长15.7%
    """

    name = "growth-mismatch"
    kinds = ("growth", "difference")
    says = "增减与两期的数不符"
    look = "请核对本期数、上期数和增减幅度"


class AverageMismatch(_Arithmetic):
    """平均数要与总量、个数相符。

    错误示例：家庭户200户，人口500人，平均每户3.5人

    正确示例：家庭户200户，人口500人，平均每户2.5人
    """

    name = "average-mismatch"
    severity = Severity.WARNING
    kinds = ("average",)
    says = "平均数与总量、个数不符"
    look = "请核对总量、个数和平均数"


class CountMismatch(_Arithmetic):
    """宣布的项数要与列出的项数一致：三部法律、以下五个方面。

    “等”字之后的数可以多于列出的项数。

    错误示例：宣传《民法典》《行政处罚法》三部法律

    正确示例：宣传《民法典》《行政处罚法》两部法律
    """

    name = "count-mismatch"
    kinds = ("count",)
    says = "宣布的项数与列出的项数不一致"
    look = "请数一数列出的各项，或者改正项数"


class TableMismatch(_Arithmetic):
    """表格的合计、小计、总计要与各行各列相符。

    为什么：表由别处抄来，或者改了一格而没有改合计，读者一加便知。哪些行（列）相加，由名称（合计、小计）、
    层次（缩进、序号、其中、合并的组）和其他各列（行）是否相符来定。“合计”管着各行而且改动一个数字就能相符的，
    或者另外几列（行）都相符的，是错误；由结构推断的是提醒，并写明原因。取整的单位（万元、公里）差一两个末位不算错。
    一格填错使一行、一列都不符的，合为一处报告。政府信息公开年度报告的固定表格由 disclosure-tables 核对。

    错误示例：| 来电 | 52 |、| 来信 | 41 |、| 合计 | 103 |

    正确示例：| 来电 | 52 |、| 来信 | 41 |、| 合计 | 93 |
    """

    name = "table-mismatch"
    kinds = ("table",)
    says = "表中合计不符"
    look = "请核对这一行（列）的各格与合计"

    def check(self, context: Context) -> Iterator[Finding]:
        official = [t.block.span for t in filled(context.document, context.tables)]
        left = [r for r in self.relations(context) if not any(s.covers(r.numbers[-1]) for s in official)]
        shared: dict[tuple[Span, str], list[Relation]] = {}
        for relation in left:
            for number in relation.numbers:
                shared.setdefault((number, (relation.difference or "").lstrip("-")), []).append(relation)
        told: set[int] = set()
        for (cell, _), relations in sorted(shared.items(), key=lambda item: -len(item[1])):
            met = [r for r in relations if id(r) not in told]
            if len(met) < 2:
                continue  # told below, alone
            told.update(map(id, met))
            severity = Severity.ERROR if all(r.closed and not r.doubt for r in met) else Severity.WARNING
            message = f"{self._at(met[0], cell)}：" + "；".join(r.arithmetic for r in met[:3])
            yield self.finding(cell, message, hint="各处差数相同，都与这一格有关，先核对这一格", severity=severity)
        yield from (self.reported(r, says=self._at(r, r.numbers[0])) for r in left if id(r) not in told)

    def _at(self, relation: Relation, cell: Span) -> str:
        """What the rule says, with the headings of a cell."""
        heading = next((q.heading for q in relation.quantities if q.span == cell and q.heading), "")
        return f"{self.says}（{heading}）" if heading else self.says


class RepeatMismatch(_Arithmetic):
    """同一个数前后要一致，正文与表格要一致。

    只比较名称、单位、期间都相同而且像是笔误的数；口径可能不同，所以只作提醒。

    错误示例：共收到建议128件……126件建议均已办结

    正确示例：共收到建议128件……128件建议均已办结
    """

    name = "repeat-mismatch"
    severity = Severity.WARNING
    kinds = ("repeat",)
    says = "同一个数前后不一致"

    def reported(self, relation: Relation, says: str | None = None, more: Sequence[str] = ()) -> Finding:
        return self.finding(relation.numbers[-1], f"{self.says}：{relation.arithmetic}", hint=f"存疑：{relation.doubt}")


class BoundExceeded(_Arithmetic):
    """每件至少若干的，总数不能小于件数与下限之积。

    错误示例：对8家企业各处以20万元以上罚款，罚款总额150万元

    正确示例：对8家企业各处以20万元以上罚款，罚款总额175万元
    """

    name = "bound-exceeded"
    severity = Severity.WARNING
    kinds = ("bound",)
    says = "总数小于各件下限之和"
    look = "请核对件数、每件的下限和总数"


_PARTIAL = re.compile(
    r"(?:(?P<year>20\d\d)\s*年\s*)?(?<![\d.])(?:1|一)\s*(?:月份?)?\s*[-—–―~至到]+\s*(?P<month>1[01]|[2-9])\s*月(?!\d)"
    r"|截[至止]到?\s*(?:(?P<year2>20\d\d)\s*年\s*)?(?P<month2>1[01]|[1-9])\s*月(?:底|末|\d{1,2}\s*日)?"
)
_OTHER_YEAR = re.compile(r"去年|上年|前年|同期|明年|下一?年")


class PeriodIncomplete(Rule):
    """年度报告的统计要到年底，不能停在年中。

    为什么：报告起草早，年底没有更新数字，就留下“1—10月”“截至11月底”。只看报告年度的、带有统计数字的句子。

    错误示例：2024年度……1—10月，全县共立案248件

    正确示例：2024年度……全年共立案286件
    """

    name = "period-incomplete"
    severity = Severity.WARNING
    basis = "年度报告应当反映全年情况"

    def check(self, context: Context) -> Iterator[Finding]:
        year = context.report_year
        title = context.document.title
        if (
            year is None
            or not re.search(r"年度|年.{0,30}(?:报告|总结|情况)", title)
            or re.search(r"季度|半年|月", title)
        ):
            return
        spans = [q.span for q in context.figures.quantities]
        for block in context.document.prose:
            if _planned(context.document.section_at(block.span.start)):
                continue
            for sentence in block.sentences:
                match = _PARTIAL.search(sentence.folded)
                if not match:
                    continue
                named = match.group("year") or match.group("year2")
                before = sentence.folded[max(0, match.start() - 6) : match.start()]
                if (named and int(named) != year) or _OTHER_YEAR.search(before):
                    continue
                place = sentence.span(match.start(), match.end())
                whole = sentence.span()
                if not any(place.end <= s.start < whole.end for s in spans):
                    continue
                month = match.group("month") or match.group("month2")
                yield self.finding(place, f"年度报告的统计只到{month}月，没有到年底", hint="请更新为全年的数字")


def _planned(section: Section | None) -> bool:
    while section is not None:
        if _PLANNED.search(section.title):
            return True
        section = section.parent
    return False
