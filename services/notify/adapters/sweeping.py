"""Puts right what workers left behind: expired leases, parked deliveries, fallbacks; and counts."""

from typing import LiteralString

import structlog

from chassis import metrics
from services.notify.adapters.ledger import Ledger
from services.notify.adapters.plan_writing import WAKE, WAKE_CHANNEL
from services.notify.domain.deliveries import State

log = structlog.get_logger()

# To `unknown`, never to `pending`: the request may have arrived before its sender died.
EXPIRE: LiteralString = """
    UPDATE notify.delivery x
    SET state = 'unknown', run_at = now(), lease_until = NULL, last_ending = 'lease expired'
    FROM notify.destination d
    WHERE d.id = x.destination AND x.state = 'sending' AND x.lease_until < now()
    RETURNING d.kind
"""
UNPARK: LiteralString = """
    UPDATE notify.delivery x SET state = 'pending', run_at = now()
    FROM notify.destination d
    WHERE d.id = x.destination AND x.state = 'parked'
      AND (d.open_until IS NULL OR d.open_until <= now())
    RETURNING d.kind
"""
# For what a broken receiver cannot take now and what a working one will never take. The same key
# as the planner would give: where both channels were planned, nothing is added.
FALL_BACK: LiteralString = """
    INSERT INTO notify.delivery (
        id, idem_key, alert, destination, kind, reason, version, severity, content
    )
    SELECT md5(k.key)::uuid, k.key, x.alert, f.id, x.kind,
           x.reason || '; in place of ' || d.id, x.version, x.severity, x.content
    FROM notify.delivery x
    JOIN notify.destination d ON d.id = x.destination
    JOIN notify.destination f ON f.id = ANY(d.fallback) AND f.open_until IS NULL
    CROSS JOIN LATERAL (SELECT concat_ws('|', split_part(x.idem_key, '|', 1),
        split_part(x.idem_key, '|', 2), split_part(x.idem_key, '|', 3), f.id, x.kind) AS key) k
    WHERE x.kind IN ('root', 'page') AND x.severity >= 3
      AND (d.open_until > now() AND x.state IN ('pending', 'parked')
        OR x.state = 'dead' AND x.finished_at > now() - interval '1 hour')
    ON CONFLICT DO NOTHING
    RETURNING split_part(destination, ':', 1)
"""
COUNT: LiteralString = """
    SELECT state, count(*) FROM notify.delivery
    WHERE state IN ('pending', 'sending', 'unknown', 'parked') GROUP BY state
    UNION ALL
    SELECT state, count(*) FROM notify.delivery
    WHERE state = 'dead' AND finished_at > now() - interval '1 day' GROUP BY state
"""
COUNTED = (State.PENDING, State.SENDING, State.UNKNOWN, State.PARKED, State.DEAD)


async def sweep(ledger: Ledger) -> None:
    """Do it once, and wake the dispatchers that have something to do now."""
    woken: set[str] = set()
    async with ledger.transaction() as conn:
        expired = [kind for (kind,) in await (await conn.execute(EXPIRE)).fetchall()]
        for statement in (UNPARK, FALL_BACK):
            woken |= {kind for (kind,) in await (await conn.execute(statement)).fetchall()}
        for kind in sorted(woken | set(expired)):
            await conn.execute(WAKE, (WAKE_CHANNEL, kind))
    if expired:
        log.warning("a sender died in mid-call: reading back before sending", count=len(expired))


async def count(ledger: Ledger) -> None:
    """Set the gauge of deliveries that are not settled; `dead` counts the last day."""
    async with ledger.transaction() as conn:
        found = dict(await (await conn.execute(COUNT)).fetchall())
    for state in COUNTED:
        metrics.DELIVERIES_OPEN.labels(state=state.value).set(found.get(state.value, 0))
