"""Whether a list claims to be complete, and how a list that misses its total is to be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from lawlint.figures.quantities import HUNDRED, Interval, Quantity, total
from lawlint.figures.reading import Reading
from lawlint.figures.scanner import scale_factor

_REST = re.compile(r"(?:其他|其它|其余|余下|剩余)")
_NEGATION = ("非", "不予", "不", "未", "无")
_OPEN_WORD = re.compile(
    r"等(?!级|额|次|待|候|同|于|高|量|效|值|离|保|价)|主要|重点|如[:,]|例如|仅|特别是|尤其|包括但不限"
)
_RANKED = re.compile(r"居首|首位|最多|次之|排名|列第|居第|前[三五十]|突出")
_CLASSES = re.compile(r"按照?[^,;。:]{1,14}(?:划?分|分类|归类|区分)")
_COMPLETE = re.compile(r"分为|分成|划分为|包括|包含|涵盖|组成|构成")
_OPPOSITES = (
    ("男", "女"), ("城", "乡"), ("城", "农"), ("线上", "线下"), ("省内", "省外"), ("市内", "市外"), ("境内", "境外"),
    ("国内", "国外"), ("办结", "在办"), ("办结", "结转下"), ("审结", "结转下"), ("办结", "办理中"), ("办结", "正在办理"), ("办理完毕", "仍在办理"), ("结", "未结"),
    ("新收", "结转"), ("新收", "旧存"), ("上级", "本级"), ("税收", "非税"), ("中央", "地方"), ("公开", "不公开"), ("合格", "不合格"),
)  # fmt: skip
# What comes in, and what becomes of it: the second is some of the first, save for what was carried over.
_INTAKE = re.compile(
    r"收到|共收|新收|受理|接收|接到|收案|收件|登记|立案|转办|交办|提起|申请|申报|承办|排查|抽[检查]|检查|走访|发现|线索|移送|报名|接待|举报|投诉|咨询|审核|审查|总数|总量|"
    r"问题|诉求|征集|收集|查处|查获|提出|发出|制发|隐患|纠纷|案件|应|发放|计划|提案|建议"
)
_OUTCOME = re.compile(
    r"办结|审结|结案|执结|已结|办理完毕|解决|答复|回复|整改|完成|化解|调处|成功|处置|处理|查实|属实|采纳|通过|有效|立案|合格|反馈|专任|已|实际|纠正|消除|移送|公诉|"
    r"逮捕|起诉|批准|判决|追究|问责|处分|没收|列入|录取|回收|落实|达标|持证|支持"
)
WORTHY = 1000  # below it a total and parts that miss it by one digit prove nothing


def worthy(whole: Quantity) -> bool:
    """Whether a total has so many digits that to miss it by one of them is no accident; 60亿 has two."""
    low, high = whole.interval
    return whole.value >= WORTHY and (low == high or whole.value >= WORTHY * (high - low))


def opens(words: str) -> bool:
    """Whether words say that what follows is only some: 主要, 例如."""
    return bool(_OPEN_WORD.search(words))


def closed(
    reading: Reading,
    whole: Quantity,
    parts: Sequence[Quantity],
    cues: Mapping[int, Any],
    shares: Mapping[int, Quantity],
) -> bool:
    """Whether the words close the list: 分为, 分别为, 包括 without 等, a bracket right behind the total, a last part 其他,
    two classes of what is there (男 and 女), or shares (``shares``: part index -> percentage) that make up 100 %."""
    if len(parts) < 2:
        return False
    first, last = parts[0], parts[-1]
    lead = reading.text[min(whole.end, first.start) : first.start][-60:]
    if _OPEN_WORD.search(lead) or _OPEN_WORD.match(last.after[:6]):
        return False
    if _REST.search(last.label):
        return True
    if _RANKED.search(reading.text[first.start : last.end + 8]):
        return False
    if (complete := by_shares(parts, shares)) is not None:
        return complete
    if first.frame != whole.frame:  # a bracket: closed where nothing but a noun stands between it and the total
        between = reading.text[whole.end : reading.frames[first.frame][1]] if first.frame in reading.frames else ","
        return not re.search(r"[,;。:、\d]", between) and not re.search("其中|含|另|旧存|结转", first.label)
    cue = cues.get(first.index)
    if cue and (cue.sort in ("each", "made") or (cue.sort == "split" and _COMPLETE.search(lead))):
        return True
    if cue and cue.sort == "split" and _CLASSES.search(lead):
        # 按 … 分 promises every class; but a list far too short names the largest ones only
        return total(parts).high * 5 >= whole.interval.low * 4 or slip(whole, parts)
    return static(parts)


def by_shares(parts: Sequence[Quantity], shares: Mapping[int, Quantity]) -> bool | None:
    """Whether the shares printed beside the parts make up 100 %; ``None`` where some part has none."""
    if len(parts) < 2 or any(p.index not in shares for p in parts):
        return None
    return total(shares[p.index] for p in parts).meets(Interval(HUNDRED, HUNDRED))


def rest(part: Quantity) -> bool:
    """Whether a part is what remains: 其他 …"""
    return bool(_REST.search(part.label))


_STATIC = re.compile(r"男|女|城|乡|农村|合格|达标|税收|线[上下]|[国省市境]内|自有|公办|民办")


def static(parts: Sequence[Quantity]) -> bool:
    """Whether two classes split what is there, so that nothing can be carried over: 男 and 女, 合格 and 不合格."""
    return len(parts) == 2 and complement(parts[0].label, parts[1].label) and bool(_STATIC.search(parts[0].label))


def complement(first: str, last: str) -> bool:
    """Whether two labels name classes that exclude each other and leave nothing: 合格 and 不合格, 男性 and 女性."""
    bare = first.replace("其中", "")
    for word in _NEGATION:
        at = last.find(word)
        if 0 <= at <= 4 and len(rest := last[at + len(word) :][:2]) == 2 and rest in bare:
            return True
    return any(a in bare and b in last and a not in last.replace(b, "") and b not in bare for a, b in _OPPOSITES)


def slip(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether one digit, changed in one of the numbers, would make the list add up."""
    summed = total(parts)
    low, high = whole.interval.low - summed.high, whole.interval.high - summed.low
    return _one_digit(whole, -high, -low) or any(_one_digit(p, low, high) for p in parts)


