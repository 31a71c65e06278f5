"""A rule whose words each office chooses for itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from lawlint.context import Context
from lawlint.rules import Certainty, Finding, Option, Rule, Severity


class OwnWords(Rule):
    """本单位规定不用的词，不出现在文稿里。

    为什么：各单位有自己的用语规定，写在配置里，人人一样。

    错误示例：（配置 words: [大力]）大力推进依法行政。

    正确示例：推进依法行政，全年开展培训12次。
    """

    name = "extras-own-words"
    severity = Severity.WARNING
    basis = "本单位的用语规定"
    certainty = Certainty.MEMORY
    options: ClassVar = {"words": Option(list, [], "不用的词")}

    def check(self, context: Context) -> Iterable[Finding]:
        """A finding for each place where one of the words stands."""
        for block in context.document.prose:
            for word in self.settings["words"]:
                at = block.text.value.find(word)
                while at >= 0:
                    yield self.finding(block.text.span(at, at + len(word)), f"本单位规定不用“{word}”")
                    at = block.text.value.find(word, at + len(word))
