"""The watch over sources: rates that fell and sources gone silent, as metrics and log lines."""

import structlog

from chassis import metrics
from chassis.clock import Clock
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.domain.register import SourceState

log = structlog.get_logger()

SILENCE = "silence"

WATCH_SECONDS = 300.0


class SourceWatch:
    """Looks at every source; an alarm is logged when it begins and when it ends.

    Readiness stays true: a portal that changed its pages is no fault of this process.
    """

    def __init__(self, sources: PostgresSources, clock: Clock) -> None:
        self._sources = sources
        self._clock = clock
        self._alarms: set[tuple[str, str]] = set()

    async def look(self) -> int:
        """Judge all sources; return how many alarms stand. Raises Transient."""
        found: dict[tuple[str, str], str] = {}
        for state in await self._sources.states(self._clock()):
            _measure(state)
            keys = [*state.fell, *([SILENCE] if state.silent else [])]
            found |= {
                (state.row.name, what): said for what, said in zip(keys, state.alarms, strict=True)
            }
        for source, what in sorted(found.keys() - self._alarms):
            log.error("source alarm", source=source, what=what, say=found[source, what])
        for source, what in sorted(self._alarms - found.keys()):
            log.info("source alarm ended", source=source, what=what)
            if what != SILENCE:  # a fact the source is no longer compared by keeps no old figure
                metrics.SOURCE_DRIFT.labels(source, what).set(0)
        self._alarms = set(found)
        return len(found)


def _measure(state: SourceState) -> None:
    name = state.row.name
    for fact in state.row.at_promotion:
        metrics.SOURCE_DRIFT.labels(name, fact).set(fact in state.fell)
    if state.row.mode == "live" and state.silent_for is not None and state.row.cadence:
        metrics.SOURCE_SILENCE.labels(name).set(state.silent_for / state.row.cadence)
