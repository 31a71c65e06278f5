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

from lawlint.document import Cell, Document, Gap, Kind, Source, Span, Table, Text, Weight
from lawlint.document.build import Line, build
from lawlint.document.numbering import heading_number
from lawlint.document.tables import find_tables
from lawlint.document.text import fold
from lawlint.errors import ReadError
from lawlint.readers.pdfletters import Columns, Letter, Letters, Row, Turn, columns, letters, page_turn, rows, shown

_PASSWORD = 4  # FPDF_ERR_PASSWORD
MAX_PAGES = 3000
_MOST_FIELDS = 2000  # of a page that are looked at
_FEW = 30  # letters: a page number, a stamp's words, beside a picture that fills the page
_EDGE = 0.12  # of the page's height: where headers, footers and page numbers stand
_PAGE_NUMBER = re.compile(
    r"[-—–·.\s]*(?:第\s*)?[0-9一二三四五六七八九十]{1,5}\s*(?:页\s*)?(?:(?:/|共|,|of)\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–·.\s]*",
    re.I,
)
_ITEM = re.compile("[一二三四五六七八九十]{1,2}是")
_NOTE = re.compile(r"\[?\d{1,3}\]?(?![\d.,%])|[①-⑳*※]|注")  # how a footnote begins
_CLOSED = "。!?;:…”"


_NOWHERE = Span(0, 0)
_WATERMARK = 60  # characters: more slanted text than that is no watermark


@dataclass
class _Grid:
    """A table drawn with rules: its cells with their lines, from top to bottom."""

    top: float
    bottom: float
    page: int
    cells: list[tuple[list[Row], int, int, int, int]] = field(default_factory=list)
    span: Span = _NOWHERE


class _Layout(NamedTuple):
    """How paragraphs are set: whether they begin two letters in, and the distance from line to line."""

    indented: bool
    pitch: float


@dataclass
class _Page:
    width: float
    height: float
    items: list[Row | _Grid]
    image_only: bool
    gaps: list[tuple[str, Weight]] = field(default_factory=list)
    margin: str = ""


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
        pages = [_page(file, number) for number in range(len(file))]
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
    gaps: list[Gap] = []
    margins: list[Line] = []
    at = 0
    for page in pages:
        starts.append(at)
        if page.image_only:
            notices.append(("unread-page", Span(at, at)))
        gaps += [Gap(Span(at, at), what, weight) for what, weight in page.gaps]
        for item in page.items:
            first = at
            for row in [r for cell in item.cells for r in cell[0]] if isinstance(item, _Grid) else [item]:
                row.span = Span(at, at + len(row.text))
                out.append(row.text + "\n")
                at += len(row.text) + 1
            item.span = Span(first, max(first, at - 1))
        if page.margin:
            margins.append(Line((Span(at, at + len(page.margin)),), margin=True))
            out.append(page.margin + "\n")
            at += len(page.margin) + 1
    text = "".join(out)
    letters = "".join(text.split())
    if not letters:
        raise ReadError("PDF 里没有文字：可能是扫描件，请先做文字识别（OCR），或提供 Word 文稿")
    if sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in letters) * 3 > len(letters):
        raise ReadError("PDF 的文字层是乱码（字体没有编码表），无法检查；请提供 Word 文稿")
    source = Source(text, path, starts)
    margins += [
        Line((i.span,), margin=True) for page in pages for i in page.items if isinstance(i, Row) and i.furniture
    ]
    return build(source, [*_lines(source, pages), *margins], "pdf", tuple(notices), gaps)


# -- one page


def _page(file: Any, number: int) -> _Page:
    import pypdfium2.raw as raw

    page = file[number]
    if _has_fields(page, raw):  # what is filled in becomes part of the page
        raw.FPDFPage_Flatten(page.raw, 0)
        page.close()
        page = file[number]
    width, height = page.get_size()
    found = letters(page, raw)
    if found.turn[0] % 2 != page_turn(page)[0] % 2:
        width, height = height, width
    grids = _grids(page, raw, number, found.turn) if found.upright else []
    loose: list[Letter] = []
    boxed: dict[tuple[int, int], list[Letter]] = {}
    for letter in found.upright:
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
    parted = columns(loose)
    items: list[Row | _Grid] = list(_placed_rows(loose, number, parted))
    for at, (grid, _) in enumerate(grids):
        for cell, (own, *_place) in enumerate(grid.cells):
            own.extend(rows(boxed.get((at, cell), []), number))
        if sum(1 for own, *_place in grid.cells if own) >= 2:
            items.append(grid)
        else:
            items.extend(row for own, *_place in grid.cells for row in own)
    items.sort(key=lambda item: _order(item, parted))
    made = _Page(width, height, items, False)
    _note_unread(made, found, page, raw)
    return made


def _placed_rows(loose: list[Letter], number: int, parted: Columns | None) -> Iterator[Row]:
    """The lines of letters outside tables, column by column where there are two."""
    if parted is None:
        yield from rows(loose, number)
        return
    places: dict[tuple[int, int], list[Letter]] = {}
    for letter in loose:
        places.setdefault(parted.place(letter.left, letter.right, letter.base), []).append(letter)
    for (_, side), found in sorted(places.items()):
        yield from rows(found, number, side)


def _order(item: Row | _Grid, parted: Columns | None) -> tuple[tuple[int, int], float]:
    """Where something on a page comes in reading order."""
    if isinstance(item, _Grid):
        return (parted.place(0, 0, item.top) if parted else (0, 0)), -item.top
    place = parted.place(item.left, item.right, item.base) if parted else (0, 0)
    return place, -(item.base + item.size)


