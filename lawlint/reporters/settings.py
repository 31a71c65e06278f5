"""What applies to one draft, and where each setting was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lawlint.config import DEFAULTS, Config, Key, Setting
from lawlint.reporters.layout import pad, width

UNUSED = "，这份文稿里没有用上"


def render(
    draft: str, config: Config, given: Mapping[str, str], excluded: Setting | None, silenced: Sequence[str]
) -> str:
    """The settings for a draft as lines: name, value, origin (file and line, the command line, or the default).

    ``given``: what the command line says, by setting; ``excluded``: the pattern that leaves the draft out;
    ``silenced``: the ignored rules that would find something in the draft.
    """
    rows = [(name, value, "命令行") for name, value in given.items()]
    overruled = set(given)
    for key, setting in config.settings.items():
        if key.name == "exclude" or str(key) in overruled:
            continue
        rows.append((_name(key), _value(key, setting), setting.origin + _unused(key, silenced)))
    said = {row[0] for row in rows}
    rows += [(name, _shown(value), "默认") for name, value in DEFAULTS.items() if name not in said]
    rows += [("profile", "按文稿判定", "默认")] if "profile" not in said else []
    rooms = [max(width(row[column]) for row in rows) + 2 for column in (0, 1)]
    lines = [f"文稿：{draft}", f"配置：{config.path or '没有配置文件，都用默认值'}"]
    if excluded:
        lines.append(f"不检查：{excluded.origin} 的 exclude（{excluded.value}）排除了它")
    lines += ["", *(pad(name, rooms[0]) + pad(value, rooms[1]) + origin for name, value, origin in sorted(rows))]
    return "\n".join(lines) + "\n"


def _name(key: Key) -> str:
    return key.name if key.name in ("ignore", "select") else str(key)


def _value(key: Key, setting: Setting) -> str:
    return key.rule if key.name in ("ignore", "select") else _shown(setting.value)


def _shown(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _unused(key: Key, silenced: Sequence[str]) -> str:
    return UNUSED if key.name == "ignore" and key.rule not in silenced else ""
