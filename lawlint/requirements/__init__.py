"""Judge a template's requirements: met, partly met or missing, and the sentences that show it.

``model``: the verdict and the sentences weighed. ``places``: where in a draft a requirement may stand. ``judges``: how
each kind of requirement is found and weighed, one class each. ``order``: who is judged when.
"""

from lawlint.requirements.judges import Judge
from lawlint.requirements.model import Fault, Judgement, Pair, Sentence, Status
from lawlint.requirements.order import KINDS, judge

__all__ = ["KINDS", "Fault", "Judge", "Judgement", "Pair", "Sentence", "Status", "judge"]
