"""Find, read and validate settings: ``[tool.lawlint]`` in pyproject.toml, or ``.lawlint.yaml``, the nearest upward.

Every setting keeps the file and line it was read from. A file may ``extends`` others, whose settings come first, and
change settings for some drafts by path (``overrides``).
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lawlint.errors import ProfileError, UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from lawlint.plugins import Registry
    from lawlint.rules import Rule

NAMES = (".lawlint.yaml", ".lawlint.yml")
LARGEST = 2**20  # bytes of a configuration file
FAIL_ON = ("error", "warning", "info", "never")
SEVERITIES = ("error", "warning", "info")
STAGES = ("draft", "publish")
DEFAULTS: Mapping[str, Any] = {"fail-on": "error", "inline-suppressions": True, "stage": "draft"}


class Key(NamedTuple):
    """A setting's name, taken apart: ``("severity", "usage")``, ``("options", "usage", "skip")``, ``("stage",)``."""

    name: str
    rule: str = ""
    option: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in self if part)


class Setting(NamedTuple):
    """A value and where it was set: the file, and the line from 1."""

    value: Any
    file: Path
    line: int

    @property
    def origin(self) -> str:
        """``file:line``, the file from the working directory where it lies below it."""
        file = self.file.resolve()
        here = Path.cwd()
        return f"{file.relative_to(here) if here in file.parents else file}:{self.line}"


Settings = dict[Key, Setting]
_INLINE = Key("inline-suppressions")


@dataclass(frozen=True)
class Override:
    """Settings for the drafts that ``files`` (patterns as in .gitignore, from ``folder``) name."""

    files: tuple[str, ...]
    folder: Path
    settings: Settings


@dataclass(frozen=True)
class Config:
    """The settings of a configuration file and what it extends; ``path`` is ``None`` for the defaults."""

    path: Path | None = None
    settings: Settings = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()

    def at(self, draft: Path) -> Config:
        """The settings for one draft: those of the overrides whose patterns name it come last."""
        settings = dict(self.settings)
        for override in self.overrides:
            if match(override.files, override.folder, draft) is not None:
                settings |= override.settings
        return replace(self, settings=settings, overrides=())

    def check_plugins(self, registry: Registry) -> None:
        """:raises UsageError: a plugin that the configuration requires is not loaded."""
        loaded = {name for plugin in registry.plugins for name in (plugin.name, plugin.distribution)}
        for key, setting in self.settings.items():
            if key.name == "required-plugins" and setting.value not in loaded:
                raise UsageError(f"{setting.origin}: 需要插件“{setting.value}”，没有安装或没有载入；安装它再检查")

    def _value(self, name: str) -> Any:
        setting = self.settings.get(Key(name))
        return DEFAULTS.get(name) if setting is None else setting.value

    @property
    def profile(self) -> str | None:
        """The name of a profile or the path of its file; ``None``: chosen from the draft."""
        found: str | None = self._value("profile")
        return found

    @property
    def fail_on(self) -> str:
        """The severity from which on a run fails, or ``never``."""
        return str(self._value("fail-on"))

    @property
    def stage(self) -> str:
        """``draft`` or ``publish``."""
        return str(self._value("stage"))

    @property
    def inline(self) -> bool:
        """Whether suppressions inside drafts count."""
        return bool(self._value("inline-suppressions"))

    @property
    def select(self) -> tuple[str, ...]:
        """The only rules to run; empty: all."""
        return tuple(key.rule for key in self.settings if key.name == "select")

    @property
    def ignore(self) -> tuple[str, ...]:
        """The rules not to run."""
        return tuple(key.rule for key in self.settings if key.name == "ignore")

    @property
    def severity(self) -> dict[str, str]:
        """Severities by rule, where they are not the rules' own."""
        return {key.rule: setting.value for key, setting in self.settings.items() if key.name == "severity"}

    @property
    def options(self) -> dict[str, dict[str, Any]]:
        """Options by rule, each of its own type."""
        found: dict[str, dict[str, Any]] = {}
        for key, setting in self.settings.items():
            if key.name == "options":
                found.setdefault(key.rule, {})[key.option] = setting.value
        return found

    @property
    def exclude(self) -> tuple[str, ...]:
        return tuple(setting.value for key, setting in self.settings.items() if key.name == "exclude")

    def under(self, outer: Config) -> Config:
        """These settings below a folder that has others: suppressions forbidden there cannot be allowed here."""
        setting = outer.settings.get(_INLINE)
        if setting is None or setting.value:
            return self
        return replace(self, settings={**self.settings, _INLINE: setting})

    @cached_property
    def _exclude(self) -> dict[Path, tuple[Setting, ...]]:
        found: dict[Path, tuple[Setting, ...]] = {}
        for key, setting in self.settings.items():
            if key.name == "exclude":
                found[setting.file.parent] = (*found.get(setting.file.parent, ()), setting)
        return found

    def excluding(self, path: Path, is_folder: bool = False, root: Path | None = None) -> Setting | None:
        """The pattern that leaves a file or folder out. Each counts from the folder of the file that names it.

        ``root``: where patterns count from for paths that do not lie below that folder.
        """
        for folder, settings in self._exclude.items():
            patterns = tuple(setting.value for setting in settings)
            number = match(patterns, folder, path, is_folder)
            if number is None and root is not None and folder.resolve() not in path.resolve().parents:
                number = match(patterns, root, path, is_folder)
            if number is not None:
                return settings[number]
        return None


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # imported only where there is something to match

    return GitIgnoreSpec.from_lines(patterns)


