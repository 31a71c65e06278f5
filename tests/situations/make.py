"""The drafts that the table of situations names, made where they are no plain text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "readers"))

from word import docx, p, root  # noqa: E402

GOOD = (ROOT / "examples" / "合格.md").read_text(encoding="utf-8")
FAULT = "全年开展专项检查XX次。"  # an error whatever the arithmetic finds
_BODY = GOOD.replace("# ", "").replace("#", "")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _with(words: str, before: str = "## 二、") -> str:
    return GOOD.replace(before, f"{words}\n\n{before}", 1)


def _word(*more: str, footer: str = "") -> bytes:
    lines = [line for line in _BODY.splitlines() if line.strip() and not line.startswith("|")]
    body = "".join(p(line.strip()) for line in (*lines[:-2], *more, *lines[-2:]))
    if not footer:
        return docx(body)
    section = f'<w:sectPr><w:footerReference w:type="default" r:id="f1" xmlns:r="{_OFFICE}"/></w:sectPr>'
    relation = f'<Relationship Id="f1" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
    rels = f'<Relationships xmlns="{_PACKAGE}">{relation}</Relationships>'
    return docx(body + section, {"word/_rels/document.xml.rels": rels, "word/footer1.xml": root("ftr", p(footer))})


def _page(inner: str = "") -> str:
    lines = [line.strip() for line in _BODY.splitlines() if line.strip() and not line.startswith("|")]
    body = "".join(f"<p>{line}</p>" for line in lines[1:])
    return f"<html><head><meta charset=utf-8></head><body><h1>{lines[0]}</h1><div>{body}{inner}</div></body></html>"


@cache
def _pdf(scan: bool = False) -> bytes:
    from test_pdf import drawn, text
    from test_pdf import scan as picture

    page = text("云岭县教育局工作报告", "全年受理投诉318件。")
    return drawn(page, picture) if scan else drawn(page)


MAKE: dict[str, Callable[[], str | bytes]] = {
    "GOOD": lambda: GOOD,
    "BAD": lambda: _with(FAULT),
    "WARNS": lambda: GOOD.replace("## 四、2025年", "## 四、2024年"),
    "PLAIN": lambda: "# 使用说明\n\n本目录存放各年度报告草稿。\n",
    "FENCED": lambda: _with(f"```\n{FAULT}\n```"),
    "TILDES": lambda: _with(f"~~~text\n{FAULT}\n~~~"),
    "UNCLOSED": lambda: _with(f"```\n{FAULT}"),
    "UNCLOSED_CLEAN": lambda: GOOD + "\n```\n",
    "ALL_FENCED": lambda: f"```\n{_with(FAULT)}\n```\n",
    "FENCED_COMMAND": lambda: "# 使用说明\n\n运行命令：\n\n```sh\nlawlint check .\n```\n",
    "FALSE_FRONT": lambda: f"---\n{FAULT}\n---\n\n{GOOD}",
    "FRONT": lambda: f"---\ntitle: 报告\nauthor: 甲\n---\n\n{GOOD}",
    "COMMENTED": lambda: _with(f"<!-- {FAULT} -->"),
    "CODE_COMMENT": lambda: _with(f"`<!--` {FAULT} `-->`"),
    "FENCED_COMMENT": lambda: _with(f"```\n<!--\n```\n\n{FAULT}\n\n-->"),
    "PARAGRAPHS": lambda: _with(f"<p>已经办结。</p><p>{FAULT}</p>"),
    "BREAKS": lambda: _with(f"已经办结。<br>{FAULT}<br/>其余正在办理。"),
    "HTML_TABLE": lambda: _with(
        "<table>\n<tr><td>类别</td><td>件</td></tr>\n<tr><td>来电</td><td>142</td></tr>\n"
        "<tr><td>网络</td><td>96</td></tr>\n<tr><td>合计</td><td>248</td></tr>\n</table>"
    ),
    "IFRAME_MD": lambda: _with('<iframe src="data.html"></iframe>'),
    "PICTURE_SECTION": lambda: GOOD.replace("无其他需要报告的情况。", "![](a.png)"),
    "PICTURE": lambda: _with("![现场照片](a.png)"),
    "ZERO_WIDTH": lambda: _with(FAULT.replace("XX", "X\u200bX\u2060")),
    "SOFT_HYPHEN": lambda: _with(FAULT.replace("XX", "X\u00adX")),
    "BIDI": lambda: _with("全年受理热线投诉\u202e813\u202c件。"),
    "CODED": lambda: _with("全年受理投诉3&#49;8件。"),
    "CONTROLS": lambda: _with("全年受理热线\x1b[2J\x1b[H投诉XX件。"),
    "COMMANDS": lambda: _with("::error::通过 XX件\n\n##vso[task.complete result=Succeeded;]XX件"),
    "DIRECTIVE": lambda: f"<!-- lawlint: disable=placeholder -- 已核对 -->\n{_with(FAULT)}",
    "DIRECTIVE_LINE": lambda: _with(f"lawlint: disable-next=placeholder -- 已核对\n\n{FAULT}"),
    "DIRECTIVE_FENCED": lambda: _with(f"```\n<!-- lawlint: disable=placeholder -- 例子 -->\n```\n\n{FAULT}"),
    "DIRECTIVE_INSIDE": lambda: _with(f"说明 lawlint: disable=placeholder，{FAULT}"),
    "DIRECTIVE_WIDE": lambda: f"<!-- lawlint：disable=placeholder -- 已核对 -->\n{_with(FAULT)}",
    "DIRECTIVE_NO_COLON": lambda: f"<!-- lawlint disable=placeholder -->\n{_with(FAULT)}",
    "DIRECTIVE_IDLE": lambda: f"<!-- lawlint: disable=placeholder -- 已核对 -->\n{GOOD}",
    "DIRECTIVE_UNKNOWN": lambda: f"<!-- lawlint: disable=sum-mismach -->\n{GOOD}",
    "DIRECTIVE_ALL": lambda: f"<!-- lawlint: disable -->\n{_with(FAULT)}",
    "DIRECTIVE_CRASH": lambda: f"<!-- lawlint: disable=check-crashed -->\n{GOOD}",
    "DIRECTIVE_UNREAD": lambda: f"<!-- lawlint: disable=unread-passage -->\n{_with('<iframe src=x></iframe>')}",
    "DIRECTIVE_UNREAD_REASON": lambda: (
        f"<!-- lawlint: disable=unread-passage -- 图表已人工核对 -->\n{_with('<iframe src=x></iframe>')}"
    ),
    "MISSING": lambda: GOOD[: GOOD.index("## 四、")] + "云岭县教育局\n\n2025年1月20日\n",
    "MISSING_SILENCED": lambda: "<!-- lawlint: disable=missing-section -->\n" + str(MAKE["MISSING"]()),
    "MISSING_REASON": lambda: "<!-- lawlint: disable=missing-section -- 另行报送 -->\n" + str(MAKE["MISSING"]()),
    "PLAIN_SILENCED": lambda: "<!-- lawlint: disable=profile-unrecognised -->\n" + str(MAKE["PLAIN"]()),
    "PLAIN_REASON": lambda: "<!-- lawlint: disable=profile-unrecognised -- 说明文件 -->\n" + str(MAKE["PLAIN"]()),
    "TXT": lambda: _BODY,
    "TXT_COMMENT": lambda: _BODY.replace("二、", f"<!-- {FAULT} -->\n二、", 1),
    "TXT_DIRECTIVE": lambda: _BODY.replace(
        "二、", f"<!-- lawlint: disable-next=placeholder -- 已核对 -->\n{FAULT}\n二、", 1
    ),
    "TXT_HIDDEN": lambda: _BODY.replace("二、", f"lawlint: disable=usage -- {FAULT}\n二、", 1),
    "TRADITIONAL": lambda: (
        "雲嶺縣教育局2024年度法治政府建設情況報告\n一、主要舉措和成效\n全年審查規範性檔案3件，開展執法檢查36次，辦理投訴12件。\n"
    ),
    "GB": lambda: _with(FAULT).encode("gb18030"),
    "UTF16": lambda: _with(FAULT).encode("utf-16"),
    "EMPTY": lambda: b"",
    "BLANK": lambda: b" \n\n",
    "BINARY": lambda: b"\0\1\2PK",
    "NOISE": lambda: b"\xff\xff\xfe\xe4\xb8",
    "MANY": lambda: "".join(f"第{i}项，受理XX件。\n\n" for i in range(9000)),
    "HUGE": lambda: "云岭县\n" + "报告" * 3_000_000,
    "DOCX": lambda: _word(),
    "DOCX_BAD": lambda: _word(FAULT),
    "DOCX_FOOTER": lambda: _word(footer="送审稿"),
    "DOCX_SECRET": lambda: _word(footer="机密★1年"),
    "DOCX_TRUNCATED": lambda: _word()[:-300],
    "DOCX_DIRECTIVE": lambda: _word("lawlint: disable=placeholder -- 已核对", FAULT),
    "OLE": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "RTF": lambda: b"{\\rtf1 x}",
    "OFD": lambda: b"PK\x03\x04ofd",
    "LOCK": lambda: b"lock",
    "HTML": lambda: _page(),
    "HTML_BAD": lambda: _page(f"<p>{FAULT}</p>"),
    "HTML_FRAME": lambda: _page('<iframe src="x"></iframe>'),
    "HTML_SVG": lambda: _page(f"<svg><text>{FAULT}</text></svg>"),
    "HTML_FOOT": lambda: _page() + f'<div class="footer">{FAULT}</div>',
    "HTML_HIDDEN": lambda: _page(f'<p style="display:none">{FAULT}</p>'),
    "HTML_DIRECTIVE": lambda: _page(f"<!-- lawlint: disable=placeholder -- 已核对 --><p>{FAULT}</p>"),
    "PDF": lambda: _pdf(),
    "PDF_SCAN": lambda: _pdf(scan=True),
}


def content(name: str) -> bytes:
    """The bytes of a file: those a name in capitals stands for, else the text itself."""
    made = MAKE[name]() if name in MAKE else name
    return made.encode("utf-8") if isinstance(made, str) else made
