"""The review copy: comments on the exact words, and not another byte of the author's file changed."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from drafts import DRAFT, checked, with_findings
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lawlint.document import Span
from lawlint.errors import UsageError
from lawlint.readers import docx as reader
from lawlint.report import FileReport, Run
from lawlint.reporters import Style, word, wordfile
from lawlint.rules import Finding

W = "{" + wordfile.W + "}"
_NAMESPACES = f'xmlns:w="{wordfile.W}" xmlns:v="urn:schemas-microsoft-com:vml"'


def package(body: str, **extra: str) -> bytes:
    """A .docx with this body and further entries (``word/footnotes.xml`` and the like)."""
    source = zipfile.ZipFile(io.BytesIO(wordfile.document("")))
    parts = {info.filename: source.read(info).decode() for info in source.infolist()}
    parts["word/document.xml"] = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    parts |= extra
    return wordfile.archive((zipfile.ZipInfo(name), content.encode()) for name, content in parts.items())


def runs(*texts: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{t}</w:t></w:r>" for t in texts) + "</w:p>"


def commented(data: bytes) -> list[tuple[str, str]]:
    """The comments of a .docx in the order of their places: what each says first, and the words it stands on."""
    parts = zipfile.ZipFile(io.BytesIO(data))
    body = etree.fromstring(parts.read("word/document.xml"))
    said = {}
    for name in parts.namelist():
        if name.startswith("word/comments"):
            for one in etree.fromstring(parts.read(name)):
                said[one.get(W + "id")] = "".join(one[0].itertext())
    open_: dict[str, str] = {}
    found = []
    for element in body.iter():
        key = element.get(W + "id")
        if element.tag == W + "commentRangeStart":
            open_[key] = ""
        elif element.tag == W + "commentRangeEnd":
            found.append((said[key], open_.pop(key)))
        elif element.tag in (W + "t", W + "delText"):
            open_ = {k: v + (element.text or "") for k, v in open_.items()}
    assert not open_
    references = [e.get(W + "id") for e in body.iter(W + "commentReference")]
    assert sorted(references) == sorted(said)
    return found


def words(report: FileReport) -> list[str]:
    return [on for said, on in commented(word.review_copy(report)) if said.startswith("【")]


def copy_of(data: bytes, found: Sequence[str | Span], **how: str) -> list[str]:
    return words(with_findings(data, found, name="草稿.docx", **how))


TITLE = runs("某县教育局2024年度法治政府建设情况报告")


# ---- the right words


def test_comments_stand_on_the_words_whatever_runs_they_are_in() -> None:
    body = TITLE + runs("全年受理投诉举", "报318", "件，包括来电1", "42件、", "网络96件。")
    assert copy_of(package(body), ["318件，包括来电142件", "网络96件", "318", "来电1"]) == [
        "318",
        "来电1",
        "318件，包括来电142件",
        "网络96件",
    ]


_TEXT = "全年受理投诉318件，包括来电142件、网络96件。"


@settings(deadline=None, max_examples=60)
@given(
    st.sets(st.integers(1, len(_TEXT) - 1)),
    st.lists(st.tuples(st.integers(0, len(_TEXT) - 1), st.integers(1, 12)), min_size=1, max_size=5),
)
def test_any_words_in_any_runs(cuts: set[int], spots: list[tuple[int, int]]) -> None:
    edges = [0, *sorted(cuts), len(_TEXT)]
    data = package(TITLE + runs(*(_TEXT[a:b] for a, b in pairwise(edges))))
    before = checked(data, "草稿.docx")
    assert before.document is not None
    start = before.document.source.text.index(_TEXT)
    spans = [Span(start + a, start + min(len(_TEXT), a + n)) for a, n in spots]
    report = with_findings(data, spans, name="草稿.docx")
    copy = word.review_copy(report)
    assert sorted(on for _, on in commented(copy)) == sorted(before.document.source.slice(s) for s in spans)
    assert reader.read(copy, "").source.text == before.document.source.text
    texts = etree.fromstring(zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml")).iter(W + "t")
    assert all(e.getparent().find(f"{W}rPr/{W}b") is not None for e in texts)


def test_words_across_paragraphs_and_in_table_cells() -> None:
    cells = "".join(f"<w:tc>{runs(t)}</w:tc>" for t in ("合计", "318"))
    data = package(TITLE + runs("甲的事。") + runs("乙的事。") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + runs("完。"))
    assert copy_of(data, ["事。\n乙的", "318"]) == ["事。乙的", "318"]


def test_xml_comments_and_half_words_do_not_shift_the_place() -> None:
    data = package(TITLE + "<w:p><!-- a --><w:r><w:t>甲乙<!-- b -->丙丁</w:t><?pi?></w:r></w:p>")
    assert copy_of(data, ["丙"]) == ["丙"]


def test_tabs_breaks_and_a_soft_hyphen_keep_their_place() -> None:
    data = package(TITLE + "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t><w:br/><w:t>丁</w:t></w:r></w:p>")
    report = with_findings(data, ["乙", "丁"], name="草稿.docx")
    copy = word.review_copy(report)
    assert [on for _, on in commented(copy)] == ["乙", "丁"]
    assert docx.Document(io.BytesIO(copy)).paragraphs[1].text == "甲\t乙丙\n丁"


def test_blanks_that_word_drops_stay_dropped() -> None:
    data = package(TITLE + "<w:p><w:r><w:t>  甲乙丙  </w:t></w:r><w:r><w:t>丁</w:t></w:r></w:p>")
    report = with_findings(data, ["乙"], name="草稿.docx")
    copy = word.review_copy(report)
    assert [on for _, on in commented(copy)] == ["乙"]
    assert reader.read(copy, "").source.text.endswith("甲乙丙丁\n")


@pytest.mark.parametrize(("revisions", "said"), [("final", "检查46次，查处"), ("original", "检查40次，查处")])
def test_tracked_changes_are_commented_on_the_side_that_was_checked(revisions: str, said: str) -> None:
    change = '<w:{0} w:id="9" w:author="甲"><w:r><w:{1}>{2}</w:{1}></w:r></w:{0}>'
    body = (
        f"<w:p><w:r><w:t>检查</w:t></w:r>{change.format('del', 'delText', '40次')}{change.format('ins', 't', '46次')}"
    )
    data = package(TITLE + body + "<w:r><w:t>，查处9件。</w:t></w:r></w:p>")
    found = copy_of(data, [said], revisions=revisions)
    assert [on.replace("40次46次", "46次" if revisions == "final" else "40次") for on in found] == [said]


def test_a_footnote_is_commented_at_its_mark_and_a_text_box_at_its_place() -> None:
    box = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        + runs("框里的字")
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    relation = f'<Relationship Id="rId7" Type="{wordfile.R}/footnotes" Target="footnotes.xml"/></Relationships>'
    plain = zipfile.ZipFile(io.BytesIO(wordfile.document(""))).read("word/_rels/document.xml.rels").decode()
    data = package(
        TITLE
        + f"<w:p><w:r><w:t>正文</w:t></w:r>{note}<w:r><w:t>后文</w:t></w:r></w:p><w:p>{box}<w:r><w:t>附图</w:t></w:r></w:p>",
        **{
            "word/footnotes.xml": f'<w:footnotes {_NAMESPACES}><w:footnote w:id="2">{runs("注里的字")}</w:footnote></w:footnotes>',
            "word/_rels/document.xml.rels": plain.replace("</Relationships>", relation),
        },
    )
    copy = word.review_copy(with_findings(data, ["注里", "框里"], name="草稿.docx"))
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(copy)).read("word/document.xml"))
    marked = [start.getnext() for start in body.iter(W + "commentRangeStart")]
    assert [next(iter(run)).tag.rpartition("}")[2] for run in marked] == ["footnoteReference", "pict"]
    assert not next(body.iter(W + "txbxContent")).findall(f".//{W}commentRangeStart")


def test_automatic_numbers_and_empty_spans_are_commented_at_what_stands_nearest() -> None:
    data = package(TITLE + runs("正文。"))
    assert copy_of(data, [Span(0, 0), Span(22, 22)])[0] == "某县教育局2024年度法治政府建设情况报告"


# ---- nothing else changed


def test_every_other_part_is_the_same_to_the_byte() -> None:
    data = package(TITLE + runs("正文。"), **{"word/media/image1.png": "no picture", "customXml/item1.xml": "<a/>"})
    before, after = (
        zipfile.ZipFile(io.BytesIO(d)) for d in (data, word.review_copy(with_findings(data, ["正文"], name="a.docx")))
    )
    assert after.namelist()[: len(before.namelist())] == before.namelist()
    changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
    assert changed == {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert set(after.namelist()) - set(before.namelist()) == {"word/comments.xml"}


def test_without_findings_the_copy_is_the_file_itself() -> None:
    data = package(TITLE + runs("正文。"))
    assert word.review_copy(with_findings(data, [], name="a.docx")) == data


def test_comments_that_were_there_stay() -> None:
    document = docx.Document(io.BytesIO(package(TITLE + runs("正文一句。"))))
    document.add_comment(document.paragraphs[1].runs[0], "旧的批注", author="李科长", initials="李")
    data = io.BytesIO()
    document.save(data)
    copy = word.review_copy(with_findings(data.getvalue(), ["一句"], name="a.docx"))
    assert sorted(commented(copy)) == sorted([("旧的批注", "正文一句。"), ("【提醒】一处发现", "一句")])
    authors = [(c.author, c.comment_id) for c in docx.Document(io.BytesIO(copy)).comments]
    assert authors == [("李科长", 0), ("lawlint", 1)]


def test_a_file_with_macros_keeps_its_type() -> None:
    plain = zipfile.ZipFile(io.BytesIO(wordfile.document(""))).read("[Content_Types].xml").decode()
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = plain.replace("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind)
    data = package(TITLE + runs("正文。"), **{"[Content_Types].xml": types, "word/vbaProject.bin": "macros"})
    copy = zipfile.ZipFile(io.BytesIO(word.review_copy(with_findings(data, ["正文"], name="a.docm"))))
    assert kind in copy.read("[Content_Types].xml").decode()
    assert copy.read("word/vbaProject.bin") == b"macros"


# ---- what the comments say


def test_a_comment_says_finding_advice_basis_and_rule() -> None:
    report = with_findings(package(TITLE + runs("正文。")), ["正文"], name="a.docx")
    (comment,) = docx.Document(io.BytesIO(word.review_copy(report))).comments
    assert comment.author == "lawlint"
    assert [p.text for p in comment.paragraphs] == [
        "【提醒】一处发现",
        "建议：改一改",
        "依据：某规定",
        "规则：some-rule",
    ]


def test_a_comment_may_hold_any_character() -> None:
    report = with_findings(package(TITLE + runs("正文。")), ["正文"], name="a.docx")
    found: Finding = report.findings[0]
    report.findings = [Finding("some-rule", found.severity, "<a>&\x00\x1b\ud800]]>", found.span)]
    (comment,) = docx.Document(io.BytesIO(word.review_copy(report))).comments
    assert comment.paragraphs[0].text == "【提醒】<a>&\ufffd\ufffd\ufffd]]>"


# ---- other formats


@pytest.mark.parametrize("name", ["草稿.md", "草稿.txt"])
def test_for_text_a_document_is_made(name: str) -> None:
    report = with_findings(DRAFT, ["318件，包括来电142件", "行政处罚", "（二）", "存在的不足"], name=name)
    copy = word.review_copy(report)
    assert [on for _, on in commented(copy)] == ["318件，包括来电142件", "（二）", "行政处罚", "存在的不足"]
    made = docx.Document(io.BytesIO(copy))
    assert made.paragraphs[0].style.name == "Title"
    assert made.paragraphs[0].text == "云岭县教育局2024年度法治政府建设情况报告"
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == [
        "一、主要举措和成效",
        "二、存在的不足",
        "三、2025年工作安排",
    ]
    assert [[c.text for c in row.cells] for row in made.tables[0].rows][2] == ["行政处罚", "8", "9"]


def test_the_made_document_is_checked_like_the_text() -> None:
    def told(report: FileReport) -> list[Any]:
        assert report.document is not None
        return sorted((f.rule, "".join(filter(str.isalnum, report.quote(f.span)))) for f in report.findings)

    from_text = checked(DRAFT)
    body, _ = word._made(from_text)
    assert told(checked(wordfile.document(body), "草稿.docx")) == told(from_text)


def test_merged_cells_stay_merged() -> None:
    data = "<h1>某县2024年度报告</h1><table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>1</td><td>2</td></tr></table>"
    report = with_findings(f"<body>{data}<p>正文写在这里，说明情况。</p></body>", ["乙"], name="a.html")
    (table,) = docx.Document(io.BytesIO(word.review_copy(report))).tables
    assert [[c.text for c in row.cells] for row in table.rows] == [["甲", "乙", "乙"], ["甲", "1", "2"]]


# ---- refusals


def test_one_draft_at_a_time() -> None:
    with pytest.raises(UsageError, match="一次只做一份"):
        word.render(Run([checked(DRAFT), checked(DRAFT)]), Style())


def test_a_draft_that_cannot_be_read_gives_no_copy(lawlint: Any, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    done = lawlint("check", "坏.docx", "--format", "word", "--output", "坏.审阅.docx")
    assert done.returncode == 2
    assert "坏.docx" in done.stderr
    assert not (tmp_path / "坏.审阅.docx").exists()


@pytest.mark.parametrize("output", ["草稿.docx", "./草稿.docx", "link.docx"])
def test_the_draft_itself_is_never_written_over(lawlint: Any, tmp_path: Path, output: str) -> None:
    data = package(TITLE + runs("正文。"))
    (tmp_path / "草稿.docx").write_bytes(data)
    (tmp_path / "link.docx").symlink_to(tmp_path / "草稿.docx")
    done = lawlint("check", "草稿.docx", "--format", "word", "--output", output)
    assert done.returncode == 2
    assert (tmp_path / "草稿.docx").read_bytes() == data


# ---- an office program


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_copy_and_keeps_the_comments(tmp_path: Path) -> None:
    body = TITLE + runs("全年受理投诉举", "报318", "件，包括来电1", "42件。") + runs("其余一句。")
    copy = word.review_copy(with_findings(package(body), ["318件，包括来电142件", "一句"], name="a.docx"))
    (tmp_path / "copy.docx").write_bytes(copy)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
    ]
    subprocess.run([*command, str(tmp_path / "copy.docx")], check=True, capture_output=True)
    assert [on for _, on in commented((tmp_path / "out" / "copy.docx").read_bytes())] == [
        "318件，包括来电142件",
        "一句",
    ]
