"""Files that cannot be read, or must not be: a message, never a clean draft, and nothing written."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from word import W, docx, p, root, table, tc, tr

from lawlint.errors import ReadError
from lawlint.readers import convert
from lawlint.readers import docx as reader
from lawlint.readers.docx import package

ENTITY = f"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "三百一十八件"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"""
EXTERNAL = f"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "{Path(__file__).as_uri()}">]>
<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>受理&a;</w:t></w:r></w:p></w:body></w:document>"""
DTD = f'<!DOCTYPE d SYSTEM "{Path(__file__).as_uri()}"><w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'
PICTURE = p("<w:r><w:drawing><pic>图</pic></w:drawing></w:r>")


def zipped(**entries: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def encrypted_entry() -> bytes:
    data = bytearray(docx(p("正文。")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(docx(p("正文。" * 400)))
    at = data.find(b"word/document.xml") + 60
    data[at : at + 20] = bytes(20)
    return bytes(data)


def twice() -> bytes:
    file = io.BytesIO(docx(p("正文。")))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", root("document", "<w:body/>"))
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "空的"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "old format renamed": (lambda: OLE, "旧版 Word"),
    "encrypted entries": (encrypted_entry, "密码"),
    "truncated": (lambda: docx(p("正文。" * 50))[:-400], "不完整"),
    "truncated early": (lambda: docx(p("正文。" * 50))[:100], "不完整"),
    "damaged part": (damaged, "不完整"),
    "no archive": (lambda: "受理投诉318件".encode() * 10, "不是 .docx"),
    "archive without text": (lambda: zipped(readme="hello"), "没有正文"),
    "spreadsheet": (
        lambda: docx(extra={"_rels/.rels": docx_relations("xl/workbook.xml"), "xl/workbook.xml": "<workbook/>"}),
        "Excel",
    ),
    "text elsewhere": (
        lambda: docx(
            extra={"_rels/.rels": docx_relations("http://example.org/a.xml", "External"), "word/document.xml": ""}
        ),
        "不完整",
    ),
    "broken XML": (lambda: docx(extra={"word/document.xml": root("document", "<w:body><w:p>")}), "不完整"),
    "entities": (lambda: docx(extra={"word/document.xml": ENTITY}), "实体"),
    "external entity": (lambda: docx(extra={"word/document.xml": EXTERNAL}), "实体"),
    "external definitions": (lambda: docx(extra={"word/document.xml": DTD}), "实体"),
    "entities in styles": (lambda: docx(p("甲"), styles="", extra={"word/styles.xml": ENTITY}), "实体"),
    "path upward": (lambda: docx(p("甲"), {"../../evil.txt": "x"}), "指向包外"),
    "absolute path": (lambda: docx(p("甲"), {"/etc/evil": "x"}), "指向包外"),
    "path with backslashes": (lambda: docx(p("甲"), {"word\\..\\..\\evil": "x"}), "指向包外"),
    "drive letter": (lambda: docx(p("甲"), {"C:/evil": "x"}), "指向包外"),
    "two texts": (twice, "两个"),
    "bomb": (lambda: docx(extra={"word/document.xml": " " * (40 * 2**20)}), "压缩比"),
    "bomb beside the text": (lambda: docx(p("甲"), {"word/media/a.bin": bytes(40 * 2**20)}), "压缩比"),
    "pictures only": (lambda: docx(PICTURE), "没有文字"),
    "no paragraphs": (lambda: docx(), "没有文字"),
    "another file inside": (lambda: docx(p("甲") + '<w:altChunk r="1"/>'), "altChunk"),
}


def docx_relations(target: str, mode: str = "Internal") -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


@pytest.mark.parametrize("name", CASES)
def test_a_word_file_that_cannot_be_read(name: str) -> None:
    make, words = CASES[name]
    with pytest.raises(ReadError, match=words):
        reader.read(make(), "draft.docx")


def test_limits_hold_whatever_the_archive_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx("".join(p(f"第{n}段。") for n in range(2000)))
    assert reader.read(data, "x.docx").source.line_count == 2000
    monkeypatch.setattr(package, "MAX_PART", 10_000)
    with pytest.raises(ReadError, match="解压后超过"):
        reader.read(data, "x.docx")
    monkeypatch.setattr(package, "MAX_TOTAL", 1000)
    with pytest.raises(ReadError, match="解压后超过"):
        reader.read(data, "x.docx")


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_file_cut_anywhere_is_an_error(cut: int) -> None:
    data = docx(p("正文。" * 50))
    with pytest.raises(ReadError):
        reader.read(data[: len(data) * cut // 100], "x.docx")


def test_macros_and_other_parts_are_never_looked_at() -> None:
    data = docx(p("正文。"), {"word/vbaProject.bin": b"\0not a macro"})
    assert reader.read(data, "draft.docm").source.text == "正文。\n"


@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotx", ".dotm"])
def test_word_suffixes(lawlint: Callable[..., object], tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"草稿{suffix}").write_bytes(docx(p("云岭县水务局工作报告") + p("全年培训四次。")))
    done = lawlint("check", f"草稿{suffix}")
    assert done.returncode == 0  # type: ignore[attr-defined]


def test_unreadable_drafts_exit_2_and_the_others_are_checked(lawlint: Callable[..., object], tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(docx(p("正文。"))[:-300])
    (tmp_path / "旧.doc").write_bytes(OLE)
    (tmp_path / "~$好.docx").write_bytes(b"lock")
    (tmp_path / "好.docx").write_bytes(docx(p("云岭县水务局工作报告") + p("受理XX件。")))
    before = sorted(f.name for f in tmp_path.iterdir())
    done = lawlint("check", ".")
    assert done.returncode == 2  # type: ignore[attr-defined]
    shown = done.stdout + done.stderr  # type: ignore[attr-defined]
    assert "不完整" in shown
    assert "另存为" in shown
    assert "placeholder" in shown
    assert "~$" not in done.stdout  # type: ignore[attr-defined]
    assert "略过 ~$好.docx" in done.stderr  # type: ignore[attr-defined]
    assert sorted(f.name for f in tmp_path.iterdir()) == before


# -- .doc and .wps


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "旧.DOC"])
def test_old_formats_say_how_to_convert(name: str) -> None:
    with pytest.raises(ReadError, match="另存为") as error:
        convert.read(OLE, name)
    assert "--soffice" in str(error.value)


def test_a_word_file_under_an_old_name_is_read() -> None:
    assert convert.read(docx(p("正文。")), "新.doc").source.text == "正文。\n"


def test_without_libreoffice_the_message_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError, match="LibreOffice"):
        convert.read(OLE, "旧.doc", soffice=True)


# -- large files


def test_a_long_draft_and_a_long_table_are_read_whole() -> None:
    rows = "".join(tr(tc(f"第{n}项"), tc(str(n))) for n in range(5000))
    document = reader.read(docx("".join(p(f"第{n}段文字。") for n in range(20_000)) + table(rows)), "x.docx")
    assert document.source.line_count == 20_000 + 10_000
    assert document.tables[0].table is not None
    assert len(document.tables[0].table.rows) == 5000


def test_100_000_paragraphs_fit_into_500_mb(tmp_path: Path) -> None:
    path = tmp_path / "long.docx"
    path.write_bytes(docx("".join(p(f"第{n}批取水单位的问题，已经全部整改到位。") for n in range(100_000))))
    program = (
        "import resource, sys; from pathlib import Path; from lawlint.readers import read_docx;"
        "document = read_docx(Path(sys.argv[1]).read_bytes(), 'long.docx');"
        "print(document.source.line_count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    lines, megabytes = map(int, done.stdout.split())
    assert lines == 100_000
    assert megabytes < 500


def test_deep_nesting_is_an_error_or_read_but_no_crash() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + p("底") + "</w:sdtContent></w:sdt>" * 3000
    with pytest.raises(ReadError):
        reader.read(docx(deep), "x.docx")
