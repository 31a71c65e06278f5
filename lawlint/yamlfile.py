"""YAML as people write it: every value keeps its line, and what plain loading takes in silence is refused.

Scalars are read as the text they are (``NO`` stays NO, ``12:30`` stays 12:30); unknown and doubled keys are errors.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import yaml

from lawlint.document.text import fold
from lawlint.errors import ProfileError
from lawlint.patterns import Foreign

DEEPEST = 40  # levels of a YAML file; a profile has six
MOST = 100_000  # values of a YAML file, aliases written out
_OWN_TAGS = "tag:yaml.org,2002:"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def nearest(name: str, known: Iterable[str]) -> str:
    """``，是否想写“x”？`` for the known name most like ``name``, else an empty string."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"，是否想写“{close[0]}”？" if close else ""


def _listed(names: Iterable[str], what: str) -> str:
    """The names that there are, where they are few enough to read."""
    every = list(names)
    return f"；可用的{what}：{'、'.join(every)}" if 0 < len(every) <= 40 else ""


def _colon_hint(line: str) -> str:
    """What to do about a line whose key is closed by a full-width colon, or by one without a space behind it."""
    match = _KEY.match(line)
    if match is None:
        return ""
    if match["colon"] == "：":
        return f"；“{match['key']}”后面用了全角冒号“：”，请改成半角冒号加空格“: ”"
    return f"；“{match['key']}:”后面缺一个空格"


_KEY = re.compile(r"[\s-]*(?P<key>[\w-]{1,30})(?P<colon>：|:(?=[^\s/]))")
_SLIPS = (
    ("\t", "缩进用了制表符（Tab），请改成空格"),
    ("　", "缩进用了全角空格，请改成半角空格"),
)
_PROBLEMS = (
    ("found duplicate anchor", "锚点（&名称）重复"),
    ("found undefined alias", "引用（*名称）没有对应的锚点"),
    ("found unexpected end of stream", "引号没有闭合"),
    ("while scanning a quoted scalar", "引号没有闭合"),
    ("expected ',' or ']'", "方括号 [ ] 没有闭合，或者各项之间缺少半角逗号；式样里有 [ ] { } : # 的，要放在引号里"),
    ("expected ',' or '}'", "花括号 { } 没有闭合，或者各项之间缺少半角逗号"),
    ("did not find expected '-' indicator", "列表各项的“- ”没有对齐"),
    ("did not find expected key", "缩进没有对齐，或者上一行没有写完"),
    ("mapping values are not allowed", "同一行里有两个冒号，或者上一行没有写完；文字里有“: ”的，要放在引号里"),
    ("could not find expected ':'", "缺少半角冒号加空格“: ”"),
    ("while scanning an alias", "以 * 开头的文字要放在引号里"),
    ("while scanning an anchor", "以 & 开头的文字要放在引号里"),
    ("found unknown escape character", "双引号里的反斜杠不能这样写；正则表达式请用单引号"),
    ("found character", "有不能这样开头的字符；以 @ ` % 等开头的文字要放在引号里"),
)


def _problem(text: str, error: yaml.YAMLError) -> tuple[int, str]:
    """The line (from 1) on which a YAML file goes wrong, and what is wrong there, in Chinese with what to do.

    The parser notices most slips only on the line after: the lines up to there are looked at for what people mistype.
    """
    mark = getattr(error, "problem_mark", None)
    last = mark.line + 1 if mark else 1
    for number, line in reversed(list(enumerate(text.splitlines()[:last], 1))):
        indent = line[: len(line) - len(line.lstrip())]
        slip = next((say for char, say in _SLIPS if char in indent), None)
        hint = _colon_hint(line) if "#" not in line.split("：")[0] else ""
        if slip or "全角冒号" in hint:
            return number, "不是有效的 YAML：" + (slip or hint.lstrip("；"))
    told = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or error}"
    say = next((chinese for english, chinese in _PROBLEMS if english in told), told.strip().split("\n")[0])
    return last, f"不是有效的 YAML：{say}"


