"""Personal data is found whatever stands around it, and never shown in full by any command."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lawlint_checks.privacy import is_identity_number, passes_luhn

from lawlint.testing import check_text

if TYPE_CHECKING:
    from conftest import Run

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _identity(area: int, born: str, serial: int) -> str:
    digits = f"{area:06d}{born}{serial:03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


IDENTITIES = st.builds(
    _identity,
    st.integers(110101, 659999),
    st.dates(date(1930, 1, 1), date(2029, 12, 31)).map(lambda d: f"{d:%Y%m%d}"),
    st.integers(1, 999),
)


@given(IDENTITIES)
def test_an_identity_number_is_one(number: str) -> None:
    assert is_identity_number(number)


@given(IDENTITIES, st.integers(0, 16))
def test_one_digit_off_is_none(number: str, at: int) -> None:
    wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    assert not is_identity_number(wrong)


@given(IDENTITIES, st.sampled_from(["", "，", "：", "身份证号", " "]), st.sampled_from(["", "，", "。", " "]))
@settings(max_examples=30, deadline=None)
def test_it_is_found_and_masked(number: str, before: str, after: str) -> None:
    report = check_text(
        f"云岭县水务局2024年度工作总结\n来信人{before}{number}{after}反映情况。\n", select=("personal-data",)
    )
    assert [f.rule for f in report.findings] == ["personal-data"]
    assert all(number not in f.message and number not in (f.quote or "") for f in report.findings)


@pytest.mark.parametrize("number", ["6222020200112233446", "4111111111111111"])
def test_card_numbers_have_a_check_digit(number: str) -> None:
    assert passes_luhn(number)
    assert not passes_luhn(number[:-1] + str((int(number[-1]) + 1) % 10))


SECRETS = ("13800001234", "11010519491231002X")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "draft.md"],
        ["check", "--format", "json", "draft.md"],
        ["check", "--diff", "draft.md"],
        ["checklist", "draft.md"],
        ["figures", "draft.md", "--all"],
        ["figures", "draft.md", "--format", "json"],
    ],
)
def test_no_command_shows_it(lawlint: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "draft.md").write_text(
        "# 云岭县水务局2024年度法治政府建设情况报告\n\n"
        "一、主要举措和成效\n\n"
        f"受理来电13件,其中王某来电(电话{SECRETS[0]},身份证{SECRETS[1]})反映3件、其他10件。\n\n"
        "二、存在的不足和原因\n\n由于人员少,执法力量薄弱。\n",
        encoding="utf-8",
    )
    done = lawlint(*arguments)
    for secret in SECRETS:
        assert secret not in done.stdout + done.stderr
