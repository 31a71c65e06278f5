"""What plugins give, looked at before it is used: each fault in one line that says what to write instead."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawlint.errors import ProfileError

if TYPE_CHECKING:
    from lawlint.plugins import Registry

HOOKS = ("lawlint_judges", "lawlint_rules", "lawlint_profiles", "lawlint_readers", "lawlint_reporters")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SUFFIX = re.compile(r"\.[^./\\\s]+")


def module_fault(plugin: object, hooks: set[str]) -> str | None:
    """What is wrong with a plugin's module as such; ``hooks``: those of its functions that are hooks."""
    for name in HOOKS:
        if hasattr(plugin, name) and name not in hooks:
            return f"{name} 没有加装饰器；在它前面写 @lawlint.hookimpl"
    if not hooks:
        return f"没有任何钩子；实现 {'、'.join(HOOKS)} 之一，前面写 @lawlint.hookimpl"
    return None


def list_fault(hook: str, given: object) -> str | None:
    """What is wrong with what a hook returned as a whole."""
    if isinstance(given, (list, tuple)):
        return None
    said = "什么也没有返回" if given is None else f"返回的是 {type(given).__name__}"
    return f"{hook} {said}；应当返回列表，例如 return [...]"


def faults(hook: str, thing: Any, registry: Registry) -> Iterator[str]:
    """What is wrong with one thing a hook gave, the gravest first."""
    yield from _CHECKS[hook](thing, registry)


def _rule(thing: Any, registry: Registry) -> Iterator[str]:
    from lawlint.rules import ENGINE_RULES, Certainty, Option, Rule, Severity

    if isinstance(thing, Rule):
        yield f"规则 {type(thing).__name__} 给的是实例；应当给类，写 return [{type(thing).__name__}]，不加括号"
        return
    if not (isinstance(thing, type) and issubclass(thing, Rule)):
        yield f"{_said(thing)} 不是规则；应当是 lawlint.rules.Rule 的子类"
        return
    name, title = getattr(thing, "name", None), thing.__name__
    if not (isinstance(name, str) and _NAME.fullmatch(name)):
        said = "没有 name" if name is None else f"的 name 是 {name!r}"
        yield f'规则 {title} {said}；写小写字母和连字符，例如 name = "title-stop"'
        return
    other = registry.rules.get(name)
    if (other is not None and other is not thing) or name in ENGINE_RULES:
        yield f"规则名“{name}”已被 {other.__module__ if other else 'lawlint'} 使用；换一个名字，例如加上单位的前缀"
        return
    if not isinstance(thing.severity, Severity):
        yield f"规则 {name} 的 severity 是 {thing.severity!r}；应当写 severity = Severity.{_severity(thing.severity)}"
    if not isinstance(thing.certainty, Certainty):
        yield f"规则 {name} 的 certainty 是 {thing.certainty!r}；应当是 Certainty.VERIFIED 等，从 lawlint.rules 引入"
    if thing.basis is not None and not isinstance(thing.basis, str):
        yield f"规则 {name} 的 basis 是 {type(thing.basis).__name__}；应当是文字或 None"
    if thing.check is Rule.check:
        yield f"规则 {name} 没有 check 方法；写 def check(self, context)，逐处 yield self.finding(...)"
    if not isinstance(thing.options, Mapping) or not all(isinstance(o, Option) for o in thing.options.values()):
        yield f'规则 {name} 的 options 不对；写 options = {{"limit": Option(int, 3, "最多几处")}}'
    if not isinstance(thing.also, Mapping):
        yield f'规则 {name} 的 also 不对；写 also = {{"另一规则名": "一句说明"}}'
    if not _takes(thing, 0):
        yield f"规则 {name} 的 __init__ 有必填的参数；不要有，选项用 options 声明"


def _severity(given: object) -> str:
    """The name of the severity a plugin's author must have meant."""
    word = str(given).upper()
    return word if word in ("ERROR", "WARNING", "INFO") else "WARNING"


