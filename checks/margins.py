"""What headers, footers and watermarks of the pages say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lawlint.context import Context
from lawlint.rules import Certainty, Finding, Rule, Severity

_DRAFT = re.compile(
    r"送审稿|送审版|草\s*稿|初\s*稿|讨论稿|征求意见稿|审议稿|审核稿|修改稿|报批稿|会签稿|未定稿|样\s*稿|第[一二三四五六七八九十\d]+稿"
    r"|内部资料|内部文件|内部使用|内部参考|不得外传|(?<![A-Za-z])(?:DRAFT|CONFIDENTIAL)(?![A-Za-z])",
    re.I,
)


class DraftMark(Rule):
    """页眉、页脚、水印里不应留有“送审稿”“草稿”“内部资料”一类标记。

    为什么：这些标记写在页眉页脚里，改正文时看不到，容易随定稿发出去。起草阶段是提醒，发布阶段（--stage publish）是错误。
    密级标志由 classification-mark 报告，在哪里都是错误。

    错误示例：正文已经定稿，页眉还是“送审稿　内部资料”。

    正确示例：发布前删去页眉页脚和水印里的标记。
    """

    name = "draft-mark"
    severity = Severity.WARNING
    basis = "惯例"
    certainty = Certainty.ARITHMETIC

    def check(self, context: Context) -> Iterable[Finding]:
        severity = Severity.ERROR if context.stage == "publish" else Severity.WARNING
        told: set[str] = set()
        for text in context.document.margins:
            for match in _DRAFT.finditer(text.folded):
                if match[0] not in told:
                    told.add(match[0])
                    message = f"页眉页脚或水印里有“{match[0]}”"
                    span = text.span(*match.span())
                    yield self.finding(span, message, hint="发布前删去这个标记", severity=severity)
