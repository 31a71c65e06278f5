"""A table as figures under headings: spans resolved, heading rows, label columns, units; one grid for each table in it.

A table block may hold several tables, one below the other under headings of their own, or side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise

from lawlint.document import Cell, Table
from lawlint.figures.numerals import han_number
from lawlint.figures.quantities import Interval, Quantity
from lawlint.figures.tables.cells import Figure, blank, figure, words
from lawlint.figures.tables.ragged import aligned
from lawlint.figures.tables.words import says
from lawlint.figures.units import UNIT

MOST_CELLS = 2_000_000
_SHORTEST_CODE = 3  # digits
_HEADINGS = 6  # rows; more without a figure are no heading
_MARK = re.compile(
    r"(?P<han>[一二三四五六七八九十]{1,3}[、.])|(?P<han_bracket>\([一二三四五六七八九十]{1,3}\))|(?P<dotted>\d{1,2}(?:\.\d{1,2})+[.、\s]?)(?=\D)|(?P<number>\d{1,2}[.、])(?!\d)|"
    r"(?P<number_bracket>\(?\d{1,2}\))|(?P<ring>[①-⑳])|(?P<roman>[IVXⅠ-Ⅻ]{1,4}[、.]?)(?=[\u4e00-\u9fff])|(?P<letter>[A-Za-z][、.]?)(?=[\u4e00-\u9fff])"
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PART = re.compile(r"其?中[:、,]?|[#*★]+")
_BRACKET = re.compile(r"\(([^()]*)\)")
_UNIT = re.compile(
    rf"(?:单位:?)?(?P<unit>(?:十亿|百万|千万|[十百千]?万|亿|千|百)?(?:{UNIT.pattern})?(?:\(次\))?|[±+-]?[%‰]|个百分点)"
)


class Sort(Enum):
    """What the figures of a line are."""

    PLAIN = auto()  # amounts that may be added up
    SHARE = auto()  # percentages of something
    CHANGE = auto()  # growth, or a difference of two periods
    MEAN = auto()  # one amount over another
    LEVEL = auto()  # an index, a rank: nothing is added up or divided


@dataclass(eq=False)
class Line:
    """A row or a column: its headings from the outermost in, and what they say.

    ``mark``: the style of its number (一、 and 二、 share one), ``order``: its value, 0 for none, ``indent``: white space before its label. ``unit``: from its
    own heading or the unit column. ``total``: 2 for 合计, 1 for 全市 or 总量, else 0. ``section``: the line of words above it.
    """

    path: tuple[str, ...] = ()
    mark: str = ""
    order: int = 0
    indent: int = 0
    unit: str = ""
    total: int = 0
    subtotal: bool = False
    part: bool = False
    sign: int = 0
    sort: Sort = Sort.PLAIN
    section: str = ""

    @property
    def name(self) -> str:
        """The innermost heading, bare."""
        return self.path[-1] if self.path else ""

    @property
    def title(self) -> str:
        """All headings, for people."""
        return "›".join(self.path)


@dataclass(eq=False)
class Grid:
    """Figures by row and column: ``cells[r][c]``; ``rates[r, c]``: the growth in a bracket behind it."""

    rows: list[Line]
    columns: list[Line]
    cells: list[dict[int, Quantity]]
    rates: dict[tuple[int, int], Quantity] = field(default_factory=dict)
    open: bool = False  # the words above say that the rows are some of many: 前十名, 主要
    outside: list[Quantity] = field(default_factory=list)  # figures alone in a column of their own beside the grid

    @property
    def figures(self) -> list[dict[int, Quantity]]:
        """The figures by row and column."""
        return self.cells

    @cached_property
    def labels(self) -> list[str]:
        """What each row is called, innermost."""
        return [line.name for line in self.rows]

    @cached_property
    def names(self) -> list[str]:
        """What each column is called, innermost."""
        return [line.name for line in self.columns]

    @property
    def quantities(self) -> Iterator[Quantity]:
        """Every number, the growth in brackets included."""
        for number, row in enumerate(self.cells):
            for column, quantity in row.items():
                yield quantity
                if (number, column) in self.rates:
                    yield self.rates[number, column]


_Row = list[Cell | None]


def grids(table: Table, units: str = "", title: str = "") -> list[Grid]:
    """The grids of a table; none where it holds fewer than two figures.

    ``units``: as the words above the table give them (万元), ``title``: those words.
    """
    rows, drawn = _placed(table)
    if not rows or len(rows) * len(rows[0]) > MOST_CELLS or len(rows[0]) < 2:
        return []
    figures = {id(c): f for row in table.rows for c in row if (f := figure(c))}
    if not drawn:
        rows = aligned(rows, figures)
    found = []
    for heads, body in _segments(rows, figures):
        if not drawn:
            heads = _moved(heads, body, figures)
        made = [_Builder(heads, body, c, figures, units, drawn).build() for c in _side_by_side(heads, body, figures)]
        full = [g for g in made if sum(map(len, g.cells)) > 1]
        for grid in full:
            grid.outside = [q for g in made if g not in full for q in g.quantities]
            grid.open = says("open", title)
        found += full
    return found


def _placed(table: Table) -> tuple[list[_Row], bool]:
    """The cell at each place, one that spans several standing at each of them; and whether the table has any spans."""
    width = table.width
    height = max((c.row + 1 for row in table.rows for c in row), default=0)
    drawn = any(c.columns > 1 or c.rows > 1 for row in table.rows for c in row)
    if width * height > MOST_CELLS:
        return [], drawn
    rows: list[_Row] = [[None] * width for _ in range(height)]
    for row in table.rows:
        for cell in row:
            for down in range(cell.row, min(height, cell.row + cell.rows)):
                for across in range(cell.column, min(width, cell.column + cell.columns)):
                    rows[down][across] = cell
    return rows, drawn


def distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """The cells of a row that say something, each once."""
    return list({id(c): c for c in row if c is not None and not blank(words(c))}.values())


# -- tables below one another


def _segments(rows: list[_Row], figures: dict[int, Figure]) -> Iterator[tuple[list[_Row], list[_Row]]]:
    """Heading rows with the rows below them."""
    heads: list[_Row] = []
    body: list[_Row] = []
    for number, row in enumerate(rows):
        cells = distinct(row)
        if not cells:
            continue
        if body or len(heads) >= _HEADINGS:
            again = [words(c) for c in cells]
            if any([words(c) for c in distinct(h)] == again for h in heads):
                continue  # the headings again, on a new page
            if _new_heading(row, body, figures):
                yield heads, body
                heads, body = [row], []
                continue
            body.append(row)
        elif _is_heading(row, cells, heads, figures, number):
            heads.append(row)
        elif not (heads and _counts_columns(cells, figures)):
            body.append(row)
    if body:
        yield heads, body


def _is_heading(row: _Row, cells: list[Cell], heads: list[_Row], figures: dict[int, Figure], number: int) -> bool:
    numbers = [c for c in cells if id(c) in figures]
    if numbers:
        years = [words(c) for c in numbers]
        if not all(re.fullmatch(r"(?:19|20)\d\d", y) for y in years) or (number and len(years) < 2):
            return False
        return len(set(years)) == len(years) and (len(cells) > len(numbers) or len(years) > 1 or not heads)
    # one label alone below headings begins a section, unless the heading above it is one label too
    alone = len(cells) == 1 and any(len(distinct(h)) > 1 for h in heads)
    return not alone or (cells[0].columns > 1 and cells[0].column > 0)


def _counts_columns(cells: list[Cell], figures: dict[int, Figure]) -> bool:
    """Whether a row only numbers the columns: 栏次 1 2 3."""
    values = [int(figures[id(c)].quantity.value) for c in cells if id(c) in figures]
    return len(values) >= 3 and values == list(range(values[0], values[0] + len(values))) and values[0] in (1, 2)


def _new_heading(row: _Row, body: list[_Row], figures: dict[int, Figure]) -> bool:
    """Whether a row in the middle names the columns anew: words where figures stand."""
    if any(c is not None and id(c) in figures for c in row):
        return False
    above = [set(_figure_columns(r, figures)) for r in body[-3:]]
    taken = set.union(*above) if above else set()
    named = {
        id(c) for at, c in enumerate(row) if c is not None and at in taken and not blank(words(c)) and c.columns < 3
    }
    return (
        len(named) >= min(2, len(taken))
        and len(named) >= 1
        and len(distinct(row)) >= 2
        and not any(_UNIT.fullmatch(words(c)) for c in distinct(row))
    )


def _figure_columns(row: _Row, figures: dict[int, Figure]) -> list[int]:
    return [at for at, c in enumerate(row) if c is not None and id(c) in figures and c.column == at]


def _moved(heads: list[_Row], body: list[_Row], figures: dict[int, Figure]) -> list[_Row]:
    """The headings, the last row moved to the right where a converter left out the cells that reach down into it.

    What the rows above say over it cannot be placed then, as their spans are lost too.
    """
    if len(heads) < 2:
        return heads
    width = len(body[0])
    last = heads[-1]
    empty = next((at for at in range(width) if (c := last[width - 1 - at]) is not None and not blank(words(c))), width)
    full = sum((c := row[width - 1]) is not None and id(c) in figures for row in body) * 2 > len(body)
    if not empty or not full or empty >= width or last[0] is None or blank(words(last[0])):
        return heads
    above = [[*h[:empty], *[None] * (width - empty)] for h in heads[:-1]]
    return [*above, [*[None] * empty, *last[: width - empty]]]


# -- tables beside one another

_FIGURES, _LABEL, _INDEX, _UNITS, _NOTHING = "figures", "label", "index", "units", "nothing"


def _kinds(heads: list[_Row], body: list[_Row], figures: dict[int, Figure]) -> list[str]:
    """What each column holds."""
    kinds = []
    for column in range(len(body[0])):
        title = _heading("".join(dict.fromkeys(words(c) for h in heads if (c := h[column]) is not None))).bare
        cells = [c for row in body if (c := row[column]) is not None and not blank(words(c))]
        own = [c for c in cells if c.column == column or id(c) not in figures]
        numbers = [c for c in own if id(c) in figures]
        names = {id(c): c for c in own if id(c) not in figures}
        years = column == 0 and len(numbers) >= 2 and all(re.fullmatch(r"(?:19|20)\d\d", words(c)) for c in numbers)
        if not own:
            kinds.append(_NOTHING)
        elif numbers and (says("index", title) or _serial(column, numbers, figures)) and not years:
            kinds.append(_INDEX)
        elif _units(title, list(names.values())):
            kinds.append(_UNITS)
        elif years or (len(names) >= len(numbers) and not (names and numbers and column and len(body) < 3)):
            kinds.append(_INDEX if says("index", title) and re.match("序|行|栏|编", title) else _LABEL)
        else:
            kinds.append(_FIGURES)
    return kinds


def _units(title: str, cells: list[Cell]) -> bool:
    """Whether a column gives the units of the rows; one headed 单位 may name offices."""
    units = sum(bool(_UNIT.fullmatch(words(c))) for c in cells)
    return units * 2 > len(cells) if says("unit", title) else units == len(cells) > 1


def _serial(column: int, cells: list[Cell], figures: dict[int, Figure]) -> bool:
    """Whether a column only numbers the rows 1, 2, 3 …"""
    values = [figures[id(c)].quantity.value for c in cells]
    return column == 0 and len(values) >= 3 and values[0] == 1 and all(b == a + 1 for a, b in pairwise(values))


def _side_by_side(heads: list[_Row], body: list[_Row], figures: dict[int, Figure]) -> list[list[tuple[int, str]]]:
    """The columns of each table, with their kinds: a label column behind figures, with figures behind it, begins another."""
    kinds = list(enumerate(_kinds(heads, body, figures)))
    parts: list[list[tuple[int, str]]] = [[]]
    for at, kind in kinds:
        part = parts[-1]
        has_figures = any(k == _FIGURES for _, k in part)
        before_label = kind == _INDEX and at + 1 < len(kinds) and kinds[at + 1][1] == _LABEL
        ahead = any(k == _FIGURES for _, k in kinds[at + 1 :])
        if has_figures and ahead and (kind == _LABEL or before_label):
            if _names_rows(at, part, body, figures, kind):
                parts.append([(at, kind)])
            continue
        part.append((at, kind))
    return [p for p in parts if any(k == _FIGURES for _, k in p)]


def _names_rows(at: int, part: list[tuple[int, str]], body: list[_Row], figures: dict[int, Figure], kind: str) -> bool:
    """Whether a column of words names rows of its own: filled as a rule, in the total's row too."""
    cells = [row[at] for row in body]
    filled = sum(c is not None and not blank(words(c)) for c in cells)
    if filled * 2 < len(body):
        return False
    if kind == _INDEX:
        return True
    first = next((c for c, k in part if k == _LABEL), None)
    if first is None:
        return True
    for row in body:
        label, own = row[first], row[at]
        if label is not None and says("total", _heading(words(label)).bare) and (own is None or blank(words(own))):
            return False
    return True


