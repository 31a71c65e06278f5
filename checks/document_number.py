"""Document numbers: 国发〔2024〕5号, in the one form the standard gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lawlint.context import Context
from lawlint.document import Text
from lawlint.rules import Certainty, Edit, Finding, Fix, Rule, Severity

from .passages import texts

# The last character of an issuing organ's code. Court cases, contracts, licences have other characters there.
_CODE = "发函字办规政环委厅通综释组党教税监法财审罚评改复议请报令督治农水林建交商卫应安质国土科文旅统价物信院府会局规划管执纪宣"
_NUMBER = re.compile(
    r"(?<=[一-鿿])(?P<code>[一-鿿])\s*(?P<open>[〔\[［【(（﹝])\s*(?P<year>(?:19|20)\d{2})\s*(?P<close>[〕\]］】)）﹞])"
    r"\s*(?P<nth>第?)\s*(?P<zero>0*)(?P<number>\d+)\s*(?P<end>号?)(?P<after>[、和及至—-]?)"
)
_SHORT = re.compile(r"(?<=[一-鿿])〔(?P<year>\d{2})〕\s*第?\s*\d+\s*号")
_VERTICAL = "﹝﹞"
_DIGITS = {
    0xFF10 + digit: str(digit) for digit in range(10)
}  # full-width digits alone: the brackets' width matters here


class DocumentNumber(Rule):
    """发文字号的写法：机关代字、〔年份〕、顺序号，年份用六角括号，顺序号不加“第”、不编虚位。

    为什么：发文字号是查找公文的依据，写法由国家标准规定。法院案号用圆括号，合同号、许可证号另有规定，都不报；
    2001年以前的旧文号照录两位年份；〔〕的变体字形﹝﹞看起来一样，却检索不到。

    错误示例：国发[2015]17号；国办发〔2021〕第05号。

    正确示例：国发〔2015〕17号；国办发〔2021〕5号。
    """

    name = "document-number"
    severity = Severity.WARNING
    basis = "GB/T 9704—2012《党政机关公文格式》7.2.5"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        read = list(texts(context.document))
        found = [
            (text, match)
            for text in read
            for match in _NUMBER.finditer(text.value.translate(_DIGITS))
            if match["open"] in "〔﹝" or (match["code"] in _CODE and match["end"] and _is_official(text, match))
        ]
        proper = sum(match["open"] == "〔" for _, match in found)
        vertical = []
        for text, match in found:
            if match["open"] + match["close"] == _VERTICAL:
                vertical.append((text, match))
            elif match["open"] + match["close"] != "〔〕":
                yield self._brackets(text, match)
            yield from self._serial(text, match)
        if vertical:
            yield self._variants(vertical, proper)
        for text in read:
            for match in _SHORT.finditer(text.value.translate(_DIGITS)):
                if int(match["year"]) <= 50:
                    span = text.span(*match.span())
                    yield self.finding(
                        span, f"文号“{match[0]}”的年份应写四位", hint=f"写成〔20{match['year']}〕，以原文件为准"
                    )

    def _brackets(self, text: Text, match: re.Match[str]) -> Finding:
        return self.finding(
            text.span(match.start("code"), match.end("end")),
            f"文号的年份应用六角括号〔{match['year']}〕，写的是“{match['open']}{match['year']}{match['close']}”",
            hint=f"写成〔{match['year']}〕{match['number']}号，六角括号可以从这里复制",
            fix=Fix(_edits(text, match)),
        )

    def _variants(self, places: list[tuple[Text, re.Match[str]]], proper: int) -> Finding:
        """The small vertical forms, which look like 〔〕: one finding for the draft."""
        text, match = places[0]
        count = f"（共 {len(places)} 处）" if len(places) > 1 else ""
        beside = f"，与文中 {proper} 处〔〕不一致" if proper else ""
        return self.finding(
            text.span(match.start("open"), match.end("close")),
            f"文号的括号“{match['open']}{match['close']}”不是六角括号〔〕，只是字形相似{beside}{count}",
            hint="换成〔〕，否则按文号检索不到",
            severity=Severity.WARNING if proper else Severity.INFO,
            fix=Fix(tuple(e for b, m in places for e in _edits(b, m))),
        )

    def _serial(self, text: Text, match: re.Match[str]) -> Iterator[Finding]:
        span = text.span(match.start("code"), match.end("end"))
        if match["code"] == "字":  # decisions and notices of enforcement number otherwise: 罚字〔2024〕第5号
            return
        if match["nth"] or match["zero"]:
            what = "、".join(w for w, there in (("不加“第”", match["nth"]), ("不编虚位", match["zero"])) if there)
            surplus = [text.span(*match.span(g)) for g in ("nth", "zero") if match[g]]
            hint = f"写成〔{match['year']}〕{match['number']}号"
            yield self.finding(span, f"文号的顺序号{what}", hint=hint, fix=Fix(tuple(Edit(s, "") for s in surplus)))
        elif not match["end"] and not match["after"]:
            yield self.finding(
                span,
                "文号缺少“号”字",
                hint=f"写成〔{match['year']}〕{match['number']}号；后面另有文字的，核对是不是文号",
            )


def _is_official(text: Text, match: re.Match[str]) -> bool:
    """Whether a number in other brackets is an official document's: not a certificate's or an expert opinion's (…林证字,
    …鉴字), not a case file's long number, not of the years when round brackets were the form."""
    code = text.value[max(0, match.start("code") - 4) : match.end("code")]
    short = len(match["zero"] + match["number"]) < 6
    return short and int(match["year"]) >= 2000 and re.search("[证鉴房籍]|许可", code) is None


def _edits(text: Text, match: re.Match[str]) -> tuple[Edit, ...]:
    return tuple(Edit(text.span(*match.span(group)), mark) for group, mark in (("open", "〔"), ("close", "〕")))
