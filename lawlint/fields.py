"""Dataclasses filled from YAML: each field says how its key is read, so that no key is handled in two places.

A field ``not_headings`` is the key ``not-headings``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from lawlint.yamlfile import Node

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


def key(read: Callable[[Node], Any], default: Any = dataclasses.MISSING) -> Any:
    """A dataclass field that a profile's key fills, read from its node by ``read``."""
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={"read": read})
    return dataclasses.field(default=default, metadata={"read": read})


def text(default: str = "") -> Any:
    """A field of text."""
    return key(Node.string, default)


def patterns() -> Any:
    """A field of regular expressions."""
    return key(Node.patterns, ())


def flag(default: bool = False) -> Any:
    """A field that is true or false."""
    return key(Node.boolean, default)


def number(default: int) -> Any:
    """A field that is a whole number."""
    return key(Node.integer, default)


def choice(default: StrEnum) -> Any:
    """A field that is one word of an enumeration."""
    kind = type(default)
    return key(lambda node: kind(node.one_of(member.value for member in kind)), default)


def keys(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The keys that fill a dataclass."""
    return tuple(f.name.replace("_", "-") for f in dataclasses.fields(kind) if "read" in f.metadata)


def filled(made: T, given: Mapping[str, Node]) -> T:
    """The dataclass with the fields that ``given`` has keys for read from them; the others stay as they are.

    :raises ProfileError: a value is not what its field takes; the message names file and line.
    """
    values = {
        f.name: f.metadata["read"](given[name])
        for f in dataclasses.fields(made)
        if "read" in f.metadata and (name := f.name.replace("_", "-")) in given
    }
    return dataclasses.replace(made, **values)


def read(node: Node, made: T, required: tuple[str, ...] = ()) -> T:
    """A dataclass from a mapping whose keys are its fields and no others.

    :raises ProfileError: a key is unknown, doubled or missing, or a value is wrong; the message names file and line.
    """
    return filled(made, node.mapping(keys(type(made)), required))
