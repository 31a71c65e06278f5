"""The arithmetic engine: numbers in Chinese prose and tables, the relations between them, and whether they hold."""

from lawlint.figures.analysis import Analysis, analyse
from lawlint.figures.quantities import Interval, Quantity
from lawlint.figures.verdicts import Relation

__all__ = ["Analysis", "Interval", "Quantity", "Relation", "analyse"]
