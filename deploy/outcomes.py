"""What came of fed events: newest assessments, and the state of their messages."""

import time
from collections.abc import Callable, Iterable
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from chassis.errors import Transient
from contracts.risk import RiskAssessed
from contracts.topics import RISK_ASSESSED
from contracts.wire import attributes_of
from deploy.board import Row
from deploy.reading import read_all

OPEN: LiteralString = """
    SELECT count(*) FROM notify.delivery WHERE state IN ('pending', 'sending', 'unknown')
"""
TAKEN: LiteralString = "SELECT count(*) FROM notify.inbox"
STATES: LiteralString = """
    SELECT a.matter, d.kind, x.state, x.kind, count(*)
    FROM notify.delivery x JOIN notify.destination d ON d.id = x.destination
    JOIN notify.alert a ON a.id = x.alert
    GROUP BY a.matter, d.kind, x.state, x.kind
"""
# The first that applies is what an operator must know.
GRAVEST = ("dead", "parked", "unknown", "sending", "pending", "sent")
POLL_SECONDS = 0.4


def newest(bootstrap: str) -> tuple[dict[UUID, RiskAssessed], set[UUID], int]:
    """Return newest assessment per matter, first events seen, and how many records there are."""
    found: dict[UUID, RiskAssessed] = {}
    first: set[UUID] = set()
    count = 0
    for record in read_all(bootstrap, RISK_ASSESSED.name):
        count += 1
        first.add(attributes_of(record.headers).correlation_id)
        assessed = RiskAssessed.model_validate_json(record.value)
        kept = found.get(assessed.matter)
        if kept is None or assessed.revision > kept.revision:
            found[assessed.matter] = assessed
    return found, first, count


def wait(bootstrap: str, dsn: str, accepted: Iterable[UUID], seconds: float) -> list[Row]:
    """Return one row for each matter, once all events are assessed and all messages settled.

    `dsn` may read the schema notify. Raises Transient, saying what lacks, after `seconds`.
    """
    wanted = set(accepted)
    deadline = time.monotonic() + seconds
    with psycopg.connect(dsn, autocommit=True) as conn:
        while True:
            assessments, first, count = newest(bootstrap)
            lacking = wanted - first
            waiting = _one(conn, OPEN) + max(0, count - _one(conn, TAKEN))
            if not lacking and not waiting:
                return _rows(conn, assessments)
            if time.monotonic() > deadline:
                raise Transient(
                    f"{len(lacking)} events not assessed, {waiting} messages open: see the logs"
                )
            time.sleep(POLL_SECONDS)


def _rows(conn: psycopg.Connection[Any], assessments: dict[UUID, RiskAssessed]) -> list[Row]:
    states: dict[UUID, dict[str, dict[str, int]]] = {}
    for matter, receiver, state, _, number in conn.execute(STATES).fetchall():
        by_state = states.setdefault(matter, {}).setdefault(receiver, {})
        by_state[state] = by_state.get(state, 0) + number
    return [
        Row(assessed, {to: _phrase(found) for to, found in states.get(matter, {}).items()})
        for matter, assessed in assessments.items()
    ]


def _phrase(found: dict[str, int]) -> str:
    gravest = next((state for state in GRAVEST if found.get(state)), "sent")
    return f"{gravest} ({sum(found.values())} messages)"


def _one(conn: psycopg.Connection[Any], query: LiteralString) -> int:
    row = conn.execute(query).fetchone()
    return int(row[0]) if row else 0


Tell = Callable[[str], None]
