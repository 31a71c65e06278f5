"""What several tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# No test depends on timing. Where CI judges a change, it judges the same examples each time; elsewhere new ones are tried.
settings.register_profile("lawlint", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("lawlint")

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def lawlint(tmp_path: Path) -> Run:
    """Run the installed command as users do, in an empty folder: ``lawlint("check", "draft.md", input=...)``."""
    command = Path(sys.executable).parent / "lawlint"
    prefix = [str(command)] if command.exists() else [sys.executable, "-m", "lawlint"]

    def run(*arguments: str, input: bytes = b"", cwd: Path = tmp_path, **env: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")} | env
        done = subprocess.run(
            [*prefix, *arguments], input=input, capture_output=True, cwd=cwd, env=environment, check=False
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports that LAWLINT_CORPUS names; the test is skipped where it names none."""
    folder = os.environ.get("LAWLINT_CORPUS", "")
    if not folder or not (Path(folder) / "reports").is_dir():
        pytest.skip("LAWLINT_CORPUS names no folder with real reports")
    return Path(folder)