def match(patterns: tuple[str, ...], folder: Path, path: Path, is_folder: bool = False) -> int | None:
    """Which of the patterns, written as in .gitignore and counted from ``folder``, names a path below it."""
    base, full = folder.resolve(), path.parent.resolve() / path.name
    if not patterns or base not in full.parents:
        return None
    found = _spec(patterns).check_file(full.relative_to(base).as_posix() + "/" * is_folder)
    return found.index if found.include else None


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
    """The settings of a configuration file, after those of the files it extends.

    :raises UsageError: a file cannot be read or parsed, or has an unknown key, rule, option or value; the message names file and line.
    """
    config = _read(path, registry, ())
    config.check_plugins(registry)
    return config


def _read(path: Path, registry: Registry, chain: tuple[Path, ...]) -> Config:
    top = _Node(*_parsed(path), path)
    config = Config(path)
    known = (*_KEYS, "extends", "overrides")
    parts = top.mapping(known, "不认识的设置")
    if "extends" in parts:
        for node in parts["extends"].items("配置文件路径的列表"):
            base = path.parent / node.text("配置文件的路径")
            if base.resolve() in {p.resolve() for p in (*chain, path)}:
                node.fail(f"extends 成环：{' → '.join(p.name for p in (*chain, path, base))}")
            if not base.is_file():
                node.fail(f"要继承的配置文件“{base}”不存在")
            found = _read(base, registry, (*chain, path))
            config = Config(path, _joined(config.settings, found.settings), (*config.overrides, *found.overrides))
    settings = _joined(config.settings, _settings(parts, registry))
    overrides = [*config.overrides]
    for node in parts["overrides"].items("“files: [路径样式]”加设置的列表") if "overrides" in parts else ():
        part = node.mapping(("files", *(key for key in _KEYS if key not in _WHOLE)), "overrides 里不认识的设置")
        if "files" not in part:
            node.fail("overrides 的每一项要有 files（路径样式的列表）")
        files = tuple(_spec_of(item, item.text("路径样式")) for item in part.pop("files").items("路径样式的列表"))
        overrides.append(Override(files, path.parent, _settings(part, registry)))
    return Config(path, settings, tuple(overrides))


def _joined(base: Settings, own: Settings) -> Settings:
    """Settings over those of a file that is extended: a list to select replaces the other, everything else adds up."""
    if any(key.name == "select" for key in own):
        base = {key: setting for key, setting in base.items() if key.name != "select"}
    return base | own


