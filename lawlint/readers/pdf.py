"""The PDF reader: lines from the places of the letters, tables from their rules, page furniture left out.

Needs pypdfium2, which comes with the extra ``lawlint[pdf]``. Lengths are in points; y grows upward, as in PDF.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from lawlint.document import Cell, Document, Kind, Source, Span, Table, Text
from lawlint.document.build import Line, build
from lawlint.document.numbering import heading_number
from lawlint.document.tables import find_tables
from lawlint.document.text import fold
from lawlint.errors import ReadError

_PASSWORD = 4  # FPDF_ERR_PASSWORD
MAX_PAGES = 3000
_EDGE = 0.12  # of the page's height: where headers, footers and page numbers stand
_PAGE_NUMBER = re.compile(
    r"[-—–·.\s]*(?:第\s*)?[0-9一二三四五六七八九十]{1,5}\s*(?:页\s*)?(?:(?:/|共|,|of)\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·.\s]*",
    re.I,
)
_SCRIPT = 0.45  # of a line's height: letters set higher or lower than that stand in another line
_WIDE_GAP = 0.42  # of the letters' size: a gap that a space is read for
_ITEM = re.compile("[一二三四五六七八九十]{1,2}是")
_NOTE = re.compile(r"\[?\d{1,3}\]?(?![\d.,%])|[①-⑳*※]|注")  # how a footnote begins
_CLOSED = "。!?;:…”"


_NOWHERE = Span(0, 0)


class _Letter(NamedTuple):
    char: str
    left: float
    right: float
    base: float
    size: float
    made: bool  # a space that PDFium put in


@dataclass
class _Row:
    """One line of letters on a page."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    span: Span = _NOWHERE
    furniture: bool = False


@dataclass
class _Grid:
    """A table drawn with rules: its cells with their lines, from top to bottom."""

    top: float
    bottom: float
    page: int
    cells: list[tuple[list[_Row], int, int, int, int]] = field(default_factory=list)
    span: Span = _NOWHERE


class _Layout(NamedTuple):
    """How paragraphs are set: whether they begin two letters in, and the distance from line to line."""

    indented: bool
    pitch: float


@dataclass
class _Page:
    width: float
    height: float
    items: list[_Row | _Grid]
    image_only: bool