_PATTERN_FAULTS = (
    ("missing )", "少一个右括号“)”"),
    ("unbalanced parenthesis", "多一个右括号“)”"),
    ("unterminated character set", "方括号“[”没有闭合"),
    ("nothing to repeat", "“*”“+”“?”前面没有可以重复的内容"),
    ("multiple repeat", "“*”“+”“?”连写了两个"),
    ("bad escape", "反斜杠后面的字母不能这样写"),
    ("bad character range", "方括号里的范围写反了"),
    ("look-behind requires fixed-width", "(?<=…)、(?<!…) 里的长度必须固定"),
)


def _wrong_pattern(error: re.error) -> str:
    """What is wrong with a regular expression, in Chinese where it is a slip that people make."""
    say = next((chinese for english, chinese in _PATTERN_FAULTS if english in error.msg), error.msg)
    return say + (f"（第 {error.pos + 1} 个字符处）" if error.pos is not None else "")


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

    @property
    def is_text(self) -> bool:
        """Whether the node is a single text."""
        return isinstance(self.node, yaml.ScalarNode)

    def mapping(
        self, known: Iterable[str] | None = None, required: Iterable[str] = (), what: str = "键"
    ) -> dict[str, Node]:
        """The node as a mapping; keys outside ``known`` (where given), doubled and missing ones are errors.

        ``what``: what the keys are, for messages.
        """
        if not isinstance(self.node, yaml.MappingNode):
            text = str(self.node.value) if self.is_text else ""
            self.fail("这里应当是“键: 值”的映射" + (_colon_hint(text) if text else ""))
        found: dict[str, Node] = {}
        names = None if known is None else list(known)
        for key_node, value in self.node.value:
            key = Node(key_node, self.path, self.foreign)
            name = key.string()
            if names is not None and name not in names:
                key.fail(f"不认识的{what}“{name}”{nearest(name, names) or _listed(names, what)}")
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
            keys = [str(k.value) for k, _ in self.node.value] if isinstance(self.node, yaml.MappingNode) else []
            slip = "；“-”后面缺一个空格" if any(k.startswith("-") for k in keys) else ""
            self.fail("这里应当是列表（每项以“- ”开头）" + slip)
        return [Node(n, self.path, self.foreign) for n in self.node.value]

    def string(self) -> str:
        """The node as text, exactly as written."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("这里应当是文字")
        if not self.node.tag.startswith(_OWN_TAGS):  # !a.md: to YAML that is a tag, and the text is empty
            self.fail(f"以 ! 开头的值要加引号：'{self.node.tag}'")
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
        nodes = [self] if isinstance(self.node, yaml.ScalarNode) else self.items()
        for node in nodes if self.foreign else ():
            if re.match("[‘“]", node.string()) and re.search("[’”]$", node.string()):
                node.fail(f"“{node.string()}”用了中文引号，请改成半角的单引号 '…'，各项之间用半角逗号")
            try:
                re.compile(node.string())
            except re.error as error:
                node.fail(f"正则表达式“{node.string()}”有误：{_wrong_pattern(error)}")
        return tuple(self._marked(n) for n in nodes)

    def _marked(self, node: Node) -> str:
        """The pattern; in a user's own file full-width marks mean the half-width ones that the text is folded to."""
        if not self.foreign:
            return node.string()
        folded = "".join(c if fold(c) == c else re.escape(fold(c)) for c in node.string())
        return Foreign(folded, f"{self.path}:{node.line}")

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
        line, problem = _problem(text, error)
        raise ProfileError(f"{name}:{line}: {problem}") from error
    except RecursionError as error:
        raise ProfileError(f"{name}: 嵌套超过 {DEEPEST} 层") from error
    if node is None:
        raise ProfileError(f"{name}:1: 文件是空的")
    _bounded(node, name)
    return Node(node, name, foreign)


def _bounded(root: yaml.Node, name: str) -> None:
    """Refuse what would take for ever to read: values inside themselves, and names (``*a``) that multiply.

    :raises ProfileError: nested too deep, or too many values once every alias is written out.
    """
    waiting = [(root, 1)]
    seen = 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            raise ProfileError(f"{name}:{node.start_mark.line + 1}: 嵌套超过 {DEEPEST} 层")
        if seen > MOST:
            raise ProfileError(f"{name}: 展开别名（*名字）后超过 {MOST} 项，没有读取")
        if isinstance(node, yaml.SequenceNode):
            waiting += [(child, depth + 1) for child in node.value]
        elif isinstance(node, yaml.MappingNode):
            waiting += [(child, depth + 1) for pair in node.value for child in pair]