class _Node:
    """A value of a configuration file with its place; every reading method raises ``UsageError`` naming file and line."""

    def __init__(self, value: Any, lines: Mapping[tuple[str, ...], int], file: Path, at: tuple[str, ...] = ()) -> None:
        self.value = value
        self.file = file
        self._lines = lines
        self._at = at

    @property
    def line(self) -> int:
        """The line of the value, or of the nearest thing around it whose line is known."""
        steps = range(len(self._at), 0, -1)
        return next((self._lines[self._at[:n]] for n in steps if self._at[:n] in self._lines), 1)

    @property
    def name(self) -> str:
        return next((part for part in reversed(self._at) if not part.isdigit()), "")

    def fail(self, message: str) -> Any:
        raise UsageError(f"{self.file}:{self.line}: {message}")

    def _below(self, key: str, value: Any) -> _Node:
        return _Node(value, self._lines, self.file, (*self._at, key))

    def mapping(self, known: tuple[str, ...] | None = None, fault: str = "") -> dict[str, _Node]:
        from lawlint.yamlfile import nearest

        if not isinstance(self.value, dict):
            self.fail(f"“{self.name}”应当是“键: 值”的映射")
        found = {key: self._below(key, value) for key, value in self.value.items()}
        for key, node in found.items():
            if known is not None and key not in known:
                node.fail(f"{fault}“{key}”{nearest(key, known) or '；可用：' + '、'.join(known)}")
        return found

    def items(self, what: str) -> list[_Node]:
        """The node as a list; a single value is a list of one."""
        if isinstance(self.value, dict):
            self.fail(f"“{self.name}”应当是{what}")
        values = self.value if isinstance(self.value, list) else [self.value]
        return [self._below(str(number), value) for number, value in enumerate(values)]

    def text(self, what: str) -> str:
        if not isinstance(self.value, str):
            self.fail(f"“{self.name}”应当是{what}")
        return str(self.value)

    def one_of(self, words: tuple[str, ...], what: str) -> str:
        if self.value not in words:
            self.fail(f"{what}“{self.value}”不可用；可用：{'、'.join(words)}")
        return str(self.value)

    def setting(self, value: Any) -> Setting:
        return Setting(value, self.file, self.line)


_Read = Iterator[tuple[Key, Setting]]


def _settings(parts: Mapping[str, _Node], registry: Registry) -> Settings:
    return {k: s for name, node in parts.items() if name in _KEYS for k, s in _KEYS[name](name, node, registry)}


def _profile(name: str, node: _Node, registry: Registry) -> _Read:
    profile = node.text("模板名或模板文件的路径")
    file = node.file.parent / profile
    yield Key(name), node.setting(str(file) if file.is_file() else profile)


def _flag(name: str, node: _Node, registry: Registry) -> _Read:
    if node.value not in (True, False, "true", "false"):
        node.fail(f"{name} 应当是 true 或 false")
    yield Key(name), node.setting(node.value in (True, "true"))


def _word(words: tuple[str, ...]) -> Callable[[str, _Node, Registry], _Read]:
    def read(name: str, node: _Node, registry: Registry) -> _Read:
        yield Key(name), node.setting(node.one_of(words, f"{name} 的值"))

    return read


def _rules(name: str, node: _Node, registry: Registry) -> _Read:
    for item in node.items("规则名的列表"):
        rule = item.text("规则名的列表")
        registry.check_rule_names([rule], f"{item.file}:{item.line}: {name}")
        yield Key(name, rule), item.setting(True)


def _patterns(name: str, node: _Node, registry: Registry) -> _Read:
    what = "插件名的列表" if name == "required-plugins" else "路径样式的列表"
    for item in node.items(what):
        pattern = item.text(what)
        _spec_of(item, pattern)
        yield Key(name, pattern, str(item.file)), item.setting(pattern)


def _spec_of(node: _Node, pattern: str) -> str:
    """The pattern, which can be one.

    :raises UsageError: it cannot.
    """
    try:
        _spec((pattern,))
    except ValueError as error:
        node.fail(f"“{pattern}”不是能用的路径样式：{error}")
    return pattern


def _severity(name: str, node: _Node, registry: Registry) -> _Read:
    for rule, item in node.mapping().items():
        registry.check_rule_names([rule], f"{item.file}:{item.line}: {name}")
        yield Key(name, rule), item.setting(item.one_of(SEVERITIES, f"规则 {rule} 的级别"))


