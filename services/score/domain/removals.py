"""Entries that were taken off their list: counter-evidence for what they once were found in."""

from collections.abc import Iterable
from datetime import date

from contracts.accounts import AccountEnriched
from contracts.envelope import Contract
from contracts.parties import ScreenedParty
from contracts.tenders import TenderEnriched

_NAMES_ONLY = "aliases:"


class Removal(Contract):
    """A listed party that a snapshot of its list no longer holds."""

    list: str
    entry_id: str
    name: str
    list_date: date | None = None


def with_removals(
    known: tuple[Removal, ...], seen: TenderEnriched | AccountEnriched
) -> tuple[Removal, ...]:
    """Return the removals known with those that led to this enrichment."""
    again = seen.rescreening
    if again is None or again.list_set.startswith(_NAMES_ONLY):
        return known
    found = {(each.list, each.entry_id): each for each in known}
    for entry in again.entries:
        if entry.kind == "removed":
            found[entry.list, entry.entry_id] = Removal(
                list=entry.list,
                entry_id=entry.entry_id,
                name=entry.name,
                list_date=again.list_date,
            )
    return tuple(found.values())


def standing(removals: Iterable[Removal], parties: Iterable[ScreenedParty]) -> tuple[Removal, ...]:
    """Return the removals that still stand: not those that another publication goes on listing."""
    matches = [match for party in parties for match in party.matches]
    ids = {(m.list, id_) for m in matches for id_ in (m.entry_id, *m.other_entry_ids)}
    names = {(m.list, m.listed_name) for m in matches}
    return tuple(
        each
        for each in removals
        if (each.list, each.entry_id) not in ids and (each.list, each.name) not in names
    )
