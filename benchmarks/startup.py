#!/usr/bin/env python3
"""Start-up as ratios of whole processes, run by turns: a hook runs at every commit.

usage: benchmarks/startup.py [ROUNDS]     (the ``lawlint`` beside this Python, default 15 rounds)

Prints, for each pair, the median time of both and their ratio. The goals: ``--version`` within 2 of importing argparse,
``check`` of one draft of 6,000 characters within 3 of importing markdown_it, yaml and pluggy.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "合格.md"
LAWLINT = str(Path(sys.executable).parent / "lawlint")


def seconds(command: list[str]) -> float:
    """The time one whole process takes."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - start


def draft(size: int) -> str:
    """A valid draft of about ``size`` characters: the example with its first chapter told at length."""
    text = EXAMPLE.read_text("utf-8")
    head, mark, tail = text.partition("### （四）")
    paragraph = "组织行政执法人员开展法律知识培训，规范执法文书制作，完善执法档案管理，推动执法质量稳步提升。"
    missing = max(0, size - len(text))
    return head + "\n\n".join([paragraph * 4] * (missing // (len(paragraph) * 4 + 2))) + "\n\n" + mark + tail


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "draft.md")
        file.write_text(draft(6000), "utf-8")
        python = [sys.executable, "-c"]
        pairs = [
            ("lawlint --version / import argparse", [LAWLINT, "--version"], [*python, "import argparse"]),
            ("lawlint check 6,000 characters / import markdown_it, yaml, pluggy",
             [LAWLINT, "check", str(file)], [*python, "import markdown_it, yaml, pluggy"]),
        ]  # fmt: skip
        for name, ours, base in pairs:
            times: list[tuple[float, float]] = [(seconds(ours), seconds(base)) for _ in range(rounds + 2)][2:]
            mine, other = (statistics.median(t) for t in zip(*times, strict=True))
            print(f"{name}: {mine * 1000:.0f} ms / {other * 1000:.0f} ms = {mine / other:.2f}")


if __name__ == "__main__":
    main()
