"""Names in WordprocessingML: one short name for an element or attribute, in either of the standard's namespaces."""

from __future__ import annotations

from functools import cache
from typing import Any

# ISO/IEC 29500: the transitional namespace (what Word writes) and the strict one.
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_PREFIXES = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    **dict.fromkeys(WORD, ""),
}
_VALUES = tuple(f"{{{namespace}}}" for namespace in WORD)
_FALSE = ("0", "false", "off", "none")


@cache
def _short(tag: str) -> str:
    namespace, _, local = tag[1:].rpartition("}")
    prefix = _PREFIXES.get(namespace)
    return "?" + local if prefix is None else prefix + local


def name(element: Any) -> str:
    """``p`` for ``w:p``, ``mc:Choice``, ``m:oMath``; names of other namespaces begin with ``?``."""
    tag = element.tag
    return _short(tag) if isinstance(tag, str) else ""


@cache
def qualified(*names: str) -> tuple[str, ...]:
    """The tags of Word elements in both namespaces."""
    return tuple(value + local for local in names for value in _VALUES)


def child(element: Any, local: str) -> Any:
    """The first Word child of that name, or ``None``."""
    return None if element is None else next(element.iterchildren(*qualified(local)), None)


def get(element: Any, local: str = "val") -> str | None:
    """A Word attribute of an element (which may be ``None``)."""
    if element is None:
        return None
    value: str | None = element.get(_VALUES[0] + local)
    return element.get(_VALUES[1] + local) if value is None else value


def number(element: Any, local: str = "val") -> int | None:
    """A Word attribute as a whole number; ``None`` where it is absent or no number."""
    try:
        return int(get(element, local) or "")
    except ValueError:
        return None


def switch(element: Any, local: str) -> bool | None:
    """An on/off property among the children (``<w:vanish/>``): ``None`` where it is not set."""
    found = child(element, local)
    if found is None:
        return None
    return (get(found) or "true") not in _FALSE