def read(data: bytes, path: str) -> Document:
    """The document in a PDF file; its positions have pages.

    :raises ReadError: pypdfium2 is not installed, the file needs a password, is broken, or has no text (a scan).
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise ReadError('读 PDF 需要 pypdfium2：请运行 pip install "lawlint[pdf]"，或提供 .docx、.txt 文稿') from error
    if not data.strip():
        raise ReadError("文件是空的，没有可检查的内容")
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == _PASSWORD or "assword" in str(error):
            raise ReadError("PDF 加了密码，请去掉密码后再检查") from error
        raise ReadError("PDF 打不开：文件不完整、已损坏，或者不是 PDF") from error
    try:
        if len(file) > MAX_PAGES:
            raise ReadError(f"PDF 有 {len(file)} 页，超过 {MAX_PAGES} 页，没有读取")
        pages = [_page(file[number], number) for number in range(len(file))]
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"PDF 有一页读不出，文件可能已损坏：{error}") from error
    finally:
        file.close()
    _mark_furniture(pages)
    return _document(pages, path)


def _document(pages: list[_Page], path: str) -> Document:
    out: list[str] = []
    starts: list[int] = []
    notices: list[tuple[str, Span]] = []
    at = 0
    for page in pages:
        starts.append(at)
        if page.image_only:
            notices.append(("unread-page", Span(at, at)))
        for item in page.items:
            first = at
            for row in [r for cell in item.cells for r in cell[0]] if isinstance(item, _Grid) else [item]:
                row.span = Span(at, at + len(row.text))
                out.append(row.text + "\n")
                at += len(row.text) + 1
            item.span = Span(first, max(first, at - 1))
    text = "".join(out)
    letters = "".join(text.split())
    if not letters:
        raise ReadError("PDF 里没有文字：可能是扫描件，请先做文字识别（OCR），或提供 Word 文稿")
    if sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in letters) * 3 > len(letters):
        raise ReadError("PDF 的文字层是乱码（字体没有编码表），无法检查；请提供 Word 文稿")
    source = Source(text, path, starts)
    return build(source, _lines(source, pages), "pdf", tuple(notices))


# -- one page


def _page(page: Any, number: int) -> _Page:
    import pypdfium2.raw as raw

    width, height = page.get_size()
    letters = list(_letters(page, raw))
    grids = _grids(page, raw, number) if letters else []
    loose: list[_Letter] = []
    boxed: dict[tuple[int, int], list[_Letter]] = {}
    for letter in letters:
        middle = ((letter.left + letter.right) / 2, letter.base + letter.size * 0.35)
        for at, (grid, boxes) in enumerate(grids):
            if grid.bottom <= middle[1] <= grid.top:
                cell = next(
                    (i for i, b in enumerate(boxes) if b[0] <= middle[0] <= b[1] and b[2] <= middle[1] <= b[3]), None
                )
                if cell is not None:
                    boxed.setdefault((at, cell), []).append(letter)
                    break
        else:
            loose.append(letter)
    items: list[_Row | _Grid] = list(_rows(loose, number))
    for at, (grid, _) in enumerate(grids):
        for cell, (rows, *_place) in enumerate(grid.cells):
            rows.extend(_rows(boxed.get((at, cell), []), number))
        if sum(1 for rows, *_place in grid.cells if rows) >= 2:
            items.append(grid)
        else:
            items.extend(row for rows, *_place in grid.cells for row in rows)
    items.sort(key=lambda item: -(item.top if isinstance(item, _Grid) else item.base + item.size))
    image_only = not letters and any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return _Page(width, height, items, image_only)


def _turned(page: Any) -> tuple[int, float, float]:
    """How the page is turned (quarters clockwise), and its width and height before that."""
    turns = page.get_rotation() // 90 % 4
    width, height = page.get_size()
    return turns, *((height, width) if turns % 2 else (width, height))


def _shown(x: float, y: float, turn: tuple[int, float, float]) -> tuple[float, float]:
    """Where a point of the page's own space stands on the page as shown."""
    turns, width, height = turn
    if turns == 1:
        return y, width - x
    if turns == 2:
        return width - x, height - y
    if turns == 3:
        return height - y, x
    return x, y


def _letters(page: Any, raw: Any) -> Iterator[_Letter]:
    """The letters that stand upright; slanted ones are watermarks and stamps."""
    import ctypes
    import math

    text = page.get_textpage()
    turn = _turned(page)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        made = raw.FPDFText_IsGenerated(text, index) == 1
        char = chr(code) if code < 0x110000 else ""
        if char in ("", "\r", "\n", "\0", "\x02", "\ufffe", "\u00ad"):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        angle = raw.FPDFText_GetCharAngle(text, index)
        slant = abs(math.remainder(angle + turn[0] * math.pi / 2, 2 * math.pi))
        if (
            angle >= 0
            and min(slant, abs(math.remainder(angle - turn[0] * math.pi / 2, 2 * math.pi))) > 0.1
            and not made
        ):
            continue
        left, bottom = _shown(box.left, box.bottom, turn)
        right, top = _shown(box.right, box.top, turn)
        _, base = _shown(x.value, y.value, turn)
        size = raw.FPDFText_GetFontSize(text, index)
        size = max(1.0, abs(top - bottom) * 0.85 if size <= 1.5 or abs(top - bottom) > size * 2.2 else size)
        yield _Letter(char, min(left, right), max(left, right), base, size, made)
    text.close()


