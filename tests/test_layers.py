"""The import contract holds, and a planted import that breaks it is seen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

LINT = Path(sys.executable).parent / "lint-imports"
pytestmark = pytest.mark.skipif(not LINT.exists(), reason="import-linter is not installed")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the project's packages under their installed names."""
    for folder, name in (("lawlint", "lawlint"), ("checks", "lawlint_checks"), ("profiles", "lawlint_profiles")):
        shutil.copytree(ROOT / folder, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(house), "PYTHONIOENCODING": "utf-8"}
    command = [str(LINT), "--config", "pyproject.toml", "--no-cache"]
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)


def test_the_contracts_are_kept(house: Path) -> None:
    done = lint(house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "planted"),
    [
        ("lawlint/engine.py", "import lawlint_checks.template"),
        ("lawlint/figures/verdicts.py", "import lawlint.engine"),
        ("lawlint/document/text.py", "import lawlint.readers.plain"),
        ("lawlint/requirements/model.py", "import lawlint.reporters.terminal"),
    ],
)
def test_a_planted_import_breaks_a_contract(house: Path, file: str, planted: str) -> None:
    path = house / file
    path.write_text(path.read_text("utf-8") + f"\n\n{planted}\n", "utf-8")
    done = lint(house)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout
