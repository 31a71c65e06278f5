"""What is built and installed carries the checks, the profiles and their registers."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

# by its distribution: a folder named build, which pip leaves behind, looks like a package too
BUILD = any(d.metadata["Name"] == "build" for d in importlib.metadata.distributions())
pytestmark = pytest.mark.skipif(not BUILD, reason="build is not installed")


def wanted() -> dict[str, str]:
    """Files of the source tree that must be carried, by their installed names."""
    found = {}
    for folder, name in (("lawlint", "lawlint"), ("checks", "lawlint_checks"), ("profiles", "lawlint_profiles")):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                found[f"{name}/{file.relative_to(ROOT / folder).as_posix()}"] = (
                    f"{folder}/{file.relative_to(ROOT / folder).as_posix()}"
                )
    return found


def test_wheel_and_sdist_carry_everything(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(tmp_path), str(ROOT)], check=True, capture_output=True
    )
    wheel = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        source = {name.partition("/")[2] for name in archive.getnames()}
    files = wanted()
    assert [name for name in files if name not in wheel] == []
    assert [name for name in files.values() if name not in source] == []
    assert any(name.endswith("entry_points.txt") for name in wheel)
    assert any(name.endswith("LICENSE") for name in wheel)
    assert not any(name.startswith(("tests/", "checks/", "profiles/")) for name in wheel)
