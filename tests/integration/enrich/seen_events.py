"""Events as ingest publishes them, enriched and remembered: what the tests of memory start from."""

from datetime import UTC, datetime

from contracts.envelope import Attributes, Mode
from contracts.ids import root_id
from contracts.parties import Role, Snapshot
from contracts.tenders import TenderReceived
from contracts.topics import TENDERS_RECEIVED
from services.enrich.domain.catalogue import Catalogue
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.screening import Screener
from services.enrich.domain.seen import SeenEvent
from services.enrich.handlers import enriched
from tests.unit.enrich.notices import notice, party

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
CATALOGUE = Catalogue.bundled()


def received(buyer: str, text: str = "采购8张NVIDIA A100 GPU", **fields) -> TenderReceived:
    return notice(f"{text} {buyer}", buyer=party(Role.BUYER, buyer), **fields)


def attributes(data: TenderReceived, mode: Mode = Mode.LIVE) -> Attributes:
    cause = root_id("seen", str(data.notice))
    return Attributes(
        id=cause,
        source="/exportwatch/ingest",
        type=TENDERS_RECEIVED.type,
        time=NOW,
        subject=str(data.matter),
        mode=mode,
        correlation_id=cause,
    )


def seen(data: TenderReceived, snapshot: Snapshot, parties=()) -> SeenEvent:
    enricher = Enricher(Screener(parties), CATALOGUE, snapshot)
    return enriched(enricher, attributes(data), data).seen
