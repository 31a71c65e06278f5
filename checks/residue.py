"""What should not be left in a finished text: blanks to be filled in, remains of web pages, scans and comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from lawlint.context import Context
from lawlint.document import INVISIBLE, Block, Document, Kind, Span
from lawlint.rules import Certainty, Edit, Finding, Fix, Rule, Severity

from .passages import is_web, passages

_X = r"[X×xＸ]"
_COUNTED = r"(?:余)?(?:件|起|次|项|份|场|期|万|亿|元|吨|亩|户|条|部|%|％)"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文某"
_PERSONS = rf"(?<![A-Za-z\d{_SURNAMES}]){_X}{{1,4}}(?:余)?(?:[个名](?!人)|人(?!民)|家(?![中里的门]))"
# Where figures, dates or numbers should stand: nobody leaves these out on purpose.
_UNFILLED = re.compile(
    rf"(?<![A-Za-z]){_X}{{2,4}}年(?:度|{_X}{{1,2}}月(?:{_X}{{1,2}}日)?)?|\d{{4}}年{_X}{{1,2}}月(?:{_X}{{1,2}}日)?|\d月{_X}{{1,2}}日"
    rf"|[〔(\[]{_X}{{2,4}}[〕)\]]\s*{_X}+\s*号|〔\d{{4}}〕\s*{_X}+\s*号|(?<![A-Za-z\d]){_X}{{1,4}}{_COUNTED}(?![A-Za-z])|{_PERSONS}"
    r"|(?<![有亟尚须])待补充(?![的侦材])|TODO|TBD|FIXME|[(【\[〔][^()【】\[\]〔〕\n]{0,6}(?:待(?:定|补|补充|核|核实|填|填写|完善|更新|确认)|此处(?:插入|填写|补充)|请(?:补充|填写|插入))[^()【】\[\]〔〕\n]{0,10}[)】\]〕]"
    r"|此处(?:插入|填写|补充)|\?{3,}"
)
# what a template tells its user to write, left in: 【请填写】, 点击此处输入
_PROMPT = re.compile(
    r"【[^【】\n]{0,30}(?:填写|填入|填报|插入|补充|此处|请(?:根据|结合|写|列|说明|选择)|自行|视情况|示例|模板|选填|必填)[^【】\n]{0,40}】"
    r"|(?:请)?(?:在|于)?(?:此处|这里)(?:填写|填入|输入|插入|补充|写明)|(?:点击|单击)(?:此处|这里|或点击)[^,。;]{0,6}(?:输入|添加|插入)[^,。;]{0,6}"
    r"|[(（](?:请|此处)[^()（）\n]{0,12}(?:填写|填入|填报|补充)[^()（）\n]{0,20}[)）]"
)
_OPEN_CELL = re.compile(r"[X×xＸ]{2,}\s*[件次项份场期人家户起宗万亿元吨个名%％]{0,2}|[X×Ｘ]\s*[%％]")
_BLANK_LINE = re.compile(r"_{3,}")
# Names left open; companies and persons may be anonymous on purpose (××公司, 张××), organs and places may not.
_UNNAMED = re.compile(
    r"(?<![A-Za-z\d\-×XＸ])[X×Ｘ]{2,}(?=[省市县区乡镇局厅委办处科村]|街道|单位|部门|同志|会议|文件|工作)|(?<![A-Za-z\d])[○●]{2,}(?=[省市县区局厅])"
)

_OPEN = "填上实际的数字、日期或内容；这一项没有的，删去这一句"
_OPEN_NAME = "写出实际的名称；有意不写名称的，用“某”代替，例如“某局”"


class Placeholder(Rule):
    """定稿里不应留有待填的空白。

    为什么：XX件、××年×月、（待补充）是起草时留的空，漏填就发出去了。数字、日期、文号位置、表格里的空和“待补充”“TODO”、
    “【请填写……】”是错误；
    标题里的名称写成××也是错误，正文里的只提示；“××公司”“张××”这类有意匿名的不报。

    错误示例：全年共办理案件XX件，印发了×政发〔2024〕××号文件。

    正确示例：全年共办理案件36件。
    """

    name = "placeholder"
    severity = Severity.ERROR
    certainty = Certainty.ARITHMETIC

    def check(self, context: Context) -> Iterable[Finding]:
        for passage in passages(context.document):
            taken: list[Span] = []
            if passage.in_table and _OPEN_CELL.fullmatch(passage.text.folded.strip()):
                span = passage.text.span()
                yield self.finding(span, f"表格里的“{passage.text.value.strip()}”还没有填写")
                continue
            unnamed = Severity.ERROR if passage.block.kind is Kind.TITLE else Severity.INFO
            for pattern, severity, words in (
                (_PROMPT, Severity.ERROR, "是填写提示，没有删去"),
                (_UNFILLED, Severity.ERROR, "还没有填写"),
                (_BLANK_LINE, Severity.WARNING, "像是还没有填写的空白"),
                (_UNNAMED, unnamed, "名称像是还没有填写"),
            ):
                hint = _OPEN_NAME if pattern is _UNNAMED else _OPEN
                for match in pattern.finditer(passage.marks):
                    span = passage.text.span(*match.span())
                    if not any(span.overlaps(other) for other in taken):
                        taken.append(span)
                        yield self.finding(
                            span,
                            f"“{passage.text.value[match.start() : match.end()]}”{words}",
                            hint=hint,
                            severity=severity,
                        )


MANY = 5  # more places than this are one finding
_CLOSED = re.compile(r"[。！？；：，、!?;:,][”’）)》」]*\s*$")
_SCAN = re.compile(r"^[\s。、，,;；.|:：·_\-]*$")
_FOLIO = re.compile(r"^[-—–]+\s*\d{1,3}\s*[-—–]+$|^第\s*\d{1,3}\s*页(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?$")
_INNER_FOLIO = re.compile(r"(?<=\D)\s*[—–-]\s+\d{1,3}\s+[—–-](?=\s*\D)")
_MARKUP = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|middot|#\d{2,5});|</?(?:p|br|div|span|strong|font|td|tr|a)\b[^<>\n]*>"
)
_COMMENT = re.compile(
    r"[\[(【](?:批注|修订|审阅意见|删除线)[^\])】\n]{0,60}[\])】]|批注\s*\[[^\]\n]{0,20}\]|[(（]此处删除[)）]"
)
_LAYOUT = re.compile(
    r"[(（【\[][^()（）【】\[\]\n]{0,16}(?:宋体|仿宋|楷体|黑体|小标宋|Times New Roman|小?[初一二三四五六]号(?:字|宋|仿|黑|楷|加粗)|行间?距\s*\d*|\d+\s*磅|首行缩进|空[一二两\d]+[行字格]|顶格|居中(?:排|书|对)|加粗)"
    r"[^()（）【】\[\]\n]{0,20}[)）】\]]"
)
_REVIEW = re.compile(
    r"[(（【\[](?:存疑|待核|此?数(?:据|字)?(?:待核|待定|需核|请核|存疑)|请核|需核|此处(?:存疑|待|需)|建议(?:删|改为|改成|补充)|删除?此|拟改|(?:领导|审核|修改|审稿)意见:?：?)[^()（）【】\[\]\n]{0,30}[)）】\]]"
)
_SHAPES = "\ufe0e\ufe0f"  # choose between two forms of a sign: no fault
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff]")
_RADICAL = re.compile("[\u2e80-\u2fdf]")


class Residue(Rule):
    """文稿里不应留有网页、扫描、批注、排版要求的残留。

    为什么：从网页、PDF 复制的文字会带来“首页 评论 分享”“。 |”、页码、看不见的字符；从带批注的稿子复制会带来批注；
    从格式样本改写的会带来“（仿宋三号字）”。
    正文之外整组的网页文字报一条提示；夹在正文中间的报提醒。叙述点击量、浏览量的正常句子不报。

    错误示例：……完成时限：2021年12月底）⏎。 |⏎7.完善制度

    正确示例：……完成时限：2021年12月底）⏎7.完善制度
    """

    name = "residue"
    severity = Severity.WARNING
    certainty = Certainty.ARITHMETIC

    def check(self, context: Context) -> Iterable[Finding]:
        yield from self._web(context.document)
        yield from self._folios(context.document)
        read = list(passages(context.document))
        for pattern, words in (
            (_MARKUP, "是网页代码的残留"),
            (_COMMENT, "是批注、修订的残留"),
            (_REVIEW, "是审核时留下的记号"),
            (_LAYOUT, "是排版要求的残留"),
            (_BROKEN, "是无法显示的字符，原来的字可能已经丢失"),
            (_INNER_FOLIO, "是夹在正文里的页码"),
        ):
            found = [(p.text.span(*m.span()), m[0].strip()) for p in read for m in pattern.finditer(p.text.value)]
            if len(found) > MANY:
                span, shown = found[0]
                yield self.finding(span, f"“{shown}”{words}（共 {len(found)} 处）")
            else:
                yield from (self.finding(span, f"“{shown}”{words}") for span, shown in found)
        yield from self._characters(context.document)

    def _web(self, document: Document) -> Iterator[Finding]:
        groups: list[list[Block]] = []
        before: Block | None = None
        for block in document.blocks:
            if is_web(block):
                if before is None or not is_web(before):
                    groups.append([])
                groups[-1].append(block)
            before = block
        text = (Kind.PARAGRAPH, Kind.HEADING, Kind.TABLE)
        prose = [b.span.start for b in document.blocks if b.kind in text and not is_web(b)]
        for group in groups:
            rest = [b for b in group if not _SCAN.match(b.text.value)]
            for block in group:
                if block not in rest:
                    yield self._scanned(document, block)
            if not rest:
                continue
            group, span = rest, Span(rest[0].span.start, rest[-1].span.end)
            inside = any(p < span.start for p in prose) and any(p > span.start for p in prose)
            shown = " ".join(" ".join(b.text.value.split()) for b in group)
            yield self.finding(
                span,
                f"网页文字混在文稿里：{shown[:40]}{'……' if len(shown) > 40 else ''}",
                hint="定稿时删去",
                severity=Severity.WARNING if inside else Severity.INFO,
            )

    def _scanned(self, document: Document, block: Block) -> Finding:
        """A line of marks that a scan left; a mark that closes the sentence above goes back to its end."""
        words = " ".join(block.text.value.split())
        text = [b for b in document.blocks if not is_web(b)]
        above = next((b for b in reversed(text) if b.span.start < block.span.start), None)
        below = next((b for b in text if b.span.start > block.span.start), None)
        edits = [Edit(_line(document, block), "")]
        mark = next((char for char in words if char in "。；"), "")
        broken = above is not None and above.span.end > block.span.start
        if broken or (above and not _closed(above) and below and below.kind is Kind.PARAGRAPH and not below.label):
            hint = "它把一句话断成了两行：删去这一行，再把下一行接到上一行后面"
        elif above is None or _closed(above):
            hint = "删去这一行；上下文是完整的，不用接"
        elif mark:
            edits.append(Edit(Span(above.span.end, above.span.end), mark))
            hint = f"上一行的句子少了“{mark}”：删去这一行，把“{mark}”补在上一行末尾"
        else:
            hint = "删去这一行；上一行末尾像是少了标点，请核对"
        return self.finding(block.span, f"“{words}”是扫描、分页留下的残留", hint=hint, fix=Fix(tuple(edits)))

    def _folios(self, document: Document) -> Iterator[Finding]:
        for block in document.blocks:
            if block.kind in (Kind.PARAGRAPH, Kind.HEADING) and not block.label and _FOLIO.match(block.text.value):
                yield self.finding(
                    block.span,
                    f"“{block.text.value}”是页码的残留",
                    hint="删去这一行",
                    severity=Severity.INFO,
                    fix=Fix((Edit(_line(document, block), ""),)),
                )

    def _characters(self, document: Document) -> Iterator[Finding]:
        """Characters that cannot be seen, and radicals in the place of characters: one finding each for the draft."""
        text = document.source.text
        runs = [range(*m.span()) for m in INVISIBLE.finditer(text)]
        hidden = [at for run in runs for at in run if text[at] not in _SHAPES]
        if hidden:
            yield self.finding(
                Span(hidden[0], hidden[0] + 1),
                f"文中有看不见的字符（零宽字符等），共 {len(hidden)} 处",
                hint="会影响查找、排版和数字的识别，可以自动删去；检查时已经略过",
                severity=Severity.INFO,
                fix=Fix(tuple(Edit(Span(at, at + 1), "") for at in hidden)),
            )
        radicals = [m.start() for m in _RADICAL.finditer(text)]
        if radicals:
            proper = {at: unicodedata.normalize("NFKC", text[at]) for at in radicals}
            edits = tuple(Edit(Span(at, at + 1), new) for at, new in proper.items() if new != text[at])
            yield self.finding(
                Span(radicals[0], radicals[0] + 1),
                f"文中有部首字符“{text[radicals[0]]}”冒充汉字，共 {len(radicals)} 处，多由 PDF 复制带来",
                hint="换成正常的汉字",
                fix=Fix(edits) if edits else None,
            )


def _closed(block: Block) -> bool:
    """Whether a block ends as a sentence or a clause does."""
    return _CLOSED.search(block.text.value) is not None


def _line(document: Document, block: Block) -> Span:
    """The whole lines a block stands on, with the last one's break."""
    first = document.source.line_span(document.position(block.span.start).line)
    last = document.source.line_span(document.position(max(block.span.start, block.span.end - 1)).line)
    text = document.source.text
    end = last.end
    if text.startswith("\r\n", end):
        end += 2
    elif text[end : end + 1] == "\n":
        end += 1
    return Span(first.start, end)
