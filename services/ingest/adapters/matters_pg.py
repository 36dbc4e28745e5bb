"""Which identity belongs to which matter, in PostgreSQL."""

from collections import defaultdict
from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from chassis.postgres import Connection, Pool, transaction
from services.ingest.domain.matters import choose

# Sorted by the key, so that two replicas that claim overlapping identities cannot deadlock.
LOCK: LiteralString = """
    SELECT pg_advisory_xact_lock(key)
    FROM (SELECT DISTINCT hashtextextended('ingest.matter ' || i, 0) AS key
          FROM unnest(%s::text[]) AS i ORDER BY key) AS sorted
"""
KNOWN: LiteralString = (
    "SELECT identity, matter FROM ingest.matter_identity WHERE identity = ANY(%s)"
)
MEMBERS: LiteralString = (
    "SELECT matter, identity FROM ingest.matter_identity WHERE matter = ANY(%s)"
)
ATTACH: LiteralString = """
    INSERT INTO ingest.matter_identity (identity, matter)
    SELECT i, %s FROM unnest(%s::text[]) AS i
    ON CONFLICT DO NOTHING
"""


class PostgresMatters:
    """MatterIndex over the table matter_identity; a claim is one short transaction."""

    def __init__(self, pool: Pool, deadline: float = 10.0) -> None:
        self._pool = pool
        self._deadline = deadline

    async def claim(self, identities: Sequence[str]) -> UUID:
        """Return the matter of the first known identity; raises Transient."""
        given = list(dict.fromkeys(identities))
        async with transaction(self._pool, self._deadline) as conn:
            await conn.execute(LOCK, (given,))
            rows = await (await conn.execute(KNOWN, (given,))).fetchall()
            known = dict(rows)
            members = await self._members(conn, list(set(known.values())))
            matter, fresh = choose(given, known, members)
            if fresh:
                await conn.execute(ATTACH, (matter, list(fresh)))
        return matter

    async def _members(self, conn: Connection, matters: list[UUID]) -> dict[UUID, list[str]]:
        """All identities of these matters."""
        found: dict[UUID, list[str]] = defaultdict(list)
        if matters:
            for matter, identity in await (await conn.execute(MEMBERS, (matters,))).fetchall():
                found[matter].append(identity)
        return found
