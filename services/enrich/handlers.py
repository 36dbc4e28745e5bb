"""Turn received notices and account events into enriched ones, on one state of the lists."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta, timezone
from typing import Any

from chassis.clock import Clock
from chassis.messages import Outgoing, Received
from contracts.accounts import AccountEnriched, AccountReceived
from contracts.envelope import Event
from contracts.ids import derived_id
from contracts.tenders import TenderEnriched, TenderReceived
from contracts.topics import ACCOUNTS_ENRICHED, TENDERS_ENRICHED, Topic
from contracts.wire import caused, encode
from services.enrich.ports import EnricherSource

SOURCE = "/exportwatch/enrich"
# Chinese notices carry no time zone: theirs is UTC+8, and days are counted in it.
_CHINA = timezone(timedelta(hours=8))


class EnrichTenders:
    """Handler of tenders.received.v1."""

    def __init__(self, source: EnricherSource, clock: Clock) -> None:
        self._source = source
        self._clock = clock

    async def __call__(self, batch: Sequence[Received[TenderReceived]], /) -> Sequence[Outgoing]:
        """Return one enriched notice for each received one, in order."""
        enricher = await self._source.current()
        outgoing = []
        for received in batch:
            enriched = enricher.tender(received.data, tender_date(received.data))
            outgoing.append(_outgoing(received, TENDERS_ENRICHED, enriched, self._clock))
            await asyncio.sleep(0)  # a long batch must not keep the loop from its heartbeats
        return outgoing


class EnrichAccounts:
    """Handler of accounts.received.v1."""

    def __init__(self, source: EnricherSource, clock: Clock) -> None:
        self._source = source
        self._clock = clock

    async def __call__(self, batch: Sequence[Received[AccountReceived]], /) -> Sequence[Outgoing]:
        """Return one enriched event for each received one, in order."""
        enricher = await self._source.current()
        outgoing = []
        for received in batch:
            enriched = enricher.account(received.data, account_date(received.data))
            outgoing.append(_outgoing(received, ACCOUNTS_ENRICHED, enriched, self._clock))
            await asyncio.sleep(0)
        return outgoing


def tender_date(received: TenderReceived) -> date:
    """Return the date as of which the law is taken: the notice's own, else of its receipt."""
    if received.published:
        return received.published.value
    return received.source.received_at.astimezone(_CHINA).date()


def account_date(received: AccountReceived) -> date:
    """Return the date as of which the law is taken: of the event, counted in UTC+8."""
    return received.occurred.astimezone(_CHINA).date()


def _outgoing(
    received: Received[Any], topic: Topic, data: TenderEnriched | AccountEnriched, clock: Clock
) -> Outgoing:
    cause = received.attributes
    snapshot = data.snapshot.id if data.snapshot else ""
    id_ = derived_id(cause.id, "enriched", snapshot, data.catalogue_version)
    attributes = caused(cause, topic, id=id_, source=SOURCE, time=clock())
    key = str(received.data.matter)
    return Outgoing(encode(topic, key, Event(attributes=attributes, data=data)), cause=received)
