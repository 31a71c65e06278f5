#!/usr/bin/env python3
"""What tables cost: 2,000 and 20,000 rows with subtotals and rates, and 2,000 rows of 50 columns, as text and in Word.

Run: ``benchmarks/tables.py``. Prints seconds to read and to judge; exit status 1 where ten times the rows cost more than
twenty times the time.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "readers"))

from word import docx, table, tc, tr

from lawlint.figures import analyse
from lawlint.readers import read_docx, read_markdown

LIMIT = 20
Rows = list[list[str]]


def subtotals(count: int) -> Rows:
    """Rows of three amounts, their sum and a rate; each tenth row is a subtotal, the last the total."""
    chance = random.Random(1)
    rows = [["单位", "立案", "结案", "罚款（万元）", "合计", "办结率"]]
    whole, block = [0] * 4, [0] * 4
    for number in range(count):
        if number % 10 == 9:
            rows.append(["小计", *map(str, block), ""])
            block = [0] * 4
            continue
        values = [chance.randint(1, 900) for _ in range(3)]
        values.append(sum(values))
        whole, block = ([a + b for a, b in zip(sums, values, strict=True)] for sums in (whole, block))
        rows.append([f"镇{number}", *map(str, values), f"{values[1] / values[0] * 100:.1f}%"])
    rows.append(["总计", *map(str, whole), ""])
    return rows


def wide(count: int) -> Rows:
    """Rows of fifty amounts that have nothing to do with each other."""
    chance = random.Random(2)
    rows = [["单位", *(f"第{c}项（件）" for c in range(50))]]
    return rows + [[f"镇{n}", *(str(chance.randint(1, 9999)) for _ in range(50))] for n in range(count)]


def markdown(rows: Rows) -> bytes:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]).encode()


def word(rows: Rows) -> bytes:
    return docx(table(*(tr(*(tc(cell) for cell in row)) for row in rows)))


def seconds(name: str, rows: Rows, in_word: bool = False) -> float:
    """Read and judge a table, print both times, and return their sum."""
    data = word(rows) if in_word else markdown(rows)
    start = time.process_time()
    document = read_docx(data, "table.docx") if in_word else read_markdown(data, "table.md")
    middle = time.process_time()
    relations = len(analyse(document).relations)
    end = time.process_time()
    print(f"{name:24} read {middle - start:6.2f} s   judge {end - middle:6.2f} s   {relations} relations", flush=True)
    return end - start


def main() -> int:
    """Measure and print; 1 where the cost is not linear."""
    small = seconds("2,000 rows", subtotals(2000))
    large = seconds("20,000 rows", subtotals(20_000))
    small_word = seconds("2,000 rows, Word", subtotals(2000), in_word=True)
    large_word = seconds("20,000 rows, Word", subtotals(20_000), in_word=True)
    seconds("2,000 rows of 50", wide(2000))
    seconds("2,000 rows of 50, Word", wide(2000), in_word=True)
    return int(large > LIMIT * small or large_word > LIMIT * small_word)


if __name__ == "__main__":
    sys.exit(main())
