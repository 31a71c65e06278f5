"""How much a finding weighs, and how sure its basis is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs. Conventions are warnings or infos, never errors."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for info."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


class Certainty(StrEnum):
    """How sure the basis of a rule is; below ``verified`` a rule is at most a warning."""

    VERIFIED = "verified"  # read in the instrument's own text
    SECONDARY = "secondary"  # read in another authority's or an author's account of it
    MEMORY = "memory"  # from general knowledge, not yet checked
    ARITHMETIC = "arithmetic"  # needs no instrument
