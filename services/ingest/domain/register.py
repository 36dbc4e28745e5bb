"""The register of sources: a row, its cadence, and what is to be said of it now."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from chassis.errors import Invalid
from contracts.tenders import Provenance
from services.ingest.domain.fills import Fills, Rate, verdict

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
SILENT_AFTER = 3
"""A source is silent once it has said nothing new for so many times its cadence."""
_CADENCE = re.compile(r"(\d{1,4})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CLASSES = (
    Provenance.OFFICIAL_PORTAL,
    Provenance.OFFICIAL_FEED,
    Provenance.REPOSTER,
    Provenance.UNVERIFIED_UPLOAD,
)

SourceMode = Literal["testing", "live"]


@dataclass(frozen=True, slots=True)
class NewSource:
    """What an operator says of a source; `cadence` is how often it should speak, None: whenever."""

    name: str
    owner: str
    provenance: Provenance
    cadence: timedelta | None
    by: str

    def __post_init__(self) -> None:
        """Refuse what cannot be a source: raises Invalid with what to give instead."""
        if not NAME.fullmatch(self.name):
            raise Invalid("a source's name has 1-63 of a-z, 0-9, dot, dash and underscore")
        if self.provenance not in _CLASSES:
            raise Invalid(f"--provenance is one of {', '.join(_CLASSES)}")
        if not self.owner.strip() or not self.by.strip():
            raise Invalid("say who answers for the source (--owner) and who adds it (--by)")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as registered; `at_promotion` are the fill rates it was promoted with."""

    name: str
    owner: str
    provenance: Provenance | None
    cadence: timedelta | None
    mode: SourceMode
    created_at: datetime
    created_by: str
    promoted_at: datetime | None
    promoted_by: str | None
    last_seen_at: datetime | None
    at_promotion: Fills = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source now: rates in the window, which of them fell, and for how long it is silent."""

    row: SourceRow
    now: Fills
    fell: tuple[str, ...]
    silent_for: timedelta | None
    silent: bool

    @property
    def alarms(self) -> tuple[str, ...]:
        """One sentence for each alarm, with what to do."""
        found = [self._fall(fact) for fact in self.fell]
        if self.silent and self.silent_for and self.row.cadence:
            found.append(
                f"silent for {told(self.silent_for)}, it should speak every "
                f"{told(self.row.cadence)}: look whether it still delivers"
            )
        return tuple(found)

    def _fall(self, fact: str) -> str:
        then, now = self.row.at_promotion[fact], self.now[fact]
        return (
            f"{fact} found in {now.filled} of {now.due}, at promotion in {then.filled} of "
            f"{then.due}: compare a recent file with what `exportwatch assess` reads"
        )


def state_of(row: SourceRow, window: Mapping[str, Rate], now: datetime) -> SourceState:
    """Judge a source; only one that is live gives alarms."""
    live = row.mode == "live"
    fell = [
        fact
        for fact, then in row.at_promotion.items()
        if live and verdict(then, window.get(fact)) == "fell"
    ]
    # Before it first spoke, silence counts from its promotion.
    heard = max(filter(None, (row.last_seen_at, row.promoted_at)), default=None)
    silent_for = now - heard if heard and row.cadence else None
    limit = row.cadence * SILENT_AFTER if row.cadence else None
    silent = bool(live and silent_for and limit and silent_for > limit)
    return SourceState(row, window, tuple(fell), silent_for, silent)


def cadence_of(text: str | None) -> timedelta | None:
    """Return how often a source should speak, from 30m, 12h, 1d, 2w; None if it need not."""
    if text is None:
        return None
    found = _CADENCE.fullmatch(text.strip().lower())
    if not found or not int(found[1]):
        raise Invalid("--cadence is a number with m, h, d or w, e.g. 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def told(span: timedelta) -> str:
    """Say a span in its largest whole unit, e.g. 3d or 90m."""
    seconds = int(span.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3_600)):
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            return f"{seconds // size}{unit}"
    return f"{seconds // 60}m"
