"""Numbers of headings and of items in a sentence: none missing, none twice, each in the form of its level."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lawlint.context import Context
from lawlint.document import Block, Document, Kind, Section, Span, Text
from lawlint.document.numbering import chinese_number, heading_number
from lawlint.rules import Certainty, Edit, Finding, Fix, Rule, Severity

from .passages import label_span, passages, runs_on

_BULLETS = " \t\u3000-*+•·●▪◆■□○◇➢√"
_HAN = "零一二三四五六七八九"
# 一、二期工程, 1、2号泵站 and （四）、（五）项 are no headings
_NO_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,3}(?:[、期级类批层号]|阶段|季度|产业)|\([一二三四五六七八九十\d]{1,3}\))"
)
_ITEM = re.compile(
    r"(?:^|(?<=[。;:,!?、”》)\s]))(?P<number>[一二三四五六七八九十]{1,3})是(?!(?P=number)[，。、；]|[一二三四五六七八九十]非)"
)
_NTH = re.compile(r"(?:^|(?<=[。;:]))第(?P<number>[一二三四五六七八九十]{1,2})(?=[,、])")
_BEGINS = re.compile(r"一是|第一|首先|其一|一方面|一要|一来|一则|[(（]?[1一][)）.、]")  # a first item in other words
_OTHER_WAYS = re.compile(r"另[一外]?|其次|再次|再者|二来|二则|第二|同时|此外|还有|其二|又是|也是|2[.、]|②|\(2\)|\(二\)")


def _han(number: int) -> str:
    """A number below one hundred in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十") + (_HAN[ones] if ones or not tens else "")


def _expected(label: str, number: int) -> str:
    """The label with another number in it: （三） for （五）, 1.2 for 1.4."""
    if decimal := re.fullmatch(r"(\d+(?:[.．]\d+)*[.．])\d+[.．、]?", label):
        return decimal[1] + str(number)
    digits = (
        str(number)
        if re.search(r"\d", label)
        else chr(0x245F + number)
        if label[0] >= "①" and label[0] <= "⑳"
        else _han(number)
    )
    return re.sub(r"\d+|[一二三四五六七八九十百零〇]+|[①-⑳]", digits, label, count=1).rstrip("、.．，,")


@dataclass(frozen=True)
class _Gap:
    """A number that does not follow the one before it."""

    span: Span
    printed: str
    wanted: str
    last: str | None  # the number before, as printed; None at the head of a sequence
    doubled: bool = False


class NumberingGap(Rule):
    """序号要连续：标题的一、（一）1.，段中的“一是……二是……”“第一，……第二，……”，不缺、不重、不倒。

    为什么：断号往往说明删改时漏了一段，或者前后两处各改了一半；读者会追问缺的那一项。
    各级标题按上级分段计数；任务序号跨（一）（二）连续编排的，按连续编排核对。
    “一是”可以跨段，可以在某一项之下另起一组；只有“一是”、没有“二是”的也提醒。

    错误示例：一、工作举措……二、存在问题……四、下一步安排；一是加强学习，三是规范执法。

    正确示例：一、工作举措……二、存在问题……三、下一步安排；一是加强学习，二是规范执法。
    """

    name = "numbering-gap"
    severity = Severity.WARNING
    certainty = Certainty.ARITHMETIC

    def check(self, context: Context) -> Iterable[Finding]:
        for gap in [*_headings(context.document), *_items(context.document)]:
            if gap.last is None:
                message = f"序号从“{gap.printed}”开始，前面没有“{gap.wanted}”"
            elif gap.doubled:
                message = f"序号“{gap.printed}”重复，前一个也是“{gap.last}”，应为“{gap.wanted}”"
            else:
                message = f"序号不连续：“{gap.last}”之后是“{gap.printed}”，应为“{gap.wanted}”"
            hint = "核对是否漏了一项，或改正序号"
            yield self.finding(gap.span, message, hint=_automatic_hint(context.document, gap.span, hint))
        for span in _alone(context.document):
            yield self.finding(span, "只有“一是”，没有“二是”", hint="补上其余各项，或去掉“一是”")


def _numbered(sections: Iterable[Section]) -> Iterator[tuple[Section, Block, int]]:
    for section in sections:
        block = section.heading
        if block and block.label and block.number is not None and not _NO_HEADING.match(block.text.folded):
            yield section, block, block.number