# -- one grid


@dataclass(frozen=True, slots=True)
class _Heading:
    mark: str
    order: int
    bare: str
    unit: str
    part: bool
    sign: int


def _heading(text: str) -> _Heading:
    """The parts of a heading: style of its number, words without number and unit, unit."""
    part = says("part", text)
    mark, order, rest = "", 0, text
    for _ in range(2):
        if (match := _PART.match(rest)) and (part or match.group()[0] in "#*★"):
            part, rest = True, rest[match.end() :].lstrip()
        if not mark and (match := _MARK.match(rest)):
            mark = (match.lastgroup or "") + str(match.group().count(".") if match.lastgroup == "dotted" else "")
            order = _order(match.group())
            rest = rest[match.end() :].lstrip()
    sign = -1 if says("minus", rest) else 1 if says("plus", rest) else 0
    unit = ""
    for match in _BRACKET.finditer(rest):
        inner = match[1].strip()
        if inner and (found := _UNIT.fullmatch(inner)) and found["unit"]:
            unit = found["unit"].lstrip("±+-")
            rest = rest.replace(match.group(), "", 1)
            break
    bare = re.sub(r"\s+", "", rest).rstrip(":、,")
    if not unit and bare.endswith(("%", "‰")) and len(bare) > 1:  # 增减%, 同比±%
        unit, bare = bare[-1], bare[:-1].rstrip("±")
    return _Heading(mark, order, bare, unit, part, sign)


