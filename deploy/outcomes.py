"""What came of fed events: newest assessments, and the state of their messages."""

import asyncio
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
from services.notify.adapters.status import delivery_states, open_deliveries

TAKEN: LiteralString = "SELECT count(*) FROM notify.inbox"
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
            waiting = asyncio.run(open_deliveries(dsn)) + max(0, count - _one(conn, TAKEN))
            if not lacking and not waiting:
                return _rows(dsn, assessments)
            if time.monotonic() > deadline:
                raise Transient(
                    f"{len(lacking)} events not assessed, {waiting} messages open: see the logs"
                )
            time.sleep(POLL_SECONDS)


def _rows(dsn: str, assessments: dict[UUID, RiskAssessed]) -> list[Row]:
    states = asyncio.run(delivery_states(dsn))
    return [Row(found, states.get(matter, {})) for matter, found in assessments.items()]


def _one(conn: psycopg.Connection[Any], query: LiteralString) -> int:
    row = conn.execute(query).fetchone()
    return int(row[0]) if row else 0


Tell = Callable[[str], None]
