"""The handler's memory in PostgreSQL: inbox, alerts, plan, audit and outputs in one transaction."""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import structlog
from psycopg.types.json import Jsonb

from chassis.faults import fault_point
from chassis.postgres import Connection, Pool, transaction
from contracts.alerts import AlertState
from contracts.risk import Band, Urgency
from contracts.wire import Record
from services.notify.adapters import audit_log
from services.notify.adapters.plan_writing import insert_deliveries
from services.notify.domain.alerts import Alert
from services.notify.domain.deliveries import Destination
from services.notify.domain.rescreened import Child, read_child
from services.notify.ports import Past, Result, Taken

log = structlog.get_logger()

# By key, not by row: also two first events of one matter must not pass each other.
LOCK: LiteralString = """
    SELECT pg_advisory_xact_lock(hashtextextended(k, 7)) FROM (
        SELECT DISTINCT a::text AS k FROM unnest(%s::uuid[]) a ORDER BY 1
    ) keys
"""
KNOWN: LiteralString = """
    SELECT i.event, i.payload_sha256 FROM notify.inbox i
    JOIN unnest(%s::text[], %s::uuid[]) w (topic, event) USING (topic, event)
"""
STORED: LiteralString = """
    SELECT input, topic, key, value, headers FROM notify.output
    WHERE input = ANY(%s) ORDER BY id
"""
NEWEST: LiteralString = """
    SELECT DISTINCT ON (alert) alert, topic, key, value, headers FROM notify.output
    WHERE alert = ANY(%s) ORDER BY alert, id DESC
"""
SEEN: LiteralString = (
    "SELECT alert, max(revision) FROM notify.inbox WHERE alert = ANY(%s) GROUP BY alert"
)
ALERTS: LiteralString = """
    SELECT id, matter, version, revision, state, band, score, urgency, stage, stages, listed,
           accounts, quantity, amount, evidence_hash, subject, opened_at, rooted
    FROM notify.alert WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
CONFLICT: LiteralString = (
    "UPDATE notify.inbox SET conflicts = conflicts + 1 WHERE topic = %s AND event = %s"
)
TAKE_IN: LiteralString = """
    INSERT INTO notify.inbox (topic, event, payload_sha256, alert, revision, decision, reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
# The revision guard stands in SQL too: nothing that is older ever overwrites.
SAVE: LiteralString = """
    INSERT INTO notify.alert AS a (
        id, matter, version, revision, state, band, score, urgency, stage, stages, listed, accounts,
        quantity, amount, evidence_hash, subject, opened_at, rooted, first_line, route, assessed,
        changed_at
    ) VALUES (
        %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, now()
    )
    ON CONFLICT (id) DO UPDATE SET
        version = excluded.version, revision = excluded.revision, state = excluded.state,
        band = excluded.band, score = excluded.score, urgency = excluded.urgency,
        stage = excluded.stage, stages = excluded.stages, listed = excluded.listed,
        accounts = excluded.accounts, quantity = excluded.quantity, amount = excluded.amount,
        evidence_hash = excluded.evidence_hash, rooted = excluded.rooted,
        first_line = excluded.first_line, route = excluded.route, assessed = excluded.assessed,
        changed_at = excluded.changed_at
    WHERE a.revision < excluded.revision
"""
CHILDREN: LiteralString = """
    SELECT parent, child, body FROM notify.rescreened WHERE parent = ANY(%s)
"""
KEEP_CHILD: LiteralString = """
    INSERT INTO notify.rescreened (parent, child, body) VALUES (%s, %s, %s)
    ON CONFLICT (parent, child) DO UPDATE SET body = excluded.body
"""
PUBLISH: LiteralString = """
    INSERT INTO notify.output (input, alert, topic, key, value, headers)
    VALUES (%s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class PostgresStore:
    """Opens the handler's transactions; `destinations` are all that a plan may name."""

    pool: Pool
    destinations: Mapping[str, Destination]
    deadline: float = 10.0

    @contextlib.asynccontextmanager
    async def unit(self) -> AsyncIterator["PostgresUnit"]:
        """One transaction."""
        async with transaction(self.pool, self.deadline) as conn:
            yield PostgresUnit(conn, self.destinations)
        fault_point("after_inbox")


@dataclass(frozen=True, slots=True)
class PostgresUnit:
    """A transaction in progress."""

    conn: Connection
    destinations: Mapping[str, Destination]

    async def recall(self, batch: Sequence[Taken]) -> Past:
        """Lock the alerts of a batch and return what is known."""
        parents = list({each.parent for each in batch if each.parent})
        alerts = [*{each.alert for each in batch}, *parents]
        await self.conn.execute(LOCK, (alerts,))
        known = dict(await self._all(KNOWN, ([t.topic for t in batch], [t.event for t in batch])))
        again = [each for each in batch if each.event in known]
        await self._note_conflicts(again, known)
        return Past(
            handled=await self._outputs(list(known)),
            alerts={row[0]: _alert(row) for row in await self._all(ALERTS, (alerts,))},
            seen=dict(await self._all(SEEN, (alerts,))),
            newest=await self._newest([each.alert for each in again]),
            children=await self._children(parents),
        )

    async def keep(self, results: Sequence[Result]) -> None:
        """Store inbox, alerts, plan, outputs and, last, the audit."""
        if not results:
            return
        async with self.conn.cursor() as cursor:
            await cursor.executemany(TAKE_IN, [_inbox_row(r) for r in results if not r.children])
            if changed := [_alert_row(r) for r in results if r.alert]:
                await cursor.executemany(SAVE, changed)
            if children := [(r.taken.alert, c) for r in results for c in r.children]:
                rows = [(parent, c.alert, c.model_dump_json()) for parent, c in children]
                await cursor.executemany(KEEP_CHILD, rows)
            if published := [_output_row(r) for r in results if r.output]:
                await cursor.executemany(PUBLISH, published)
        planned = [delivery for r in results for delivery in r.deliveries]
        await insert_deliveries(self.conn, planned, self.destinations)
        await audit_log.append(self.conn, [event for r in results for event in r.events])

    async def _outputs(self, inputs: list[UUID]) -> dict[UUID, tuple[Record, ...]]:
        found: dict[UUID, tuple[Record, ...]] = dict.fromkeys(inputs, ())
        if inputs:
            for cause, *rest in await self._all(STORED, (inputs,)):
                found[cause] = (*found[cause], _record(rest))
        return found

    async def _children(self, parents: list[UUID]) -> dict[UUID, dict[UUID, Child]]:
        found: dict[UUID, dict[UUID, Child]] = {}
        if parents:
            for parent, child, body in await self._all(CHILDREN, (parents,)):
                found.setdefault(parent, {})[child] = read_child(body)
        return found

    async def _newest(self, alerts: list[UUID]) -> dict[UUID, Record]:
        if not alerts:
            return {}
        return {alert: _record(rest) for alert, *rest in await self._all(NEWEST, (alerts,))}

    async def _note_conflicts(self, again: Sequence[Taken], known: Mapping[UUID, str]) -> None:
        for each in again:
            if known[each.event] != each.payload:
                log.warning(
                    "same event id, other payload: the first one stands", event_id=each.event
                )
                await self.conn.execute(CONFLICT, (each.topic, each.event))

    async def _all(self, statement: LiteralString, arguments: Any) -> list[Any]:
        return await (await self.conn.execute(statement, arguments)).fetchall()


def _record(row: Sequence[Any]) -> Record:
    topic, key, value, headers = row
    return Record(topic, key, value, tuple((name, text.encode()) for name, text in headers))


def _alert(row: Sequence[Any]) -> Alert:
    (id_, matter, version, revision, state, band, score, urgency, stage, *rest) = row
    (stages, listed, accounts, quantity, amount, evidence_hash, subject, opened_at, rooted) = rest
    return Alert(
        id=id_,
        matter=matter,
        version=version,
        revision=revision,
        state=AlertState(state),
        band=Band(band) if band else None,
        score=score,
        urgency=Urgency(urgency),
        stage=stage,
        stages=frozenset(stages),
        listed=frozenset(listed),
        accounts=frozenset(accounts),
        quantity=None if quantity is None else int(quantity),
        amount=amount,
        evidence_hash=evidence_hash,
        subject=subject,
        opened_at=opened_at,
        rooted=frozenset(rooted),
    )


def _inbox_row(result: Result) -> tuple[Any, ...]:
    taken, decision = result.taken, result.decision
    reason = "; ".join(decision.reasons)
    return (
        taken.topic,
        taken.event,
        taken.payload,
        taken.alert,
        result.assessed.revision,
        decision.change,
        reason,
    )


def _alert_row(result: Result) -> tuple[Any, ...]:
    alert = result.alert
    if alert is None:
        raise ValueError("a result without an alert has no row")
    band = alert.band.value if alert.band else None
    key = (alert.id, alert.matter, alert.version, alert.revision, alert.state.value)
    facts = (band, alert.score, alert.urgency.value, alert.stage)
    seen = (sorted(alert.stages), sorted(alert.listed), sorted(alert.accounts))
    paged = (alert.quantity, alert.amount, alert.evidence_hash, alert.subject, alert.opened_at)
    shown = (sorted(alert.rooted), result.first_line, result.route)
    return (*key, *facts, *seen, *paged, *shown, result.assessed.model_dump_json())


def _output_row(result: Result) -> tuple[Any, ...]:
    record = result.output
    if record is None:
        raise ValueError("a result without an output has no row")
    headers = Jsonb([[name, value.decode()] for name, value in record.headers])
    taken = result.taken
    return (taken.event, taken.alert, record.topic, record.key, record.value, headers)
