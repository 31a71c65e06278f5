"""JUnit XML, the form in which build servers keep test results: what held is listed too, as evidence for an audit.

A draft is a suite; a case is a requirement of its template or a rule that ran. A requirement that is partial or
missing and a rule with an error or a warning fail; what is only remarked on stands in the case's output. Whether the
build passes is for the exit status to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as xml

from lawlint.report import FileReport, Run
from lawlint.reporters import Style
from lawlint.reporters.places import one_line, relative
from lawlint.reporters.terminal import SEVERITY
from lawlint.rules import Finding, Severity

_STATUS = {"partial": "不完整", "missing": "缺失", "not-applicable": "不适用"}


def render(run: Run, style: Style) -> str:
    """The run as a ``testsuites`` element with a suite for each draft."""
    top = xml.Element("testsuites", name="lawlint")
    for file in run.files:
        path = relative(file.path)
        _suite(top, path, [_unread(path, file.error)] if file.error else list(_cases(file, path)))
    if run.errors:
        _suite(top, "lawlint", [_unread(path or "lawlint", message) for path, message in run.errors])
    for key in ("tests", "failures", "errors", "skipped"):
        top.set(key, str(sum(int(suite.get(key, "0")) for suite in top)))
    xml.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(top, encoding="unicode") + "\n"


def _suite(top: xml.Element, name: str, cases: list[xml.Element]) -> None:
    suite = xml.SubElement(top, "testsuite", name=one_line(name), tests=str(len(cases)))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(sum(case.find(tag) is not None for case in cases)))
    suite.extend(cases)


def _case(path: str, name: str) -> xml.Element:
    return xml.Element("testcase", classname=one_line(path), name=one_line(name), file=one_line(path), time="0")


def _unread(path: str, message: str) -> xml.Element:
    case = _case(path, "读文稿")
    xml.SubElement(case, "error", message=one_line(message), type="unreadable")
    return case


def _cases(file: FileReport, path: str) -> Iterator[xml.Element]:
    """The requirements of the template with their evidence, then the rules that ran with what they found."""
    for judgement in file.judgements.values():
        need, status = judgement.requirement, judgement.status.value
        case = _case(path, f"要件：{need.title}")
        said = [f"依据：{need.basis}"] if need.basis else []
        said += [judgement.note] if judgement.note else []
        said += [f"{file.place(span)}：{file.quote(span)}" for span in judgement.evidence]
        if status == "not-applicable" or not judgement.counts:
            xml.SubElement(case, "skipped", message="不适用" if status == "not-applicable" else "选报，没有写")
        elif status != "met":
            xml.SubElement(case, "failure", message=f"{need.title}：{_STATUS[status]}", type=need.severity.value)
        yield _with_output(case, said)
    found: dict[str, list[Finding]] = {rule: [] for rule in file.ran}
    for finding in file.findings:
        found.setdefault(finding.rule, []).append(finding)
    for rule, findings in sorted(found.items()):
        yield _rule(file, _case(path, rule), findings)


def _rule(file: FileReport, case: xml.Element, findings: list[Finding]) -> xml.Element:
    said = [f"{SEVERITY[f.severity]}  {file.place(f.span)}  {f.message}" for f in findings]
    worst = max((f.severity for f in findings), key=lambda s: s.rank, default=Severity.INFO)
    if worst is Severity.INFO:
        return _with_output(case, said)
    failure = xml.SubElement(case, "failure", message=f"{len(findings)} 处：{one_line(findings[0].message)}")
    failure.set("type", worst.value)
    failure.text = "\n".join(map(one_line, said))
    return case


def _with_output(case: xml.Element, lines: list[str]) -> xml.Element:
    if lines:
        xml.SubElement(case, "system-out").text = "\n".join(map(one_line, lines))
    return case