def _order(number: str) -> int:
    """The value of a heading's number: 3 for 三、, （三）, 3., 1.3, ③, C and III."""
    last = re.findall(r"\d+|[一二三四五六七八九十]+|[①-⑳]|[IVX]+|[Ⅰ-Ⅻ]|[A-Za-z]", number)[-1]
    if last.isdecimal():
        return int(last)
    if re.fullmatch("[一二三四五六七八九十]+", last):
        return han_number(last) or 0
    if last in _ROMAN:
        return _ROMAN.index(last) + 1
    base = "①" if "①" <= last <= "⑳" else "Ⅰ" if "Ⅰ" <= last <= "Ⅻ" else "a" if last.islower() else "A"
    return ord(last) - ord(base) + 1 if len(last) == 1 else 0


def _line(path: tuple[str, ...], indent: int = 0, unit: str = "", section: str = "") -> Line:
    """A line from its headings as printed."""
    parsed = [_heading(p) for p in path]
    bare = tuple(p.bare for p in parsed if p.bare)
    last = parsed[-1] if parsed else _heading("")
    names = [re.sub(r"\([^()]*\)", "", b) or b for b in bare]
    own = unit or next((p.unit for p in reversed(parsed) if p.unit), "")
    total = 0
    if any(says("total", n) for n in names):
        total = 2
    elif names and says("whole", names[-1]) and not says("name", names[-1]):
        total = 1
    line = Line(
        bare, last.mark, last.order, indent, own, total, any(says("subtotal", n) for n in names), last.part, last.sign,
        section=section,
    )  # fmt: skip
    line.sort = _sort(names, own)
    return line


