"""From a draft to its findings: read, choose the template, run every rule guarded, apply suppressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawlint import suppressions
from lawlint.context import Context
from lawlint.document import Document, Kind, Span
from lawlint.errors import ProfileError, ReadError, UsageError
from lawlint.guard import failure
from lawlint.readers.kinds import DRAFTS
from lawlint.report import FileReport
from lawlint.rules import Finding, Rule, Severity
from lawlint.selection import Choice, choose

if TYPE_CHECKING:
    from lawlint.plugins import Registry
    from lawlint.readers import Reader
    from lawlint.templates import Profile


# What no setting can silence at a gate: that the check itself is not whole.
MANDATORY = frozenset({"check-crashed", "profile-unrecognised", "unread-passage", "unread-page"})


@dataclass(frozen=True)
class Settings:
    """How to check: what configuration and command line amount to.

    ``select`` (only these rules, where given), ``ignore``, ``severity`` by rule, ``options`` by rule; ``inline``:
    whether suppressions inside drafts count; ``stage``: ``draft``, or ``publish`` where nothing may be left undone;
    ``revisions``: tracked changes read as accepted (``final``) or rejected (``original``); ``soffice``: whether
    LibreOffice may be started to convert what lawlint does not read itself; ``fail_on``: from which severity on the
    draft does not pass; ``gate``: nothing may silence or lower :data:`MANDATORY` findings, and they are errors.
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
    fail_on: str = "error"
    gate: bool = False

    @property
    def final(self) -> bool:
        """Whether the draft is about to be published."""
        return self.stage == "publish"


def reader_for(registry: Registry, path: str) -> Reader:
    """The reader for a file name.

    :raises ReadError: no reader takes files of this kind.
    """
    suffix = Path(path).suffix.lower()
    for reader in registry.readers:
        if suffix in reader.suffixes:
            return reader
    if suffix in DRAFTS:
        raise ReadError(DRAFTS[suffix])
    known = "、".join(s for r in registry.readers for s in r.suffixes)
    raise ReadError(f"不支持 {suffix or '没有扩展名'} 的文件；可读：{known}")


def check_bytes(data: bytes, path: str, registry: Registry, settings: Settings) -> FileReport:
    """Check one draft given as bytes; ``path`` says its format. A draft that cannot be read is a report with ``error``.

    :raises UsageError: the settings name a rule, profile or option that does not exist.
    :raises ProfileError: the profile is not valid.
    """
    try:
        document = _read(data, path, registry, settings)
    except ReadError as error:
        return FileReport(path, error=str(error), fail_on=settings.fail_on)
    except KeyboardInterrupt:
        raise
    except RecursionError:
        return FileReport(path, error="内容嵌套太深，没有读完；请另存为 .docx 或文本再检查", fail_on=settings.fail_on)
    except BaseException as error:  # a reader's own fault must not look like a clean draft
        message = f"读取时程序出错（{failure(error)}），请报告此问题"
        return FileReport(path, error=message, fail_on=settings.fail_on)
    report = check_document(document, registry, settings)
    report.data = data
    return report


def _read(data: bytes, path: str, registry: Registry, settings: Settings) -> Document:
    """The draft as its reader gives it.

    :raises ReadError: it cannot be read, or holds no text.
    """
    reader = reader_for(registry, path)
    given = {name: getattr(settings, name) for name in reader.accepts if name != "code"}
    document = reader.read(data, path, **given)
    if "code" in reader.accepts and any(block.kind is Kind.CODE for block in document.blocks):
        whole = reader.read(data, path, code=True, **given)
        if _is_report(document, whole, registry, settings):
            document = whole
    if not isinstance(document, Document):
        raise ReadError(f"读取 {Path(path).suffix} 的插件没有给出文稿，请报告给插件的作者")
    if not any(block.text.value.strip() for block in document.blocks):
        raise ReadError("文件里没有可检查的文字")
    return document


def _is_report(document: Document, whole: Document, registry: Registry, settings: Settings) -> bool:
    """Whether a draft with fenced code is a report, in which code is text like any other: it has no business there.

    :param whole: the draft with the code read as text; it counts where the code is most of the draft.
    """
    if settings.profile or choose(document, registry.profiles).recognised:
        return True
    coded = sum(len(block.text) for block in document.blocks if block.kind is Kind.CODE)
    return coded * 2 > document.letters and choose(whole, registry.profiles).recognised


def check_document(document: Document, registry: Registry, settings: Settings) -> FileReport:
    """Check a draft that has been read.

    :raises UsageError: the settings name a rule, profile or option that does not exist.
    """
    if settings.profile:
        choice = Choice(registry.profiles.get(settings.profile), "由选项或配置指定", True)
    else:
        choice = choose(document, registry.profiles)
    known = () if settings.profile else registry.profiles.tables
    context = Context(document, choice.profile, choice.reason, settings.stage, settings.inline, known)
    report = FileReport(
        document.path,
        document=document,
        profile=choice.profile,
        profile_reason=choice.reason,
        fail_on=settings.fail_on,
    )
    found: list[Finding] = []
    if not choice.recognised:
        found.append(_unrecognised(document, choice.reason))
    ran = {"profile-unrecognised"}
    for kind in active_rules(registry, choice.profile, settings):
        found.extend(_guarded(kind, context, settings))
        ran |= {kind.name, *kind.also}
    found = [f for f in found if _wanted(f.rule, settings)]
    found = [_weighed(f, choice.profile, settings) for f in found]
    if settings.inline:
        listed, faults = suppressions.directives(document, registry.rule_names())
        title = document.header.title.span() if document.header.title else None
        found, report.suppressed = suppressions.apply(found, listed, ran, title)
        found += [f for f in faults if _wanted(f.rule, settings)]
    report.findings = sorted(set(found), key=lambda f: (f.span, -f.severity.rank, f.rule, f.message))
    report.ran = tuple(sorted(name for name in ran if _wanted(name, settings)))
    report.judgements = _safely(report, lambda: context.requirements, {})
    report.plan = _safely(report, lambda: context.plan, None)
    report.figures = _safely(report, lambda: context.figures, None)
    return report


