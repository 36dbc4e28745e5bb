"""What a new list changes for what was seen: the entries that moved, and the names they touch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.lists import ChangedEntry, EntryChangeKind, Rescreening
from contracts.names import name_key
from contracts.parties import Screened
from services.enrich.domain.list_sets import set_of
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.parties import Screening
from services.enrich.domain.seen import SeenName

_MOST_ENTRIES = 20
_WEIGHT = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that differs in more than the day of its publication; `old` or `new` may lack."""

    old: ListedParty | None
    new: ListedParty | None

    @property
    def kind(self) -> EntryChangeKind:
        """added, removed or changed."""
        if self.old is None:
            return "added"
        return "changed" if self.new else "removed"

    def to_screen(self, list_set: str) -> tuple[ListedParty, ...]:
        """Return the states whose names are looked for among those seen.

        Matches of an entry that went are remembered; those of a mere name for one are not.
        """
        states = (self.old, self.new) if set_of(list_set).kind == "aliases" else (self.new,)
        return tuple(state for state in states if state)

    @property
    def entry(self) -> ChangedEntry:
        """The change as events carry it."""
        party = self.new or self.old
        if party is None:
            raise ValueError("a change needs an entry")
        return ChangedEntry(kind=self.kind, list=party.list, entry_id=party.id, name=party.name)


def changes_between(gone: Iterable[ListedParty], come: Iterable[ListedParty]) -> list[EntryChange]:
    """Return the changes from the rows only the older and only the newer snapshot holds.

    A row that moved because the whole list was stamped anew is no change; an entry that was given
    another id (ids differ between publications) is a changed one, not one removed and one added.
    """
    old, new = _unstamped(gone), _unstamped(come)
    both = old.keys() & new.keys()
    before = {_entry(each): each for key, each in old.items() if key not in both}
    after = {_entry(each): each for key, each in new.items() if key not in both}
    by_name = {(each.list, each.name): key for key, each in before.items() if key not in after}
    found = []
    for key, party in after.items():
        former = key if key in before else by_name.pop((party.list, party.name), None)
        found.append(EntryChange(before.pop(former) if former in before else None, party))
    return [*found, *(EntryChange(each, None) for each in before.values())]


def still_listed(
    changes: Iterable[EntryChange], listed: Iterable[tuple[str, str]]
) -> list[EntryChange]:
    """Return the changes, a removal as a change where (list code, name) is listed elsewhere."""
    names = {(code, name_key(name)) for code, name in listed}
    return [
        replace(each, new=each.old)
        if each.new is None and each.old and (each.old.list, name_key(each.old.name)) in names
        else each
        for each in changes
    ]


@dataclass(frozen=True, slots=True)
class Touched:
    """Names that an entry which came or changed may mean, with those entries."""

    name: UUID
    entries: tuple[ChangedEntry, ...]


def touched(
    names: Iterable[SeenName], screening: Screening, changes: Mapping[tuple[str, str], EntryChange]
) -> Iterator[Touched | None]:
    """Screen names against the changed entries alone; None for a name that they leave alone.

    The seat is left out: it can only rule matches out, and the full enrichment decides.
    """
    for name in names:
        keys = {(match.list, match.id) for match in screening.screen(name.printed)}
        entries = [changes[key].entry for key in sorted(keys) if key in changes]
        yield Touched(name.id, tuple(entries)) if entries else None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A re-screening as its events name it. `again`: these very lists were active before."""

    id: UUID
    list_set: str
    snapshot: str
    previous: str | None
    list_date: date | None
    again: bool = False

    @property
    def id_parts(self) -> tuple[str, ...]:
        """What the id of an event enriched anew depends on, beside lists and catalogue."""
        return (str(self.id),) if self.again else ()

    def needs(self, snapshot: str, screened: Screened, current: str) -> bool:
        """Whether an event, last enriched on `snapshot`, is to be enriched on `current` anew."""
        return snapshot != current or (self.again and screened != "complete")

    def reference(self, entries: Sequence[ChangedEntry], screened: Screened) -> Rescreening:
        """Return what the event says of it; `screened` is the state before."""
        unique = {(e.kind, e.list, e.entry_id): e for e in entries}
        kinds = {entry.kind for entry in unique.values()}
        rest = "late" if screened == "complete" else "unscreened"
        return Rescreening(
            id=self.id,
            list_set=self.list_set,
            snapshot=self.snapshot,
            previous=self.previous,
            list_date=self.list_date,
            reason=next((kind for kind in _WEIGHT if kind in kinds), rest),
            entries=tuple(unique[key] for key in sorted(unique))[:_MOST_ENTRIES],
        )


def _unstamped(parties: Iterable[ListedParty]) -> dict[ListedParty, ListedParty]:
    return {replace(party, source_updated=None): party for party in parties}


def _entry(party: ListedParty) -> tuple[str, str]:
    return party.list, party.id