def _sort(names: Sequence[str], unit: str) -> Sort:
    for sort, word_class in (
        (Sort.CHANGE, "change"),
        (Sort.SHARE, "share"),
        (Sort.MEAN, "mean"),
        (Sort.LEVEL, "level"),
    ):
        if any(says(word_class, n) for n in names):
            return sort
    return Sort.SHARE if unit in ("%", "‰", "个百分点") else Sort.PLAIN


@dataclass
class _Builder:
    heads: list[_Row]
    body: list[_Row]
    kinds: list[tuple[int, str]]
    figures: dict[int, Figure]
    units: str
    drawn: bool

    def build(self) -> Grid:
        """The grid of these columns."""
        labels = self._labels()
        places = [at for at, kind in self.kinds if kind == _FIGURES]
        units = next((at for at, kind in self.kinds if kind == _UNITS), None)
        columns = [_line(path) for path in self._column_paths(places)]
        corner = [_heading(words(c)).unit for h in self.heads for at in labels if (c := h[at]) is not None]
        grid = Grid([], columns, [])
        carried: list[str] = [""] * len(labels)
        section = ""
        for row in self.body:
            path, indent = self._row_path(row, labels, carried)
            cells = {n: f for n, at in enumerate(places) if (f := self._own(row, at))}
            if not cells and len(distinct(row)) == 1 and path:
                section = path[-1]
            unit = words(cell) if units is not None and (cell := row[units]) is not None else ""
            line = _line(path, indent, "" if blank(unit) else unit, section)
            for n, found in cells.items():
                if found.rate is not None:
                    grid.rates[len(grid.rows), n] = found.rate
            grid.rows.append(line)
            grid.cells.append({n: f.quantity for n, f in cells.items()})
        self._mark_codes(grid)
        _settle_units(grid, next((u for u in corner if u), "") or self.units)
        return grid

    def _mark_codes(self, grid: Grid) -> None:
        """Give rows that budget codes number (201, 20101, 2010101) the style of their code's length."""
        for at, kind in self.kinds:
            codes = [words(c) if (c := row[at]) is not None else "" for row in self.body]
            lengths = {len(c) for c in codes if c.isdigit()}
            if kind == _INDEX and len(lengths) > 1 and min(lengths) >= _SHORTEST_CODE:
                for line, code in zip(grid.rows, codes, strict=True):
                    line.mark = f"code{len(code)}" if code.isdigit() else line.mark
                return

    def _own(self, row: _Row, at: int) -> Figure | None:
        """The figure of a place; of a cell that spans several, at its first place only."""
        cell = row[at]
        if cell is None or id(cell) not in self.figures or (cell.column != at and cell.columns > 1):
            return None
        found = self.figures[id(cell)]
        if cell.rows > 1:
            del self.figures[id(cell)]  # told in its first row
        return found

    def _labels(self) -> list[int]:
        labels = [at for at, kind in self.kinds if kind == _LABEL]
        first = next((at for at, kind in self.kinds if kind == _FIGURES), 0)
        before = [at for at in labels if at < first]
        index = [at for at, kind in self.kinds if kind == _INDEX and at < first]
        return before or index[:1]

    def _row_path(self, row: _Row, labels: list[int], carried: list[str]) -> tuple[tuple[str, ...], int]:
        """The labels of a row, those of a group carried down to the rows that leave them blank; and its indent."""
        cells = [row[at] for at in labels]
        texts = ["" if c is None or blank(words(c)) else words(c) for c in cells]
        index = [
            t
            for at, kind in self.kinds
            if kind == _INDEX and (c := row[at]) is not None and (t := words(c)) and not t.isdigit()
        ]
        if not any(texts):
            return tuple(index[:1]), 0
        last = max(i for i, t in enumerate(texts) if t)
        path: list[str] = []
        seen: list[int] = []
        for number, (text, cell) in enumerate(zip(texts, cells, strict=True)):
            if text:
                if carried[number] != text:
                    carried[number + 1 :] = [""] * (len(carried) - number - 1)
                carried[number] = text
            elif number < last and not self.drawn:
                text = carried[number]
            if text and (cell is None or id(cell) not in seen):
                path.append(text)
                seen.append(id(cell)) if cell is not None else None
        if index and not path[-1].startswith(index[0]) and re.fullmatch(_MARK.pattern, index[0] + "、"):
            path[-1] = index[0] + "、" + path[-1]  # 一 | 总体情况: the number stands in a column of its own
        inner = cells[last]
        return tuple(path), 0 if inner is None else _indent(inner)

    def _column_paths(self, places: list[int]) -> Iterable[tuple[str, ...]]:
        width = len(self.body[0])
        heads = [h for h in self.heads if not (len(distinct(h)) == 1 and len(self.heads) > 1 and _covers(h, width))]
        spread = []
        for number, head in enumerate(heads):
            texts = ["" if c is None or blank(words(c)) else words(c) for c in head]
            if not self.drawn and number + 1 < len(heads):
                below = heads[number + 1]
                for at in range(1, width):
                    under = below[at]
                    if not texts[at] and head[at] is not None and under is not None and not blank(words(under)):
                        texts[at] = texts[at - 1]
            spread.append(texts)
        for at in places:
            path: list[str] = []
            for texts in spread:
                if texts[at] and (not path or path[-1] != texts[at]):
                    path.append(texts[at])
            yield tuple(path)


