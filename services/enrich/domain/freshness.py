"""How old the active lists are, and what a result on them is worth (policy 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.parties import Screened, Snapshot

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Ages since the last successful load or check: alarm, and the end of readiness."""

    alarm: timedelta = timedelta(hours=48)
    fail: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether the lists are stale, and the sentence that says so."""

    stale: bool = False
    failed: bool = False
    note: str | None = None

    @classmethod
    def of(
        cls, snapshot: Snapshot | None, now: datetime, limits: Limits, which: str = "lists"
    ) -> "Freshness":
        """Judge the active snapshot at `now`; without one nothing was ever screened.

        `which` names, for the sentence, the list set whose dates the snapshot carries.
        """
        if snapshot is None:
            return cls(True, True, "no screening list was ever loaded")
        seen = snapshot.checked_at or snapshot.loaded_at
        if seen is None:
            return cls(True, True, f"snapshot {snapshot.id} does not say when it was loaded")
        age = now - seen
        if age < limits.alarm:
            return cls()
        hours = int(age / _HOUR)
        note = f"{which} last loaded or checked {hours} h ago (list date {snapshot.list_date})"
        return cls(True, age >= limits.fail, note)

    def screened(self, *, hit: bool) -> Screened:
        """Return what a screening is worth: hits on a stale list go out, clears do not."""
        if not self.stale:
            return "complete"
        return "provisional" if hit else "not_screened"


FRESH = Freshness()
STALE = Freshness(stale=True)
"""Also the worth of a screening that broke on a party: its hits go out, its clears do not."""
