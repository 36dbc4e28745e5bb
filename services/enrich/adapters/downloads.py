"""What the publisher said of the copy that is in use, so that only a newer one is fetched."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from chassis.postgres import Pool, transaction

SECONDS = 3.0

# A mark counts only while the set still holds what was fetched from there.
MARK: LiteralString = """
    SELECT d.etag, d.last_modified, d.list_set
    FROM enrich.download d JOIN enrich.active a USING (list_set) JOIN enrich.snapshot s
        ON s.id = a.snapshot
    WHERE d.url = %s AND s.parties > 0 AND a.activated_at <= d.fetched_at
"""
KEEP: LiteralString = """
    INSERT INTO enrich.download (url, list_set, etag, last_modified, fetched_at)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (url) DO UPDATE SET list_set = excluded.list_set, etag = excluded.etag,
        last_modified = excluded.last_modified, fetched_at = excluded.fetched_at
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """The ETag and Last-Modified of a copy, as the publisher sent them, and its list set."""

    etag: str | None = None
    last_modified: str | None = None
    list_set: str | None = None


async def mark(pool: Pool, url: str) -> Mark:
    """Return the marks of the copy in use; empty if none is from this address."""
    async with transaction(pool, SECONDS) as conn:
        row = await (await conn.execute(MARK, (url,))).fetchone()
    return Mark(*row) if row else Mark()


async def keep(pool: Pool, url: str, found: Mark, now: datetime) -> None:
    """Remember the marks of a copy that was loaded at `now` or just before."""
    values = (url, found.list_set, found.etag, found.last_modified, now)
    async with transaction(pool, SECONDS) as conn:
        await conn.execute(KEEP, values)
