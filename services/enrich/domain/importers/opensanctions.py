"""OpenSanctions in FollowTheMoney JSON lines: for an operator who holds a licence of that data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from services.enrich.domain import list_cleaning as clean
from services.enrich.domain.importers.content import Content, json_lines
from services.enrich.domain.importers.interface import Importer, Parsed
from services.enrich.domain.list_sets import OPENSANCTIONS
from services.enrich.domain.lists import ListedParty, ListUnreadable

ADVICE = (
    "Give targets.nested.json or entities.ftm.json of a sanctions or export control collection,"
    " under your own licence of the data."
)

_SCHEMAS = frozenset(("Company", "Organization", "LegalEntity", "PublicBody"))
_TOPICS = ("sanction", "export.", "debarment")
_COLLECTION = "us_trade_csl"
_DATASETS = clean.CODES | {"jp_meti_eul": "JP-EUL", "tw_shtc": "TW-SHTC"}
"""Datasets of entries that we name as their publishers do; another keeps its own id as code."""
_ALPHA_2 = 2
_SHAPE = re.compile(r'^\{[^\n]*"schema"\s*:\s*"[A-Z]')

Entity = Mapping[str, Any]


def recognises(content: Content) -> bool:
    """Tell by an object a line with `schema` and `properties`."""
    return _SHAPE.search(content.head) is not None and '"properties"' in content.head


def parse(content: Content) -> Parsed:
    """Return an entry for each listed organisation and each list that it stands on."""
    parties: list[ListedParty] = []
    seen = ""
    for entity in json_lines(content):
        seen = max(seen, str(entity.get("last_seen") or ""))
        if entity.get("schema") in _SCHEMAS and _is_listed(entity):
            parties += _parties(entity)
    if not parties:
        raise ListUnreadable("No line holds a listed organisation.", ADVICE)
    return Parsed(tuple(parties), _day(seen))


def _is_listed(entity: Entity) -> bool:
    """An owner or relative of a listed party is an entity too, and on no list."""
    return any(str(topic).startswith(_TOPICS) for topic in _values(entity, "topics"))


def _parties(entity: Entity) -> Iterator[ListedParty]:
    names = [clean.name(name) for name in _values(entity, "name")]
    caption = clean.name(str(entity.get("caption") or (names or [""])[0]))
    if not caption:
        return
    further = ("alias", "weakAlias", "previousName", "abbreviation")
    aliases = dict.fromkeys(
        (*names, *(clean.name(each) for kind in further for each in _values(entity, kind)))
    )
    countries = _countries(entity)
    for code in _codes(entity):
        yield ListedParty(
            id=str(entity["id"]),
            list=code,
            name=caption,
            aliases=tuple(alias for alias in aliases if alias and alias != caption),
            country=countries[0] if countries else None,
            type="Entity",
            addresses=tuple(_values(entity, "address")),
            citation=_citation(entity),
            countries=countries,
        )


def _countries(entity: Entity) -> tuple[str, ...]:
    kinds = ("country", "jurisdiction", "mainCountry")
    codes = (code.upper() for kind in kinds for code in _values(entity, kind))
    return tuple(dict.fromkeys(code for code in codes if len(code) == _ALPHA_2))


def _codes(entity: Entity) -> Sequence[str]:
    """Return the lists: by dataset; what the collection of the US lists means, by programme."""
    datasets = [str(each) for each in entity.get("datasets") or ()]
    codes = [_DATASETS.get(each, each) for each in datasets if each != _COLLECTION]
    if _COLLECTION in datasets:
        known = frozenset(clean.CSL_CODES) | frozenset(clean.CODES.values())
        programmes = (clean.list_code(text) for text in _programmes(entity))
        codes += [code for code in programmes if code in known]
    return tuple(dict.fromkeys(code for code in codes if code))


def _programmes(entity: Entity) -> Iterator[str]:
    yield from _values(entity, "program")
    for sanction in _nested(entity, "sanctions"):
        for kind in ("program", "programId", "authority"):
            yield from (_programme(text) for text in _values(sanction, kind))


def _programme(text: str) -> str:
    """US-BIS-EL and the like end in our code."""
    return text.removeprefix("US-BIS-").removeprefix("US-OFAC-").removeprefix("US-")


def _citation(entity: Entity) -> str | None:
    texts = [
        text for sanction in _nested(entity, "sanctions") for text in _values(sanction, "recordId")
    ]
    return next((clean.citation(text) for text in texts if " FR " in text), None)


def _nested(entity: Entity, name: str) -> Iterator[Entity]:
    yield from (each for each in _raw(entity, name) if isinstance(each, dict))


def _values(entity: Entity, name: str) -> list[str]:
    return [each for each in _raw(entity, name) if isinstance(each, str) and each.strip()]


def _raw(entity: Entity, name: str) -> list[Any]:
    properties = entity.get("properties")
    values = properties.get(name) if isinstance(properties, dict) else None
    return values if isinstance(values, list) else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


IMPORTER = Importer(OPENSANCTIONS, "OpenSanctions FtM JSON lines", recognises, parse)
