"""Take listed parties as records or as plain dicts, and join the bundled aliases to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.names import name_key
from services.enrich.data.aliases import AliasRow
from services.enrich.domain.list_cleaning import CSL_CODES, list_code, names
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.english_tokens import is_known, singular
from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.numbered import group_names

Record = ListedParty | Mapping[str, Any]
SHORTEST_OWN = 4
"""Letters of a word that alone makes one side of a slash a name."""

_ACRONYM = re.compile(r"\s*\(([A-Z][A-Z0-9 -]{2,11})\)")
_UNIT_PREFIX = re.compile(r"(?:Affiliated Entity:|Subordinate Institution\s*[-:])\s*")


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name by which one entry can be matched, and what that name is worth."""

    text: str
    party: ListedParty
    origin: str = "listed"
    row: AliasRow | None = None

    @property
    def bundled(self) -> bool:
        """The name comes from the curated alias table, not from the list."""
        return self.row is not None

    @property
    def decides(self) -> bool:
        """A curated name decides when its row is confirmed; a listed one always does."""
        return self.row is None or self.row.decides


def as_party(record: Record) -> ListedParty:
    """Return a record given as dict `{id, list, name, aliases[], country, type, addresses[]}`."""
    if isinstance(record, ListedParty):
        return record
    country = str(record.get("country") or "").upper()[:2] or None
    return ListedParty(
        id=str(record["id"]),
        list=list_code(str(record.get("list") or "")),
        name=str(record["name"]),
        aliases=names(list(record.get("aliases") or ())),
        country=country,
        type=record.get("type"),
        addresses=tuple(str(address) for address in record.get("addresses") or ()),
        countries=(country,) if country else (),
    )


class AliasTable:
    """The bundled rows by listed name; the list code only chooses between rows of one name.

    Rows that a person confirmed stand beside the bundled one and join their own list alone.
    `name_keys` holds the official names of all rows, whether or not a snapshot has their entry;
    `groups` all names of each group of companies, by each of them.
    """

    def __init__(self, rows: Iterable[AliasRow]) -> None:
        rows = tuple(rows)
        self.name_keys: set[str] = set()
        self.groups = group_names(rows)
        self._exact: dict[str, list[AliasRow]] = {}
        self._loose: dict[str, list[AliasRow]] = {}
        self._confirmed: dict[tuple[str, str], list[AliasRow]] = {}
        for row in rows:
            self.name_keys.update(map(exact_key, row.names))
            if row.confirmed_by:
                self._confirmed.setdefault((row.list, listed_key(row.name)), []).append(row)
                continue
            self._exact.setdefault(name_key(row.name), []).append(row)
            self._loose.setdefault(listed_key(row.name), []).append(row)

    def row_for(self, party: ListedParty) -> AliasRow | None:
        """Return the row of `party`, of its own list if there is one.

        Without its acronym a name joins only rows of its own list, or from a publication that
        does not say which list: "... Corporation" (CMIC) and "... Corporation (CASC)" (EL) differ.
        """
        key = name_key(party.name)
        rows = self._exact.get(key, [])
        own = next((row for row in rows if row.list == party.list), rows[0] if rows else None)
        if own is not None:
            return own
        loose = self._loose.get(listed_key(party.name) if "(" in party.name else key, [])
        foreign = party.list not in CSL_CODES
        return next((row for row in loose if foreign or row.list == party.list), None)

    def rows_for(self, party: ListedParty) -> tuple[AliasRow, ...]:
        """Return every row of `party`, those that a person confirmed first."""
        key = (party.list, listed_key(party.name)) if self._confirmed else ("", "")
        confirmed = self._confirmed.get(key, ())
        own = self.row_for(party)
        return (*confirmed, own) if own else tuple(confirmed)


def listed_key(name: str) -> str:
    """Return the key on which rows and entries join: without its own acronym in brackets."""
    return name_key(_without_acronym(name)[0])


def known_names(party: ListedParty, rows: Iterable[AliasRow]) -> list[KnownName]:
    """Return every name of an entry: curated ones first, then the list's own."""
    found = [
        KnownName(text, party, origin, row)
        for row in rows
        for origin in ("names", "short", "former", "english")
        for text in getattr(row, origin)
    ]
    listed = dict.fromkeys((party.name, *_derived(party.name)))
    found += [KnownName(text, party, "listed") for text in listed]
    return found + [KnownName(text, party, "alias") for text in party.aliases]


def _derived(name: str) -> list[str]:
    """Return the names inside a listed name: the affiliate's own, or both sides of an acronym."""
    own = _UNIT_PREFIX.split(name)[-1]
    if own != name:
        return [own]
    whole, acronym = _without_acronym(name)
    return [whole, acronym] if acronym else _sides(name)


def _sides(name: str) -> list[str]:
    """Return the two names that a slash parts: "Makhtab al-Khidamat/Al Kifah".

    A slash in a pair of common words (import/export), beside a letter (a/k/a, c/o) or between
    descriptions of one kind (... organization / ... organization) parts no names; nor is a side
    that only names a place or a kind a name.
    """
    if name.count("/") != 1:
        return []
    left, right = (listed_key(side).split() for side in name.split("/"))
    if not left or not right or min(len(left[-1]), len(right[0])) <= 1:
        return []
    if (is_known(left[-1]) and is_known(right[0])) or set(left).intersection(right):
        return []
    sides = zip((left, right), name.split("/"), strict=True)
    return [side.strip() for words, side in sides if any(map(_identifies, words))]


def _identifies(word: str) -> bool:
    return len(word) >= SHORTEST_OWN and not is_known(singular(word))


def _without_acronym(name: str) -> tuple[str, str]:
    """Return (name, acronym) of a name that ends in its own initials: "... (NUDT)", "... (SMIC)".

    A place or a legal form in brackets, "(BEIJING)", is no acronym and stays.
    """
    found = _ACRONYM.search(name)
    if found is None:
        return name, ""
    before = iter(word[0].upper() for word in re.findall(r"[A-Za-z]+", name[: found.start()]))
    letters = re.findall("[A-Z]", found[1])
    if not all(letter in before for letter in letters):
        return name, ""
    return name[: found.start()] + name[found.end() :], found[1]
