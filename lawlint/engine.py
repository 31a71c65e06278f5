"""From a draft to its findings: read, choose the template, run every rule guarded, apply suppressions."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawlint import suppressions
from lawlint.context import Context
from lawlint.document import Document, Span
from lawlint.errors import ProfileError, ReadError, UsageError
from lawlint.report import FileReport
from lawlint.rules import Finding, Rule, Severity
from lawlint.selection import Choice, choose

if TYPE_CHECKING:
    from lawlint.plugins import Registry
    from lawlint.readers import Reader
    from lawlint.templates import Profile


@dataclass(frozen=True)
class Settings:
    """How to check: what configuration and command line amount to.

    ``select`` (only these rules, where given), ``ignore``, ``severity`` by rule, ``options`` by rule; ``inline``:
    whether suppressions inside drafts count; ``stage``: ``draft``, or ``publish`` where nothing may be left undone;
    ``revisions``: tracked changes read as accepted (``final``) or rejected (``original``); ``soffice``: whether
    LibreOffice may be started to convert what lawlint does not read itself.
    """

    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    inline: bool = True
    stage: str = "draft"
    revisions: str = "final"
    soffice: bool = False


def reader_for(registry: Registry, path: str) -> Reader:
    """The reader for a file name.

    :raises ReadError: no reader takes files of this kind.
    """
    suffix = Path(path).suffix.lower()
    for reader in registry.readers:
        if suffix in reader.suffixes:
            return reader
    known = "、".join(s for r in registry.readers for s in r.suffixes)
    raise ReadError(f"不支持 {suffix or '没有扩展名'} 的文件；可读：{known}")


def check_bytes(data: bytes, path: str, registry: Registry, settings: Settings) -> FileReport:
    """Check one draft given as bytes; ``path`` says its format. A draft that cannot be read is a report with ``error``."""
    try:
        reader = reader_for(registry, path)
        document = reader.read(data, path, **{name: getattr(settings, name) for name in reader.accepts})
        if not any(block.text.value.strip() for block in document.blocks):
            raise ReadError("文件里没有可检查的文字")
    except ReadError as error:
        return FileReport(path, error=str(error))
    except Exception as error:  # a reader's own fault must not look like a clean draft
        return FileReport(path, error=f"读取时程序出错（{type(error).__name__}: {error}），请报告此问题")
    report = check_document(document, registry, settings)
    report.data = data
    return report


def check_document(document: Document, registry: Registry, settings: Settings) -> FileReport:
    """Check a draft that has been read.

    :raises UsageError: the settings name a rule, profile or option that does not exist.
    """
    if settings.profile:
        choice = Choice(registry.profiles.get(settings.profile), "由选项或配置指定", True)
    else:
        choice = choose(document, registry.profiles)
    known = () if settings.profile else registry.profiles.tables
    context = Context(document, choice.profile, choice.reason, settings.stage, known)
    report = FileReport(document.path, document=document, profile=choice.profile, profile_reason=choice.reason)
    found: list[Finding] = []
    if not choice.recognised:
        found.append(_unrecognised(document, choice.reason))
    rules = active_rules(registry, choice.profile, settings)
    for rule in rules:
        found.extend(_guarded(rule, context))
    ran = {name for rule in rules for name in (rule.name, *rule.also)} | {"profile-unrecognised"}
    found = [f for f in found if _wanted(f.rule, settings)]
    found = [_weighed(f, choice.profile, settings) for f in found]
    if settings.inline:
        listed, faults = suppressions.directives(document, registry.rule_names())
        found, report.suppressed = suppressions.apply(found, listed, ran)
        found += [f for f in faults if _wanted(f.rule, settings)]
    report.findings = sorted(set(found), key=lambda f: (f.span, -f.severity.rank, f.rule, f.message))
    report.ran = tuple(sorted(ran))
    report.judgements = _safely(report, lambda: context.requirements, {})
    report.plan = _safely(report, lambda: context.plan, None)
    report.figures = _safely(report, lambda: context.figures, None)
    return report


def active_rules(registry: Registry, profile: Profile, settings: Settings) -> list[Rule]:
    """The rules that run for a profile under these settings, sorted by name, with their options set.

    :raises UsageError: an option does not exist or has the wrong type.
    """
    chosen: list[Rule] = []
    for name, kind in sorted(registry.rules.items()):
        names = {name, *kind.also}
        on = kind.enabled or bool(names & set(settings.select)) or profile.rules.get(name, "off") != "off"
        if profile.rules.get(name) == "off" and not names & set(settings.select):
            on = False
        if (settings.select and not names & set(settings.select)) or (name in settings.ignore and not kind.also):
            on = False
        if on:
            chosen.append(_configured(kind, profile, settings))
    return chosen


def _configured(kind: type[Rule], profile: Profile, settings: Settings) -> Rule:
    given = {**profile.options.get(kind.name, {}), **settings.options.get(kind.name, {})}
    values: dict[str, Any] = {}
    for key, value in given.items():
        option = kind.options.get(key)
        if option is None:
            raise UsageError(f"规则 {kind.name} 没有选项“{key}”；可用：{'、'.join(kind.options) or '无'}")
        try:
            values[key] = _cast(option.type, value)
        except ValueError:
            raise UsageError(f"规则 {kind.name} 的选项“{key}”应当是 {option.type.__name__}，写的是“{value}”") from None
    return kind(**values)


def _cast(kind: type, value: Any) -> Any:
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    if isinstance(value, str) and kind is int:
        return int(value)
    if isinstance(value, str) and kind is bool and value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and kind is list:
        return [value]
    raise ValueError


def _guarded(rule: Rule, context: Context) -> Iterable[Finding]:
    """What a rule finds; a crash becomes a finding, and what it found before is kept."""
    found: list[Finding] = []
    try:
        for finding in rule.check(context):
            found.append(finding)
    except ProfileError:  # the profile's fault, named with file and line
        raise
    except Exception as error:  # whatever a rule raises, the others still run
        found.append(_crashed(rule.name, context.document, error))
    return found


def _crashed(rule: str, document: Document, error: Exception) -> Finding:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    return Finding(
        "check-crashed",
        Severity.ERROR,
        f"规则 {rule} 检查 {document.path} 时程序出错（{type(error).__name__}: {error}，{where}），这一项没有查完",
        Span(0, 0),
        hint="其余检查照常完成；请把这条信息和文稿片段一并报告",
    )


def _unrecognised(document: Document, reason: str) -> Finding:
    span = document.blocks[0].span if document.blocks else Span(0, 0)
    return Finding(
        "profile-unrecognised",
        Severity.INFO,
        f"没有认出文稿类型：{reason}",
        span,
        hint="用 --profile 指定模板；用 lawlint profiles 查看可用模板",
    )


def _wanted(rule: str, settings: Settings) -> bool:
    if rule == "check-crashed":
        return True
    return rule not in settings.ignore and (not settings.select or rule in settings.select)


def _weighed(finding: Finding, profile: Profile, settings: Settings) -> Finding:
    """The finding with the severity that the profile, or before it the configuration, gives its rule."""
    wanted = settings.severity.get(finding.rule) or profile.rules.get(finding.rule)
    if finding.rule == "check-crashed" or wanted in (None, "on", "off"):
        return finding
    return finding.at_severity(Severity(wanted))


def _safely(report: FileReport, work: Any, otherwise: Any) -> Any:
    """What ``work`` returns; where it fails, a finding says so (a rule that needed it has said it already)."""
    try:
        return work()
    except ProfileError:
        raise
    except Exception as error:
        assert report.document is not None
        if not any(f.rule == "check-crashed" for f in report.findings):
            report.findings.append(_crashed("checklist", report.document, error))
        return otherwise
