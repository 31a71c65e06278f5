"""Find, read and validate settings: ``[tool.lawlint]`` in pyproject.toml, or ``.lawlint.yaml``, the nearest upward."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawlint.errors import ProfileError, UsageError

if TYPE_CHECKING:
    from lawlint.plugins import Registry
    from lawlint.rules import Rule

NAMES = (".lawlint.yaml", ".lawlint.yml")
FAIL_ON = ("error", "warning", "info", "never")
SEVERITIES = ("error", "warning", "info")
STAGES = ("draft", "publish")
LARGEST = 2**20  # bytes of a configuration file


@dataclass(frozen=True)
class Config:
    """One configuration file's settings; ``path`` is ``None`` for the defaults."""

    path: Path | None = None
    profile: str | None = None
    fail_on: str = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    inline: bool = True
    stage: str = "draft"


_KEYS = {
    "profile": "文字",
    "fail-on": "、".join(FAIL_ON),
    "select": "规则名的列表",
    "ignore": "规则名的列表",
    "exclude": "路径样式的列表",
    "severity": "规则名到 error、warning、info 的映射",
    "options": "规则名到选项的映射",
    "inline-suppressions": "true 或 false",
    "stage": "、".join(STAGES),
}


def find(start: Path) -> Path | None:
    """The configuration file nearest to ``start`` (a file or folder), looking upward; ``None`` where there is none."""
    return next(above(start), None)


def above(start: Path) -> Iterator[Path]:
    """The configuration files that hold for ``start`` (a folder), the nearest first, one a folder.

    :raises UsageError: a folder cannot be looked into, holds two of them, or one that is no file.
    """
    try:
        here = start.resolve()
        for folder in (here, *here.parents):
            found = [folder / name for name in NAMES if os.path.lexists(folder / name)]
            if _has_section(folder / "pyproject.toml"):
                found.append(folder / "pyproject.toml")
            for file in found:
                if not file.is_file():
                    raise UsageError(f"配置 {file} 不是文件，或是断了的链接")
            if len(found) > 1:
                raise UsageError(f"{folder} 里有两份配置（{found[0].name} 和 {found[1].name}），请只留一份")
            yield from found
    except (OSError, RuntimeError) as error:
        raise UsageError(f"找配置时出错：{getattr(error, 'strerror', None) or error}（{start}）") from error


def _has_section(project: Path) -> bool:
    """Whether a pyproject.toml has settings for lawlint, however its table is written."""
    if not project.is_file():
        return False
    data = project.read_bytes()
    if b"lawlint" not in data:
        return False
    try:
        return "lawlint" in tomllib.loads(data.decode("utf-8-sig")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError, RecursionError):
        return b"[tool.lawlint" in data  # what is wrong is said when it is read


