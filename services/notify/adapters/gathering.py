"""Let a message that still waits say what came in meanwhile, instead of a second one."""

from collections.abc import Sequence
from typing import LiteralString

from chassis.postgres import Connection
from services.notify.domain.content import Content
from services.notify.domain.deliveries import Kind, Planned
from services.notify.domain.planning import gathered

# One that a dispatcher has in hand is locked and passed over: then a message of its own follows.
WAITING: LiteralString = """
    SELECT id, kind, content FROM notify.delivery
    WHERE alert = %s AND destination = %s AND kind = ANY(%s) AND state = 'pending' AND attempts = 0
    ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED
"""
RENEW: LiteralString = """
    UPDATE notify.delivery
    SET content = %s, version = %s, reason = %s, severity = greatest(severity, %s) WHERE id = %s
"""


async def without_gathered(conn: Connection, planned: Sequence[Planned]) -> list[Planned]:
    """Return the deliveries to insert; the others were taken up by messages that still wait."""
    return [each for each in planned if each.hold is None or not await _taken_up(conn, each)]


async def _taken_up(conn: Connection, new: Planned) -> bool:
    # An edit is for the first message; once that is out, a waiting page does not make up for it.
    kinds = [Kind.ROOT] if new.kind is Kind.EDIT else [Kind.ROOT, Kind.PAGE]
    arguments = (new.alert, new.destination, [kind.value for kind in kinds])
    row = await (await conn.execute(WAITING, arguments)).fetchone()
    if row is None:
        return False
    id_, kind, content = row
    renewed = gathered(Kind(kind), Content.model_validate_json(content), new.content)
    values = (renewed.model_dump_json(), new.version, new.reason, new.severity, id_)
    await conn.execute(RENEW, values)
    return True
