"""Reports of towns without a heading: shortcomings in a paragraph of their own are found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from lawlint.testing import check_text

PARAGRAPHS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "letters" / "paragraphs.yaml").read_text("utf-8")
)

LETTER = """石桥镇人民政府关于2021年法治政府建设工作情况的报告

县人民政府：

2021年，我镇主要抓了以下工作。一是开展执法检查12次，查处案件3件。二是开展普法宣传9场。三是审查规范性文件2件。镇党委书记、镇长主持研究法治议题4次，听取汇报2次，出庭应诉1次。

{}

2022年，我镇将开展执法培训4次，推动村级合同审查全覆盖。

石桥镇人民政府
2022年1月12日
"""


@pytest.mark.parametrize("paragraph", PARAGRAPHS["told"])
def test_shortcomings_are_told(paragraph: str) -> None:
    report = check_text(LETTER.format(paragraph))
    verdicts = {n: report.judgements[n].status.value for n in ("measures", "shortcomings", "next-year-plan")}
    assert verdicts == {"measures": "met", "shortcomings": "met", "next-year-plan": "met"}
    assert [f.message for f in report.findings if f.severity == "error" or f.rule == "year-mismatch"] == []


@pytest.mark.parametrize("paragraph", PARAGRAPHS["silent"])
def test_no_shortcoming_is_told(paragraph: str) -> None:
    assert check_text(LETTER.format(paragraph)).judgements["shortcomings"].status == "missing"
