"""Text with exact positions: offsets into the draft's one text, and runs of it read as one.

Offsets count code points from 0. Lines and columns count from 1, columns in code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|\r|\n")
# Characters that show nothing: controls, soft hyphen, zero-width characters, direction marks, variation selectors, tags.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]+"
)


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of offsets into a draft's text."""

    start: int
    end: int

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


class Position(NamedTuple):
    """A place as a person names it: line and column from 1; page from 1 where the format has pages."""

    line: int
    column: int
    page: int | None = None


class Source:
    """A draft's text, held once. Every block, figure and finding is spans of it."""

    def __init__(self, text: str, path: str = "", page_starts: Sequence[int] = ()) -> None:
        self.text = text
        self.path = path
        self._page_starts = list(page_starts)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(m.end() for m in _BREAK.finditer(self.text))]

    @cached_property
    def _invisible(self) -> list[Span]:
        return [Span(*m.span()) for m in INVISIBLE.finditer(self.text)]

    @cached_property
    def _invisible_ends(self) -> list[int]:
        return [span.end for span in self._invisible]

    def visible(self, pieces: Sequence[Span]) -> Sequence[Span]:
        """The pieces less the characters in them that show nothing."""
        if not self._invisible:
            return pieces
        found: list[Span] = []
        for piece in pieces:
            at = piece.start
            for gone in self._invisible[bisect_right(self._invisible_ends, at) :]:
                if gone.start >= piece.end:
                    break
                found.append(Span(at, max(at, gone.start)))
                at = gone.end
            found.append(Span(at, max(at, piece.end)))
        return [p for p in found if p.end > p.start] or pieces[:1]

    def words(self, pieces: Sequence[Span]) -> str:
        """What the pieces say, characters that show nothing left out."""
        return "".join(self.text[p.start : p.end] for p in self.visible(pieces))

    def position(self, offset: int) -> Position:
        """The line and column (from 1) of an offset; the page too where the format has pages."""
        line = bisect_right(self._line_starts, offset)
        page = bisect_right(self._page_starts, offset) or None if self._page_starts else None
        return Position(line, offset - self._line_starts[line - 1] + 1, page)

    def line_span(self, line: int) -> Span:
        """The span of a line (from 1), without its line break."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    @property
    def line_count(self) -> int:
        """How many lines the text has; a final line break opens no further line."""
        return len(self._line_starts) - (1 if self.text.endswith(("\n", "\r")) else 0)

    def lines(self) -> Iterator[Span]:
        """The spans of all lines, without their line breaks."""
        return (self.line_span(n) for n in range(1, self.line_count + 1))

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]


_FOLD = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
for _space in (0x3000, 0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F):
    _FOLD[_space] = 0x20
# Bracket forms that look like 〔 〕 are left alone: which form was typed is itself something to check.


def fold(value: str) -> str:
    """Full-width letters, digits and punctuation as half-width ones, one character for one.

    Offsets therefore survive. 。 、 《》 “” 〔〕 have no half-width twin and stay.
    """
    return value.translate(_FOLD)


class Text:
    """A run of characters read as one, although the source between its pieces (breaks, markup) is left out.

    ``value`` is what the run says; ``span(start, end)`` says where in the draft a part of it stands. Characters that show
    nothing (:data:`INVISIBLE`) are left out like markup: nobody who reads the draft sees them between two digits.
    """

    __slots__ = ("_folded", "_offsets", "pieces", "source", "value")

    def __init__(self, source: Source, pieces: Sequence[Span]) -> None:
        self.source = source
        seen = source.visible(pieces)
        self.pieces = tuple(p for p in seen if p.end > p.start) or (tuple(pieces[:1]) or (Span(0, 0),))
        self.value = "".join(source.text[p.start : p.end] for p in self.pieces)
        self._folded: str | None = None
        self._offsets: tuple[int, ...] = (0, len(self.value))
        if len(self.pieces) > 1:
            self._offsets = (0, *accumulate(p.end - p.start for p in self.pieces))

    @property
    def folded(self) -> str:
        """``value`` with full-width characters folded to half-width, offset for offset."""
        if self._folded is None:
            folded = fold(self.value)
            self._folded = self.value if folded == self.value else folded
        return self._folded

    def __len__(self) -> int:
        return len(self.value)

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"Text({self.value[:40]!r})"

    def at(self, offset: int) -> int:
        """The source offset of the character at ``offset`` of this run (the end is allowed)."""
        if offset >= self._offsets[-1]:
            return self.pieces[-1].end + offset - self._offsets[-1]
        index = bisect_right(self._offsets, offset) - 1
        return self.pieces[index].start + offset - self._offsets[index]

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The source span from the character at ``start`` up to the one before ``end`` of this run."""
        last = len(self.value) if end is None else end
        first = self.at(start)
        return Span(first, first if last <= start else self.at(last - 1) + 1)

    def part(self, start: int, end: int | None = None) -> Text:
        """The part ``[start, end)`` of this run, as a run of its own."""
        stop = len(self.value) if end is None else min(end, len(self.value))
        pieces: list[Span] = []
        for index, piece in enumerate(self.pieces):
            low = max(start, self._offsets[index]) - self._offsets[index]
            high = min(stop, self._offsets[index + 1]) - self._offsets[index]
            if high > low:
                pieces.append(Span(piece.start + low, piece.start + high))
        if not pieces:
            at = self.at(start)
            pieces = [Span(at, at)]
        return Text(self.source, pieces)

    def stripped(self) -> Text:
        """This run without the white space at both ends."""
        left = len(self.value) - len(self.value.lstrip())
        right = len(self.value.rstrip())
        return self if left == 0 and right == len(self.value) else self.part(left, max(left, right))

    def sentences(self) -> list[Text]:
        """The sentences of this run, each with its closing mark; full stops inside brackets close nothing."""
        found: list[Text] = []
        start = depth = 0
        value = self.folded
        size = len(value)
        for i, char in enumerate(value):
            if char in "([":
                depth += 1
            elif char in ")]":
                depth = max(0, depth - 1)
            elif char in "。!?\n" and (depth == 0 or i - start > 400):
                end = i + 1
                while end < size and value[end] in "”’)】」":
                    end += 1
                if end <= start:
                    continue
                part = self.part(start, end).stripped()
                if part.value:
                    found.append(part)
                start, depth = end, 0
        rest = self.part(start).stripped()
        if rest.value:
            found.append(rest)
        return found


# characters of grammar and number, and those every official report has, which tell no two texts apart
_COMMON = frozenset("的了和与及等是在对为不有一二三四五六七八九十将要进步还仍存我局全市县区年月日个项次件名")


def pairs(text: str) -> Iterator[str]:
    """The pairs of neighbouring Chinese characters in a text, those of grammar and number left out."""
    for first, second in pairwise(text):
        if "一" <= first <= "鿿" and "一" <= second <= "鿿" and first not in _COMMON and second not in _COMMON:
            yield first + second
