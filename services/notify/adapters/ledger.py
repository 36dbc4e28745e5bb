"""The delivery ledger: claims with lease and fence, paced by destination, by the database clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from chassis.postgres import Pool, transaction
from services.notify.adapters.plan_writing import REFRESH, destination_row
from services.notify.domain.content import Content
from services.notify.domain.deliveries import Claimed, Destination, Kind, Rung
from services.notify.domain.moves import Timing

# One statement claims one delivery: of a destination that is due and works, the gravest that no
# earlier message of the same alert there holds back. GCRA paces: next_at moves by `gap`, and may
# lag behind by `burst` - 1 gaps. A destination that was broken gets one probe in ten seconds.
# (SELECT id FROM due) instead of a join lets the index give the order: no sort of a backlog.
CLAIM: LiteralString = """
WITH due AS (
    SELECT d.id FROM notify.destination d
    WHERE d.kind = %(kind)s AND (d.open_until IS NULL OR d.open_until <= now())
      AND EXISTS (
        SELECT FROM notify.delivery x
        WHERE x.destination = d.id AND x.state = 'pending' AND x.run_at <= now()
          AND CASE WHEN x.kind = 'edit' THEN d.next_edit_at ELSE d.next_at END <= now()
          AND NOT EXISTS (
            SELECT FROM notify.delivery e
            WHERE e.alert = x.alert AND e.destination = x.destination AND e.seq < x.seq
              AND e.state IN ('pending', 'sending', 'unknown', 'parked')))
    ORDER BY d.next_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED
), pick AS (
    SELECT x.id FROM notify.delivery x JOIN notify.destination d ON d.id = (SELECT id FROM due)
    WHERE x.destination = (SELECT id FROM due) AND x.state = 'pending' AND x.run_at <= now()
      AND CASE WHEN x.kind = 'edit' THEN d.next_edit_at ELSE d.next_at END <= now()
      AND NOT EXISTS (
        SELECT FROM notify.delivery e
        WHERE e.alert = x.alert AND e.destination = x.destination AND e.seq < x.seq
          AND e.state IN ('pending', 'sending', 'unknown', 'parked'))
    ORDER BY x.severity DESC, x.seq LIMIT 1 FOR UPDATE OF x SKIP LOCKED
), taken AS (
    UPDATE notify.delivery x
    SET state = 'sending', fence = x.fence + 1, attempts = x.attempts + 1,
        started_at = now(), lease_until = now() + make_interval(secs => %(lease)s)
    FROM pick WHERE x.id = pick.id RETURNING x.*
), paced AS (
    UPDATE notify.destination d SET
        next_at = CASE
            WHEN d.open_until IS NOT NULL THEN now() + interval '10 s'
            WHEN t.kind = 'edit' THEN d.next_at
            ELSE greatest(d.next_at, now() - make_interval(secs => d.gap * (d.burst - 1)))
                + make_interval(secs => d.gap) END,
        next_edit_at = CASE
            WHEN d.open_until IS NOT NULL THEN now() + interval '10 s'
            WHEN t.kind = 'edit' THEN
                greatest(d.next_edit_at, now() - make_interval(secs => d.edit_gap * (d.burst - 1)))
                + make_interval(secs => d.edit_gap)
            ELSE d.next_edit_at END
    FROM taken t WHERE d.id = t.destination RETURNING d.id
), noted AS (
    INSERT INTO notify.delivery_attempt (delivery, fence, worker)
    SELECT id, fence, %(worker)s FROM taken
)
SELECT t.id, t.alert, t.destination, d.target, t.kind, t.content, t.fence, t.attempts, t.rung,
       r.provider_ref, r.id, t.resent, extract(epoch FROM t.started_at)::float8
