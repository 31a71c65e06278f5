"""What Word keeps beside the text: tracked changes, comments, hidden text, highlights; and pages without any text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from lawlint.context import Context
from lawlint.document import Document, Span
from lawlint.rules import Certainty, Finding, Rule, Severity

_PLACES = 8  # named in a message; more are only counted
_CHANGES = {"insertion": "插入", "deletion": "删除", "format-change": "格式"}


class RevisionResidue(Rule):
    """定稿里不应留有修订、批注、隐藏文字和突出显示。

    为什么：修订和批注随文件一起发出去，改动前的数字、内部意见就公开了；隐藏文字打印不出来，却谁都能打开来看。
    起草阶段只作提示；发布阶段（--stage publish，或配置里的 stage: publish），没有处理的修订、批注和隐藏文字是错误，
    留下的底色仍是提示。每一类报告一次，写明处数和位置；修订和批注以 residue 的名义报告。修订按接受以后的文字检查；用 --revisions original 检查接受以前的文字。

    错误示例：“受理投诉”之后，删去的“318件”和插入的“304件”都还在文件里，旁边有批注“请核实”。

    正确示例：接受或拒绝全部修订，删去批注，再发布。
    """

    name = "revision-residue"
    severity = Severity.INFO
    certainty = Certainty.ARITHMETIC
    also: ClassVar = {
        "residue": "修订、批注，以及网页、扫描留下的残余，不应留在定稿里。",
        "unread-page": "PDF 里有的页只有图片，没有文字，这些页没有检查。",
    }

    def check(self, context: Context) -> Iterable[Finding]:
        document = context.document
        found: dict[str, list[Span]] = {}
        for key, span in document.notices:
            found.setdefault(key, []).append(span)
        final = Severity.ERROR if context.stage == "publish" else Severity.INFO
        changes = sorted(span for key in _CHANGES for span in found.get(key, ()))
        if changes:
            kinds = "、".join(f"{word} {len(found[key])} 处" for key, word in _CHANGES.items() if key in found)
            message = f"有 {len(changes)} 处修订没有接受或拒绝（{kinds}）：{_places(document, changes)}"
            yield self._left(document, changes, message, "在 Word 的“审阅”里逐条接受或拒绝修订", final, "residue")
        for key, words, hint, severity, rule in (
            ("comment", "条批注没有处理", "按批注改好后，删去批注", final, "residue"),
            ("hidden", "处隐藏文字，检查时没有读", "显示隐藏文字后，删去或取消隐藏", final, self.name),
            ("highlight", "处突出显示没有清除", "核对标出的内容，再清除底色", Severity.INFO, self.name),
        ):
            spans = found.get(key, [])
            if spans:
                message = f"有 {len(spans)} {words}：{_places(document, spans)}"
                yield self._left(document, spans, message, hint, severity, rule)
        for span in found.get("unread-page", ()):
            page = document.position(span.start).page
            yield self.finding(
                _seen(document, span),
                f"第 {page} 页只有图片，没有文字，这一页没有检查",
                hint="对这一页做文字识别（OCR），或提供 Word 文稿",
                severity=Severity.ERROR if context.stage == "publish" else Severity.WARNING,
                rule="unread-page",
            )

    def _left(
        self, document: Document, spans: list[Span], message: str, hint: str, severity: Severity, rule: str
    ) -> Finding:
        first = next((s for s in spans if s.end > s.start), spans[0])
        return self.finding(_seen(document, first), message, hint=hint, severity=severity, rule=rule)


def _places(document: Document, spans: list[Span]) -> str:
    """The lines the spans begin on, in Word files the paragraphs."""
    lines = sorted({document.position(span.start).line for span in spans})
    unit = "段" if document.format == "docx" else "行"
    return f"第 {'、'.join(map(str, lines[:_PLACES]))} {'等' if len(lines) > _PLACES else ''}{unit}"


def _seen(document: Document, span: Span) -> Span:
    """A span that shows something: where the notice has no words of its own (a deletion), the line it stands in."""
    if span.end > span.start or not document.source.text:
        return span
    return document.source.line_span(min(document.position(span.start).line, document.source.line_count))
