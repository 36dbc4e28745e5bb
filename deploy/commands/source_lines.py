"""What `exportwatch sources` prints: lines for people, or one JSON object each."""

import json
from collections.abc import Iterator

from deploy.source_testing import Judged, rates
from services.ingest.domain.fills import Fills, Rate, records
from services.ingest.domain.register import SourceRow, SourceState, told


def row(source: SourceRow, *, as_json: bool) -> str:
    """Return a source as registered."""
    if as_json:
        return json.dumps(_row(source), ensure_ascii=False, default=str)
    trust = source.provenance or "as its way in says"
    every = f"every {told(source.cadence)}" if source.cadence else "whenever"
    seen = f"{source.last_seen_at:%Y-%m-%d %H:%M} UTC" if source.last_seen_at else "never"
    return f"{source.name:20} {source.mode:8} {trust:18} {every:10} {source.owner}, seen {seen}"


def test(judged: Judged, *, as_json: bool) -> Iterator[str]:
    """Return a test: rates, what was not read, what is lacking."""
    if as_json:
        yield json.dumps(judged.shown(), ensure_ascii=False)
        return
    yield f"{judged.source}: {records(judged.fills)} samples"
    yield from (_rate(fact, rate) for fact, rate in judged.fills.items())
    yield from (f"  not read: {line}" for line in judged.unread)
    yield from (f"  lacks: {line}" for line in judged.wrong)
    if not judged.wrong:
        yield f"  may be promoted: `exportwatch sources promote {judged.source} --by NAME`"


def state(source: SourceState, *, as_json: bool) -> Iterator[str]:
    """Return how a source stands."""
    then = source.row.at_promotion
    if as_json:
        shown = _row(source.row) | {
            "at_promotion": rates(then),
            "now": rates(source.now),
            "fell": list(source.fell),
            "silent_for_seconds": source.silent_for and int(source.silent_for.total_seconds()),
            "silent": source.silent,
            "alarms": list(source.alarms),
        }
        yield json.dumps(shown, ensure_ascii=False, default=str)
        return
    yield row(source.row, as_json=False)
    for fact in sorted({*then, *source.now}):
        yield _compared(fact, then, source.now) + ("  FELL" if fact in source.fell else "")
    yield from (f"  ALARM {line}" for line in source.alarms)


def _row(source: SourceRow) -> dict[str, object]:
    return {
        "name": source.name,
        "owner": source.owner,
        "provenance": source.provenance,
        "cadence_seconds": source.cadence and int(source.cadence.total_seconds()),
        "mode": source.mode,
        "created_at": source.created_at,
        "created_by": source.created_by,
        "promoted_at": source.promoted_at,
        "promoted_by": source.promoted_by,
        "last_seen_at": source.last_seen_at,
    }


def _rate(fact: str, rate: Rate) -> str:
    return f"  {fact:16} {rate.share:7.1%}  {rate.filled} of {rate.due}"


def _compared(fact: str, then: Fills, now: Fills) -> str:
    seen = _rate(fact, now[fact]) if fact in now else f"  {fact:16}       -  not seen lately"
    was = f"{then[fact].share:.1%} of {then[fact].due}" if fact in then else "none"
    return f"{seen}, at promotion {was}"
