"""The vocabulary of tables, read from ``words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = resources.files(__package__ or "").joinpath("words.yaml").read_text(encoding="utf-8")
    return {name: re.compile("|".join(about["any"])) for name, about in yaml.safe_load(text).items()}


@cache
def says(word_class: str, heading: str) -> bool:
    """Whether a heading (folded, bare) has words of a class of ``words.yaml``.

    :raises KeyError: there is no such class.
    """
    return bool(_patterns()[word_class].search(heading))
