"""The letters of a PDF page: where they stand, which way they run, and the lines and columns they make.

Lengths are in points; y grows upward, as in PDF.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from lawlint.document import Span

_SCRIPT = 0.45  # of a line's height: letters set higher or lower than that stand in another line
_WIDE_GAP = 0.42  # of the letters' size: a gap that a space is read for
_SPACED = 0.25  # of the letters' size: a gap between all letters of a line that makes it letter-spaced
_QUARTER = math.pi / 2
_HAN = re.compile("[\u3400-\u9fff]")
_SILENT = 8  # pieces of text without a letter that make a page worth a second look
_GUTTER = 1.5  # letters: the least distance between two columns
_NOWHERE = Span(0, 0)

Turn = tuple[int, float, float]


class Letter(NamedTuple):
    """A letter as shown: its edges, its baseline, its size. ``made``: a space that PDFium put in."""

    char: str
    left: float
    right: float
    base: float
    size: float
    made: bool


@dataclass
class Row:
    """One line of letters on a page. ``column``: 0 where the page has one column, else 1 from the left."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    span: Span = _NOWHERE
    furniture: bool = False
    column: int = 0


@dataclass
class Letters:
    """A page's letters: those that are read, and what does not run with them, as text."""

    upright: list[Letter]
    turn: Turn
    turned: str = ""  # a quarter or half turn away from the rest
    slanted: str = ""  # watermarks and stamps
    lost: int = 0  # pieces of text that are drawn, and of which PDFium gives no letter


def page_turn(page: Any) -> Turn:
    """How the page is turned (quarters clockwise), and its width and height before that."""
    turns = page.get_rotation() // 90 % 4
    width, height = page.get_size()
    return turns, *((height, width) if turns % 2 else (width, height))


def shown(x: float, y: float, turn: Turn) -> tuple[float, float]:
    """Where a point of the page's own space stands on the page as it is read."""
    turns, width, height = turn
    if turns == 1:
        return y, width - x
    if turns == 2:
        return width - x, height - y
    if turns == 3:
        return height - y, x
    return x, y


class _Glyph(NamedTuple):
    char: str
    quarter: int | None  # how far it is turned from upright, in quarters; None where it is slanted
    x: float
    y: float
    box: tuple[float, float, float, float]  # left, bottom, right, top
    size: float
    made: bool


def letters(page: Any, raw: Any) -> Letters:
    """The letters of a page. Where most are turned a quarter, the page is read turned so that they stand upright."""
    turns, width, height = page_turn(page)
    glyphs = list(_glyphs(page, raw, turns))
    counts = Counter(g.quarter for g in glyphs if g.quarter is not None and not g.char.isspace())
    main = max(counts, key=lambda quarter: (counts[quarter], quarter == 0), default=0)
    turn = ((turns + main) % 4, width, height)
    upright: list[Letter] = []
    turned, slanted = "", ""
    for glyph in glyphs:
        if glyph.quarter is None:
            slanted += glyph.char
        elif glyph.quarter != main and not glyph.made:
            turned += glyph.char
        else:
            upright.append(_letter(glyph, turn))
    return Letters(upright, turn, " ".join(turned.split()), " ".join(slanted.split()), _lost(page, raw))


def _lost(page: Any, raw: Any) -> int:
    """How many pieces of text give no letter although ink is drawn where they stand: PDFium drops letters without width.

    A piece without letters is nearly always a space; so the page is drawn only where most of its pieces give none.
    """
    text = page.get_textpage()
    pieces = list(page.get_objects([raw.FPDF_PAGEOBJ_TEXT], max_depth=5))
    silent = [p for p in pieces if raw.FPDFTextObj_GetText(p.raw, text.raw, None, 0) <= 2]  # UTF-16 with a closing zero
    text.close()
    if len(silent) < _SILENT or len(silent) * 2 <= len(pieces):
        return 0
    if len(silent) * 10 >= len(pieces) * 9:  # hardly one piece in ten that is no space
        return len(silent)
    drawn = page.render(scale=1, grayscale=True)
    inked = sum(_has_ink(piece, raw, drawn) for piece in silent)
    drawn.close()
    return inked if inked * 2 > len(silent) else 0


