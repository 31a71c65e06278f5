"""From the paths a user names to the drafts to read, with an account of what is left out and why."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from lawlint.errors import ReadError, UsageError
from lawlint.readers.kinds import ANNEXES, DRAFTS

MAX_FILE = 200 * 2**20  # bytes of one draft, pictures included
_LOCK = ("~$", ".~")  # Word's and WPS's lock and working files lie beside an open draft
_LARGEST_LOCK = 1024  # bytes; Word's lock file has 162
_OUTPUTS = (".审阅.docx", ".核对表.docx", ".审核报告.html")  # what lawlint itself writes, named after the draft
_STORES = frozenset({".git", ".hg", ".svn"})
_NEVER = frozenset({".venv", "venv", "node_modules", "__pycache__", ".tox"})
_LOOKED_THROUGH = 10_000  # files of a linked folder that are looked through for drafts


class Skipped(NamedTuple):
    """What a walk left out. ``draft``: it may well be a draft, which nobody has judged."""

    path: str
    reason: str
    draft: bool = False


@dataclass
class Found:
    """What lies in the folders walked: the drafts, what was left out (each with its reason), what could not be walked.

    ``ignored``: how many files and folders ``.gitignore`` left out; ``excluded``: how many the configuration;
    ``others``: how many files of other kinds by extension.
    """

    drafts: list[Path] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    ignored: int = 0
    excluded: int = 0
    folders: list[Path] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    def counts(self) -> Iterator[str]:
        """What was left out in numbers, in words."""
        if self.ignored:
            yield f".gitignore 略过 {self.ignored} 项，没有检查"
        if self.excluded:
            yield f"配置的 exclude 略过 {self.excluded} 项，没有检查"
        if self.folders:
            names = "、".join(dict.fromkeys(path.name for path in self.folders[:8]))
            yield f"按惯例略过 {len(self.folders)} 个文件夹（{names}）"
        if self.others:
            kinds = "、".join(f"{kind or '无扩展名'} {count}" for kind, count in self.others.most_common(8))
            yield f"另有 {sum(self.others.values())} 个其他类型的文件不是文稿，没有检查（{kinds}）"


class Walk:
    """Walks folders one after another; :meth:`finish` gives what was found.

    :param suffixes: what the readers take.
    :param trusting: whether what lies in the folders may say what is left out: ``.gitignore``, the names of lawlint's own
        outputs. Where it may not (``lawlint gate``), hidden folders are left out and counted, and a link that leads out
        of the folders is an error.
    """

    def __init__(self, suffixes: Iterable[str], trusting: bool = True) -> None:
        self._suffixes = tuple(suffixes)
        self._trusting = trusting
        self._found = Found()
        self._visited: set[str] = set()
        self._links: list[Path] = []

    def add(
        self,
        folder: Path,
        exclude: Sequence[str] = (),
        excluded: Callable[[Path, bool], object] = lambda path, is_folder: None,
    ) -> list[Path]:
        """Walk a folder; the drafts in it, sorted.

        :param exclude: patterns that count from the folder.
        :param excluded: says of a path (and whether it is a folder) that it is left out; patterns of configurations count from
            the files that name them.
        :raises UsageError: ``exclude`` or a ``.gitignore`` holds what is no pattern, or cannot be read.
        """
        skip = _Ignored(folder, exclude, excluded, self._trusting)
        drafts: list[Path] = []
        for root, folders, files in os.walk(folder, onerror=self._unreadable):
            here = Path(root)
            self._visited.add(os.path.realpath(here))
            folders[:] = [name for name in sorted(folders) if self._enters(here / name, skip)]
            for name in sorted(files):
                if self._takes(here / name, skip):
                    drafts.append(here / name)
        self._found.drafts += drafts
        return drafts

    def finish(self) -> Found:
        """What was found in all folders, links to folders judged last: one whose target was walked needs no word."""
        for link in self._links:
            target = os.path.realpath(link)
            if target in self._visited:
                continue
            reason = f"是指向 {target} 的链接，里面有文稿，没有检查；要检查请直接写出那个路径"
            try:
                holds = _holds_drafts(target, (*self._suffixes, *DRAFTS))
            except OSError as error:
                holds, reason = True, f"是指向 {target} 的链接，打不开（{error.strerror}），没有检查"
            if holds:
                self._found.errors.append((str(link), reason))
            else:
                self._found.skipped.append(Skipped(str(link), "是指向别处文件夹的链接，里面没有文稿"))
        return self._found

    def _unreadable(self, error: OSError) -> None:
        self._found.errors.append((str(error.filename), f"文件夹打不开（{error.strerror}），里面的文稿没有检查"))

    def _enters(self, path: Path, skip: _Ignored) -> bool:
        if path.name in _STORES:
            return False
        if path.name in _NEVER or (not self._trusting and path.name.startswith(".")):
            self._found.folders.append(path)
            self._found.skipped.append(Skipped(str(path), "按惯例不检查的文件夹"))
            return False
        if self._left_out(path, skip, folder=True):
            return False
        if path.is_symlink():
            self._links.append(path)
            return False
        return True

    def _takes(self, path: Path, skip: _Ignored) -> bool:
        name = path.name.lower()
        suffix = path.suffix.lower()
        wanted = name.endswith(self._suffixes)
        known = wanted or suffix in DRAFTS or suffix in ANNEXES
        if self._left_out(path, skip, counted=known):
            return False
        if not wanted:
            if suffix in DRAFTS:
                self._found.skipped.append(Skipped(str(path), DRAFTS[suffix], draft=True))
            elif suffix in ANNEXES:
                self._found.skipped.append(Skipped(str(path), ANNEXES[suffix]))
            elif not path.name.startswith("."):
                self._found.others[suffix] += 1
            return False
        if path.name.startswith(_LOCK) and (self._trusting or _size(path) <= _LARGEST_LOCK):
            self._found.skipped.append(Skipped(str(path), "Word 或 WPS 打开文稿时的临时文件"))
            return False
        if self._trusting and path.name.endswith(_OUTPUTS):
            self._found.skipped.append(Skipped(str(path), "lawlint 自己写出的文件，不是文稿"))
            return False
        if not self._trusting and self._leads_out(path):
            self._found.errors.append((str(path), "是指向受检目录之外的链接，受检的和发布的可能不是同一份"))
            return False
        return True

    def _left_out(self, path: Path, skip: _Ignored, folder: bool = False, counted: bool = True) -> bool:
        which = skip(path, folder)
        if which == "exclude":
            self._found.excluded += counted
        elif which:
            self._found.ignored += counted
        return bool(which)

    def _leads_out(self, path: Path) -> bool:
        if not path.is_symlink():
            return False
        target = os.path.realpath(path)
        return os.path.exists(target) and not any(
            os.path.commonpath((target, root)) == root for root in self._visited if os.path.isabs(root)
        )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _holds_drafts(folder: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a folder holds drafts, or so many files that nobody can say.

    :raises OSError: it cannot be read.
    """

    def refuse(error: OSError) -> None:
        raise error

    names = (name for _, _, files in os.walk(folder, onerror=refuse) for name in files)
    seen = 0
    for name in islice(names, _LOOKED_THROUGH):
        seen += 1
        if name.lower().endswith(suffixes):
            return True
    return seen == _LOOKED_THROUGH


