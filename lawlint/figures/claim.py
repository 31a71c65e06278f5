"""A claim: numbers that may belong together, and the named evidence for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lawlint.figures.quantities import Quantity


@dataclass(slots=True, eq=False)
class Claim:
    """That some numbers belong together.

    ``kind`` as in the JSON output. ``whole``: the total, the base, the new value or the sum; ``None`` where it is not
    printed (``base``: the numbers that make it up, where these are). ``parts``: the items, the old value or change, the count. ``result``: the percentage, rate or mean.
    ``evidence``: name -> how often (or how strongly) it holds; the points are in ``weights.yaml``. ``words``, ``points``:
    the points of the evidence of words alone, and of all of it. ``fit``: ``holds``, ``slip``, ``over`` or ``wild``.
    ``closing``: points of the words that say that the parts are all there are.
    """

    kind: str
    whole: Quantity | None
    parts: Sequence[Quantity]
    result: Quantity | None = None
    base: Sequence[Quantity] = ()
    evidence: dict[str, float] = field(default_factory=dict)
    words: float = 0.0
    points: float = 0.0
    fit: str = "wild"
    closing: float = 0.0

    @property
    def numbers(self) -> tuple[Quantity, ...]:
        """All numbers of the claim: whole, parts, result."""
        whole = (self.whole,) if self.whole is not None else ()
        return (*whole, *self.parts, *((self.result,) if self.result is not None else ()))
