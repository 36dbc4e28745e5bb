"""The statements that write and read snapshots; the caller holds the transaction and the lock."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, LiteralString

from chassis.postgres import Connection
from contracts.lists import ListUpdated
from contracts.parties import Snapshot
from services.enrich.domain.list_sets import CSL, set_of
from services.enrich.domain.list_state import ActiveSet
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.snapshots import (
    Change,
    Held,
    ListFile,
    difference,
    dumped,
    restored,
)

CHUNK = 5000

LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended('enrich.lists', 0))"
ACTIVE: LiteralString = """
    SELECT a.list_set, a.expires, a.previous, a.activated_at, a.announced, s.file_name, s.counts,
           s.id, s.list_date, s.loaded_at, s.checked_at, s.parties, s.stamps,
           (SELECT count(*) FROM enrich.refusal r
            WHERE r.list_set = a.list_set AND r.refused_at > s.checked_at)
    FROM enrich.active a JOIN enrich.snapshot s ON s.id = a.snapshot
    ORDER BY a.list_set
"""
ADD_PARTIES: LiteralString = """
    INSERT INTO enrich.party (digest, list, entry_id, data)
    SELECT * FROM unnest(%s::bytea[], %s::text[], %s::text[], %s::jsonb[])
    ON CONFLICT DO NOTHING
"""
ADD_SNAPSHOT: LiteralString = """
    INSERT INTO enrich.snapshot
        (id, list_set, file_name, sha256, list_date, parties, counts, loaded_at, checked_at,
         stamps)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at
    RETURNING xmax = 0
"""
ADD_MEMBERS: LiteralString = """
    INSERT INTO enrich.membership (snapshot, position, digest)
    SELECT %s, * FROM unnest(%s::integer[], %s::bytea[])
"""
ACTIVATE: LiteralString = """
    INSERT INTO enrich.active (list_set, one, expires, snapshot, previous, activated_at)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (list_set) DO UPDATE SET
        expires = excluded.expires, snapshot = excluded.snapshot,
        previous = excluded.previous, activated_at = excluded.activated_at
"""
EXPIRE: LiteralString = "UPDATE enrich.active SET expires = %s WHERE list_set = %s"
CHECKED: LiteralString = """
    UPDATE enrich.snapshot s SET checked_at = %s
    FROM enrich.active a WHERE a.list_set = %s AND s.id = a.snapshot
"""
ANNOUNCED: LiteralString = "UPDATE enrich.active SET announced = %s WHERE list_set = %s"
MEMBERS: LiteralString = """
    SELECT p.list, p.entry_id, p.digest
    FROM enrich.membership m JOIN enrich.party p USING (digest) WHERE m.snapshot = %s
"""
DIGESTS: LiteralString = """
    SELECT digest FROM enrich.membership WHERE snapshot = %s ORDER BY position
