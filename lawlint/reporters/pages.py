"""Pages about rules and profiles, from their docstrings and YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping

from lawlint.parts import Deadline
from lawlint.plugins import Registry
from lawlint.reporters.layout import pad, width
from lawlint.reporters.terminal import SEVERITY
from lawlint.rules import ENGINE_RULES, Certainty, Rule, page
from lawlint.templates import Profile

CERTAINTY = {
    Certainty.VERIFIED: "依据已核对原文",
    Certainty.SECONDARY: "依据见于他处转述，未核对原文",
    Certainty.MEMORY: "依据尚未核实",
    Certainty.ARITHMETIC: "不依赖规定，由文稿自身可以判定",
}


def _meanings(registry: Registry) -> dict[str, tuple[str, str]]:
    """Every rule name with its severity's value and its one-line meaning."""
    found = {name: ("error", text) for name, text in ENGINE_RULES.items()}
    for rule in registry.rules.values():
        found[rule.name] = (rule.severity.value if rule.enabled else "off", page(rule).summary)
        for name, text in rule.also.items():
            found[name] = (rule.severity.value, text)
    return dict(sorted(found.items()))


def rules(registry: Registry, format: str) -> str:
    """The list of all rules, as text or JSON."""
    found = _meanings(registry)
    if format == "json":
        return (
            json.dumps(
                [{"rule": n, "severity": s, "meaning": m} for n, (s, m) in found.items()], ensure_ascii=False, indent=1
            )
            + "\n"
        )
    names = {"error": "错误", "warning": "提醒", "info": "提示", "off": "关闭"}
    room = max(map(width, found), default=0) + 2
    return "".join(f"{pad(n, room)}{names[s]}  {m}\n" for n, (s, m) in found.items())


def owner(rules: Mapping[str, type[Rule]], name: str) -> type[Rule] | None:
    """The rule that reports under a name; ``None`` where the engine itself does."""
    return rules.get(name) or next((r for r in rules.values() if name in r.also), None)


def explain(rules: Mapping[str, type[Rule]], name: str) -> str:
    """The page of one rule: what it checks, why, on which basis and how sure, examples, options."""
    rule = owner(rules, name)
    if rule is None:
        return f"{name}\n\n{ENGINE_RULES[name]}\n"
    text = page(rule)
    state = "默认开启" if rule.enabled else "默认关闭，由模板或配置开启"
    lines = [f"{name}  {SEVERITY[rule.severity]}（{state}）", ""]
    if name != rule.name:
        lines += [rule.also[name], "", f"由规则 {rule.name} 报告：", ""]
    lines += [text.summary, ""]
    for head, body in text.paragraphs:
        lines += [f"{head}：{body}" if head else body, ""]
    if rule.basis:
        lines += [f"依据：{rule.basis}"]
    lines += [f"把握：{CERTAINTY[rule.certainty]}"]
    if rule.also and name == rule.name:
        lines += [f"同时报告：{'、'.join(rule.also)}"]
    if rule.options:
        lines += ["", "选项："]
        lines += [f"  {key}（{o.type.__name__}，默认 {o.default}）：{o.meaning}" for key, o in rule.options.items()]
    return "\n".join(lines).rstrip() + "\n"


def profiles(registry: Registry, format: str) -> str:
    """The list of all profiles, as text or JSON."""
    found = registry.profiles.readable()
    if format == "json":
        rows = [{"profile": p.name, "title": p.title, "extends": list(p.parents)} for p in found]
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    room = max((width(p.name) for p in found), default=0) + 2
    lines = []
    for p in found:
        lines.append(f"{pad(p.name, room)}{p.title}{'（在 ' + p.parents[0] + ' 之上）' if p.parents else ''}\n")
    return "".join(lines)


