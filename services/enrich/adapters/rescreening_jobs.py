"""Re-screenings in PostgreSQL: opened when a list became active, worked on by one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from chassis.postgres import Connection, Pool, transaction
from contracts.ids import root_id
from contracts.parties import Snapshot
from services.enrich.adapters import snapshot_store
from services.enrich.domain.list_state import state_of
from services.enrich.domain.rescreening import Occasion

STEP_SECONDS = 60.0
# Longer than any step; a worker that was killed holds the others up for no longer than this.
LEASE_SECONDS = 20

# Alone: what was remembered before is visible to the scan, what comes later knows that it is late.
ALONE: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended('enrich.seen', 0))"
# The table is the truth and the event on the bus only a bell: it may be lost, or compacted away.
UNMET: LiteralString = """
    SELECT s.list_set, a.snapshot, s.list_date, s.checked_at,
           CASE WHEN r.snapshot IS NULL THEN a.previous ELSE r.snapshot END,
           EXISTS (SELECT FROM enrich.rescreening e
                   WHERE e.list_set = s.list_set AND e.snapshot = a.snapshot)
    FROM enrich.active a JOIN enrich.snapshot s ON s.id = a.snapshot
    LEFT JOIN LATERAL (
        SELECT snapshot, checked_at FROM enrich.rescreening
        WHERE list_set = s.list_set ORDER BY seq DESC LIMIT 1
    ) r ON true
    WHERE r.snapshot IS DISTINCT FROM a.snapshot
       OR (r.checked_at < s.checked_at
           AND EXISTS (SELECT FROM enrich.received_event WHERE screened <> 'complete'))
    ORDER BY s.list_set
"""
# A set that was taken out of use again leaves the state of lists that was there before it.
STATE_BEFORE: LiteralString = "SELECT EXISTS (SELECT FROM enrich.rescreening WHERE lists = %s)"
OPEN: LiteralString = """
    INSERT INTO enrich.rescreening
        (id, list_set, snapshot, list_date, checked_at, previous, again, lists)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
# What was enriched on old lists after the switch belongs to the newest re-screening.
REOPEN: LiteralString = """
    UPDATE enrich.rescreening SET state = 'publishing'
    WHERE seq = (SELECT max(seq) FROM enrich.rescreening) AND state = 'done'
      AND EXISTS (SELECT FROM enrich.received_event WHERE late)
"""
CLAIM: LiteralString = """
    UPDATE enrich.rescreening
    SET worker = %(worker)s, lease_until = now() + make_interval(secs => %(lease)s)
    WHERE seq = (SELECT min(seq) FROM enrich.rescreening WHERE state <> 'done')
      AND state <> 'done' AND (worker = %(worker)s OR lease_until < now())
    RETURNING id, list_set, snapshot, previous, list_date, again, state, scanned_to
"""
PROGRESS: LiteralString = """
    SELECT r.list_set, r.snapshot, r.previous, r.state, r.names, r.opened_at, r.finished_at,
           count(a.event), count(a.event) FILTER (WHERE a.done), count(DISTINCT e.matter)
    FROM enrich.rescreening r
    LEFT JOIN enrich.affected a ON a.rescreening = r.id
    LEFT JOIN enrich.received_event e ON e.id = a.event
    GROUP BY r.id ORDER BY r.seq DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A re-screening in hand: how far it is, and the state of all lists now."""

    occasion: Occasion
    state: str
    scanned_to: Any
    lists: Snapshot


@dataclass(frozen=True, slots=True)
class Progress:
    """One re-screening for `exportwatch lists rescreening`."""

    list_set: str
    snapshot: str
    previous: str | None
    state: str
    names: int
    opened_at: datetime
    finished_at: datetime | None
    events: int
    enriched: int
    matters: int


async def open_unmet(pool: Pool) -> int:
    """Open a re-screening for each list set whose active snapshot has none; return how many."""
    async with transaction(pool, STEP_SECONDS) as conn:
        if not await _unmet(conn):
            await conn.execute(REOPEN)
            return 0
    async with transaction(pool, STEP_SECONDS) as conn:
        await conn.execute(ALONE)
        lists = await _lists(conn)
        unmet = await _unmet(conn) if lists else []
        back = await _were_active(conn, lists.id) if lists else False
        for *row, again in unmet:
            await conn.execute(OPEN, (*_opened(*row, again or back), lists and lists.id))
    return len(unmet)


async def claim(pool: Pool, worker: str) -> Job | None:
    """Take the oldest re-screening that is not done, unless another worker has it."""
    arguments = {"worker": worker, "lease": LEASE_SECONDS}
    async with transaction(pool, STEP_SECONDS) as conn:
        row = await (await conn.execute(CLAIM, arguments)).fetchone()
        lists = await _lists(conn) if row else None
    if row is None or lists is None:
        return None
    id_, list_set, snapshot, previous, list_date, again, *rest = row
    state, scanned_to = rest
    occasion = Occasion(id_, list_set, snapshot, previous, list_date, again)
    return Job(occasion, state, scanned_to, lists)


async def progress(pool: Pool, newest: int = 10) -> list[Progress]:
    """Return the newest re-screenings, the newest first."""
    async with transaction(pool, STEP_SECONDS) as conn:
        rows = await (await conn.execute(PROGRESS, (newest,))).fetchall()
    return [Progress(*row) for row in rows]


async def _lists(conn: Connection) -> Snapshot | None:
    state = state_of([each.active for each in await snapshot_store.statuses(conn)])
    return state.snapshot if state else None


async def _unmet(conn: Connection) -> list[Sequence[Any]]:
    return list(await (await conn.execute(UNMET)).fetchall())


async def _were_active(conn: Connection, lists: str) -> bool:
    row = await (await conn.execute(STATE_BEFORE, (lists,))).fetchone()
    return bool(row and row[0])


def _opened(
    list_set: str, snapshot: str, list_date: Any, checked_at: datetime, *rest: Any
) -> tuple[Any, ...]:
    previous, again = rest
    names = (list_set, previous or "", snapshot, checked_at.isoformat() if again else "")
    return (
        root_id("rescreening", *names),
        list_set,
        snapshot,
        list_date,
        checked_at,
        previous,
        again,
    )