def _rows(letters: list[_Letter], page: int) -> Iterator[_Row]:
    """Lines of letters, from top to bottom, each in reading order with its gaps as spaces."""
    lines: list[list[_Letter]] = []
    for letter in sorted((c for c in letters if not c.char.isspace()), key=lambda c: -c.base):
        if lines and abs(lines[-1][0].base - letter.base) <= _SCRIPT * max(letter.size, lines[-1][0].size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    spaces = sorted((c for c in letters if c.char.isspace() and not c.made), key=lambda c: -c.base)
    for line in lines:
        size = max(c.size for c in line)
        base = next(c.base for c in line if c.size == size)
        while spaces and spaces[0].base > base + _SCRIPT * size:
            spaces.pop(0)
        typed = [c for c in spaces if abs(c.base - base) <= _SCRIPT * size]
        ordered = sorted((*line, *typed), key=lambda c: (c.left, c.right))
        value, last = "", None
        for letter in ordered:
            if letter.char.isspace():
                value += " " if value and not value.endswith("  ") else ""
                continue
            if last is not None:
                if letter.char.isdigit() and _is_raised(letter, base, size) and not last.char.isascii():
                    continue  # the number of a footnote, no figure
                if letter.char == last.char and abs(letter.left - last.left) < 0.15 * letter.size:
                    continue  # bold print, set twice
                gap = letter.left - last.right
                typeface = max(letter.size, last.size)
                wanted = min(8, round(gap / (typeface / 2))) if gap > _WIDE_GAP * typeface else 0
                if not wanted and gap > 0.15 * typeface and last.char.isascii() and letter.char.isascii():
                    wanted = int(last.char.isalpha() and letter.char.isalpha())
                have = len(value) - len(value.rstrip())
                value += " " * max(0, wanted - have)
            value += letter.char
            last = letter
        if value.strip():
            printed = [c for c in ordered if not c.char.isspace()]
            yield _Row(value.strip(), printed[0].left, max(c.right for c in printed), base, size, page)


def _is_raised(letter: _Letter, base: float, size: float) -> bool:
    return letter.size < 0.75 * size and letter.base - base > 0.15 * size


# -- tables drawn with rules


def _grids(page: Any, raw: Any, number: int) -> list[tuple[_Grid, list[tuple[float, float, float, float]]]]:
    """Tables: for each the grid, and for each of its cells the box (left, right, bottom, top)."""
    turn = _turned(page)
    across: list[tuple[float, float, float]] = []  # y, from x, to x
    down: list[tuple[float, float, float]] = []  # x, from y, to y
    for item in page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=5):
        one, two = _bounds(item)
        (x1, y1), (x2, y2) = _shown(*one, turn), _shown(*two, turn)
        left, right, bottom, top = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        if top - bottom < 3 and right - left > 8:
            across.append(((top + bottom) / 2, left, right))
        elif right - left < 3 and top - bottom > 4:
            down.append(((left + right) / 2, bottom, top))
        elif right - left > 8 and top - bottom > 6:
            across += [(bottom, left, right), (top, left, right)]
            down += [(left, bottom, top), (right, bottom, top)]
        if len(across) + len(down) > 20_000:
            return []  # a drawing
    found = []
    for ys, xs, rules_across, rules_down in _regions(across, down):
        grid = _Grid(ys[0], ys[-1], number)
        boxes = _boxes(xs, ys, rules_across, rules_down)
        for place, _ in boxes:
            grid.cells.append(([], *place))
        found.append((grid, [box for _, box in boxes]))
    return found


