"""Styles, as far as they say what a paragraph is: heading, title, table of contents, numbered, hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lawlint.readers.docx.names import child, get, name, number, switch

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_CONTENTS = re.compile(r"(?:toc|目录|contents)\s*(?:[1-9]|heading|标题)", re.I)
_BODY_LEVEL = 9  # w:outlineLvl of text that is in no outline


@dataclass(frozen=True)
class Style:
    """What a style says, its ancestors included. ``outline``: heading level from 1; ``list_level`` from 0."""

    id: str = ""
    outline: int | None = None
    title: bool = False
    contents: bool = False
    list_id: str | None = None
    list_level: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document by their id, resolved when asked for."""

    def __init__(self, root: Any) -> None:
        self._elements = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        for element in root if root is not None else ():
            if name(element) == "style":
                key = get(element, "styleId") or ""
                self._elements[key] = element
                if get(element, "type") == "paragraph" and get(element, "default") in ("1", "true", "on"):
                    self._default = key

    def list_of(self, style: str) -> str | None:
        """The list that a numbering style stands for."""
        return self[style].list_id

    def __getitem__(self, key: str | None) -> Style:
        key = self._default if key is None else key
        if key not in self._known:
            self._known[key] = Style(key)  # a style based on itself ends here
            self._known[key] = self._resolved(key)
        return self._known[key]

    def _resolved(self, key: str) -> Style:
        element = self._elements.get(key)
        if element is None:
            return Style(key)
        parent = get(child(element, "basedOn"))
        base = self[parent] if parent else Style()
        called = (get(child(element, "name")) or "").strip()
        properties = child(element, "pPr")
        heading = _HEADING.fullmatch(called)
        outline = number(child(properties, "outlineLvl"))
        if outline is not None:
            level = outline + 1 if outline < _BODY_LEVEL else None
        else:
            level = int(heading[1]) if heading else base.outline
        numbered = child(properties, "numPr")
        list_level = number(child(numbered, "ilvl"))
        hidden = switch(child(element, "rPr"), "vanish")
        return Style(
            key,
            level,
            called.lower() in ("title", "标题") or (base.title and level is None),
            bool(_CONTENTS.fullmatch(called)) or base.contents,
            get(child(numbered, "numId")) or base.list_id,
            base.list_level if list_level is None else list_level,
            base.hidden if hidden is None else hidden,
        )
