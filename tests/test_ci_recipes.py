"""The recipes for pipelines, as far as they can be run here: the pre-receive hook on a real bare repository, the action's steps."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import EXAMPLES, ROOT

GOOD = (EXAMPLES / "合格.md").read_text("utf-8")
BAD = (EXAMPLES / "有误.md").read_text("utf-8")
RECIPES = EXAMPLES / "ci"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the recipes are shell scripts")


class Server:
    """A bare repository with the hook, and a clone of it to push from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "lawlint.yaml").write_text("fail-on: error\n", "utf-8")
        self._env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "LAWLINT_CONFIG": str(folder / "lawlint.yaml"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.work = folder / "稿库"
        self.git("init", "-q", "--bare", "-b", "main", str(folder / "server.git"), cwd=folder)
        hook = folder / "server.git" / "hooks" / "pre-receive"
        shutil.copy(RECIPES / "pre-receive", hook)
        hook.chmod(0o755)
        self.git("clone", "-q", str(folder / "server.git"), str(self.work), cwd=folder)
        self.git("checkout", "-q", "-b", "main")
        for key, value in (("user.name", "起草人"), ("user.email", "a@example.invalid"), ("commit.gpgsign", "false")):
            self.git("config", key, value)

    def git(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *arguments], cwd=cwd or self.work, env=self._env, capture_output=True, encoding="utf-8", check=False
        )

    def write(self, **files: str) -> None:
        for name, text in files.items():
            path = self.work / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def push(self, ref: str = "main") -> tuple[bool, str]:
        """Whether a push of everything was taken, and what the server said."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "改稿")
        done = self.git("push", "origin", ref)
        return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


def test_a_push_with_errors_is_refused_and_a_good_one_taken(server: Server) -> None:
    server.write(各局__报告_md=GOOD)
    taken, said = server.push()
    assert taken, said
    server.write(各局__有误_md=BAD)
    taken, said = server.push()
    assert not taken
    assert "sum-mismatch" in said
    assert "各局/有误.md" in said
    server.write(各局__有误_md=GOOD)
    assert server.push()[0]


@pytest.mark.parametrize(
    "files",
    [
        {"_lawlint_yaml": "fail-on: never\nselect: [usage]\nexclude: ['*']\n"},
        {"_gitignore": "*.txt\n"},
        {"_gitattributes": "*.md export-ignore\n"},
        {"pyproject_toml": "[tool.lawlint]\nfail-on = 'never'\n"},
    ],
)
def test_what_is_pushed_cannot_loosen_the_gate(server: Server, files: dict[str, str]) -> None:
    quiet = f"<!-- lawlint: disable=placeholder,sum-mismatch -- 不看 -->\n\n{BAD}"
    server.write(**{**files, "有误_md": quiet})
    taken, said = server.push()
    assert not taken
    assert "sum-mismatch" in said


def test_a_link_is_not_followed(server: Server) -> None:
    secret = server.folder / "secret.md"
    secret.write_text(BAD.replace("云岭县", "机密县"), "utf-8")
    (server.work / "链接.md").symlink_to(secret)
    said = server.push()[1]
    assert "机密县" not in said
    assert "sum-mismatch" not in said


def test_another_branch_and_a_deleted_one_pass(server: Server) -> None:
    server.write(报告_md=GOOD)
    assert server.push()[0]
    server.write(有误_md=BAD)
    assert server.push("HEAD:refs/heads/draft")[0]
    assert server.git("push", "origin", ":refs/heads/draft").returncode == 0


def test_the_steps_of_the_action_run(tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / ".ci" / "action.yml").read_text("utf-8"))
    script = action["runs"]["steps"][-1]["run"]
    work = tmp_path / "仓库"
    (work / "稿 件").mkdir(parents=True)
    (work / "稿 件" / "有误.md").write_text(BAD, "utf-8")
    (work / "合格.md").write_text(GOOD, "utf-8")

    def run(**inputs: str) -> subprocess.CompletedProcess[str]:
        env = os.environ | {
            "PATHS": ".",
            "ARGUMENTS": "",
            "SARIF": "",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=work, env=env | inputs, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip

    done = run(SARIF="out.sarif")
    assert done.returncode == 1
    assert "::error file=稿 件/有误.md,title=sum-mismatch," in done.stdout
    assert "sum-mismatch" in (tmp_path / "summary").read_text("utf-8")
    assert json.loads((work / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert run(ARGUMENTS="--fail-on never").returncode == 0
    assert run(PATHS="合格.md").returncode == 0
    assert run(PATHS="没有.md").returncode == 2


@pytest.mark.parametrize("name", ["gitlab-ci.yml", "Jenkinsfile", "github.yml", "Containerfile"])
def test_every_lawlint_line_of_the_other_recipes_is_a_command(name: str) -> None:
    """Its options exist: each line is parsed as the command line parses it."""
    import re

    from lawlint.cli import parser

    text = (RECIPES / name).read_text("utf-8")
    lines = re.findall(r"(?<![\w./-])(?:~/\.local/bin/)?lawlint ((?:check|gate) [^'\n]*)", text)
    assert lines or "uses: lawlint/" in text
    for line in lines:
        assert parser().parse_args(line.split()).command