FROM taken t JOIN notify.destination d ON d.id = t.destination
LEFT JOIN LATERAL (
    SELECT f.id, f.provider_ref FROM notify.delivery f
    WHERE f.alert = t.alert AND f.destination = t.destination AND f.kind = 'root'
      AND f.state = 'sent' ORDER BY f.seq DESC LIMIT 1
) r ON true
"""
# Those of one destination together: one look at a channel answers for all of them.
DOUBTFUL: LiteralString = """
WITH place AS (
    SELECT x.destination FROM notify.delivery x JOIN notify.destination d ON d.id = x.destination
    WHERE x.state = 'unknown' AND x.run_at <= now() AND d.kind = %(kind)s
      AND (x.lease_until IS NULL OR x.lease_until <= now())
      AND (d.open_until IS NULL OR d.open_until <= now())
    ORDER BY x.run_at LIMIT 1
), pick AS (
    SELECT x.id FROM notify.delivery x JOIN place ON x.destination = place.destination
    WHERE x.state = 'unknown' AND x.run_at <= now()
      AND (x.lease_until IS NULL OR x.lease_until <= now())
    ORDER BY x.seq LIMIT 50 FOR UPDATE OF x SKIP LOCKED
), taken AS (
    UPDATE notify.delivery x
    SET fence = x.fence + 1, lease_until = now() + make_interval(secs => %(lease)s)
    FROM pick WHERE x.id = pick.id RETURNING x.*
)
SELECT t.id, t.alert, t.destination, d.target, t.kind, t.content, t.fence, t.attempts, t.rung,
       r.provider_ref, r.id, t.resent, extract(epoch FROM t.started_at)::float8
FROM taken t JOIN notify.destination d ON d.id = t.destination
LEFT JOIN LATERAL (
    SELECT f.id, f.provider_ref FROM notify.delivery f
    WHERE f.alert = t.alert AND f.destination = t.destination AND f.kind = 'root'
      AND f.state = 'sent' ORDER BY f.seq DESC LIMIT 1
) r ON true
ORDER BY t.seq
"""
# Seconds until something of this kind may be due; null: nothing waits.
NEXT_DUE: LiteralString = """
    SELECT extract(epoch FROM min(greatest(
        x.run_at,
        CASE WHEN x.state = 'unknown' THEN x.lease_until
             WHEN x.kind = 'edit' THEN d.next_edit_at ELSE d.next_at END,
        d.open_until)) - now())::float8
    FROM notify.delivery x JOIN notify.destination d ON d.id = x.destination
    WHERE d.kind = %s AND x.state IN ('pending', 'unknown')
"""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Hands out deliveries of one replica; `timings` go by kind of destination."""

    pool: Pool
    worker: str
    timings: Mapping[str, Timing]
    deadline: float = 5.0

    async def refresh(self, destinations: Sequence[Destination]) -> None:
        """Bring the destinations' pace and fallback to what the settings say."""
        async with transaction(self.pool, self.deadline) as conn, conn.cursor() as cursor:
            # In the order in which a plan writes them, or the two wait for each other.
            rows = sorted((destination_row(d) for d in destinations), key=lambda row: str(row[0]))
            await cursor.executemany(REFRESH, rows)

    async def claim(self, kind: str) -> Claimed | None:
        """Take the delivery that is due next, or None; it is ours until its lease ends."""
        arguments = {"kind": kind, "lease": self.timings[kind].lease, "worker": self.worker}
        async with transaction(self.pool, self.deadline) as conn:
            row = await (await conn.execute(CLAIM, arguments)).fetchone()
        return _claimed(row) if row else None

    async def doubtful(self, kind: str) -> list[Claimed]:
        """Take deliveries of one destination whose outcome is unknown and may be looked up now."""
        arguments = {"kind": kind, "lease": self.timings[kind].lease}
        async with transaction(self.pool, self.deadline) as conn:
            rows = await (await conn.execute(DOUBTFUL, arguments)).fetchall()
        return [_claimed(row) for row in rows]

    async def next_due(self, kind: str) -> float | None:
        """Return seconds until something may be due, or None if nothing waits."""
        async with transaction(self.pool, self.deadline) as conn:
            row = await (await conn.execute(NEXT_DUE, (kind,))).fetchone()
        return row[0] if row else None

    def transaction(self) -> Any:
        """Open a short transaction for the outcome of a call."""
        return transaction(self.pool, self.deadline)


def _claimed(row: Sequence[Any]) -> Claimed:
    (id_, alert, destination, target, kind, content, fence, attempts, rung, *rest) = row
    thread, root, resent, started = rest
    return Claimed(
        id=id_,
        alert=alert,
        destination=destination,
        target=target,
        kind=Kind(kind),
        content=Content.model_validate_json(content),
        fence=fence,
        attempts=attempts,
        rung=Rung(rung),
        thread=thread,
        root=root,
        resent=resent,
        started=started,
    )
