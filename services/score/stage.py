"""Which topic feeds which handler."""

from chassis.stage import StageSpec, Tuning
from contracts.topics import ACCOUNTS_ENRICHED, TENDERS_ENRICHED
from services.score.handlers import Assess

# Each event takes a handful of advisory locks, and PostgreSQL has room for some thousands.
TUNING = Tuning(max_poll_records=100)


def stages(assess: Assess) -> tuple[StageSpec, ...]:
    """Return the stages of score: enriched tenders and accounts, assessed by one handler."""
    return (
        StageSpec("score", TENDERS_ENRICHED, assess, tuning=TUNING),
        StageSpec("score", ACCOUNTS_ENRICHED, assess, tuning=TUNING),
    )
