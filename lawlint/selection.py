"""Which template fits a draft, and why."""

from __future__ import annotations

from typing import NamedTuple

from lawlint.document import Document, Kind
from lawlint.document.text import fold
from lawlint.patterns import search
from lawlint.templates import Profile, Profiles

FALLBACK = "official-document"
# Frequent characters whose simplified form is another: no text in simplified characters has several of them.
_TRADITIONAL = "報實務會開對門產業權國學機關縣區發經濟環辦檢執議決條書應該與為範題導總結單長說請這還進過運選達邊鄉監護責罰訴訟聽參屬"


class Choice(NamedTuple):
    """The profile chosen, the reason in Chinese, and whether any template fits at all."""

    profile: Profile
    reason: str
    recognised: bool


def choose(document: Document, profiles: Profiles) -> Choice:
    """The profile whose title pattern the draft's title fits, else the one whose headings it has most of (three or more).

    Of several the most special wins: one that extends another beats it, then the one that takes in most of the title. A profile that is not valid is not chosen:
    ``Profiles.faults`` names it.
    """
    title = fold(document.title)
    headings = [fold(s.title) for s in document.sections if s.level <= 2]
    by_title: list[tuple[int, Profile, str]] = []
    by_heading: list[tuple[int, Profile, list[str]]] = []
    for profile in profiles.readable():
        if any(search((p,), title) for p in profile.recognise_not):
            continue
        match = next((m for p in profile.recognise_title if (m := search((p,), title))), None)
        if match:
            by_title.append((len(profile.parents), profile, match[0]))
        hits = [(h, p) for p in profile.recognise_headings for h in headings if search((p,), h)]
        kinds = {p for _, p in hits}
        seen = list(dict.fromkeys(h for h, _ in hits))
        # one heading may speak of several parts, and any office's report has 举措, 问题 and 打算
        if len(kinds) >= 3 and len(seen) >= 3 and _speaks(document, profile):
            by_heading.append((len(kinds), profile, seen[:3]))
    if by_title:
        _, profile, words = max(by_title, key=lambda t: (t[0], len(t[2])))
        return Choice(profile, f"按标题判定：标题中有“{words}”", True)
    if by_heading:
        _, profile, seen = max(by_heading, key=lambda t: t[0])
        return Choice(profile, f"按章节判定：有“{'”“'.join(seen)}”等 {len(seen)} 个以上对应标题", True)
    reason = "标题和章节都不符合任何一种已知模板，只作公文通用检查"
    if _is_traditional(document):
        reason = "文稿用的是繁体字，模板和规则按简体字核对，没有认出模板；请转换为简体后再检查"
    return Choice(profiles.get(FALLBACK), reason, False)


def _speaks(document: Document, profile: Profile) -> bool:
    """Whether the title, a heading or the opening paragraphs speak of what the profile is about."""
    lead = [b.text.folded for b in document.prose if b.kind is Kind.PARAGRAPH][:3]
    told = [fold(document.title), *(fold(s.title) for s in document.sections), *lead]
    return not profile.recognise_about or any(search(profile.recognise_about, words) for words in told)


def _is_traditional(document: Document) -> bool:
    """Whether a draft is written in traditional characters."""
    text = document.source.text
    found = sum(map(text.count, _TRADITIONAL))
    return found >= 5 and found * 25 >= document.letters