def _one_digit(number: Quantity, low: Decimal, high: Decimal) -> bool:
    """Whether changing one printed digit of a number changes its value by something between ``low`` and ``high``."""
    digits = number.printed.lstrip("-")
    digits = digits[: len(digits) - len(number.scale)] if number.scale else digits.rstrip("%")
    point = digits.find(".")
    whole = len(digits) if point < 0 else point
    if not digits.replace(".", "").isdigit():
        return False
    factor = scale_factor(number.scale)
    for at, char in enumerate(digits):
        if char == ".":
            continue
        place = whole - at - 1 if at < whole else whole - at
        step = Decimal(10) ** place * factor
        first = 1 if at == 0 and whole > 1 else 0
        if (first - int(char)) * step <= high and (9 - int(char)) * step >= low:
            count = int((low / step).to_integral_value(rounding="ROUND_CEILING"))
            if count * step <= high and count:
                return True
    return False


def slip_share(part: Quantity, base: Quantity, percent: Quantity) -> bool:
    """Whether one digit, changed in one of the three, would make ``part`` that percentage of ``base``."""
    rate = percent.interval
    if base.value <= 0 or part.value <= 0 or rate.low <= 0:
        return False
    share = part.value * HUNDRED / base.value
    return (
        _one_digit(percent, share - rate.high, share - rate.low)
        or _one_digit(part, rate.low * base.value / HUNDRED - part.value, rate.high * base.value / HUNDRED - part.value)
        or _one_digit(base, part.value * HUNDRED / rate.high - base.value, part.value * HUNDRED / rate.low - base.value)
    )


