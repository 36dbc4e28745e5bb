"""What a rule may answer: points, a bound of the score, or a step over a band."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.evidence import Evidence
from contracts.risk import Band
from services.score.domain.case import Case


@dataclass(frozen=True, slots=True)
class Step:
    """Signed points with their sentence."""

    points: int
    sentence: str
    evidence: Evidence | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The lowest (floor) or highest (ceiling) band of the score, with its sentence."""

    band: Band
    sentence: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """One band up (1) or down (-1), with its sentence."""

    bands: int
    sentence: str


Rule = Callable[[Case], Step | Bound | Shift | None]
