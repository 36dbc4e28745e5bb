"""Read from PostgreSQL what the review of unmatched names needs: lists in use, names seen."""

from typing import LiteralString

from chassis.postgres import Pool, transaction
from services.enrich.adapters import decision_store, snapshots
from services.enrich.domain.alias_gaps import SeenParty
from services.enrich.domain.list_screening import InUse, in_use
from services.enrich.domain.list_state import state_of

SECONDS = 60.0

# Only events that matched something hold a name that proposes. Demonstrations and canaries hold
# made-up names. Newest first, so that a limit leaves out what is oldest.
SEEN: LiteralString = """
    SELECT n.printed, n.country, count(*), array_agg(DISTINCT e.matter), max(e.received_at)
    FROM enrich.seen_name n
    JOIN enrich.sighting s ON s.name = n.id
    JOIN enrich.received_event e ON e.id = s.event
    WHERE EXISTS (SELECT FROM enrich.event_match m WHERE m.event = e.id)
      AND e.attributes !~ '"mode":"(demo|canary)"'
    GROUP BY n.id ORDER BY max(e.received_at) DESC, n.id LIMIT %s
"""


async def seen_parties(pool: Pool, most: int) -> list[SeenParty]:
    """Return the names of events that matched something, at most `most`, newest first."""
    async with transaction(pool, SECONDS) as conn:
        rows = await (await conn.execute(SEEN, (most,))).fetchall()
    return [
        SeenParty(name, country, times, tuple(matters), last)
        for name, country, times, matters, last in rows
    ]


async def lists_in_use(pool: Pool) -> InUse | None:
    """Return what every replica screens against now; None without a published list."""
    state = state_of([each.active for each in await snapshots.statuses(pool)])
    if state is None:
        return None
    parties = {
        each.list_set: await snapshots.keyed_parties(pool, each.snapshot.id) for each in state.sets
    }
    return in_use(state, parties, await decision_store.of(pool, parties))
