"""Inline suppressions: ``lawlint: disable=RULE -- reason``, on a line of its own or in an HTML comment."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lawlint.document import Block, Document, Kind, Span
from lawlint.rules import Finding, Severity
from lawlint.yamlfile import nearest

_DIRECTIVE = re.compile(r"\W*lawlint(?P<colon>\s*[:：]?)\s*(?P<verb>[A-Za-z-]*)(?P<rest>.*)", re.S)
_VERBS = ("disable", "enable", "disable-next")
MOST = 1000  # directives in one draft; more are no suppressions but a way not to be checked
# What a suppression may not silence: it would hide that the check itself is not whole.
UNSUPPRESSIBLE = frozenset({"unused-suppression", "check-crashed"})
# What says something about the whole draft; besides these, whatever is found on its title.
WHOLE_DRAFT = frozenset({"missing-section", "profile-unrecognised", "unread-passage", "unread-page", "section-order"})


@dataclass
class Directive:
    """One directive: where it stands, which rules (empty: all), from and up to which offset, and whether it was used."""

    span: Span
    rules: tuple[str, ...]
    start: int
    end: int
    reason: str = ""
    used: set[str] = field(default_factory=set)

    def covers(self, offset: int) -> bool:
        """Whether something at ``offset`` lies in its reach."""
        return self.start <= offset < max(self.end, self.start + 1)


@dataclass(frozen=True)
class Suppressed:
    """A finding that a directive silenced, with the reason given."""

    finding: Finding
    reason: str


def directives(document: Document, known: Iterable[str]) -> tuple[list[Directive], list[Finding]]:
    """The draft's directives, and findings for those that are malformed or name no rule."""
    end = len(document.source.text)
    names = set(known)
    blocks = [b for b in document.blocks if b.kind is not Kind.WEB]
    starts = [b.span.start for b in blocks]
    found: list[Directive] = []
    faults: list[Finding] = []
    for at, (span, _) in enumerate(document.directives):
        if at == MOST:
            faults.append(_fault(span, f"一份文稿里最多 {MOST} 条停用指令，从这一条起都不算"))
            break
        match = _DIRECTIVE.match(document.source.slice(span))
        if match is None:
            faults.append(_fault(span, "指令要写在一行或一条注释的开头"))
            continue
        verb = match["verb"]
        listed, _, reason = match["rest"].strip().partition("--")
        rules = tuple(r.strip() for r in listed.strip().lstrip("=").split(",") if r.strip())
        problem = _problem(match["colon"].strip(), verb, listed, rules, names)
        if problem:
            faults.append(_fault(span, problem))
        elif verb == "enable":
            _close(found, rules, span.start, end)
        else:
            stop = _next_block_end(document, blocks, bisect_left(starts, span.end)) if verb == "disable-next" else end
            found.append(Directive(span, rules, span.end, stop, " ".join(reason.split())))
    return found, faults


def _close(found: list[Directive], rules: Sequence[str], at: int, end: int) -> None:
    """``enable``: the directives for these rules (none named: all) that are still open end at ``at``."""
    for directive in [d for d in found if d.end == end]:
        if not rules or set(directive.rules) <= set(rules):
            directive.end = at
        elif set(directive.rules) & set(rules):
            closed = tuple(r for r in directive.rules if r in rules)
            found.append(Directive(directive.span, closed, directive.start, at, directive.reason))
            directive.rules = tuple(r for r in directive.rules if r not in rules)


def _problem(colon: str, verb: str, listed: str, rules: Sequence[str], names: set[str]) -> str | None:
    if colon != ":":
        return "lawlint 之后要用半角冒号" if colon else "lawlint 之后缺冒号"
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


def _next_block_end(document: Document, blocks: Sequence[Block], at: int) -> int:
    """The end of the block at ``at``; a heading and the text that runs on from it are one block."""
    if at >= len(blocks):
        return len(document.source.text)
    end = blocks[at].span.end
    line = document.position(max(blocks[at].span.start, end - 1)).line
    for block in blocks[at + 1 :]:
        if document.position(block.span.start).line > line:
            break
        end = block.span.end
    return end


def apply(
    findings: Sequence[Finding], listed: Sequence[Directive], ran: Iterable[str], title: Span | None = None
) -> tuple[list[Finding], list[Suppressed]]:
    """Findings left after the directives, with one more for each directive that silenced nothing; and those silenced.

    A directive is unused only where the rules it names did run (``ran``). What concerns the whole draft (the rules of
    :data:`WHOLE_DRAFT`, and what stands on its ``title``) is silenced only by a directive that gives a reason.
    """
    by_rule: dict[str, list[Directive]] = {}
    for directive in listed:
        for rule in directive.rules:
            by_rule.setdefault(rule, []).append(directive)
    left: list[Finding] = []
    silenced: list[Suppressed] = []
    unreasoned: dict[Span, str] = {}
    for finding in findings:
        covering = [d for d in by_rule.get(finding.rule, ()) if d.covers(finding.span.start)]
        chosen = next((d for d in covering if d.reason or not _is_whole(finding, title)), None)
        if chosen is not None and finding.rule not in UNSUPPRESSIBLE:
            chosen.used.add(finding.rule)
            silenced.append(Suppressed(finding, chosen.reason))
            continue
        left.append(finding)
        for directive in covering:
            directive.used.add(finding.rule)
            unreasoned.setdefault(directive.span, finding.rule)
    left += [_fault(span, f"停用 {rule} 涉及整份文稿，要写明理由") for span, rule in unreasoned.items()]
    return [*left, *_idle(listed, set(ran))], silenced


def _is_whole(finding: Finding, title: Span | None) -> bool:
    """Whether a finding concerns the whole draft."""
    return finding.rule in WHOLE_DRAFT or (
        title is not None and finding.requirement is not None and finding.span == title
    )


def _idle(listed: Sequence[Directive], ran: set[str]) -> Iterator[Finding]:
    for directive in listed:
        idle = [r for r in directive.rules if r not in directive.used and r in ran]
        if idle:
            yield Finding(
                "unused-suppression",
                Severity.WARNING,
                f"停用指令没有用上：{'、'.join(idle)} 在其范围内没有发现",
                directive.span,
                hint="删去这条指令或其中没有用上的规则名",
            )
