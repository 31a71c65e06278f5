"""What the rules of wording, numbering and citation say of real reports: all that a careful clerk would say, no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from lawlint.engine import Settings, check_bytes
from lawlint.testing import registry

RULES = (
    "citation-name", "citation-outdated", "classification-mark", "document-number", "duplicated-word", "numbering-gap",
    "numbering-style", "personal-data", "placeholder", "residue", "unbalanced-marks", "usage",
)  # fmt: skip
FOUND = {
    "nantong-2020.txt": {
        ("citation-name", 26, "warning"),
        ("citation-name", 44, "info"),
        ("citation-outdated", 4, "info"),
        ("residue", 2, "info"),
        ("usage", 4, "info"),  # half-width marks throughout
        ("usage", 4, "warning"),  # 2017~2020
        ("usage", 8, "info"),
        ("usage", 26, "warning"),
        ("usage", 28, "info"),
        ("usage", 38, "warning"),
    },
    "tongnan-2024.txt": {("document-number", 9, "warning"), ("usage", 3, "info")},
    "loudi-2023.txt": {
        ("citation-name", 20, "warning"),
        ("duplicated-word", 36, "warning"),
        ("residue", 3, "info"),
        ("residue", 70, "info"),
        ("usage", 6, "info"),
        ("usage", 32, "warning"),
        ("usage", 38, "warning"),
        ("usage", 46, "info"),
        ("usage", 50, "info"),
        ("usage", 58, "warning"),
    },
    "heilongjiang-plan-2021.txt": {
        ("residue", 22, "warning"),
        ("residue", 24, "warning"),
        ("residue", 26, "warning"),
        ("usage", 1, "info"),
    },
}


@pytest.mark.parametrize("name", FOUND)
def test_findings(corpus: Path, name: str) -> None:
    path = corpus / "reports" / name
    report = check_bytes(path.read_bytes(), str(path), registry(), Settings(select=RULES))
    assert {(f.rule, report.start(f.span).line, f.severity.value) for f in report.findings} == FOUND[name]
