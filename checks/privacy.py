"""What must not be made public: personal data and classification marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from lawlint.context import Context
from lawlint.document import Text
from lawlint.rules import Certainty, Finding, Rule, Severity

from .passages import texts

_IDENTITY = re.compile(r"(?<![\dA-Za-z])[1-8]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<![\dA-Za-z.\-〔])(?:\+?86[- ]?)?1[3-9]\d(?P<gap>[- ]?)\d{4}(?P=gap)\d{4}(?![\dA-Za-z.]|-\d)")
_CARD = re.compile(r"(?<![\dA-Za-z-])\d{4}(?P<gap>[ -]?)(?:\d{4}(?P=gap)){2,3}\d{1,7}(?![\dA-Za-z-])")
_CARD_WORDS = re.compile(r"(?:银行卡|卡号|账[号户]|帐[号户]|开户)[^。;\n]{0,20}$")
_HOME = re.compile(
    r"(?:家庭住址|住址|家住|现住|户籍地址?|居住地址?)[:为是在]?[^。;\n]{2,30}?\d+(?:号(?!线)|弄|幢|栋|单元|室|户)(?:[\d-]+(?:幢|栋|单元|楼|室|户))*"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _masked(words: str, keep: int = 3) -> str:
    """The words with all but the first ``keep`` and the last two characters hidden."""
    return words[:keep] + "*" * max(0, len(words) - keep - 2) + words[-2:]


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are an identity number: a birthday that exists, and the check digit of GB 11643—1999."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    digit = "10X98765432"[sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False)) % 11]
    return born.year >= 1900 and digit == number[-1].upper()


def passes_luhn(number: str) -> bool:
    """Whether a card number has the check digit of ISO/IEC 7812."""
    digits = [int(d) for d in reversed(number)]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


class PersonalData(Rule):
    """公开的文稿不得带有公民身份号码、手机号码、银行卡号、家庭住址。

    为什么：年度报告要向社会公开；公开个人隐私，要承担责任。身份号码核对出生日期和校验码，银行卡号核对校验码；
    统一社会信用代码、项目编码不会误认。提示里不显示完整号码。上行文附注里的联系人电话，在不公开的稿子里是正当的，只提醒。

    错误示例：投诉人张某，电话13800000000，反映……

    正确示例：投诉人张某反映……
    """

    name = "personal-data"
    severity = Severity.ERROR
    basis = "《中华人民共和国个人信息保护法》第二十八条、第三十四条；《中华人民共和国政府信息公开条例》第十五条"
    certainty = Certainty.VERIFIED

    def check(self, context: Context) -> Iterable[Finding]:
        for text in texts(context.document):
            yield from self._text(text)

    def _text(self, text: Text) -> Iterator[Finding]:
        words = text.folded
        seen: list[tuple[int, int]] = []
        for name, match in _numbers(words):
            if any(a < match.end() and match.start() < b for a, b in seen):
                continue
            seen.append(match.span())
            contact = name == "手机号码" and re.search(
                r"联系(?:人|电话|方式)", words[max(0, match.start() - 20) : match.start()]
            )
            yield self._found(text, match, name, Severity.WARNING if contact else Severity.ERROR)
        for match in _HOME.finditer(words):
            yield self._found(text, match, "个人住址", Severity.WARNING)

    def _found(self, text: Text, match: re.Match[str], name: str, severity: Severity) -> Finding:
        shown = _masked(match[0], 4 if name == "个人住址" else 3)
        return self.finding(
            text.span(*match.span()),
            f"文中有{name}（{shown}）",
            hint="公开前删去或隐去；确需保留的，由保密、信息公开机构审查",
            severity=severity,
            quote=shown,
        )


def _numbers(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in _IDENTITY.finditer(text):
        named = re.search("身份(?:证|号)", text[max(0, match.start() - 12) : match.start()])
        if is_identity_number(match[0]) or named:
            yield "公民身份号码", match
    for match in _CARD.finditer(text):
        number = re.sub(r"\D", "", match[0])
        if 16 <= len(number) <= 19 and passes_luhn(number) and _CARD_WORDS.search(text[: match.start()]):
            yield "银行卡号", match
    for match in _MOBILE.finditer(text):
        yield "手机号码", match


_CLASSIFIED = re.compile(r"(?:绝密|机密|秘密)\s*★[^\s。]{0,8}")
_HEADING_MARK = re.compile(r"^(?:绝密|机密|秘密)(?:\s*★.{0,8})?$")
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|参阅)\s*[,、]?\s*(?:注意保[存管密]|请勿外传|不得外传|严禁外传)|(?:注意保密|严禁外传)[!。]?$"
)


class ClassificationMark(Rule):
    """公开的文稿不得带有密级标志和内部资料标记。

    为什么：有密级标志的不得公开；不属于国家秘密的，不得作密级标志。无论哪种，公开前都要停下来审查。
    只认版头位置的密级、带★的密级和“内部资料，注意保存”一类标记；“国家秘密”“商业秘密”是正常的词，不报。

    错误示例：机密★1年

    正确示例：公开文稿的版头没有密级。
    """

    name = "classification-mark"
    severity = Severity.ERROR
    basis = "《中华人民共和国保守国家秘密法》第二十二条、第三十五条"
    certainty = Certainty.VERIFIED

    def check(self, context: Context) -> Iterable[Finding]:
        for index, block in enumerate(context.document.blocks):
            text = block.text.folded
            for match in _CLASSIFIED.finditer(text):
                yield self._mark(block.text, match)
            if index < 8 and not _CLASSIFIED.search(text) and (alone := _HEADING_MARK.match(text.strip())):
                yield self.finding(block.span, f"有密级标志“{alone[0]}”")
            if inner := _INTERNAL.search(text):
                yield self.finding(
                    block.text.span(*inner.span()), f"有内部资料标记“{inner[0]}”", severity=Severity.WARNING
                )
        told: set[str] = set()
        for margin in context.document.margins:  # headers and footers stand on every page
            found = _CLASSIFIED.search(margin.folded) or _HEADING_MARK.match(margin.folded.strip())
            if found and found[0] not in told:
                told.add(found[0])
                yield self.finding(margin.span(), f"页眉页脚或水印里有密级标志“{found[0]}”", hint="公开前进行保密审查")

    def _mark(self, text: Text, match: re.Match[str]) -> Finding:
        return self.finding(
            text.span(*match.span()),
            f"有密级标志“{match[0]}”",
            hint="公开前进行保密审查；不属于国家秘密的，删去标志",
        )
