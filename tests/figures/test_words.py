"""The vocabulary is data: each class says what its example says, no class is left over, all evidence has a Chinese name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lawlint.figures
from lawlint.figures import analyse
from lawlint.figures.marks import Base, Mark
from lawlint.figures.propose.periods import NUMBER
from lawlint.figures.propose.shares import named_alike
from lawlint.figures.propose.totals import complement
from lawlint.figures.words import pairs, table
from lawlint.readers.plain import read

WORDS = table("words.yaml")
KINDS = {kind: rows for kind, rows in table("weights.yaml").items() if kind != "limits"}
CODE = "\n".join(p.read_text("utf-8") for p in Path(lawlint.figures.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", [n for n, row in WORDS.items() if "words" in row])
def test_a_class_of_words_says_what_it_is(name: str) -> None:
    row = WORDS[name]
    pattern = re.compile("|".join(row["words"]).replace("<n>", NUMBER))
    assert any(m.group() for m in pattern.finditer(row["says"].replace("<n>", "五")))
    assert not any(m.group() for m in pattern.finditer(row["not"]))


@pytest.mark.parametrize("name", WORDS)
def test_every_class_is_used(name: str) -> None:
    assert re.search(rf'"{name}"', CODE)


@pytest.mark.parametrize(("one", "other"), pairs("opposites"))
def test_opposites_leave_nothing(one: str, other: str) -> None:
    assert complement(one, other)
    assert not complement(one, "其他")


@pytest.mark.parametrize(("one", "other"), pairs("same_thing"))
def test_two_words_for_one_thing(one: str, other: str) -> None:
    for base, number in ((one, other), (other, one)):
        assert named_alike(Base(base, "named", base[-2:], said=base), Mark(about=number)) == 1
        assert named_alike(Base(base, "named", base[-2:], said=base), Mark(about="罚款")) < 0.5


def test_every_piece_of_evidence_has_a_chinese_name_and_no_other() -> None:
    named = table("evidence.yaml")
    assert set(named["evidence"]) == {name for rows in KINDS.values() for name in rows}
    assert set(named["limits"]) == {name for row in table("weights.yaml")["limits"].values() for name in row}
    assert all(re.search("[一-鿿]", words) for group in named.values() for words in group.values())


@pytest.mark.parametrize(("noun", "unit"), pairs("counted_as"))
def test_a_mean_finds_the_count_in_its_unit(noun: str, unit: str) -> None:
    (relation,) = analyse(read(f"全年共罚款500万元，涉及250{unit}，{noun}均罚款2万元。", "draft.txt")).relations
    assert relation.claim
    assert "count in its unit" in relation.claim.evidence
