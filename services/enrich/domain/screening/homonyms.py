"""Tell organisations of one name in different jurisdictions apart (國立中山大學, 中山大学)."""

from unicodedata import normalize

from contracts.names import fold
from services.enrich.domain.screening.records import KnownName

GREATER_CHINA = frozenset(("CN", "HK", "MO"))


def excluded(known: KnownName, country: str | None) -> bool:
    """Tell whether in `country` (ISO alpha-2) the name belongs to another organisation."""
    return known.row is not None and country in known.row.homonyms


def doubtful(known: KnownName, query: str, country: str | None) -> bool:
    """Tell whether a homonym may be meant: no seat known and not written in simplified Chinese."""
    if known.row is None or not known.row.homonyms or country in GREATER_CHINA:
        return False
    plain = " ".join(normalize("NFKC", query).split())
    return fold(query) != plain
