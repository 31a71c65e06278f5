"""From the paths a user names to the drafts to read: folders walked, ``.gitignore`` honoured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

# Word's and WPS's lock files lie beside an open draft; they are no drafts.
_LOCK = ("~$", ".~")
_NEVER = frozenset({".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox"})


def drafts(
    folder: Path, suffixes: Iterable[str], excluded: Callable[[Path, bool], object] = lambda path, is_folder: None
) -> Iterator[Path]:
    """The files below ``folder`` that a reader takes, sorted.

    What ``.gitignore`` names is left out, and any path for which ``excluded(path, is_folder)`` is true.
    """
    wanted = tuple(suffixes)
    ignored = _Ignored(folder, excluded)
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(f for f in folders if f not in _NEVER and not ignored(here / f, folder=True))
        for name in sorted(files):
            if name.lower().endswith(wanted) and not name.startswith(_LOCK) and not ignored(here / name):
                yield here / name


class _Ignored:
    """Whether a path is named by a ``.gitignore`` between the repository's root and it, or is ``excluded``."""

    def __init__(self, folder: Path, excluded: Callable[[Path, bool], object]) -> None:
        base = folder.resolve()
        self._excluded = excluded
        self._by_folder: dict[Path, Any] = {}
        self._root = next((p for p in (base, *base.parents) if (p / ".git").exists()), base)

    def __call__(self, path: Path, folder: bool = False) -> bool:
        full = path.parent.resolve() / path.name
        if self._excluded(path, folder):
            return True
        return any(
            _matches(self._gitignore(holder), holder, full, folder)
            for holder in full.parents
            if holder == self._root or self._root in holder.parents
        )

    def _gitignore(self, holder: Path) -> Any:
        if holder not in self._by_folder:
            file = holder / ".gitignore"
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
            self._by_folder[holder] = _spec(lines)
        return self._by_folder[holder]


def _spec(lines: Sequence[str]) -> Any:
    if not lines:
        return None
    from pathspec import GitIgnoreSpec  # imported only where there is something to ignore

    return GitIgnoreSpec.from_lines(lines)


def _matches(spec: Any, base: Path, full: Path, folder: bool) -> bool:
    if spec is None or base not in full.parents:
        return False
    return bool(spec.match_file(full.relative_to(base).as_posix() + ("/" if folder else "")))
