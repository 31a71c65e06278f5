"""Who is judged when: by heading first, then by what chapters say, then by passages; what stands inside another, last."""

from __future__ import annotations

from lawlint.bodies import body_kind, holds_for, issuer_names
from lawlint.document import Document
from lawlint.requirements.causes import Causes
from lawlint.requirements.judges import Facets, Judge, Measures, Plan, Shortcomings, headed, within
from lawlint.requirements.model import Judgement, Status
from lawlint.requirements.places import Places, heading_span
from lawlint.templates import Profile, Requirement

# by name, those of plugins among them
KINDS: dict[str, type[Judge]] = {j.kind: j for j in (Judge, Measures, Shortcomings, Causes, Plan, Facets)}


def judge(document: Document, profile: Profile) -> dict[str, Judgement]:
    """Every requirement of the profile by name, judged on the document, in the template's order."""
    places = Places(document, profile)
    others = [n for n in places.needs if not holds_for(n.applies_to, document)]
    places.needs = [n for n in places.needs if n not in others]
    judges = [KINDS[n.judge](n, places) for n in places.needs]
    for one in judges:
        places.claims[one.need.name] = one.headed()
    _claim_outlook(places, judges)
    outer = [one for one in judges if not one.need.within]
    for one in outer:
        places.found[one.need.name] = headed(one)
    for one in sorted(outer, key=lambda j: j.looks_last):
        status = places.found[one.need.name].status
        if status is Status.MISSING or (one.looks_last and status is Status.PARTIAL):
            _by_content(one)
    for one in judges:
        if one.need.within:
            places.found[one.need.name] = within(one)
    for need in others:
        places.found[need.name] = _not_asked(need, document)
    return {n.name: places.found[n.name] for n in profile.requirements}


def _not_asked(need: Requirement, document: Document) -> Judgement:
    """The verdict on what is not asked of this kind of body."""
    kind = body_kind(issuer_names(document))
    asked = "、".join(need.applies_to)
    note = f"只适用于{asked}，这份报告是{kind}的" if kind else f"只适用于{asked}，没有认出这份报告是哪一类机关的"
    return Judgement(need, Status.NOT_APPLICABLE, fault=None, note=note)


def _claim_outlook(places: Places, judges: list[Judge]) -> None:
    """A chapter right after the shortcomings that says what will be done is the outlook, whatever its heading shares
    with those on measures (2024年重点工作, 新征程新举措)."""
    for plan in judges:
        if not isinstance(plan, Plan) or places.claims[plan.need.name]:
            continue
        for need in places.judged_by(Measures.kind):
            claimed = places.claims[need.name]
            late = [s for s in claimed if s in places.top and places.follows_shortcomings(s)]
            if late and (len(claimed) > 1 or places.unnamed()) and plan.fits(late[-1]):
                places.claims[plan.need.name] = late[-1:]
                places.claims[need.name] = [s for s in claimed if s is not late[-1]]


def _by_content(judge: Judge) -> None:
    """Look where no heading names the requirement: in chapters without a name for it, then in passages.

    What is often a passage of a chapter on something else is looked for there first.
    """
    places, name = judge.places, judge.need.name
    if judge.passages_first and _by_passages(judge):
        return
    best = places.found[name]
    for sections in judge.candidates():
        made = Judgement(judge.need, sections=sections, span=heading_span(sections[0]), note=best.note)
        sentences = [s for section in sections for s in places.own(judge.need, section) if not judge.taken(s)]
        made = judge.judged(made, sentences)
        if made.status is Status.PARTIAL and sections[0] in places.shared:
            continue
        if made.status.rank > best.status.rank:
            best = places.found[name] = made
            places.claims[name] = sections
    if best.status is Status.MISSING:
        _by_passages(judge)


def _by_passages(judge: Judge) -> bool:
    """Judge the passages about the requirement in other chapters; whether they settle it for good."""
    places, name = judge.places, judge.need.name
    sentences = judge.passages()
    if not sentences:
        return False
    made = Judgement(judge.need, span=sentences[0].span, note=places.found[name].note)
    made.sections = [sentences[0].section]
    made = judge.judged(made, sentences)
    if made.status is Status.MET or (made.status is Status.PARTIAL and judge.stray):
        places.found[name] = made
    return made.status is Status.MET