def _has_fields(page: Any, raw: Any) -> bool:
    """Whether form fields, stamps or typed notes lie on the page."""
    wanted = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_FIELDS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in wanted:
            return True
    return False


def _note_unread(made: _Page, found: Letters, page: Any, raw: Any) -> None:
    """Keep what the page shows beside the lines that were read."""
    if sum(c.isalnum() for c in found.turned) > 1:
        made.gaps.append((f"转了方向的文字“{found.turned[:20]}”（{len(found.turned)} 字）", Weight.LOST))
    if found.lost:
        made.gaps.append((f"读不出来的文字（{found.lost} 段，字体没有字宽）", Weight.LOST))
    if len(found.slanted) <= _WATERMARK:
        made.margin = found.slanted
    else:
        made.gaps.append((f"斜排的文字“{found.slanted[:20]}”（{len(found.slanted)} 字）", Weight.LOST))
    upright = [row for row in made.items if isinstance(row, Row)]
    if _is_vertical(upright):
        made.gaps.append(("竖排的文字", Weight.LOST))
    area = made.width * made.height
    covered = 0.0
    for picture in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        (left, bottom), (right, top) = _bounds(picture)
        covered = max(covered, (right - left) * (top - bottom) / area if area else 0)
    letters = sum(len(row.text) for row in upright) + sum(isinstance(item, _Grid) for item in made.items) * 100
    made.image_only = covered > 0 and (letters == 0 or (letters <= _FEW and covered > 0.5))
    if covered > 0.05 and not made.image_only:
        made.gaps.append(("图片", Weight.BESIDE))


def _is_vertical(rows: list[Row]) -> bool:
    """Whether letters run from top to bottom: many lines of single letters that stand one below the other."""
    alone = [
        row
        for row in rows
        if all(len(word) == 1 for word in row.text.split()) and re.search("[\u3400-\u9fff]", row.text)
    ]
    return len(alone) >= 8 and len(alone) * 2 > len(rows)


# -- tables drawn with rules


def _grids(page: Any, raw: Any, number: int, turn: Turn) -> list[tuple[_Grid, list[tuple[float, float, float, float]]]]:
    """Tables: for each the grid, and for each of its cells the box (left, right, bottom, top)."""
    across: list[tuple[float, float, float]] = []  # y, from x, to x
    down: list[tuple[float, float, float]] = []  # x, from y, to y
    for item in page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=5):
        one, two = _bounds(item)
        (x1, y1), (x2, y2) = shown(*one, turn), shown(*two, turn)
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
    edges: list[tuple[Row, str]] = []
    for page in pages:
        low, high = page.height * _EDGE, page.height * (1 - _EDGE)
        rows = [i for i in page.items if isinstance(i, Row)]
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
    rows = [i for page in pages for i in page.items if isinstance(i, Row) and not i.furniture]
    margins = _margins(pages, rows)
    notes = _notes(pages, rows)
    items = [i for page in pages for i in page.items if isinstance(i, _Grid) or not (i.furniture or id(i) in notes)]
    found: list[Line] = []
    run: list[Row] = []
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


def _notes(pages: list[_Page], rows: list[Row]) -> set[int]:
    """The lines of footnotes (by identity): numbered, set smaller than the text, at the foot of a page."""
    letters: Counter[float] = Counter()
    for row in rows:
        letters[round(row.size, 1)] += len(row.text)
    usual = letters.most_common(1)[0][0] if letters else 0.0
    found: set[int] = set()
    for page in pages:
        own = [i for i in page.items if isinstance(i, _Grid) or not i.furniture]
        small = takewhile(lambda i: isinstance(i, Row) and i.size <= 0.9 * usual, reversed(own))
        foot = [i for i in small if isinstance(i, Row)][::-1]
        first = next((at for at, row in enumerate(foot) if _NOTE.match(row.text)), len(foot))
        if len(foot) < len(own):
            found.update(map(id, foot[first:]))
    return found


_Margins = dict[tuple[int, int], tuple[float, float]]  # by page and column


def _margins(pages: list[_Page], rows: list[Row]) -> _Margins:
    """Where the lines of each page and column begin and end."""
    if not rows:
        return {}
    left, right = min(r.left for r in rows), max(r.right for r in rows)
    if len(rows) < 8:  # too few to tell where lines are full
        right = max(right, pages[0].width * 0.75)
    by_page: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        by_page.setdefault((row.page, row.column), []).append(row)
    return {
        place: (min(r.left for r in own), max(r.right for r in own)) if len(own) >= 5 else (left, right)
        for place, own in by_page.items()
    }


def _paragraphs(source: Source, rows: list[Row], margins: _Margins) -> list[Line]:
    """Paragraphs from the lines between tables: a line that reaches the right margin goes on where none is indented."""

    def indent(row: Row) -> int:
        return round((row.left - margins[row.page, row.column][0]) / row.size)

    steps = sorted(a.base - b.base for a, b in pairwise(rows) if a.page == b.page and a.base > b.base)
    pitch = steps[len(steps) // 2] if steps else 3 * max((r.size for r in rows), default=0)
    layout = _Layout(sum(indent(r) == 2 for r in rows) * 12 >= len(rows), pitch)
    tables = find_tables(source, [r.span for r in rows])
    found: list[Line] = []
    pieces: list[Span] = []
    first: Row | None = None
    last: Row | None = None
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


def _goes_on(last: Row, row: Row, indent: int, margins: _Margins, layout: _Layout) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    if indent > 0 or abs(last.size - row.size) > 0.2 * last.size:
        return False
    if row.page == last.page and last.base - row.base > 1.4 * layout.pitch:
        return False
    if not re.search(r"\w", row.text):
        return False  # scan residue
    left, right = margins[last.page, last.column]
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
