"""The document model that every reader produces and every rule reads."""

from lawlint.document.model import Block, Cell, Document, Header, Kind, Section, Table, Year
from lawlint.document.text import Position, Source, Span, Text, fold

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Header",
    "Kind",
    "Position",
    "Section",
    "Source",
    "Span",
    "Table",
    "Text",
    "Year",
    "fold",
]
