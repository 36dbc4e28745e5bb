"""Answers "why was I (not) told?": everything decided and delivered about one alert."""

from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection

from contracts.risk import RiskAssessed
from services.notify.domain.first_screen import first_line
from services.notify.domain.rescreened import read_child

DECISIONS: LiteralString = """
    SELECT received_at, revision, decision, reason FROM notify.inbox
    WHERE alert = %s ORDER BY received_at, revision
"""
EVENTS: LiteralString = """
    SELECT body::json ->> 'at', type, body::json ->> 'reason', body::json ->> 'actor'
    FROM notify.alert_event WHERE alert = %s ORDER BY batch, position
"""
DELIVERIES: LiteralString = """
    SELECT kind, destination, state, attempts, resent, last_ending, last_error, run_at
    FROM notify.delivery WHERE alert = %s ORDER BY seq
"""
# The alert of a list change has no assessment on the bus: it is made of those of its matters.
LIST_CHANGE: LiteralString = """
    SELECT id, assessed::text FROM notify.alert WHERE stage = 'rescreening'
        AND (id::text = %(what)s OR matter::text = %(what)s OR left(id::text, 8) = %(short)s)
"""
TOUCHED: LiteralString = "SELECT body FROM notify.rescreened WHERE parent = %s"


async def list_change(dsn: str, what: str) -> tuple[UUID, list[str]] | None:
    """Return the alert of a list change by its id, matter or number, with every matter ranked."""
    async with await AsyncConnection.connect(dsn, autocommit=True) as conn:
        arguments = {"what": what, "short": what.removeprefix("exw-")}
        row = await (await conn.execute(LIST_CHANGE, arguments)).fetchone()
        if row is None:
            return None
        bodies = await (await conn.execute(TOUCHED, (row[0],))).fetchall()
    ranked = sorted((read_child(body) for (body,) in bodies), key=lambda child: child.rank)
    assessed = RiskAssessed.model_validate_json(row[1])
    return row[0], [first_line(assessed), *(str(child.line) for child in ranked)]


async def alert_history(dsn: str, alert: UUID) -> list[str]:
    """Return lines: each assessment taken in, each event, each delivery and its state."""
    async with await AsyncConnection.connect(dsn, autocommit=True) as conn:
        decisions = await (await conn.execute(DECISIONS, (alert,))).fetchall()
        events = await (await conn.execute(EVENTS, (alert,))).fetchall()
        deliveries = await (await conn.execute(DELIVERIES, (alert,))).fetchall()
    lines = ["assessments"]
    lines += [f"  {at:%F %T} revision {n}: {what} ({why})" for at, n, what, why in decisions]
    lines.append("events")
    lines += [f"  {at} {what} by {actor}: {why}" for at, what, why, actor in events]
    lines.append("deliveries")
    for kind, place, state, attempts, resent, ending, error, due in deliveries:
        told = f"{ending or 'not tried'}{f': {error}' if error else ''}"
        mark = ", sent again without proof that it was lost" if resent else ""
        when = f", due {due:%F %T}" if state == "pending" else ""
        lines.append(f"  {kind} to {place}: {state} ({told}; attempts {attempts}{mark}{when})")
    return lines
