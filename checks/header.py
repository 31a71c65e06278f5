"""The elements around an official document's text: signer, title, addressee, signature, date, attachments.

Most are judged only where the draft has a header (document number or signer): a text taken from a web page has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from lawlint.context import Context
from lawlint.document import Document, Kind, Text
from lawlint.document.dates import full_date
from lawlint.patterns import unquoted
from lawlint.rules import Certainty, Edit, Finding, Fix, Rule, Severity

_REGULATION = "《党政机关公文处理工作条例》（中办发〔2012〕14号）"
_STANDARD = "GB/T 9704—2012《党政机关公文格式》"
_KINDS = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
_CARRIED = re.compile(
    r"(?:方案|计划|规划|办法|细则|规定|规程|要点|总结|预案|纲要|清单|目录|制度|条例|规则|标准|说明)(?:\([^()]{1,16}\))*$"
)
_TITLE_KIND = re.compile(rf"({_KINDS})(?:\([^()]{{1,16}}\))*$")


def _kind(document: Document) -> str:
    """The kind of document the title ends with (报告, 通知 …); empty where it names none."""
    match = _TITLE_KIND.search(document.header.title.folded.strip()) if document.header.title else None
    return match[1] if match else ""


def _from_web(document: Document) -> bool:
    """Whether the text was taken from a web page, which leaves parts of the header out."""
    return document.header.published is not None or any(b.kind is Kind.WEB for b in document.blocks[:12])


class Signer(Rule):
    """上行文要标注签发人。

    为什么：报告、请示是向上级的行文，标注签发人是为了明确责任。只在文稿有发文字号、又不是网页转载时检查。

    错误示例：版头有“云水发〔2025〕6号”，文种是报告，没有“签发人：”。

    正确示例：云水发〔2025〕6号　　签发人：李　明
    """

    name = "signer"
    severity = Severity.WARNING
    basis = f"{_REGULATION}第九条第六项；{_STANDARD} 7.2.6"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        document = context.document
        number = document.header.document_number
        upward = _kind(document) in ("报告", "请示", "议案")
        if number is not None and document.header.signer is None and upward and not _from_web(document):
            message = f"文种是{_kind(document)}，属于上行文，版头没有签发人"
            yield self.finding(number.span(), message, hint="在发文字号同一行右侧写“签发人：姓名”")


class TitleForm(Rule):
    """公文标题：发文机关、事由、文种；末尾不用标点，不写紧急程度。

    为什么：标题是检索和归档的依据。末尾带标点在有没有版头的文稿里都报；缺文种只在有版头时报。

    错误示例：云岭县水务局关于2024年度法治政府建设情况的报告。

    正确示例：云岭县水务局关于2024年度法治政府建设情况的报告
    """

    name = "title-form"
    severity = Severity.WARNING
    basis = f"{_REGULATION}第九条第七项；{_STANDARD} 7.3.1；末尾不用标点是惯例"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        title = context.document.header.title
        if title is None:
            return
        text = title.stripped()
        words = text.folded
        if words and words[-1] in "。,;:、.!":
            end = len(words)
            fix = Fix((Edit(text.span(end - 1, end), ""),))
            yield self.finding(text.span(end - 1, end), "标题末尾不用标点", hint="删去", fix=fix)
        if match := re.match(r"\(?(?:特急|加急|紧急)\)?", words):
            message = f"标题里写了紧急程度“{match[0]}”"
            hint = "紧急程度标在版头，不写进标题"
            yield self.finding(text.span(match.start(), match.end()), message, hint=hint, severity=Severity.INFO)
        bare = words.rstrip("。,;:、.!")
        named = _TITLE_KIND.search(bare) or _CARRIED.search(bare)  # a plan is carried by a notice
        if context.document.header.is_official and not named and not _from_web(context.document):
            yield self.finding(text.span(), "标题没有写明文种", hint="法定文种如报告、通知、意见、函，写在标题末尾")


class Addressee(Rule):
    """主送机关：有版头的报告、请示要写主送机关；主送机关不能是个人；请示只主送一个机关。

    为什么：不得以本机关名义向上级机关负责人报送报告、请示；没有主送机关，不知道送给谁；请示送给几个机关，由谁批复不清楚。
    部门的年度报告依规定同时报本级党委政府和上一级主管部门，两个主送机关不报。

    错误示例：王县长：现将我局工作报告如下。

    正确示例：县委、县政府：现将我局工作报告如下。
    """

    name = "addressee"
    severity = Severity.WARNING
    basis = f"{_REGULATION}第十五条第五项；{_STANDARD} 7.3.2"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        document = context.document
        if _kind(document) not in ("报告", "请示"):
            return
        header = document.header
        for block in document.blocks[:12]:
            words = block.text.folded.strip()
            if block.kind in (Kind.PARAGRAPH, Kind.ADDRESSEE) and _PERSON.fullmatch(words):
                yield self.finding(block.span, f"主送“{words.rstrip(':')}”是个人，应当主送机关", hint="改为机关名称")
                return
        if _kind(document) == "请示" and header.addressee and len(_ORGANS.findall(header.addressee.folded)) > 1:
            message = "请示写了不止一个主送机关"
            hint = "只主送负责批复的一个上级机关，其他机关用抄送"
            yield self.finding(header.addressee.span(), message, hint=hint, basis=f"{_REGULATION}第十五条第一项")
        if header.is_official and header.addressee is None and header.title and not _from_web(document):
            if any(b.text.folded.strip().endswith(":") for b in document.blocks[:12] if b.table is None):
                return  # a line that may well be one
            yield self.finding(header.title.span(), "没有主送机关", hint="标题之下顶格写主送机关，后加冒号")


_ORGANS = re.compile(r"[^,、:\s]{2,}(?=[,、:])")
_PERSON = re.compile(
    r"(?:尊敬的)?[^,。;:、]{0,14}?(?:书记|[省市县区州厅局镇乡]长|主席|部长|主任|专员)(?:(?:、|和|并)[^,。;:]{1,10}(?:书记|长|主席|主任))?(?:同志)?:"
)


class CopyLine(Rule):
    """抄送机关之间用逗号或顿号，最后一个之后用句号。

    错误示例：抄送：市水务局；县人大常委会

    正确示例：抄送：市水务局，县人大常委会。
    """

    name = "copy-line"
    severity = Severity.WARNING
    basis = f"{_STANDARD} 7.4.2"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        for block in context.document.blocks[-12:]:
            text = block.text.stripped()
            if block.table is not None or not _COPIES.match(text.folded):
                continue
            for at in (i for i, c in enumerate(text.folded) if c == ";"):
                span = text.span(at, at + 1)
                yield self.finding(span, "抄送机关之间用逗号或顿号", fix=Fix((Edit(span, "，"),)))
            if not text.value.endswith("。"):
                end = text.span(len(text) - 1, len(text))
                yield self.finding(end, "抄送机关之后用句号", hint="末尾加句号")


_COPIES = re.compile(r"抄\s*送\s*:")


class DateForm(Rule):
    """成文日期用阿拉伯数字，年、月、日写全，月、日不编虚位。

    为什么：成文日期是公文生效的依据，写法由国家标准规定（2012年起不用“二〇二五年”）。只看落款的日期。

    错误示例：二〇二五年三月一日；2025年03月01日；2025.3.1；2025年3月1号

    正确示例：2025年3月1日
    """

    name = "date-form"
    severity = Severity.WARNING
    basis = f"{_STANDARD} 7.3.5.4"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        text = context.document.header.date or self._last_line(context.document)
        if text is None:
            return
        words = re.sub(r"\s", "", text.folded)
        found = full_date(words)
        if found is None:
            if re.fullmatch(r"20\d{2}年\d{1,2}月", words):
                yield self.finding(text.span(), f"成文日期“{words}”没有写日", hint="年、月、日都要写")
            return
        if found.year < 2012:
            return
        proper = f"{found.year}年{found.month}月{found.day}日"
        if words != proper and re.fullmatch(r"[\d年月日号.\-/〇○零O一二三四五六七八九十]+", words):
            fix = Fix((Edit(text.span(), proper),), safe=words[:4].isascii())
            yield self.finding(text.span(), f"成文日期应写作“{proper}”，写的是“{words}”", fix=fix)

    def _last_line(self, document: Document) -> Text | None:
        """The last line of the text where it is a date in a form that no signature has."""
        last = next((b for b in reversed(document.blocks) if b.kind not in (Kind.WEB, Kind.NOTE)), None)
        if last is None or last.table is not None:
            return None
        form = r"20\d{2}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*号)?|20\d{2}([.\-/])\d{1,2}\1\d{1,2}"
        return last.text if re.fullmatch(form, last.text.folded.strip()) else None


class Signature(Rule):
    """署名用发文机关的名称，与标题一致；内设机构不对外正式行文。

    为什么：改写旧稿时容易带出别的单位的名称；除办公厅（室）外，部门的内设机构不得对外正式行文。
    署名与标题里的机关名称只差一两个字的报，全称与简称不报。

    错误示例：标题“云岭县水务局关于……的报告”，署名“云岭县水利局”。

    正确示例：标题和署名都是“云岭县水务局”。
    """

    name = "signature"
    severity = Severity.WARNING
    basis = f"{_REGULATION}第九条第十一项、第十七条"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        header = context.document.header
        if header.signature is None:
            return
        text = header.signature.stripped()
        name = re.sub(r"\s", "", text.folded)
        if _INNER.search(name) and _kind(context.document) in ("报告", "请示"):
            yield self.finding(text.span(), f"署名“{name}”是内设机构", hint="以机关名义署名")
            return
        issuer = _ISSUER.match(header.title.folded.strip()) if header.title else None
        if issuer and _near(issuer[1], name):
            message = f"署名“{name}”与标题中的“{issuer[1]}”不一致"
            yield self.finding(text.span(), message, hint="核对机关名称，改为一致")


_INNER = re.compile(r"[局厅委部院府][^局厅委部院府办]{2,8}[处科股]$")
_ISSUER = re.compile(r"([^关\d《]{4,30}?[局厅委办府部院])(?:关于|20\d{2}年|二[〇○零])")


def _near(one: str, other: str) -> bool:
    """Whether two names are all but the same: equal in length but for one or two characters, neither in the other."""
    if one in other or other in one or one[-1] != other[-1] or abs(len(one) - len(other)) > 1:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.75


@dataclass(frozen=True)
class _Noted:
    """An attachment as the note below the text names it; ``number`` is 0, ``mark`` ``None`` where it has no number."""

    number: int
    name: Text
    mark: Text | None = None


class Attachments(Rule):
    """附件说明与附件相符：序号、名称一致，名称后不加标点。

    为什么：附件说明是附件的目录；正文引到的附件找不到，或者名称不同，受文单位无从核对。
    文稿里没有附件正文的，只看附件说明自身。

    错误示例：附件：1.任务分工表。 ……附件1　责任清单

    正确示例：附件：1.任务分工表 ……附件1　任务分工表
    """

    name = "attachments"
    severity = Severity.WARNING
    basis = f"{_STANDARD} 7.3.4、7.3.7"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        document = context.document
        noted = list(self._noted(document))
        yield from self._marks(noted)
        if not noted:
            return
        enclosed = list(self._enclosed(document))
        numbers = {n.number or 1 for n in noted}
        for number, head, name in enclosed:
            match = next((n for n in noted if (n.number or 1) == number), None)
            if match is None:
                message = f"文后有附件{number}，附件说明只列到{max(numbers)}"
                yield self.finding(head.span(), message, hint="补写附件说明")
            elif name is not None and not _same(match.name.folded, name.folded):
                noted_name, own = match.name.value.strip().rstrip("。；，"), name.value.strip()
                message = f"附件{number}的标题“{own}”与附件说明“{noted_name}”不一致"
                yield self.finding(name.span(), message, hint="改为一致")
        yield from self._cited(document, numbers | {n for n, _, _ in enclosed})

    def _marks(self, noted: list[_Noted]) -> Iterator[Finding]:
        first = next((n.mark for n in noted if n.mark and n.mark.value.endswith("、")), None)
        if first is not None:
            yield self.finding(first.span(), f"附件序号“{first.value}”应写作“{first.value[:-1]}.”", hint="各件一并改正")
        for item in noted:
            text = item.name.stripped()
            if text.value and text.value[-1] in "。；，、;,":
                end = len(text.value)
                span = text.span(end - 1, end)
                yield self.finding(span, "附件名称后不加标点", fix=Fix((Edit(span, ""),)))

    def _noted(self, document: Document) -> Iterator[_Noted]:
        """The attachments named by the note: 附件：1.甲 2.乙, on one line or several."""
        blocks = iter(document.blocks)
        for block in blocks:
            match = _NOTE.match(block.text.folded) if block.kind in (Kind.PARAGRAPH, Kind.HEADING) else None
            if not match:
                continue
            text = block.text.part(match.end())
            marks = list(re.finditer(r"(?:^|(?<=[\s;,。]))\s*(\d{1,2})[.、](?!\d)", text.folded))
            if not marks:
                yield _Noted(0, text)
                return
            for mark, following in zip(marks, [*marks[1:], None], strict=True):
                end = following.start() if following else len(text)
                label = text.part(mark.start(1), mark.end())
                yield _Noted(int(mark[1]), text.part(mark.end(), end).stripped(), label)
            number = int(marks[-1][1])
            for after in blocks:
                if after.kind is not Kind.HEADING or after.number != number + 1 or after.level != 3:
                    return
                number += 1
                yield _Noted(number, after.text)
            return

    def _enclosed(self, document: Document) -> Iterator[tuple[int, Text, Text | None]]:
        """The attachments below the text: number, the line 附件1, and the title that stands below or beside it."""
        blocks = document.blocks
        for index, block in enumerate(blocks):
            match = None if block.table else _HEAD.fullmatch(block.text.folded.strip())
            if not match or index < 3 or _NOTE.match(block.text.folded):
                continue
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            title: Text | None = None
            if match[2]:
                shift = len(block.text.folded) - len(block.text.folded.lstrip())
                title = block.text.part(shift + match.start(2), shift + match.end(2))
            elif after is not None and after.table is None and len(after.text) <= 60 and "。" not in after.text.value:
                title = after.text
            yield int(match[1] or 1), block.text, title

    def _cited(self, document: Document, known: set[int]) -> Iterator[Finding]:
        for block in document.prose:
            for match in re.finditer(r"附件\s*(\d{1,2})(?!\d|[.、:])", unquoted(block.text.folded)):
                if int(match[1]) not in known and not _HEAD.fullmatch(block.text.folded.strip()):
                    span = block.text.span(match.start(), match.end())
                    yield self.finding(span, f"正文引到附件{match[1]}，附件说明没有这一件", hint="核对附件序号")


_NOTE = re.compile(r"附\s*件\s*:\s*")
_HEAD = re.compile(r"附\s*件\s*(\d{1,2})?\s*(?:[:]?\s*([^。;]{2,60}))?")


def _same(one: str, other: str) -> bool:
    """Whether two titles are the same but for marks, spaces and the issuer put before one of them."""
    plain = [re.sub(r"[^\w]|\s", "", t) for t in (one, other)]
    return not all(plain) or plain[0] in plain[1] or plain[1] in plain[0]


class RequestInReport(Rule):
    """报告不得夹带请示事项。

    为什么：报告不需要批复，夹在里面的请示得不到答复；需要上级批准、解决的，另行请示。

    错误示例：以上报告妥否，请批示。恳请县政府拨付执法装备经费50万元。

    正确示例：特此报告。
    """

    name = "request-in-report"
    severity = Severity.WARNING
    basis = f"{_REGULATION}第十五条第四项"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        if _kind(context.document) != "报告":
            return
        for block in context.document.prose:
            for text in block.sentences:
                words = unquoted(text.folded)
                match = _REQUEST.search(words)
                if match and words.count("“", 0, match.start()) <= words.count("”", 0, match.start()):
                    message = f"报告里夹带请示事项：“{match[0]}”"
                    yield self.finding(text.span(match.start(), match.end()), message, hint="删去，另行请示")


_REQUEST = re.compile(
    r"(?:妥否|当否|可否|是否妥当)\s*,?\s*请\s*(?:予)?(?:批示|批复|指示|审批|核批|批准)|"
    r"(?:以上|上述)(?:请示|意见|事项)[^。;]{0,6}请(?:予)?(?:批示|批复|审批|批准)|"
    r"(?:^|[,。;])\s*(?:特此|现)?请(?:予以|予)?(?:批准|批复|批示|审批)(?=[。,;!]|$)|"
    r"(?:恳请|敬请|请求|恳求|特请|请)(?:上级|[省市县区州][委府]?|[省市县区州](?:委|政府|人民政府|财政)[^,。;]{0,8}|党委|政府)[^,。;]{0,12}?"
    r"(?:批准|拨付|追加|增加[^,。;]{0,6}(?:编制|经费|人员)|给予[^,。;]{0,8}(?:支持|经费|资金|补助)|予以(?:支持|解决|批准|审批)|解决[^,。;]{0,10}(?:经费|编制|资金|问题))"
)


class ClosingWords(Rule):
    """结尾用语与文种相符：请示用“妥否，请批示”，通知用“特此通知”，函用“特此函告”“请函复”，报告用“特此报告”。

    为什么：结尾用语说明这份公文要对方做什么；从别的文种改写时最容易带出来。没有结尾用语的不报。

    错误示例：云岭县教育局关于开展检查的通知……妥否，请批示。

    正确示例：云岭县教育局关于开展检查的通知……特此通知。
    """

    name = "closing-words"
    severity = Severity.WARNING
    basis = "公文惯例；报告不得夹带请示事项见《党政机关公文处理工作条例》第十五条第四项"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        kind = _kind(context.document)
        if kind not in _CLOSINGS:
            return
        for block in context.document.prose[-6:]:
            for match in _CLOSING.finditer(unquoted(block.text.folded)):
                meant = next(k for k, group in _MEANT.items() if match[group])
                if meant != kind and not (kind == "报告" and meant == "请示"):  # request-in-report tells that
                    span = block.text.span(match.start(), match.end())
                    message = f"文种是{kind}，结尾用了{meant}的“{match[0].strip(',。')}”"
                    yield self.finding(span, message, hint=f"改为{_CLOSINGS[kind]}，或核对文种")


_CLOSINGS = {"报告": "“特此报告”", "请示": "“妥否，请批示”", "通知": "“特此通知”", "函": "“特此函告”“请函复”"}
_MEANT = {"请示": "request", "通知": "notice", "报告": "report", "函": "letter"}
_CLOSING = re.compile(
    r"(?:^|(?<=[。;,\s]))(?:(?P<request>(?:以上请示)?,?(?:妥否|当否|可否|是否妥当),?请(?:予)?(?:批示|批复|指示|审批|批准))"
    r"|(?P<notice>特此通知)|(?P<report>特此报告|以上报告,请(?:审阅|审议))|(?P<letter>特此(?:函告|函复|复函|致函)|(?:请|望|盼)(?:予|即)?(?:函复|复函)))(?=[。,;!]|$)"
)
