"""A draft as rules of wording read it: paragraph by paragraph, with what is quoted left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lawlint.document import Block, Document, Kind, Span, Text

BLANK = "\x01"  # stands for a character that is not to be judged; matched by no pattern of words
_READ = tuple(kind for kind in Kind if kind not in (Kind.WEB, Kind.CODE))
_ADDRESSES = re.compile(
    r"(?:https?://|www\.)[\w./?=&%#:~+-]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # URL, e-mail
    r"|(?:GB|HJ|DB|GA|JB|CJ|SL|ISO|IEC)(?:/?[A-Z]{1,2})?\s*/?\s*\d[\d.]*(?:[-—–]\d{2,4})?"  # standard numbers
    r"|&(?:[a-z]{2,8}|#\d{2,5});"  # what is left of markup
    r"|(?<![A-Za-z])(?:PM|SO|NO|CO|O)\d(?:\.\d)?(?:-\d+h)?(?![A-Za-z\d])"  # pollutants
)
_TITLES = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_QUOTATIONS = re.compile(r"“[^“”]{1,200}”")

# What a web page puts around a text, on short lines of its own.
_TOOLS = re.compile(
    r"^(?:下载附件|附件下载|扫一扫|用手机打开|微信扫码|打印本[页文]|收藏本[页文]|关闭(?:本页|窗口|页面)|返回(?:首页|顶部|列表)"
    r"|[上下]一[篇条](?![文内])|分享到|版权所有|网站地图|无障碍(?:阅读|浏览|版|模式|$)|今天是|(?:字号|字体)?[:：\s【\[]*大\s+中\s+小|(?:字号|字体)[:：\s【\[]*大中小|大中小(?:[\]】\s|]|$)|简体\s*[|丨]"
    r"|您?(?:当前|现在|所在)的?(?:所在)?位置\s*[:：>]"
    r"|(?:主题分类|体裁分类|组配分类|服务对象|有效性|名\s*称|文\s*号|发文(?:单位|机关)|公开(?:方式|范围|形式))\s*[:：]"
    r"|(?:[^|]{2,10}\|){3}|20\d{2}-\d{2}-\d{2}(?:\s\d{2}:\d{2}|\s*[|丨]))"
    r"|[A-Z]ICP备|公网安备"
)


def _blanked(pattern: re.Pattern[str], text: str, rim: int = 0) -> str:
    """The text with every match blanked, but for ``rim`` characters at its ends; offsets stay."""
    return pattern.sub(lambda m: m[0][:rim] + BLANK * (len(m[0]) - 2 * rim) + (m[0][-rim:] if rim else ""), text)


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, title or table cell.

    ``raw`` is the text as typed, ``marks`` the same folded to half width, both without addresses and standard numbers;
    ``titled`` also without what stands in 《》, ``words`` also without what stands in “”. All offset for offset.
    """

    text: Text
    block: Block
    in_table: bool = False

    @cached_property
    def raw(self) -> str:
        return _blanked(_ADDRESSES, self.text.value)

    @cached_property
    def marks(self) -> str:
        return _blanked(_ADDRESSES, self.text.folded)

    @cached_property
    def titled(self) -> str:
        return _blanked(_TITLES, self.marks, rim=1)

    @cached_property
    def words(self) -> str:
        return _blanked(_QUOTATIONS, self.titled, rim=1)


def is_web(block: Block) -> bool:
    """Whether a block is a line of the web page around the text, as found by the reader or by its words."""
    return block.kind is Kind.WEB or (
        len(block.text) <= 60 and not block.label and bool(_TOOLS.search(block.text.value))
    )


def passages(document: Document) -> Iterator[Passage]:
    """Every passage of a draft in reading order; web lines and code are none."""
    for block in document.blocks:
        if block.kind is Kind.TABLE and block.table:
            for row in block.table.rows:
                for cell in row:
                    if cell.value:
                        yield Passage(cell.text, block, True)
        elif block.kind in _READ and block.text.value and not is_web(block):
            yield Passage(block.text, block)


def texts(document: Document) -> Iterator[Text]:
    """Every text of a draft, cell by cell where it is a table, web lines included; code is left out."""
    for block in document.blocks:
        if block.kind is Kind.TABLE and block.table:
            yield from (cell.text for row in block.table.rows for cell in row)
        elif block.kind is not Kind.CODE:
            yield block.text


def label_span(block: Block) -> Span | None:
    """Where a heading's number stands, ``（一）`` before its words; ``None`` where markup comes between."""
    source = block.text.source
    end = block.text.at(0)
    while end > 0 and source.text[end - 1] in " \t\u3000":
        end -= 1
    start = end - len(block.label)
    return Span(start, end) if block.label and source.text[max(0, start) : end] == block.label else None


def runs_on(document: Document, before: Block, after: Block) -> bool:
    """Whether two blocks stand in one paragraph of the draft: a heading and the text that goes on behind it."""
    between = document.source.text[before.span.end : after.span.start]
    return before.span.end <= after.span.start and "\n" not in between
