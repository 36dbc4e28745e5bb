"""Labels of the Wikidata query service, JSON or CSV: Chinese names by English name."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.enrich.domain.alias_sources import ALIAS_LIST
from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.countries import country_codes
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.importers.name_cells import is_han
from services.enrich.domain.list_cleaning import name as clean_name
from services.enrich.domain.list_sets import ALIASES
from services.enrich.domain.lists import TRUNCATED, ListedParty, ListUnreadable

WIKIDATA = f"{ALIASES}wikidata"
ADVICE = (
    "Export from query.wikidata.org as JSON or CSV with ?item, an English label and Chinese labels"
    " (and ?country, aliases where wanted)."
)

_ENTITY = re.compile(r"wikidata\.org/entity/(Q\d+)$")
_ITEM = re.compile(r"(?:^|/)(Q\d+)$")
_COUNTRY = re.compile("country", re.IGNORECASE)
# ?zh, ?zh_hans, ?itemLabel, ?zhAltLabel, ?aliases, ?officialName, ...
_NAMES = re.compile(
    r"label|alias|name|^(?:zh|en)(?:[-_]?(?:hans?|hant|cn|hk|tw|mo|sg|my|gb|us))?$", re.IGNORECASE
)

Row = Mapping[str, str]


def recognises(content: Content) -> bool:
    """Tell by entity addresses in the first rows."""
    head = content.head
    if head[:1] == "{":
        return '"bindings"' in head and '"head"' in head
    return "wikidata.org/entity/Q" in head[:20_000] and head[:1] != "<"


def parse(content: Content) -> Parsed:
    """Return an item for each that has a name in English and one in Chinese."""
    names: dict[str, dict[str, None]] = {}
    countries: dict[str, dict[str, None]] = {}
    for row in _rows(content):
        item = next(filter(None, map(_item, row.values())), None)
        if item is not None:
            names.setdefault(item, {}).update(dict.fromkeys(_names(row)))
            where = country_codes(*(v for k, v in row.items() if _COUNTRY.search(k)))
            countries.setdefault(item, {}).update(dict.fromkeys(where))
    items = (alias_entry(item, found, tuple(countries[item])) for item, found in names.items())
    parties = tuple(each for each in items if each)
    if not parties:
        raise ListUnreadable("No item has a name in English and one in Chinese.", ADVICE)
    return Parsed(parties)


def alias_entry(id_: str, names: Iterable[str], countries: tuple[str, ...]) -> ListedParty | None:
    """Return what a register calls an organisation; None unless in both languages."""
    found = dict.fromkeys(clean_name(name) for name in names if name.strip())
    latin, han = [name for name in found if not is_han(name)], list(filter(is_han, found))
    if not latin or not han:
        return None
    return ListedParty(
        id=id_,
        list=ALIAS_LIST,
        name=latin[0],
        aliases=(*latin[1:], *han),
        country=countries[0] if countries else None,
        countries=countries,
    )


def _rows(content: Content) -> Iterator[Row]:
    if content.head[:1] not in ("{", "["):
        yield from _table_rows(content)
        return
    try:
        document = json.loads(content.text)
    except ValueError as error:
        raise ListUnreadable("The JSON is cut off.", TRUNCATED) from error
    if isinstance(document, dict):
        results = document.get("results")
        document = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(document, list):
        raise ListUnreadable("The JSON holds no `bindings`.", ADVICE)
    for row in document:
        if isinstance(row, dict):
            yield {str(key): _value(value) for key, value in row.items()}


def _table_rows(content: Content) -> Iterator[Row]:
    rows = content.rows
    if not rows or not any(_NAMES.search(cell) for cell in rows[0]):
        raise ListUnreadable("The table has no header with labels.", ADVICE)
    for row in rows[1:]:
        yield dict(zip(rows[0], row, strict=False))


def _value(value: Any) -> str:
    """A value is a text in the simple JSON, `{type, value, xml:lang}` in the full one."""
    return str(value.get("value") or "") if isinstance(value, dict) else str(value or "")


def _item(value: str) -> str | None:
    found = _ENTITY.search(value.strip())
    return found[1] if found else None


def _names(row: Row) -> Iterator[str]:
    for column, value in row.items():
        if _NAMES.search(column) and not _COUNTRY.search(column):
            yield from (
                part for part in re.split(r"\s*[|;；\n]\s*", value) if not _ITEM.search(part)
            )


IMPORTER = Importer(WIKIDATA, "Wikidata label export (JSON or CSV)", recognises, parse)
