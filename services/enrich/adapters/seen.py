"""Remember in PostgreSQL what was seen: events, names and matches, one round trip for a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from chassis.postgres import Connection, Pool, transaction
from services.enrich.domain.seen import SeenEvent

WRITE_SECONDS = 20.0

# Whoever opens a re-screening holds this lock alone: it then sees all that was written before, and
# all that is written afterwards sees that other lists are active (docs/adr/0007).
SHARE: LiteralString = "SELECT pg_advisory_xact_lock_shared(hashtextextended('enrich.seen', 0))"
ADD_EVENTS: LiteralString = """
    INSERT INTO enrich.received_event AS e
        (id, kind, matter, attributes, payload, snapshot, screened, late)
    SELECT id, kind, matter, attributes, payload, snapshot, screened,
           coalesce((SELECT r.lists <> w.snapshot FROM enrich.rescreening r
                     ORDER BY r.seq DESC LIMIT 1), false)
    FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS w (id, kind, matter, attributes, payload, snapshot, screened)
    ON CONFLICT (id) DO UPDATE SET snapshot = excluded.snapshot, screened = excluded.screened,
        late = excluded.late
"""
ADD_NAMES: LiteralString = """
    INSERT INTO enrich.seen_name (id, printed, country)
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING
"""
ADD_SIGHTINGS: LiteralString = """
    INSERT INTO enrich.sighting (name, event)
    SELECT * FROM unnest(%s::uuid[], %s::uuid[]) ON CONFLICT DO NOTHING
"""
FORGET_MATCHES: LiteralString = "DELETE FROM enrich.event_match WHERE event = ANY(%s)"
ADD_MATCHES: LiteralString = """
    INSERT INTO enrich.event_match (list, entry_id, event)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::uuid[]) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class PostgresMemory:
    """The memory of enrich; what is written again changes nothing."""

    pool: Pool

    async def remember(self, events: Sequence[SeenEvent]) -> None:
        """Store a batch before it is published; raises Transient if the database is away."""
        kept = {event.attributes.id: event for event in events if event.matters}
        if not kept:
            return
        # In one order everywhere: two replicas that meet the same names must not deadlock.
        ordered = [kept[id_] for id_ in sorted(kept)]
        async with transaction(self.pool, WRITE_SECONDS) as conn, conn.pipeline():
            await conn.execute(SHARE)
            await write(conn, ordered)


async def write(conn: Connection, events: Sequence[SeenEvent]) -> None:
    """Write events, sorted by id, inside a transaction."""
    await conn.execute(ADD_EVENTS, _columns(map(_event_row, events), 7))
    names = {name.id: name for event in events for name in event.names}
    rows = [(id_, names[id_].printed, names[id_].country) for id_ in sorted(names)]
    await conn.execute(ADD_NAMES, _columns(rows, 3))
    sightings = sorted((name.id, event.attributes.id) for event in events for name in event.names)
    await conn.execute(ADD_SIGHTINGS, _columns(sightings, 2))
    await conn.execute(FORGET_MATCHES, ([event.attributes.id for event in events],))
    matches = sorted((*entry, event.attributes.id) for event in events for entry in event.entries)
    await conn.execute(ADD_MATCHES, _columns(matches, 3))


def _event_row(event: SeenEvent) -> tuple[Any, ...]:
    attributes = event.attributes
    return (
        attributes.id,
        event.kind,
        event.data.matter,
        attributes.model_dump_json(exclude_none=True),
        event.data.model_dump_json(exclude_none=True),
        event.snapshot,
        event.screened,
    )


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    """Return rows as columns, for unnest."""
    listed = list(rows)
    return [[row[column] for row in listed] for column in range(width)]