def _headings(document: Document) -> Iterator[_Gap]:
    """Breaks in the numbers of headings. ``running``: the last number of each level, for numbers that run on over
    the sections above them."""
    running: dict[int, int] = {}
    # (parent, level) -> number, label, the numbers that may follow
    last: dict[tuple[int, int], tuple[int, str, set[int]]] = {}
    titled = document.header.title is not None
    plain = [s.heading.span.start for s in document.sections if s.heading and not s.heading.label]
    end = 0  # of the numbered heading before
    for section, block, number in _numbered(document.sections):
        anew = number == 1 and any(end <= at < block.span.start for at in plain)  # below a heading without a number
        end = block.span.end
        key = (id(section.parent), section.level)
        label = block.label.rstrip("、.．，,")
        before = last.get(key)
        if before is None:
            follows = number == 1 or number == running.get(section.level, -1) + 1
            nested = section.parent is not None and section.parent.heading is not None
            several = (
                sum(1 for s in (section.parent.children if section.parent else []) if s.level == section.level) > 1
            )
            above = running.get(section.level, 0)
            if not follows and 1 < above < number and (several or number - above <= 3):
                # the numbers run on over the sections above
                yield _Gap(_label(block), label, _expected(block.label, above + 1), _expected(block.label, above))
            elif not follows and (titled or nested) and several:
                yield _Gap(_label(block), label, _expected(block.label, 1), None)
            follow = {number + 1}
        else:
            value, printed, follow = before
            if number in follow or anew or (number == 1 and value != 1):
                follow = {number + 1}
            else:
                yield _Gap(_label(block), label, _expected(block.label, value + 1), printed, number == value)
                follow = {number + 1, value + 2} | follow  # as if this one had been right, or is
        last[key] = (number, label, follow)
        running[section.level] = number


def _automatic_hint(document: Document, span: Span, hint: str | None = None) -> str | None:
    """The hint, with a word where Word counts the number itself: it stands nowhere in the text."""
    if not any(key == "automatic-number" and other.overlaps(span) for key, other in document.notices):
        return hint
    words = "这是 Word 的自动编号，要在列表的编号格式里改，不在文字里改"
    return f"{hint}；{words}" if hint else words


def _label(block: Block) -> Span:
    label = label_span(block)
    return Span(label.start, block.span.end) if label else block.span


@dataclass
class _Sequence:
    """一是 二是 三是 as far as read: the last number, where 一是 stands, whether the last item opens a paragraph."""

    number: int
    first: Span
    opens: bool
    rest: str
    continued: bool = False
    slipped: int = 0  # the number the last item should have had, where it had another


def _items(document: Document) -> Iterator[_Gap]:
    yield from _scan(document, _ITEM, lambda n: f"{_han(n)}是", [])
    yield from _scan(document, _NTH, lambda n: f"第{_han(n)}", [])


def _alone(document: Document) -> Iterator[Span]:
    """Where 一是 stands and nothing follows it."""
    done: list[_Sequence] = []
    for _ in _scan(document, _ITEM, lambda n: f"{_han(n)}是", done):
        pass
    for sequence in done:
        if not sequence.continued and not _OTHER_WAYS.search(sequence.rest):
            yield sequence.first


def _scan(
    document: Document, pattern: re.Pattern[str], name: Callable[[int], str], done: list[_Sequence]
) -> Iterator[_Gap]:
    """Read the items of a draft in order. A sequence may go on over paragraphs while its items open them, and another
    may stand inside an item; a numbered heading ends all."""
    stack: list[_Sequence] = []
    before: Block | None = None
    read = ""  # what has been read since the last numbered heading
    for passage in passages(document):
        block = passage.block
        if passage.in_table:
            continue
        if block.kind is Kind.HEADING and block.label:
            stack, read = [], ""
        elif before is None or not runs_on(document, before, block):
            stack = [s for s in stack if s.opens]
        for sequence in stack:
            sequence.rest += passage.words
        before = block
        for match in pattern.finditer(passage.words):
            number = chinese_number(match["number"]) or 0
            span = passage.text.span(*match.span())
            opens = not passage.words[: match.start()].strip(_BULLETS)
            so_far = read + passage.words[: match.start()]
            if number == 1:
                again = bool(stack) and stack[-1].number == 1 and not opens  # 一是……，一是……
                if again:
                    stack[-1].continued = True
                stack.append(_Sequence(1, span, opens, passage.words[match.end() :], again))
                done.append(stack[-1])
                continue
            index = next(
                (i for i in reversed(range(len(stack))) if number - 1 in (stack[i].number, stack[i].slipped)), None
            )
            slipped = 0
            if index is None:
                top = stack[-1] if stack else None
                if top is None and _BEGINS.search(so_far):
                    stack.append(_Sequence(number, span, opens, "", True))
                    continue
                if top is None or not _other_words(so_far, name(top.number), number - 1):
                    yield _Gap(
                        _item_span(passage.text, match),
                        name(number),
                        name(top.number + 1) if top else name(1),
                        name(top.number) if top else None,
                        bool(top and top.number == number),
                    )
                if top is None:
                    stack.append(_Sequence(number, span, opens, "", True))
                    continue
                index, slipped = len(stack) - 1, stack[-1].number + 1
            del stack[index + 1 :]
            stack[index].number, stack[index].opens, stack[index].continued = number, opens, True
            stack[index].slipped = slipped
        read += passage.words


def _other_words(so_far: str, last: str, number: int) -> bool:
    """Whether the item before stands there in other words, behind the last one found: 二要, 其二, 其次 for 二是."""
    behind = so_far[so_far.rfind(last) :]
    spoken = "|其次" if number == 2 else "|再次" if number == 3 else ""
    return re.search(f"[。;,]{_han(number)}[要来则]|其{_han(number)}{spoken}", behind) is not None


