"""From a reading to the event that goes on the bus."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from contracts.accounts import AccountReceived
from contracts.envelope import Attributes, Event, Mode
from contracts.ids import derived_id, root_id
from contracts.tenders import TenderReceived
from contracts.topics import ACCOUNTS_RECEIVED, TENDERS_RECEIVED, Topic
from contracts.wire import Record, encode
from services.ingest.domain.matters import identities
from services.ingest.domain.parser import PARSER
from services.ingest.domain.reading import AccountRead, TenderRead
from services.ingest.domain.source import SourceInfo
from services.ingest.ports import MatterIndex

SOURCE = "/exportwatch/ingest"
# Older notices are history: they are assessed, but page nobody (policy 3).
BACKFILL_DAYS = 90


async def place(
    reading: TenderRead, index: MatterIndex, lifted_from: str | None = None
) -> TenderReceived:
    """Find the matter of a notice, or name a new one after it; uncertain without a buyer.

    `lifted_from` is the source that brought the notice first: it stays in its matter.
    """
    draft = reading.draft
    named = identities(
        draft.buyer.name if draft.buyer else None,
        draft.project_number.value if draft.project_number else None,
        [fact.value for fact in (draft.project_name, draft.title) if fact and not fact.uncertain],
    )
    found = (*named, *reading.identities)
    source = draft.source
    alone = root_id("matter", lifted_from or source.name, source.sha256, str(source.record))
    matter = await index.claim(found) if found else alone
    return draft.model_copy(
        update={"matter": matter, "matter_identities": found, "matter_uncertain": not found}
    )


def tender_event(tender: TenderReceived, info: SourceInfo) -> Event[TenderReceived]:
    """Return the event of a notice; the same bytes read by the same parser give the same id."""
    cause = root_id("notice", tender.source.sha256, str(tender.source.record))
    published = tender.published.value if tender.published else None
    mode = mode_of(info, published)
    return _event(_received(cause, info), TENDERS_RECEIVED, tender, mode, info)


def account_event(reading: AccountRead, info: SourceInfo) -> Event[AccountReceived]:
    """Return the event of an account event; the same native event gives the same id.

    An operation that was told before and then fails is told again: its records may come in
    different files, and only the last one knows how it ended.
    """
    data = reading.data
    ending = ("failed",) if data.attempted_only else ()
    event = _received(data.event, info, *ending)
    return _event(event, ACCOUNTS_RECEIVED, data, info.mode, info)


def _received(cause: UUID, info: SourceInfo, *ending: str) -> UUID:
    # What comes again from a better source is another event: under the id of the first, everybody
    # downstream would take it for a repeat. So is what comes in shadow: an account event that a
    # source in testing brought may come again inside other bytes.
    worth: tuple[str, ...] = (Mode.SHADOW,) if info.mode == Mode.SHADOW else ()
    if info.lifted_from:
        worth = (info.provenance, info.mode)
    return derived_id(cause, "received", PARSER, *ending, *worth)


def mode_of(info: SourceInfo, published: date | None) -> Mode:
    """Return the mode: what the source says, but a notice of long ago is backfill."""
    old = published and info.received_at.date() - published > timedelta(days=BACKFILL_DAYS)
    return Mode.BACKFILL if old and info.mode == Mode.LIVE else info.mode


def record_of(event: Event[Any]) -> Record:
    """Return the record of an event, on its topic, keyed by its matter."""
    topic = TENDERS_RECEIVED if isinstance(event.data, TenderReceived) else ACCOUNTS_RECEIVED
    return encode(topic, str(event.data.matter), event)


def _event(event: UUID, topic: Topic, data: Any, mode: Mode, info: SourceInfo) -> Event[Any]:
    attributes = Attributes(
        id=event,
        source=SOURCE,
        type=topic.type,
        time=info.received_at,
        subject=str(data.matter),
        mode=mode,
        correlation_id=event,
        # A trace that derives from the event: a repeat continues the same one.
        traceparent=f"00-{event.hex}-{event.hex[:16]}-01",
    )
    return Event(attributes=attributes, data=data)