def _profile(thing: Any, registry: Registry) -> Iterator[str]:
    if not isinstance(thing, (str, Path)):
        yield f'模板 {_said(thing)} 不是路径；写 Path(__file__).parent / "模板.yaml"'
        return
    path = Path(thing)
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not path.exists() or not files:
        yield f"{path} {'里没有 .yaml 模板' if path.exists() else '不存在'}；在 pyproject.toml 里把 .yaml 列为包的数据"
        return
    if not registry.profiles.names:  # lawlint's own, which its tests have read; at start-up that would cost too much
        return
    apart = deepcopy(registry.profiles)
    for file in files:
        if file.stem in registry.profiles.names:
            yield f"模板名“{file.stem}”已经有了；换一个名字，在模板里用 extends 继承它"
        apart.add(file)
    for file in files:
        try:
            apart.get(file.stem)
        except ProfileError as error:
            yield str(error)


def _reader(thing: Any, registry: Registry) -> Iterator[str]:
    from lawlint.readers import ACCEPTS, Reader

    form = 'Reader("名字", (".扩展名",), 读取函数)'
    if not isinstance(thing, Reader):
        yield f"{_said(thing)} 不是读取器；写 {form}"
        return
    suffixes = thing.suffixes
    if isinstance(suffixes, str) or not suffixes:
        yield f"读取器 {thing.name} 没有扩展名的列表（写的是 {suffixes!r}）；写 {form}，一个也要有逗号"
        return
    for suffix in suffixes:
        if not (isinstance(suffix, str) and _SUFFIX.fullmatch(suffix) and suffix == suffix.lower()):
            yield f'读取器 {thing.name} 的扩展名 {suffix!r} 不对；写小写、以点开头的，例如 ".own"'
    taken = {s: reader.name for reader in registry.readers for s in reader.suffixes}
    for suffix in suffixes:
        if suffix in taken:
            yield f"读取器 {thing.name} 的扩展名 {suffix} 已由 {taken[suffix]} 读取；换一个扩展名"
    if not callable(thing.read):
        yield f"读取器 {thing.name} 的 read 不是函数；写 {form}"
    unknown = set(thing.accepts) - set(ACCEPTS)
    if unknown:
        yield f"读取器 {thing.name} 的 accepts 里有 {'、'.join(sorted(unknown))}；可用：{'、'.join(ACCEPTS)}"


def _reporter(thing: Any, registry: Registry) -> Iterator[str]:
    form = 'Reporter("名字", "说明", 函数)'
    if isinstance(thing, type) or not all(hasattr(thing, part) for part in ("name", "title", "render", "beside")):
        yield f"{_said(thing)} 不是输出格式；写 {form}"
        return
    if not (isinstance(thing.name, str) and thing.name and "=" not in thing.name):
        yield f"输出格式的名字 {thing.name!r} 不对；不能空，不能有等号"
        return
    if thing.name in registry.reporters:
        yield f"输出格式“{thing.name}”已经有了；换一个名字"
        return
    if not callable(thing.render) or not _takes(thing.render, 2):
        yield f"输出格式 {thing.name} 的函数不对；写 def render(run, style)，返回文字，{form}"


def _judge(thing: Any, registry: Registry) -> Iterator[str]:
    from lawlint.requirements import KINDS, Judge

    if not (isinstance(thing, type) and issubclass(thing, Judge)):
        yield f"{_said(thing)} 不是判定方式；应当是 lawlint.requirements.Judge 的子类，给类，不加括号"
        return
    kind = getattr(thing, "kind", None)
    if not (isinstance(kind, str) and _NAME.fullmatch(kind)):
        yield f"判定方式 {thing.__name__} 的 kind 是 {kind!r}；写小写字母和连字符，例如 kind = 'own-table'"
    elif KINDS.get(kind, thing) is not thing:
        yield f"判定方式“{kind}”已被 {KINDS[kind].__module__} 使用；换一个名字"


_CHECKS: dict[str, Callable[[Any, Registry], Iterator[str]]] = {
    "lawlint_judges": _judge,
    "lawlint_rules": _rule,
    "lawlint_profiles": _profile,
    "lawlint_readers": _reader,
    "lawlint_reporters": _reporter,
}


def _takes(function: Callable[..., object], count: int) -> bool:
    """Whether a function can be called with that many arguments by position."""
    try:
        inspect.signature(function).bind(*[None] * count)
    except TypeError:
        return False
    except ValueError:  # built in: it does not say
        return True
    return True


def _said(thing: object) -> str:
    """A thing in a few words."""
    text = getattr(thing, "__name__", None) or repr(thing)
    return text if len(text) <= 60 else text[:60] + "……"
