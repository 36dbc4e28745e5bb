"""The events that changed entries touch: found through names and matches, never by reading all."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

from chassis.postgres import Connection, Pool, transaction
from contracts.accounts import AccountReceived
from contracts.envelope import Attributes
from contracts.lists import ChangedEntry
from contracts.parties import Screened
from contracts.tenders import TenderReceived
from services.enrich.adapters.rescreening_jobs import STEP_SECONDS, Job
from services.enrich.adapters.seen import SHARE, write
from services.enrich.domain.rescreening import (
    EntryChange,
    Touched,
    changes_between,
    still_listed,
)
from services.enrich.domain.seen import SeenEvent, SeenName
from services.enrich.domain.snapshots import restored

EVENTS_AT_ONCE = 50

ONLY_IN: LiteralString = """
    SELECT p.data::text FROM (
        SELECT digest FROM enrich.membership WHERE snapshot = %s
        EXCEPT SELECT digest FROM enrich.membership WHERE snapshot = %s
    ) d JOIN enrich.party p USING (digest)
"""
# What one publication drops, another that is in use may hold: a bridge, for one, is overtaken.
LISTED: LiteralString = """
    SELECT DISTINCT p.list, p.data ->> 'name' FROM enrich.active a
    JOIN enrich.membership m ON m.snapshot = a.snapshot JOIN enrich.party p USING (digest)
    WHERE p.list = ANY(%s)
"""
OLDER: LiteralString = """
    SELECT EXISTS (SELECT FROM enrich.received_event WHERE snapshot <> %s)
"""
NAMES: LiteralString = """
    SELECT id, printed, country FROM enrich.seen_name
    WHERE %(after)s::uuid IS NULL OR id > %(after)s ORDER BY id LIMIT %(limit)s
"""
# A matter is assessed as a whole: all its events come along.
OF_NAMES: LiteralString = """
    INSERT INTO enrich.affected AS a (rescreening, event, changes)
    SELECT %s, m.id, jsonb_agg(DISTINCT h.change)
    FROM unnest(%s::uuid[], %s::jsonb[]) AS h (name, change)
    JOIN enrich.sighting s ON s.name = h.name
    JOIN enrich.received_event e ON e.id = s.event
    JOIN enrich.received_event m ON m.matter = e.matter
    GROUP BY m.id ORDER BY m.id
    ON CONFLICT (rescreening, event) DO UPDATE SET changes = a.changes || excluded.changes
"""
OF_ENTRIES: LiteralString = """
    INSERT INTO enrich.affected AS a (rescreening, event, changes)
    SELECT %s, m.id, jsonb_agg(DISTINCT h.change)
    FROM unnest(%s::text[], %s::text[], %s::jsonb[]) AS h (list, entry_id, change)
    JOIN enrich.event_match s ON s.list = h.list AND s.entry_id = h.entry_id
    JOIN enrich.received_event e ON e.id = s.event
    JOIN enrich.received_event m ON m.matter = e.matter
    GROUP BY m.id ORDER BY m.id
    ON CONFLICT (rescreening, event) DO UPDATE SET changes = a.changes || excluded.changes
"""
UNSCREENED: LiteralString = """
    INSERT INTO enrich.affected (rescreening, event, changes)
    SELECT %s, id, '[]' FROM enrich.received_event WHERE screened <> 'complete' ORDER BY id
    ON CONFLICT DO NOTHING
"""
LATE: LiteralString = """
    WITH late AS (UPDATE enrich.received_event SET late = false WHERE late RETURNING id)
    INSERT INTO enrich.affected AS a (rescreening, event, changes) SELECT %s, id, '[]' FROM late
    ON CONFLICT (rescreening, event) DO UPDATE SET done = false
"""
SCANNED: LiteralString = """
    UPDATE enrich.rescreening SET state = 'scanning', scanned_to = %s, names = names + %s
    WHERE id = %s
"""
STATE: LiteralString = """
    UPDATE enrich.rescreening
    SET state = %(state)s, finished_at = CASE WHEN %(state)s = 'done' THEN now() END,
        lease_until = CASE WHEN %(state)s = 'done' THEN '-infinity' ELSE lease_until END
    WHERE id = %(id)s
"""
# What entries led to comes before what is only caught up on, and accounts first: those may run.
TAKE: LiteralString = """
    SELECT e.kind, e.attributes, e.payload, e.snapshot, e.screened, a.changes
    FROM enrich.affected a JOIN enrich.received_event e ON e.id = a.event
    WHERE a.rescreening = %s AND NOT a.done
    ORDER BY jsonb_array_length(a.changes) = 0, e.kind, e.matter, e.id LIMIT %s
