"""The one draft under review, and its report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from threading import Lock
from typing import Any

from lawlint.errors import LawlintError, ReadError
from lawlint.report import FileReport, Run
from lawlint.reporters import Style, html, word
from lawlint.reporters.sheet import now, verdict

MAX_DRAFT = 64 * 2**20  # bytes
_UNFIT = re.compile(r"[\x00-\x1f\x7f<>:\"|?*]")

Check = Callable[[bytes, str], FileReport]


@dataclass(frozen=True)
class File:
    """Something to send: its name, its content, its media type."""

    name: str
    content: bytes
    type: str


class Desk:
    """Holds a draft and checks it again when its file changes. Safe to use from several threads.

    :param check: checks a draft given as bytes and a name, which says its format.
    :param path: the draft's file, looked at again and again; ``None`` where drafts are dropped on the page.
    """

    def __init__(self, check: Check, path: Path | None = None) -> None:
        self._check = check
        self._path = path
        self._seen: tuple[int, ...] = ()
        self._lock = Lock()
        self._report: FileReport | None = None
        self._error = ""
        self._name = path.name if path else ""
        self._checked = ""
        self._revision = 0

    def put(self, data: bytes, name: str) -> None:
        """Take another draft in place of the one that lies here; its own changes on disk are not seen.

        :raises ReadError: the name is none.
        """
        last = file_name(name)
        with self._lock:
            self._path = None
            self._take(data, last)

    def look(self) -> dict[str, Any]:
        """The state as plain data, after checking the file again where it has changed.

        ``revision`` grows with every check; ``error`` says why there is no report, or why it may be out of date.
        """
        with self._lock:
            self._refresh()
            ready = self._report is not None
            return {
                "revision": self._revision,
                "name": self._name,
                "ready": ready,
                "verdict": verdict(self._report) if self._report else "",
                "checked": self._checked,
                "watched": self._path is not None,
                "error": self._error,
            }

    def report(self) -> File | None:
        """The report as a page, on the file as it is now; ``None`` where no draft has been read."""
        with self._lock:
            self._refresh()
            if self._report is None:
                return None
            page = html.render(Run([self._report]), Style())
            return File(self._called("审核报告.html"), page.encode(), "text/html; charset=utf-8")

    def copy(self) -> File | None:
        """The review copy."""
        return self._word("审阅.docx", word.review_copy)

    def checklist(self) -> File | None:
        """The checklist to sign."""
        return self._word("核对表.docx", word.checklist)

    def _word(self, name: str, make: Callable[[FileReport], bytes]) -> File | None:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        with self._lock:
            self._refresh()
            return File(self._called(name), make(self._report), kind) if self._report else None

    def _called(self, what: str) -> str:
        return f"{PurePath(self._name).stem}.{what}"

    def _refresh(self) -> None:
        """Check the file again if it is another than the one last read; a file that is away is waited for."""
        if self._path is None:
            return
        try:
            about = self._path.stat()
            mark = (about.st_mtime_ns, about.st_size, about.st_ino)
            if mark == self._seen:
                return
            if about.st_size > MAX_DRAFT:
                raise ReadError(f"文件有 {about.st_size >> 20} MB，超过 {MAX_DRAFT >> 20} MB，没有读取")
            data = self._path.read_bytes()
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            gone = "不在原处（可能正在保存，或者已经移走）" if missing else "现在读不到（可能被占用，或者没有权限）"
            self._error = f"{self._path.name} {gone}" + ("；下面是上一次的结果" if self._report else "")
            self._seen = ()
            return
        except ReadError as error:
            self._fail(str(error))
        else:
            self._take(data, str(self._path))
        self._seen = mark

    def _take(self, data: bytes, name: str) -> None:
        self._name = PurePath(name).name
        try:
            report = self._check(data, name)
            if report.error:
                raise ReadError(report.error)
        except LawlintError as error:
            self._fail(str(error))
            return
        self._report, self._error = report, ""
        self._revision += 1
        self._checked = f"{now():%H:%M:%S}"

    def _fail(self, why: str) -> None:
        self._report, self._error = None, why
        self._revision += 1


def file_name(name: str) -> str:
    """The last part of a name, whatever path stands before it, fit to be a file's name.

    :raises ReadError: nothing is left of it.
    """
    last = _UNFIT.sub("", re.split(r"[/\\]", name)[-1]).strip(". ")[-150:]
    if not last:
        raise ReadError("文件没有名字")
    return last
