"""Snapshots of the lists in PostgreSQL: load, status, what is active."""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from chassis.clock import Clock, utc_now
from chassis.postgres import Connection, Pool, transaction
from contracts.lists import ListUpdated
from contracts.parties import Snapshot
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.snapshots import (
    LIST_SET,
    Change,
    Held,
    ListFile,
    difference,
    dumped,
    read_file,
    refuse_unfit,
    restored,
)

# Parsing is done before; this covers writing or reading 26,000 parties on a slow disk.
LOAD_SECONDS, LOOK_SECONDS = 120.0, 3.0
_CHUNK = 5000

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended('enrich.lists', 0))"
ACTIVE: LiteralString = """
    SELECT s.id, s.list_date, s.loaded_at, s.checked_at, s.parties, s.counts, s.file_name,
           a.previous, a.activated_at
    FROM enrich.active a JOIN enrich.snapshot s ON s.id = a.snapshot
"""
ADD_PARTIES: LiteralString = """
    INSERT INTO enrich.party (digest, list, entry_id, data)
    SELECT * FROM unnest(%s::bytea[], %s::text[], %s::text[], %s::jsonb[])
    ON CONFLICT DO NOTHING
"""
ADD_SNAPSHOT: LiteralString = """
    INSERT INTO enrich.snapshot
        (id, list_set, file_name, sha256, list_date, parties, counts, loaded_at, checked_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at
    RETURNING xmax = 0
"""
ADD_MEMBERS: LiteralString = """
    INSERT INTO enrich.membership (snapshot, position, digest)
    SELECT %s, * FROM unnest(%s::integer[], %s::bytea[])
"""
ACTIVATE: LiteralString = """
    INSERT INTO enrich.active (snapshot, previous, activated_at) VALUES (%s, %s, %s)
    ON CONFLICT (one) DO UPDATE SET snapshot = excluded.snapshot, previous = excluded.previous,
                                    activated_at = excluded.activated_at
"""
MEMBERS: LiteralString = """
    SELECT p.list, p.entry_id, p.digest
    FROM enrich.membership m JOIN enrich.party p USING (digest) WHERE m.snapshot = %s
"""
PARTIES: LiteralString = """
    SELECT p.data::text FROM enrich.membership m JOIN enrich.party p USING (digest)
    WHERE m.snapshot = %s ORDER BY m.position
"""
CHANGED: LiteralString = "SELECT digest, data::text FROM enrich.party WHERE digest = ANY(%s)"


@dataclass(frozen=True, slots=True)
class ListStatus:
    """The active snapshot and its place in time, for `exportwatch lists status`."""

    snapshot: Snapshot
    counts: dict[str, int]
    file_name: str
    previous: str | None
    activated_at: datetime

    @property
    def held(self) -> Held:
        """What a newcomer is judged by."""
        s = self.snapshot
        return Held(s.id, s.list_date, s.parties, self.counts)


@dataclass(frozen=True, slots=True)
class ListChange:
    """A changed entry as a person reads it: kind, and the entry (its old state if removed)."""

    kind: str
    party: ListedParty


async def load(
    pool: Pool, raw: bytes, name: str, *, clock: Clock = utc_now, force: bool = False
) -> ListUpdated:
    """Make the list file `raw` the active snapshot and return the event that says so.

    The same list again only counts as a check. Raises ListUnreadable, and changes nothing, if
    the file is empty, cut off, older than the active list or shrunk by half (unless `force`).
    """
    new = await asyncio.to_thread(read_file, raw, name)
    payloads = await asyncio.to_thread(lambda: [dumped(party) for party in new.parties])
    async with transaction(pool, LOAD_SECONDS) as conn:
        await conn.execute(LOCK)
        status_before = await _status(conn)
        held = status_before.held if status_before else None
        if not force:
            refuse_unfit(new, held)
        now = clock()
        if await _add_snapshot(conn, new, name, now):
            await _add_parties(conn, new, payloads)
        if held is None or held.id != new.id:
            await conn.execute(ACTIVATE, (new.id, held.id if held else None, now))
        changes = await _changes(conn, held.id if held else None, new.id)
    return _event(new, held, changes, now)


async def status(pool: Pool) -> ListStatus | None:
    """Return the active snapshot, None if no list was ever loaded."""
    async with transaction(pool, LOOK_SECONDS) as conn:
        return await _status(conn)


async def diff(pool: Pool, before: str | None = None, after: str | None = None) -> list[ListChange]:
    """Return the entries that differ between two snapshots; by default previous and active."""
    async with transaction(pool, LOAD_SECONDS) as conn:
        active = await _status(conn)
        older = before or (active.previous if active else None)
        newer = after or (active.snapshot.id if active else None)
        if newer is None:
            return []
        changes = await _changes(conn, older, newer)
        rows = await conn.execute(CHANGED, ([change.digest for change in changes],))
        parties = {bytes(digest): text for digest, text in await rows.fetchall()}
    return [ListChange(each.kind, restored(parties[each.digest])) for each in changes]


async def parties_of(pool: Pool, snapshot: str) -> list[ListedParty]:
    """Return every party of a snapshot, in the order of its file."""
    async with transaction(pool, LOAD_SECONDS) as conn:
        rows = await (await conn.execute(PARTIES, (snapshot,))).fetchall()
    return await asyncio.to_thread(lambda: [restored(text) for (text,) in rows])


async def _status(conn: Connection) -> ListStatus | None:
    row = await (await conn.execute(ACTIVE)).fetchone()
    if row is None:
        return None
    id_, list_date, loaded_at, checked_at, parties, counts, file_name, previous, activated = row
    snapshot = Snapshot(
        id=id_, list_date=list_date, loaded_at=loaded_at, checked_at=checked_at, parties=parties
    )
    return ListStatus(snapshot, counts, file_name, previous, activated)


async def _add_snapshot(conn: Connection, new: ListFile, name: str, now: datetime) -> bool:
    counts = json.dumps(new.counts)
    values = (new.id, LIST_SET, name, new.sha256, new.list_date, len(new.parties), counts, now, now)
    row = await (await conn.execute(ADD_SNAPSHOT, values)).fetchone()
    return bool(row and row[0])


async def _add_parties(conn: Connection, new: ListFile, payloads: list[str]) -> None:
    for first in range(0, len(new.parties), _CHUNK):
        part = slice(first, first + _CHUNK)
        parties, digests = new.parties[part], list(new.digests[part])
        codes = [party.list for party in parties]
        entries = [party.id for party in parties]
        await conn.execute(ADD_PARTIES, (digests, codes, entries, payloads[part]))
        positions = list(range(first, first + len(parties)))
        await conn.execute(ADD_MEMBERS, (new.id, positions, digests))


async def _changes(conn: Connection, before: str | None, after: str) -> list[Change]:
    if before == after:
        return []
    old = await (await conn.execute(MEMBERS, (before,))).fetchall() if before else []
    new = await (await conn.execute(MEMBERS, (after,))).fetchall()
    return difference(old, new)


def _event(new: ListFile, held: Held | None, changes: list[Change], now: datetime) -> ListUpdated:
    kinds = [change.kind for change in changes]
    return ListUpdated(
        list=LIST_SET,
        snapshot=new.id,
        previous=held.id if held else None,
        list_date=new.list_date,
        parties=len(new.parties),
        added=kinds.count("added"),
        removed=kinds.count("removed"),
        changed=kinds.count("changed"),
        loaded_at=now,
    )
