"""Every rule's cases, and that every rule has some."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from lawlint.rules import ENGINE_RULES
from lawlint.testing import Case, problems, read_cases, registry

CASES = [case for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    assert problems(case) == []


def test_every_rule_has_a_finding_and_a_silent_case() -> None:
    finding: dict[str, int] = defaultdict(int)
    silent: dict[str, int] = defaultdict(int)
    for case in CASES:
        names = {case.rule} | {find["rule"] for find in case.finds if "rule" in find}
        for name in names:
            (finding if case.finds else silent)[name] += 1
    wanted = registry().rule_names() - set(ENGINE_RULES)
    assert [name for name in sorted(wanted) if not finding[name] or not silent[name]] == []


def test_a_case_names_a_rule_that_exists() -> None:
    assert {case.rule for case in CASES} <= registry().rule_names()
