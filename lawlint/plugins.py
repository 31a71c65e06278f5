"""Load plugins one by one, name the broken one, and hold what they all give."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from lawlint import hookspecs
from lawlint.errors import UsageError
from lawlint.installed import OWN, Plugin, about, installed
from lawlint.templates import Profiles
from lawlint.vetting import HOOKS, faults, list_fault, module_fault
from lawlint.yamlfile import nearest

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from lawlint.readers import Reader
    from lawlint.reporters import Reporter
    from lawlint.rules import Rule

# The names of plugins not to load, so that processes started for --jobs leave them out too.
_BLOCKED = "LAWLINT_BLOCKED_PLUGINS"


class Registry:
    """Everything available to a run: rules, profiles, readers and reporters by name.

    ``failures`` holds a message for each plugin that could not be loaded or whose hook failed: the rest works, and the
    run's exit status is 2.
    """

    def __init__(self) -> None:
        self.rules: dict[str, type[Rule]] = {}
        self.profiles = Profiles(self._options_by_rule)
        self.readers: list[Reader] = []
        self.reporters: dict[str, Reporter] = {}
        self.failures: list[str] = []
        self.plugins: list[Plugin] = []

    def _options_by_rule(self) -> dict[str, Collection[str]]:
        """Every name that a profile may give a level or options, with the options it has."""
        return {name: self.rules[name].options if name in self.rules else () for name in sorted(self.rule_names())}

    def rule_names(self) -> set[str]:
        """Every name findings may carry: rules, and the further names they report under."""
        from lawlint.rules import ENGINE_RULES

        return set(self.rules) | {name for rule in self.rules.values() for name in rule.also} | set(ENGINE_RULES)

    def check_rule_names(self, names: list[str], where: str) -> None:
        """:raises UsageError: a name is no rule's; the message gives the nearest one."""
        known = self.rule_names()
        for name in names:
            if name not in known:
                raise UsageError(
                    f"{where}：没有名为“{name}”的规则{nearest(name, known) or '；用 lawlint rules 查看全部规则'}"
                )


def block(names: list[str]) -> None:
    """Leave out plugins in this process and those it starts.

    :raises UsageError: no such plugin, or one that is part of lawlint.
    """
    known = {about(point) for point in installed()}
    others = sorted(plugin.name for plugin in known if plugin.distribution != OWN)
    for name in names:
        if name not in others:
            own = name in {plugin.name for plugin in known}
            why = "是 lawlint 自己的，不能停用" if own else f"没有安装{nearest(name, others)}"
            raise UsageError(f"-p no:{name}：插件“{name}”{why}")
    os.environ[_BLOCKED] = ",".join(names)


def load(points: list[EntryPoint] | None = None) -> Registry:
    """The registry of all installed plugins, the built-in ones among them. Never raises: see ``Registry.failures``."""
    manager = pluggy.PluginManager("lawlint")
    manager.add_hookspecs(hookspecs)
    registry = Registry()
    blocked = os.environ.get(_BLOCKED, "").split(",")
    found = [p for p in installed() if p.name not in blocked] if points is None else points
    # lawlint's own come first, so that a name both use is the other plugin's to change
    for point in sorted(found, key=lambda p: (about(p).distribution != OWN, p.name, p.value)):
        try:
            plugin = point.load()
            manager.register(plugin, name=point.name)
            manager.check_pending()
        except (Exception, SystemExit) as error:  # a plugin may fail in any way
            if manager.has_plugin(point.name):
                manager.unregister(name=point.name)
            registry.failures.append(_failed(point, f"没有载入：{_reason(error)}"))
            continue
        registry.plugins.append(about(point))
        _collect(registry, manager, plugin, point)
    return registry


def _failed(point: EntryPoint, what: str) -> str:
    return " ".join(f"插件“{point.name}”（{point.value}）{what}".split())


def _reason(error: BaseException) -> str:
    """An error of a plugin in one line, with what to do about the commonest."""
    if isinstance(error, ModuleNotFoundError):
        return f"找不到模块 {error.name}；重新安装这个插件，或改正 pyproject.toml 里的入口"
    if isinstance(error, pluggy.PluginValidationError) and "unknown hook" in str(error):
        hook = str(error).split("'")[1]
        return f"没有名为 {hook} 的钩子{nearest(hook, HOOKS) or '；可用：' + '、'.join(HOOKS)}"
    if isinstance(error, pluggy.PluginValidationError):
        return "钩子的参数不对；钩子都没有参数，写 def lawlint_rules():"
    return f"{type(error).__name__}: {error}"


def _collect(registry: Registry, manager: pluggy.PluginManager, plugin: object, point: EntryPoint) -> None:
    """Add what one plugin's hooks return; what is wrong is named and everything else still counts."""
    hooks = {caller.name for caller in manager.get_hookcallers(plugin) or ()}
    told = [module_fault(plugin, hooks)]
    for hook in HOOKS:
        if hook not in hooks:
            continue
        try:
            given = getattr(plugin, hook)()
            told.append(list_fault(hook, given))
            for thing in given if told[-1] is None else ():
                wrong = list(faults(hook, thing, registry))
                if not wrong:
                    _add(registry, hook, thing, own=about(point).distribution == OWN)
                told += wrong
        except (Exception, SystemExit) as error:
            told.append(f"{hook} 失败：{_reason(error)}")
    registry.failures += [_failed(point, f"：{fault}") for fault in told if fault]


def _add(registry: Registry, hook: str, thing: object, own: bool) -> None:
    """Take up what was found sound; ``own``: it comes with lawlint."""
    if hook == "lawlint_profiles":
        registry.profiles.add(Path(str(thing)), trusted=own)
    elif hook == "lawlint_rules":
        rule: type[Rule] = thing  # type: ignore[assignment]
        registry.rules[rule.name] = rule
    elif hook == "lawlint_judges":
        from lawlint.requirements import KINDS, Judge

        judge: type[Judge] = thing  # type: ignore[assignment]
        KINDS[judge.kind] = judge
        registry.profiles.judges.append(judge.kind)
    elif hook == "lawlint_readers":
        registry.readers.append(thing)  # type: ignore[arg-type]
    else:
        reporter: Reporter = thing  # type: ignore[assignment]
        registry.reporters[reporter.name] = reporter
