"""Whether the words of a list say that it is complete."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lawlint.figures.quantities import Quantity
from lawlint.figures.reading import Reading

_REST = re.compile(r"(?:其他|其它|其余|余下|剩余|另有|余者)")
_NEGATED = re.compile(r"^(?:[^,]{0,6}?)(?:非|不予?|未|无|没有)")
_OPEN_WORD = re.compile(r"等(?!级|额|次|待|候|同|于|高|量|效|值|离|保|价)|主要|重点|如:|例如|仅|特别是|尤其|包含但不限")
_OPPOSITES = (
    ("男", "女"), ("城", "乡"), ("城", "农"), ("线上", "线下"), ("省内", "省外"), ("市内", "市外"), ("境内", "境外"),
    ("国内", "国外"), ("内", "外"), ("办结", "在办"), ("办结", "办理中"), ("结", "未结"), ("新收", "结转"), ("新收", "旧存"),
    ("同意", "不同意"), ("上级", "本级"), ("税收", "非税"), ("收入", "支出"), ("到期", "未到期"),
)  # fmt: skip


def closed_by_words(reading: Reading, whole: Quantity, parts: Sequence[Quantity], cues: Mapping[int, Any]) -> str | None:
    """``None`` where the words close the list; else, in Chinese, why it may be open."""
    if not parts:
        return "没有分项"
    first, last = parts[0], parts[-1]
    start = min(first.start, whole.end)
    text = reading.text[min(whole.end, start) : last.end]
    lead = reading.text[min(whole.end, first.start) : first.start]
    if _OPEN_WORD.search(lead[-20:]) or _OPEN_WORD.search(last.after[:6]):
        return "所列可能不是全部"
    if _REST.search(last.label):
        return None
    cue = cues.get(first.index)
    if first.frame != whole.frame and len(parts) > 1 and not re.search("其中|含|另", first.label):
        return None
    if cue and cue.sort in ("each",) and len(parts) > 1:
        return None
    if cue and cue.sort == "split" and re.search("分为|分成|包括|包含|涵盖|组成|构成", lead) and len(parts) > 1:
        return None
    if len(parts) == 2 and _complement(first.label, last.label):
        return None
    del text
    return "“其中”所列可能不是全部"


def _complement(first: str, last: str) -> bool:
    bare = re.sub("其中", "", first)
    other = _NEGATED.match(last)
    if other and len(bare) >= 2 and last[other.end() :][:2] and last[other.end() :][:2] in bare:
        return True
    return any(a in bare and b in last and a not in last for a, b in _OPPOSITES)
