"""What the words around each number say, found once: names, the words that open a list, the base a share is taken on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lawlint.figures.quantities import Quantity
from lawlint.figures.reading import Reading
from lawlint.figures.words import says, word

_LEAD = 70  # characters before a number that can say something about it
_MADE_UP = re.compile(r"[^。\n]{0,200}(?:组成|构成)")
_CUE_SORTS = ("each", "split", "made", "of", "within", "mark", "colon")
_STOP = re.compile(r"[,;。:、()\[\]!?\n]")
_ACROSS = re.compile(r"[,;。:()\[\]!?\n]")


@dataclass(slots=True)
class Cue:
    """The words that open a list before a number.

    ``sort``: ``of`` (其中), ``split`` (分为, 按…分), ``made`` (由 … 组成), ``each`` (分别为), ``within`` (…中，), ``mark`` (一是) or
    ``colon``. ``nested``: after a comma, inside an item of an outer list. ``start``, ``end``: offsets of ``words``.
    """

    sort: str
    nested: bool
    start: int
    end: int
    words: str


@dataclass(slots=True)
class Base:
    """The words that name what a percentage is taken on.

    ``words``: between 占 and 的, without general words; ``said``: with them; ``sort``: ``bare`` (占 12%), ``general`` (占总数的), ``named``,
    ``compared`` (相当于, 为预算的: no share) or ``none``; ``head``: the last two characters of ``words``; ``outside``: the words
    point to something that need not be printed (同期, 全国). ``at``: the offset where these words begin. ``target``: it is a plan or a budget, no total.
    """

    words: str = ""
    sort: str = "none"
    head: str = ""
    outside: bool = False
    at: int = 0
    said: str = ""
    target: bool = False


@dataclass(slots=True)
class Mark:
    """What is known of one number from the words around it.

    ``lead``: the text since the number before, at most 70 characters; ``name``: its label (or that of the number it stands
    beside, 26起、31人) without joins and copulas; ``about``: label, unit and the words behind it, where what it counts may be said; ``cue``: the words that open a list;
    ``rate``: the word before 率 of a rate; ``base``: of a percentage; ``each``: how many things are said to have so many.
    """

    lead: str = ""
    name: str = ""
    about: str = ""
    cue: Cue | None = None
    rate: str = ""
    base: Base = field(default_factory=Base)
    each: int = 1

    @property
    def measure(self) -> str:
        """The last two characters of the name: what is counted or done (死亡, 办结)."""
        return self.name[-2:]

    def says(self, name: str) -> bool:
        """Whether the number's name or the words behind it have a word of this class of ``words.yaml``."""
        return says(name, self.about)


def marks(reading: Reading) -> list[Mark]:
    """The mark of every quantity, by index."""
    found: list[Mark] = []
    text = reading.text
    end = 0
    for quantity in reading.quantities:
        lead = text[max(end, quantity.start - _LEAD) : quantity.start]
        end = quantity.end
        last = reading.quantities[quantity.index - 1] if quantity.index else None
        beside = last is not None and last.kind != quantity.kind and lead in ("", "、", "和")
        label = last.label if beside and last is not None else quantity.label  # 共计26起、31人
        mark = Mark(
            lead, bare_name(label), f"{label}{quantity.unit}{quantity.after[:8]}", _cue(reading, quantity, lead)
        )
        if last is not None and mark.cue is None and last.kind != quantity.kind and "," not in lead:
            mark.cue = found[-1].cue if last.sentence == quantity.sentence and last.frame == quantity.frame else None
        if quantity.percent:
            mark.base = _base(text, quantity, lead)
            mark.rate = _rate(lead)
        elif says("each_of", quantity.label[-4:]):
            mark.each = max(1, _named(text, quantity))
        found.append(mark)
    return found


def bare_name(label: str) -> str:
    """A label without joins, copulas and adverbs at either end: ``其中来信有`` is ``来信``."""
    return word("rather").sub("", word("rather").sub("", label)).strip()


def _cue(reading: Reading, quantity: Quantity, lead: str) -> Cue | None:
    if len(lead) < 2:
        return None
    offset = quantity.start - len(lead)
    for sort in _CUE_SORTS:
        matches = list(word(sort).finditer(lead))
        if not matches:
            continue
        last = matches[-1]
        if sort == "made" and not _MADE_UP.match(reading.text, quantity.end):
            continue
        if sort == "colon" and re.search("[。\n]", lead[last.end() :]):
            continue
        before = lead[: last.start()].rstrip()
        nested = sort == "of" and bool(before) and before[-1] not in "。;!?:" and "\n" not in lead[: last.start()]
        words = re.sub("(?:当中|中|里)\\s*[,:]$", "", last.group())
        return Cue(sort, nested, offset + last.start(), offset + last.end(), words)
    return None


def _rate(lead: str) -> str:
    """The word before 率 right before a percentage: 办结 for 办结率为."""
    match = re.search(
        r"([^,;。:、()\[\]\d率]{1,12})(?:率|比例|占比|比重)(?:均|都|已|分别)*(?:约|近|超过?|高?达到?|为|是|保持在|稳定在|:|\s)*$",
        lead,
    )
    return match.group(1)[-6:] if match and "占" not in match.group(1) else ""


def _base(text: str, percent: Quantity, lead: str) -> Base:
    """The base that the words before a percentage name."""
    clause = lead[max((m.end() for m in _ACROSS.finditer(lead)), default=0) :]
    if says("compared_base", clause):
        return Base(sort="compared", at=percent.start - len(clause))
    share = max(clause.rfind("占"), -1)
    if share < 0 and (target := word("target_base").search(clause)):
        words = re.sub(r"(?:[数额]|任务)?的?\s*$", "", clause[target.end() :]).strip("的 ")
        return Base(words, "named", words[-2:], True, percent.start - len(clause) + target.start(), words, True)
    if share < 0:
        return Base(sort="bare" if says("share_word", clause) else "none", at=percent.start - len(clause))
    words = word("ratio_tail").sub("", clause[share + 1 :], count=0)
    tail = re.search(f"(?:{word('ratio_tail').pattern})$", clause[share + 1 :])
    words = clause[share + 1 :][: tail.start()] if tail else clause[share + 1 :]
    words = words.removeprefix("比").removesuffix("的").strip()
    bare = word("general_base").sub("", words)
    at = percent.start - len(clause) + share
    if not words:
        return Base(sort="bare", at=at)
    outside = says("outside_base", words)
    if len(bare) < 2 and not outside:
        return Base(words, "general", bare, False, at, words)
    return Base(bare, "named", bare[-2:], outside, at, words)


def _named(text: str, quantity: Quantity) -> int:
    """How many names stand before 各 or 均: 房管、人事各3件 is two."""
    low = max(0, quantity.start - 60)
    lead = re.sub(r"\([^()]*\)", "", text[low : quantity.start])
    clause = re.split(r"[,;。:\n\d]", lead)[-1]
    clause = word("each_of").sub("", clause)
    if "、" not in clause and not re.search("[和与及]", clause):
        return 1
    return len([n for n in re.split("[、和与及]", clause) if n.strip()])