def _options(name: str, node: _Node, registry: Registry) -> _Read:
    for rule, part in node.mapping().items():
        registry.check_rule_names([rule], f"{part.file}:{part.line}: {name}")
        kind = registry.rules.get(rule)
        known = tuple(kind.options) if kind else ()
        if isinstance(part.value, dict) and part.value and not known:
            part.fail(f"规则 {rule} 没有选项")
        for option, item in part.mapping(known, f"规则 {rule} 没有选项").items():
            try:
                value = kind.options[option].cast(item.value) if kind else item.value
            except ValueError as error:
                item.fail(f"规则 {rule} 的选项“{option}”{error}")
            yield Key(name, rule, option), item.setting(value)


_KEYS: dict[str, Callable[[str, _Node, Registry], _Read]] = {
    "profile": _profile,
    "fail-on": _word(FAIL_ON),
    "select": _rules,
    "ignore": _rules,
    "exclude": _patterns,
    "severity": _severity,
    "options": _options,
    "inline-suppressions": _flag,
    "required-plugins": _patterns,
    "stage": _word(STAGES),
}
_WHOLE = ("exclude", "required-plugins")  # settings of the whole run, not of one draft


# ---- files


def _parsed(path: Path) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    """What a configuration file says, and the line of each of its values by the way to it."""
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
    return _toml(path, text) if path.suffix == ".toml" else _yaml(path, text)


def _toml(path: Path, text: str) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    try:
        data = tomllib.loads(text).get("tool", {}).get("lawlint", {})
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: 不是有效的 TOML：{error}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: 嵌套太深") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path}: tool.lawlint 应当是一张表")
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] | None = None
    tables: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)\s*tool\.lawlint\.?([^\]]*)\]", line):
            table = tuple(part.strip("\"' ") for part in header[2].split(".") if part)
            if header[1] == "[[":
                tables[table] = tables.get(table, -1) + 1
            outer = next((t for t in sorted(tables, key=len, reverse=True) if table[: len(t)] == t), None)
            if outer is not None:
                table = (*outer, str(tables[outer]), *table[len(outer) :])
            lines.setdefault(table, number)
        elif re.match(r"\s*\[[^\]]*\]\s*(#.*)?$", line):
            table = None
        elif table is not None and (match := re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line)):
            lines.setdefault((*table, match[1]), number)
    return data, lines


def _yaml(path: Path, text: str) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    from lawlint.yamlfile import Node, load

    lines: dict[tuple[str, ...], int] = {}

    def plain(node: Node, at: tuple[str, ...], line: int | None = None) -> Any:
        import yaml

        lines[at] = node.line if line is None else line
        if isinstance(node.node, yaml.MappingNode):
            named = zip(node.mapping().items(), node.node.value, strict=True)
            return {key: plain(value, (*at, key), pair[0].start_mark.line + 1) for (key, value), pair in named}
        if isinstance(node.node, yaml.SequenceNode):
            return [plain(item, (*at, str(number))) for number, item in enumerate(node.items())]
        return node.string()

    if not re.search(r"^[^\s#]", text, re.M):
        return {}, {}
    try:
        top = load(path, text)
        top.mapping()
        data: dict[str, Any] = plain(top, ())
    except ProfileError as error:
        raise UsageError(str(error)) from error
    return data, lines


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

# 先取另一份配置（例如全市统一的设置），再用本文件改动；路径相对于本文件。
# extends: ../shared/全市.yaml

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

# 规则的选项，用 lawlint explain 规则名 查看。
# options:
#   规则名: {选项: 值}

# 不检查的文件，写法同 .gitignore，从本文件所在的文件夹算起；命令行上点名的文件也不例外。
# exclude: ["/归档/", "*.bak.md"]

# 对一部分文稿另作设置；后面的压过前面的。
# overrides:
#   - files: ["方案/"]
#     profile: implementation-plan
#     ignore: [usage]

# 必须载入的插件，缺了就不检查。
# required-plugins: [yunling]

# 是否认可文稿内的停用指令（lawlint: disable=规则名 -- 理由）。发布前的关口可以设为 false。
inline-suppressions: true
"""
