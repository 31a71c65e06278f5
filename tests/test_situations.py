"""The table of situations a gate may meet: what lies there, the command, its exit status, what it must and must not say."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent / "situations"))

from make import content

from lawlint.cli import main

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "situations/situations.yaml").read_text("utf-8"))
KEYS = {
    "name", "files", "dirs", "links", "fifos", "modes", "stdin", "run", "shell", "plugin", "exit", "clean", "says", "not",
    "without",
}  # fmt: skip
CLEAN = "没有发现问题"
PLUGIN = '''
import lawlint
from lawlint.document import Span
from lawlint.readers import Reader
from lawlint.reporters import Reporter
from lawlint.rules import Rule
RULE, INIT, REPORT, READ = "return []", "super().__init__(**options)", "return 'odd'", "return None"
{own}
exec(f"""
class Odd(Rule):
    "怪规则。"
    name = "odd-rule"
    def __init__(self, **options):
        {INIT}
    def check(self, context):
        {RULE}
def report(run, style):
    {REPORT}
def read(data, path):
    {READ}
""")
@lawlint.hookimpl
def lawlint_rules(): return [Odd]
@lawlint.hookimpl
def lawlint_reporters(): return [Reporter("odd", "怪格式", report)]
@lawlint.hookimpl
def lawlint_readers(): return [Reader("odd", (".odd",), read)]
'''


def test_the_table_is_well_formed() -> None:
    assert all(set(row) <= KEYS and ("run" in row) != ("shell" in row) for row in TABLE)
    assert len({str(sorted((k, str(v)) for k, v in row.items())) for row in TABLE}) == len(TABLE) >= 150


def lay(folder: Path, row: dict[str, Any]) -> None:
    """Put into the folder what the row says lies there."""
    for name, what in row.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content(what))
    for name in row.get("dirs", ()):
        (folder / name).mkdir()
    for name, target in row.get("links", {}).items():
        (folder / name).symlink_to(target)
    for name in row.get("fifos", ()):
        os.mkfifo(folder / name)
    for name, mode in row.get("modes", {}).items():
        (folder / name).chmod(mode)


def install(site: Path, own: str) -> None:
    """A plugin, as an installed distribution would bring it."""
    info = site / "odd-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[lawlint]\nodd = odd_plugin\n")
    (site / "odd_plugin.py").write_text(PLUGIN.replace("{own}", own), encoding="utf-8")


def skip_without(need: str) -> None:
    if need == "root" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    if need.startswith("/") and not Path(need).exists():
        pytest.skip(f"no {need} here")


@pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and shells as on Unix")
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_situation(
    row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    skip_without(row.get("without", ""))
    folder = tmp_path / "D"
    folder.mkdir()
    lay(folder, row)
    if "shell" in row or "plugin" in row or "stdin" in row:
        status, shown = apart(row, folder, tmp_path / "site")
    else:
        monkeypatch.chdir(folder)
        status = main(shlex.split(row["run"].replace("LONG", "长" * 300)))
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        shown = (out + err).decode("utf-8")
    for name in row.get("modes", {}):
        (folder / name).chmod(0o700)
    assert status == row["exit"], shown
    assert (CLEAN in shown) == row["clean"], shown
    assert row.get("says", "") in shown, shown
    assert "not" not in row or row["not"] not in shown, shown
    assert "Traceback" not in shown


def apart(row: dict[str, Any], folder: Path, site: Path) -> tuple[int, str]:
    """The status and the words of the command run in a process of its own."""
    install(site, row["plugin"]) if "plugin" in row else None
    command = row.get("shell") or f"lawlint {row['run']}"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(site)}
    given = content(row["stdin"]) if "stdin" in row else b""
    done = subprocess.run(["bash", "-c", command], input=given, capture_output=True, cwd=folder, env=environment)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")
