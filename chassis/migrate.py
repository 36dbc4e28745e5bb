"""Apply numbered SQL files, forward only, each once, whoever else tries at the same time."""

import hashlib
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import AsyncConnection, sql

from chassis.errors import Misconfigured

Connection = AsyncConnection[tuple[Any, ...]]

# Session level, on an autocommit connection: a transaction lock would block concurrent indexes.
LOCK: LiteralString = "SELECT pg_advisory_lock(hashtextextended('exportwatch.migrate', 0))"
APPLIED: LiteralString = "SELECT name, sha256 FROM {schema}.migration ORDER BY name"
RECORD: LiteralString = "INSERT INTO {schema}.migration (name, sha256) VALUES (%s, %s)"
TABLE: LiteralString = """
    CREATE TABLE IF NOT EXISTS {schema}.migration (
        name text PRIMARY KEY,
        sha256 text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""
ROLE: LiteralString = """
    DO $$ BEGIN
        CREATE ROLE {role} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
"""
# The owner writes the schema; the service logs in as another role and cannot change it.
RIGHTS: tuple[LiteralString, ...] = (
    "CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
    " GRANT USAGE ON SEQUENCES TO {role}",
    "SET ROLE {owner}",
)
NO_TRANSACTION = "-- no-transaction"


def login_role(schema: str) -> str:
    """Name of the role a service logs in with; it has rights on its own schema only."""
    return f"exportwatch_{schema}"


def files(directory: Path) -> dict[str, str]:
    """Return the migrations of a service: file name -> SQL text, in order."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.sql"))}


async def migrate(dsn: str, schema: str, directory: Path) -> tuple[str, ...]:
    """Bring `schema` to the state of `directory`; return the names of the files applied now.

    Raises Misconfigured if an applied file was edited or the database is newer than the code.
    """
    wanted = files(directory)
    async with await AsyncConnection.connect(dsn, autocommit=True) as conn:
        await conn.execute(LOCK)
        names = {
            "schema": sql.Identifier(schema),
            "role": sql.Identifier(login_role(schema)),
            "owner": sql.Identifier(f"{login_role(schema)}_owner"),
        }
        for role in ("role", "owner"):
            await conn.execute(sql.SQL(ROLE).format(role=names[role]))
        for statement in (*RIGHTS, TABLE):
            await conn.execute(sql.SQL(statement).format(**names))
        pending = await _pending(conn, schema, wanted)
        for name in pending:
            await _apply(conn, schema, name, wanted[name])
    return pending


async def state(conn: Connection, schema: str, directory: Path) -> str | None:
    """Return what is wrong with the schema's version, or None; for readiness checks."""
    try:
        pending = await _pending(conn, schema, files(directory))
    except psycopg.errors.UndefinedTable:
        return f"schema {schema} does not exist: run `exportwatch migrate`"
    except Misconfigured as exc:
        return str(exc)
    return f"schema {schema} lacks {pending[0]}: run `exportwatch migrate`" if pending else None


async def _pending(conn: Connection, schema: str, wanted: dict[str, str]) -> tuple[str, ...]:
    rows = await conn.execute(sql.SQL(APPLIED).format(schema=sql.Identifier(schema)))
    applied: dict[str, str] = dict(await rows.fetchall())
    for name, digest in applied.items():
        if name not in wanted:
            raise Misconfigured(f"schema {schema} has {name}, newer than this version: update it")
        if digest != _sha256(wanted[name]):
            raise Misconfigured(f"{schema}/{name} was edited after it was applied: add a new file")
    return tuple(name for name in wanted if name not in applied)


async def _apply(conn: Connection, schema: str, name: str, text: str) -> None:
    # The files are part of this package, not input: they are SQL text by definition.
    statement: LiteralString = text
    record = sql.SQL(RECORD).format(schema=sql.Identifier(schema))
    if text.startswith(NO_TRANSACTION):
        await conn.execute(statement)
        await conn.execute(record, (name, _sha256(text)))
        return
    async with conn.transaction():
        await conn.execute("SET LOCAL lock_timeout = '10s'")
        await conn.execute(statement)
        await conn.execute(record, (name, _sha256(text)))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
