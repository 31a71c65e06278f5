"""What a template asks of the document beside its contents: addressees, copies, attachments, title, numbers, length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lawlint.bodies import holds_for
from lawlint.context import Context
from lawlint.document import Block, Document, Span, Text
from lawlint.document.numbering import chinese_number
from lawlint.parts import Asked, Floor, Length
from lawlint.patterns import compiled, search
from lawlint.requirements import Status
from lawlint.rules import Certainty, Finding, Rule

_TEMPLATE = "所用模板"


def _top(document: Document) -> Span:
    """Where to point at for what is nowhere in the draft: the title, else the first block."""
    title = document.header.title
    return title.span() if title else document.blocks[0].span


class _AskedRule(Rule):
    """Things of one kind that the profile asks for, each found by its words in one part of the document."""

    basis = _TEMPLATE
    certainty = Certainty.MEMORY
    what: str

    def asked(self, context: Context) -> Sequence[Asked]:
        """What the profile asks for."""
        raise NotImplementedError

    def place(self, document: Document) -> tuple[str, Span | None]:
        """The words of the part where it should be, width-folded, and that part's span where it is there."""
        raise NotImplementedError

    def check(self, context: Context) -> Iterable[Finding]:
        wanted = [a for a in self.asked(context) if holds_for(a.applies_to, context.document)]
        words, span = self.place(context.document) if wanted else ("", None)
        for one in wanted:
            if not search(one.said_by, words):
                message = f"{self.what}没有“{one.title}”" if span else f"没有写{self.what}，应当有“{one.title}”"
                yield self.finding(
                    span or _top(context.document), message, severity=one.severity, basis=one.basis, hint=self.hint(one)
                )

    def hint(self, one: Asked) -> str:
        """What to do about it."""
        return f"补上“{one.title}”；已有而写法不同的，在模板里补充写法"


class AddresseeMissing(_AskedRule):
    """主送机关要有模板要求的机关。

    为什么：报告对象由规定写明，少送一家就是没有向它报告。哪些机关由模板的 addressee 写明；没有写的模板不查。

    错误示例：县人民政府：（模板要求同时报县人大常委会）

    正确示例：县人民政府、县人大常委会：
    """

    name = "addressee-missing"
    what = "主送机关"

    def asked(self, context: Context) -> Sequence[Asked]:
        return context.profile.addressee

    def place(self, document: Document) -> tuple[str, Span | None]:
        text = document.header.addressee
        return (text.folded, text.span()) if text else ("", None)


_COPIES = re.compile(r"^抄\s*送(?:机关|单位)?\s*:")


class CopyMissing(_AskedRule):
    """抄送机关要有模板要求的机关。

    为什么：抄送谁由规定写明。哪些机关由模板的 copies 写明；没有写的模板不查。

    错误示例：抄送：县委办公室。（模板要求抄送县委依法治县办）

    正确示例：抄送：县委依法治县办，县委办公室。
    """

    name = "copy-missing"
    what = "抄送机关"

    def asked(self, context: Context) -> Sequence[Asked]:
        return context.profile.copies

    def place(self, document: Document) -> tuple[str, Span | None]:
        lines = [b for b in document.blocks if _COPIES.search(b.text.folded)]
        return (lines[-1].text.folded, lines[-1].span) if lines else ("", None)


_ATTACHED = re.compile(r"^附件?\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*(?::|$|[^\s着上加近])")


class AttachmentMissing(_AskedRule):
    """附件要有模板要求的附件。

    为什么：要求附数据表、清单的，漏附就要退回。哪些附件由模板的 attachments 写明；没有写的模板不查。
    附件说明、附件标题里有这个名称就算有。

    错误示例：全文没有附件说明，模板要求附“行政执法数据表”。

    正确示例：附件：1.行政执法数据表
    """

    name = "attachment-missing"
    what = "附件"

    def asked(self, context: Context) -> Sequence[Asked]:
        return context.profile.attachments

    def place(self, document: Document) -> tuple[str, Span | None]:
        blocks = document.blocks
        first = next((n for n, b in enumerate(blocks) if _ATTACHED.match(b.text.folded)), None)
        if first is None:
            return "", None
        return "\n".join(b.text.folded for b in blocks[first:]), blocks[first].span


class TitleWording(_AskedRule):
    """标题要用模板规定的名称。

    为什么：名称统一，公众才查得到，评估也按名称找。用什么名称由模板的 title-wording 写明；没有写的模板不查。

    错误示例：云岭县教育局2024年依法行政工作总结

    正确示例：云岭县教育局2024年法治政府建设年度报告
    """

    name = "title-wording"
    what = "标题"

    def asked(self, context: Context) -> Sequence[Asked]:
        return context.profile.title_wording

    def place(self, document: Document) -> tuple[str, Span | None]:
        title = document.header.title
        return (title.folded, title.span()) if title else ("", None)

    def hint(self, one: Asked) -> str:
        return f"标题写成“……{one.title}”"


_NUMBER = re.compile(
    r"百分之(?P<share>[一二三四五六七八九十百零〇]+)|(?P<value>\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
)
_BETWEEN = 14  # characters between the words and the number, in one clause


