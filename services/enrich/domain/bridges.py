"""Bridge a Federal Register publication until the list itself has the entry."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from chassis.errors import Invalid
from contracts.names import name_key
from services.enrich.domain.list_cleaning import CODES, CSL_CODES, list_code
from services.enrich.domain.list_cleaning import name as clean_name
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.records import listed_key

_CITATION = re.compile(r"(\d{1,3}) F\.? ?R\.? (\d{1,3},\d{3}|\d{1,6})(?: \(no\. \d{1,3}\))?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LISTS = frozenset(CSL_CODES) | frozenset(CODES.values())


@dataclass(frozen=True, slots=True)
class Addition:
    """What a person read in the Federal Register: one entry of one list."""

    citation: str
    list: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    requirement: str | None = None
    policy: str | None = None
    known_lists: frozenset[str] = field(default=_LISTS, repr=False)


def bridge(addition: Addition) -> ListedParty:
    """Return the entry to screen against meanwhile; raises Invalid that says what to correct."""
    code = list_code(addition.list)
    if code not in addition.known_lists:
        known = ", ".join(sorted(addition.known_lists))
        raise _wrong(f"{addition.list!r} is no list with Federal Register entries: use {known}.")
    name = clean_name(addition.name)
    if not name_key(name):
        raise _wrong("The name holds no letter: give it as the Federal Register prints it.")
    country = (addition.country or "").upper() or None
    if country and not _COUNTRY.fullmatch(country):
        raise _wrong(f"{addition.country!r} is no ISO 3166 code of two letters, such as CN.")
    citation = checked_citation(addition.citation)
    return ListedParty(
        id=_entry_id(code, name, citation),
        list=code,
        name=name,
        aliases=tuple(dict.fromkeys(each for each in map(clean_name, addition.aliases) if each)),
        country=country,
        citation=citation,
        licence_requirement=addition.requirement,
        licence_policy=addition.policy,
        countries=(country,) if country else (),
    )


def checked_citation(text: str) -> str:
    """Return a citation such as "90 FR 48193; 91 FR 54657"; raises Invalid on another shape."""
    parts = [" ".join(part.split()) for part in re.split(r"[;]", text)]
    found = [_CITATION.fullmatch(part) for part in parts if part]
    if not found or not all(found):
        raise _wrong(f"{text!r} is no citation: write volume, FR and page, such as 90 FR 48193.")
    return "; ".join(f"{each[1]} FR {each[2].replace(',', '')}" for each in found if each)


def brought(bridges: Iterable[ListedParty], parties: Iterable[ListedParty]) -> set[str]:
    """Return the ids of the bridges whose entry (same list, same folded name) has come."""
    waiting: dict[tuple[str, str], set[str]] = {}
    for each in bridges:
        waiting.setdefault((each.list, listed_key(each.name)), set()).add(each.id)
    if not waiting:
        return set()
    lists = {code for code, _ in waiting}
    keys = ((each.list, listed_key(each.name)) for each in parties if each.list in lists)
    return {id_ for key in keys for id_ in waiting.get(key, ())}


def _entry_id(code: str, name: str, citation: str) -> str:
    text = "\x1f".join((code, name_key(name), citation))
    return f"bridge-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _wrong(problem: str) -> Invalid:
    return Invalid(problem, reason="bridge_invalid")
