"""Words written twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lawlint.context import Context
from lawlint.document import Text
from lawlint.rules import Certainty, Edit, Finding, Fix, Rule, Severity

from .passages import passages

# Single characters: doubled by slip, with the words in which the doubling is right (参与与…, 目的的…, 为了了解…).
_SINGLE = (
    r"(?<![目标])(的)\1+(?![确士])|(?<![除为受到罢])(了)\2+(?![解然结不之如])|(?<!参)(与)\3+|(?<!以)(?<![普涉触])(及)\4+(?!时|格|其|第)"
    r"|(?<![实现自])(?<!实在)(在)\5+(?![案线])|(?<![但可于还就总也凡都正要])(是)\6+(?![否非])|(日)\7+内"
    r"|(?<![总缓调饱柔温祥共联平中])(和)\8+(?![气美睦平谐解])|(?<![合一兼吞])(并)\9+"
    r"|(?<=案)(件)\10+(?=\d)"
)
# Words of two characters that no sentence doubles on purpose, and that no compound joins end to start.
_DOUBLE = (
    "进行|开展|加强|推进|落实|组织实施|制定|印发|完善|建立|健全|提高|提升|以及|并且|通过|根据|按照|对于|关于|已经|持续|认真|严格|积极|"
    "全面|深入|我局|我市|我县|我区|我省|全市|全县|全区|全省|全年|今年|其中|存在|方面|情况|强化|明确|结合|依法|切实|不断|进一步|同时|及时|由于|因为|所以"
)
_DOUBLED = re.compile(
    rf"{_SINGLE}|(?P<word>{_DOUBLE})(?P=word)+(?![地率])|(?P<long>(?:(?![一二三四五六七八九十两半几多少])[一-鿿]){{3,12}})(?P=long)+"
)


class DuplicatedWord(Rule):
    """同一个字或词不应连写两遍。

    为什么：改稿时删补不净，最容易留下“的的”“进行进行”。“目的的”“参与与”“为了了解”这类正当的连用不报；
    只查不可能正当重复的字词，以及三个字以上的重复。

    错误示例：履行监管职责的的主管部门，进一步进一步加强协作。

    正确示例：履行监管职责的主管部门，进一步加强协作；以环境保护为目的的活动。
    """

    name = "duplicated-word"
    severity = Severity.WARNING
    certainty = Certainty.ARITHMETIC

    def check(self, context: Context) -> Iterable[Finding]:
        for passage in passages(context.document):
            for match in _DOUBLED.finditer(passage.words):
                if _reduplicated(passage.words, match) or _over_lines(passage.text, match):
                    continue
                group = match.lastindex or 0
                word, start, end = match[group], match.start(group), match.end(group)
                stop = match.end() - (1 if word == "日" else 0)
                surplus = passage.text.span(end, stop)
                yield self.finding(
                    passage.text.span(start, stop),
                    f"“{word}”写了{'两' if stop - start == 2 * len(word) else '几'}遍",
                    hint="删去多余的" + (f"“{word}”" if end - start < 4 else "一遍"),
                    fix=Fix((Edit(surplus, ""),)),
                )


def _reduplicated(words: str, match: re.Match[str]) -> bool:
    """Whether the doubling is the second half of a pair such as 暖暖和和."""
    start = match.start()
    return match.end() - start == 2 and start >= 2 and words[start - 1] == words[start - 2]


def _over_lines(text: Text, match: re.Match[str]) -> bool:
    """Whether a longer word ends one line of the draft and begins the next: a title and its text, more likely."""
    return match.end() - match.start() > 4 and "\n" in text.source.slice(text.span(*match.span()))
