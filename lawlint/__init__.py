"""lawlint: a compliance-checklist linter for Chinese official report drafts."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pluggy

    hookimpl: pluggy.HookimplMarker

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``lawlint.hookimpl`` marks a plugin's hooks; pluggy is imported only where it is asked for."""
    if name == "hookimpl":
        import pluggy

        return pluggy.HookimplMarker("lawlint")
    raise AttributeError(name)
