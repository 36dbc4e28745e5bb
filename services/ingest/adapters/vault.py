"""The vault: raw bytes before anything else, then what became of each record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from chassis.errors import Invalid, Transient
from chassis.postgres import Connection, Pool, transaction
from contracts.envelope import Mode
from contracts.tenders import Provenance
from services.ingest.domain.fills import NONE, Fills
from services.ingest.domain.source import Registered, SourceInfo, known_as, lifted
from services.ingest.ports import Kept, QuarantineRow, Settled

KEEP: LiteralString = """
    INSERT INTO ingest.raw (sha256, bytes, source, provenance, mode, file, received_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (sha256) DO NOTHING
"""
RECEIPT: LiteralString = """
    INSERT INTO ingest.receipt (sha256, source, provenance, file, received_at)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
FIRST: LiteralString = """
    SELECT source, provenance, mode, file, received_at, lifted_from, settled_at IS NOT NULL
    FROM ingest.raw WHERE sha256 = %s
"""
# A source is seen when it says something new; its row is written at most every ten seconds.
KNOWN: LiteralString = """
    SELECT provenance, mode = 'live',
        (last_seen_at IS NULL OR last_seen_at < %(at)s::timestamptz - interval '10 seconds')
            AND NOT EXISTS (
                SELECT FROM ingest.receipt WHERE sha256 = %(sha256)s AND source = %(name)s
            )
    FROM ingest.source WHERE name = %(name)s
"""
SEEN: LiteralString = """
    UPDATE ingest.source SET last_seen_at = greatest(last_seen_at, %s) WHERE name = %s
"""
LIFT: LiteralString = """
    UPDATE ingest.raw SET source = %s, provenance = %s, mode = %s, file = %s, received_at = %s,
        lifted_from = %s, settled_at = NULL, kept_at = now()
    WHERE sha256 = %s
"""
PUBLISHED: LiteralString = """
    SELECT DISTINCT event FROM ingest.outcome WHERE status = 'published' AND event = ANY(%s)
"""
OUTCOME: LiteralString = """
    INSERT INTO ingest.outcome (sha256, record, status, reason, message, event)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (sha256, record) DO UPDATE
    SET status = excluded.status, reason = excluded.reason, message = excluded.message,
        event = excluded.event, settled_at = now()
    WHERE ingest.outcome.status <> 'published' OR excluded.status = 'published'
"""
# Before the row is settled: a record that is read again does not count again.
FILL: LiteralString = """
    INSERT INTO ingest.fill (source, hour, fact, slot, due, filled)
    SELECT r.source, date_trunc('hour', r.received_at, 'UTC'), f.fact, left(r.sha256, 1), f.due,
        f.filled
    FROM ingest.raw AS r, unnest(%s::text[], %s::int[], %s::int[]) AS f (fact, due, filled)
    WHERE r.sha256 = %s AND r.settled_at IS NULL AND r.mode <> 'backfill'
    ORDER BY f.fact
    ON CONFLICT (source, hour, fact, slot) DO UPDATE
    SET due = ingest.fill.due + excluded.due, filled = ingest.fill.filled + excluded.filled
"""
SETTLED: LiteralString = "UPDATE ingest.raw SET settled_at = now() WHERE sha256 = %s"
LEFTOVERS: LiteralString = """
    SELECT sha256 FROM ingest.raw
    WHERE settled_at IS NULL AND kept_at < now() - make_interval(secs => %s)
    ORDER BY kept_at LIMIT %s
"""
OUTCOMES: LiteralString = """
    SELECT record, status, reason, message, event FROM ingest.outcome
    WHERE sha256 = %s ORDER BY record
"""
QUARANTINED: LiteralString = """
    SELECT o.sha256, o.record, o.reason, o.message, r.source, r.file, r.received_at
    FROM ingest.outcome AS o JOIN ingest.raw AS r USING (sha256)
    WHERE o.status = 'quarantined' ORDER BY o.settled_at DESC, o.record LIMIT %s
"""
BYTES: LiteralString = """
    SELECT bytes, sha256, source, provenance, mode, file, received_at, lifted_from FROM ingest.raw
    WHERE sha256 LIKE %s || '%%' LIMIT 2
"""
LEFT: LiteralString = "SELECT count(*) FROM ingest.raw WHERE settled_at IS NULL"


class PostgresVault:
    """The Vault of ports.py in the schema `ingest`, and what operators ask of it."""

    def __init__(self, pool: Pool, deadline: float = 10.0) -> None:
        self._pool = pool
        self._deadline = deadline

    async def keep(self, raw: bytes, sha256: str, source: SourceInfo) -> Kept:
        """Store the bytes unless they are there; note the receipt, and that the source spoke.

        The source comes back as the register knows it. Bytes that came before from a lesser source
        are unsettled again, so that they are published once more for what they are worth now.
        """
        async with transaction(self._pool, self._deadline) as conn:
            source = await _registered(conn, sha256, source)
            first = (source.name, source.provenance.value)
            async with conn.pipeline():
                await conn.execute(KEEP, (sha256, raw, *_columns(source)))
                await conn.execute(RECEIPT, (sha256, *first, source.file, source.received_at))
                kept = await _first(conn, sha256)
            better = lifted(kept.source, source)
            if better is None:
                return kept
            await conn.execute(LIFT, (*_columns(better), better.lifted_from, sha256))
            return Kept(sha256, better, settled=False)

    async def published(self, events: Sequence[UUID]) -> frozenset[UUID]:
        """Return those of the events that the broker already acknowledged."""
        async with transaction(self._pool, self._deadline) as conn:
            rows = await (await conn.execute(PUBLISHED, (list(events),))).fetchall()
        return frozenset(event for (event,) in rows)

    async def settle(self, sha256: str, outcomes: Sequence[Settled], fills: Fills = NONE) -> None:
        """Write what became of each record, and how well it was filled; published stays so."""
        rows = [(sha256, o.record, o.status, o.reason, o.message, o.event) for o in outcomes]
        rates = list(fills.values())
        counts = ([rate.due for rate in rates], [rate.filled for rate in rates])
        async with (
            transaction(self._pool, self._deadline) as conn,
            conn.pipeline(),
            conn.cursor() as cursor,
        ):
            await cursor.executemany(OUTCOME, rows)
            await conn.execute(FILL, (list(fills), *counts, sha256))
            await conn.execute(SETTLED, (sha256,))

    async def leftovers(self, older_than: float, limit: int) -> Sequence[str]:
        """Return the hashes of bytes kept longer than so many seconds, never settled, oldest first.

        Hashes only: a hundred large files would not fit into memory together.
        """
        async with transaction(self._pool, self._deadline) as conn:
            rows = await (await conn.execute(LEFTOVERS, (older_than, limit))).fetchall()
        return [sha256 for (sha256,) in rows]

    async def left(self) -> int:
        """Return how many rows wait to be settled."""
        async with transaction(self._pool, self._deadline) as conn:
            row = await (await conn.execute(LEFT)).fetchone()
        return int(row[0]) if row else 0

    async def outcomes(self, sha256: str) -> Sequence[Settled]:
        """Return what became of each record of the bytes."""
        async with transaction(self._pool, self._deadline) as conn:
            rows = await (await conn.execute(OUTCOMES, (sha256,))).fetchall()
        return [Settled(*row) for row in rows]

    async def quarantined(self, limit: int = 100) -> Sequence[QuarantineRow]:
        """Return the newest records that could not be read."""
        async with transaction(self._pool, self._deadline) as conn:
            rows = await (await conn.execute(QUARANTINED, (limit,))).fetchall()
        return [QuarantineRow(*row) for row in rows]

    async def find(self, sha256: str) -> tuple[bytes, Kept]:
        """Return bytes by hash or the start of one; raises Invalid if none or several match."""
        if not sha256 or set(sha256) - set("0123456789abcdef"):
            raise Invalid(
                "give the hash, or its first characters, from `exportwatch quarantine list`"
            )
        async with transaction(self._pool, self._deadline) as conn:
            rows = await (await conn.execute(BYTES, (sha256,))).fetchall()
        if len(rows) != 1:
            raise Invalid(
                f"{len(rows) or 'no'} files in the vault have a hash that starts {sha256}"
            )
        return _kept(rows[0])


async def _registered(conn: Connection, sha256: str, source: SourceInfo) -> SourceInfo:
    asked = {"name": source.name, "sha256": sha256, "at": source.received_at}
    row = await (await conn.execute(KNOWN, asked)).fetchone()
    if row is None:
        return known_as(source, None)
    provenance, live, news = row
    if news and source.mode != Mode.BACKFILL:
        await conn.execute(SEEN, (source.received_at, source.name))
    return known_as(source, Registered(Provenance(provenance) if provenance else None, live))


async def _first(conn: Connection, sha256: str) -> Kept:
    row = await (await conn.execute(FIRST, (sha256,))).fetchone()
    if row is None:
        raise Transient("the vault lost a row it just wrote: is the database a replica?")
    *source, settled = row
    return Kept(sha256, _source(*source), settled)


def _kept(row: tuple[Any, ...]) -> tuple[bytes, Kept]:
    raw, sha256, *source = row
    return bytes(raw), Kept(sha256, _source(*source), settled=False)


def _source(  # noqa: PLR0913, PLR0917  the columns of a row
    name: str,
    provenance: str,
    mode: str,
    file: str | None,
    received_at: datetime,
    lifted_from: str | None,
) -> SourceInfo:
    return SourceInfo(received_at, name, Provenance(provenance), file, Mode(mode), lifted_from)


def _columns(source: SourceInfo) -> tuple[Any, ...]:
    mode, provenance = source.mode.value, source.provenance.value
    return source.name, provenance, mode, source.file, source.received_at
