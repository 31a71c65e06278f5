"""Brackets, title marks and quotation marks come in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lawlint.context import Context
from lawlint.document import Document, Kind, Text
from lawlint.rules import Certainty, Finding, Rule, Severity

from .passages import passages, runs_on

_CLOSER = {"《": "》", "〈": "〉", "〔": "〕", "(": ")", "【": "】", "「": "」", "『": "』", "﹝": "﹞"}
_OPENER = {close: open_ for open_, close in _CLOSER.items()}
_WIDE = str.maketrans("()", "（）")
# numbers such as 1) a) ① have only a right bracket
_NUMBERED = re.compile(r"(?:^|[。;:,、(\s])(?:\d{1,2}|[a-zA-Z]|[①-⑳]|[一二三四五六七八九十]{1,3})$")


class _Lone(NamedTuple):
    """A mark without its partner: the paragraph it stands in (by its place), the text and the offset."""

    paragraph: int
    text: Text
    at: int
    mark: str


class UnbalancedMarks(Rule):
    """括号、书名号、引号要成对。

    为什么：漏掉一半，读者分不清名称、引文到哪里为止。全角、半角混写的括号算一对；1) 这样的编号不算；
    连续几段的引文，每段都以“开头、末段才有”，不算漏。

    错误示例：认真贯彻《排污许可管理条例，落实“双随机”一公开”要求。

    正确示例：认真贯彻《排污许可管理条例》，落实“双随机、一公开”要求。
    """

    name = "unbalanced-marks"
    severity = Severity.WARNING
    basis = "GB/T 15834—2011《标点符号用法》4.8、4.9、4.15"
    certainty = Certainty.SECONDARY

    def check(self, context: Context) -> Iterable[Finding]:
        paragraphs = list(_paragraphs(context.document))
        brackets = [lone for i, texts in enumerate(paragraphs) for lone in _brackets(i, texts)]
        for lone in _not_met_later(brackets):
            missing = _CLOSER.get(lone.mark) or _OPENER[lone.mark]
            yield self._lone(lone, missing)
        for lone in _quotes(paragraphs):
            yield self._lone(lone, "”" if lone.mark == "“" else "“")

    def _lone(self, lone: _Lone, missing: str) -> Finding:
        start, end = max(0, lone.at - (0 if lone.mark in _CLOSER or lone.mark == "“" else 12)), lone.at + 1
        if lone.mark in _CLOSER or lone.mark == "“":
            end = min(len(lone.text), lone.at + 13)
        if lone.mark in "“”":
            left, right = ("左", "右") if lone.mark == "“" else ("右", "左")
            message = f"{left}引号没有与它成对的{right}引号"
        else:
            message = f"“{lone.mark.translate(_WIDE)}”没有与它成对的“{missing.translate(_WIDE)}”"
        return self.finding(lone.text.span(start, end), message, hint="补上缺的一半，或删去多余的一半")


def _paragraphs(document: Document) -> Iterator[list[Text]]:
    """The texts of each paragraph: a heading and the text that runs on from it are one; a cell is one."""
    group: list[Text] = []
    before = None
    for passage in passages(document):
        if passage.in_table or passage.block.kind is Kind.CODE:
            if group:
                yield group
            group, before = [], None
            yield [passage.text]
            continue
        if before is not None and runs_on(document, before, passage.block):
            group.append(passage.text)
        else:
            if group:
                yield group
            group = [passage.text]
        before = passage.block
    if group:
        yield group


def _brackets(paragraph: int, texts: list[Text]) -> Iterator[_Lone]:
    """The brackets of a paragraph that have no partner in it."""
    open_: list[_Lone] = []
    for text in texts:
        for at, mark in enumerate(text.folded):
            if mark in _CLOSER:
                open_.append(_Lone(paragraph, text, at, mark))
            elif mark in _OPENER:
                index = next((i for i in reversed(range(len(open_))) if open_[i].mark == _OPENER[mark]), None)
                if index is None:
                    if mark != ")" or not _NUMBERED.search(text.folded[max(0, at - 4) : at]):
                        yield _Lone(paragraph, text, at, mark)
                else:
                    yield from open_[index + 1 :]
                    del open_[index:]
    yield from open_


def _not_met_later(lones: list[_Lone]) -> list[_Lone]:
    """Without pairs whose halves stand in neighbouring paragraphs: the bracket holds a paragraph's end."""
    left: list[_Lone] = []
    for lone in lones:
        if lone.mark in _OPENER:
            met = next(
                (o for o in left if o.mark == _OPENER[lone.mark] and 0 < lone.paragraph - o.paragraph <= 2), None
            )
            if met:
                left.remove(met)
                continue
        left.append(lone)
    return left


def _quotes(paragraphs: list[list[Text]]) -> Iterator[_Lone]:
    """Quotation marks without partner. A quotation may go on over paragraphs that each begin with “."""
    pending: _Lone | None = None  # left open by an earlier paragraph
    for number, texts in enumerate(paragraphs):
        first = True
        open_: _Lone | None = None
        if pending and number - pending.paragraph > 1:
            yield pending
            pending = None
        for text in texts:
            for at, mark in enumerate(text.value):
                if mark == "“":
                    if pending and not (first and at == 0):
                        yield pending
                    pending = None
                    if open_:
                        following = next((c for c in text.value[at + 1 :] if c in "“”"), None)
                        closes = following != "”"  # “……“ stands for “……”
                        yield _Lone(number, text, at, mark) if closes else open_
                        open_ = None if closes else _Lone(number, text, at, mark)
                    else:
                        open_ = _Lone(number, text, at, mark)
                elif mark == "”":
                    if open_ is None and pending is None:
                        opens = "”" in text.value[at + 1 :] and "“" not in text.value[at + 1 :].split("”")[0]
                        yield _Lone(number, text, at, mark)
                        if opens and not re.match(r"[,。;:、!?)]|$", text.folded[at + 1 : at + 2]):
                            open_ = _Lone(number, text, at, "“")
                            continue
                    open_ = pending = None
                first = first and at == 0
        if open_:
            if pending:
                yield pending
            pending = open_
    if pending:
        yield pending
