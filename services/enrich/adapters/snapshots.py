"""The lists in PostgreSQL: load a set, what is active, what changed, what was refused."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

import structlog

from chassis.clock import Clock, utc_now
from chassis.postgres import Connection, Pool, transaction
from contracts.lists import ListUpdated
from services.enrich.adapters import bridge_store
from services.enrich.adapters import snapshot_store as rows
from services.enrich.adapters.snapshot_store import ListStatus
from services.enrich.domain.list_sets import CSL, set_of
from services.enrich.domain.lists import ListedParty, ListUnreadable
from services.enrich.domain.snapshots import ListFile, list_file, read_file, refuse_unfit

__all__ = ["ListChange", "ListStatus", "Refusal", "Terms", "diff", "load", "parties_of", "status"]

log = structlog.get_logger()

# Parsing is done before; this covers writing or reading 26,000 parties on a slow disk.
LOAD_SECONDS, LOOK_SECONDS = 120.0, 3.0

REFUSE: LiteralString = """
    INSERT INTO enrich.refusal (list_set, file_name, sha256, problem, refused_at)
    VALUES (%s, %s, %s, %s, %s)
"""
REFUSALS: LiteralString = """
    SELECT list_set, file_name, problem, refused_at FROM enrich.refusal
    ORDER BY refused_at DESC, id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a file is taken: into which set (None: what its content says), whether an unfit one
    too, and whether its age counts (None: as before, else as is usual for the set)."""

    list_set: str | None = None
    force: bool = False
    expires: bool | None = None


@dataclass(frozen=True, slots=True)
class ListChange:
    """A changed entry as a person reads it: kind, and the entry (its old state if removed)."""

    kind: str
    party: ListedParty


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that did not become the active snapshot of its set, and why."""

    list_set: str
    file_name: str
    problem: str
    refused_at: datetime


async def load(
    pool: Pool, raw: bytes, name: str, *, clock: Clock = utc_now, terms: Terms | None = None
) -> ListUpdated:
    """Make the list file `raw` the active snapshot of its set; return the event that says so.

    The same list again only counts as a check. Raises ListUnreadable, changes nothing and keeps
    the refusal if the file is empty, cut off, older than the active list or shrunk by half.
    """
    terms = terms or Terms()
    read: ListFile | None = None
    try:
        read = await asyncio.to_thread(read_file, raw, name, terms.list_set)
        return await _load(pool, read, name, clock(), terms)
    except ListUnreadable as problem:
        which = read.list_set if read else terms.list_set or "unknown"
        await _refused(pool, (which, name, hashlib.sha256(raw).hexdigest(), str(problem), clock()))
        raise


async def remove(pool: Pool, list_set: str, *, clock: Clock = utc_now) -> ListUpdated | None:
    """Take a set out of use; its snapshots stay for "as of" questions. None if it never was in."""
    async with transaction(pool, LOAD_SECONDS) as conn:
        await conn.execute(rows.LOCK)
        if await rows.status_of(conn, set_of(list_set).name) is None:
            return None
        nothing, terms = list_file(list_set, (), None), Terms(force=True)
        return await _take(conn, nothing, "taken out of use", clock(), terms)


async def statuses(pool: Pool) -> list[ListStatus]:
    """Return the active snapshot of every set, by name; empty if no list was ever loaded."""
    async with transaction(pool, LOOK_SECONDS) as conn:
        return await rows.statuses(conn)


async def status(pool: Pool, list_set: str = CSL) -> ListStatus | None:
    """Return the active snapshot of a set, None if it was never loaded."""
    async with transaction(pool, LOOK_SECONDS) as conn:
        return await rows.status_of(conn, list_set)


