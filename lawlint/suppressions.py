"""Inline suppressions: ``lawlint: disable=RULE -- reason``, on a line of its own or in an HTML comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lawlint.document import Document, Kind, Span
from lawlint.rules import Finding, Severity
from lawlint.yamlfile import nearest

_DIRECTIVE = re.compile(r"lawlint:\s*(?P<verb>[a-z-]+)(?P<rest>[^\n]*)")
_VERBS = ("disable", "enable", "disable-next")
# What a suppression may not silence: it would hide that the check itself is not whole.
UNSUPPRESSIBLE = frozenset({"unused-suppression", "check-crashed"})


@dataclass
class Directive:
    """One directive: where it stands, which rules (empty: all), from and up to which offset, and whether it was used."""

    span: Span
    rules: tuple[str, ...]
    start: int
    end: int
    reason: str = ""
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Suppressed:
    """A finding that a directive silenced, with the reason given."""

    finding: Finding
    reason: str


def directives(document: Document, known: Iterable[str]) -> tuple[list[Directive], list[Finding]]:
    """The draft's directives, and findings for those that are malformed or name no rule."""
    text = document.source.text
    names = set(known)
    found: list[Directive] = []
    faults: list[Finding] = []
    for match in _DIRECTIVE.finditer(text):
        line = document.source.line_span(document.position(match.start()).line)
        before = text[line.start : match.start()].strip()
        in_comment = text.rfind("<!--", 0, match.start()) > text.rfind("-->", 0, match.start())
        if before and not in_comment:
            continue
        rest = match["rest"].split("-->")[0]
        span = Span(match.start(), match.start("rest") + len(rest.rstrip()))
        verb, body = match["verb"], rest.strip()
        listed, _, reason = body.partition("--")
        rules = tuple(r.strip() for r in listed.strip().lstrip("=").split(",") if r.strip())
        problem = _problem(verb, listed, rules, names)
        if problem:
            faults.append(_fault(span, problem))
            continue
        if verb == "enable":
            for directive in found:
                if directive.end == len(text) and (not rules or set(directive.rules) <= set(rules)):
                    directive.end = span.start
                elif directive.end == len(text) and set(directive.rules) & set(rules):
                    closed = tuple(r for r in directive.rules if r in rules)
                    found.append(Directive(directive.span, closed, directive.start, span.start, directive.reason))
                    directive.rules = tuple(r for r in directive.rules if r not in rules)
            continue
        end = _next_block_end(document, span.end) if verb == "disable-next" else len(text)
        found.append(Directive(span, rules, span.end, end, reason.strip()))
    return found, faults


def _problem(verb: str, listed: str, rules: Sequence[str], names: set[str]) -> str | None:
    if verb not in _VERBS:
        return f"指令“{verb}”不存在{nearest(verb, _VERBS) or '；可用：' + '、'.join(_VERBS)}"
    if verb != "enable" and not (listed.strip().startswith("=") and rules):
        return f"{verb} 之后要写“=规则名”"
    for rule in rules:
        if rule not in names:
            return f"没有名为“{rule}”的规则{nearest(rule, names)}"
        if rule in UNSUPPRESSIBLE:
            return f"规则“{rule}”不能用指令停用"
    return None


def _fault(span: Span, problem: str) -> Finding:
    return Finding(
        "unused-suppression",
        Severity.ERROR,
        f"停用指令有误：{problem}",
        span,
        hint="写法：lawlint: disable=规则名 -- 理由",
    )


def _next_block_end(document: Document, offset: int) -> int:
    """The end of the next block after a directive; a heading and the text that runs on from it are one block."""
    after = [b for b in document.blocks if b.span.start >= offset and b.kind is not Kind.WEB]
    if not after:
        return len(document.source.text)
    end = after[0].span.end
    line = document.position(max(after[0].span.start, end - 1)).line
    for block in after[1:]:
        if document.position(block.span.start).line > line:
            break
        end = block.span.end
    return end


def apply(
    findings: Sequence[Finding], listed: Sequence[Directive], ran: Iterable[str]
) -> tuple[list[Finding], list[Suppressed]]:
    """Findings left after the directives, with one more for each directive that silenced nothing; and those silenced.

    A directive is unused only where the rules it names did run (``ran``).
    """
    left: list[Finding] = []
    silenced: list[Suppressed] = []
    for finding in findings:
        directive = next(
            (
                d
                for d in listed
                if finding.rule in d.rules
                and finding.rule not in UNSUPPRESSIBLE
                and d.start <= finding.span.start < max(d.end, d.start + 1)
            ),
            None,
        )
        if directive is None:
            left.append(finding)
        else:
            directive.used.add(finding.rule)
            silenced.append(Suppressed(finding, directive.reason))
    active = set(ran)
    for directive in listed:
        idle = [r for r in directive.rules if r not in directive.used and r in active]
        if idle:
            left.append(
                Finding(
                    "unused-suppression",
                    Severity.WARNING,
                    f"停用指令没有用上：{'、'.join(idle)} 在其范围内没有发现",
                    directive.span,
                    hint="删去这条指令或其中没有用上的规则名",
                )
            )
    return left, silenced
