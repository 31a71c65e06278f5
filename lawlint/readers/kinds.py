"""Kinds of files that hold drafts or annexes and that lawlint does not read: what to say about each."""

from __future__ import annotations

from collections.abc import Mapping

_SAVE = "请在 Word 或 WPS 里打开，另存为 .docx"
_SOFFICE = "；本机装有 LibreOffice 时，也可以加 --soffice 自动转换"

# Drafts: a folder that holds one is not wholly checked. What to do with each.
DRAFTS: Mapping[str, str] = {
    ".doc": f"旧版 Word 格式不能直接检查：{_SAVE}{_SOFFICE}",
    ".dot": f"旧版 Word 模板不能直接检查：{_SAVE}",
    ".wps": f"WPS 文字的格式不能直接检查：请在 WPS 里打开，另存为 .docx 或 PDF{_SOFFICE}",
    ".wpt": "WPS 文字的模板不能直接检查：请在 WPS 里打开，另存为 .docx 或 PDF",
    ".rtf": f"RTF 格式不能直接检查：{_SAVE}{_SOFFICE}",
    ".odt": f"OpenDocument 格式不能直接检查：{_SAVE}{_SOFFICE}",
    ".ofd": "OFD 版式文件不能检查：请在 WPS 或 OFD 阅读器里打开，另存为 .docx 或 PDF，再检查",
    ".uof": f"UOF 格式不能直接检查：{_SAVE}",
    ".uot": f"UOF 格式不能直接检查：{_SAVE}",
    ".ceb": "CEB 版式文件不能检查：请提供 .docx 或 PDF",
    ".pages": "Pages 格式不能直接检查：请导出为 .docx",
    ".mht": f"网页存档不能直接检查：{_SAVE}，或另存为 .html",
    ".mhtml": f"网页存档不能直接检查：{_SAVE}，或另存为 .html",
    ".xhtml": "XHTML 不能直接检查：请另存为 .html",
    ".epub": "EPUB 不能直接检查：请另存为 .docx",
    ".rst": "这种文本不能直接检查：请另存为 .txt 或 .md",
    ".adoc": "这种文本不能直接检查：请另存为 .txt 或 .md",
}

_SHEET, _SLIDES, _PICTURE, _ARCHIVE = "电子表格，没有检查", "演示文稿，没有检查", "图片，没有检查", "压缩包，没有检查"
# What may lie beside a draft and be published with it: named, so that nobody takes it for checked.
ANNEXES: Mapping[str, str] = {
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ods", ".csv"), _SHEET),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp"), _SLIDES),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp"), _PICTURE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz"), _ARCHIVE),
    ".eml": "邮件，没有检查",
    ".msg": "邮件，没有检查",
}