def slip_ratio(whole: Quantity, count: Decimal, mean: Quantity) -> bool:
    """Whether one digit, changed in the total or the mean, would make ``whole / count`` the mean."""
    if count <= 0:
        return False
    half = (mean.interval.high - mean.interval.low) / 2 or Decimal("0.5")
    missing = whole.value / count - mean.value
    return _one_digit(mean, missing - half, missing + half) or _one_digit(
        whole, (-missing - half) * count, (-missing + half) * count
    )


def plausible(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the parts come near enough to the whole to be meant as its parts."""
    summed = total(parts)
    return (summed.high * 2 >= whole.interval.low and summed.low * 2 <= whole.interval.high * 3) or slip(whole, parts)


def nearly(whole: Quantity, parts: Sequence[Quantity]) -> str | None:
    """Why an open list that misses its total is likely wrong all the same; ``None`` where it may well be right."""
    if len(parts) < 2:
        return None
    summed = total(parts)
    near = slip(whole, parts)
    done = [bool(_OUTCOME.search(p.label)) for p in parts]
    if any(done) and not all(done):  # 受理 …、办结 …: two measures, not one list
        return None
    if worthy(whole) and near:
        return "所列是否为全部不能由文字确定，但只改动一个数字即可相符"
    if any(stage(whole, p) or _OUTCOME.search(p.label) for p in parts):
        return None
    over = summed.low - whole.interval.high
    near_by = parts[0].sentence == whole.sentence
    if over > 0 and near_by and (alike(parts) or (not _overlapping(parts) and (near or over * 5 <= whole.value))):
        return "各类之间如有交叉，合计可以大于总数"
    under = whole.interval.low - summed.high
    if len(parts) >= 4 and near and 0 < under * 50 <= whole.value:
        return "所列是否为全部不能由文字确定"
    return None


_TRAITS = re.compile(
    r"女|妇|少数民族|党员|岁|学历|文化|大专|本科|研究生|农民工|残疾|老年|未成年|青年|退役|退休|困难|低保|重点|涉|干部|新|首次|一线|生产|外来|流动"
)


def _overlapping(parts: Sequence[Quantity]) -> bool:
    """Whether the classes may well have members in common: traits of people, and people of any kind."""
    return any(_TRAITS.search(p.label) for p in parts) or parts[0].group == "person" or any(not p.label for p in parts)


def alike(parts: Sequence[Quantity]) -> bool:
    """Whether the labels are of one make, so that their classes do not overlap: 涉废水, 涉废气, 涉固废."""
    labels = [re.sub("其中|[为有:,]", "", p.label) for p in parts]
    if len(labels) < 3 or any(len(name) < 2 for name in labels):
        return False
    return len({name[0] for name in labels}) == 1 or (
        len({name[-1] for name in labels}) == 1 and not any(_OUTCOME.search(n) for n in labels)
    )


def overlap(whole: Quantity, parts: Sequence[Quantity]) -> str | None:
    """A doubt where the classes may overlap or cases be carried over, in a list that its words close."""
    labels = "".join(p.label for p in parts)
    if re.search("结转|旧存|上年|去年", whole.label + whole.after + labels):
        return "可能含上期结转"
    if re.search("办结|审结|未结|在办|办理中", labels) and re.search("受理|收|立案", whole.label):
        return "办结数中可能含上期结转"
    return None


def intake(whole: Quantity) -> bool:
    """Whether a number tells what came in, was checked or is there in all: what rates are taken on."""
    return bool(_INTAKE.search(whole.label + whole.after)) or bool(
        re.search("共|总|全部|应|项|名", whole.label + whole.after)
    )


def outcome(part: Quantity) -> bool:
    """Whether a number tells what became of something, so that it begins another statement."""
    return bool(_OUTCOME.search(part.label))


def stage(whole: Quantity, part: Quantity) -> bool:
    """Whether ``part`` tells what became of ``whole``: 受理 … 办结."""
    return (
        bool(_INTAKE.search(whole.label + whole.after))
        and bool(_OUTCOME.search(part.label))
        and part.value <= whole.value
    )
