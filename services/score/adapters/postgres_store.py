"""Matters in PostgreSQL: one transaction a batch, locks in one order, outputs beside the state."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString
from uuid import UUID

from chassis.postgres import Connection, Pool, transaction
from contracts.wire import Record
from services.score.domain.matter import Matter
from services.score.ports import Changes, Stored, Wanted

# The first thing of every transaction, sorted: two replicas that bring the two sides of a link at
# the same time would otherwise miss each other for ever, or deadlock.
LOCK: LiteralString = """
    SELECT pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended(name, 7) AS key
        FROM unnest(%s::text[]) AS name ORDER BY key
    ) AS sorted
"""
OLD_KEYS: LiteralString = "SELECT DISTINCT key FROM score.link_key WHERE matter = ANY(%s)"
HAVING: LiteralString = """
    SELECT DISTINCT k.matter FROM score.link_key AS k
    JOIN unnest(%s::text[], %s::text[]) AS wanted (key, kind)
        ON wanted.key = k.key AND wanted.kind = k.kind
"""
ROWS: LiteralString = """
    SELECT id, state, revision, outcome, newest FROM score.matter WHERE id = ANY(%s)
"""
ROWS_LOCKED: LiteralString = """
    SELECT id, state, revision, outcome, newest FROM score.matter WHERE id = ANY(%s)
    ORDER BY id FOR UPDATE
"""
KNOWN: LiteralString = """
    SELECT p.input, o.topic, o.key, o.value, o.headers FROM score.processed AS p
    LEFT JOIN score.output AS o ON o.input = p.input
    WHERE p.input = ANY(%s) ORDER BY p.input, o.position
"""
SAVE: LiteralString = """
    INSERT INTO score.matter (id, state, revision, outcome, newest)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, revision = excluded.revision,
        outcome = excluded.outcome, newest = excluded.newest, changed_at = now()
"""
FORGET_KEYS: LiteralString = "DELETE FROM score.link_key WHERE matter = %s AND NOT key = ANY(%s)"
SAVE_KEY: LiteralString = """
    INSERT INTO score.link_key (key, kind, matter) SELECT unnest(%s::text[]), %s, %s
    ON CONFLICT DO NOTHING
"""
PROCESSED: LiteralString = "INSERT INTO score.processed (input) VALUES (%s) ON CONFLICT DO NOTHING"
OUTPUT: LiteralString = """
    INSERT INTO score.output (input, position, topic, key, value, headers)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


class PostgresUnit:
    """A locked view of some matters, inside a transaction."""

    def __init__(
        self,
        conn: Connection,
        matters: Mapping[UUID, Stored],
        known: Mapping[UUID, Sequence[Record]],
    ) -> None:
        self._conn = conn
        self.matters = matters
        self.known = known

    async def save(self, changes: Changes) -> None:
        """Store matters, keys and outputs; committed when the unit ends."""
        async with self._conn.pipeline(), self._conn.cursor() as cursor:
            rows = [_row(m, s) for m, s in changes.matters.items()]
            await cursor.executemany(SAVE, rows)
            keys = [
                (sorted(s.matter.link_keys()), s.matter.kind, m) for m, s in changes.matters.items()
            ]
            await cursor.executemany(FORGET_KEYS, [(m, k) for k, _, m in keys])
            await cursor.executemany(SAVE_KEY, keys)
            await cursor.executemany(PROCESSED, [(i,) for i in changes.outputs])
            await cursor.executemany(OUTPUT, list(_output_rows(changes)))


class PostgresStore:
    """A MatterStore in the schema `score`."""

    def __init__(self, pool: Pool, deadline: float) -> None:
        self._pool = pool
        self._deadline = deadline

    @asynccontextmanager
    async def unit(self, wanted: Wanted) -> AsyncIterator[PostgresUnit]:
        """Open a unit of work; raises Transient if the database is away."""
        own = list(wanted.matters)
        async with transaction(self._pool, self._deadline) as conn:
            # The matter's own keys change only under its partition's owner, who is us.
            old = await conn.execute(OLD_KEYS, (own,))
            keys = {*wanted.locks, *(key for (key,) in await old.fetchall())}
            await conn.execute(LOCK, ([*keys, *map(str, own)],))
            mine = await _matters(conn, ROWS, own)
            sought = wanted.sought.union(*(s.matter.sought_keys() for s in mine.values()))
            first = {*own, *await _having(conn, sought)}
            locked = await _matters(conn, ROWS_LOCKED, first)
            around = {pair for s in locked.values() for pair in s.matter.sought_keys()}
            second = await _having(conn, around) - first
            matters = locked | await _matters(conn, ROWS, second)
            yield PostgresUnit(conn, matters, await _known(conn, wanted.inputs))


async def _having(conn: Connection, pairs: Iterable[tuple[str, str]]) -> set[UUID]:
    """Matters of the kind looked for that have the key."""
    wanted = list(pairs)
    rows = await conn.execute(HAVING, ([k for k, _ in wanted], [kind for _, kind in wanted]))
    return {matter for (matter,) in await rows.fetchall()}


async def _matters(
    conn: Connection, query: LiteralString, ids: Iterable[UUID]
) -> dict[UUID, Stored]:
    rows = await conn.execute(query, (list(ids),))
    return {
        row[0]: Stored(
            Matter.model_validate_json(row[1]), row[2], row[3], _loads(row[4]) if row[4] else None
        )
        for row in await rows.fetchall()
    }


async def _known(conn: Connection, inputs: Sequence[UUID]) -> dict[UUID, list[Record]]:
    known: dict[UUID, list[Record]] = {}
    rows = await conn.execute(KNOWN, (list(inputs),))
    for cause, topic, key, value, headers in await rows.fetchall():
        outputs = known.setdefault(cause, [])
        if topic is not None:
            outputs.append(Record(topic, bytes(key), bytes(value), _headers(headers)))
    return known


def _row(matter: UUID, stored: Stored) -> tuple[Any, ...]:
    newest = _dumps(stored.newest) if stored.newest else None
    return matter, stored.matter.model_dump_json(), stored.revision, stored.outcome, newest


def _output_rows(changes: Changes) -> Iterable[tuple[Any, ...]]:
    for cause, records in changes.outputs.items():
        for position, r in enumerate(records):
            headers = json.dumps([[name, value.decode()] for name, value in r.headers])
            yield cause, position, r.topic, r.key, r.value, headers


def _headers(pairs: list[list[str]]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, value.encode()) for name, value in pairs)


def _dumps(record: Record) -> str:
    headers = [[name, value.decode()] for name, value in record.headers]
    return json.dumps([record.topic, record.key.decode(), record.value.decode(), headers])


def _loads(text: str) -> Record:
    topic, key, value, headers = json.loads(text)
    return Record(topic, key.encode(), value.encode(), _headers(headers))
