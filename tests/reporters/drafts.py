"""Drafts for the reporters' tests, and reports on them with findings of the test's own choice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from lawlint.document import Span
from lawlint.engine import Settings, check_bytes
from lawlint.plugins import Registry, load
from lawlint.report import FileReport
from lawlint.rules import Finding, Severity

DRAFT = """\
# 云岭县教育局2024年度法治政府建设情况报告

县委、县政府：

现将我局2024年度推进法治政府建设情况报告如下。

## 一、主要举措和成效

### （一）健全制度

**修订**《云岭县教育局重大行政决策程序规定》，全年审查规范性文件12件，其中废止5件、修改4件、保留3件。
全年受理投诉举报318件，包括来电142件、网络96件、来信41件、来访25件，办结率100%。

### （二）规范执法

开展校外培训专项检查46次，立案查处违法案件9件。联系人的证件号码为110101199003074514。

| 类别 | 2023年 | 2024年 |
| --- | --- | --- |
| 行政许可 | 120 | 131 |
| 行政处罚 | 8 | 9 |
| 合计 | 128 | 141 |

## 二、存在的不足

一是部分干部运用法治思维的能力还不强。二是基层执法力量薄弱。

## 三、2025年工作安排

加强法治宣传，持续推进依法行政。提升执法队伍素质，完善执法监督机制。

云岭县教育局

2025年1月15日
"""


@cache
def registry() -> Registry:
    """Everything installed, loaded once."""
    return load()


def checked(data: bytes | str, name: str = "草稿.md", revisions: str = "final") -> FileReport:
    """The report on a draft as the engine gives it."""
    raw = data.encode() if isinstance(data, str) else data
    return check_bytes(raw, name, registry(), Settings(revisions=revisions))


def finding(
    report: FileReport,
    words: str | Span,
    severity: Severity = Severity.WARNING,
    message: str = "一处发现",
    quote: str | None = None,
) -> Finding:
    """A finding on words of the draft (their first place) or on a span of it."""
    assert report.document is not None
    if isinstance(words, str):
        start = report.document.source.text.index(words)
        words = Span(start, start + len(words))
    return Finding("some-rule", severity, message, words, hint="改一改", basis="某规定", quote=quote)


def with_findings(data: bytes | str, found: Sequence[str | Span], name: str = "草稿.md", **how: str) -> FileReport:
    """A report with exactly these findings."""
    report = checked(data, name, **how)
    assert report.error is None
    report.findings = sorted((finding(report, words) for words in found), key=lambda f: f.span)
    return report