"""
DONE: LiteralString = """
    UPDATE enrich.affected SET done = true WHERE rescreening = %s AND event = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Affected:
    """An event to be enriched anew, how it was enriched last, and the entries that led to it."""

    attributes: Attributes
    data: TenderReceived | AccountReceived
    snapshot: str
    screened: Screened
    entries: tuple[ChangedEntry, ...]


async def changes_of(pool: Pool, before: str | None, after: str) -> list[EntryChange]:
    """Return the entries that differ between two snapshots in what they say."""
    async with transaction(pool, STEP_SECONDS) as conn:
        gone = await _only_in(conn, before, after) if before else []
        come = await _only_in(conn, after, before)
        codes = sorted({str(json.loads(text)["list"]) for text in gone})
        listed = await (await conn.execute(LISTED, (codes,))).fetchall() if codes else []
    # A list that was stamped anew is all rows: too many for the loop's own thread.
    return await asyncio.to_thread(_changes, gone, come, listed)


async def anything_older(pool: Pool, lists: str) -> bool:
    """Whether any event was enriched on other lists; at the first start none was."""
    async with transaction(pool, STEP_SECONDS) as conn:
        row = await (await conn.execute(OLDER, (lists,))).fetchone()
    return bool(row and row[0])


async def start(pool: Pool, job: Job, changes: Sequence[EntryChange]) -> None:
    """Take in what held a changed or removed entry, and what was never screened completely."""
    held = [(each.old, _dumped(each.entry)) for each in changes if each.old]
    columns = [[o.list for o, _ in held], [o.id for o, _ in held], [entry for _, entry in held]]
    async with transaction(pool, STEP_SECONDS) as conn:
        await conn.execute(OF_ENTRIES, (job.occasion.id, *columns))
        await conn.execute(UNSCREENED, (job.occasion.id,))
        await conn.execute(SCANNED, (None, 0, job.occasion.id))


async def names_after(pool: Pool, after: UUID | None, limit: int) -> list[SeenName]:
    """Return the next names in the order of their ids."""
    async with transaction(pool, STEP_SECONDS) as conn:
        rows = await conn.execute(NAMES, {"after": after, "limit": limit})
        return [SeenName(*row) for row in await rows.fetchall()]


async def scanned(pool: Pool, job: Job, names: Sequence[SeenName], hits: Sequence[Touched]) -> None:
    """Take in the events of touched names and move on, both or neither."""
    pairs = [(hit.name, _dumped(entry)) for hit in hits for entry in hit.entries]
    async with transaction(pool, STEP_SECONDS) as conn:
        if pairs:
            columns = ([name for name, _ in pairs], [entry for _, entry in pairs])
            await conn.execute(OF_NAMES, (job.occasion.id, *columns))
        await conn.execute(SCANNED, (names[-1].id, len(names), job.occasion.id))


async def to_state(pool: Pool, job: Job, state: str) -> None:
    """Move a re-screening on."""
    async with transaction(pool, STEP_SECONDS) as conn:
        await conn.execute(STATE, {"state": state, "id": job.occasion.id})


async def take(pool: Pool, job: Job) -> list[Affected]:
    """Return the next events to enrich anew; late ones join in first."""
    async with transaction(pool, STEP_SECONDS) as conn:
        await conn.execute(LATE, (job.occasion.id,))
        rows = await conn.execute(TAKE, (job.occasion.id, EVENTS_AT_ONCE))
        return [_affected(*row) for row in await rows.fetchall()]


async def settle(
    pool: Pool, job: Job, taken: Sequence[Affected], seen: Sequence[SeenEvent]
) -> None:
    """Remember the events as enriched now, after they were published."""
    ordered = sorted(seen, key=lambda event: event.attributes.id)
    async with transaction(pool, STEP_SECONDS) as conn:
        await conn.execute(SHARE)
        if ordered:
            await write(conn, ordered)
        await conn.execute(DONE, (job.occasion.id, [each.attributes.id for each in taken]))


async def _only_in(conn: Connection, here: str | None, there: str | None) -> list[str]:
    rows = await conn.execute(ONLY_IN, (here, there))
    return [text for (text,) in await rows.fetchall()]


def _changes(
    gone: Sequence[str], come: Sequence[str], listed: Sequence[tuple[str, str]]
) -> list[EntryChange]:
    found = changes_between(map(restored, gone), map(restored, come))
    return still_listed(found, listed)


def _affected(kind: str, attributes: str, payload: str, *rest: Any) -> Affected:
    snapshot, screened, changes = rest
    model = TenderReceived if kind == "tender" else AccountReceived
    return Affected(
        attributes=Attributes.model_validate_json(attributes),
        data=model.model_validate_json(payload),
        snapshot=snapshot,
        screened=screened,
        entries=tuple(ChangedEntry.model_validate(each) for each in changes),
    )


def _dumped(entry: ChangedEntry) -> str:
    return json.dumps(entry.model_dump(), ensure_ascii=False)
