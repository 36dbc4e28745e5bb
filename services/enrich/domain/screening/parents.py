"""Names that hold a listed parent's name: units, campuses and affiliated bodies of it."""

from collections.abc import Iterator
from dataclasses import replace

from services.enrich.domain.screening import explain, match
from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.keys import exact_key, is_chinese
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.records import KnownName
from services.enrich.domain.screening.spans import spans
from services.enrich.domain.screening.twins import twin_doubt
from services.enrich.domain.screening.units import Unit, chinese_unit, english_unit

SHORTEST_PARENT = 2
_SCORES: dict[Unit, float] = {
    "unit": match.SUB_UNIT,
    "campus": match.CAMPUS,
    "affiliated": match.AFFILIATED,
    "college": match.AFFILIATED,
}


def units_of_parents(index: NameIndex, query: Query) -> Iterator[match.Match]:
    """Yield a match for every entry of the longest listed parent in the query's name."""
    place = _chinese(index, query.key) if is_chinese(query.key) else _english(index, query)
    if place is None:
        return
    parent, rest, unit = place
    shorter = _shorter(index, query, parent)
    name_span, unit_span = spans(query, rest)
    for known in filter(query.admits, index.parents[parent]):
        found = _judged(index, query, known, rest, unit)
        apart = unit in ("affiliated", "college") and found.relation != "possible"
        yield replace(
            found,
            affiliated=apart,
            name_span=name_span,
            unit_span=unit_span,
            runner_up=shorter,
        )


def _shorter(index: NameIndex, query: Query, parent: str) -> str:
    """Name the next shorter listed parent that a Chinese query begins with, if another entry."""
    if not is_chinese(parent):
        return ""
    own = {known.party.id for known in index.parents[parent]}
    keys = (parent[:length] for length in range(len(parent) - 1, SHORTEST_PARENT - 1, -1))
    names = (known for key in keys for known in index.parents.get(key, ()) if query.admits(known))
    other = next((known for known in names if known.party.id not in own), None)
    return explain.shorter(other) if other else ""


def _chinese(index: NameIndex, key: str) -> tuple[str, str, Unit] | None:
    """Return (parent key, rest, unit) of the longest parent the key begins with; no shorter one."""
    for length in range(min(len(key) - 1, index.longest_parent), SHORTEST_PARENT - 1, -1):
        parent = key[:length]
        if parent in index.parents:
            rest = key[length:].strip()
            unit = chinese_unit(parent, rest)
            return (parent, rest, unit) if unit else None
    return None


def _english(index: NameIndex, query: Query) -> tuple[str, str, Unit] | None:
    """Return (parent key, rest, unit) of the longest parent at either end of the words."""
    words = query.key.split(" ")
    last_part = exact_key(query.text.rpartition(",")[2])
    for length in range(len(words) - 1, 0, -1):
        for start in (0, len(words) - length):
            parent = " ".join(words[start : start + length])
            if parent not in index.parents:
                continue
            before, after = words[:start], words[start + length :]
            unit = english_unit(before, after, set_apart=parent == last_part)
            if unit:
                return parent, " ".join(before or after), unit
    return None


def _judged(index: NameIndex, query: Query, known: KnownName, rest: str, unit: Unit) -> match.Match:
    sentence = explain.unit_of(query.text, known, rest, unit)
    verdict: match.Verdict = ("sub-unit-of", _SCORES[unit], "longest listed parent")
    doubt = query.doubt(known) or twin_doubt(index, known, rest)
    return query.judged(known, verdict, sentence, doubt)
