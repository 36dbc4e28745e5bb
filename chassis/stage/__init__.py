"""The one way a service consumes: decode -> handle -> publish -> commit, nothing lost in between."""

from chassis.stage.spec import StageSpec
from chassis.stage.stage import Stage

__all__ = ["Stage", "StageSpec"]
