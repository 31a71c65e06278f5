"""What a reader of the draft sees and nobody has judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lawlint.context import Context
from lawlint.document import Document, Span, Weight
from lawlint.rules import Certainty, Finding, Rule, Severity

_PLACES = 8  # named in a message; more are only counted
_MANY = 5  # more gaps of one kind than this are one finding
# Embeddings, overrides and isolates: what follows is shown in another order than it is read (UAX #9).
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")


class UnreadPassage(Rule):
    """读者看得见、检查没有读到的内容，要逐处说明。

    为什么：没有核对过的内容，不能算核对无误。代码块、嵌入的网页和对象、竖排或转了方向的文字、没有编码的符号，读者看得见，
    检查读不到。起草阶段是提醒，发布阶段（--stage publish、lawlint gate）是错误。文字旁边的图片、嵌入的表格只作提示；
    一节、一格、一页里只有图片时，与没有读到的文字同样看待。留在正文里的停用指令行不作正文核对，发布阶段也由本条报告。

    错误示例：“三、行政执法数据”一节之下只有一张截图。

    正确示例：把截图里的数据写成表格，图片只作说明。
    """

    name = "unread-passage"
    severity = Severity.WARNING
    certainty = Certainty.ARITHMETIC

    def check(self, context: Context) -> Iterable[Finding]:
        document = context.document
        lost = Severity.ERROR if context.stage == "publish" else Severity.WARNING
        kinds: dict[tuple[Weight, str], list[Span]] = {}
        for gap in document.weighed_gaps:
            kinds.setdefault((gap.weight, gap.what), []).append(gap.span)
        for (weight, what), spans in kinds.items():
            if weight is Weight.DOUBT:
                yield from (self.finding(_seen(document, span), what, hint=_HINTS[weight]) for span in spans)
                continue
            severity = Severity.INFO if weight is Weight.BESIDE else lost
            if len(spans) > _MANY or (weight is Weight.BESIDE and len(spans) > 1):
                message = f"{what}没有核对，共 {len(spans)} 处：{_places(document, spans)}"
                yield self.finding(_seen(document, spans[0]), message, hint=_HINTS[weight], severity=severity)
            else:
                for span in spans:
                    yield self.finding(_seen(document, span), f"{what}没有核对", hint=_HINTS[weight], severity=severity)
        yield from self._turned(document, lost)
        if context.stage == "publish" or not context.inline:
            yield from self._directives(document, lost)

    def _turned(self, document: Document, severity: Severity) -> Iterator[Finding]:
        found = [m.start() for m in _TURNED.finditer(document.source.text)]
        if found:
            message = f"文中有改变显示顺序的字符（U+{ord(document.source.text[found[0]]):04X} 等 {len(found)} 个），看到的顺序与核对的可能不同"
            yield self.finding(Span(found[0], found[0] + 1), message, hint="删去这些字符", severity=severity)

    def _directives(self, document: Document, severity: Severity) -> Iterator[Finding]:
        for span, shown in document.directives:
            if shown:
                message = "这一行是给 lawlint 的停用指令，发布后读者看得见，也没有作为正文核对"
                yield self.finding(span, message, hint="发布前删去这一行", severity=severity)


_HINTS = {
    Weight.LOST: "改成普通文字或表格再检查；确实不必核对的，由人核对后再发布",
    Weight.BESIDE: "其中的文字和数字请人工核对",
    Weight.DOUBT: "请核对这一处是否如愿",
}


def _places(document: Document, spans: list[Span]) -> str:
    """The lines the spans begin on, in Word files the paragraphs, in PDF files the pages."""
    pages = sorted({page for span in spans if (page := document.position(span.start).page)})
    if pages:
        return f"第 {'、'.join(map(str, pages[:_PLACES]))} {'等' if len(pages) > _PLACES else ''}页"
    lines = sorted({document.position(span.start).line for span in spans})
    unit = "段" if document.format == "docx" else "行"
    return f"第 {'、'.join(map(str, lines[:_PLACES]))} {'等' if len(lines) > _PLACES else ''}{unit}"


def _seen(document: Document, span: Span) -> Span:
    """A span that shows something: where nothing of its own stands in the text, the line it belongs to."""
    if span.end > span.start or not document.source.text:
        return span
    return document.source.line_span(min(document.position(span.start).line, document.source.line_count))
