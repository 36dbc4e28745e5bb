"""OFAC's lists in the advanced XML schema (`Sanctions`), which has the names in Chinese."""

from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

from services.enrich.domain import list_cleaning as clean
from services.enrich.domain.importers.content import Content
from services.enrich.domain.importers.countries import country_code
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.importers.name_cells import is_han
from services.enrich.domain.importers.ofac import WRONG, published_by
from services.enrich.domain.importers.ofac_programs import SDN, list_of
from services.enrich.domain.importers.xml_events import descendants, elements, rooted, text_of
from services.enrich.domain.list_sets import OFAC
from services.enrich.domain.lists import ListedParty, ListUnreadable

_WANTED = (
    "DateOfIssue",
    "PartySubType",
    "PartyType",
    "Country",
    "Location",
    "DistinctParty",
    "SanctionsEntry",
)
_DATE = ("Year", "Month", "Day")


@dataclass(slots=True)
class _Reading:
    """What was read so far; the schema refers forward and back by number."""

    stamp: date | None = None
    sub_types: dict[str, tuple[str, str]] = field(default_factory=dict)
    party_types: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    locations: dict[str, tuple[str, str]] = field(default_factory=dict)
    parties: dict[str, ListedParty] = field(default_factory=dict)
    programs: dict[str, list[str]] = field(default_factory=dict)


def parse(content: Content) -> Parsed:
    """Return the listed profiles with the names of every script."""
    reading = _Reading()
    for name, element in elements(content.raw, _WANTED):
        _READERS[name](reading, element)
    listed = [
        (party, list_of(reading.programs[profile]))
        for profile, party in reading.parties.items()
        if profile in reading.programs
    ]
    if not listed:
        raise ListUnreadable("The XML holds no sanctions entry with a name.", WRONG)
    return published_by(listed, content.name, reading.stamp)


def _issued(reading: _Reading, element: Element) -> None:
    try:
        year, month, day = (int(text_of(element, part)) for part in _DATE)
        reading.stamp = date(year, month, day)
    except ValueError:
        reading.stamp = None


def _sub_type(reading: _Reading, element: Element) -> None:
    own = " ".join((element.text or "").split())
    reading.sub_types[element.get("ID", "")] = (own, element.get("PartyTypeID", ""))


def _party_type(reading: _Reading, element: Element) -> None:
    reading.party_types[element.get("ID", "")] = " ".join((element.text or "").split())


def _country(reading: _Reading, element: Element) -> None:
    printed = " ".join((element.text or "").split())
    code = element.get("ISO2") or country_code(printed)
    if element.get("ID") and code:
        reading.countries[element.get("ID", "")] = code


def _location(reading: _Reading, element: Element) -> None:
    country = next(
        (
            reading.countries.get(each.get("CountryID", ""), "")
            for each in descendants(element, "LocationCountry")
        ),
        "",
    )
    values = descendants(element, "LocationPart", "LocationPartValue", "Value")
    parts = [" ".join((value.text or "").split()) for value in values]
    line = ", ".join(part for part in (*parts, country) if part)
    reading.locations[element.get("ID", "")] = (line, country)


def _party(reading: _Reading, element: Element) -> None:
    for profile in descendants(element, "Profile"):
        id_ = profile.get("ID") or element.get("FixedRef") or ""
        names = _names(profile)
        if not id_ or not names:
            continue
        places = _places(reading, profile)
        countries = tuple(dict.fromkeys(country for _, country in places if country))
        reading.parties[id_] = ListedParty(
            id=f"ofac-{id_}",
            list=SDN,
            name=names[0],
            aliases=names[1:],
            country=countries[0] if countries else None,
            type=_type(reading, profile.get("PartySubTypeID", "")),
            addresses=tuple(line for line, _ in places if line),
            countries=countries,
        )


def _type(reading: _Reading, sub_type: str) -> str | None:
    """A sub-type is "Vessel" or "Aircraft", or "Unknown" below the type Individual or Entity."""
    own, above = reading.sub_types.get(sub_type, ("", ""))
    return reading.party_types.get(above) if own in ("", "Unknown") else own


def _names(profile: Element) -> tuple[str, ...]:
    """Return every documented name, the primary Latin one first."""
    found: list[tuple[bool, bool, str]] = []
    for alias in descendants(profile, "Identity", "Alias"):
        primary = alias.get("Primary", "").casefold() == "true"
        for documented in descendants(alias, "DocumentedName"):
            values = descendants(documented, "DocumentedNamePart", "NamePartValue")
            parts = [" ".join((value.text or "").split()) for value in values]
            name = _joined([part for part in parts if part])
            if name:
                found.append((is_han(name), not primary, name))
    ordered = sorted(found, key=lambda each: each[:2])
    return tuple(dict.fromkeys(name for _, _, name in ordered))


def _joined(parts: list[str]) -> str:
    """Return the parts as the other publications print them: LAST, First; Chinese without space."""
    if parts and all(map(is_han, parts)):
        return clean.name("".join(parts))
    return clean.name(", ".join(parts)) if parts else ""


def _places(reading: _Reading, profile: Element) -> list[tuple[str, str]]:
    found = descendants(profile, "Feature", "FeatureVersion", "VersionLocation")
    ids = dict.fromkeys(each.get("LocationID", "") for each in found)
    return [reading.locations[id_] for id_ in ids if id_ in reading.locations]


def _sanctioned(reading: _Reading, element: Element) -> None:
    measures = descendants(element, "SanctionsMeasure", "Comment")
    comments = [text for each in measures if (text := (each.text or "").strip())]
    reading.programs.setdefault(element.get("ProfileID", ""), []).extend(comments)


_READERS = {
    "DateOfIssue": _issued,
    "PartyType": _party_type,
    "PartySubType": _sub_type,
    "Country": _country,
    "Location": _location,
    "DistinctParty": _party,
    "SanctionsEntry": _sanctioned,
}

IMPORTER = Importer(
    OFAC, "OFAC SDN or consolidated list (advanced XML)", rooted("Sanctions"), parse
)
