"""What the arithmetic engine costs: a draft, ten of it, and ten thousand numbers in one paragraph.

Run: ``python benchmarks/figures_linear.py``. Prints milliseconds; exit status 1 where ten times the text costs more
than twelve times the time.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from lawlint.document import Document
from lawlint.figures import analyse
from lawlint.readers.plain import read

PARAGRAPH = (
    "（{n}）规范执法。全年共受理投诉{a}件，同比增长{p}.3%，办结{b}件，办结率{q}.1%。其中，来电{c}件、来信{d}件、其他{e}件。"
    "检查企业{f}家次，发现隐患{g}处，已整改{h}处；立案{i}件（其中查封扣押{j}件），罚款{k}.56万元，约谈{l}人。\n"
)
LIMIT = 12


def draft(paragraphs: int) -> str:
    """A report of so many paragraphs, some 130 characters each."""
    chance = random.Random(1)
    lines = ["云岭县水务局2024年度法治政府建设情况报告\n", "一、主要举措和成效\n"]
    for number in range(paragraphs):
        values = {letter: chance.randint(3, 900) for letter in "abcdefghijkl"}
        lines.append(PARAGRAPH.format(n="一", p=chance.randint(1, 40), q=chance.randint(80, 99), **values))
        if number % 12 == 11:
            lines.append("\n")
    return "".join(lines)


def seconds(document: Document, repeats: int = 5) -> float:
    """The best time of several runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        analyse(document)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> int:
    """Measure and print; 1 where the cost is not linear."""
    small, large = read(draft(45), "draft.txt"), read(draft(450), "draft.txt")
    one, ten = seconds(small), seconds(large, 3)
    print(f"{len(small.source.text)} characters: {one * 1000:.1f} ms")
    print(f"{len(large.source.text)} characters: {ten * 1000:.1f} ms, {ten / one:.1f} times")
    chance = random.Random(2)
    shapes: dict[str, Callable[[int], str]] = {
        "a flat list": lambda i: f"事项{i % 97}类{chance.randint(1, 9999)}件，",
        "shares": lambda i: f"甲类{chance.randint(1, 9999)}件，占{chance.randint(1, 99)}.{i % 10}%；",
        "其中 each time": lambda i: f"其中甲{chance.randint(1, 9999)}件，",
        "open brackets": lambda i: f"甲{chance.randint(1, 9999)}件（",
    }
    for name, piece in shapes.items():
        document = read("共受理999999件，" + "".join(piece(i) for i in range(10_000)), "draft.txt")
        print(f"10,000 items in one paragraph, {name}: {seconds(document, 1):.2f} s")
    return 1 if ten > LIMIT * one else 0


if __name__ == "__main__":
    sys.exit(main())
