"""Fingerprints: what a finding is known by when the draft around it changes.

A finding is known by its rule and requirement, the path of its section, its words (white space apart), and which of
those that agree in all this it is, in the order of the draft. So lines added above change nothing, and of two
twins in one section each has a fingerprint of its own: knowing one never hides the other. The words are as they may be
shown, so that no personal data can be guessed from a fingerprint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple


class Identity(NamedTuple):
    """What a finding is known by, its number among its twins apart."""

    rule: str
    requirement: str
    section: str
    words: str


def fingerprints(identities: Iterable[Identity]) -> list[str]:
    """A fingerprint of 32 hexadecimal digits for each finding; the findings are given in the order of the draft."""
    seen: Counter[Identity] = Counter()
    found = []
    for identity in identities:
        known = identity._replace(words="".join(identity.words.split()))
        seen[known] += 1
        found.append(sha256("\0".join((*known, str(seen[known]))).encode()).hexdigest()[:32])
    return found
