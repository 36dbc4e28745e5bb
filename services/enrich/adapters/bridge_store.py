"""Bridges in PostgreSQL: a list set of its own, out of which an entry goes when its list has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

import structlog

from chassis.clock import Clock, utc_now
from chassis.postgres import Connection, Pool, transaction
from contracts.lists import ListUpdated
from services.enrich.adapters import snapshot_store as rows
from services.enrich.domain.bridges import brought
from services.enrich.domain.list_sets import BRIDGE, set_of
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.snapshots import ListFile, list_file

log = structlog.get_logger()

SECONDS = 30.0
BY_HAND = "lists add"

RETIRE: LiteralString = """
    INSERT INTO enrich.retired_bridge (list, name, citation, brought_by, note, retired_at)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
RETIRED: LiteralString = """
    SELECT list, name, citation, note, retired_at FROM enrich.retired_bridge
    ORDER BY retired_at DESC, id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Retired:
    """A bridge that its list has overtaken."""

    list: str
    name: str
    citation: str
    note: str
    retired_at: datetime


async def add(pool: Pool, party: ListedParty, *, clock: Clock = utc_now) -> ListUpdated | None:
    """Add or replace a bridge; None if an active list already has the entry."""
    now = clock()
    async with transaction(pool, SECONDS) as conn:
        await conn.execute(rows.LOCK)
        if await _listed(conn, party):
            return None
        kept = [each for each in await _bridges(conn) if each.id != party.id]
        await _store(conn, [*kept, party], now)
        after = await rows.status_of(conn, BRIDGE)
        return await rows.event_of(conn, after) if after else None


async def retire(conn: Connection, new: ListFile, now: datetime) -> None:
    """Retire the bridges that a published list has just brought, each with a note."""
    if set_of(new.list_set).kind != "published":
        return
    bridges = await _bridges(conn)
    done = brought(bridges, new.parties)
    for each in bridges:
        if each.id in done:
            note = f"{new.list_set} of {new.list_date or 'no date'} has the entry"
            values = (each.list, each.name, each.citation, new.id, note, now)
            await conn.execute(RETIRE, values)
            log.info("bridge retired", list=each.list, name=each.name, by=new.id)
    if done:
        await _store(conn, [each for each in bridges if each.id not in done], now)


async def active(pool: Pool) -> list[ListedParty]:
    """Return the bridges in use."""
    async with transaction(pool, SECONDS) as conn:
        return await _bridges(conn)


async def retired(pool: Pool, most: int = 20) -> list[Retired]:
    """Return the bridges that were overtaken, newest first."""
    async with transaction(pool, SECONDS) as conn:
        found = await (await conn.execute(RETIRED, (most,))).fetchall()
    return [Retired(*row) for row in found]


async def _bridges(conn: Connection) -> list[ListedParty]:
    held = await rows.status_of(conn, BRIDGE)
    if held is None:
        return []
    digests = await rows.digests_of(conn, held.snapshot.id)
    parties = await rows.parties_by_digest(conn, digests)
    return [parties[digest] for digest in digests]


async def _listed(conn: Connection, party: ListedParty) -> bool:
    """Tell whether a published list in use has the entry."""
    for each in await rows.statuses(conn):
        if set_of(each.list_set).kind == "published" and party.list in each.counts:
            digests = await rows.digests_of(conn, each.snapshot.id)
            parties = await rows.parties_by_digest(conn, digests)
            if brought([party], parties.values()):
                return True
    return False


async def _store(conn: Connection, parties: Sequence[ListedParty], now: datetime) -> None:
    new = list_file(BRIDGE, parties, now.date() if parties else None)
    held = await rows.status_of(conn, BRIDGE)
    await rows.store(conn, new, BY_HAND, now)
    await rows.activate(conn, new, held, now, expires=False)
