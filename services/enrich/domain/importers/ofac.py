"""OFAC's SDN and consolidated lists in the classic XML schema (`sdnList`)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from xml.etree.ElementTree import Element

from services.enrich.domain import list_cleaning as clean
from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.countries import country_code
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.importers.ofac_programs import CONSOLIDATED, SDN, list_of
from services.enrich.domain.importers.xml_events import descendants, elements, fields, rooted
from services.enrich.domain.list_sets import OFAC, OFAC_CONSOLIDATED
from services.enrich.domain.lists import TRUNCATED, ListedParty, ListUnreadable

WRONG = "Give OFAC's SDN or consolidated XML (classic, advanced or enhanced) as published."

_CONSOLIDATED_NAME = re.compile("cons", re.IGNORECASE)
_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")


def parse(content: Content) -> Parsed:
    """Return the entries; the file's own count proves that it is whole."""
    entries: list[tuple[ListedParty, str | None]] = []
    stamp, count = None, ""
    for name, element in elements(content.raw, ("publshInformation", "sdnEntry")):
        if name == "sdnEntry":
            entries.append(_entry(element))
        else:
            about = fields(element)
            stamp = published(about.get("Publish_Date", ""))
            count = about.get("Record_Count", "")
    if not entries:
        raise ListUnreadable("The XML holds no `sdnEntry`.", WRONG)
    if count.isdigit() and int(count) != len(entries):
        problem = f"The list says {int(count):,} parties and holds {len(entries):,}."
        raise ListUnreadable(problem, TRUNCATED)
    return published_by(entries, content.name, stamp)


def published_by(
    entries: Sequence[tuple[ListedParty, str | None]], name: str, stamp: date | None
) -> Parsed:
    """Return the parties with their list: all SDN, unless the file is the consolidated one.

    Both files share a schema. Only the SDN file has entries whose programmes are of no other
    list; some of its programmes occur in both, so the file decides, not the entry. A file name
    helps where a programme is new, but never makes most of the SDN list something milder.
    """
    other = sum(1 for _, code in entries if code)
    named = _CONSOLIDATED_NAME.search(name) is not None and other * 2 >= len(entries)
    consolidated = named or other == len(entries)
    parties = (
        replace(party, list=(code or CONSOLIDATED) if consolidated else SDN)
        for party, code in entries
    )
    return Parsed(tuple(parties), stamp, OFAC_CONSOLIDATED if consolidated else OFAC)


def published(text: str) -> date | None:
    """Return the day of a stamp such as 07/31/2026 or 2026-07-31."""
    for shape in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text[:10], shape).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def _entry(element: Element) -> tuple[ListedParty, str | None]:
    own = fields(element)
    uid, name = own.get("uid", ""), _name(own)
    if not uid or not name:
        raise ListUnreadable("An entry lacks its uid or name.", WRONG)
    aliases = dict.fromkeys(_name(fields(aka)) for aka in descendants(element, "akaList", "aka"))
    addresses = [_address(fields(each)) for each in descendants(element, "addressList", "address")]
    countries = tuple(dict.fromkeys(code for _, code in addresses if code))
    party = ListedParty(
        id=f"ofac-{uid}",
        list=SDN,
        name=name,
        aliases=tuple(alias for alias in aliases if alias and alias != name),
        country=countries[0] if countries else None,
        type=own.get("sdnType") or None,
        addresses=tuple(line for line, _ in addresses if line),
        countries=countries,
    )
    programs = [each.text or "" for each in descendants(element, "programList", "program")]
    return party, list_of(programs)


def _name(own: Mapping[str, str]) -> str:
    parts = (own.get("lastName", ""), own.get("firstName", ""))
    return clean.name(", ".join(part for part in parts if part))


def _address(own: Mapping[str, str]) -> tuple[str, str | None]:
    """Return an address as one line, and its country."""
    printed = own.get("country", "")
    code = country_code(printed)
    parts = (*(own.get(part, "") for part in _ADDRESS), code or printed)
    return ", ".join(part for part in parts if part), code


IMPORTER = Importer(OFAC, "OFAC SDN or consolidated list (classic XML)", rooted("sdnList"), parse)
