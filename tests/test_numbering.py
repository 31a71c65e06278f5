"""Numbers in order say nothing; one left out is one finding, whatever the level and wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lawlint_checks.numbering import _han

from lawlint.document.numbering import chinese_number
from lawlint.testing import check_text

TITLE = "云岭县水务局2024年度法治政府建设情况报告\n"
COUNT = st.integers(3, 12)


def _gaps(body: str) -> list[str]:
    return [f.message for f in check_text(TITLE + body, select=("numbering-gap",)).findings]


def _headings(level: int, numbers: list[int]) -> str:
    forms = [
        "{han}、工作举措\n开展检查。\n",
        "（{han}）工作举措\n开展检查。\n",
        "{n}.工作举措\n开展检查。\n",
        "（{n}）工作举措\n开展检查。\n",
    ]
    above = "".join(form.format(han="一", n=1) for form in forms[: level - 1])
    return above + "".join(forms[level - 1].format(han=_han(n), n=n) for n in numbers)


def _sentence(numbers: list[int]) -> str:
    return "一、工作举措\n" + "；".join(f"{_han(n)}是开展检查" for n in numbers) + "。\n"


def _paragraphs(numbers: list[int]) -> str:
    return "一、工作举措\n" + "".join(f"{_han(n)}是开展检查。一是查取水，二是查排水。\n" for n in numbers)


LAYOUTS = {
    **{f"level {level}": (lambda numbers, level=level: _headings(level, numbers)) for level in (1, 2, 3, 4)},
    "sentence": _sentence,
    "paragraphs": _paragraphs,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@given(count=COUNT)
@settings(max_examples=10, deadline=None)
def test_numbers_in_order(layout: str, count: int) -> None:
    assert _gaps(LAYOUTS[layout](list(range(1, count + 1)))) == []


@pytest.mark.parametrize("layout", LAYOUTS)
@given(data=st.data(), count=COUNT)
@settings(max_examples=15, deadline=None)
def test_one_left_out_is_one_finding(layout: str, data: st.DataObject, count: int) -> None:
    gone = data.draw(st.integers(2, count - 1))
    found = _gaps(LAYOUTS[layout]([n for n in range(1, count + 1) if n != gone]))
    assert len(found) == 1
    assert (_han(gone) if "3" not in layout and "4" not in layout else str(gone)) in found[0]


@pytest.mark.parametrize("layout", LAYOUTS)
@given(data=st.data(), count=COUNT)
@settings(max_examples=15, deadline=None)
def test_one_written_twice_is_one_finding(layout: str, data: st.DataObject, count: int) -> None:
    twice = data.draw(st.integers(2, count))
    numbers = sorted([*range(1, count + 1), twice])
    found = _gaps(LAYOUTS[layout](numbers))
    assert len(found) == 1
    assert "重复" in found[0]


@pytest.mark.parametrize("layout", LAYOUTS)
@given(data=st.data(), count=COUNT)
@settings(max_examples=15, deadline=None)
def test_one_mistyped_is_one_finding(layout: str, data: st.DataObject, count: int) -> None:
    at = data.draw(st.integers(2, count - 1))
    numbers = [n + 1 if n == at else n for n in range(1, count + 1)]
    assert len(_gaps(LAYOUTS[layout](numbers))) == 1


@given(st.integers(1, 99))
def test_chinese_numerals_go_both_ways(number: int) -> None:
    assert chinese_number(_han(number)) == number
