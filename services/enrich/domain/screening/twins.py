"""Bodies that share a name but for the city in brackets: 中国地质大学（北京）, （武汉）."""

from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.match import UNCONFIRMED
from services.enrich.domain.screening.places import first_place
from services.enrich.domain.screening.records import KnownName

SEPARATE = {
    "中国地质大学": frozenset(("北京", "武汉")),
    "中国石油大学": frozenset(("北京", "华东")),
    "中国矿业大学": frozenset(("北京", "徐州")),
    "香港中文大学": frozenset(("深圳",)),
    "香港科技大学": frozenset(("广州",)),
}
"""Universities of one name in two cities, each a legal body (Ministry of Education's register)."""


def twin_doubt(index: NameIndex, known: KnownName, rest: str) -> tuple[float, str] | None:
    """Return why `rest`, which follows a known name, may make it another body's."""
    place = first_place(rest)
    if not place:
        return None
    key = exact_key(known.text)
    separate = place in SEPARATE.get(key, ())
    listed = index.twins.get(key)
    if separate or (listed and place not in listed):
        return UNCONFIRMED, f"the body of that name in {place} may be a separate one"
    return None
