"""Reports in many wordings get the verdict a reviewer would give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lawlint.testing import check_text

HERE = Path(__file__).parent / "verdicts"
CASES: list[dict[str, Any]] = [c for f in sorted(HERE.glob("*.yaml")) for c in yaml.safe_load(f.read_text("utf-8"))]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_verdict(case: dict[str, Any]) -> None:
    report = check_text(case["draft"], case.get("format", "txt"))
    assert report.error is None
    assert report.profile is not None
    assert report.profile.name == case.get("profile", "fazhi-annual-report")
    got = {n: j.status.value for n, j in report.judgements.items() if n in case["verdicts"]}
    assert got == case["verdicts"], {n: j.note for n, j in report.judgements.items()}
    if "headless" in case:
        told = {f.requirement for f in report.findings if "没有写明它的标题" in f.message}
        assert told >= set(case["headless"])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_every_quote_of_evidence_is_in_the_draft(case: dict[str, Any]) -> None:
    report = check_text(case["draft"], case.get("format", "txt"))
    for judgement in report.judgements.values():
        for span in judgement.evidence:
            assert 0 <= span.start < span.end <= len(case["draft"])
            assert report.quote(span).strip()