def _covers(row: _Row, width: int) -> bool:
    """Whether the one cell of a row is a title over the whole table."""
    (cell,) = distinct(row)
    return cell.columns >= width - 1 or cell.column == 0


def _indent(cell: Cell) -> int:
    """How far a cell's text is set in, by white space in the source or by the format: drafts indent the rows of a part."""
    source = cell.text.source.text
    at = start = cell.text.span().start
    while at > 0 and source[at - 1] in " \u3000\u00a0":
        at -= 1
    return start - at + cell.indent


# -- units


def _settle_units(grid: Grid, given: str) -> None:
    """Give each figure its unit, and the width that rounding in that unit leaves it."""
    units = [u for u in re.split(r"[、,;/和及]", given) if u]
    for number, row in enumerate(grid.rows):
        for column, quantity in grid.cells[number].items():
            line = grid.columns[column]
            unit = quantity.unit or row.unit or line.unit
            if not unit and len(units) == 1:
                unit = units[0]
            elif not unit and len(units) > 1 and any(says("money", n) for n in (row.name, line.name)):
                unit = next((u for u in units if "元" in u), "")
            if not quantity.percent and "%" in (unit, row.unit, line.unit) and not quantity.scale:
                _percent(quantity)
            elif not quantity.percent and unit:
                quantity.unit = quantity.unit or unit
                if quantity.interval.exact and says("rounded", unit):
                    value = quantity.value
                    half = quantity.value.__class__("0.5")
                    quantity.interval = Interval(value - half, value + half)
            quantity.label = (row.name + line.name)[:40]
            quantity.heading = f"{row.title} / {line.title}" if row.path and line.path else row.title or line.title
    _unmarked(grid)


