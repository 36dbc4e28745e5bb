"""People's decisions on names in PostgreSQL: kept for good, and a list set of those that stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from chassis.clock import Clock, utc_now
from chassis.errors import Invalid
from chassis.postgres import Connection, Pool, transaction
from contracts.lists import ListUpdated
from services.enrich.adapters import snapshot_store as rows
from services.enrich.data.aliases import load_aliases
from services.enrich.domain.alias_decisions import Decision, set_file
from services.enrich.domain.decision_check import Ground, checked, refuse_revocation
from services.enrich.domain.list_screening import SetParties
from services.enrich.domain.list_sets import CONFIRMED
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.records import listed_key
from services.enrich.domain.snapshots import restored

SECONDS = 30.0
BY_HAND = "lists confirm, reject, revoke"

# The list code of an alias source is no list's; decisions are about entries of real lists alone.
PARTIES_ON: LiteralString = """
    SELECT p.data::text FROM enrich.active a
    JOIN enrich.membership m ON m.snapshot = a.snapshot
    JOIN enrich.party p USING (digest)
    WHERE p.list = %s AND a.list_set NOT LIKE 'aliases:%%'
    ORDER BY a.list_set, m.position
"""
ADD: LiteralString = """
    INSERT INTO enrich.alias_decision
        (id, name, name_key, list, entry, entry_key, verdict, decided_by, decided_at, why, source)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
STANDING: LiteralString = """
    SELECT name, list, entry, verdict, decided_by, decided_at, why, source
    FROM enrich.alias_decision WHERE revoked_at IS NULL
"""
OF_IDS: LiteralString = """
    SELECT name, list, entry, verdict, decided_by, decided_at, why, source
    FROM enrich.alias_decision WHERE id = ANY(%s) ORDER BY decided_at, id
"""
REVOKE: LiteralString = """
    UPDATE enrich.alias_decision SET revoked_by = %s, revoked_at = %s, revoked_why = %s
    WHERE id = %s AND revoked_at IS NULL
"""
KEPT: LiteralString = """
    SELECT name, list, entry, verdict, decided_by, decided_at, why, source,
           revoked_by, revoked_at, revoked_why
    FROM enrich.alias_decision WHERE %s OR revoked_at IS NULL ORDER BY decided_at DESC, id
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision, and who revoked it when and why; None while it stands.

    `listed` says whether a list in use still has its entry: without it the decision does nothing.
    """

    decision: Decision
    listed: bool
    revoked_by: str | None
    revoked_at: datetime | None
    revoked_why: str | None


async def decide(pool: Pool, new: Decision) -> tuple[Decision, ListUpdated]:
    """Store a decision as checked and make it part of the lists; raises Invalid."""
    async with transaction(pool, SECONDS) as conn:
        await conn.execute(rows.LOCK)
        held = await _standing(conn)
        ground = Ground(await _parties_on(conn, new.list), load_aliases(), held)
        decision = checked(new, ground)
        await conn.execute(ADD, _row(decision))
        return decision, await _activate(conn, [*held, decision], decision.at)


async def revoke(
    pool: Pool, id_: str, by: str, why: str, *, clock: Clock = utc_now
) -> tuple[Decision, ListUpdated]:
    """Take a decision back; it stays readable. Raises Invalid if none of that id stands."""
    refuse_revocation(by, why)
    async with transaction(pool, SECONDS) as conn:
        await conn.execute(rows.LOCK)
        held = await _standing(conn)
        gone = next((each for each in held if each.id == id_.strip().lower()), None)
        if gone is None:
            problem = f"No decision {id_[:40]!r} stands: exportwatch lists decisions shows them."
            raise Invalid(problem, reason="decision_unknown")
        now = clock()
        await conn.execute(REVOKE, (by.strip(), now, why.strip(), gone.id))
        return gone, await _activate(conn, [each for each in held if each != gone], now)


async def of(pool: Pool, parties: SetParties) -> list[Decision]:
    """Return the decisions that the set in `parties` names; they never change under their ids."""
    ids = [party.id for party in parties.get(CONFIRMED, {}).values()]
    if not ids:
        return []
    async with transaction(pool, SECONDS) as conn:
        return _decisions(await (await conn.execute(OF_IDS, (ids,))).fetchall())


async def kept(pool: Pool, *, revoked_too: bool = False) -> list[Kept]:
    """Return the decisions that stand, or all that ever were, newest first."""
    async with transaction(pool, SECONDS) as conn:
        found = await (await conn.execute(KEPT, (revoked_too,))).fetchall()
        made = [Decision(*row[:8]) for row in found]
        entries = {
            (code, listed_key(party.name))
            for code in {decision.list for decision in made}
            for party in await _parties_on(conn, code)
        }
    return [
        Kept(decision, decision.pair[1:] in entries, *row[8:])
        for decision, row in zip(made, found, strict=True)
    ]


async def _standing(conn: Connection) -> list[Decision]:
    return _decisions(await (await conn.execute(STANDING)).fetchall())


def _decisions(found: list[tuple[Any, ...]]) -> list[Decision]:
    return [Decision(*row) for row in found]


async def _parties_on(conn: Connection, list_code: str) -> list[ListedParty]:
    found = await (await conn.execute(PARTIES_ON, (list_code,))).fetchall()
    return [restored(text) for (text,) in found]


async def _activate(conn: Connection, decisions: list[Decision], now: datetime) -> ListUpdated:
    new = set_file(decisions)
    held = await rows.status_of(conn, CONFIRMED)
    await rows.store(conn, new, BY_HAND, now)
    await rows.activate(conn, new, held, now, expires=False)
    after = await rows.status_of(conn, CONFIRMED)
    if after is None:
        raise LookupError(CONFIRMED)
    return await rows.event_of(conn, after)


def _row(decision: Decision) -> tuple[Any, ...]:
    name_key, code, entry_key = decision.pair
    return (
        *(decision.id, decision.name, name_key, code, decision.entry, entry_key),
        *(decision.verdict, decision.by, decision.at, decision.why, decision.source),
    )
