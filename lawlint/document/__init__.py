"""The document model that every reader produces and every rule reads."""

from lawlint.document.directives import Directive
from lawlint.document.model import Block, Cell, Document, Gap, Header, Kind, Section, Table, Weight, Year
from lawlint.document.text import INVISIBLE, Position, Source, Span, Text, fold

__all__ = [
    "INVISIBLE",
    "Block",
    "Cell",
    "Directive",
    "Document",
    "Gap",
    "Header",
    "Kind",
    "Position",
    "Section",
    "Source",
    "Span",
    "Table",
    "Text",
    "Weight",
    "Year",
    "fold",
]
