"""Every organisation a notice names in a role, once each."""

from collections.abc import Iterator

from contracts.parties import Party, Role, ScreenedParty
from contracts.tenders import TenderReceived
from services.enrich.domain.jurisdiction import jurisdiction
from services.enrich.domain.nexus import Seat
from services.enrich.domain.parties import PartyDesk


def tender_parties(received: TenderReceived, desk: PartyDesk) -> tuple[ScreenedParty, ...]:
    """Return the screened buyer, end users, suppliers, candidates and agency of a notice."""
    rules = jurisdiction(f"{received.title.value if received.title else ''}\n{received.text}")
    seat = Seat(jurisdiction=rules)
    unique = {(party.role, party.name, party.package): party for party in _roles(received)}
    return tuple(desk.judge(party, seat) for party in unique.values())


def _roles(received: TenderReceived) -> Iterator[Party]:
    if received.buyer:
        yield _as(received.buyer, Role.BUYER)
    yield from (_as(party, Role.END_USER) for party in received.end_users)
    yield from (_as(party, Role.SUPPLIER) for party in received.suppliers)
    yield from (_as(party, Role.CANDIDATE) for party in received.candidates)
    if received.agency:
        yield _as(received.agency, Role.AGENCY)


def _as(party: Party, role: Role) -> Party:
    return party if party.role == role else party.model_copy(update={"role": role})
