"""Damage a report on purpose: a chapter deleted, emptied, renamed, its text replaced by something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lawlint.document import Document, Section

# Text of the same kind of prose about something else, written for these tests.
UNRELATED = (
    "春季以来，云岭县各乡镇抓住晴好天气，组织农户翻耕水田，早稻育秧面积稳中有增。县农技站选派技术员下到田间，讲解浸种催芽和水肥管理，"
    "茶园修剪、果树嫁接也陆续完成。河谷地带的油菜花期比往年长，前来踏青的游客络绎不绝，沿线农家乐的床位在周末供不应求。"
    "县里的非遗工坊推出竹编、蜡染体验课，孩子们在老匠人的指点下编出了小竹篮。县图书馆新到一批绘本，阅览室延长了开放时间，"
    "每周末的故事会坐满了家长和孩子。体育公园的健步道铺上了新的塑胶，清晨和傍晚锻炼的人多了起来。进入夏季，气象部门提醒注意防范强对流天气，"
    "养殖户要及时加固圈舍，渔民要关注水情变化。秋收时节，稻谷亩产再创新高，粮站门口排起了送粮的车队，乡间的晒谷场上一片金黄。"
)

SYNONYMS = {
    "measures": ("这一年的法治答卷", "法治建设干了什么"),
    "shortcomings": ("需要正视的几个方面", "自查自纠中看到的"),
    "responsible-person": ("领导带头尚法守法", "班长抓法治"),
    "next-year-plan": ("往后怎么干", "新征程再出发"),
}


def chapters(document: Document) -> list[Section]:
    """The report's chapters."""
    return document.root.children


def _range(document: Document, section: Section) -> tuple[int, int, int]:
    """Start of the heading's line, end of that heading's line, end of the chapter, as offsets."""
    assert section.heading
    text = document.source.text
    start = text.rfind("\n", 0, section.heading.span.start) + 1
    line_end = text.find("\n", section.heading.span.end)
    line_end = len(text) if line_end < 0 else line_end
    all_ = chapters(document)
    index = all_.index(section)
    if index + 1 < len(all_):
        following = all_[index + 1].heading
        assert following
        end = text.rfind("\n", 0, following.span.start) + 1
    else:
        last = max((b.span.end for b in section.body()), default=line_end)
        end = text.find("\n", last)
        end = len(text) if end < 0 else end + 1
    return start, min(line_end, end), end


def delete(document: Document, sections: Sequence[Section]) -> str:
    """The draft without these chapters."""
    text = document.source.text
    for section in sorted(sections, key=lambda s: -s.span.start):
        start, _, end = _range(document, section)
        text = text[:start] + text[end:]
    return text


def empty(document: Document, sections: Sequence[Section]) -> str:
    """The draft with only the headings of these chapters left."""
    return _with_body(document, sections, lambda size: "\n")


def replace(document: Document, sections: Sequence[Section]) -> str:
    """The draft with the text of these chapters replaced by unrelated text of the same length."""

    def body(size: int) -> str:
        text = (UNRELATED * (size // len(UNRELATED) + 1))[:size]
        return "\n" + text[: text.rfind("，")] + "。\n"

    return _with_body(document, sections, body)


def _with_body(document: Document, sections: Sequence[Section], body: object) -> str:
    text = document.source.text
    for section in sorted(sections, key=lambda s: -s.span.start):
        _, line_end, end = _range(document, section)
        text = text[:line_end] + body(end - line_end) + text[end:]  # type: ignore[operator]
    return text


def rename(document: Document, section: Section, words: str) -> str:
    """The draft with another heading over this chapter."""
    assert section.heading
    span = section.heading.span
    text = document.source.text
    return text[: span.start] + words + text[span.end :]


def change_year(document: Document, section: Section, year: int) -> str:
    """The draft with every year in this chapter's heading, and in its first words, changed."""
    assert section.heading
    start, line_end, end = _range(document, section)
    text = document.source.text
    head = re.sub(r"(?:19|20)\d{2}", str(year), text[start:line_end])
    body = re.sub(r"^(\s*)(?:19|20)\d{2}(?=年)", rf"\g<1>{year}", text[line_end:end])
    return text[:start] + head + body + text[end:]
