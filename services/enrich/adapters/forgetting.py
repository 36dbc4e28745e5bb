"""Forget what was seen too long ago: a few rows at a time, now and then."""

import time
from typing import LiteralString

from chassis.postgres import Pool, transaction
from services.enrich.adapters.rescreening_jobs import ALONE, STEP_SECONDS

EVERY = 600.0
_ROWS, _ROUNDS = 1000, 20

EVENTS: LiteralString = """
    DELETE FROM enrich.received_event WHERE id IN (
        SELECT id FROM enrich.received_event
        WHERE received_at < now() - make_interval(secs => %s) ORDER BY received_at LIMIT %s
    )
"""
# Alone: a name that is being sighted anew must not go.
NAMES: LiteralString = """
    DELETE FROM enrich.seen_name WHERE id IN (
        SELECT n.id FROM enrich.seen_name n
        WHERE NOT EXISTS (SELECT FROM enrich.sighting s WHERE s.name = n.id) LIMIT %s
    )
"""


class Forgetting:
    """Applies the retention of what was seen."""

    def __init__(self, pool: Pool, keep_days: float) -> None:
        self._pool = pool
        self._seconds = keep_days * 86_400
        self._last = float("-inf")

    async def now_and_then(self) -> None:
        """Forget, if it was not done for a while."""
        if time.monotonic() - self._last >= EVERY:
            await self.forget()
            self._last = time.monotonic()

    async def forget(self) -> int:
        """Forget old events, and names that none of those kept has; return how many events."""
        events = 0
        for _ in range(_ROUNDS):
            async with transaction(self._pool, STEP_SECONDS) as conn:
                gone = await conn.execute(EVENTS, (self._seconds, _ROWS))
            events += gone.rowcount
            if gone.rowcount < _ROWS:
                break
        if events:
            async with transaction(self._pool, STEP_SECONDS) as conn:
                await conn.execute(ALONE)
                await conn.execute(NAMES, (events * 2,))
        return events