def _has_ink(piece: Any, raw: Any, drawn: Any) -> bool:
    """Whether the left part of a piece of text, where a space would be blank, is drawn on."""
    matrix, size = raw.FS_MATRIX(), ctypes.c_float()
    if not (raw.FPDFPageObj_GetMatrix(piece.raw, matrix) and raw.FPDFTextObj_GetFontSize(piece.raw, size)):
        return False
    em = abs(size.value * matrix.d) or 1.0
    left, right = int(matrix.e + 0.05 * em), int(matrix.e + 0.25 * em) + 1
    top, bottom = int(drawn.height - matrix.f - 0.8 * em), int(drawn.height - matrix.f + 0.1 * em) + 1
    rows = range(max(0, top), min(drawn.height, bottom))
    columns = range(max(0, left), min(drawn.width, right))
    return any(drawn.buffer[row * drawn.stride + column] < 160 for row in rows for column in columns)


def _glyphs(page: Any, raw: Any, turns: int) -> Iterator[_Glyph]:
    text = page.get_textpage()
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        char = chr(code) if code < 0x110000 else ""
        if char in ("", "\r", "\n", "\0", "\x02", "\ufffe", "\u00ad"):
            continue
        made = raw.FPDFText_IsGenerated(text, index) == 1
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        angle = raw.FPDFText_GetCharAngle(text, index)  # clockwise; below zero where there is none
        quarter: int | None = 0
        if angle >= 0 and not made:
            away = -(angle + turns * _QUARTER) / _QUARTER
            quarter = round(away) % 4 if abs(away - round(away)) * _QUARTER <= 0.1 else None
        size = raw.FPDFText_GetFontSize(text, index)
        yield _Glyph(char, quarter, x.value, y.value, (box.left, box.bottom, box.right, box.top), size, made)
    text.close()


def _letter(glyph: _Glyph, turn: Turn) -> Letter:
    left, bottom = shown(glyph.box[0], glyph.box[1], turn)
    right, top = shown(glyph.box[2], glyph.box[3], turn)
    _, base = shown(glyph.x, glyph.y, turn)
    high = abs(top - bottom)
    size = max(1.0, high * 0.85 if glyph.size <= 1.5 or high > glyph.size * 2.2 else glyph.size)
    return Letter(glyph.char, min(left, right), max(left, right), base, size, glyph.made)


# -- lines


