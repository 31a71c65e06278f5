"""The hooks, with real commits in a repository of drafts."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import docx
import pytest
import yaml
from conftest import EXAMPLES, ROOT

pytest.importorskip("pre_commit")
GOOD = (EXAMPLES / "合格.md").read_text("utf-8")
BAD = (EXAMPLES / "有误.md").read_text("utf-8")
WARNED = GOOD.replace("2025年推进法治政府建设的主要安排", "2024年推进法治政府建设的主要安排")


class Repository:
    """A repository whose commits go through hooks of this project."""

    def __init__(self, folder: Path, *hooks: str) -> None:
        self.folder = folder
        self._env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        folder.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")
        for key, value in (("user.name", "起草人"), ("user.email", "a@example.invalid"), ("commit.gpgsign", "false")):
            self.git("config", key, value)
        told = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
        # as installed: what pre-commit would install for language: python is here already
        wanted = [{**told[hook], "language": "system"} for hook in hooks]
        config = {"repos": [{"repo": "local", "hooks": wanted}]}
        (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
        if hooks:
            self.run(sys.executable, "-m", "pre_commit", "install")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._env,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("git", "-c", "protocol.file.allow=always", *arguments)

    def commit(self, message: str = "改稿") -> tuple[bool, str]:
        """Whether a commit of everything passed, and what was said."""
        self.git("add", "-A")
        done = self.git("commit", "-m", message)
        return done.returncode == 0, done.stdout + done.stderr


def word(text: str) -> bytes:
    made = docx.Document()
    for line in text.splitlines():
        if line.strip():
            made.add_paragraph(line.lstrip("# "))
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_commits_go_through_the_hook(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "仓库", "lawlint")
    drafts = repo.folder / "各 局"
    drafts.mkdir()
    for number in range(28):
        (drafts / f"第{number}局 报告.md").write_text(GOOD, "utf-8")
    (drafts / "报告.DOCX").write_bytes(word(GOOD))
    (drafts / "报告.HTML").write_text(
        "<html><body><h1>云岭县教育局2024年度工作总结</h1><p>全年检查36次。</p></body></html>", "utf-8"
    )
    passed, said = repo.commit()
    assert passed, said
    assert said.count("共 30 份文稿") == 1  # all in one run

    (drafts / "第3局 报告.md").write_text(WARNED, "utf-8")
    passed, said = repo.commit()
    assert passed, said
    assert "year-mismatch" in said  # a warning is seen on a hook that passes

    (drafts / "第4局 报告.md").write_text(BAD, "utf-8")
    (drafts / "报告.DOCX").write_bytes(word(BAD))
    passed, said = repo.commit()
    assert not passed
    assert "各 局/第4局 报告.md" in said
    assert "各 局/报告.DOCX" in said
    repo.git("checkout", "-q", "HEAD", "--", ".")

    repo.git("mv", "各 局/第5局 报告.md", "各 局/改名.md")
    (drafts / "第6局 报告.md").unlink()
    passed, said = repo.commit()
    assert passed, said
    assert "改名.md" in said
    assert "第6局" not in said.split("[main")[0]


def test_a_sub_module_with_drafts_is_no_draft(tmp_path: Path) -> None:
    other = Repository(tmp_path / "其他")
    (other.folder / "有误.md").write_text(BAD, "utf-8")
    other.commit()
    repo = Repository(tmp_path / "仓库", "lawlint")
    repo.git("submodule", "add", "-q", str(other.folder), "子模块.md")
    (repo.folder / "报告.md").write_text(GOOD, "utf-8")
    passed, said = repo.commit()
    assert passed, said
    assert "报告.md" in said


def test_what_the_configuration_excludes_is_said_and_passes(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "仓库", "lawlint")
    (repo.folder / ".lawlint.yaml").write_text("exclude: [/归档/]\n", "utf-8")
    (repo.folder / "归档").mkdir()
    (repo.folder / "归档" / "旧.md").write_text(BAD, "utf-8")
    passed, said = repo.commit()
    assert passed, said
    assert "归档/旧.md：没有检查" in said


def test_the_strict_hook_lets_no_warning_pass(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "仓库", "lawlint-strict")
    (repo.folder / "报告.md").write_text(WARNED, "utf-8")
    assert not repo.commit()[0]
    (repo.folder / "报告.md").write_text(GOOD, "utf-8")
    assert repo.commit()[0]


def test_the_fix_hook_mends_and_stops_so_that_it_is_seen(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "仓库", "lawlint-fix")
    draft = repo.folder / "报告.md"
    draft.write_text(GOOD.replace("履行", "履行的的", 1) if "履行" in GOOD else GOOD, "utf-8")
    passed, said = repo.commit()
    assert not passed
    assert "已修正" in said
    assert "的的" not in draft.read_text("utf-8")
    assert repo.commit()[0]


def test_the_fix_hook_leaves_what_is_not_staged_alone(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "仓库", "lawlint-fix")
    (repo.folder / "另稿.md").write_text(GOOD, "utf-8")
    assert repo.commit()[0]
    unsaved = GOOD + "\n还没有写完的的一段,\n"
    (repo.folder / "另稿.md").write_text(unsaved, "utf-8")
    (repo.folder / "报告.md").write_text(GOOD, "utf-8")
    repo.git("add", "报告.md")
    assert repo.git("commit", "-m", "一份").returncode == 0
    assert (repo.folder / "另稿.md").read_text("utf-8") == unsaved
