"""The fixed tables of a government information report: sums across and down, text against table, old forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lawlint.context import Context
from lawlint.document import Block, Cell, Document, Kind, Span, Table, Text
from lawlint.parts import OfficialTable, Relation
from lawlint.patterns import compiled, search
from lawlint.rules import Certainty, Finding, Rule, Severity

_FORM = "《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"


@dataclass
class Filled:
    """A table of fixed form as a draft has filled it in: cells by row name and column name."""

    form: OfficialTable
    block: Block
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def value(self, row: str, column: str) -> int:
        """The number in a cell; an empty one counts 0.

        :raises KeyError: the table has no such cell.
        :raises ValueError: the cell holds no whole number.
        """
        return _number(self.cells[row, column])

    def name(self, row: str, column: str) -> str:
        """What a person calls the cell: its row and its column."""
        words = next((c.words[0] for c in self.form.columns if c.name == column), column)
        label = re.sub(r"\(区分.*$", "", self.labels.get(row, ""))
        short = label if len(label) <= 18 else label[:18] + "……"
        return f"“{short}”行“{words}”列" if label else f"“{words}”"


def _number(cell: Cell) -> int:
    words = re.sub(r"[\s,]|件|万元", "", cell.text.folded)
    return 0 if words in ("", "/", "-", "—", "——") else int(words)


def _counts(cell: Cell) -> bool:
    """Whether a cell can stand in a column of figures."""
    return bool(re.fullmatch(r"-?[\d,]*\.?\d*|[/—-]+", re.sub(r"\s|件|万元", "", cell.text.folded)))


def filled(document: Document, forms: Iterable[OfficialTable]) -> list[Filled]:
    """The tables of a draft that are of one of the forms, with their cells."""
    found = []
    for block in document.tables:
        assert block.table is not None
        words = "\n".join(re.sub(r"\s", "", c.text.folded) for row in block.table.rows for c in row)
        for form in forms:
            if all(search((p,), words) for p in form.recognise):
                found.append(_fill(form, block, block.table))
    return found


def _fill(form: OfficialTable, block: Block, table: Table) -> Filled:
    made = Filled(form, block)
    width = len(form.columns)
    for number, row in enumerate(table.rows):
        start = _window(row, width)
        if start is None:
            continue
        cells = list(row[start : start + width])
        if not made.cells and not _any_digit(cells):
            continue  # the head of the table
        labels = [re.sub(r"\s", "", c.text.folded) for c in row[:start]]
        label = next((text for text in reversed(labels) if text), "")
        name = next((r.name for r in form.rows if compiled(r.words).search(label)), None) if label else None
        if not form.rows and _any_digit(cells):
            name = f"row-{number}"
        if name is None or (name, form.columns[0].name) in made.cells:
            continue
        made.labels[name] = label if form.rows else ""
        for column, cell in zip(form.columns, cells, strict=True):
            made.cells[name, column.name] = cell
    return made


def _window(row: Sequence[Cell], width: int) -> int | None:
    """Where a row's figures begin: ``width`` cells behind the words, any cell besides them empty; else ``None``.

    A converter that spreads merged cells puts the empty cells behind the figures, or between words and figures.
    """
    words = max((i for i, c in enumerate(row) if not _counts(c)), default=-1)
    starts = [
        at
        for at in range(words + 1, len(row) - width + 1)
        if not any(c.value for c in (*row[words + 1 : at], *row[at + width :]))
    ]
    starts = [at for at in starts if row[at].value and row[at + width - 1].value] or starts
    certain = len(starts) == 1 or not _any_digit(row[words + 1 :])
    return starts[0] if starts and certain else None


def _any_digit(cells: Iterable[Cell]) -> bool:
    return any(re.search(r"\d", c.value) for c in cells)


_Place = tuple[str, str]


@dataclass(frozen=True)
class _Failure:
    """A relation that does not hold in one line of a table."""

    left: tuple[_Place, ...]
    right: tuple[_Place, ...]
    sums: tuple[int, int]
    says: str

    @property
    def difference(self) -> int:
        return self.sums[0] - self.sums[1]

    @property
    def places(self) -> tuple[_Place, ...]:
        return (*self.left, *self.right)


def _failures(table: Filled) -> Iterator[_Failure]:
    form = table.form
    rows = list(dict.fromkeys(row for row, _ in table.cells))
    for relation in form.row_relations:
        for column in form.columns:
            yield from _tried(table, relation, lambda name, c=column.name: (name, c))
    for relation in form.column_relations:
        for row in rows:
            yield from _tried(table, relation, lambda name, r=row: (r, name))


def _tried(table: Filled, relation: Relation, place: object) -> Iterator[_Failure]:
    """The failure of a relation in one line; none where it holds or a cell is not there."""
    assert callable(place)
    left, right = (tuple(place(name) for name in names) for names in (relation.left, relation.right))
    try:
        sums = tuple(sum(table.value(*p) for p in side) for side in (left, right))
    except (KeyError, ValueError):
        return
    if sums[0] != sums[1]:
        yield _Failure(left, right, (sums[0], sums[1]), relation.says)


def _without_echoes(form: OfficialTable, failures: list[_Failure]) -> list[_Failure]:
    """The failures less those of a total column that only add up what fails in the columns before it."""
    totals = {name for relation in form.column_relations for name in relation.right}
    kept = []
    for failure in failures:
        columns = {column for _, column in failure.places}
        beside = [f for f in failures if f is not failure and f.says == failure.says]
        others = [f for f in beside if not {c for _, c in f.places} & totals]
        echo = len(columns) == 1 and columns <= totals and others
        if not (echo and sum(f.difference for f in others) == failure.difference):
            kept.append(failure)
    return kept


def _grouped(failures: list[_Failure]) -> Iterator[tuple[_Place | None, list[_Failure]]]:
    """Failures of equal size that meet in one cell, with that cell: one wrong figure breaks several sums."""
    left = list(failures)
    while left:
        shared: dict[tuple[_Place, int], list[_Failure]] = {}
        for failure in left:
            for place in failure.places:
                shared.setdefault((place, abs(failure.difference)), []).append(failure)
        (place, _), most = max(shared.items(), key=lambda item: len(item[1]))
        yield (place, most) if len(most) > 1 else (None, most)
        left = [f for f in left if f not in most]


class DisclosureTables(Rule):
    """政府信息公开年度报告的三张表要填得合乎格式，各行各列相符。

    为什么：这三张表逐级汇总，一格填错，上级的数就合不上；表下自注“第一项加第二项之和，等于第三项加第四项之和”。
    逐列核对：新收与结转之和等于办理结果总计与结转下年之和，总计等于各项之和；逐行核对：总计等于自然人与各类法人之和；
    复议、诉讼三组各自核对。正文写的收到、办结、复议、诉讼件数与表比较。数字不符的以 table-mismatch 报告，写明两边的单元格。
    另外提醒：空格与 0 混用；不是非负整数的数；2021年度以后仍用旧表头；县级部门的“规章”不为 0。

    错误示例：本年新收 12，上年结转 1；办理结果总计 11，结转下年 1

    正确示例：本年新收 12，上年结转 1；办理结果总计 12，结转下年 1
    """

    name = "disclosure-tables"
    severity = Severity.WARNING
    basis = _FORM
    certainty = Certainty.VERIFIED
    also: ClassVar[Mapping[str, str]] = {"table-mismatch": "表内各行各列的数字不符，或正文与表不符。"}

    def check(self, context: Context) -> Iterable[Finding]:
        tables = filled(context.document, context.tables)
        for table in tables:
            yield from self._relations(table)
            yield from self._cells(table)
        by_name = {t.form.name: t for t in tables}
        if "applications" in by_name:
            yield from self._applications(context.document, by_name["applications"])
        if "review" in by_name:
            yield from self._reviews(context.document, by_name["review"])
        if "proactive" in by_name:
            yield from self._proactive(context, by_name["proactive"])
        if context.profile.tables:
            yield from self._old_form(context)

    # ---- within a table

    def _relations(self, table: Filled) -> Iterator[Finding]:
        for place, failures in _grouped(_without_echoes(table.form, list(_failures(table)))):
            first = failures[0]
            target = place or first.right[0]
            difference = abs(first.difference)
            said = self._said(table, first)
            hint = None
            if place:
                hint = f"{len(failures)} 处不符都差 {difference}，都用到{table.name(*place)}，先核对这一格"
            yield self._mismatch(table.cells[target].text.span(), said, hint, Severity.ERROR)

    def _said(self, table: Filled, failure: _Failure) -> str:
        """The failing relation in words: both sides with their cells."""
        sides = []
        for places, total in zip((failure.left, failure.right), failure.sums, strict=True):
            shown = [p for p in places if table.value(*p)] or list(places[:1])
            cells = " + ".join(f"{table.name(*p)} {table.value(*p)}" for p in shown[:6])
            more = " + ……" if len(shown) > 6 else ""
            sides.append(f"{cells}{more} = {total}" if len(shown) > 1 else f"{cells}")
        return f"{sides[0]}，与{sides[1]} 不符，差 {abs(failure.difference)}（{failure.says}）"

    def _cells(self, table: Filled) -> Iterator[Finding]:
        empty, zero = [], False
        for place, cell in table.cells.items():
            words = re.sub(r"\s", "", cell.text.folded)
            empty += [place] if not words else []
            zero = zero or words == "0"
            if (words.startswith("-") and words != "-") or "." in words:
                message = f"{table.name(*place)}“{words}”不是非负整数"
                yield self.finding(cell.text.span(), message, hint="件数应为 0 或正整数")
        if empty and zero:
            message = f"《{table.form.title}》有 {len(empty)} 格空着，其余的零填了 0：填写方式不一致"
            span = self._first(table)
            yield self.finding(span, message, hint="没有的填 0，不留空格", severity=Severity.INFO)

    def _first(self, table: Filled) -> Span:
        return next((c.text.span() for c in table.cells.values() if c.value), table.block.span)

    # ---- text against tables

    def _prose(self, document: Document) -> Iterator[Text]:
        return (text for block in document.blocks if block.kind is Kind.PARAGRAPH for text in block.sentences)

    def _applications(self, document: Document, table: Filled) -> Iterator[Finding]:
        try:
            new, old = table.value("new", "total"), table.value("carried-in", "total")
            done = table.value("total", "total")
            person = table.value("new", "person"), table.value("carried-in", "person")
        except (KeyError, ValueError):
            return
        rows = table.labels
        for text in self._prose(document):
            words = text.folded
            if (
                not re.search(r"公开申请|依申请公开|申请公开", words)
                or "“" in words
                or re.search(r"下一年|明年|去年|上年度", words)
            ):
                continue
            if match := _NONE_RECEIVED.search(words):
                if new:
                    yield self._against(
                        text, match.span(), "没有收到申请", table.cells["new", "total"], rows["new"], new
                    )
                continue
            match = _RECEIVED.search(words)
            if match and "其中" in words[: match.start()]:
                match = None
            if match and int(match[1]) not in (new, new + old):
                said = f"收到申请 {match[1]} 件"
                yield self._against(text, match.span(1), said, table.cells["new", "total"], rows["new"], new)
            elif match:
                whole = int(match[1])
                own = person[0] if whole == new else sum(person)
                natural = _PERSONS.search(words, match.end())
                if natural and int(natural[1]) not in (own, person[0], sum(person)):
                    cell = table.cells["new", "person"]
                    yield self._against(text, natural.span(1), f"自然人 {natural[1]} 件", cell, rows["new"], person[0])
            if (match := _FINISHED.search(words)) and int(match[1]) != done:
                said = f"办结 {match[1]} 件"
                yield self._against(text, match.span(1), said, table.cells["total", "total"], rows["total"], done)

    def _reviews(self, document: Document, table: Filled) -> Iterator[Finding]:
        row = next((r for r, _ in table.cells), None)
        if row is None:
            return
        try:
            review = table.value(row, "review-total")
            suits = table.value(row, "direct-total") + table.value(row, "after-total")
        except ValueError:
            return
        for text in self._prose(document):
            words = text.folded
            if not re.search(r"信息公开", words) or not re.search(r"复议|诉讼", words) or "上年" in words:
                continue
            if match := _NO_CASES.search(words):
                number, column = (review, "review-total") if review and "复议" in match[0] else (suits, "direct-total")
                if number and ("诉讼" in match[0] or column == "review-total"):
                    said = "没有" + ("行政复议" if column == "review-total" else "行政诉讼")
                    yield self._against(text, match.span(), said, table.cells[row, column], "", number)
                continue
            for pattern, number, column in ((_REVIEWS, review, "review-total"), (_SUITS, suits, "direct-total")):
                match = pattern.search(words)
                if match and int(match[1]) != number:
                    said = f"{match[0].split(match[1])[0]} {match[1]} 件"
                    yield self._against(text, match.span(1), said, table.cells[row, column], "", number)

    def _against(self, text: Text, where: tuple[int, int], said: str, cell: Cell, row: str, number: int) -> Finding:
        position = cell.text.source.position(cell.text.span().start)
        label = f"“{row}”行" if row else ""
        return self._mismatch(
            text.span(*where),
            f"正文写{said}，表中{label}总计是 {number}（第 {position.line} 行）",
            "核对正文与表；口径不同的，在正文中说明",
            Severity.WARNING,
        )

    # ---- the form

    def _proactive(self, context: Context, table: Filled) -> Iterator[Finding]:
        for row in dict.fromkeys(r for r, _ in table.cells):
            try:
                issued, repealed, valid = (table.value(row, c) for c in ("issued", "repealed", "valid"))
            except (KeyError, ValueError):
                continue
            if valid < issued - repealed:
                message = (
                    f"{table.name(row, 'valid')} {valid}，少于{table.name(row, 'issued')} {issued} 减去废止 {repealed}"
                )
                hint = "现行有效件数 = 上年现行有效 + 本年制发 − 本年废止"
                yield self._mismatch(table.cells[row, "valid"].text.span(), message, hint, Severity.WARNING)
            if row == "regulations" and (issued or repealed or valid) and _COUNTY_BUREAU.search(context.document.title):
                cell = next(table.cells[row, c] for c in ("valid", "issued", "repealed") if table.value(row, c))
                message = f"“规章”填了 {_number(cell)}，县级部门没有规章制定权"
                yield self.finding(cell.text.span(), message, hint="规范性文件填在“行政规范性文件”一行")

    def _old_form(self, context: Context) -> Iterator[Finding]:
        if (context.report_year or 0) < 2021:
            return
        for block in context.document.tables:
            for row in block.table.rows if block.table else ():
                for cell in row:
                    if match := _OLD_HEAD.search(cell.text.folded):
                        span = cell.text.span(match.start(), match.end())
                        message = f"表头“{match[0]}”是2019年试行格式的，2021年度起改用新格式"
                        yield self.finding(span, message, hint="换用国办公开办函〔2021〕30号的表")
                        return

    def _mismatch(self, span: Span, message: str, hint: str | None, severity: Severity) -> Finding:
        return self.finding(span, message, hint=hint, severity=severity, rule="table-mismatch")


_RECEIVED = re.compile(r"(?:收到|受理|接收|新收)(?:的)?[^,。;\d]{0,20}申请[^,。;\d]{0,8}?(\d+)\s*(?:件|条|份|宗)")
_NONE_RECEIVED = re.compile(r"(?:未|没有|无)(?:收到|接到|受理)[^,。;]{0,20}申请")
_PERSONS = re.compile(r"自然人(?:申请|提出|提交)?(?:的)?(?:申请)?(?:为|有|共)?\s*(\d+)\s*(?:件|条|份)")
_FINISHED = re.compile(r"(?:办结|答复|办理完毕)(?:完毕|政府信息公开申请|申请)?(?:共|共计|了)?\s*(\d+)\s*(?:件|条|份)")
_REVIEWS = re.compile(r"行政复议(?:案件)?(?:共|为)?\s*(\d+)\s*(?:件|起|宗)")
_SUITS = re.compile(r"行政诉讼(?:案件)?(?:共|为)?\s*(\d+)\s*(?:件|起|宗)")
_NO_CASES = re.compile(
    r"(?:未|没有|无)(?:发生|收到|引起|出现|产生|因)?[^,。;\d]{0,24}(?:行政复议|行政诉讼)[^,。;\d]{0,16}"
)
_OLD_HEAD = re.compile(r"对外公开总数量|政府集中采购|上一年项目数量|本年增/减")
_COUNTY_BUREAU = re.compile(
    r"(?:县|旗)[^,。]{0,14}(?:局|委员会|办公室|委)|[市州][^,。市]{2,4}区[^,。]{0,14}(?:局|委员会)"
)
