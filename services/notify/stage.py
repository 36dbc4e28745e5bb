"""The one topic that notify consumes, and what handles it."""

from chassis.stage import StageSpec
from contracts.topics import RISK_ASSESSED
from services.notify.handlers import AlertHandler


def stage_of(handler: AlertHandler) -> StageSpec:
    """Return the stage: risk.assessed in, alerts.changed out."""
    return StageSpec("notify", RISK_ASSESSED, handler)
