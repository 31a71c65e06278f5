"""Which kind of body a report is from, told by its title, its issuer and its signature."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from lawlint.document import Document

KINDS = ("省政府", "市政府", "县政府", "部门", "乡镇", "街道")

_KIND = (  # in order: a street's office is told before the city it names, a department before its government
    ("街道", re.compile(r"街道(?:办事处|党工委|工委|办)?(?:关于|20\d\d|$)|[一-鿿]街道(?!办公室)")),
    ("部门", re.compile(r"(?:局|厅|委员会|办公室|总队|支队|大队|中心|院|署|发改委|卫健委|住建委|教委|科委)(?:关于|20\d\d|\(|$)|(?:局|厅|发改委|卫健委)(?=.{0,4}20\d\d)")),
    ("乡镇", re.compile(r"[一-鿿](?:镇|乡|苏木)(?:人民)?(?:政府|党委)?(?:关于|20\d\d|$)")),
    ("省政府", re.compile(r"(?:北京|天津|上海|重庆)市(?:委|人民政府|政府)?(?:关于|20\d\d|$)")),
    ("县政府", re.compile(r"(?:县|[^专园新]区|旗|自治县)(?:委|人民政府|政府)?(?:关于|20\d\d|$)")),
    ("市政府", re.compile(r"(?:市|州|盟|地区)(?:委|人民政府|政府|行署)?(?:关于|20\d\d|$)")),
    ("省政府", re.compile(r"(?:省|自治区)(?:委|人民政府|政府)?(?:关于|20\d\d|$)")),
)  # fmt: skip


def body_kind(names: Iterable[str]) -> str | None:
    """The kind of body that the first telling name is of; ``None`` where none tells.

    ``names``: width-folded words that say whose report it is, the title among them. A city at county level (县级市) is
    told as a city.
    """
    for name in names:
        for kind, pattern in _KIND:
            if pattern.search(name.strip()):
                return kind
    return None


def issuer_names(document: Document) -> list[str]:
    """The words that may say whose report it is: the title, the signature, the header's issuer; width-folded."""
    header = document.header
    return [t.folded.strip() for t in (header.title, header.signature, header.issuer) if t]


def holds_for(applies_to: Collection[str], document: Document) -> bool:
    """Whether something asked of these kinds of body (of all, where there are none) is asked of this report's."""
    return not applies_to or body_kind(issuer_names(document)) in applies_to