def profile(p: Profile, format: str) -> str:
    """One profile, resolved: its requirements with their bases, and what it changes of rules."""
    if format == "json":
        rows = [
            {"requirement": r.name, "title": r.title, "basis": r.basis, "certainty": r.certainty.value,
             "severity": r.severity.value, "optional": r.optional}
            for r in p.requirements
        ]  # fmt: skip
        data = {
            "profile": p.name,
            "title": p.title,
            "extends": list(p.parents),
            "requirements": rows,
            "rules": dict(p.rules),
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    lines = [f"{p.name}  {p.title}", f"文件：{p.path}"]
    if p.parents:
        lines.append(f"继承：{' → '.join(p.parents)}")
    if p.about:
        lines += ["", p.about.strip()]
    if p.recognise_title or p.recognise_headings:
        lines += ["", f"识别：标题符合 {' 或 '.join(p.recognise_title) or '—'}"]
    for number, r in enumerate(p.requirements, 1):
        weight = "选报" if r.optional else f"缺失为{SEVERITY[r.severity]}"
        lines += [
            "",
            f"{number}. {r.title}（{r.name}，{weight}）",
            f"   依据：{r.basis or '—'}（{CERTAINTY[r.certainty]}）",
        ]
        if r.headings:
            lines.append(f"   标题写法：{'、'.join(r.headings)}")
        for facet in r.facets:
            lines.append(f"   - {facet.title}：{'、'.join(facet.shown_by)}")
        if r.facets:
            lines.append(f"   以具体事实写明 {r.enough} 个以上方面为齐备")
        if r.hint:
            lines.append(f"   提示：{r.hint}")
    lines += [*_tasks(p), *_deadlines(p), *_tables(p)]
    if p.words:
        lines += ["", f"不足与措施对照的词表：{p.words}"]
    if p.rules:
        lines += ["", "规则：" + "、".join(f"{k}={v}" for k, v in sorted(p.rules.items()))]
    for rule, options in sorted(p.options.items()):
        lines.append(f"选项：{rule} " + "、".join(f"{k}={v}" for k, v in options.items()))
    return "\n".join(lines) + "\n"


def _tasks(p: Profile) -> list[str]:
    """What the profile says of a plan's tasks."""
    spec = p.tasks
    if spec is None:
        return []
    lines = ["", f"任务（在“{spec.within}”之下）：每项要有责任单位和完成时限"]
    lines += [f"   责任单位写作：{'、'.join((*spec.owner, *spec.owner_said))}"]
    lines += [f"   完成时限写作：{'、'.join(spec.deadline)}；没有截止日的：{'、'.join(spec.lasting)}"]
    lines += [f"   {'、'.join(a.old)} → {a.new}（{a.since}年起）" for a in spec.agencies]
    return lines


def _deadlines(p: Profile) -> list[str]:
    """The profile's deadlines with their bases."""
    lines = ["", "期限："] if p.deadlines else []
    for d in p.deadlines:
        what = {"date": "成文日期", "published": "网页发布日期"}[d.of]
        lines.append(f"   - {d.title}：{what}在{due(d)}（{d.name}，逾期为{SEVERITY[d.severity]}）")
        lines.append(f"     依据：{d.basis or '—'}（{CERTAINTY[d.certainty]}）")
    return lines


def due(deadline: Deadline) -> str:
    """The day of a deadline in words: 报告年度的次年3月1日之前."""
    year = "报告年度的次年" if deadline.year == "next" else "报告年度当年"
    return f"{year}{deadline.month}月{deadline.day}日{'以前' if deadline.inclusive else '之前'}"


def _tables(p: Profile) -> list[str]:
    """The profile's tables of fixed form, and the relations that must hold in them."""
    lines = []
    for table in p.tables:
        lines += ["", f"表：{table.title}（{table.name}）", f"   依据：{table.basis or '—'}"]
        words = {line.name: line.words[0].strip("^$") for line in (*table.rows, *table.columns)}
        for relation in (*table.row_relations, *table.column_relations):
            if len(relation.left) > 8:
                lines.append(f"   - {relation.says}（{len(relation.left)} 项）")
            else:
                sides = (" + ".join(words[n] for n in names) for names in (relation.left, relation.right))
                lines.append(f"   - {' = '.join(sides)}")
    return lines
