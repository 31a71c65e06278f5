"""The plugins that are installed, told from their metadata without loading any of them."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

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
    return sorted(set(entry_points(group=GROUP)), key=lambda p: (p.name, p.value))


def about(point: EntryPoint) -> Plugin:
    """What is known of a plugin without loading it."""
    found = point.dist
    return Plugin(point.name, found.name if found else "", found.version if found else "")
