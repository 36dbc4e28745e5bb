"""Names of listed parties out of general registers (Wikidata, ROR): they propose, never decide."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from contracts.names import HAN, name_key
from services.enrich.data.aliases import AliasRow
from services.enrich.domain.list_sets import ALIASES, CONFIRMED
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.records import AliasTable, listed_key

ALIAS_LIST = "ALIAS"
"""Stands as list code of what an alias source holds; no entry of a list has it."""

_HAN = re.compile(f"[{HAN}]")
_FEWEST_WORDS, _FEWEST_LETTERS = 2, 10
_UNDATED = date(1970, 1, 1)

Sources = Mapping[str, Iterable[ListedParty]]


def proposals(
    parties: Iterable[ListedParty], sources: Sources, rows: Sequence[AliasRow]
) -> tuple[AliasRow, ...]:
    """Return a proposing row for each listed organisation that a source knows by English name.

    A party that the bundled table names needs none. Seats that are stated and differ keep two
    organisations of one English name apart. Names that a person confirmed are no proposals: what
    `aliases:confirmed` holds is for the reader of confirmations to turn into deciding rows.
    """
    known = _by_name(sources)
    if not known:
        return ()
    table = AliasTable(rows)
    found: dict[tuple[str, str], AliasRow] = {}
    for party in parties:
        if not party.is_organisation or table.row_for(party) is not None:
            continue
        meant = [each for each in _named(known, party) if _same_country(each[1], party)]
        if meant and (row := _row(party, meant)) is not None:
            found.setdefault((party.list, name_key(party.name)), row)
    return tuple(found.values())


def _by_name(sources: Sources) -> dict[str, list[tuple[str, ListedParty]]]:
    known: dict[str, list[tuple[str, ListedParty]]] = {}
    for name, entries in sources.items():
        if name != CONFIRMED:
            for entry in entries:
                for key in _latin_keys(entry):
                    known.setdefault(key, []).append((name.removeprefix(ALIASES), entry))
    return known


def _latin_keys(entry: ListedParty) -> Iterable[str]:
    """Return the keys of the English names that are long enough to mean one organisation."""
    latin = (name for name in (entry.name, *entry.aliases) if not _HAN.search(name))
    keys = dict.fromkeys(key for name in latin for key in (name_key(name), listed_key(name)))
    return (
        key for key in keys if len(key) >= _FEWEST_LETTERS and key.count(" ") >= _FEWEST_WORDS - 1
    )


def _named(
    known: Mapping[str, list[tuple[str, ListedParty]]], party: ListedParty
) -> list[tuple[str, ListedParty]]:
    keys = (key for key in _latin_keys(party) if key in known)
    found = {(source, entry.id): (source, entry) for key in keys for source, entry in known[key]}
    return list(found.values())


def _same_country(entry: ListedParty, party: ListedParty) -> bool:
    return not (entry.countries and party.countries) or bool(
        set(entry.countries) & set(party.countries)
    )


def _row(party: ListedParty, meant: Sequence[tuple[str, ListedParty]]) -> AliasRow | None:
    names = dict.fromkeys(
        name for _, each in meant for name in (each.name, *each.aliases) if _HAN.search(name)
    )
    if not names:
        return None
    cited = dict.fromkeys(f"{source} {entry.id}" for source, entry in meant)
    stamps = [each.source_updated for _, each in meant if each.source_updated]
    return AliasRow(
        list=party.list,
        name=party.name,
        kind="proposed",
        names=tuple(names),
        source="; ".join(cited),
        verified_on=max(stamps, default=_UNDATED),
        confidence="medium",
    )
