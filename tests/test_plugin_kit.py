"""What is written for authors of plugins works as it stands: the examples of CONTRIBUTING, the model, the one in examples/."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT, Run

from lawlint.errors import UsageError
from lawlint.newplugin import write

BAD = (EXAMPLES / "有误.md").read_text("utf-8")
needs_setuptools = pytest.mark.skipif(find_spec("setuptools") is None, reason="setuptools is not installed")


def blocks(language: str) -> list[str]:
    """The code of that language in CONTRIBUTING, in its order."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return [textwrap.dedent(code) for code in re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.S | re.M)]


def install(project: Path, site: Path) -> None:
    """Install a distribution into a folder for PYTHONPATH, without the network."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    copied = site.parent / f"{project.name}-copy"
    subprocess.run(["cp", "-r", str(project), str(copied)], check=True)
    subprocess.run([*command, "--target", str(site), str(copied)], check=True, capture_output=True)


def pretend(site: Path, entry: str) -> None:
    """Lay down what an installed distribution has: the entry point as CONTRIBUTING prints it."""
    info = site / "yunling-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: yunling\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entry.replace("project.entry-points.lawlint", "lawlint").replace('"', ""))


@pytest.fixture
def printed(tmp_path: Path) -> str:
    """A plugin of the examples of CONTRIBUTING as they are printed, installed: a folder for PYTHONPATH."""
    site = tmp_path / "site"
    module = site / "lawlint_yunling"
    module.mkdir(parents=True)
    first, *plugin = blocks("python")
    (module / "first.py").write_text(first, "utf-8")
    (module / "__init__.py").write_text("\n\n".join(plugin), "utf-8")
    profile = next(code for code in blocks("yaml") if "extends: fazhi-annual-report" in code)
    (module / "yunling-annual-report.yaml").write_text(profile, "utf-8")
    pretend(site, blocks("toml")[0])
    return str(site)


def test_every_example_of_contributing_works_as_printed(lawlint: Run, printed: str, tmp_path: Path) -> None:
    (tmp_path / "草稿.oa").write_text("@系统信息 XX次\n" + BAD.replace("# ", "") + "\n凝心聚力、砥砺前行。\n", "utf-8")
    done = lawlint("check", "草稿.oa", "--format", "json", "--profile", "yunling-annual-report", PYTHONPATH=printed)
    assert done.stderr == ""
    found = json.loads(done.stdout)["files"][0]
    assert [f["quote"] for f in found["findings"] if f["rule"] == "yunling-slogan"] == ["凝心聚力", "砥砺前行"]
    assert "data-table" in {c["requirement"] for c in found["checklist"]}
    assert all(f["start"]["line"] > 1 for f in found["findings"] if f["rule"] == "placeholder")
    counts = lawlint("check", "草稿.oa", "--format", "counts", PYTHONPATH=printed).stdout
    assert re.fullmatch(r"草稿\.oa\t\d+\n", counts)
    assert "哪些词" in lawlint("explain", "yunling-slogan", PYTHONPATH=printed).stdout


def test_the_first_rule_of_contributing_passes_its_cases(printed: str, tmp_path: Path) -> None:
    cases = next(code for code in blocks("yaml") if "title-stop" in code)
    (tmp_path / "cases.yaml").write_text(cases, "utf-8")
    script = f"""
import sys
sys.path.insert(0, {printed!r})
from pathlib import Path
from lawlint.testing import problems, read_cases, registry
from lawlint_yunling.first import TitleStop
registry().rules[TitleStop.name] = TitleStop
cases = list(read_cases(Path("cases.yaml")))
assert len(cases) == 2
assert [problems(case) for case in cases] == [[], []]
"""
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)


@needs_setuptools
def test_a_new_plugin_installs_and_passes(lawlint: Run, tmp_path: Path) -> None:
    done = lawlint("new-plugin", "yun-ling")
    assert done.returncode == 0
    site = tmp_path / "site"
    install(tmp_path / "yun-ling", site)
    assert lawlint("--version", PYTHONPATH=str(site)).stdout.endswith("插件：yun-ling（lawlint-yun-ling 0.1.0）\n")
    (tmp_path / "草稿.md").write_text("# 云岭县教育局关于2024年度工作情况的报告。\n\n开展检查。\n", "utf-8")
    checked = lawlint("check", "草稿.md", PYTHONPATH=str(site))
    assert "yun-ling-title-stop" in checked.stdout
    assert checked.returncode == 0
    passed = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / "yun-ling" / "tests")],
        env={"PYTHONPATH": str(site), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert passed.returncode == 0, passed.stdout.decode()
    assert b"4 passed" in passed.stdout


@pytest.mark.parametrize("name", ["Yunling", "云岭", "-a", "a b", "../a", ""])
def test_a_name_that_cannot_be_one_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="小写字母"):
        write(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(lawlint: Run, tmp_path: Path) -> None:
    (tmp_path / "yunling").mkdir()
    assert lawlint("new-plugin", "yunling").returncode == 2
    assert list((tmp_path / "yunling").iterdir()) == []


@needs_setuptools
def test_the_plugin_in_examples_works_when_installed(lawlint: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    install(EXAMPLES / "plugin", site)
    (tmp_path / ".lawlint.yaml").write_text("options: {extras-own-words: {words: [大力]}}\n", "utf-8")
    draft = "// 说明 XX次\n= 云岭县教育局2024年度工作总结\n\n一、成效\n\n大力推进，大力宣传。\n"
    (tmp_path / "草稿.adoc").write_text(draft, "utf-8")
    done = lawlint("check", "草稿.adoc", "--format", "csv", PYTHONPATH=str(site))
    assert done.returncode == 0, done.stderr
    rows = [line.split(",") for line in done.stdout.lstrip("\ufeff").splitlines()]
    assert [row[1:5] for row in rows if row[4] == "extras-own-words"] == [
        ["6", "1", "warning", "extras-own-words"],
        ["6", "6", "warning", "extras-own-words"],
    ]
    assert not [row for row in rows if row[4] == "placeholder"]
