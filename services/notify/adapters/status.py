"""Reads what became of the messages, for whoever waits for them or shows them."""

from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import AsyncConnection

from chassis.errors import Transient, describe
from chassis.postgres import watchdog
from services.notify.domain.deliveries import State

SECONDS = 5.0
# Edits and notes are left out: only what people see as new counts as told.
STATES: LiteralString = """
    SELECT a.matter, d.kind, x.state
    FROM notify.delivery x
    JOIN notify.alert a ON a.id = x.alert
    JOIN notify.destination d ON d.id = x.destination
    WHERE x.kind IN ('root', 'page')
    GROUP BY a.matter, d.kind, x.state
"""
OPEN: LiteralString = """
    SELECT count(*) FROM notify.delivery
    WHERE state IN ('pending', 'sending', 'unknown', 'parked')
"""
# From the best to the worst: one recipient who was not reached shows.
SEVERITY = (
    State.COALESCED,
    State.SENT,
    State.PENDING,
    State.SENDING,
    State.UNKNOWN,
    State.PARKED,
    State.DEAD,
)


async def delivery_states(dsn: str) -> dict[UUID, dict[str, str]]:
    """Return, per matter that was to be told, `slack` and `mail` with the worst state of each.

    States are those of the ledger (`sent`, `pending`, `sending`, `unknown`, `parked`, `dead`). The
    DSN may be that of any role that reads the schema notify. Raises Transient.
    """
    found: dict[UUID, dict[str, str]] = {}
    for matter, kind, state in await _rows(dsn, STATES):
        told = found.setdefault(matter, {})
        told[kind] = max(told.get(kind, state), state, key=_severity)
    return found


async def open_deliveries(dsn: str) -> int:
    """Return how many deliveries are not settled: 0 means that nothing more will be sent for now.

    Parked ones count, since they go on when their receiver works again. Raises Transient.
    """
    ((count,),) = await _rows(dsn, OPEN)
    return int(count)


async def _rows(dsn: str, statement: LiteralString) -> list[tuple[Any, ...]]:
    try:
        async with await AsyncConnection.connect(dsn, autocommit=True, connect_timeout=5) as conn:
            with watchdog(conn, SECONDS):
                return await (await conn.execute(statement)).fetchall()
    except (psycopg.Error, OSError) as exc:
        raise Transient(f"database: {describe(exc)}") from exc


def _severity(state: str) -> int:
    return SEVERITY.index(State(state))
