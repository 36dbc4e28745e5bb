"""The one way a service consumes: decode, handle, publish, then commit; nothing is lost between."""

from chassis.stage.spec import StageSpec, Tuning
from chassis.stage.stage import Stage

__all__ = ["Stage", "StageSpec", "Tuning"]
