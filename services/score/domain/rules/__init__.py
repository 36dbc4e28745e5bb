"""The rules in the order they run: points, floors, raises, ceilings, steps; all documented."""

from services.score.domain.rules.bounds import CEILINGS, FLOORS
from services.score.domain.rules.points import POINTS
from services.score.domain.rules.steps import RAISES, STEPS

RULES = (*POINTS, *FLOORS, *RAISES, *CEILINGS, *STEPS)

__all__ = ["CEILINGS", "FLOORS", "POINTS", "RAISES", "RULES", "STEPS"]
