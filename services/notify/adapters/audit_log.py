"""Appends alert events to the hash chain, and verifies it."""

from collections.abc import Sequence
from typing import LiteralString

from chassis.postgres import Connection
from services.notify.domain.audit import GENESIS, AlertEvent, chained

# One writer at a time, to the end of its transaction: one order. Always the last lock taken.
LOCK: LiteralString = (
    "SELECT pg_advisory_xact_lock(hashtextextended('exportwatch.notify.audit', 0))"
)
HEAD: LiteralString = "SELECT id, hash FROM notify.audit_batch ORDER BY id DESC LIMIT 1"
APPEND_BATCH: LiteralString = "INSERT INTO notify.audit_batch (id, hash) VALUES (%s, %s)"
APPEND_EVENT: LiteralString = """
    INSERT INTO notify.alert_event (batch, position, alert, type, body)
    VALUES (%s, %s, %s, %s, %s)
"""
BATCHES: LiteralString = """
    SELECT b.id, b.hash, coalesce(array_agg(e.body ORDER BY e.position) FILTER (
        WHERE e.body IS NOT NULL), '{}')
    FROM notify.audit_batch b LEFT JOIN notify.alert_event e ON e.batch = b.id
    GROUP BY b.id, b.hash ORDER BY b.id
"""


async def append(conn: Connection, events: Sequence[AlertEvent]) -> None:
    """Append a batch; call it last in its transaction, which holds up other writers."""
    if not events:
        return
    await conn.execute(LOCK)
    head = await (await conn.execute(HEAD)).fetchone()
    last, previous = head or (0, GENESIS)
    bodies = [event.body() for event in events]
    await conn.execute(APPEND_BATCH, (last + 1, chained(previous, bodies)))
    rows = [
        (last + 1, position, event.alert, event.type, body)
        for position, (event, body) in enumerate(zip(events, bodies, strict=True))
    ]
    async with conn.cursor() as cursor:
        await cursor.executemany(APPEND_EVENT, rows)


async def broken_batches(conn: Connection) -> list[int]:
    """Return the ids of batches whose hash or number does not follow from what stands before."""
    broken, previous, expected = [], GENESIS, 1
    for number, hash_, bodies in await (await conn.execute(BATCHES)).fetchall():
        if number != expected or hash_ != chained(previous, bodies):
            broken.append(int(number))
        previous, expected = hash_, number + 1
    return broken
