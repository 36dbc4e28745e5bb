"""What is unmatched: listed Chinese parties without a Chinese name, and names that only propose."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.enrich.domain.list_screening import InUse
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.parties import Screening
from services.enrich.domain.screening import Match
from services.enrich.domain.screening.homonyms import GREATER_CHINA
from services.enrich.domain.screening.keys import exact_key, is_chinese
from services.enrich.domain.screening.records import AliasTable, KnownName, known_names

TIERS = ("blocking", "licence", "caution")
"""The most pressing first (policy)."""

MOST_MATTERS = 5

_CITED = re.compile(r"(\d+) FR (\d+)")

Entry = tuple[str, str]
"""(list code, entry id)"""


@dataclass(frozen=True, slots=True)
class SeenParty:
    """A name that was screened: where it was seen, how often, when last."""

    name: str
    country: str | None
    times: int
    matters: tuple[UUID, ...]
    last: datetime


@dataclass(frozen=True, slots=True)
class SeenGap:
    """A seen name that may mean listed parties and decides none; `matches` are best first."""

    seen: SeenParty
    tier: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class ListedGap:
    """A listed party without a Chinese name that decides.

    `proposed` are names that registers propose, `seen_as` seen names that may mean it.
    """

    party: ListedParty
    tier: str
    proposed: tuple[str, ...]
    seen_as: tuple[str, ...]


def seen_gaps(
    seen: Iterable[SeenParty], screening: Screening, tiers: Mapping[str, str]
) -> Iterator[SeenGap]:
    """Yield the names that only propose organisations, as the lists are now."""
    for party in seen:
        matches = screening.screen(party.name, party.country)
        if any(match.relation != "possible" for match in matches):
            continue
        bodies = [each for each in matches if each.party.is_organisation]
        if bodies:
            yield SeenGap(party, _tier(bodies[0].party, tiers), tuple(bodies))


def ranked_seen(gaps: Iterable[SeenGap]) -> list[SeenGap]:
    """Return the gaps by how often the name was seen, then tier, score, and when last."""

    def rank(gap: SeenGap) -> tuple[int, int, float, float]:
        tier = TIERS.index(gap.tier)
        return -gap.seen.times, tier, -gap.matches[0].score, -gap.seen.last.timestamp()

    return sorted(gaps, key=rank)


def listed_gaps(used: InUse, tiers: Mapping[str, str], seen: Sequence[SeenGap]) -> list[ListedGap]:
    """Return the listed organisations seated in China, Hong Kong or Macau without a Chinese name.

    By tier, by how many seen names may mean them, by the newest Federal Register citation.
    """
    table = AliasTable(used.aliases)
    pointing: dict[Entry, list[str]] = {}
    for gap in seen:
        for match in gap.matches:
            pointing.setdefault((match.list, match.id), []).append(gap.seen.name)
    found = [
        ListedGap(
            party,
            _tier(party, tiers),
            _chinese(known),
            tuple(pointing.get((party.list, party.id), ())),
        )
        for party in used.parties
        if _is_chinese_body(party)
        and not _chinese(known := known_names(party, table.rows_for(party)), decided=True)
    ]
    return sorted(found, key=_pressing)


def newest_citation(party: ListedParty) -> tuple[int, int]:
    """Return (volume, page) of the newest Federal Register citation, zeros without one.

    A volume is a year: 90 FR is 2025.
    """
    cited = ((int(found[1]), int(found[2])) for found in _CITED.finditer(party.citation or ""))
    return max(cited, default=(0, 0))


def _pressing(gap: ListedGap) -> tuple[int, int, tuple[int, int], str, str]:
    volume, page = newest_citation(gap.party)
    tier = TIERS.index(gap.tier)
    return tier, -len(gap.seen_as), (-volume, -page), gap.party.name, gap.party.id


def _is_chinese_body(party: ListedParty) -> bool:
    seats = {party.country, *party.countries}
    if party.nameless or not seats & GREATER_CHINA:
        return False
    return party.is_organisation


def _chinese(known: Iterable[KnownName], *, decided: bool = False) -> tuple[str, ...]:
    """Return the Chinese names among those known that decide, or that only propose."""
    texts = (each.text for each in known if each.decides is decided)
    return tuple(dict.fromkeys(text for text in texts if is_chinese(exact_key(text))))


def _tier(party: ListedParty, tiers: Mapping[str, str]) -> str:
    tier = tiers.get(party.list, TIERS[-1])
    return tier if tier in TIERS else TIERS[-1]
