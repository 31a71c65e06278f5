"""The built-in checks and profiles, as a plugin like any other.

A new rule module needs no entry here: every module of this package that defines rules is found by its place.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import lawlint_profiles as profiles

import lawlint
from lawlint.rules import Rule

hookimpl = lawlint.hookimpl
PROFILES = Path(profiles.__path__[0])


@hookimpl
def lawlint_rules() -> list[type[Rule]]:
    """Every rule class defined in a module of this package."""
    here = __name__.rpartition(".")[0]
    rules: list[type[Rule]] = []
    for info in pkgutil.walk_packages([str(Path(__file__).parent)], f"{here}."):
        module = importlib.import_module(info.name)
        for _, value in inspect.getmembers(module, inspect.isclass):
            if issubclass(value, Rule) and value.__module__ == module.__name__ and hasattr(value, "name"):
                rules.append(value)
    return rules


@hookimpl
def lawlint_profiles() -> list[Path]:
    """The folder of built-in profiles."""
    return [PROFILES]
