"""Turn received notices and account events into enriched ones, on one state of the lists."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from chassis.clock import Clock
from chassis.messages import Outgoing, Received
from contracts.accounts import AccountEnriched, AccountReceived
from contracts.envelope import Attributes, Event
from contracts.ids import derived_id
from contracts.lists import ListUpdated
from contracts.tenders import TenderEnriched, TenderReceived
from contracts.topics import ACCOUNTS_ENRICHED, TENDERS_ENRICHED
from contracts.wire import Record, caused, encode
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.seen import Noting, SeenEvent
from services.enrich.ports import EnricherSource, Memory, Rescreenings

SOURCE = "/exportwatch/enrich"
# Chinese notices carry no time zone: theirs is UTC+8, and days are counted in it.
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Enriching:
    """Handler of tenders.received.v1 and of accounts.received.v1: one event out for each."""

    source: EnricherSource
    memory: Memory
    clock: Clock

    async def __call__(
        self, batch: Sequence[Received[TenderReceived | AccountReceived]], /
    ) -> Sequence[Outgoing]:
        """Return the enriched events in order; they are remembered before they are published."""
        enricher = await self.source.current()
        outgoing, seen = [], []
        for received in batch:
            made = enriched(enricher, received.attributes, received.data)
            record = encoded(received.attributes, made.data, self.clock())
            outgoing.append(Outgoing(record, cause=received))
            seen.append(made.seen)
            await asyncio.sleep(0)  # a long batch must not keep the loop from its heartbeats
        await self.memory.remember(seen)
        return outgoing


@dataclass(frozen=True, slots=True)
class Rescreen:
    """Handler of lists.updated.v1: opens the re-screening; the work itself goes on beside it."""

    rescreenings: Rescreenings

    async def __call__(self, batch: Sequence[Received[ListUpdated]], /) -> Sequence[Outgoing]:
        """Open it; which lists are active says the database, however old the event is."""
        await self.rescreenings.open()
        return ()


@dataclass(frozen=True, slots=True)
class Made:
    """An enriched event, and what is to be remembered of it."""

    data: TenderEnriched | AccountEnriched
    seen: SeenEvent


def enriched(
    enricher: Enricher, attributes: Attributes, data: TenderReceived | AccountReceived
) -> Made:
    """Enrich an event as received; the same on the same lists, whenever it is done."""
    noting = Noting(enricher.screener)
    asking = replace(enricher, screener=noting)
    made: TenderEnriched | AccountEnriched
    if isinstance(data, TenderReceived):
        made = asking.tender(data, tender_date(data))
    else:
        made = asking.account(data, account_date(data))
    return Made(made, SeenEvent.of((attributes, data), made, tuple(noting.names.values())))


def tender_date(received: TenderReceived) -> date:
    """Return the date as of which the law is taken: the notice's own, else of its receipt."""
    if received.published:
        return received.published.value
    return received.source.received_at.astimezone(_CHINA).date()


def account_date(received: AccountReceived) -> date:
    """Return the date as of which the law is taken: of the event, counted in UTC+8."""
    return received.occurred.astimezone(_CHINA).date()


def encoded(
    cause: Attributes, data: TenderEnriched | AccountEnriched, now: datetime, *names: str
) -> Record:
    """Return the record of an enriched event; `names` is what else its id depends on."""
    topic = TENDERS_ENRICHED if isinstance(data, TenderEnriched) else ACCOUNTS_ENRICHED
    snapshot = data.snapshot.id if data.snapshot else ""
    id_ = derived_id(cause.id, "enriched", snapshot, data.catalogue_version, *names)
    attributes = caused(cause, topic, id=id_, source=SOURCE, time=now)
    return encode(topic, _key(data), Event[Any](attributes=attributes, data=data))


def _key(data: TenderEnriched | AccountEnriched) -> str:
    matter = data.tender.matter if isinstance(data, TenderEnriched) else data.account.matter
    return str(matter)
