"""Organisations: bilingual names of a few, and what in a name says military."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from contracts.evidence import Evidence
from contracts.names import bare_key, name_key
from services.enrich.domain.flat import flatten


@dataclass(frozen=True, slots=True)
class Organisation:
    """One known organisation with its seat (ISO 3166 alpha-2) and where that is printed."""

    zh: str
    en: str
    country: str
    source: str


@dataclass(frozen=True, slots=True)
class Organisations:
    """Known organisations by the key of either name, and the military words of names."""

    known: Mapping[str, Organisation]
    military: re.Pattern[str]
    civil: re.Pattern[str]

    @classmethod
    def parse(cls, organisations: str, military: str) -> "Organisations":
        """Read organisations.toml and military.toml; raises KeyError on a malformed row."""
        rows = [Organisation(**row) for row in tomllib.loads(organisations)["organisation"]]
        words = tomllib.loads(military)
        keyed = {key: row for row in rows for key in (name_key(row.zh), name_key(row.en))}
        keyed |= {bare_key(row.zh): row for row in rows if bare_key(row.zh) not in keyed}
        return cls(
            keyed,
            _any((*words["terms"], *words["english"])),
            _any((*words["not"], *words["english_not"])),
        )

    def look_up(self, name: str) -> Organisation | None:
        """Return the organisation of a Chinese or English name."""
        return self.known.get(name_key(name)) or self.known.get(bare_key(name))

    def military_evidence(self, name: str) -> Evidence | None:
        """Return the part of an organisation's name that says military or defence industry."""
        flat = flatten(name)
        civil = [(found.start(), found.end()) for found in self.civil.finditer(flat)]
        for found in self.military.finditer(flat):
            if not any(first <= found.start() < last for first, last in civil):
                part = name[found.start() : found.end()].strip()
                return Evidence(quote=name[:500], how=f"name holds {part!r}")
        return None


def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((flatten(word) for word in words), key=len, reverse=True)
    # English words stand alone, Chinese ones are parts of a name.
    return re.compile(
        "|".join(
            rf"\b{re.escape(word.strip())}\b" if word.isascii() else re.escape(word)
            for word in longest_first
        )
    )
