"""Every organisation a notice names in a role, once each, and listed ones its text mentions."""

import re
from collections.abc import Iterator, Sequence

from contracts.parties import Party, Role, ScreenedParty
from contracts.tenders import TenderReceived
from services.enrich.domain import clauses
from services.enrich.domain.flat import flatten
from services.enrich.domain.jurisdiction import jurisdiction
from services.enrich.domain.nexus import Seat
from services.enrich.domain.parties import PartyDesk

_MOST_MENTIONED = 10
_EXPERTS = re.compile(r"(?:评审|评标|论证|磋商|谈判)(?:专家|委员|小组)|专家|评委")
_ACRONYM = re.compile("[a-z0-9]+")


def tender_parties(received: TenderReceived, desk: PartyDesk) -> tuple[ScreenedParty, ...]:
    """Return the screened buyer, end users, suppliers, candidates and agency of a notice.

    Behind them stand, as merely mentioned, the listed parties that only the text names.
    """
    rules = jurisdiction(f"{received.title.value if received.title else ''}\n{received.text}")
    seat = Seat(jurisdiction=rules)
    unique = {(party.role, party.name, party.package): party for party in acting(received)}
    judged = tuple(desk.judge(party, seat) for party in unique.values())
    mentioned = _mentioned(received.text, judged, desk)
    return (*judged, *(desk.judge(party, seat) for party in mentioned))


def _mentioned(text: str, judged: Sequence[ScreenedParty], desk: PartyDesk) -> list[Party]:
    """Return listed names in running text that no acting party bears or belongs to."""
    names = [flatten(f"{each.party.name} {each.party.name_en or ''}") for each in judged]
    entries = {(match.list, match.entry_id) for each in judged for match in each.matches}
    found: dict[str, Party] = {}
    for span in desk.screener.spot(text):
        printed = flatten(span.text)
        known = entries.issuperset((party.list, party.id) for party in span.parties)
        # A lone acronym is as often a part of a project number or of an address on the net.
        if known or printed in found or _ACRONYM.fullmatch(printed):
            continue
        if _EXPERTS.search(clauses.before(text, span.start)):
            continue  # who employs a reviewer neither buys nor sells
        if not any(printed in name for name in names):
            evidence = clauses.quote(text, span.start, span.end, "listed name in the text")
            found[printed] = Party(role=Role.MENTIONED, name=span.text, evidence=evidence)
    return list(found.values())[:_MOST_MENTIONED]


def acting(received: TenderReceived) -> Iterator[Party]:
    """Yield the parties that a notice names in a role."""
    if received.buyer:
        yield _as(received.buyer, Role.BUYER)
    yield from (_as(party, Role.END_USER) for party in received.end_users)
    yield from (_as(party, Role.SUPPLIER) for party in received.suppliers)
    yield from (_as(party, Role.CANDIDATE) for party in received.candidates)
    if received.agency:
        yield _as(received.agency, Role.AGENCY)


def _as(party: Party, role: Role) -> Party:
    return party if party.role == role else party.model_copy(update={"role": role})
