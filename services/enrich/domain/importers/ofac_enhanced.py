"""OFAC's lists in the enhanced XML schema (`sanctionsData`), the newest of the three."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from services.enrich.domain import list_cleaning as clean
from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.countries import country_code
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.importers.name_cells import is_han
from services.enrich.domain.importers.ofac import WRONG, published, published_by
from services.enrich.domain.importers.ofac_programs import CONSOLIDATED, SDN, list_of
from services.enrich.domain.importers.xml_events import (
    descendants,
    elements,
    fields,
    rooted,
    text_of,
)
from services.enrich.domain.list_sets import OFAC
from services.enrich.domain.lists import ListedParty, ListUnreadable

_SDN_LIST = "SDN List"
_TRUE = "true"


def parse(content: Content) -> Parsed:
    """Return the entities with their names of every script."""
    entries: list[tuple[ListedParty, str | None]] = []
    stamp: date | None = None
    for name, element in elements(content.raw, ("publicationInfo", "entity")):
        if name == "publicationInfo":
            stamp = published(text_of(element, "dataAsOf"))
        else:
            entries.append(_entity(element))
    if not entries:
        raise ListUnreadable("The XML holds no `entity`.", WRONG)
    return published_by(entries, content.name, stamp)


def _entity(element: Element) -> tuple[ListedParty, str | None]:
    id_, names = element.get("id"), _names(element)
    if not id_ or not names:
        raise ListUnreadable("An entry lacks its id or name.", WRONG)
    addresses = [_address(each) for each in descendants(element, "addresses", "address")]
    countries = tuple(dict.fromkeys(code for _, code in addresses if code))
    party = ListedParty(
        id=f"ofac-{id_}",
        list=SDN,
        name=names[0],
        aliases=names[1:],
        country=countries[0] if countries else None,
        type=text_of(element, "generalInfo", "entityType") or None,
        addresses=tuple(line for line, _ in addresses if line),
        countries=countries,
    )
    return party, _list(element)


def _list(element: Element) -> str | None:
    """Return the non-SDN list of an entity; None if it stands on the SDN list."""
    lists = {
        text
        for each in descendants(element, "sanctionsLists", "sanctionsList")
        if (text := (each.text or "").strip())
    }
    if _SDN_LIST in lists:
        return None
    programs = descendants(element, "sanctionsPrograms", "sanctionsProgram")
    code = list_of(each.text or "" for each in programs)
    return code or (CONSOLIDATED if lists else None)


def _names(element: Element) -> tuple[str, ...]:
    """Return every name in every script, the primary Latin one first."""
    found = [
        (is_han(name), not primary, name)
        for each in descendants(element, "names", "name")
        for primary in [text_of(each, "isPrimary") == _TRUE]
        for name in _translations(each)
    ]
    return tuple(dict.fromkeys(name for _, _, name in sorted(found, key=lambda key: key[:2])))


def _translations(element: Element) -> Iterator[str]:
    for translation in descendants(element, "translations", "translation"):
        parts = descendants(translation, "nameParts", "namePart", "value")
        joined = " ".join((part.text or "").strip() for part in parts)
        name = clean.name(text_of(translation, "formattedFullName") or joined)
        if name:
            yield name


def _address(element: Element) -> tuple[str, str | None]:
    """Return an address as one line, and its country."""
    printed = fields(element).get("country", "")
    code = country_code(printed)
    values = descendants(
        element, "translations", "translation", "addressParts", "addressPart", "value"
    )
    parts = dict.fromkeys(" ".join((value.text or "").split()) for value in values)
    return ", ".join(part for part in (*parts, code or printed) if part), code


IMPORTER = Importer(
    OFAC, "OFAC SDN or consolidated list (enhanced XML)", rooted("sanctionsData"), parse
)
