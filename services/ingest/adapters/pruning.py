"""Retention: takes out of the vault what is settled and older than it must be kept."""

from typing import LiteralString

import structlog

from chassis import metrics
from chassis.postgres import Pool, transaction

log = structlog.get_logger()

PRUNE_SECONDS = 3600.0
BUNDLE = 200

PRUNE: LiteralString = "SELECT ingest.prune(%s, %s)"
OLD_FILLS: LiteralString = "DELETE FROM ingest.fill WHERE hour < now() - interval '60 days'"
# The counters of an hour that is over need not be spread any more.
MERGE_FILLS: LiteralString = """
    WITH spread AS (
        DELETE FROM ingest.fill WHERE slot <> '' AND hour < now() - interval '2 hours'
        RETURNING source, hour, fact, due, filled
    )
    INSERT INTO ingest.fill (source, hour, fact, slot, due, filled)
    SELECT source, hour, fact, '', sum(due), sum(filled) FROM spread
    GROUP BY source, hour, fact ORDER BY source, hour, fact
    ON CONFLICT (source, hour, fact, slot) DO UPDATE
    SET due = ingest.fill.due + excluded.due, filled = ingest.fill.filled + excluded.filled
"""


class Pruner:
    """Prunes in small transactions, so that the intake waits for none of them for long."""

    def __init__(self, pool: Pool, keep_days: int, deadline: float = 10.0) -> None:
        self._pool = pool
        self._keep_days = keep_days
        self._deadline = deadline

    async def prune(self) -> int:
        """Take out everything that has aged, and merge counters; return how many files.

        With 0 days nothing leaves the vault. Raises Transient.
        """
        taken = 0
        while self._keep_days and (some := await self._some()):
            taken += some
        async with transaction(self._pool, self._deadline) as conn:
            await conn.execute(OLD_FILLS)
            await conn.execute(MERGE_FILLS)
        if taken:
            metrics.VAULT_PRUNED.inc(taken)
            log.warning("vault pruned", files=taken, older_than_days=self._keep_days)
        return taken

    async def _some(self) -> int:
        async with transaction(self._pool, self._deadline) as conn:
            row = await (await conn.execute(PRUNE, (self._keep_days, BUNDLE))).fetchone()
        return int(row[0]) if row else 0
