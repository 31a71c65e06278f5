"""What a plugin may give: rules, profiles, kinds of requirement, readers, reporters.

A plugin is a module named by an entry point of the group ``lawlint``; it implements any of these hooks with
``lawlint.hookimpl``. Hooks return things; lawlint's own loop runs them, so that one that fails loses no other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from lawlint.readers import Reader
    from lawlint.reporters import Reporter
    from lawlint.requirements import Judge
    from lawlint.rules import Rule

hookspec = pluggy.HookspecMarker("lawlint")


@hookspec
def lawlint_rules() -> list[type[Rule]]:  # type: ignore[empty-body]
    """Rule classes."""


@hookspec
def lawlint_profiles() -> list[Path]:  # type: ignore[empty-body]
    """Profile files, or folders of them."""


@hookspec
def lawlint_judges() -> list[type[Judge]]:  # type: ignore[empty-body]
    """Further kinds of requirement, each known to profiles' ``judge:`` by its ``kind``."""


@hookspec
def lawlint_readers() -> list[Reader]:  # type: ignore[empty-body]
    """Readers of further formats."""


@hookspec
def lawlint_reporters() -> list[Reporter]:  # type: ignore[empty-body]
    """Reporters of further output formats."""
