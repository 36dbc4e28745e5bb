"""Writes how a call ended: fenced, with attempt and audit event, in one short transaction."""

from dataclasses import dataclass
from typing import Any, LiteralString

import structlog

from chassis.clock import Clock
from chassis.postgres import Connection
from services.notify.adapters import audit_log
from services.notify.adapters.ledger import Ledger
from services.notify.domain.audit import AlertEvent
from services.notify.domain.deliveries import Claimed, Ending, Outcome, ReadBack, State
from services.notify.domain.moves import FAILING_PAUSE, FAILURES_TO_OPEN, Move, pause_of_circuit

log = structlog.get_logger()

# Only the last claimant writes: a worker that stalled past its lease changes nothing.
MOVE: LiteralString = """
    UPDATE notify.delivery SET
        state = %(state)s, run_at = now() + make_interval(secs => %(after)s), lease_until = NULL,
        rung = coalesce(%(rung)s, rung), attempts = attempts - %(refund)s,
        provider_ref = coalesce(%(ref)s, provider_ref),
        provider_channel = coalesce(%(channel)s, provider_channel),
        resent = resent OR %(resent)s, last_ending = %(ending)s, last_error = %(error)s,
        finished_at = CASE WHEN %(state)s IN ('sent', 'dead') THEN now() END
    WHERE id = %(id)s AND fence = %(fence)s AND state = %(before)s
    RETURNING id
"""
ATTEMPT: LiteralString = """
    UPDATE notify.delivery_attempt
    SET ended_at = now(), ending = %s, status = %s, error = %s, retry_after = %s
    WHERE delivery = %s AND fence = %s
"""
WORKS: LiteralString = """
    UPDATE notify.destination SET
        consecutive_failures = 0, open_until = NULL, open_reason = NULL,
        next_at = CASE WHEN open_until IS NULL THEN next_at ELSE now() END,
        next_edit_at = CASE WHEN open_until IS NULL THEN next_edit_at ELSE now() END
    WHERE id = %s AND (consecutive_failures > 0 OR open_until IS NOT NULL)
"""
FAILS: LiteralString = """
    UPDATE notify.destination SET consecutive_failures = consecutive_failures + 1
    WHERE id = %s RETURNING consecutive_failures
"""
OPEN: LiteralString = """
    UPDATE notify.destination
    SET open_until = now() + make_interval(secs => %s), open_reason = %s WHERE id = %s
"""
# Slack limits each method by itself: an edit that must wait does not hold up a new message.
PAUSE: LiteralString = """
    UPDATE notify.destination SET
        next_at = CASE WHEN %(edit)s THEN next_at ELSE
            greatest(next_at, now() + make_interval(secs => %(pause)s)) END,
        next_edit_at = CASE WHEN NOT %(edit)s THEN next_edit_at ELSE
            greatest(next_edit_at, now() + make_interval(secs => %(pause)s)) END
    WHERE id = %(destination)s
"""
# The message to edit is gone: say the same in a new first message, once per lost one.
NEW_ROOT: LiteralString = """
    INSERT INTO notify.delivery (
        id, idem_key, alert, destination, kind, reason, version, severity, content
    )
    SELECT md5(idem_key || '|again')::uuid, idem_key || '|again', alert, destination, 'root',
           'the first message is gone', version, severity, content
    FROM notify.delivery WHERE id = %s ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A delivery, how its call or read-back ended, and the move that follows from it."""

    claimed: Claimed
    move: Move
    ending: str
    before: State
    ref: str | None = None
    channel: str | None = None
    status: int | None = None
    error: str = ""
    retry_after: float = 0.0

    @classmethod
    def of_call(cls, claimed: Claimed, outcome: Outcome, move: Move) -> "Settlement":
        """Return the settlement of a call."""
        o = outcome
        before, ending = State.SENDING, o.ending.value
        told = (o.ref, o.channel, o.status, o.error, o.retry_after)
        return cls(claimed, move, ending, before, *told)

    @classmethod
    def of_reading(cls, claimed: Claimed, read: ReadBack, move: Move) -> "Settlement":
        """Return the settlement of a read-back."""
        ending = f"read back: {read.found}"
        channel = claimed.target if read.ref else None
        told = (read.ref, channel, None, read.error, read.retry_after)
        return cls(claimed, move, ending, State.UNKNOWN, *told)


async def settle(ledger: Ledger, settlement: Settlement, clock: Clock) -> bool:
    """Write a settlement; False if another worker has taken the delivery over."""
    s, claimed, move = settlement, settlement.claimed, settlement.move
    async with ledger.transaction() as conn:
        moved = await (await conn.execute(MOVE, _values(s))).fetchone()
        if moved is None:
            log.warning("late outcome ignored", delivery=str(claimed.id), ending=s.ending)
            return False
        if s.before is State.SENDING:
            attempt = (s.ending, s.status, s.error, s.retry_after, claimed.id, claimed.fence)
            await conn.execute(ATTEMPT, attempt)
        await _destination(conn, s)
        if move.new_root:
            await conn.execute(NEW_ROOT, (claimed.id,))
        await audit_log.append(conn, [_event(s, clock)])
    return True


def _values(s: Settlement) -> dict[str, Any]:
    return {
        "id": s.claimed.id,
        "fence": s.claimed.fence,
        "before": s.before.value,
        "state": s.move.state.value,
        "after": s.move.after,
        "rung": s.move.rung.value if s.move.rung else None,
        "refund": int(s.move.refund),
        "resent": s.move.resent,
        "ref": s.ref,
        "channel": s.channel,
        "ending": s.ending,
        "error": s.error or None,
    }


async def _destination(conn: Connection, s: Settlement) -> None:
    place, move = s.claimed.destination, s.move
    if move.failed is False:
        await conn.execute(WORKS, (place,))
    if move.failed:
        row = await (await conn.execute(FAILS, (place,))).fetchone()
        failures = int(row[0]) if row else 1
        broken = s.ending == Ending.BROKEN
        if broken or failures >= FAILURES_TO_OPEN:
            pause = pause_of_circuit(failures) if broken else FAILING_PAUSE
            await conn.execute(OPEN, (pause, s.error or s.ending, place))
            log.error(
                "receiver is broken: nothing is sent there for now, nothing is lost",
                destination=place,
                error=s.error or s.ending,
                seconds=pause,
                what_to_do="exportwatch doctor names what is wrong with Slack or mail",
            )
    if move.pause:
        edit = s.claimed.kind == "edit"
        values = {"edit": edit, "pause": move.pause, "destination": place}
        await conn.execute(PAUSE, values)


def _event(s: Settlement, clock: Clock) -> AlertEvent:
    c = s.claimed
    detail = f"{c.kind} {c.id} to {c.destination}, attempt {c.attempts}: {s.ending}"
    reason = f"{detail} ({s.error})" if s.error else detail
    kind = f"delivery_{s.move.state}"
    return AlertEvent(c.alert, clock(), kind, reason, source="dispatcher", new=s.move.state)
