"""Drafts in formats that lawlint does not read, .doc, .wps, .rtf and .odt: how to convert them, or converted by LibreOffice where that is allowed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from lawlint.document import Document
from lawlint.errors import ReadError
from lawlint.readers.kinds import DRAFTS

TIMEOUT = 180  # seconds for one file; a first start of LibreOffice takes ten or more


def read(data: bytes, path: str, soffice: bool = False, revisions: str = "final") -> Document:
    """The document in such a file.

    :param soffice: whether LibreOffice may be started to convert it.
    :raises ReadError: it may not be, is not installed, or does not understand the file.
    """
    from lawlint.readers import docx

    suffix = Path(path).suffix.lower()
    if data.startswith(b"PK") and suffix != ".odt":  # a .docx under an old name
        return docx.read(data, path, revisions)
    if not data.strip():
        raise ReadError("文件是空的，没有可检查的内容")
    if not soffice:
        raise ReadError(DRAFTS[suffix])
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError(f"没有找到 LibreOffice（soffice），不能转换 {suffix}：请安装它，或在 Word 里另存为 .docx")
    return docx.read(_converted(program, data, suffix), path, revisions)


def _converted(program: str, data: bytes, suffix: str) -> bytes:
    """The file as .docx. LibreOffice works in a folder of its own, which is gone afterwards, and runs no macros."""
    with TemporaryDirectory(prefix="lawlint-") as folder:
        draft = Path(folder, "draft" + suffix)
        draft.write_bytes(data)
        command = [program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore"]
        try:
            subprocess.run(
                [*command, "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(draft)],
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError(f"LibreOffice 转换超过 {TIMEOUT} 秒，没有完成；请在 Word 里另存为 .docx") from error
        except OSError as error:
            raise ReadError(f"LibreOffice 启动不了（{error.strerror}）；请在 Word 里另存为 .docx") from error
        made = draft.with_suffix(".docx")
        if not made.exists():
            raise ReadError(f"LibreOffice 转换不了这个 {suffix} 文件（可能加了密码或已损坏）；请在 Word 里另存为 .docx")
        return made.read_bytes()
