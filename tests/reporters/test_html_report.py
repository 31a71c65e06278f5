"""The HTML report: complete, self-contained, safe, and sound for a keyboard and a screen reader."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from drafts import DRAFT, checked, finding, with_findings
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from lawlint.document import Span
from lawlint.report import FileReport, Run
from lawlint.reporters import Style, html
from lawlint.reporters.checklist import render_html
from lawlint.rules import Severity

ID = "110101199003074514"


def page(*reports: FileReport) -> Any:
    return parser.document_fromstring(html.render(Run(list(reports)), Style()))


@pytest.fixture(scope="module")
def report() -> FileReport:
    made = with_findings(DRAFT, ["318件，包括来电142件", "来电142件、网络96件", "行政处罚", "（二）", Span(0, 0)])
    made.findings[-1] = made.findings[-1].at_severity(Severity.ERROR)
    return made


def test_links_lead_to_places_that_exist_and_exist_once(report: FileReport) -> None:
    tree = page(report, checked(DRAFT, "另一份.md"))
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, count in ids.items() if count > 1] == []
    targets = [link.removeprefix("#") for link in tree.xpath("//@href")]
    assert [t for t in targets if t not in ids] == []
    assert len(targets) > 40


def test_each_finding_has_a_card_and_a_number_in_the_text_that_lead_to_each_other(report: FileReport) -> None:
    tree = page(report)
    for number, found in enumerate(report.findings, 1):
        (card,) = tree.xpath(f"//li[@id='d1f{number}']")
        (mark,) = tree.xpath(f"//a[@id='d1m{number}']")
        assert mark.get("href") == f"#d1f{number}"
        assert card.xpath(".//a[@class='number']/@href") == [f"#d1m{number}"]
        text = card.text_content()
        assert all(part in text for part in (found.message, found.hint or "", found.basis or "", found.rule))
        assert found.message in mark.get("aria-label")


def test_marked_words_are_the_findings_words() -> None:
    report = with_findings(DRAFT, ["318件，包括来电142件、网络96件"])
    assert "".join(page(report).xpath("//mark//text()")) == "318件，包括来电142件、网络96件"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(DRAFT)), st.integers(0, 60)), max_size=8))
def test_marks_change_no_word_of_the_draft(spots: list[tuple[int, int]]) -> None:
    def text(report: FileReport) -> str:
        tree = page(report)
        for number in tree.xpath("//a[contains(@class, 'reference')]"):
            number.drop_tree()
        return "".join(c for c in "".join(tree.xpath("//div[@class='words']//text()")) if c.isalnum())

    marked = with_findings(DRAFT, [Span(a, min(len(DRAFT), a + n)) for a, n in spots])
    assert text(marked) == text(with_findings(DRAFT, []))
    assert len(page(marked).xpath("//a[contains(@class, 'reference')]")) == len(spots)


HOSTILE = (
    "# <script>alert(1)</script>报告\n\n正文<img src=x onerror=alert(2)>，\"><svg onload=alert(3)>，</style>&amp;'。\n\n"
    "## 一、<b onclick=alert(4)>举措</b>\n\n正文一句。\n\n| <i>甲</i> | 乙 |\n| --- | --- |\n| </table><script>5 | 6 |\n"
)


def test_the_drafts_own_markup_stays_text() -> None:
    report = with_findings(HOSTILE, ["<img src=x onerror=alert(2)>"], name="<script>.txt")
    report.findings[0] = finding(report, "svg", message="<script>七</script>\"'><b>")
    for made in (html.render(Run([report]), Style()), render_html(report)):
        tree = parser.document_fromstring(made)
        assert not tree.xpath("//img | //svg | //i | //*[@onclick or @onerror or @onload]")
        assert len(tree.xpath("//script")) == made.count("<script>") <= 1
    assert "<script>alert(1)</script>报告" in page(report).xpath("//h1")[0].text_content()


def test_nothing_is_asked_of_any_network(report: FileReport) -> None:
    made = html.render(Run([report]), Style())
    tree = parser.document_fromstring(made)
    assert not tree.xpath("//@src | //link | //iframe | //form | //@style")
    assert "url(" not in made
    assert "@import" not in made
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        text = re.search(f"<{tag}>(.*?)</{tag}>", made, re.S)
        assert text
        digest = b64encode(sha256(text.group(1).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_what_must_not_be_quoted_is_nowhere_on_the_page() -> None:
    report = checked(DRAFT)
    report.findings = [finding(report, ID, quote="110101********4514")]
    for made in (html.render(Run([report]), Style()), render_html(report)):
        assert ID not in made
    assert "110101********4514" in html.render(Run([report]), Style())


def test_headings_landmarks_and_tables_are_named(report: FileReport) -> None:
    tree = page(report)
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tree.get("lang") == "zh-CN"
    assert len(tree.xpath("//main")) == len(tree.xpath("//body/footer")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
    assert all(nav.get("aria-label") for nav in tree.xpath("//nav"))
    ids = set(tree.xpath("//@id"))
    for named in tree.xpath("//@aria-labelledby"):
        assert set(named.split()) <= ids
    assert not tree.xpath("//thead//th[not(@scope)]")
    assert not tree.xpath("//input[not(ancestor::label)]")


def test_the_filters_need_the_script_and_the_report_does_not(report: FileReport) -> None:
    tree = page(report)
    assert [f.get("hidden") is not None for f in tree.xpath("//fieldset")] == [True]
    assert not tree.xpath("//article//*[@hidden and not(self::fieldset)]")


def test_filters_hide_nothing_on_paper() -> None:
    css = html.asset("page.css")
    start = css.index("@media screen")
    on_screen = css[start : css.index("\n}\n", start)]
    assert on_screen.count(".unmarked") == css.count(".unmarked") > 0
    assert on_screen.count(".no-") == css.count(".no-") > 0


def test_failures_are_said_first() -> None:
    made = html.render(Run([FileReport("坏.docx", error="文件<坏>了")], [("", "插件没有载入")]), Style())
    tree = parser.document_fromstring(made)
    assert tree.xpath("//main/*[1]/@role") == ["alert"]
    text = tree.xpath("//main")[0].text_content()
    assert "坏.docx：文件<坏>了" in text
    assert "插件没有载入" in text


def test_several_drafts_have_an_index() -> None:
    tree = page(checked(DRAFT, "甲.md"), checked(DRAFT, "乙.md"))
    assert [a.text for a in tree.xpath("//nav[@aria-label='全部文稿']//a")] == ["甲.md", "乙.md"]
    assert len(tree.xpath("//article")) == 2


def test_parts_of_several_drafts_are_told_apart() -> None:
    tree = page(checked(DRAFT, "甲.md"), checked(DRAFT.replace("云岭县", "清水县"), "乙.md"))

    def name(element: Any) -> str:
        named = [tree.get_element_by_id(key) for key in element.get("aria-labelledby").split()]
        return " ".join(e.get("aria-label") or e.text_content() for e in named)

    names = [name(e) for e in tree.xpath("//section[@aria-labelledby] | //nav[@aria-labelledby]")]
    assert len(names) == len(set(names)) >= 8


def test_signature_lines_and_a_column_for_the_reviewer(report: FileReport) -> None:
    for tree in (page(report), parser.document_fromstring(render_html(report))):
        assert tree.xpath("//section[@class='sign']//tbody/tr/th/text()") == ["起草人", "审核人", "签发人"]
        assert tree.xpath("//table[@class='needs']//thead//th/text()")[-1] == "审核意见"
        assert sha256(report.data).hexdigest() in tree.text_content()


# ---- colours


def _colours(css: str) -> dict[str, tuple[float, float, float]]:
    found = re.findall(r"--([\w-]+):\s*#([0-9a-f]{3,6});", css)
    return {name: _rgb(value) for name, value in found}


def _rgb(value: str) -> tuple[float, float, float]:
    full = "".join(c * 2 for c in value) if len(value) == 3 else value
    red, green, blue = (int(full[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def _luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_STYLE = html.asset("page.css")
_SCHEMES = {
    "light": _colours(_STYLE[: _STYLE.index("@media")]),
    "dark": _colours(_STYLE[_STYLE.index("prefers-color-scheme: dark") : _STYLE.index("box-sizing")]),
    "print": _colours(_STYLE[_STYLE.index("@media print") :]),
}
_PAIRS = [
    *(
        (ink, back)
        for ink in ("ink", "faint", "link", "error", "warning", "info", "ok")
        for back in ("paper", "ground")
    ),
    *(("ink", f"{severity}-back") for severity in ("error", "warning", "info", "ok")),
    *(("paper", severity) for severity in ("error", "warning", "info", "link")),
]


@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize(("ink", "back"), _PAIRS)
def test_text_is_legible(scheme: str, ink: str, back: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    one, two = (_luminance(_SCHEMES[scheme][name]) for name in (ink, back))
    assert (max(one, two) + 0.05) / (min(one, two) + 0.05) >= 4.5
