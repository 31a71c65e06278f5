"""The words that say what a number is to its statement, read once from ``words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def table(name: str) -> Any:
    """The contents of a YAML file beside this module (``words.yaml``, ``weights.yaml``)."""
    text = resources.files("lawlint.figures").joinpath(name).read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def word(name: str) -> re.Pattern[str]:
    """The pattern that finds any word of a class of ``words.yaml``; ``KeyError`` for an unknown class."""
    return re.compile("|".join(table("words.yaml")[name]["words"]))


@cache
def tail(name: str) -> re.Pattern[str]:
    """The pattern that finds a word of the class at the end of a text."""
    return re.compile(f"(?:{'|'.join(table('words.yaml')[name]['words'])})$")


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """The pairs of words of a class of opposites: (男, 女), (合格, 不合格)."""
    return tuple((one, other) for one, other in table("words.yaml")[name]["pairs"])


def says(name: str, text: str) -> bool:
    """Whether some word of the class stands in ``text``."""
    return word(name).search(text) is not None
