"""The state of all lists together: one identity, one date, one age for what was asked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from contracts.parties import Snapshot
from services.enrich.domain.list_sets import precedence, set_of


@dataclass(frozen=True, slots=True)
class ActiveSet:
    """The snapshot in use of one list set; `expires` as it was loaded; `stamps` by list code."""

    list_set: str
    snapshot: Snapshot
    expires: bool
    stamps: Mapping[str, date] = field(default_factory=dict)

    def day(self, list_code: str) -> date | None:
        """Return the day of one of its lists: its own stamp, else that of the publication."""
        return self.stamps.get(list_code, self.snapshot.list_date)

    @property
    def seen(self) -> datetime | None:
        """When it was last loaded or found unchanged."""
        return self.snapshot.checked_at or self.snapshot.loaded_at


@dataclass(frozen=True, slots=True)
class ListState:
    """All active sets. Its `snapshot` goes onto events; `oldest` is the set its age is of."""

    snapshot: Snapshot
    sets: tuple[ActiveSet, ...]
    oldest: str

    def active(self, kind: str) -> list[ActiveSet]:
        """Return the sets of a kind (published, operator, aliases), by precedence."""
        return [each for each in self.sets if set_of(each.list_set).kind == kind]


def state_of(active: Sequence[ActiveSet]) -> ListState | None:
    """Return the state; None without a published list: nobody can be clear on private ones alone.

    The same sets give the same id whatever the order; one set alone keeps the id of its snapshot.
    """
    held = (each for each in active if each.snapshot.parties)
    sets = tuple(sorted(held, key=lambda each: precedence(each.list_set)))
    published = [each for each in sets if set_of(each.list_set).kind == "published"]
    if not published:
        return None
    aging = [each for each in sets if each.expires]
    oldest = min(aging or published, key=_age)
    snapshot = oldest.snapshot.model_copy(
        update={
            "id": _identity(sets, oldest),
            "parties": _parties(sets),
            "activated_at": _activated(active),
        }
    )
    return ListState(snapshot, sets, oldest.list_set)


def _age(each: ActiveSet) -> tuple[bool, float]:
    """Oldest first; a set that does not know its age is the oldest of all."""
    return each.seen is not None, each.seen.timestamp() if each.seen else 0.0


def _activated(active: Sequence[ActiveSet]) -> datetime | None:
    """When the state came to be; a set that was taken out of use tells of it too."""
    found = [each.snapshot.activated_at for each in active if each.snapshot.activated_at]
    return max(found, default=None)


def _parties(sets: Sequence[ActiveSet]) -> int:
    return sum(each.snapshot.parties for each in sets if set_of(each.list_set).kind != "aliases")


def _identity(sets: Sequence[ActiveSet], oldest: ActiveSet) -> str:
    if len(sets) == 1:
        return sets[0].snapshot.id
    named = "\n".join(sorted(f"{each.list_set}={each.snapshot.id}" for each in sets))
    digest = hashlib.sha256(named.encode()).hexdigest()[:12]
    return f"lists-{oldest.snapshot.list_date or 'undated'}-{digest}"