async def diff(
    pool: Pool, list_set: str = CSL, before: str | None = None, after: str | None = None
) -> list[ListChange]:
    """Return the entries that differ between two snapshots; by default a set's last two."""
    async with transaction(pool, LOAD_SECONDS) as conn:
        active = await rows.status_of(conn, list_set)
        older = before or (active.previous if active else None)
        newer = after or (active.snapshot.id if active else None)
        if newer is None:
            return []
        changes = await rows.changes(conn, older, newer)
        parties = await rows.parties_by_digest(conn, [change.digest for change in changes])
    return [ListChange(each.kind, parties[each.digest]) for each in changes]


async def parties_of(
    pool: Pool, snapshot: str, known: Mapping[bytes, ListedParty] | None = None
) -> list[ListedParty]:
    """Return every party of a snapshot, in the order of its file."""
    return list((await keyed_parties(pool, snapshot, known)).values())


async def keyed_parties(
    pool: Pool, snapshot: str, known: Mapping[bytes, ListedParty] | None = None
) -> dict[bytes, ListedParty]:
    """Return a snapshot's parties by digest, in order; only those not in `known` are read."""
    held = known or {}
    async with transaction(pool, LOAD_SECONDS) as conn:
        digests = await rows.digests_of(conn, snapshot)
        wanted = [digest for digest in digests if digest not in held]
        read: dict[bytes, ListedParty] = {}
        for first in range(0, len(wanted), rows.CHUNK):
            read |= await rows.parties_by_digest(conn, wanted[first : first + rows.CHUNK])
    return {digest: held[digest] if digest in held else read[digest] for digest in digests}


async def unannounced(pool: Pool) -> list[ListUpdated]:
    """Return the events that the bus was not told yet: a crash after a load loses none."""
    async with transaction(pool, LOAD_SECONDS) as conn:
        found = [each for each in await rows.statuses(conn) if each.announced != each.snapshot.id]
        return [await rows.event_of(conn, each) for each in found]


async def announced(pool: Pool, told: ListUpdated) -> None:
    """Remember that the bus acknowledged an event."""
    async with transaction(pool, LOOK_SECONDS) as conn:
        await conn.execute(rows.ANNOUNCED, (told.snapshot, told.list))


async def checked(pool: Pool, list_set: str, *, clock: Clock = utc_now) -> None:
    """Note that the publisher says the set has not changed."""
    async with transaction(pool, LOOK_SECONDS) as conn:
        await conn.execute(rows.CHECKED, (clock(), list_set))


async def refusals(pool: Pool, most: int = 5) -> list[Refusal]:
    """Return the last refused files, newest first."""
    async with transaction(pool, LOOK_SECONDS) as conn:
        found = await (await conn.execute(REFUSALS, (most,))).fetchall()
    return [Refusal(*row) for row in found]


async def _refused(pool: Pool, row: tuple[str, str, str, str, datetime]) -> None:
    """Keep a refusal where the service's metric and `lists status` find it."""
    log.error("list refused, the old one stays", list_set=row[0], file=row[1], problem=row[3])
    async with transaction(pool, LOOK_SECONDS) as conn:
        await conn.execute(REFUSE, row)


async def _load(pool: Pool, new: ListFile, name: str, now: datetime, terms: Terms) -> ListUpdated:
    async with transaction(pool, LOAD_SECONDS) as conn:
        await conn.execute(rows.LOCK)
        event = await _take(conn, new, name, now, terms)
        await bridge_store.retire(conn, new, now)
    return event


async def _take(
    conn: Connection, new: ListFile, name: str, now: datetime, terms: Terms
) -> ListUpdated:
    held = await rows.status_of(conn, new.list_set)
    if not terms.force:
        refuse_unfit(new, held.held if held else None)
    await rows.store(conn, new, name, now)
    await rows.activate(conn, new, held, now, expires=terms.expires)
    after = await rows.status_of(conn, new.list_set)
    if after is None:
        raise LookupError(new.list_set)
    event = await rows.event_of(conn, after)
    if held and held.snapshot.id == new.id:
        unchanged = {"previous": new.id, "added": 0, "removed": 0, "changed": 0, "loaded_at": now}
        return event.model_copy(update=unchanged)
    return event
