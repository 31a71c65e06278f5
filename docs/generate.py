"""Write the pages that are made from rules, profiles and registers: ``rules.md``, ``profiles.md``, ``usage.md``, ``laws.md``,
and ``lawlint.schema.json``, the JSON Schema by which editors complete and check ``.lawlint.yaml``.

Run ``python docs/generate.py`` after a change to a rule's docstring, a profile or a register; a test says when that was forgotten.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from lawlint_checks.usage import table as slips

from lawlint.config import FAIL_ON, SEVERITIES, STAGES
from lawlint.laws import register
from lawlint.plugins import Registry, load
from lawlint.reporters.pages import CERTAINTY, due
from lawlint.reporters.terminal import SEVERITY
from lawlint.rules import ENGINE_RULES, Rule, page
from lawlint.templates import Profile, Requirement

HERE = Path(__file__).parent
_NOTE = "<!-- 由 docs/generate.py 从规则和模板生成，请不要直接修改。 -->"


def rules(registry: Registry) -> str:
    """The page of all rules: a table, then each rule's own page."""
    found = sorted(registry.rules.values(), key=lambda rule: rule.name)
    lines = [_NOTE, "", "# 规则", ""]
    lines += ["每条规则的级别、依据和示例；与 `lawlint explain 规则` 的内容相同。", ""]
    lines += ["依据没有核对过原文的，最多是提醒；出自惯例的也最多是提醒。", ""]
    lines += ["| 规则 | 级别 | 查什么 |", "| --- | --- | --- |"]
    for rule in found:
        lines.append(f"| [{rule.name}](#{rule.name}) | {_level(rule)} | {_cell(page(rule).summary)} |")
    for rule in found:
        lines += [
            f"| {name} | {SEVERITY[rule.severity]} | {_cell(text)} 由 [{rule.name}](#{rule.name}) 报告。 |"
            for name, text in sorted(rule.also.items())
            if name not in registry.rules
        ]
    lines += [f"| {name} | — | {_cell(text)} 由检查程序自身报告。 |" for name, text in sorted(ENGINE_RULES.items())]
    for rule in found:
        lines += ["", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _level(rule: type[Rule]) -> str:
    return SEVERITY[rule.severity] + ("" if rule.enabled else "（默认关闭）")


def _rule(rule: type[Rule]) -> list[str]:
    text = page(rule)
    lines = [f"## {rule.name}", "", _prose(text.summary), "", f"级别：{_level(rule)}"]
    for head, body in text.paragraphs:
        joined = _prose("".join(line.strip() for line in body.split("\n")))
        lines += ["", f"**{head}**：{joined}" if head else joined]
    lines += ["", f"**依据**：{_prose(rule.basis or '—')}（{CERTAINTY[rule.certainty]}）"]
    if rule.also:
        lines += ["", f"同时报告：{'、'.join(sorted(rule.also))}"]
    if rule.options:
        lines += ["", "| 选项 | 类型 | 默认 | 意思 |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {key} | {o.type.__name__} | {_cell(str(o.default))} | {_cell(o.meaning)} |"
            for key, o in rule.options.items()
        ]
    return lines


def profiles(registry: Registry) -> str:
    """The page of all profiles: what each asks for, on which basis, and its deadlines and tables."""
    found = [registry.profiles.get(name) for name in registry.profiles.names]
    lines = [_NOTE, "", "# 模板", ""]
    lines += [
        "每个模板要求什么、依据是什么；与 `lawlint profiles --show 模板` 的内容相同，式样（正则表达式）从略。",
        "",
    ]
    lines += ["| 模板 | 名称 | 继承 |", "| --- | --- | --- |"]
    lines += [f"| [{p.name}](#{p.name}) | {_cell(p.title)} | {' → '.join(p.parents) or '—'} |" for p in found]
    for profile in found:
        lines += ["", *_profile(profile)]
    return "\n".join(lines) + "\n"


def _profile(profile: Profile) -> list[str]:
    lines = [f"## {profile.name}", "", f"{_prose(profile.title)}。{_prose(''.join(profile.about.split()))}"]
    if not profile.recognise_title:
        lines += ["", "不自动选用，用 `--profile` 或配置指定。"]
    if profile.requirements:
        lines += ["", "| 要件 | 名称 | 缺失时 | 依据 |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {r.name} | {_cell(r.title)} | {_missing(r)} | {_cell(r.basis)}（{CERTAINTY[r.certainty]}） |"
            for r in profile.requirements
        ]
    if profile.deadlines:
        lines += ["", "| 期限 | 与什么比较 | 截止 | 依据 |", "| --- | --- | --- | --- |"]
    for d in profile.deadlines:
        what = {"date": "成文日期", "published": "网页发布日期"}[d.of]
        lines.append(f"| {_cell(d.title)} | {what} | {due(d)} | {_cell(d.basis)}（{CERTAINTY[d.certainty]}） |")
    for table in profile.tables:
        lines += ["", f"表“{_prose(table.title)}”（{_prose(table.basis)}）："]
        says = [r.says for r in (*table.row_relations, *table.column_relations)]
        lines += ["", *(f"- {text}" for text in dict.fromkeys(says) if text)] if says else ["", "- 没有表内关系"]
    if profile.tasks and profile.tasks.agencies:
        lines += ["", "| 机构旧名 | 现名 | 自 |", "| --- | --- | --- |"]
        lines += [f"| {_names(a.old)} | {_cell(a.new)} | {a.since}年 |" for a in profile.tasks.agencies]
    return lines


def _missing(need: Requirement) -> str:
    return "不报（选报）" if need.optional else SEVERITY[need.severity]


def _names(patterns: tuple[str, ...]) -> str:
    """Patterns of names as people read them: (?:局|厅) as 局、厅, conditions left out."""
    plain = [re.sub(r"\(\?!.*?\)|\?$", "", p) for p in patterns]
    return _cell("，".join(re.sub(r"\(\?:(.*?)\)\??", lambda m: m[1].replace("|", "/"), p) for p in plain))


def usage() -> str:
    """The page of the slips of usage, from the table."""
    lines = [_NOTE, "", "# 用语、标点、数字", ""]
    lines += ["规则 `usage` 逐条查什么；来自 `profiles/register/usage.yaml`，可以在那里改正、增加。", ""]
    lines += [
        "另外由程序查：半角标点、直引号、并列书名号（引号）之间顿号不一、百分号全半角混用、半角句点、升降方向与数字相反。",
        "",
    ]
    lines += ["| 编号 | 错例 | 对例 | 级别 | 自动修正 | 依据 |", "| --- | --- | --- | --- | --- | --- |"]
    for entry in slips():
        mend = "—" if entry.fix is None else "`--fix`" if entry.safe else "`--unsafe-fixes`"
        basis = f"{_cell(entry.basis)}（{CERTAINTY[entry.certainty]}）"
        lines.append(
            f"| {entry.id} | {_cell(entry.wrong[0])} | {_cell(entry.right[0])} | {SEVERITY[entry.severity]} | {mend} | {basis} |"
        )
    return "\n".join(lines) + "\n"


def laws() -> str:
    """The page of the register of laws."""
    lines = [_NOTE, "", "# 法律、法规、文件名录", ""]
    lines += [
        "规则 `citation-name`、`citation-outdated` 的根据；来自 `profiles/register/laws.yaml`。没有列入的，一律不判断。",
        "",
    ]
    lines += [
        "| 名称 | 见过的错误写法 | 施行 | 不再作现行依据 | 代替 | 把握 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    known = {law.name: law for law in register().names.values()}
    for law in known.values():
        until = f"{law.until or '—'}" + (
            f"（{CERTAINTY[law.repealed]}）" if law.until and law.repealed != law.certainty else ""
        )
        lines.append(
            f"| {_cell(law.name)} | {_cell('、'.join(law.wrong) or '—')} | {law.since or '—'} | {until} | "
            f"{_cell(law.by or '—')} | {CERTAINTY[law.certainty]} |"
        )
    return "\n".join(lines) + "\n"


def schema(registry: Registry) -> str:
    """The JSON Schema (draft 2020-12) of a configuration file; rules of plugins are allowed beside the known ones."""
    rule = {"anyOf": [{"enum": sorted(registry.rule_names())}, {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}]}
    names = {"anyOf": [rule, {"type": "array", "items": rule}]}
    texts = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    keys: dict[str, Any] = {
        "profile": {"type": "string", "description": "模板名，或模板文件的路径（相对于本文件）"},
        "fail-on": {"enum": list(FAIL_ON), "description": "达到哪一级就以退出码 1 结束"},
        "select": {**names, "description": "只运行这些规则"},
        "ignore": {**names, "description": "不运行这些规则"},
        "severity": {
            "type": "object",
            "propertyNames": rule,
            "additionalProperties": {"enum": list(SEVERITIES)},
            "description": "规则名到级别的映射",
        },
        "options": {
            "type": "object",
            "propertyNames": rule,
            "additionalProperties": {"type": "object"},
            "description": "规则名到选项的映射；选项用 lawlint explain 规则名 查看",
        },
        "inline-suppressions": {"type": "boolean", "description": "是否认可文稿内的停用指令"},
        "stage": {"enum": list(STAGES), "description": "文稿到了哪一步：draft 起草，publish 发布"},
    }
    override = {
        "type": "object",
        "properties": {"files": {**texts, "description": "对哪些文稿，写法同 .gitignore"}, **keys},
        "required": ["files"],
        "additionalProperties": False,
    }
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "lawlint 的配置（.lawlint.yaml）",
        "type": ["object", "null"],
        "properties": {
            "extends": {**texts, "description": "先取这些配置文件（相对于本文件），再用本文件改动"},
            **keys,
            "exclude": {**texts, "description": "不检查的文件，写法同 .gitignore，从本文件所在的文件夹算起"},
            "required-plugins": {**texts, "description": "必须载入的插件，缺了就不检查"},
            "overrides": {"type": "array", "items": override, "description": "对一部分文稿另作设置"},
        },
        "additionalProperties": False,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _prose(text: str) -> str:
    """Text with what Markdown would read as markup shown as it is."""
    return re.sub(r"([\\`*_\[\]<>~#])", r"\\\1", text)


def _cell(text: str) -> str:
    return _prose(" ".join(text.split())).replace("|", "\\|")


def pages() -> dict[Path, str]:
    """The generated pages by path.

    :raises RuntimeError: a plugin did not load, so that pages would be missing.
    """
    registry = load()
    if registry.failures:
        raise RuntimeError("; ".join(registry.failures))
    return {
        HERE / "rules.md": rules(registry),
        HERE / "profiles.md": profiles(registry),
        HERE / "usage.md": usage(),
        HERE / "laws.md": laws(),
        HERE / "lawlint.schema.json": schema(registry),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.name)