class NumberFloor(Rule):
    """模板要求写明的数字，要写明，不低于要求。

    为什么：有的考核要求写明次数和比率，如“专题研究不少于 2 次”“出庭应诉率 100%”，低了、没写都要扣分。
    要求由模板里要件的 at-least 写明；数字与所说的话在同一分句里才算。写了几处的，取最大的一处。

    错误示例：主持党组会专题研究法治工作 1 次。（要求不少于 2 次）

    正确示例：主持党组会专题研究法治工作 4 次。
    """

    name = "number-floor"
    basis = _TEMPLATE
    certainty = Certainty.MEMORY

    def check(self, context: Context) -> Iterable[Finding]:
        for judgement in context.requirements.values():
            need = judgement.requirement
            if judgement.status in (Status.MISSING, Status.NOT_APPLICABLE):
                continue  # that it is not there has been said
            texts = [t for s in judgement.sections for t in s.sentences()] if judgement.headed else []
            texts = texts or [t for b in context.document.prose for t in b.sentences]
            for floor in need.at_least:
                yield from self._against(floor, texts, judgement.span, need.name)

    def _against(self, floor: Floor, texts: Sequence[Text], span: Span, name: str) -> Iterator[Finding]:
        found = [number for text in texts for number in _stated(floor, text)]
        wanted = f"{floor.count:g}{floor.unit}"
        if not found:
            message = f"没有写明“{floor.title}”的数字（要求不少于 {wanted}）"
            yield self.finding(span, message, severity=floor.severity, basis=floor.basis, requirement=name)
            return
        value, where = max(found, key=lambda f: f[0])
        if value < floor.count:
            message = f"“{floor.title}”写的是 {value:g}{floor.unit}，要求不少于 {wanted}"
            yield self.finding(where, message, severity=floor.severity, basis=floor.basis, requirement=name)


def _stated(floor: Floor, text: Text) -> Iterator[tuple[float, Span]]:
    """The numbers that stand with a floor's words in one clause of a sentence, each with its place."""
    unit = rf"\s*{re.escape(floor.unit)}" if floor.unit else ""
    for match in compiled(floor.said_by).finditer(text.folded):
        start = max(text.folded.rfind(c, 0, match.start()) for c in ",。;:、") + 1
        ends = [e for e in (text.folded.find(c, match.end()) for c in ",。;:、") if e >= 0]
        end = min([*ends, len(text.folded)])
        for number in _NUMBER.finditer(text.folded, start, end):
            behind = re.match("" if number["share"] and floor.unit == "%" else unit, text.folded[number.end() :])
            near = number.start() - match.end() <= _BETWEEN and match.start() - number.end() <= _BETWEEN
            value = _value(number)
            if behind and near and value is not None:
                last = number.end() + behind.end()
                yield value, text.span(min(match.start(), number.start()), max(match.end(), last))


def _value(number: re.Match[str]) -> float | None:
    if number["share"]:
        return 100.0 if number["share"] in ("百", "一百") else chinese_number(number["share"])
    return float(number["value"]) if number["value"][0].isdigit() else chinese_number(number["value"])


# What Word counts as one each: a Chinese character, a full-width mark; and a run of anything else without a space.
_WORDS = re.compile(r"[⺀-鿿豈-﫿\u3000-〿＀-￯“”‘’—…·]|[^\s⺀-鿿豈-﫿\u3000-〿＀-￯“”‘’—…·]+")


def word_count(texts: Iterable[str]) -> int:
    """The characters of texts as Word's 字数 counts them: 2024年 is two."""
    return sum(1 for text in texts for _ in _WORDS.finditer(text))


def _words(blocks: Iterable[Block]) -> Iterator[str]:
    """What blocks say, headings with their numbers; notes on attachments and copies are no part of the text."""
    return (b.label + b.text.value for b in blocks if not re.match("附件|抄送", b.text.folded))


class LengthLimit(Rule):
    """报告的字数，各部分的字数，不超过、不少于模板的要求。

    为什么：有的通知限定字数。字数按 Word 状态栏的“字数”计：一个汉字、一个标点是一个，连写的数字或字母是一个。
    要求由模板的 length（全文）和要件里的 length（一部分）写明；没有写的不查。全文指标题、正文和表格，不含版头、附件说明和落款。

    错误示例：全文 6120 字，模板要求不超过 5000 字。

    正确示例：全文 4800 字。
    """

    name = "length-limit"
    basis = _TEMPLATE
    certainty = Certainty.MEMORY

    def check(self, context: Context) -> Iterable[Finding]:
        document = context.document
        if context.profile.length:
            whole = [document.title, *_words((*document.prose, *document.tables))]
            yield from self._against(context.profile.length, "全文", whole, _top(document), None)
        for judgement in context.requirements.values():
            need = judgement.requirement
            if need.length and judgement.headed:
                part = _words(b for s in judgement.sections for b in s.body())
                yield from self._against(need.length, f"“{need.title}”", part, judgement.span, need.name)

    def _against(
        self, limit: Length, what: str, texts: Iterable[str], span: Span, requirement: str | None
    ) -> Iterator[Finding]:
        count = word_count(texts)
        if limit.most and count > limit.most:
            message = f"{what} {count} 字，要求不超过 {limit.most} 字"
        elif count < limit.least:
            message = f"{what} {count} 字，要求不少于 {limit.least} 字"
        else:
            return
        yield self.finding(span, message, severity=limit.severity, basis=limit.basis, requirement=requirement)
