"""YAML as people write it: every value keeps its line, and what plain loading takes in silence is refused.

Scalars are read as the text they are (``NO`` stays NO, ``12:30`` stays 12:30); unknown and doubled keys are errors.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from lawlint.errors import ProfileError
from lawlint.patterns import Foreign

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def nearest(name: str, known: Iterable[str]) -> str:
    """``，是否想写“x”？`` for the known name most like ``name``, else an empty string."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"，是否想写“{close[0]}”？" if close else ""


class Node:
    """A YAML node with its file and line. Every reading method raises ``ProfileError`` naming both.

    ``foreign``: the file is the user's own, so its patterns run with a time limit.
    """

    def __init__(self, node: yaml.Node, path: str, foreign: bool = False) -> None:
        self.node = node
        self.path = path
        self.foreign = foreign

    @property
    def line(self) -> int:
        """The line the node begins on, from 1."""
        return int(self.node.start_mark.line) + 1

    def fail(self, message: str) -> NoReturn:
        """Raise ``ProfileError`` with file and line before the message."""
        raise ProfileError(f"{self.path}:{self.line}: {message}")

    def mapping(self, known: Iterable[str] | None = None, required: Iterable[str] = ()) -> dict[str, Node]:
        """The node as a mapping; keys outside ``known`` (where given), doubled and missing ones are errors."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("这里应当是“键: 值”的映射")
        found: dict[str, Node] = {}
        names = None if known is None else list(known)
        for key_node, value in self.node.value:
            key = Node(key_node, self.path, self.foreign)
            name = key.string()
            if names is not None and name not in names:
                key.fail(f"不认识的键“{name}”{nearest(name, names) or '；可用的键：' + '、'.join(names)}")
            if name in found:
                key.fail(f"键“{name}”重复，前一次在第 {found[name].line} 行")
            found[name] = Node(value, self.path, self.foreign)
        for name in required:
            if name not in found:
                self.fail(f"缺少必需的键“{name}”")
        return found

    def items(self) -> list[Node]:
        """The node as a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("这里应当是列表（每项以“- ”开头）")
        return [Node(n, self.path, self.foreign) for n in self.node.value]

    def string(self) -> str:
        """The node as text, exactly as written."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("这里应当是文字")
        return str(self.node.value)

    def strings(self) -> tuple[str, ...]:
        """The node as a list of texts; a single text is a list of one."""
        if isinstance(self.node, yaml.ScalarNode):
            return (self.string(),)
        return tuple(n.string() for n in self.items())

    def integer(self) -> int:
        """The node as a whole number."""
        text = self.string()
        try:
            return int(text)
        except ValueError:
            self.fail(f"“{text}”应当是整数")

    def boolean(self) -> bool:
        """The node as ``true`` or ``false``; nothing else is taken for either."""
        text = self.string()
        if text not in ("true", "false"):
            self.fail(f"“{text}”应当是 true 或 false")
        return text == "true"

    def one_of(self, allowed: Iterable[str]) -> str:
        """The node as one of the allowed words."""
        text, words = self.string(), list(allowed)
        if text not in words:
            self.fail(f"“{text}”不是可用的值{nearest(text, words) or '；可用：' + '、'.join(words)}")
        return text

    def patterns(self) -> tuple[str, ...]:
        """The node as a list of regular expressions, those of a user's own file each tried for syntax.

        Installed files are tried by the tests of their package: at start-up that would cost more than reading them.
        """
        import re

        nodes = [self] if isinstance(self.node, yaml.ScalarNode) else self.items()
        for node in nodes if self.foreign else ():
            try:
                re.compile(node.string())
            except re.error as error:
                node.fail(f"正则表达式“{node.string()}”有误：{error}")
        return tuple(self._marked(n) for n in nodes)

    def _marked(self, node: Node) -> str:
        return Foreign(node.string(), f"{self.path}:{node.line}") if self.foreign else node.string()

    def plain(self) -> Any:
        """The node as plain lists, dicts and texts."""
        if isinstance(self.node, yaml.MappingNode):
            return {k: v.plain() for k, v in self.mapping().items()}
        if isinstance(self.node, yaml.SequenceNode):
            return [n.plain() for n in self.items()]
        return self.string()


def load(path: str | Path, text: str | None = None, foreign: bool = False) -> Node:
    """The root node of a YAML file.

    :raises ProfileError: the file cannot be read, is no YAML, or is empty; the message names file and line.
    """
    name = str(path)
    if text is None:
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ProfileError(f"{name}: 读不出来：{getattr(error, 'strerror', None) or '不是 UTF-8 文本'}") from error
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).split("\n")[0]
        raise ProfileError(f"{name}:{mark.line + 1 if mark else 1}: 不是有效的 YAML：{problem}") from error
    if node is None:
        raise ProfileError(f"{name}:1: 文件是空的")
    return Node(node, name, foreign)
