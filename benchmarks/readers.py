#!/usr/bin/env python3
"""What reading costs beside checking, and how much memory a very long Word file takes.

usage: benchmarks/readers.py

Prints for a Word file of 1,000 paragraphs the time to read it as a part of the time to check it (the goal: below 1), and for
files of 100,000 paragraphs and of tables of 5,000 and 20,000 rows the memory of a whole process that reads and checks it (below
500 MB). The long ones take minutes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "readers"))

from word import docx, p, table, tc, tr

WORDS = "按照县委部署，扎实推进依法治水各项工作，组织第{}批取水单位开展联合检查，发现的问题已经全部整改到位，执法力量得到充实。"
FILES = {
    "1,000 paragraphs": lambda: docx("".join(p(WORDS.format(n)) for n in range(1000))),
    "one table of 20,000 rows": lambda: docx(table(*(tr(*(tc(str(n * c)) for c in range(4))) for n in range(20_000)))),
    "5,000 rows": lambda: docx(table(*(tr(*(tc(str(n * c)) for c in range(6))) for n in range(5000)))),
    "100,000 paragraphs": lambda: docx("".join(p(WORDS.format(n)) for n in range(100_000))),
}


def measure(path: str) -> None:
    """Read and check one file, and print times and memory; run as a process of its own."""
    from lawlint.engine import Settings, check_document
    from lawlint.readers import read_docx
    from lawlint.testing import registry

    known = registry()
    for name in known.profiles.names:
        known.profiles.get(name)
    data = Path(path).read_bytes()
    start = time.perf_counter()
    document = read_docx(data, path)
    middle = time.perf_counter()
    check_document(document, known, Settings())
    end = time.perf_counter()
    read, checked = middle - start, end - middle
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"read {read:6.2f} s   check {checked:6.2f} s   ratio {read / checked:.2f}   memory {memory} MB")


def main() -> None:
    """Measure each file in a process of its own."""
    for name, make in FILES.items():
        with tempfile.NamedTemporaryFile(suffix=".docx") as file:
            file.write(make())
            file.flush()
            print(f"{name:20}", end=" ", flush=True)
            subprocess.run([sys.executable, __file__, file.name], check=True)


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