def read_draft(path: str) -> bytes:
    """The bytes of a draft.

    :raises ReadError: it is no regular file (a pipe, a device), too large, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if stat.S_ISDIR(about.st_mode):
                raise ReadError("是文件夹，不是文稿")
            if not stat.S_ISREG(about.st_mode):
                raise ReadError("不是普通文件（是管道或设备），没有读取")
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise ReadError(f"读不出来：{error.strerror}") from error
    except ValueError as error:
        raise ReadError("文件名里有不能用的字符") from error
    return limited(data)


def limited(data: bytes) -> bytes:
    """The same bytes.

    :raises ReadError: they are more than a draft has.
    """
    if len(data) > MAX_FILE:
        raise ReadError(f"文件超过 {MAX_FILE >> 20} MB，不像文稿，没有读取；请压缩图片或拆开")
    return data


class _Ignored:
    """Which of ``exclude`` and ``.gitignore`` (between the repository's root and the path) names a path, if any."""

    def __init__(
        self,
        folder: Path,
        exclude: Sequence[str],
        excluded: Callable[[Path, bool], object],
        gitignore: bool,
    ) -> None:
        self._by_configuration = excluded
        self._base = folder.resolve()
        self._excluded = _spec(exclude, "exclude")
        self._by_folder: dict[Path, Any] = {}
        above = (self._base, *self._base.parents)
        self._root = next((p for p in above if (p / ".git").exists()), self._base) if gitignore else None

    def __call__(self, path: Path, folder: bool = False) -> str:
        full = path.parent.resolve() / path.name
        if _matches(self._excluded, self._base, full, folder) or self._by_configuration(path, folder):
            return "exclude"
        root = self._root
        if root is None:
            return ""
        named = any(
            _matches(self._gitignore(holder), holder, full, folder)
            for holder in full.parents
            if holder == root or root in holder.parents
        )
        return ".gitignore" if named else ""

    def _gitignore(self, holder: Path) -> Any:
        if holder not in self._by_folder:
            file = holder / ".gitignore"
            try:
                lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
            except OSError as error:
                raise UsageError(f"读不出 {file}：{error.strerror}") from error
            self._by_folder[holder] = _spec(lines, str(file))
        return self._by_folder[holder]


def _spec(lines: Sequence[str], where: str) -> Any:
    if not lines:
        return None
    from pathspec import GitIgnoreSpec  # imported only where there is something to ignore

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UsageError(f"{where} 里有不能用的路径样式：{error}") from error


def _matches(spec: Any, base: Path, full: Path, folder: bool) -> bool:
    if spec is None or base not in full.parents:
        return False
    return bool(spec.match_file(full.relative_to(base).as_posix() + ("/" if folder else "")))
