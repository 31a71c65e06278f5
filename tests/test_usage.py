"""The table of usage: every entry finds what it should, keeps silent where it should, and repairs nothing else."""

from __future__ import annotations

import pytest
from lawlint_checks.passages import passages
from lawlint_checks.usage import Entry, table

from lawlint.document import Document
from lawlint.readers import read_text
from lawlint.rules import Certainty, Severity
from lawlint.testing import fixed

WRONG = [(entry, words) for entry in table() for words in entry.wrong]
RIGHT = [(entry, words) for entry in table() for words in entry.right]


def _name(value: object) -> str:
    return value.id if isinstance(value, Entry) else str(value)


def _read(words: str) -> Document:
    return read_text(f"云岭县水务局2024年度法治政府建设情况报告\n全年工作如下。\n{words}\n".encode(), "draft.txt")


def _hits(entry: Entry, words: str) -> list[str]:
    return [hit.message for passage in passages(_read(words)) for hit in entry.hits(passage)]


@pytest.mark.parametrize(("entry", "words"), WRONG, ids=_name)
def test_a_wrong_example_is_found(entry: Entry, words: str) -> None:
    assert len(_hits(entry, words)) >= 1


@pytest.mark.parametrize(("entry", "words"), RIGHT, ids=_name)
def test_a_right_example_is_silent(entry: Entry, words: str) -> None:
    assert _hits(entry, words) == []


@pytest.mark.parametrize("entry", table(), ids=_name)
def test_no_entry_finds_another_entrys_right_words(entry: Entry) -> None:
    quiet = {words for other, words in RIGHT if other.fix is not None and other.safe}
    assert [words for words in quiet if _hits(entry, words)] == []


@pytest.mark.parametrize(("entry", "words"), [(e, w) for e, w in WRONG if e.fix is not None], ids=_name)
def test_a_repair_leaves_nothing_to_find(entry: Entry, words: str) -> None:
    draft = f"云岭县水务局2024年度法治政府建设情况报告\n全年工作如下。\n{words}\n"
    after = fixed(draft, unsafe=True, select=("usage",))
    assert after != draft
    assert _hits(entry, after.splitlines()[2]) == []


def test_ids_are_unique() -> None:
    ids = [entry.id for entry in table()]
    assert len(ids) == len(set(ids))


def test_a_basis_not_read_in_the_original_is_no_error() -> None:
    assert {entry.severity for entry in table()} <= {Severity.WARNING, Severity.INFO}
    assert all(entry.basis for entry in table())
    assert all(entry.certainty in Certainty for entry in table())


@pytest.mark.parametrize("words", ["（1）取水户", "GB 3095—2012", "9:05", "1:500", "f(x)", "O3(8h)", "12,000", "a,b"])
def test_half_width_marks_that_are_right(words: str) -> None:
    draft = f"云岭县水务局2024年度法治政府建设情况报告\n全年工作，如下。\n见 {words} 等\n"
    assert fixed(draft, select=("usage",)) == draft
