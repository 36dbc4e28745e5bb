"""Which topic goes to which handler of enrich."""

from collections.abc import Sequence

from chassis.stage import StageSpec
from chassis.stage.spec import Gate
from contracts.topics import ACCOUNTS_RECEIVED, LISTS_UPDATED, TENDERS_RECEIVED
from services.enrich.handlers import Enriching, Rescreen

SERVICE = "enrich"


def stages(enriching: Enriching, rescreen: Rescreen, gate: Gate) -> Sequence[StageSpec]:
    """Return the stages; those that enrich hold until a screening list was loaded once."""
    return (
        StageSpec(SERVICE, TENDERS_RECEIVED, enriching, gate),
        StageSpec(SERVICE, ACCOUNTS_RECEIVED, enriching, gate),
        StageSpec(SERVICE, LISTS_UPDATED, rescreen),
    )
