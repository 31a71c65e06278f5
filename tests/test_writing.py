"""Files are written whole or not at all, and nothing on a screen or in a log is more than text."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawlint import fixes, screen, writing
from lawlint.engine import Settings
from lawlint.errors import ReadError
from lawlint.workers import registry


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "稿.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    writing.replace(file, b"new", expected=b"old")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["稿.md"]


def test_a_save_made_meanwhile_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "稿.md"
    file.write_text("云岭县水务局工作报告\n全年的的检查36次。\n", encoding="utf-8")
    repaired = fixes.repair(file.read_bytes(), str(file), registry(), Settings())
    file.write_text("别人刚刚保存的稿子。\n", encoding="utf-8")
    with pytest.raises(ReadError, match="改动过"):
        fixes.write(repaired)
    assert file.read_text(encoding="utf-8") == "别人刚刚保存的稿子。\n"
    assert os.listdir(tmp_path) == ["稿.md"]


def test_a_link_is_followed_and_a_folder_refused(tmp_path: Path) -> None:
    (tmp_path / "稿.md").write_bytes(b"old")
    (tmp_path / "链接.md").symlink_to("稿.md")
    writing.replace(tmp_path / "链接.md", b"new")
    assert (tmp_path / "稿.md").read_bytes() == b"new"
    assert (tmp_path / "链接.md").is_symlink()
    with pytest.raises(OSError, match=r"directory|denied"):
        writing.replace(tmp_path, b"new")


@given(st.text())
def test_no_text_moves_the_cursor_or_gives_a_command(text: str) -> None:
    for shown in (screen.one_line(text), screen.lines(text)):
        assert not [c for c in shown if ord(c) < 32 and c not in "\n\t"]
        assert "##vso[" not in shown
        assert not any(line.lstrip(" \t").startswith("::") for line in shown.split("\n"))
    assert "\n" not in screen.one_line(text)


@given(st.text())
def test_json_says_the_same(text: str) -> None:
    written = json.dumps({"a": text}, ensure_ascii=False, indent=1)
    assert json.loads(screen.json_text(written)) == {"a": text}
    assert "\x9b" not in screen.json_text(written)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("一\r\n二", "一\\r\\n二"),
        ("::error::通过", ": :error::通过"),
        ("##vso[task]", "# #vso[task]"),
        ("甲\u202e乙", "甲\\u202e乙"),
        ("比例::三", "比例::三"),
    ],
)
def test_one_line(text: str, shown: str) -> None:
    assert screen.one_line(text) == shown


def test_own_colours_stay() -> None:
    assert screen.lines("\x1b[31m错误\x1b[0m\x1b[2J", color=True) == "\x1b[31m错误\x1b[0m\\x1b[2J"