def _percent(quantity: Quantity) -> None:
    quantity.percent, quantity.unit, quantity.printed = True, "%", quantity.printed + "%"
    if quantity.interval.exact:
        half = quantity.value.__class__("0.5")
        quantity.interval = Interval(quantity.value - half, quantity.value + half)


def _unmarked(grid: Grid) -> None:
    """Percentages that are printed without their mark: a column of shares or rates, all with a point and below 100."""
    for lines, cells in ((grid.columns, transposed(grid.cells, len(grid.columns))), (grid.rows, grid.cells)):
        for line, figures in zip(lines, cells, strict=True):
            values = list(figures.values())
            if not values or any(q.percent or q.scale for q in values):
                continue
            pointed = all("." in q.printed or q.value in (0, 100) for q in values)
            if (line.sort is Sort.SHARE and pointed and all(abs(q.value) <= 100 for q in values)) or (
                line.sort is Sort.CHANGE and pointed and re.search(r"率|幅|速|同比|环比|增长$", line.name)
            ):
                for quantity in values:
                    _percent(quantity)


def transposed(cells: Sequence[dict[int, Quantity]], width: int) -> list[dict[int, Quantity]]:
    """Figures by column from figures by row."""
    turned: list[dict[int, Quantity]] = [{} for _ in range(width)]
    for number, row in enumerate(cells):
        for column, quantity in row.items():
            turned[column][number] = quantity
    return turned
