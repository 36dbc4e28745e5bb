"""Which topic feeds which handler."""

from chassis.stage import StageSpec
from contracts.topics import ACCOUNTS_ENRICHED, TENDERS_ENRICHED
from services.score.handlers import Assess


def stages(assess: Assess) -> tuple[StageSpec, ...]:
    """Return the stages of score: enriched tenders and accounts, assessed by one handler."""
    return (
        StageSpec("score", TENDERS_ENRICHED, assess),
        StageSpec("score", ACCOUNTS_ENRICHED, assess),
    )
