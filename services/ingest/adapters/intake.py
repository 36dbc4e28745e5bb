"""The one way in: keep the bytes, read them, publish, write down what became of each record."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any

import structlog

from chassis import metrics
from chassis.errors import Transient
from chassis.faults import fault_point
from contracts.envelope import Event
from contracts.topics import MAX_MESSAGE_BYTES
from contracts.wire import Record
from services.ingest.adapters.vault import PostgresVault
from services.ingest.domain.fills import Fills, fills_of
from services.ingest.domain.reading import AccountRead, Ignored, Quarantined, Reading, TenderRead
from services.ingest.domain.reading import read as read_bytes
from services.ingest.domain.source import SourceInfo
from services.ingest.handlers import account_event, place, record_of, tender_event
from services.ingest.ports import Kept, MatterIndex, Publisher, Settled

log = structlog.get_logger()

# One acknowledgement deadline per so many records: a long CloudTrail file is no single request.
CHUNK = 200
# The broker counts key, headers and framing too.
OVERHEAD_BYTES = 4096
SWEEP_LIMIT = 100


class Intake:
    """Accepts bytes for the webhook, the folder, the command line and the sweep alike."""

    def __init__(self, vault: PostgresVault, matters: MatterIndex, publisher: Publisher) -> None:
        self.vault = vault
        self._matters = matters
        self._publisher = publisher

    async def accept(self, raw: bytes, source: SourceInfo, *, again: bool = False) -> list[Settled]:
        """Keep the bytes and publish what they hold; return one outcome per record.

        Bytes that came before give `duplicate`, unless they come from a better source now, or
        `again` asks for the same events under the same ids. Raises Transient when the vault or the
        broker is away; once the vault has the bytes, the sweep publishes them later.
        """
        digest = hashlib.sha256(raw).hexdigest()
        kept = await self.vault.keep(raw, digest, source)
        if kept.settled and not again:
            return _counted([_repeat(o, kept) for o in await self.vault.outcomes(digest)])
        fault_point("after_vault")
        return await self._process(raw, kept, again=again)

    async def sweep(self, older_than: float) -> int:
        """Publish what the vault keeps and nobody settled; return how many files.

        What a bug of ours keeps from being published is quarantined: it must not stop the others.
        """
        found = await self.vault.leftovers(older_than, SWEEP_LIMIT)
        for sha256 in found:
            try:
                await self.retry(sha256)
            except Transient:
                raise
            except Exception as exc:
                log.exception("could not be taken in", sha256=sha256)
                await self.vault.settle(sha256, [_failed(exc)])
        return len(found)

    async def retry(self, sha256: str) -> list[Settled]:
        """Read a quarantined file again; `sha256` may be the start of the hash."""
        raw, kept = await self.vault.find(sha256)
        return await self._process(raw, kept, again=False)

    async def _process(self, raw: bytes, kept: Kept, *, again: bool) -> list[Settled]:
        outcomes: list[Settled] = []
        events: list[tuple[int, Event[Any]]] = []
        readings = await asyncio.to_thread(_read, raw, kept.source)
        for reading in readings:
            if isinstance(reading, Ignored | Quarantined):
                outcomes.append(_refused(reading))
                continue
            events.append((reading.record, await self._event(reading, kept.source)))
        outcomes += await self._publish(events, again=again)
        outcomes.sort(key=lambda o: o.record)
        fills = fills_of(readings)
        await self.vault.settle(kept.sha256, outcomes, fills)
        _count_facts(kept.source.name, fills)
        return _counted(outcomes)

    async def _event(self, reading: TenderRead | AccountRead, source: SourceInfo) -> Event[Any]:
        if isinstance(reading, AccountRead):
            return account_event(reading, source)
        tender = await place(reading, self._matters, source.lifted_from)
        return tender_event(tender, source)

    async def _publish(
        self, events: Sequence[tuple[int, Event[Any]]], *, again: bool
    ) -> list[Settled]:
        ids = [event.attributes.id for _, event in events]
        known = frozenset() if again or not ids else await self.vault.published(ids)
        seen = set(known)
        outcomes, records = [], []
        for number, event in events:
            event_id = event.attributes.id
            record = record_of(event)
            if event_id in seen:
                outcomes.append(Settled(number, "duplicate", "same_event", event=event_id))
            elif not _fits(record):
                outcomes.append(_oversize(number))
            else:
                seen.add(event_id)
                records.append(record)
                outcomes.append(Settled(number, "published", event=event_id))
        for start in range(0, len(records), CHUNK):
            await self._publisher.publish(records[start : start + CHUNK])
        return outcomes


def _read(raw: bytes, source: SourceInfo) -> tuple[Reading, ...]:
    try:
        return read_bytes(raw, source)
    except Exception as exc:
        # A bug of the reader must not stop the others' notices; the bytes stay, for a retry.
        log.exception("reader failed", file=source.file)
        failed = _failed(exc)
        return (Quarantined(failed.record, failed.reason, failed.message),)


def _failed(exc: Exception) -> Settled:
    # The class only: the message of an exception may quote the notice.
    message = f"a bug of ours ({type(exc).__name__}): report it, then `quarantine retry`"
    return Settled(1, "quarantined", "reader_failed", message)


def _refused(reading: Ignored | Quarantined) -> Settled:
    if isinstance(reading, Ignored):
        return Settled(reading.record, "ignored", reading.reason)
    return Settled(reading.record, "quarantined", reading.reason, reading.message)


def _repeat(earlier: Settled, kept: Kept) -> Settled:
    """The outcome of bytes that came before: only what was published is a duplicate."""
    if earlier.status != "published":
        return earlier
    first = kept.source
    message = f"same bytes as {first.file or first.name} of {first.received_at:%Y-%m-%d %H:%M} UTC"
    return Settled(earlier.record, "duplicate", "same_bytes", message, earlier.event)


def _fits(record: Record) -> bool:
    return len(record.value) + OVERHEAD_BYTES <= MAX_MESSAGE_BYTES


def _oversize(number: int) -> Settled:
    limit = f"{MAX_MESSAGE_BYTES:,}"
    message = f"the event would be larger than {limit} bytes: send the records in smaller files"
    return Settled(number, "quarantined", "too_large", message)


def _counted(outcomes: list[Settled]) -> list[Settled]:
    for outcome in outcomes:
        metrics.INGESTED.labels(outcome.status).inc()
    return outcomes


def _count_facts(source: str, fills: Fills) -> None:
    for fact, rate in fills.items():
        metrics.FACT_FILL.labels(source, fact, "yes").inc(rate.filled)
        metrics.FACT_FILL.labels(source, fact, "no").inc(rate.due - rate.filled)
