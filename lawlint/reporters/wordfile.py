"""Write a small .docx: paragraphs and tables in the styles of an official document, and nothing else.

Made by hand rather than with a library: what is written is known to the last element, so comments can be put on exact
words afterwards.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PACKAGE = "application/vnd.openxmlformats-package"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_CONTENT_TYPES = f"""{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>
</Types>"""
_RELATIONS = f"""{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{R}/%s" Target="%s"/>
</Relationships>"""


def text(value: str) -> str:
    """A text as XML text: escaped, characters that XML does not know replaced one for one."""
    return escape(_ILLEGAL.sub("\ufffd", value).replace("\n", " ").replace("\r", " "))


def paragraph(pieces: Iterable[str], style: str = "Normal") -> str:
    """A paragraph of a style, one run for each piece."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(map(run, pieces))}</w:p>'


def run(value: str, bold: bool = False) -> str:
    """A run of text."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text(value)}</w:t></w:r>'


def cell(paragraphs: str, columns: int = 1, merge: str = "") -> str:
    """A table cell around its paragraphs; ``merge`` is ``restart`` or ``continue`` where cells are one downward."""
    properties = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs or paragraph((), 'Cell')}</w:tc>"


def table(rows: Iterable[Sequence[str]], widths: Sequence[int], headed: bool = False) -> str:
    """A table of cells with borders; ``widths`` of its columns in twentieths of a point; the first row may repeat."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="4" w:color="808080"/>'
        for s in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    body = "".join(
        f"<w:tr>{head if headed and i == 0 else '<w:trPr><w:cantSplit/></w:trPr>'}{''.join(row)}</w:tr>"
        for i, row in enumerate(rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def document(body: str, landscape: bool = False) -> bytes:
    """A whole .docx around the markup of a body, on A4 with the margins of GB/T 9704—2012."""
    width, height = (16838, 11906) if landscape else (11906, 16838)
    page = (
        f'<w:pgSz w:w="{width}" w:h="{height}"{" w:orient=" + chr(34) + "landscape" + chr(34) if landscape else ""}/>'
    )
    top, right, bottom, left = (1134, 1588, 1134, 1588) if landscape else (2098, 1474, 1984, 1587)
    sides = f'w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
    margins = f'<w:pgMar {sides} w:header="851" w:footer="992" w:gutter="0"/>'
    main = f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}<w:sectPr>{page}{margins}</w:sectPr></w:body></w:document>'
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS % ("officeDocument", "word/document.xml"),
        "word/document.xml": main,
        "word/_rels/document.xml.rels": _RELATIONS % ("styles", "styles.xml"),
        "word/styles.xml": _styles(),
    }
    return archive((zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content.encode()) for name, content in parts.items())


def archive(entries: Iterable[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip file of the entries, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for info, content in entries:
            target.writestr(info, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _styles() -> str:
    """The styles: body text in 仿宋 at 16 points, headings in 黑体 and 楷体, as official documents are set."""
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{}"/>'
    made = [
        _style("Normal", "Normal", "", fonts.format("仿宋"), 32, 'w:line="560" w:lineRule="exact"', "both", ""),
        _style("Body", "Body Text", "Normal", "", 32, "", "", '<w:ind w:firstLine="640"/>'),
        _style(
            "Title",
            "Title",
            "Normal",
            fonts.format("方正小标宋简体"),
            44,
            'w:after="560" w:line="640" w:lineRule="exact"',
            "center",
            "",
        ),
        _style("Heading1", "heading 1", "Normal", fonts.format("黑体"), 32, "", "", '<w:ind w:firstLine="640"/>', 0),
        _style("Heading2", "heading 2", "Normal", fonts.format("楷体"), 32, "", "", '<w:ind w:firstLine="640"/>', 1),
        _style("Heading3", "heading 3", "Normal", "", 32, "", "", '<w:ind w:firstLine="640"/>', 2),
        _style("Right", "Signature", "Normal", "", 32, "", "right", ""),
        _style("Small", "Small", "Normal", "", 21, 'w:line="320" w:lineRule="atLeast"', "left", ""),
        _style("Cell", "Cell", "Normal", "", 21, 'w:line="300" w:lineRule="atLeast"', "left", ""),
    ]
    return f'{DECLARATION}<w:styles xmlns:w="{W}">{"".join(made)}</w:styles>'


def _style(
    key: str,
    name: str,
    base: str,
    fonts: str,
    size: int,
    spacing: str,
    align: str,
    indent: str,
    outline: int | None = None,
) -> str:
    about = f"<w:spacing {spacing}/>" if spacing else ""
    about += indent + (f'<w:jc w:val="{align}"/>' if align else "")
    about = ("<w:keepNext/>" if outline is not None else "") + about
    about += f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    default = ' w:default="1"' if not base else ""
    parent = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{parent}<w:qFormat/>'
        f'<w:pPr>{about}</w:pPr><w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )
