"""Load plugins one by one, name the broken one, and hold what they all give."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

from lawlint import hookspecs
from lawlint.errors import UsageError
from lawlint.templates import Profiles
from lawlint.yamlfile import nearest

if TYPE_CHECKING:
    from lawlint.readers import Reader
    from lawlint.reporters import Reporter
    from lawlint.rules import Rule

GROUP = "lawlint"


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
        self.plugins: list[str] = []

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


def load(points: list[EntryPoint] | None = None) -> Registry:
    """The registry of all installed plugins, the built-in ones among them. Never raises: see ``Registry.failures``."""
    manager = pluggy.PluginManager("lawlint")
    manager.add_hookspecs(hookspecs)
    registry = Registry()
    found = list(entry_points(group=GROUP)) if points is None else points
    for point in sorted(set(found), key=lambda p: (p.name, p.value)):
        try:
            plugin = point.load()
            manager.register(plugin, name=point.name)
            manager.check_pending()
        except (Exception, SystemExit) as error:  # a plugin may fail in any way
            if manager.has_plugin(point.name):
                manager.unregister(name=point.name)
            registry.failures.append(f"插件“{point.name}”（{point.value}）没有载入：{type(error).__name__}: {error}")
            continue
        registry.plugins.append(point.name)
        _collect(registry, manager, plugin, point.name)
    return registry


def _collect(registry: Registry, manager: pluggy.PluginManager, plugin: object, name: str) -> None:
    """Add what one plugin's hooks return; a hook that fails is named and the others still count."""
    for hook in ("lawlint_judges", "lawlint_rules", "lawlint_profiles", "lawlint_readers", "lawlint_reporters"):
        if not any(c.name == hook for c in manager.get_hookcallers(plugin) or ()):
            continue
        try:
            given = getattr(plugin, hook)()
            for thing in given:
                _add(
                    registry,
                    hook,
                    thing,
                    own=getattr(plugin, "__name__", "").startswith(("lawlint.", "lawlint_checks.")),
                )
        except (Exception, SystemExit) as error:
            registry.failures.append(f"插件“{name}”的 {hook} 失败：{type(error).__name__}: {error}")


def _add(registry: Registry, hook: str, thing: object, own: bool) -> None:
    """Make one thing a hook gave known; ``own``: it comes with lawlint."""
    if hook == "lawlint_profiles":
        path = Path(str(thing))
        if not path.exists():
            raise FileNotFoundError(f"模板路径 {path} 不存在")
        registry.profiles.add(path, trusted=own)
    elif hook == "lawlint_rules":
        rule: type[Rule] = thing  # type: ignore[assignment]
        other = registry.rules.get(rule.name)
        if other is not None and other is not rule:
            raise ValueError(f"规则名“{rule.name}”已被 {other.__module__} 使用")
        registry.rules[rule.name] = rule
    elif hook == "lawlint_judges":
        from lawlint.requirements import KINDS, Judge

        judge: type[Judge] = thing  # type: ignore[assignment]
        if KINDS.setdefault(judge.kind, judge) is not judge:
            raise ValueError(f"判定方式“{judge.kind}”已被 {KINDS[judge.kind].__module__} 使用")
        registry.profiles.judges.append(judge.kind)
    elif hook == "lawlint_readers":
        registry.readers.append(thing)  # type: ignore[arg-type]
    else:
        reporter: Reporter = thing  # type: ignore[assignment]
        registry.reporters[reporter.name] = reporter
