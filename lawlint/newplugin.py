"""Write a new plugin: a distribution with a rule, a profile, their cases and a test, which installs and passes as it is."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Template

from lawlint.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# from the templates beside this module to the files of the distribution
_FILES = {
    "pyproject.toml": "pyproject.toml",
    "init.py": "$module/__init__.py",
    "rules.py": "$module/rules.py",
    "profile.yaml": "$module/$name-annual-report.yaml",
    "cases.yaml": "tests/cases/$name-title-stop.yaml",
    "test.py": "tests/test_$module.py",
}


def write(name: str, folder: Path) -> list[Path]:
    """Write the plugin ``name`` into a new folder of that name below ``folder``; the files written.

    :raises UsageError: the name cannot be one, or the folder is there already.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"插件名“{name}”不能用；写小写字母、数字和连字符，以字母开头，例如 yunling")
    target = folder / name
    if target.exists():
        raise UsageError(f"{target} 已经存在；换一个名字，或者先移开它")
    words = {"name": name, "module": f"lawlint_{name.replace('-', '_')}"}
    written = []
    for template, path in _FILES.items():
        text = (files("lawlint") / "scaffold" / f"{template}.tmpl").read_text("utf-8")
        file = target / Template(path).substitute(words)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(words), encoding="utf-8")
        written.append(file)
    return written