"""
PARTIES: LiteralString = "SELECT digest, data::text FROM enrich.party WHERE digest = ANY(%s)"


@dataclass(frozen=True, slots=True)
class ListStatus:
    """The active snapshot of one list set and its place in time.

    `refusals` counts the files refused since the set was last loaded or checked; `announced` is
    the snapshot that lists.updated.v1 last told of.
    """

    list_set: str
    snapshot: Snapshot
    counts: dict[str, int]
    file_name: str
    previous: str | None
    activated_at: datetime
    expires: bool = True
    announced: str | None = None
    refusals: int = 0
    stamps: Mapping[str, date] = field(default_factory=dict)

    @property
    def held(self) -> Held:
        """What a newcomer is judged by."""
        s = self.snapshot
        return Held(s.id, s.list_date, s.parties, self.counts)

    @property
    def active(self) -> ActiveSet:
        """The part of it that the state of all lists is made of."""
        return ActiveSet(self.list_set, self.snapshot, self.expires, self.stamps)


async def statuses(conn: Connection) -> list[ListStatus]:
    """Return what is active, one status a list set, by name."""
    return [_status(row) for row in await (await conn.execute(ACTIVE)).fetchall()]


async def status_of(conn: Connection, list_set: str) -> ListStatus | None:
    """Return what is active in one list set."""
    return next((each for each in await statuses(conn) if each.list_set == list_set), None)


async def store(conn: Connection, new: ListFile, name: str, now: datetime) -> None:
    """Write a snapshot with its parties; one that is there already counts as checked."""
    size, counts = len(new.parties), json.dumps(new.counts)
    about = (new.id, new.list_set, name, new.sha256, new.list_date, size, counts)
    values = (*about, now, now, json.dumps(new.stamps, default=str))
    row = await (await conn.execute(ADD_SNAPSHOT, values)).fetchone()
    if not (row and row[0]):
        return
    for first in range(0, size, CHUNK):
        part = slice(first, first + CHUNK)
        parties, digests = new.parties[part], list(new.digests[part])
        columns = ([party.list for party in parties], [party.id for party in parties])
        await conn.execute(ADD_PARTIES, (digests, *columns, [dumped(each) for each in parties]))
        positions = list(range(first, first + len(parties)))
        await conn.execute(ADD_MEMBERS, (new.id, positions, digests))


async def activate(
    conn: Connection, new: ListFile, held: ListStatus | None, now: datetime, *, expires: bool | None
) -> None:
    """Put a stored snapshot into use; what is in use already stays, with its predecessor."""
    if held and held.snapshot.id == new.id:
        if expires is not None:
            await conn.execute(EXPIRE, (expires, new.list_set))
        return
    if expires is None:
        expires = held.expires if held else set_of(new.list_set).expires
    one = True if new.list_set == CSL else None
    before = held.snapshot.id if held else None
    await conn.execute(ACTIVATE, (new.list_set, one, expires, new.id, before, now))


async def changes(conn: Connection, before: str | None, after: str) -> list[Change]:
    """Return what differs between two snapshots; everything is new after none."""
    if before == after:
        return []
    old = await (await conn.execute(MEMBERS, (before,))).fetchall() if before else []
    new = await (await conn.execute(MEMBERS, (after,))).fetchall()
    return difference(old, new)


async def digests_of(conn: Connection, snapshot: str) -> list[bytes]:
    """Return the digests of a snapshot's parties, in the order of its file."""
    return [
        bytes(digest) for (digest,) in await (await conn.execute(DIGESTS, (snapshot,))).fetchall()
    ]


async def parties_by_digest(conn: Connection, digests: Sequence[bytes]) -> dict[bytes, ListedParty]:
    """Return the parties of some digests."""
    rows = await (await conn.execute(PARTIES, (list(digests),))).fetchall()
    return {bytes(digest): restored(text) for digest, text in rows}


async def event_of(conn: Connection, now: ListStatus) -> ListUpdated:
    """Return the event that tells of a set's active snapshot and how it differs from the last."""
    found = await changes(conn, now.previous, now.snapshot.id)
    kinds = [change.kind for change in found]
    return ListUpdated(
        list=now.list_set,
        snapshot=now.snapshot.id,
        previous=now.previous,
        list_date=now.snapshot.list_date,
        parties=now.snapshot.parties,
        added=kinds.count("added"),
        removed=kinds.count("removed"),
        changed=kinds.count("changed"),
        loaded_at=now.activated_at,
    )


def _status(row: tuple[Any, ...]) -> ListStatus:
    list_set, expires, previous, activated_at, announced, file_name, counts, *rest = row
    fields = ("id", "list_date", "loaded_at", "checked_at", "parties")
    snapshot = Snapshot(**dict(zip(fields, rest, strict=False)), activated_at=activated_at)
    return ListStatus(
        list_set,
        snapshot,
        counts,
        file_name,
        previous,
        activated_at,
        expires=expires,
        announced=announced,
        refusals=rest[-1],
        stamps={code: date.fromisoformat(day) for code, day in rest[-2].items()},
    )