def lines(found: Iterable[Letter]) -> list[list[Letter]]:
    """The letters that are no spaces, line by line from the top, each line in reading order."""
    rows: list[list[Letter]] = []
    for letter in sorted((c for c in found if not c.char.isspace()), key=lambda c: -c.base):
        if rows and abs(rows[-1][0].base - letter.base) <= _SCRIPT * max(letter.size, rows[-1][0].size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [sorted(row, key=lambda c: (c.left, c.right)) for row in rows]


def rows(found: Sequence[Letter], page: int, column: int = 0) -> Iterator[Row]:
    """Lines of letters, from top to bottom, each in reading order with its gaps as spaces.

    In a letter-spaced line every letter stands apart from the next: there only what is wider than that is a space.
    """
    grouped = lines(found)
    usual = _page_spacing(grouped)
    spaces = sorted((c for c in found if c.char.isspace() and not c.made), key=lambda c: -c.base)
    for line in grouped:
        size = max(c.size for c in line)
        base = next(c.base for c in line if c.size == size)
        while spaces and spaces[0].base > base + _SCRIPT * size:
            spaces.pop(0)
        typed = [c for c in spaces if abs(c.base - base) <= _SCRIPT * size]
        apart = _spacing(line)
        value = _written(line, typed, base, size, usual if apart is None else apart)
        if value.strip():
            left, right = line[0].left, max(c.right for c in line)
            yield Row(value.strip(), left, right, base, size, page, column=column)


def _gaps(line: Sequence[Letter]) -> list[float]:
    """The gaps between neighbouring Chinese letters, as parts of their size."""
    return [
        (b.left - a.right) / max(a.size, b.size) for a, b in pairwise(line) if _HAN.match(a.char) and _HAN.match(b.char)
    ]


def _spacing(line: Sequence[Letter]) -> float | None:
    """How far apart a line's letters are set, as a part of their size; ``None`` where it is too short to tell."""
    gaps = _gaps(line)
    if len(gaps) < 4:
        return None
    middle = median(gaps)
    even = sum(abs(gap - middle) <= 0.15 for gap in gaps) * 10 >= len(gaps) * 7
    return middle if middle > _SPACED and even else 0.0


def _page_spacing(grouped: Sequence[Sequence[Letter]]) -> float:
    """How far apart the letters of most lines are set; 0 where they touch."""
    known = [apart for line in grouped if (apart := _spacing(line)) is not None]
    return median(known) if known else 0.0


def _written(line: Sequence[Letter], typed: Sequence[Letter], base: float, size: float, spacing: float) -> str:
    value, last = "", None
    for letter in sorted((*line, *typed), key=lambda c: (c.left, c.right)):
        if letter.char.isspace():
            value += " " if value and not value.endswith("  ") and not spacing else ""
            continue
        if last is not None:
            if letter.char.isdigit() and _is_raised(letter, base, size) and not last.char.isascii():
                continue  # the number of a footnote, no figure
            if letter.char == last.char and abs(letter.left - last.left) < 0.15 * letter.size:
                continue  # bold print, set twice
            typeface = max(letter.size, last.size)
            gap = letter.left - last.right - spacing * typeface
            wanted = min(8, round(gap / (typeface / 2))) if gap > _WIDE_GAP * typeface else 0
            if not wanted and gap > 0.15 * typeface and last.char.isascii() and letter.char.isascii():
                wanted = int(last.char.isalpha() and letter.char.isalpha())
            have = len(value) - len(value.rstrip())
            value += " " * max(0, wanted - have)
        value += letter.char
        last = letter
    return value


def _is_raised(letter: Letter, base: float, size: float) -> bool:
    return letter.size < 0.75 * size and letter.base - base > 0.15 * size


# -- columns


@dataclass(frozen=True)
class Columns:
    """Two columns on a page: where they part, and the bands (top, bottom) in which they stand side by side."""

    gutter: float
    bands: tuple[tuple[float, float], ...]

    def place(self, left: float, right: float, height: float) -> tuple[int, int]:
        """Where something comes in reading order (band and column), so that each column of a band is read whole."""
        above = sum(1 for _, bottom in self.bands if height < bottom)
        inside = any(bottom <= height <= top for top, bottom in self.bands)
        side = (1 if (left + right) / 2 < self.gutter else 2) if inside else 0
        return (2 * above + inside, side)


def columns(found: Sequence[Letter]) -> Columns | None:
    """The columns of a page with running text in two columns; ``None`` for a page with one, and for a table."""
    grouped = [line for line in lines(found) if line]
    if len(grouped) < 6:
        return None
    left, right = min(c.left for line in grouped for c in line), max(c.right for line in grouped for c in line)
    middle = (left + (right - left) * 0.3, left + (right - left) * 0.7)
    splits = [(line, _gutters(line, middle)) for line in grouped]
    beside = [(line, gaps) for line, gaps in splits if len(gaps) == 1 and _is_running(line, gaps[0])]
    if len(beside) < 5 or len(beside) * 2 < len(grouped):
        return None
    start, stop = max(g[0][0] for _, g in beside), min(g[0][1] for _, g in beside)
    if stop - start < 0.5 * beside[0][0][0].size:
        return None
    gutter = (start + stop) / 2
    bands: list[list[float]] = []
    open_ = False
    for line in grouped:
        crosses = any(c.left < gutter < c.right for c in line) or any(
            a.right <= gutter <= b.left and b.left - a.right < _GUTTER * a.size for a, b in pairwise(line)
        )
        base, size = line[0].base, line[0].size
        if crosses or (not open_ and not any(line is one for one, _ in beside)):
            open_ = False
        elif open_:
            bands[-1][1] = base - 0.3 * size
        else:
            bands.append([base + size, base - 0.3 * size])
            open_ = True
    return Columns(gutter, tuple((top, bottom) for top, bottom in bands))


def _gutters(line: Sequence[Letter], middle: tuple[float, float]) -> list[tuple[float, float]]:
    """The wide gaps of a line that lie about the middle of the page."""
    return [
        (a.right, b.left)
        for a, b in pairwise(line)
        if b.left - a.right > _GUTTER * max(a.size, b.size) and a.right < middle[1] and b.left > middle[0]
    ]


def _is_running(line: Sequence[Letter], gap: tuple[float, float]) -> bool:
    """Whether both sides of a gap are running text, not the cells of a table."""
    sides = [[c for c in line if c.right <= gap[0]], [c for c in line if c.left >= gap[1]]]
    return all(
        sum(bool(_HAN.match(c.char)) for c in side) >= 8
        and all(b.left - a.right <= _GUTTER * a.size for a, b in pairwise(side))
        for side in sides
    )
