"""Rows that a format sets in stand under the row above: in Word by the paragraph, in a web page by its style."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "readers"))

import pytest
from word import docx, p, table, tc, tr

from lawlint.figures import analyse
from lawlint.readers import read_docx, read_html

ROWS = [
    ("收入", 0, "1000", "1100"), ("税收", 1, "700", "760"), ("国税", 2, "400", "430"), ("地税", 2, "300", "330"),
    ("规费", 1, "300", "340"), ("支出", 0, "900", "950"), ("人员", 1, "500", "540"), ("公用", 1, "410", "410"),
]  # fmt: skip


def word() -> bytes:
    def label(text: str, level: int) -> str:
        return tc(p(text, properties=f'<w:ind w:leftChars="{level * 200}" w:left="{level * 420}"/>' if level else ""))

    return docx(table(tr(tc("项目"), tc("上年"), tc("本年")), *(tr(label(t, n), tc(a), tc(b)) for t, n, a, b in ROWS)))


def page() -> bytes:
    rows = "".join(
        f'<tr><td style="padding-left:{n * 2}em">{t}</td><td>{a}</td><td>{b}</td></tr>' for t, n, a, b in ROWS
    )
    head = "<tr><td>项目</td><td>上年</td><td>本年</td></tr>"
    return f"<html><body><p>收支情况如下。</p><table>{head}{rows}</table></body></html>".encode()


@pytest.mark.parametrize("document", [lambda: read_docx(word(), "a.docx"), lambda: read_html(page(), "a.html")])
def test_levels_come_from_the_format(document: object) -> None:
    assert callable(document)
    found = {(r.verdict, r.total, *r.parts) for r in analyse(document()).relations}
    assert found == {
        ("holds", "1000", "700", "300"), ("holds", "1100", "760", "340"), ("holds", "700", "400", "300"),
        ("holds", "760", "430", "330"), ("fails", "900", "500", "410"), ("holds", "950", "540", "410"),
    }  # fmt: skip
