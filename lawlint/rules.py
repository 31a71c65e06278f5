"""What a rule is, and what it finds.

A rule is a small class with a name, a severity, a basis, and a ``check`` that yields findings. Its docstring, in
Chinese, is the page that ``lawlint explain`` shows: the first line says what it asks; paragraphs may begin with
``为什么：``, ``依据：``, ``错误示例：``, ``正确示例：``, ``选项：``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from lawlint.document import Span
from lawlint.levels import Certainty, Severity

if TYPE_CHECKING:
    from lawlint.context import Context

__all__ = ["ENGINE_RULES", "Certainty", "Edit", "Finding", "Fix", "Option", "Page", "Rule", "Severity", "page"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of ``span`` by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair of one finding. ``safe``: it can change nothing but the fault."""

    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a draft, and where. ``quote`` overrides the words of the span, for what must not be shown."""

    rule: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    basis: str | None = None
    requirement: str | None = None
    fix: Fix | None = None
    quote: str | None = None

    def at_severity(self, severity: Severity) -> Finding:
        """This finding with another severity."""
        return replace(self, severity=severity)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a rule: its type (``int``, ``str``, ``bool`` or ``list``), default, and meaning in Chinese."""

    type: type
    default: Any
    meaning: str

    def cast(self, value: Any) -> Any:
        """The value as this option's type; YAML gives every value as text.

        :raises ValueError: it is of another type; the message says in Chinese which is wanted.
        """
        if isinstance(value, self.type) and not (self.type is int and isinstance(value, bool)):
            return value
        if isinstance(value, str) and self.type is int and value.lstrip("-").isdecimal():
            return int(value)
        if isinstance(value, str) and self.type is bool and value in ("true", "false"):
            return value == "true"
        if isinstance(value, str) and self.type is list:
            return [value]
        names = {int: "整数", str: "文字", bool: "true 或 false", list: "列表"}
        raise ValueError(f"应当是{names.get(self.type, self.type.__name__)}，写的是“{value}”")


class Rule:
    """Base of all rules: subclass it, set the class variables, write the docstring page, implement ``check``."""

    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    basis: ClassVar[str | None] = None
    certainty: ClassVar[Certainty] = Certainty.ARITHMETIC
    enabled: ClassVar[bool] = True  # False: runs only where a profile or the configuration switches it on
    options: ClassVar[Mapping[str, Option]] = {}
    # Further rule names this module reports under, each with its one-line meaning (missing-section beside shortcomings).
    also: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **options: Any) -> None:
        unknown = set(options) - set(self.options)
        if unknown:
            raise ValueError(f"{self.name}: unknown option {', '.join(sorted(unknown))}")
        self.settings: dict[str, Any] = {k: o.default for k, o in self.options.items()} | options

    def check(self, context: Context) -> Iterable[Finding]:
        """Yield what this rule finds in one draft. Must not read files or write anywhere."""
        raise NotImplementedError

    def finding(
        self,
        span: Span,
        message: str,
        *,
        hint: str | None = None,
        severity: Severity | None = None,
        basis: str | None = None,
        requirement: str | None = None,
        fix: Fix | None = None,
        rule: str | None = None,
        quote: str | None = None,
    ) -> Finding:
        """A finding of this rule, with its severity and basis where none is given; an empty basis is none at all."""
        return Finding(
            rule=rule or self.name,
            severity=severity or self.severity,
            message=message,
            span=span,
            hint=hint,
            basis=(self.basis if basis is None else basis) or None,
            requirement=requirement,
            fix=fix,
            quote=quote,
        )


@dataclass(slots=True)
class Page:
    """A rule's docstring, taken apart."""

    summary: str
    paragraphs: list[tuple[str, str]] = field(default_factory=list)


def page(rule: type[Rule]) -> Page:
    """The documentation page of a rule: its summary and its headed paragraphs, from the docstring."""
    import inspect

    text = inspect.cleandoc(rule.__doc__ or "")
    first, _, rest = text.partition("\n\n")
    result = Page(" ".join(first.split()))
    for paragraph in rest.split("\n\n"):
        if paragraph.strip():
            head, colon, body = paragraph.partition("：")
            if colon and len(head) <= 8 and "\n" not in head:
                result.paragraphs.append((head, body.strip("\n")))
            else:
                result.paragraphs.append(("", paragraph))
    return result


# What the engine itself reports, with the meaning in Chinese; these are no Rule classes.
ENGINE_RULES: Mapping[str, str] = {
    "check-crashed": "某条规则检查时程序出错，这一项没有查完；不能停用，退出码为 2。",
    "profile-unrecognised": "文稿不符合任何一种已知模板，只作公文通用检查。",
    "unused-suppression": "停用指令没有停用任何发现，或者写法有误。",
}