def _bounds(item: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    get = getattr(item, "get_bounds", None) or item.get_pos
    left, bottom, right, top = get()
    return (left, bottom), (right, top)


_Rules = list[tuple[float, float, float]]


def _regions(across: _Rules, down: _Rules) -> Iterator[tuple[list[float], list[float], _Rules, _Rules]]:
    """Groups of rules that cross each other: their heights from the top down, their places from the left, the rules."""
    left = sorted(down)
    used: set[int] = set()
    for seed in range(len(left)):
        if seed in used:
            continue
        used.add(seed)
        bottom, top = left[seed][1], left[seed][2]
        lows, highs = left[seed][0], left[seed][0]
        group, rows = [left[seed]], set[int]()
        grown = True
        while grown:
            grown = False
            for at, (y, a, b) in enumerate(across):
                if at not in rows and bottom - 2 <= y <= top + 2 and a <= highs + 2 and b >= lows - 2:
                    rows.add(at)
                    lows, highs, grown = min(lows, a), max(highs, b), True
            for at, (x, a, b) in enumerate(left):
                if at not in used and lows - 2 <= x <= highs + 2 and a <= top + 2 and b >= bottom - 2:
                    used.add(at)
                    group.append((x, a, b))
                    bottom, top, grown = min(bottom, a), max(top, b), True
        rules = [across[i] for i in rows]
        xs, ys = _distinct([x for x, _, _ in group]), _distinct([y for y, _, _ in rules])
        if len(xs) >= 3 and len(ys) >= 3 and (len(xs) - 1) * (len(ys) - 1) <= 40_000:
            yield ys[::-1], xs, rules, group


def _distinct(values: list[float]) -> list[float]:
    """The values in order, those closer than 3 points made one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 3:
            found.append(value)
    return found


def _boxes(
    xs: list[float], ys: list[float], across: _Rules, down: _Rules
) -> list[tuple[tuple[int, int, int, int], tuple[float, float, float, float]]]:
    """The cells between the rules: (row, column, rows, columns) and box; where a rule is missing, cells are one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken = [[False] * columns for _ in range(rows)]

    def wall(x: float, row: int) -> bool:
        middle = (ys[row] + ys[row + 1]) / 2
        return any(abs(x - at) <= 3 and a <= middle <= b for at, a, b in by_x.get(round(x), ()))

    def floor(y: float, column: int) -> bool:
        middle = (xs[column] + xs[column + 1]) / 2
        return any(abs(y - at) <= 3 and a <= middle <= b for at, a, b in by_y.get(round(y), ()))

    by_x = {round(x): [r for r in down if abs(r[0] - x) <= 3] for x in xs}
    by_y = {round(y): [r for r in across if abs(r[0] - y) <= 3] for y in ys}
    found = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right, down_to = column + 1, row + 1
            while right < columns and not taken[row][right] and not wall(xs[right], row):
                right += 1
            while down_to < rows and not any(floor(ys[down_to], c) for c in range(column, right)):
                down_to += 1
            for r in range(row, down_to):
                for c in range(column, right):
                    taken[r][c] = True
            place = (row, column, down_to - row, right - column)
            found.append((place, (xs[column], xs[right], ys[down_to], ys[row])))
    return found


# -- what is no text of the report


def _mark_furniture(pages: list[_Page]) -> None:
    """Mark page numbers, and what repeats as first or last lines of half the pages."""
    edges: list[tuple[_Row, str]] = []
    for page in pages:
        low, high = page.height * _EDGE, page.height * (1 - _EDGE)
        rows = [i for i in page.items if isinstance(i, _Row)]
        for row in {id(r): r for r in (*rows[:2], *rows[-2:])}.values():
            if low <= row.base <= high:
                continue
            row.furniture = len(row.text) <= 20 and bool(_PAGE_NUMBER.fullmatch(fold(row.text)))
            edges.append((row, f"{row.base > high}{re.sub('[0-9]+', '#', ''.join(row.text.split()))}"))
    seen = Counter(key for key, _ in {(key, row.page) for row, key in edges})
    for row, key in edges:
        if seen[key] >= 2 and seen[key] * 2 + 1 >= len(pages) and not heading_number(row.text):
            row.furniture = True


# -- lines for the document


def _lines(source: Source, pages: list[_Page]) -> list[Line]:
    rows = [i for page in pages for i in page.items if isinstance(i, _Row) and not i.furniture]
    margins = _margins(pages, rows)
    notes = _notes(pages, rows)
    items = [i for page in pages for i in page.items if isinstance(i, _Grid) or not (i.furniture or id(i) in notes)]
    found: list[Line] = []
    run: list[_Row] = []
    for item in items:
        if isinstance(item, _Grid):
            found += _paragraphs(source, run, margins)
            run = []
            found.append(Line((item.span,), gap=True, table=_table(source, item)))
        else:
            run.append(item)
    found += _paragraphs(source, run, margins)
    found += [Line((r.span,), gap=True, kind=Kind.NOTE) for r in rows if id(r) in notes]
    return sorted(found, key=lambda line: line.pieces[0].start)  # a note follows the paragraph it interrupts


def _notes(pages: list[_Page], rows: list[_Row]) -> set[int]:
    """The lines of footnotes (by identity): numbered, set smaller than the text, at the foot of a page."""
    letters: Counter[float] = Counter()
    for row in rows:
        letters[round(row.size, 1)] += len(row.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    found: set[int] = set()
    for page in pages:
        own = [i for i in page.items if isinstance(i, _Grid) or not i.furniture]
        small = takewhile(lambda i: isinstance(i, _Row) and i.size <= 0.9 * usual, reversed(own))
        foot = [i for i in small if isinstance(i, _Row)][::-1]
        first = next((at for at, row in enumerate(foot) if _NOTE.match(row.text)), len(foot))
        if len(foot) < len(own):
            found.update(map(id, foot[first:]))
    return found


def _margins(pages: list[_Page], rows: list[_Row]) -> dict[int, tuple[float, float]]:
    """Where the lines of each page begin and end."""
    if not rows:
        return {}
    left, right = min(r.left for r in rows), max(r.right for r in rows)
    if len(rows) < 8:  # too few to tell where lines are full
        right = max(right, pages[0].width * 0.75)
    by_page: dict[int, list[_Row]] = {}
    for row in rows:
        by_page.setdefault(row.page, []).append(row)
    return {
        number: (min(r.left for r in own), max(r.right for r in own)) if len(own) >= 5 else (left, right)
        for number, own in by_page.items()
    }


def _paragraphs(source: Source, rows: list[_Row], margins: dict[int, tuple[float, float]]) -> list[Line]:
    """Paragraphs from the lines between tables: a line that reaches the right margin goes on where none is indented."""

    def indent(row: _Row) -> int:
        return round((row.left - margins[row.page][0]) / row.size)

    steps = sorted(a.base - b.base for a, b in pairwise(rows) if a.page == b.page and a.base > b.base)
    pitch = steps[len(steps) // 2] if steps else 3 * max((r.size for r in rows), default=0)
    layout = _Layout(sum(indent(r) == 2 for r in rows) * 12 >= len(rows), pitch)
    tables = find_tables(source, [r.span for r in rows])
    found: list[Line] = []
    pieces: list[Span] = []
    first: _Row | None = None
    last: _Row | None = None
    skip = 0

    def close() -> None:
        if pieces and first is not None:
            found.append(Line(tuple(pieces), indent(first), gap=True, whole=True))
        pieces.clear()

    for at, row in enumerate(rows):
        if at in tables:
            close()
            table, skip = tables[at]
            found.append(Line((Span(row.span.start, rows[skip - 1].span.end),), gap=True, table=table))
            last = None
        if at < skip:
            continue
        if not (pieces and last is not None and _goes_on(last, row, indent(row), margins, layout)):
            close()
            first = row
        pieces.append(row.span)
        last = row
    close()
    return found


def _goes_on(last: _Row, row: _Row, indent: int, margins: dict[int, tuple[float, float]], layout: _Layout) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    if indent > 0 or abs(last.size - row.size) > 0.2 * last.size:
        return False
    if row.page == last.page and last.base - row.base > 1.4 * layout.pitch:
        return False
    if not re.search(r"\w", row.text):
        return False  # scan residue
    left, right = margins[last.page]
    room = (right - last.right) / last.size  # in letters
    final = fold(last.text)[-1]
    if (heading_number(row.text) or _ITEM.match(row.text)) and (final in _CLOSED + ")" or room > 1.6):
        return False
    # marks that may not begin a line take a letter or two with them; so do figures, which are never divided
    return last.right > (left + right) / 2 and room < (1.6 if final in _CLOSED and not layout.indented else 6)


def _table(source: Source, grid: _Grid) -> Table:
    rows: dict[int, list[Cell]] = {}
    for lines, row, column, height, width in grid.cells:
        text = Text(source, [r.span for r in lines] or [Span(grid.span.start, grid.span.start)]).stripped()
        rows.setdefault(row, []).append(Cell(text, row, column, width, height))
    return Table(tuple(tuple(cells) for cells in rows.values()))
