"""Hooks of the documentation site: pages outside docs/ are in the repository, and headings keep the anchors GitHub gives."""

from __future__ import annotations

import re
from typing import Any

REPOSITORY = "https://github.com/lawlint/lawlint/blob/main"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links that lead out of docs/ lead into the repository."""
    return re.sub(r"\]\(\.\./(?!\.\.)", f"]({REPOSITORY}/", markdown)


def slug(text: str, separator: str) -> str:
    """The anchor of a heading as GitHub makes it: lower case, words joined, Chinese kept."""
    return re.sub(r"\s", separator, re.sub(r"[^\w\s-]", "", text.strip().lower()))
