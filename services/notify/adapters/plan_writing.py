"""Writes planned deliveries, folds superseded edits away, and wakes the dispatchers."""

from collections.abc import Mapping, Sequence
from typing import LiteralString

from chassis.postgres import Connection
from services.notify.adapters.gathering import without_gathered
from services.notify.domain.deliveries import Destination, Kind, Planned

# PostgreSQL's channel that every dispatcher listens on; the payload is the kind of destination.
WAKE_CHANNEL = "exportwatch_notify_delivery"

# Existing rows are left alone: locking them would hold up the dispatchers' claims.
DESTINATION: LiteralString = """
    INSERT INTO notify.destination (id, kind, target, gap, edit_gap, burst, fallback)
    VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING
"""
REFRESH: LiteralString = """
    INSERT INTO notify.destination AS d (id, kind, target, gap, edit_gap, burst, fallback)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET gap = excluded.gap, edit_gap = excluded.edit_gap,
        burst = excluded.burst, fallback = excluded.fallback
"""
# The newest edit says it all; one that is on its way is left to arrive first.
COALESCE: LiteralString = """
    UPDATE notify.delivery SET state = 'coalesced', superseded_by = %s, finished_at = now()
    WHERE alert = %s AND destination = %s AND kind = 'edit' AND state = 'pending'
      AND seq < (SELECT seq FROM notify.delivery WHERE id = %s)
"""
INSERT: LiteralString = """
    INSERT INTO notify.delivery (
        id, idem_key, alert, destination, kind, reason, version, severity, content, run_at
    ) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, now() + make_interval(secs => %s))
    ON CONFLICT DO NOTHING
"""
WAKE: LiteralString = "SELECT pg_notify(%s, %s)"


async def insert_deliveries(
    conn: Connection, planned: Sequence[Planned], destinations: Mapping[str, Destination]
) -> None:
    """Store a plan; what was planned before is left as it is."""
    planned = await without_gathered(conn, planned)
    if not planned:
        return
    used = {each.destination for each in planned}
    places = [destination_row(destinations[d]) for d in sorted(used) if d in destinations]
    async with conn.cursor() as cursor:
        if places:
            await cursor.executemany(DESTINATION, places)
        await cursor.executemany(INSERT, [_row(each) for each in planned])
        if edits := [each for each in planned if each.kind is Kind.EDIT]:
            rows = [(e.id, e.alert, e.destination, e.id) for e in edits]
            await cursor.executemany(COALESCE, rows)
    for kind in sorted({destination.partition(":")[0] for destination in used}):
        await conn.execute(WAKE, (WAKE_CHANNEL, kind))


def destination_row(destination: Destination) -> tuple[object, ...]:
    """Return the values of DESTINATION and REFRESH."""
    d = destination
    return (d.id, d.kind, d.target, d.gap, d.edit_gap, d.burst, list(d.fallback))


def _row(planned: Planned) -> tuple[object, ...]:
    p = planned
    content = p.content.model_dump_json()
    return (
        p.id,
        p.idem_key,
        p.alert,
        p.destination,
        p.kind.value,
        p.reason,
        p.version,
        p.severity,
        content,
        p.hold or 0.0,
    )
