"""Enrich events anew because lists changed; what cannot be is parked, never passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from chassis.errors import describe
from chassis.stage import Tuning
from chassis.stage.parking import Failure, dead_letter
from contracts.accounts import AccountReceived
from contracts.envelope import Event
from contracts.tenders import TenderReceived
from contracts.topics import ACCOUNTS_RECEIVED, DEAD_LETTERS, TENDERS_RECEIVED
from contracts.wire import Headers, Record, encode
from services.enrich.adapters.affected import Affected
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.rescreening import Occasion
from services.enrich.domain.seen import SeenEvent
from services.enrich.handlers import encoded, enriched

log = structlog.get_logger()

_MAX_BYTES = Tuning().max_record_bytes
_NOWHERE = -1


@dataclass(slots=True)
class _Restored:
    """An event as its topic carried it, for a dead letter; where it stood is not known any more."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp: int
    partition: int = _NOWHERE
    offset: int = _NOWHERE


def anew(
    occasion: Occasion, enricher: Enricher, taken: Sequence[Affected], now: datetime
) -> tuple[list[Record], list[SeenEvent]]:
    """Return the records to publish, dead letters among them, and what to remember.

    What was enriched on these lists already is left out: another replica had switched before.
    """
    current = enricher.snapshot.id if enricher.snapshot else ""
    records, seen = [], []
    for each in taken:
        if not occasion.needs(each.snapshot, each.screened, current):
            continue
        try:
            record, remembered = _one(occasion, enricher, each, now)
        except Exception as exc:  # noqa: BLE001  whatever one event raises, the others must go on
            records.append(_parked(each, exc, now))
        else:
            records.append(record)
            seen.append(remembered)
    return records, seen


def _one(
    occasion: Occasion, enricher: Enricher, each: Affected, now: datetime
) -> tuple[Record, SeenEvent]:
    made = enriched(enricher, each.attributes, each.data)
    reference = occasion.reference(each.entries, each.screened)
    data = made.data.model_copy(update={"rescreening": reference})
    record = encoded(each.attributes, data, now, *occasion.id_parts)
    if len(record.value) > _MAX_BYTES:
        raise ValueError(f"output of {len(record.value)} bytes for {record.topic}")
    return record, made.seen


def _parked(each: Affected, exc: Exception, now: datetime) -> Record:
    log.warning(
        "dead letter", reason="rescreening", event_id=each.attributes.id, error=describe(exc)
    )
    record = _received(each.attributes, each.data)
    restored = _Restored(
        record.topic, record.key, record.value, record.headers, int(now.timestamp() * 1000)
    )
    return dead_letter(restored, DEAD_LETTERS["enrich"], Failure("rescreening", exc), now)


def _received(attributes: Any, data: TenderReceived | AccountReceived) -> Record:
    topic = TENDERS_RECEIVED if isinstance(data, TenderReceived) else ACCOUNTS_RECEIVED
    return encode(topic, str(data.matter), Event[Any](attributes=attributes, data=data))