def read(path: Path, registry: Registry) -> Config:
    """The settings of a configuration file.

    :raises UsageError: it cannot be read or parsed, or has an unknown key, rule name or value; the message names file and line.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"配置文件 {path} 超过 {LARGEST >> 20} MB，不像配置")
        if not path.is_file():
            raise UsageError(f"配置文件 {path} 不是普通文件")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"读不出配置文件 {path}：{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"配置文件 {path} 不是 UTF-8 文本") from error
    if path.suffix == ".toml":
        data, lines = _toml(path, text)
    else:
        data, lines = _yaml(path, text)
    return _config(path, data, lines, registry)


def _toml(path: Path, text: str) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        data = tomllib.loads(text).get("tool", {}).get("lawlint", {})
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: 不是有效的 TOML：{error}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: 嵌套太深") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path}: tool.lawlint 应当是一张表")
    lines: dict[str, int] = {}
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            inside = line.strip().startswith("[tool.lawlint")
            if match := re.match(r"\s*\[tool\.lawlint\.([\w-]+)", line):
                lines.setdefault(match[1], number)
        elif inside and (match := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line)):
            lines.setdefault(match[1], number)
    return data, lines


def _yaml(path: Path, text: str) -> tuple[dict[str, Any], dict[str, int]]:
    from lawlint.yamlfile import load

    if not re.search(r"^[^\s#]", text, re.M):
        return {}, {}
    try:
        top = load(path, text).mapping()
        lines = {key: node.line for key, node in top.items()}
        data = {key: node.plain() for key, node in top.items()}
    except ProfileError as error:
        raise UsageError(str(error)) from error
    if data.get("inline-suppressions") in ("true", "false"):
        data["inline-suppressions"] = data["inline-suppressions"] == "true"
    return data, lines


def _config(path: Path, data: dict[str, Any], lines: dict[str, int], registry: Registry) -> Config:  # noqa: C901
    from lawlint.yamlfile import nearest

    def fail(key: str, message: str) -> UsageError:
        return UsageError(f"{path}:{lines.get(key, 1)}: {message}")

    for key in data:
        if key not in _KEYS:
            raise fail(key, f"不认识的设置“{key}”{nearest(key, _KEYS) or '；可用：' + '、'.join(_KEYS)}")
    lists: dict[str, tuple[str, ...]] = {}
    for key in ("select", "ignore", "exclude"):
        value = data.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise fail(key, f"“{key}”应当是{_KEYS[key]}")
        lists[key] = tuple(value)
    fail_on = data.get("fail-on", "error")
    if fail_on not in FAIL_ON:
        raise fail("fail-on", f"fail-on 的值“{fail_on}”不可用；可用：{_KEYS['fail-on']}")
    stage = data.get("stage", "draft")
    if stage not in STAGES:
        raise fail("stage", f"stage 的值“{stage}”不可用；可用：{_KEYS['stage']}")
    inline = data.get("inline-suppressions", True)
    if not isinstance(inline, bool):
        raise fail("inline-suppressions", f"inline-suppressions 应当是{_KEYS['inline-suppressions']}")
    for key in ("severity", "options"):
        if not isinstance(data.get(key, {}), dict):
            raise fail(key, f"“{key}”应当是{_KEYS[key]}")
    severity, options = data.get("severity", {}), data.get("options", {})
    for rule, value in severity.items():
        if value not in SEVERITIES:
            raise fail(
                rule if rule in lines else "severity",
                f"规则 {rule} 的级别“{value}”不可用；可用：{'、'.join(SEVERITIES)}",
            )
    for rule, value in options.items():
        if not isinstance(value, dict):
            raise fail("options", f"规则 {rule} 的选项应当是“选项: 值”的映射")
    for key, names in (*((k, lists[k]) for k in ("select", "ignore")), ("severity", severity), ("options", options)):
        registry.check_rule_names(list(names), f"{path}:{lines.get(key, 1)}: {key}")
    profile = data.get("profile")
    if profile is not None and not isinstance(profile, str):
        raise fail("profile", "profile 应当是模板名或模板文件的路径")
    if profile and (path.parent / profile).is_file():
        profile = str(path.parent / profile)
    return Config(
        path, profile, fail_on, lists["select"], lists["ignore"], lists["exclude"], severity, options, inline, stage
    )


def loosened(config: Config, registry: Registry, exclude: bool = True) -> str:
    """Where a configuration checks less than lawlint does by itself, in words; empty where it does not."""
    from lawlint.rules import Severity

    told = []
    if config.select:
        told.append(f"只运行 {len(config.select)} 条规则（{_few(config.select)}）")
    if config.ignore:
        told.append(f"停用了 {len(config.ignore)} 条规则（{_few(config.ignore)}）")
    lowered = [
        f"{rule} 降为 {level}"
        for rule, level in config.severity.items()
        if Severity(level).rank
        < max((k.severity.rank for k in registry.rules.values() if _reports(k, rule)), default=0)
    ]
    told += [f"降低了级别（{_few(lowered)}）"] if lowered else []
    told += [f"排除了文件（{_few(config.exclude)}）"] if config.exclude and exclude else []
    told += ["不以任何发现为失败（fail-on: never）"] if config.fail_on == "never" else []
    return "；".join(told)


def _reports(kind: type[Rule], name: str) -> bool:
    return name == kind.name or name in kind.also


def _few(names: Sequence[str], most: int = 8) -> str:
    return "、".join(names[:most]) + ("等" if len(names) > most else "")


STARTER = """\
# lawlint 的配置。本文件对所在文件夹及其下的文稿有效；每一项都可以省略。

# 模板。不写时按标题和章节自动选择；用 lawlint profiles 查看全部。
# profile: fazhi-annual-report

# 达到哪一级就以退出码 1 结束：error、warning、info、never。
fail-on: error

# 文稿到了哪一步：draft 起草，publish 发布。发布阶段，没有处理完的修订和批注是错误，起草阶段是提示。
# stage: publish

# 只运行这些规则；不写就是全部。用 lawlint rules 查看全部规则。
# select: [sum-mismatch, shortcoming-causes]

# 不运行这些规则。
# ignore: [duplicated-word]

# 改变某条规则的级别。
# severity:
#   shortcoming-causes: error

# 不检查的文件，写法同 .gitignore。
# exclude: ["归档/", "*.bak.md"]

# 是否认可文稿内的停用指令（lawlint: disable=规则名 -- 理由）。发布前的关口可以设为 false。
inline-suppressions: true
"""
