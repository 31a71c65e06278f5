"""Texts full of unrelated numbers stay silent."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from lawlint.figures import analyse
from lawlint.readers.plain import read

TEXTS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("silent.yaml").read_text("utf-8"))


def _tied(text: str) -> list[str]:
    return [f"{r.kind} {r.verdict}: {r.arithmetic}" for r in analyse(read(text, "draft.txt")).relations]


@pytest.mark.parametrize("text", TEXTS, ids=lambda t: t["name"])
def test_unrelated_numbers_are_tied_to_nothing(text: dict[str, Any]) -> None:
    assert _tied(text["text"]) == []


@pytest.mark.parametrize("seed", range(10))
def test_unrelated_texts_side_by_side_fail_nothing(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(t["text"] for t in chance.sample(TEXTS, 3))
    assert [said for said in _tied(text) if " fails" in said] == []
