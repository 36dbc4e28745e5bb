"""The register of sources in PostgreSQL: rows, results of tests, rolling fill rates."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString

from chassis.errors import Invalid
from chassis.postgres import Connection, Pool, transaction
from contracts.tenders import Provenance
from services.ingest.domain.fills import SAMPLES, WINDOW, Fills, Rate, records, unfit
from services.ingest.domain.parser import PARSER
from services.ingest.domain.register import NewSource, SourceRow, SourceState, state_of

ADD: LiteralString = """
    INSERT INTO ingest.source (name, owner, provenance, cadence_seconds, created_by)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT (name) DO NOTHING RETURNING name
"""
ROWS: LiteralString = """
    SELECT name, owner, provenance, cadence_seconds, mode, created_at, created_by, promoted_at,
        promoted_by, last_seen_at, promoted_fills
    FROM ingest.source WHERE %(name)s::text IS NULL OR name = %(name)s ORDER BY name
"""
TESTED: LiteralString = """
    INSERT INTO ingest.source_test (source, tested_by, parser, samples, fills)
    VALUES (%s, %s, %s, %s, %s)
"""
NEWEST_TEST: LiteralString = """
    SELECT parser, fills FROM ingest.source_test WHERE source = %s ORDER BY id DESC LIMIT 1
"""
PROMOTE: LiteralString = """
    UPDATE ingest.source SET mode = 'live', promoted_at = now(), promoted_by = %s,
        promoted_fills = %s
    WHERE name = %s
"""
# For each fact the newest hours that hold a window of records, and nothing older than a month.
WINDOWS: LiteralString = """
    SELECT source, fact, sum(due)::int, sum(filled)::int
    FROM (
        SELECT source, fact, due, filled,
            sum(due) OVER (PARTITION BY source, fact ORDER BY hour DESC) - due AS newer
        FROM (
            SELECT source, fact, hour, sum(due) AS due, sum(filled) AS filled FROM ingest.fill
            WHERE hour > %s::timestamptz - interval '30 days' GROUP BY source, fact, hour
        ) AS hours
    ) AS counted
    WHERE newer < %s GROUP BY source, fact ORDER BY source, fact
"""
SAMPLE: LiteralString = """
    SELECT bytes, file FROM ingest.raw WHERE source = %s ORDER BY kept_at DESC LIMIT %s
"""


class PostgresSources:
    """What operators and the watch over sources ask; the vault itself resolves what it keeps."""

    def __init__(self, pool: Pool, deadline: float = 10.0) -> None:
        self._pool = pool
        self._deadline = deadline

    async def add(self, new: NewSource) -> None:
        """Register a source, in testing; raises Invalid if there is one of this name."""
        seconds = int(new.cadence.total_seconds()) if new.cadence else None
        row = (new.name, new.owner, new.provenance.value, seconds, new.by)
        async with transaction(self._pool, self._deadline) as conn:
            if await (await conn.execute(ADD, row)).fetchone() is None:
                raise Invalid(f"there is a source {new.name}: see `exportwatch sources list`")

    async def rows(self) -> list[SourceRow]:
        """Return every source by name."""
        async with transaction(self._pool, self._deadline) as conn:
            return await _rows(conn, None)

    async def row(self, name: str) -> SourceRow:
        """Return one source; raises Invalid if nobody added it."""
        async with transaction(self._pool, self._deadline) as conn:
            return await _row(conn, name)

    async def tested(self, name: str, fills: Fills, by: str) -> None:
        """Write down what a test found; raises Invalid if nobody added the source."""
        async with transaction(self._pool, self._deadline) as conn:
            await _row(conn, name)
            row = (name, by, PARSER, records(fills), _stored(fills))
            await conn.execute(TESTED, row)

    async def promote(self, name: str, by: str) -> SourceRow:
        """Let a source page, and take its newest test for what its rates should be.

        Raises Invalid if the source was not tested, or with an older reader, or does not suffice.
        Promoting a source again renews what its rates are compared with.
        """
        async with transaction(self._pool, self._deadline) as conn:
            await _row(conn, name)
            fills = await _fit(conn, name)
            await conn.execute(PROMOTE, (by, _stored(fills), name))
            return await _row(conn, name)

    async def states(self, now: datetime) -> list[SourceState]:
        """Return how every source stands: rates in its window, silence, alarms."""
        windows: dict[str, dict[str, Rate]] = {}
        async with transaction(self._pool, self._deadline) as conn:
            rows = await _rows(conn, None)
            found = await conn.execute(WINDOWS, (now, WINDOW))
            for source, fact, due, filled in await found.fetchall():
                windows.setdefault(source, {})[fact] = Rate(due, filled)
        return [state_of(row, windows.get(row.name, {}), now) for row in rows]

    async def samples(self, name: str, limit: int) -> Sequence[tuple[bytes, str | None]]:
        """Return the newest files of a source with their names, as the vault keeps them."""
        async with transaction(self._pool, self._deadline) as conn:
            await _row(conn, name)
            rows = await (await conn.execute(SAMPLE, (name, limit))).fetchall()
        return [(bytes(raw), file) for raw, file in rows]


async def _rows(conn: Connection, name: str | None) -> list[SourceRow]:
    rows = await (await conn.execute(ROWS, {"name": name})).fetchall()
    return [_read(row) for row in rows]


async def _row(conn: Connection, name: str) -> SourceRow:
    rows = await _rows(conn, name)
    if not rows:
        raise Invalid(f"no source {name}: `exportwatch sources add {name} --owner ... `")
    return rows[0]


async def _fit(conn: Connection, name: str) -> Fills:
    row = await (await conn.execute(NEWEST_TEST, (name,))).fetchone()
    ask = f"`exportwatch sources test {name} FILES...` with {SAMPLES} notices or more"
    if row is None:
        raise Invalid(f"{name} was never tested: {ask}")
    parser, stored = row
    if parser != PARSER:
        raise Invalid(f"{name} was tested with reader {parser}, this is {PARSER}: {ask}")
    fills = _rates(stored)
    if wrong := unfit(fills):
        raise Invalid(f"{name} cannot be promoted: {'; '.join(wrong)}. {ask}")
    return fills


def _read(row: tuple[Any, ...]) -> SourceRow:
    name, owner, provenance, seconds, *rest, seen, fills = row
    trust = Provenance(provenance) if provenance else None
    cadence = timedelta(seconds=seconds) if seconds else None
    mode, created_at, created_by, promoted_at, promoted_by = rest
    made = (mode, created_at, created_by, promoted_at, promoted_by)
    return SourceRow(name, owner, trust, cadence, *made, seen, _rates(fills or {}))


def _stored(fills: Fills) -> str:
    return json.dumps({fact: [rate.due, rate.filled] for fact, rate in fills.items()})


def _rates(stored: dict[str, list[int]]) -> dict[str, Rate]:
    return {fact: Rate(due, filled) for fact, (due, filled) in sorted(stored.items())}
