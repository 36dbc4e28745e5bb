"""The rules in the order they run: points, floors, ceilings, steps. Their docstrings are public."""

from services.score.domain.rules.bounds import CEILINGS, FLOORS
from services.score.domain.rules.outcome import Bound, Rule, Step
from services.score.domain.rules.points import POINTS
from services.score.domain.rules.steps import STEPS

RULES = (*POINTS, *FLOORS, *CEILINGS, *STEPS)

__all__ = ["CEILINGS", "FLOORS", "POINTS", "RULES", "STEPS", "Bound", "Rule", "Step"]
