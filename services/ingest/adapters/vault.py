"""The vault: raw bytes before anything else, then what became of each record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from chassis.errors import Invalid, Transient
from chassis.postgres import Connection, Pool, transaction
from contracts.envelope import Mode
from contracts.tenders import Provenance
from services.ingest.domain.source import SourceInfo
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
    SELECT source, provenance, mode, file, received_at, settled_at IS NOT NULL
    FROM ingest.raw WHERE sha256 = %s
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
    WHERE ingest.outcome.status <> 'published'
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
    SELECT bytes, sha256, source, provenance, mode, file, received_at FROM ingest.raw
    WHERE sha256 LIKE %s || '%%' LIMIT 2
"""
LEFT: LiteralString = "SELECT count(*) FROM ingest.raw WHERE settled_at IS NULL"


class PostgresVault:
    """The Vault of ports.py in the schema `ingest`, and what operators ask of it."""

    def __init__(self, pool: Pool, deadline: float = 10.0) -> None:
        self._pool = pool
        self._deadline = deadline

    async def keep(self, raw: bytes, sha256: str, source: SourceInfo) -> Kept:
        """Store the bytes unless they are there; note the receipt."""
        first = (source.name, source.provenance.value)
        async with transaction(self._pool, self._deadline) as conn:
            row = (sha256, raw, *first, source.mode.value, source.file, source.received_at)
            await conn.execute(KEEP, row)
            await conn.execute(RECEIPT, (sha256, *first, source.file, source.received_at))
            return await _first(conn, sha256)

    async def published(self, events: Sequence[UUID]) -> frozenset[UUID]:
        """Return those of the events that the broker already acknowledged."""
        async with transaction(self._pool, self._deadline) as conn:
            rows = await (await conn.execute(PUBLISHED, (list(events),))).fetchall()
        return frozenset(event for (event,) in rows)

    async def settle(self, sha256: str, outcomes: Sequence[Settled]) -> None:
        """Write what became of each record; a published one stays published."""
        async with transaction(self._pool, self._deadline) as conn, conn.cursor() as cursor:
            await cursor.executemany(
                OUTCOME,
                [(sha256, o.record, o.status, o.reason, o.message, o.event) for o in outcomes],
            )
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


async def _first(conn: Connection, sha256: str) -> Kept:
    row = await (await conn.execute(FIRST, (sha256,))).fetchone()
    if row is None:
        raise Transient("the vault lost a row it just wrote: is the database a replica?")
    *source, settled = row
    return Kept(sha256, _source(*source), settled)


def _kept(row: tuple[Any, ...]) -> tuple[bytes, Kept]:
    raw, sha256, *source = row
    return bytes(raw), Kept(sha256, _source(*source), settled=False)


def _source(
    name: str, provenance: str, mode: str, file: str | None, received_at: datetime
) -> SourceInfo:
    return SourceInfo(received_at, name, Provenance(provenance), file, Mode(mode))
