"""The generated pages are those the rules and profiles give now, and no page leaves a rule or a fact out."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from lawlint.rules import page
from lawlint.testing import registry

DOCS = Path(__file__).parent.parent / "docs"


def generator() -> ModuleType:
    """The script that writes the pages, as a module."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_up_to_date() -> None:
    for path, text in generator().pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python docs/generate.py"


def test_every_rule_has_a_page_that_says_why_wrong_and_right() -> None:
    for name, rule in registry().rules.items():
        heads = {head for head, _ in page(rule).paragraphs}
        assert page(rule).summary, name
        assert {"错误示例", "正确示例"} <= heads, name
        assert rule.certainty.value == "arithmetic" or rule.basis, name


def test_conventions_and_unread_bases_are_no_errors() -> None:
    for name, rule in registry().rules.items():
        if rule.certainty.value in ("secondary", "memory"):
            assert rule.severity.value != "error", name


def test_links_lead_somewhere() -> None:
    pages = [*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")]
    for path in pages:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_page_is_in_the_navigation() -> None:
    told = (DOCS.parent / ".ci" / "mkdocs.yml").read_text(encoding="utf-8")
    assert [path.name for path in DOCS.glob("*.md") if f": {path.name}\n" not in told] == []


def test_the_example_of_an_own_profile_works(tmp_path: Path) -> None:
    text = (DOCS / "own-profile.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.S)
    assert example is not None
    file = tmp_path / "ours.yaml"
    file.write_text(example[1], encoding="utf-8")
    found = registry().profiles.get(str(file))
    names = [need.name for need in found.requirements]
    assert "enforcement-data" in names
    assert "other-matters" not in names
    assert found.rules["plan-answers"] == "on"
    assert [(d.month, d.day) for d in found.deadlines if d.name == "report-local"] == [(2, 15)]
