"""The plugins that are installed, told from their metadata without loading any of them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "lawlint"
OWN = "lawlint"  # the distribution whose plugins are lawlint itself


class Plugin(NamedTuple):
    """An installed plugin: its name, and the distribution that brought it with its version."""

    name: str
    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}（{self.distribution} {self.version}）" if self.distribution else self.name


def installed() -> list[EntryPoint]:
    """The entry points of all installed plugins, by name."""
    from importlib.metadata import entry_points

    return sorted(set(entry_points(group=GROUP)), key=lambda p: (p.name, p.value))


def about(point: EntryPoint) -> Plugin:
    """What is known of a plugin without loading it."""
    found = point.dist
    return Plugin(point.name, found.name if found else "", found.version if found else "")


def any_others() -> bool:
    """Whether there may be plugins beside lawlint's own: a glance at the folders, since reading all metadata takes as long
    as all the rest of ``lawlint --version``."""
    return any(_declares(folder, name) for folder in sys.path for name in _listed(folder))


def _listed(folder: str) -> list[str]:
    try:
        names = os.listdir(folder or ".")
    except OSError:  # no folder: an archive, or not there
        return []
    return [name for name in names if name.endswith((".dist-info", ".egg-info")) and name.split("-")[0] != OWN]


def _declares(folder: str, name: str) -> bool:
    try:
        with open(os.path.join(folder, name, "entry_points.txt"), encoding="utf-8", errors="replace") as file:
            return f"[{GROUP}]" in file.read()
    except OSError:
        return False
