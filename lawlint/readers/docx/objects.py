"""What a run of a Word file shows beside text: pictures, embedded files, charts, symbols, form fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lawlint.document import Weight
from lawlint.readers.docx.names import child, get, name, number

# Namespaces whose elements Word shows; a choice that needs others is passed over for the fallback (ISO/IEC 29500-3, 9.3).
_KNOWN = re.compile(r"http://schemas\.(?:microsoft\.com/office|openxmlformats\.org)/|http://purl\.oclc\.org/ooxml/")
_PROGRAMS = (
    ("Excel", "嵌入的工作簿"),
    ("Word", "嵌入的 Word 文档"),
    ("PowerPoint", "嵌入的演示文稿"),
    ("Equation", ""),
)
_SHOWN = {
    "?blip": "图片",
    "?imagedata": "图片",
    "?chart": "图表",
    "?relIds": "SmartArt 图示",
    "contentPart": "手写的墨迹",
    "movie": "视频",
    "control": "表单控件",
}

# Symbol fonts keep their signs in the private area; the few that mean something in a report.
_SYMBOLS = {
    "F0B7": "•", "F06C": "●", "F06E": "■", "F0A7": "▪", "F0D8": "➢", "F0FC": "√", "F0FE": "☑", "F052": "☑", "F054": "☒",
    "F0A8": "□", "F06F": "□", "F0B0": "°", "F0B1": "±", "F0B4": "×", "F0B8": "÷", "F0A3": "≤", "F0B3": "≥",
}  # fmt: skip
_PICTURE_FONTS = re.compile("wingdings|webdings|dingbats", re.I)


def branch(element: Any) -> Any:
    """The branch of alternative contents that Word shows: the first choice it knows, else the fallback. Never both."""
    for found in element:
        if name(found) == "mc:Choice":
            spaces = [found.nsmap.get(prefix) for prefix in (found.get("Requires") or "").split()]
            if all(space is not None and _KNOWN.match(space) for space in spaces):
                return found
    return next((found for found in element if name(found) == "mc:Fallback"), ())


def boxes(element: Any) -> Iterator[Any]:
    """The text boxes in a drawing; those inside another are read with it."""
    for found in branch(element) if name(element) == "mc:AlternateContent" else element:
        if name(found) == "txbxContent":
            yield found
        else:
            yield from boxes(found)


def shown(element: Any) -> Iterator[tuple[str, Weight]]:
    """What a drawing, picture or object shows that is no text box: what it is, in Chinese, and how much it weighs."""
    what = name(element)
    if what == "txbxContent":
        return
    if what == "?OLEObject":
        program = element.get("ProgID") or ""
        words = next((words for key, words in _PROGRAMS if program.startswith(key)), "嵌入的对象")
        if words:
            yield words, Weight.BESIDE
        return
    if what == "?t" and (element.text or "").strip():
        yield "图形里的文字", Weight.LOST
    elif what in _SHOWN:
        yield _SHOWN[what], Weight.BESIDE
    inner = branch(element) if what == "mc:AlternateContent" else element
    embedded = [e for e in inner if name(e) == "?OLEObject"]
    for found in embedded or inner:  # the picture of an embedded object is no picture of its own
        yield from shown(found)


def word_art(element: Any) -> str:
    """The text of WordArt, such as a watermark in a header."""
    return " ".join(e.get("string") or "" for e in element.iter() if name(e) == "?textpath").strip()


def symbol(element: Any) -> str:
    """The sign that ``w:sym`` shows; where the font gives it no meaning, the code itself, which no font shows."""
    code = (get(element, "char") or "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if 0xF020 <= value < 0xF100 and not _PICTURE_FONTS.search(get(element, "font") or ""):
        value -= 0xF000  # Symbol and text fonts keep digits and signs at their usual places
    return chr(value) if 0x20 <= value < 0xD800 or 0xE000 <= value < 0x110000 else ""


def form_field(mark: Any) -> str:
    """What an old form field shows that is no run of its own: the chosen entry of a list, a box ticked or not."""
    data = child(mark, "ffData")
    entries = child(data, "ddList")
    if entries is not None:
        listed = [get(e) or "" for e in entries if name(e) == "listEntry"]
        chosen = number(child(entries, "result"))
        at = chosen if chosen is not None else number(child(entries, "default")) or 0
        return listed[at] if 0 <= at < len(listed) else ""
    box = child(data, "checkBox")
    if box is None:
        return ""
    state = child(box, "checked")
    state = child(box, "default") if state is None else state
    return "☑" if state is not None and (get(state) or "true") not in ("0", "false", "off") else "□"
