"""Screen the parties of a notice or an account: matches, nexus, military names, English names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.names import HAN, evasion_marks
from contracts.parties import ListMatch, Nexus, Party, ScreenedParty, Snapshot
from services.enrich.domain.nexus import CHINA, Seat, country_of, nexus
from services.enrich.domain.organisations import Organisations
from services.enrich.domain.screening import Match, Span

_MOST_MATCHES = 8
_DECIDING = frozenset({"same", "sub-unit-of"})


class Screening(Protocol):
    """The door of screening."""

    def screen(self, name: str, country: str | None = None) -> list[Match]:
        """Return matches of a name, best first; `country` is the party's seat."""
        ...

    def spot(self, text: str) -> list[Span]:
        """Return where running text names listed parties."""
        ...


@dataclass(frozen=True, slots=True)
class PartyDesk:
    """What every party of a batch is judged by."""

    screener: Screening
    organisations: Organisations
    snapshot: Snapshot | None

    def judge(self, party: Party, seat: Seat) -> ScreenedParty:
        """Return the party with its matches, nexus, military wording and English name."""
        seat = Seat(seat.jurisdiction, self.organisations.look_up(party.name), seat.linked)
        found = self._screened(party, country_of(party, seat))
        deciding = [each for each in found if each.relation in _DECIDING]
        return ScreenedParty(
            party=_named(party, found, seat),
            matches=tuple(_match(each, self.snapshot) for each in found),
            nexus=_nexus(party, deciding, seat),
            military=self.organisations.military_evidence(party.name),
            affiliated_unit=bool(deciding) and deciding[0].affiliated,
            evasion_marks=evasion_marks(party.name),
        )

    def _screened(self, party: Party, country: str | None) -> list[Match]:
        best: dict[tuple[str, str], Match] = {}
        for name in dict.fromkeys(filter(None, (party.name, party.name_en))):
            for match in self.screener.screen(name, country):
                held = best.get((match.list, match.id))
                if held is None or match.score > held.score:
                    best[match.list, match.id] = match
        # The screener's own order decides between equal scores.
        return sorted(best.values(), key=lambda m: -m.score)[:_MOST_MATCHES]


def _named(party: Party, found: Sequence[Match], seat: Seat) -> Party:
    """Give a Chinese name its English one: as known, else as listed."""
    if party.name_en or not re.search(f"[{HAN}]", party.name):
        return party
    listed = next((m.listed_name for m in found if m.relation == "same"), None)
    english = seat.known.en if seat.known else listed
    return party.model_copy(update={"name_en": english})


def _nexus(party: Party, deciding: Sequence[Match], seat: Seat) -> Nexus:
    found = nexus(party, seat)
    if found.value != "unknown":
        return found
    for match in deciding:
        if match.party.country in CHINA:
            where = f"{match.relation} {match.listed_name}, listed with a seat in"
            return Nexus(value="yes", reason=f"{where} {match.party.country}")
    return found


def _match(match: Match, snapshot: Snapshot | None) -> ListMatch:
    party = match.party
    return ListMatch(
        list=match.list,
        entry_id=match.id,
        other_entry_ids=party.other_ids,
        listed_name=match.listed_name,
        alias=match.alias,
        relation=match.relation,
        score=match.score,
        explanation=match.explanation,
        query=match.query,
        citation=party.citation,
        licence_requirement=party.licence_requirement,
        licence_policy=party.licence_policy,
        snapshot_date=party.source_updated or (snapshot.list_date if snapshot else None),
    )
