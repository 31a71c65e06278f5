"""What must hold for every statement: the truth is never called wrong, and a changed digit is told."""

from __future__ import annotations

from decimal import Decimal

from generator import Statement, damages, documents, growths, shares, splits
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from lawlint.figures import Analysis, analyse
from lawlint.figures.scanner import scan
from lawlint.readers.plain import read

MANY = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def analysed(text: str) -> Analysis:
    return analyse(read(text, "draft.txt"))


def wrong(text: str) -> list[str]:
    return [f"{r.kind}: {r.arithmetic}" for r in analysed(text).relations if r.verdict == "fails"]


@MANY
@given(documents())
def test_a_true_statement_is_never_called_wrong(statement: Statement) -> None:
    # a share that is one unit of its last digit off is the writer's rounding; the generator makes none
    assert wrong(statement.text) == []


@MANY
@given(documents())
def test_every_relation_stated_is_found(statement: Statement) -> None:
    found = [set(r.numbers) for r in analysed(statement.text).relations]
    for places in statement.relations:
        starts = {start for start, _ in places}
        assert any(starts <= {n.start for n in numbers} for numbers in found), (statement.text, places)


def excused(statement: Statement, changed: str, place: tuple[int, int]) -> bool:
    """Whether the changed number can still be true: rounding leaves room in every relation it takes part in."""
    before = {tuple(r.numbers): r for r in analysed(statement.text).relations}
    for relation in analysed(changed).relations:
        if relation.verdict == "holds" and any(n.start == place[0] for n in relation.numbers):
            same = before.get(tuple(relation.numbers))
            if same is not None:
                return True
    return False


@MANY
@given(damages(splits(nested=False, rounded=False)))
def test_a_changed_digit_of_a_split_is_told(damage: tuple[Statement, str, tuple[int, int]]) -> None:
    _, changed, place = damage
    told = [
        r for r in analysed(changed).relations if r.verdict == "fails" and any(n.start == place[0] for n in r.numbers)
    ]
    assert told, changed


@MANY
@given(damages(st.one_of(splits(nested=True, rounded=True), shares(), growths())))
def test_a_changed_digit_beyond_the_intervals_is_told(damage: tuple[Statement, str, tuple[int, int]]) -> None:
    statement, changed, place = damage
    assume(not excused(statement, changed, place))
    told = [
        r for r in analysed(changed).relations if r.verdict == "fails" and any(n.start == place[0] for n in r.numbers)
    ]
    assert told, changed


@MANY
@given(
    st.text(
        alphabet="0123456789.,%万亿千百余多约一二三十件起人元年月日()（）[]、，。；：其中占为共比增长下降-—|\t\n１２三e/《》“”第号",
        max_size=120,
    )
)
@example("1" * 400 + "件，其中" + "2" * 400 + "件。")
@example("共1e9999件，其中2e9998件、1e9998件。")
@example("受理１2三件（其中4件，（5件。")
@example("| a | b |\n| 1 |\n| 2 | 3 | 4 | 5 |\n| 合计 | 3 |")
@example("合计-12件，其中-5件、-7件。")
@example("占%的%，%件")
def test_any_text_is_read(text: str) -> None:
    document = read(text, "draft.txt")
    analysis = analyse(document)
    for quantity in analysis.quantities:
        assert quantity.interval.low <= quantity.value <= quantity.interval.high
        assert 0 <= quantity.span.start < quantity.span.end <= len(text)
    for relation in analysis.relations:
        assert 0 <= relation.span.start <= relation.span.end <= len(text)
        assert relation.verdict in ("holds", "fails", "open")
        if relation.verdict == "fails":
            assert relation.total is not None


@given(st.integers(0, 10**12))
def test_a_plain_count_is_exact_however_it_is_written(value: int) -> None:
    for text in (f"{value}件", f"{value:,}件", "".join(chr(ord(c) + 0xFEE0) for c in str(value)) + "件"):
        from lawlint.document import fold

        (quantity,) = scan(fold(text), text)
        assert quantity.value == value
        assert quantity.interval.exact
        assert quantity.printed == str(value)


@given(st.decimals(min_value=0, max_value=99999, places=2))
def test_a_decimal_is_half_a_unit_of_its_last_digit_wide(value: Decimal) -> None:
    text = f"{value:.2f}万元"
    (quantity,) = scan(text, text)
    assert quantity.interval.high - quantity.interval.low == Decimal("0.01") * 10000
    assert quantity.value == Decimal(f"{value:.2f}") * 10000
