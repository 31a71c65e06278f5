"""Fuzz the readers, YAML files and whole drafts for as long as wanted; prints every input that broke a law, and counts.

    python benchmarks/fuzz.py readers 1000000
    python benchmarks/fuzz.py drafts 20000 --seed 7

Laws: a reader gives a document or ``ReadError``, and loses no letter between the file and the document; a YAML file gives
values or ``ProfileError``; a whole draft gives findings that lie in it and no crashed rule. docs/reliability.md has results.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "readers"))

from word import docx, p, root, table, tc, tr

from lawlint.engine import Settings, check_bytes
from lawlint.errors import ProfileError, ReadError
from lawlint.readers import read_docx, read_html, read_markdown, read_text
from lawlint.workers import registry
from lawlint.yamlfile import load

WORDS = [
    "云岭县教育局2024年度法治政府建设情况报告", "一、", "主要举措和成效", "（一）", "1.", "1.1", "①", "第一部分 ", "共受理318件，", "其中来电142件、",
    "占63.7%，", "同比增长12.5%。", "《中华人民共和国环境保护法》", "〔2021〕3号", "。", "；", "，", "、", "\n", "\n\n", "\r\n", "\t", "　　", " ", "XX次",
    "\u200b", "\u202e", "\u00ad", "\ufe0f", "\x1b[2J", "\x0c", "\ufffd", "\ue000", "😀", "a", "lawlint: disable=usage -- x", "lawlint：disable=x",
    "9" * 50, "１２３", "二〇二四年", "责任单位：县教育局。", "完成时限：2024年底前", "附件：1.表", "2025年1月20日", "云岭县教育局",
]  # fmt: skip
MARKS = [
    "# ", "## ", "```", "~~~", "---\n", "> ", "- ", "| a | b |\n| --- | --- |\n| 1 | 2 |\n", "|", "<p>", "</p>", "<br>", "<table>", "<tr>", "<td>", "</td>",
    "</tr>", "</table>", "<!--", "-->", "`", "``", "<b>", "</b>", "![图](a.png)", "[字](b)", "<iframe src=x>", "<svg>", "<script>", "</script>", "<",
    ">", "&nbsp;", "&#x3;", "**", "__", "*", "\\", "<td colspan=3 rowspan=9>", "<h2>", "</h2>", "<!-- lawlint: disable=usage -->", "<td", '"', "<pre>",
    "<div class=footer>", "</div>", "<ul>", "<li>", "<del>", "</del>", "<a href=x>", "</a>", "title: 报告\n",
]  # fmt: skip
YAML = ["a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "&x ", "*x", "!t ", "'", '"', "|\n", ">", "# ", "name: p\n", "extends: ", "requirements:\n", "\t", "---\n", "true", "1", "，", "\x00"]  # fmt: skip
INNER = ["<w:t>318件</w:t>", "<w:tab/>", "<w:br/>", '<w:sym w:char="F0B7"/>', '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>', "<w:instrText>TOC</w:instrText>", "<w:drawing/>", "<w:pict><v:textpath string='草稿'/></w:pict>", "<w:ruby><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby>", "<w:x><w:t>外</w:t></w:x>"]  # fmt: skip


def text(rng: random.Random, *lists: list[str]) -> str:
    """Pieces of a text in any order."""
    pieces = [piece for one in lists for piece in one]
    return "".join(rng.choice(pieces) for _ in range(rng.randint(1, 30)))


def xml(rng: random.Random, depth: int = 0) -> str:
    """The body of a Word file: paragraphs, tables, controls and unknown wrappers inside each other."""
    made = []
    for _ in range(rng.randint(1, 3)):
        kind = rng.randint(0, 5) if depth < 2 else 0
        if kind == 1:
            made.append(table(*(tr(*(tc(xml(rng, depth + 1), span=rng.randint(0, 70)) for _ in "ab")) for _ in "ab")))
        elif kind == 2:
            made.append(f"<w:sdt><w:sdtContent>{xml(rng, depth + 1)}</w:sdtContent></w:sdt>")
        elif kind == 3:
            made.append(f"<w:unknown>{xml(rng, depth + 1)}</w:unknown>")
        elif kind == 4:
            choice = rng.choice(["wps", "v", "zz", ""])
            inner = (
                f'<mc:Choice Requires="{choice}">{xml(rng, depth + 1)}</mc:Choice><mc:Fallback>{p("备")}</mc:Fallback>'
            )
            made.append(f"<mc:AlternateContent>{inner}</mc:AlternateContent>")
        else:
            words = "".join(c for c in text(rng, WORDS) if c >= " " and c not in "<&\ufffe\uffff")
            made.append(
                p(words, f"<w:r>{rng.choice(INNER)}</w:r>", style=rng.choice(["", "TOC1", "Title", "Heading1"]))
            )
    return "".join(made)


def one_reader(rng: random.Random) -> str | None:
    """Read one made-up file; what is wrong with the answer, if anything."""
    kind = rng.choices(["md", "txt", "html", "docx", "bytes"], [6, 4, 5, 1, 4])[0]
    made: bytes
    if kind == "docx":
        made = docx(xml(rng))
        if rng.random() < 0.1:
            at = rng.randrange(len(made))
            made = made[:at] + bytes([rng.randrange(256)]) + made[at + 1 :]
        if rng.random() < 0.05:
            made = docx("", {"word/document.xml": root("document", text(rng, MARKS))})
    elif kind == "bytes":
        made = rng.randbytes(rng.randint(0, 200))
    else:
        made = text(rng, WORDS, MARKS).encode()
    read = {"md": read_markdown, "txt": read_text, "html": read_html, "docx": read_docx}.get(kind) or rng.choice(
        [read_markdown, read_text, read_html, read_docx]
    )
    more = {"code": rng.random() < 0.5} if read is read_markdown else {}
    try:
        document = read(made, f"a.{kind}", **more)
    except ReadError:
        return None
    lost = [gap.what for gap in document.gaps if gap.what.startswith("读入时漏下")]
    return f"{kind} {made!r}: {lost}" if lost and kind != "bytes" else None


def one_yaml(rng: random.Random) -> str | None:
    """Load one made-up YAML file."""
    with suppress(ProfileError):
        load("a.yaml", text(rng, YAML)).plain()
    return None


def one_draft(rng: random.Random) -> str | None:
    """Check one made-up draft with every rule."""
    draft, name = text(rng, WORDS, MARKS, WORDS), rng.choice(["a.md", "a.txt", "a.html"])
    report = check_bytes(draft.encode(), name, registry(), Settings(stage=rng.choice(["draft", "publish"])))
    if report.error or report.document is None:
        return None if "程序出错" not in (report.error or "") else f"{name} {draft!r}: {report.error}"
    size = len(report.document.source.text)
    wrong = [f.message for f in report.findings if f.rule == "check-crashed" or f.span.end > size]
    return f"{name} {draft!r}: {wrong}" if wrong else None


KINDS: dict[str, Callable[[random.Random], str | None]] = {"readers": one_reader, "yaml": one_yaml, "drafts": one_draft}


def main() -> int:
    """Run, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    start, slowest, outcome = time.time(), 0.0, Counter[str]()
    for number in range(options.count):
        began = time.time()
        try:
            wrong = KINDS[options.kind](random.Random(f"{options.seed}/{number}"))
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        slowest = max(slowest, time.time() - began)
        outcome["wrong" if wrong else "right"] += 1
        if wrong and outcome["wrong"] <= 20:
            print(f"#{number}: {wrong[:1000]}", flush=True)
    print(
        f"{options.kind}: {dict(outcome)} in {time.time() - start:.0f} s, slowest {slowest:.2f} s, seed {options.seed}"
    )
    return int(outcome["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main())
