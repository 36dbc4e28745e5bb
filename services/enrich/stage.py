"""Which topic goes to which handler of enrich."""

from collections.abc import Sequence

from chassis.clock import Clock
from chassis.stage import StageSpec
from chassis.stage.spec import Gate
from contracts.topics import ACCOUNTS_RECEIVED, TENDERS_RECEIVED
from services.enrich.handlers import EnrichAccounts, EnrichTenders
from services.enrich.ports import EnricherSource

SERVICE = "enrich"


def stages(source: EnricherSource, gate: Gate, clock: Clock) -> Sequence[StageSpec]:
    """Return the stages; both hold until a screening list was loaded once."""
    return (
        StageSpec(SERVICE, TENDERS_RECEIVED, EnrichTenders(source, clock), gate),
        StageSpec(SERVICE, ACCOUNTS_RECEIVED, EnrichAccounts(source, clock), gate),
    )
