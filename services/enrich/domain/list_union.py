"""All list sets as one: a party that several publications of one list hold is one entry."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from contracts.names import name_key
from services.enrich.domain.list_sets import precedence
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.records import listed_key

Key = tuple[str, str]


def union(
    sets: Mapping[str, Iterable[ListedParty]], day: Callable[[str, str], date | None]
) -> list[ListedParty]:
    """Return the parties of every set, the set of the highest precedence first.

    Two publications of one list share neither ids nor spelling details: entries join on list code
    and folded listed name. The first keeps its id and texts, takes the other's names and what it
    lacks itself, and remembers the other's id. Entries of one set never join: two persons may
    have one name. A party without a day of its own gets that of its list, `day(set, list code)`.
    """
    joined: list[ListedParty] = []
    places: dict[Key, list[int]] = {}
    ordered = sorted(sets, key=precedence)
    for name in ordered:
        dated = [_dated(party, day(name, party.list)) for party in sets[name]]
        if joined:
            _join(joined, places, dated)
        else:
            joined = dated
        if name != ordered[-1]:
            places = _places(joined)
    return joined


def _dated(party: ListedParty, day: date | None) -> ListedParty:
    return replace(party, source_updated=day) if day and not party.source_updated else party


def _places(parties: Sequence[ListedParty]) -> dict[Key, list[int]]:
    """Return where entries stand by list and folded name, with and without acronym."""
    found: dict[Key, list[int]] = {}
    for at, party in enumerate(parties):
        for key in () if party.nameless else _keys(party):
            found.setdefault(key, []).append(at)
    return found


def _keys(party: ListedParty) -> tuple[Key, ...]:
    keys = dict.fromkeys((name_key(party.name), listed_key(party.name)))
    return tuple((party.list, key) for key in keys if key)


def _join(
    joined: list[ListedParty], places: Mapping[Key, list[int]], newcomers: Sequence[ListedParty]
) -> None:
    taken: set[int] = set()
    for party in newcomers:
        at = None if party.nameless else _place(party, joined, places, taken)
        if at is None:
            joined.append(party)
        else:
            taken.add(at)
            joined[at] = merged(joined[at], party)


def _place(
    party: ListedParty,
    joined: Sequence[ListedParty],
    places: Mapping[Key, list[int]],
    taken: set[int],
) -> int | None:
    """Return the entry that `party` is; of several of one name, the free one of its country."""
    found = next((places[key] for key in _keys(party) if key in places), ())
    if len(found) == 1:
        return found[0]
    free = [at for at in found if at not in taken]
    same = [at for at in free if set(joined[at].countries) & set(party.countries)]
    return next(iter(same or free), None)


def merged(first: ListedParty, other: ListedParty) -> ListedParty:
    """Return `first` with the names of `other`, its id, and what only `other` states."""
    names = {first.name.casefold(): first.name}
    for name in (*first.aliases, other.name, *other.aliases):
        names.setdefault(name.casefold(), name)
    return replace(
        first,
        aliases=tuple(names.values())[1:],
        country=first.country or other.country,
        type=first.type or other.type,
        addresses=first.addresses or other.addresses,
        citation=first.citation or other.citation,
        licence_requirement=first.licence_requirement or other.licence_requirement,
        licence_policy=first.licence_policy or other.licence_policy,
        countries=first.countries or other.countries,
        footnotes=first.footnotes or other.footnotes,
        other_ids=tuple(dict.fromkeys((*first.other_ids, other.id, *other.other_ids))),
    )