def active_rules(registry: Registry, profile: Profile, settings: Settings) -> list[type[Rule]]:
    """The rules that run for a profile under these settings, sorted by name."""
    return [kind for _, kind in sorted(registry.rules.items()) if _is_on(kind, profile, settings)]


def _is_on(kind: type[Rule], profile: Profile, settings: Settings) -> bool:
    names = {kind.name, *kind.also}
    selected = bool(names & set(settings.select))
    if settings.gate and names & MANDATORY:
        return True
    if (settings.select and not selected) or (kind.name in settings.ignore and not kind.also):
        return False
    given = profile.rules.get(kind.name)
    return selected or given not in (None, "off") or (kind.enabled and given is None)


def _configured(kind: type[Rule], profile: Profile, settings: Settings) -> Rule:
    given = {**profile.options.get(kind.name, {}), **settings.options.get(kind.name, {})}
    values: dict[str, Any] = {}
    for key, value in given.items():
        option = kind.options.get(key)
        if option is None:
            raise UsageError(f"规则 {kind.name} 没有选项“{key}”；可用：{'、'.join(kind.options) or '无'}")
        try:
            values[key] = option.cast(value)
        except ValueError as error:
            raise UsageError(f"规则 {kind.name} 的选项“{key}”{error}") from None
    return kind(**values)


def _guarded(kind: type[Rule], context: Context, settings: Settings) -> Iterable[Finding]:
    """What a rule finds; a crash becomes a finding, and what it found before is kept.

    :raises UsageError: its options are not right.
    :raises ProfileError: the profile is not, named with file and line.
    """
    found: list[Finding] = []
    try:
        rule = _configured(kind, context.profile, settings)
        for finding in rule.check(context):
            found.append(_valid(finding, kind, context.document))
    except (ProfileError, UsageError, KeyboardInterrupt):
        raise
    except BaseException as error:  # whatever a rule raises, the others still run
        found.append(_crashed(kind.name, context.document, error))
    return found


def _valid(finding: object, kind: type[Rule], document: Document) -> Finding:
    """The finding, once it is one that every reporter can show.

    :raises TypeError: it is none, or a part of it has the wrong type.
    :raises ValueError: its rule is not the rule's own name, or its span does not lie in the draft.
    """
    if not isinstance(finding, Finding):
        raise TypeError(f"a rule yields findings, not {type(finding).__name__}")
    texts = (finding.rule, finding.message)
    optional = (finding.hint, finding.basis, finding.requirement, finding.quote)
    if not all(isinstance(t, str) for t in texts) or not all(t is None or isinstance(t, str) for t in optional):
        raise TypeError("rule, message, hint, basis, requirement and quote of a finding are texts")
    if not isinstance(finding.severity, Severity):
        raise TypeError(f"the severity of a finding is a Severity, not {finding.severity!r}")
    if finding.rule not in (kind.name, *kind.also):
        raise ValueError(f"rule {kind.name} reports as {finding.rule}, which it does not declare in 'also'")
    if not isinstance(finding.span, Span):
        raise TypeError(f"the span of a finding is a Span, not {finding.span!r}")
    start, end = finding.span
    if not (type(start) is int and type(end) is int and 0 <= start <= end <= len(document.source.text)):
        raise ValueError(f"span {tuple(finding.span)} does not lie in the draft")
    return finding


def _crashed(rule: str, document: Document, error: BaseException) -> Finding:
    return Finding(
        "check-crashed",
        Severity.ERROR,
        f"规则 {rule} 检查 {document.path} 时程序出错（{failure(error)}），这一项没有查完",
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
    if rule == "check-crashed" or (settings.gate and rule in MANDATORY):
        return True
    return rule not in settings.ignore and (not settings.select or rule in settings.select)


def _weighed(finding: Finding, profile: Profile, settings: Settings) -> Finding:
    """The finding with the severity that the profile, or before it the configuration, gives its rule."""
    if settings.gate and finding.rule in MANDATORY:
        return finding if finding.rule == "unread-passage" else finding.at_severity(Severity.ERROR)
    wanted = settings.severity.get(finding.rule) or profile.rules.get(finding.rule)
    if finding.rule == "check-crashed" or wanted in (None, "on", "off"):
        return finding
    return finding.at_severity(Severity(wanted))


def _safely(report: FileReport, work: Any, otherwise: Any) -> Any:
    """What ``work`` returns; where it fails, a finding says so (a rule that needed it has said it already)."""
    try:
        return work()
    except (ProfileError, KeyboardInterrupt):
        raise
    except BaseException as error:
        assert report.document is not None
        if not any(f.rule == "check-crashed" for f in report.findings):
            report.findings.append(_crashed("checklist", report.document, error))
        return otherwise
