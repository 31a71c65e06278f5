"""Punctuation that is judged over a whole draft: half-width marks, straight quotes, mixed ways of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lawlint.document import Document, Kind, Span, Text
from lawlint.rules import Edit, Severity

from .passages import Passage, label_span

_MARKS = "GB/T 15834—2011《标点符号用法》"
_HAN = "一-鿿"
_SIDE = f"[{_HAN}。、，；：？！《》〈〉“”‘’（）〔〕【】…—]"
# a half-width mark with Chinese on one side at least, and no Latin letter or digit pair around it
_NARROW = re.compile(rf"(?<={_SIDE})[,;:?!](?=\D|$)|(?<={_SIDE})[,;?!](?=\d)|(?<=[\w%)）])[,;:?!](?={_SIDE})")
_STOP = re.compile(rf"(?<=[{_HAN}])(?<![一二三四五六七八九十〇])\.(?=[{_HAN}“《]|$)")
_BRACKETS = re.compile(r"[(（][^()（）\n]*[)）]")
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_WIDE_MARK = re.compile("[，；：？！（）]")
_STRAIGHT = re.compile(rf'"(?=[^"\n]{{0,60}}[{_HAN}])[^"\n]{{1,120}}"')
ALL = 0.9  # a draft with this share of its marks in half width was typed or converted so throughout


@dataclass(frozen=True)
class Habit:
    """A way of writing that a draft shows in one or many places."""

    span: Span
    message: str
    severity: Severity
    basis: str = _MARKS
    hint: str | None = None
    edits: tuple[Edit, ...] = ()


def habits(document: Document, read: Sequence[Passage]) -> Iterator[Habit]:
    """What the punctuation of a draft shows as a whole."""
    yield from _half_width(document, read)
    yield from _half_width_stops(read)
    yield from _straight_quotes(read)
    yield from _between(read, "》", "《", "书名号")
    yield from _between(read, "”", "“", "引号")
    yield from _percent_signs(read)


def _half_width(document: Document, read: Sequence[Passage]) -> Iterator[Habit]:
    places: list[tuple[Passage, int]] = []
    wide = 0
    for passage in read:
        wide += len(_WIDE_MARK.findall(passage.raw))
        places += [(passage, at) for at in _narrow(passage.raw)]
    if not places:
        return
    edits = [Edit(p.text.span(at, at + 1), p.text.value[at].translate(_WIDE)) for p, at in places]
    edits += _narrow_edges(read)
    first = min(places, key=lambda place: place[0].text.at(place[1]))
    span = _around(first[0].text, first[1])
    marks = "".join(dict.fromkeys(p.text.value[at] for p, at in places))
    if len(places) >= ALL * (len(places) + wide) and len(places) > (3 if wide else 1):
        message = f"全文的标点用了半角（{' '.join(marks)}），共 {len(places)} 处"
        yield Habit(
            span,
            message,
            Severity.INFO,
            hint="汉字之间的标点应为全角；lawlint check --fix 可以一次改正",
            edits=tuple(edits),
        )
        return
    for group in _by_paragraph(places):
        passage, at = group[0]
        marks = "".join(dict.fromkeys(p.text.value[i] for p, i in group))
        message = f"汉字旁的标点“{marks}”是半角，应为“{marks.translate(_WIDE)}”" + _count(len(group))
        own = tuple(Edit(p.text.span(i, i + 1), p.text.value[i].translate(_WIDE)) for p, i in group)
        yield Habit(_around(passage.text, at), message, Severity.WARNING, edits=own)


def _around(text: Text, at: int) -> Span:
    """A mark with its neighbours, by which a reader finds it: some words before it, numbers whole, and some behind."""
    value = text.value
    start, end = max(0, at - 6), min(len(value), at + 5)
    while start > 0 and value[start].isalnum() and value[start].isascii() and value[start - 1].isascii():
        start -= 1
    return text.span(start, end)


def _half_width_stops(read: Sequence[Passage]) -> Iterator[Habit]:
    """Full stops typed as a point."""
    places = [(p, m.start()) for p in read if not p.in_table for m in _STOP.finditer(p.raw)]
    if places:
        passage, at = places[0]
        edits = tuple(Edit(p.text.span(i, i + 1), "。") for p, i in places)
        message = "句号用了半角的“.”，应为“。”" + _count(len(places))
        yield Habit(_around(passage.text, at), message, Severity.WARNING, edits=edits)


def _narrow(raw: str) -> list[int]:
    """Offsets of the half-width marks of a text that stand among Chinese characters."""
    found = [m.start() for m in _NARROW.finditer(raw)]
    stack: list[int] = []
    for at, char in enumerate(raw):
        if char in "(（":
            stack.append(at)
        elif char in ")）" and stack:
            begin = stack.pop()
            inner = raw[begin + 1 : at]
            if re.search(f"[{_HAN}]", inner) or (re.match(r"\d", inner) is None and _chinese_around(raw, begin, at)):
                found += [i for i in (begin, at) if raw[i] in "()"]
    return sorted(set(found))


def _chinese_around(raw: str, begin: int, end: int) -> bool:
    return bool(re.match(_SIDE, raw[begin - 1 : begin]) and re.match(_SIDE, raw[end + 1 : end + 2])) and not re.search(
        "[A-Za-z]", raw[begin:end]
    )


def _narrow_edges(read: Sequence[Passage]) -> list[Edit]:
    """Edits for what stands around headings: the brackets of their numbers, (一), and the mark behind their words."""
    edits = []
    for passage in read:
        end = passage.block.span.end  # the mark that closes a heading's words stands behind its text
        mark = passage.block.text.source.text[end : end + 1]
        if passage.block.kind is Kind.HEADING and mark in (":", ";", "?", "!"):
            edits.append(Edit(Span(end, end + 1), mark.translate(_WIDE)))
        span = label_span(passage.block) if passage.block.label else None
        if span and passage.block.label[0] in "(（":
            label = passage.block.label
            edits += [
                Edit(Span(span.start + i, span.start + i + 1), c.translate(_WIDE))
                for i, c in enumerate(label)
                if c in "()"
            ]
    return edits


def _by_paragraph(places: Sequence[tuple[Passage, int]]) -> list[list[tuple[Passage, int]]]:
    """The places of one paragraph together; all together where there are many."""
    groups: dict[int, list[tuple[Passage, int]]] = {}
    for passage, at in places:
        groups.setdefault(id(passage), []).append((passage, at))
    return [list(places)] if len(groups) > 5 else list(groups.values())


def _count(number: int) -> str:
    return f"（共 {number} 处）" if number > 1 else ""


def _straight_quotes(read: Sequence[Passage]) -> Iterator[Habit]:
    edits: list[Edit] = []
    first: Text | None = None
    curly = any("“" in p.raw for p in read)
    count = 0
    for passage in read:
        for match in _STRAIGHT.finditer(passage.raw):
            start, end = match.span()
            edits += [Edit(passage.text.span(start, start + 1), "“"), Edit(passage.text.span(end - 1, end), "”")]
            first = first or passage.text.part(start, end)
            count += 1
    if first:
        beside = "，文中另有弯引号" if curly else ""
        message = f'引号用了直引号 "，应为“”{beside}{_count(count)}'
        yield Habit(first.span(), message, Severity.WARNING, f"{_MARKS} 4.8", edits=tuple(edits))


def _between(read: Sequence[Passage], close: str, open_: str, name: str) -> Iterator[Habit]:
    """Enumerations of 《》 or “” written with 、 here and without there."""
    with_, without = f"{close}、{open_}", f"{close}{open_}"
    places = {
        mark: [(p, m.start()) for p in read for m in re.finditer(rf"(?<![。！？，；…!?,;]){mark}", p.raw)]
        for mark in (with_, without)
    }
    if places[with_] and places[without]:
        few = min((with_, without), key=lambda mark: len(places[mark]))
        passage, at = places[few][0]
        message = f"并列的{name}之间，有的加顿号（{len(places[with_])} 处），有的不加（{len(places[without])} 处），全文应当一致"
        yield Habit(
            passage.text.span(at, at + len(few)),
            message,
            Severity.INFO,
            f"{_MARKS} 4.5.3.5：标有引号、书名号的并列成分之间通常不用顿号",
        )


def _percent_signs(read: Sequence[Passage]) -> Iterator[Habit]:
    wide = [(p, m.start()) for p in read for m in re.finditer("(?<=\\d)％", p.raw)]
    narrow = sum(len(re.findall(r"(?<=\d)%", p.raw)) for p in read)
    if wide and narrow:
        passage, at = wide[0]
        message = f"“％”（{len(wide)} 处）与“%”（{narrow} 处）混用，全文应当一致"
        edits = tuple(Edit(p.text.span(i, i + 1), "%") for p, i in wide)
        yield Habit(passage.text.span(at, at + 1), message, Severity.INFO, "公文惯例", edits=edits)
