"""A template for the one who drafts: its requirements as a list to tick off, and the skeleton of a draft."""

from __future__ import annotations

import re

from lawlint.parts import Asked, Length
from lawlint.reporters.pages import CERTAINTY, due
from lawlint.reporters.terminal import SEVERITY
from lawlint.templates import Profile, Requirement

_HAN = "一二三四五六七八九十"
_UNITS = {"shortcomings": "项不足", "plan": "项安排", "measures": "项举措", "causes": "处原因", "section": "句"}


def describe(profile: Profile) -> str:
    """What a template asks for as a Markdown list to tick off, in the template's order, each with its basis."""
    lines = [f"# {profile.title}：起草清单", ""]
    if profile.about:
        lines += ["".join(profile.about.split()), ""]
    inner = [r for r in profile.requirements if r.within]
    for need in profile.requirements:
        if not need.within:
            lines += _need(need, "")
            lines += [line for r in inner if r.within == need.name for line in _need(r, "  ")]
    for what, asked in (
        ("标题写明", profile.title_wording),
        ("主送", profile.addressee),
        ("抄送", profile.copies),
        ("附件", profile.attachments),
    ):
        lines += [f"- [ ] {what}“{one.title}”{_for(one.applies_to)}{_basis(one)}" for one in asked]
    if profile.length:
        lines.append(f"- [ ] 全文{_length(profile.length)}{_basis(profile.length)}")
    for deadline in profile.deadlines:
        lines.append(f"- [ ] {deadline.title}：{due(deadline)}{_for(deadline.applies_to)}{_basis(deadline)}")
    for table in profile.tables:
        lines.append(f"- [ ] 表：{table.title}" + (f"　依据：{table.basis}" if table.basis else ""))
    if profile.tasks:
        lines.append("- [ ] 每项任务写明责任单位和完成时限")
    if not (profile.requirements or profile.deadlines or profile.tasks):
        lines.append("这个模板没有逐项要件。")
    return "\n".join(lines) + "\n"


def _need(need: Requirement, indent: str) -> list[str]:
    weight = "选报" if need.optional else f"缺失为{SEVERITY[need.severity]}"
    lines = [f"{indent}- [ ] **{need.title}**（{weight}）{_for(need.applies_to)}{_basis(need)}"]
    if need.hint:
        lines.append(f"{indent}  - {need.hint}")
    if need.facets:
        lines.append(f"{indent}  - 以具体事实写明至少 {need.enough} 个方面：{'、'.join(f.title for f in need.facets)}")
    elif need.enough > 1:
        lines.append(f"{indent}  - 至少 {need.enough} {_UNITS.get(need.judge, '项')}")
    if need.each:
        lines.append(f"{indent}  - 每一项不足都写明原因")
    lines += [f"{indent}  - {f.title}不少于 {f.count:g}{f.unit}{_basis(f)}" for f in need.at_least]
    if need.length:
        lines.append(f"{indent}  - {_length(need.length)}{_basis(need.length)}")
    return lines


def _for(bodies: tuple[str, ...]) -> str:
    return f"（{'、'.join(bodies)}）" if bodies else ""


def _length(limit: Length) -> str:
    least, most = (f"不少于 {limit.least} 字" if limit.least else ""), (f"不超过 {limit.most} 字" if limit.most else "")
    return "，".join(filter(None, (least, most)))


def _basis(thing: object) -> str:
    """The basis of a thing, with how sure it is; empty where it has none."""
    basis, certainty = getattr(thing, "basis", ""), getattr(thing, "certainty", None)
    return f"　依据：{basis}" + (f"（{CERTAINTY[certainty]}）" if certainty else "") if basis else ""


def skeleton(profile: Profile) -> str:
    """A draft to fill in, in Markdown: every chapter with what to write there.

    What is to be filled in stands in 【】, which the rule ``placeholder`` tells as an error until it is gone.
    """
    title = profile.title_wording[0].title if profile.title_wording else re.sub(r"\(.*\)|（.*）", "", profile.title)
    lines = [f"# 【请填写发文机关】【请填写年份】年{title}", "", *_prompted("主送机关", profile.addressee)]
    chapters = [r for r in profile.requirements if not r.within]
    inner = [r for r in profile.requirements if r.within]
    for number, need in enumerate(chapters):
        count = _HAN[number] if number < len(_HAN) else str(number + 1)
        lines += [f"## {count}、{need.title}", "", _prompt(need), ""]
        for each, sub in enumerate(r for r in inner if r.within == need.name):
            if sub.judge != "causes":
                lines += [f"### （{_HAN[each]}）{sub.title.partition('：')[2] or sub.title}", "", _prompt(sub), ""]
    lines += _prompted("附件", profile.attachments)
    return "\n".join([*lines, "【请填写署名】", "", "【请填写成文日期】"]) + "\n"


def _prompt(need: Requirement) -> str:
    told = need.hint or f"写明{need.title}"
    return f"【请填写：{told}{'；没有的写“无”' if need.optional else ''}】"


def _prompted(what: str, asked: tuple[Asked, ...]) -> list[str]:
    names = "、".join(one.title for one in asked)
    return [f"【请填写{what}：{names}】：" if what == "主送机关" else f"【请填写{what}：{names}】", ""] if names else []
