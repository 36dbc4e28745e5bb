"""The dump of the Research Organization Registry, schema 1 and 2, plain or zipped (CC0)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from services.enrich.domain.importers.content import Content, json_items
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.importers.wikidata import alias_entry
from services.enrich.domain.list_sets import ALIASES
from services.enrich.domain.lists import ListedParty, ListUnreadable

ROR = f"{ALIASES}ror"
ADVICE = "Give the ROR data dump as published (ZIP or the JSON in it)."

_ID = re.compile(r'"id"\s*:\s*"https://ror\.org/0')

Record = Mapping[str, Any]


def recognises(content: Content) -> bool:
    """Tell by the ids; the array stands in a ZIP as published."""
    return content.head[:1] == "[" and _ID.search(content.head) is not None


def parse(content: Content) -> Parsed:
    """Return the organisations with a name in English and one in Chinese."""
    found: list[ListedParty] = []
    for record in json_items(content):
        id_ = str(record.get("id") or "").rpartition("/")[2]
        entry = alias_entry(id_, _names(record), _countries(record)) if id_ else None
        if entry is not None and record.get("status") != "withdrawn":
            found.append(entry)
    if not found:
        raise ListUnreadable("No record has a name in English and one in Chinese.", ADVICE)
    return Parsed(tuple(found))


def _names(record: Record) -> Iterator[str]:
    """Yield the names, the displayed one first; acronyms alone identify nobody."""
    listed = record.get("names")
    if isinstance(listed, list):
        full = [each for each in listed if "acronym" not in (each.get("types") or ())]
        displayed = sorted(full, key=lambda each: "ror_display" not in (each.get("types") or ()))
        yield from (str(each.get("value") or "") for each in displayed)
        return
    yield str(record.get("name") or "")
    yield from (str(alias) for alias in record.get("aliases") or ())
    yield from (str(label.get("label") or "") for label in record.get("labels") or ())


def _countries(record: Record) -> tuple[str, ...]:
    places = record.get("locations")
    if isinstance(places, list):
        codes = [(place.get("geonames_details") or {}).get("country_code") for place in places]
    else:
        codes = [(record.get("country") or {}).get("country_code")]
    return tuple(dict.fromkeys(str(code).upper() for code in codes if code))


IMPORTER = Importer(ROR, "ROR data dump (JSON or ZIP)", recognises, parse)
