"""Whatever a file holds: a document or a clear error, no letter lost in between, findings that lie in the draft.

benchmarks/fuzz.py runs the same laws for as long as wanted.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from fuzz import KINDS, MARKS, WORDS, YAML

from lawlint.engine import Settings, check_bytes
from lawlint.errors import ProfileError, ReadError
from lawlint.readers import read_html, read_markdown, read_text
from lawlint.workers import registry
from lawlint.yamlfile import load

READERS = {"md": read_markdown, "txt": read_text, "html": read_html}
pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(MARKS), st.text(max_size=4)), max_size=30)


@settings(max_examples=300)
@given(pieces, st.sampled_from(sorted(READERS)), st.booleans())
@example(["---\n", "```", "\n---\n"], "md", True)
@example(["<table>", "<td>", "\n\n", "<td>"], "md", False)
def test_a_reader_loses_no_letter(given: list[str], kind: str, code: bool) -> None:
    data = "".join(given).encode("utf-8", "ignore")
    try:
        document = READERS[kind](data, f"a.{kind}", **({"code": code} if kind == "md" else {}))
    except ReadError:
        return
    assert [gap.what for gap in document.gaps if gap.what.startswith("读入时漏下")] == []


@settings(max_examples=150)
@given(st.binary(max_size=200), st.sampled_from(["a.md", "a.txt", "a.html", "a.docx", "a.pdf", "a.doc"]))
def test_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    report = check_bytes(data, name, registry(), Settings())
    assert "程序出错" not in (report.error or "")
    assert not any(f.rule == "check-crashed" for f in report.findings)


@settings(max_examples=100)
@given(pieces, st.sampled_from(["a.md", "a.txt", "a.html"]), st.sampled_from(["draft", "publish"]))
def test_a_whole_draft(given: list[str], name: str, stage: str) -> None:
    report = check_bytes("".join(given).encode("utf-8", "ignore"), name, registry(), Settings(stage=stage))
    assert "程序出错" not in (report.error or "")
    assert [f.message for f in report.findings if f.rule == "check-crashed"] == []


@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(YAML), st.text(max_size=3)), max_size=30))
def test_yaml_gives_values_or_says_where_it_is_wrong(given: list[str]) -> None:
    try:
        load("a.yaml", "".join(given)).plain()
        told = ""
    except ProfileError as error:
        told = str(error)
    assert not told or told.startswith("a.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_the_long_run_works(kind: str) -> None:
    import random

    for seed in range(25):
        assert KINDS[kind](random.Random(seed)) is None