def _item_span(text: Text, match: re.Match[str]) -> Span:
    return text.span(match.start(), min(len(text), match.end() + 10))


class NumberingStyle(Rule):
    """序号的写法：一、（一）1.（1）；带括号的序号后不加点号，阿拉伯数字序号后用“.”，汉字序号后用“、”；不跳级。

    为什么：国家标准规定了结构层次序数的次序和写法。只有两层时，一、之下直接用1.是允许的；跳级只对（1）直接接在一、
    或（一）之下提示。独立成行的标题末尾不加句号；标题之后接排正文的，用句号是规范写法，不报。

    错误示例：（一）、加强学习；1、规范执法；一，工作举措。

    正确示例：（一）加强学习；1.规范执法；一、工作举措
    """

    name = "numbering-style"
    severity = Severity.WARNING
    basis = "GB/T 9704—2012《党政机关公文格式》7.3.3；GB/T 15834—2011《标点符号用法》附录B.3"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        document = context.document
        headings = [b for b in document.blocks if b.kind is Kind.HEADING and b.label and label_span(b)]
        forms: dict[str, list[tuple[Block, Edit]]] = {}
        for block in headings:
            if (form := _form(block)) and not _NO_HEADING.match(block.text.folded):
                forms.setdefault(form[0], []).append((block, form[1]))
        for message, places in forms.items():
            block, _ = places[0]
            count = f"（共 {len(places)} 处）" if len(places) > 1 else ""
            fix = Fix(tuple(edit for _, edit in places))
            hint = _automatic_hint(document, _label(block))
            yield self.finding(_label(block), message.format(block.label) + count, hint=hint, fix=fix)
        yield from self._levels(document)
        yield from self._stops(document)

    def _levels(self, document: Document) -> Iterator[Finding]:
        """Levels left out, （1） right below 一、 or （一）, and turned round, （一） below 1.: one finding each."""
        skipped, turned = [], []
        for section, block, _ in _numbered(document.sections):
            above = section.parent.heading if section.parent else None
            if above is None or not above.label:
                continue
            mine, theirs = _style(block), _style(above)
            if mine == 4 and theirs in (1, 2):
                skipped.append((block, above))
            elif mine == 2 and theirs == 3:
                turned.append((block, above))
        for found, words in ((skipped, "跳过了“1.”一级"), (turned, "次序相反：“（一）”一级应在“1.”之上")):
            if found:
                block, above = found[0]
                count = f"（共 {len(found)} 处）" if len(found) > 1 else ""
                yield self.finding(
                    _label(block),
                    f"“{block.label}”直接在“{above.label}”之下，{words}{count}",
                    hint="层次序数依次用一、（一）1.（1）",
                    severity=Severity.INFO,
                )

    def _stops(self, document: Document) -> Iterator[Finding]:
        """Headings on a line of their own that end with a full stop."""
        text = document.source.text
        found = []
        for section, block, _ in _numbered(document.sections):
            end = block.span.end
            alone = text[end : end + 1] == "。" and text[end + 1 : end + 3].lstrip(" \r")[:1] in ("\n", "")
            below = section.blocks or section.children
            short = len(block.text) <= 20 and not re.search("[,;]", block.text.folded)  # longer ones are sentences
            if section.level == 1 and alone and below and short:
                found.append((block, Span(end, end + 1)))
        if found:
            block, stop = found[0]
            count = f"（共 {len(found)} 处）" if len(found) > 1 else ""
            yield self.finding(
                Span(_label(block).start, stop.end),
                f"独立成行的标题末尾不用句号{count}",
                severity=Severity.INFO,
                basis="公文惯例",
                fix=Fix(tuple(Edit(s, "") for _, s in found)),
            )


def _style(block: Block) -> int:
    """The level that the form of a heading's number has in the official order: 1 for 一、, 4 for （1）; 0 for others."""
    number = heading_number(block.label + "一")
    return number.level if number and "." not in block.label.rstrip(".") else 0


def _form(block: Block) -> tuple[str, Edit] | None:
    """What is wrong with the form of a label, and the edit that mends it."""
    label, span = block.label, label_span(block)
    if span is None:
        return None
    last = Span(span.end - 1, span.end)
    if re.search(r"[)）][、，.．,]$", label):
        return "带括号的序号“{}”后面不加点号", Edit(last, "")
    if re.fullmatch(r"\d{1,2}、", label):
        return "阿拉伯数字序号后用“.”，写的是“{}”", Edit(last, ".")
    if re.fullmatch(r"\d{1,2}(?:\.、|．)", label):
        return "阿拉伯数字序号后用“.”，写的是“{}”", Edit(
            Span(span.end - len(label.lstrip("0123456789")), span.end), "."
        )
    if re.fullmatch(r"[一二三四五六七八九十]{1,3}[，．.,]", label):
        return "汉字序号后用“、”，写的是“{}”", Edit(last, "、")
    return None
