"""Every party a sign-up states: holder, parent, owners, reseller, declared end users."""

import re
from collections.abc import Iterator

from contracts.accounts import Owner, SignUp
from contracts.names import HAN, bare_key
from contracts.parties import Party, Role, ScreenedParty
from services.enrich.domain.nexus import Seat
from services.enrich.domain.parties import PartyDesk

_CONTROL_PERCENT = 50.0
_BILINGUAL = re.compile(
    rf"([{HAN}（）()·\s]+[{HAN}）)])\s*[（(]?\s*([A-Za-z][^（）()]*[A-Za-z.])\s*[)）]?"
)


def account_parties(signup: SignUp | None, desk: PartyDesk) -> tuple[ScreenedParty, ...]:
    """Return the screened parties of a sign-up; a person appears only if a list names them."""
    if signup is None:
        return ()
    holder = _holder(signup)
    seat = _holder_seat(signup)
    screened = [desk.judge(holder, seat)] if holder else []
    for party in _stated(signup):
        if holder and _is_same(party, holder):
            own = party.model_copy(update={"country": holder.country})
            screened.append(desk.judge(own, seat))
        else:
            screened.append(desk.judge(party, _seat(party)))
    people = [desk.judge(_owner(owner), Seat()) for owner in signup.owners if owner.person]
    return (*screened, *(person for person in people if person.matches))


def named_account(name: str | None, desk: PartyDesk) -> tuple[ScreenedParty, ...]:
    """Return the name of an account that was created, screened as its holder.

    It is a party only if a list names it: most such names (prod, sandbox) are nobody's.
    """
    return (desk.judge(Party(role=Role.ACCOUNT_HOLDER, name=name), Seat()),) if name else ()


def _is_same(party: Party, holder: Party) -> bool:
    """Return whether a reseller or end user is the account holder itself."""
    names = {bare_key(name) for name in (holder.name, holder.name_en) if name}
    return party.role in (Role.RESELLER, Role.END_USER) and bare_key(party.name) in names


def _stated(signup: SignUp) -> Iterator[Party]:
    if signup.ultimate_parent:
        yield signup.ultimate_parent.model_copy(update={"role": Role.PARENT})
    for owner in signup.owners:
        if owner.name and not owner.person:
            yield _owner(owner)
    if signup.reseller:
        yield _party(Role.RESELLER, signup.reseller)
    for name in signup.declared_end_users:
        yield _party(Role.END_USER, name)


def _holder(signup: SignUp) -> Party | None:
    name = signup.legal_name_native or signup.legal_name
    if not name:
        return None
    english = signup.legal_name if signup.legal_name != name else None
    registration = (signup.registration,) if signup.registration else ()
    return Party(
        role=Role.ACCOUNT_HOLDER,
        name=name,
        name_en=english,
        identifiers=registration,
        country=signup.country,
        address=signup.address,
    )


def _seat(party: Party) -> Seat:
    """An ultimate parent has no parent: its seat is its headquarters."""
    if party.role != Role.PARENT:
        return Seat()
    return Seat(linked=(("headquarters", party.country),))


def _holder_seat(signup: SignUp) -> Seat:
    """Link the holder with headquarters, parent and owners of half or more."""
    parent = signup.ultimate_parent
    linked = [("headquarters", signup.hq_country)]
    if parent:
        linked.append(("ultimate parent", parent.country))
    linked += [(label, country) for label, country in _controlling(signup.owners)]
    return Seat(linked=tuple(linked))


def _controlling(owners: tuple[Owner, ...]) -> list[tuple[str, str | None]]:
    """Return countries that own half or more; shares of one country add up."""
    shares: dict[str, float] = {}
    for owner in owners:
        if owner.country and owner.percent:
            shares[owner.country] = shares.get(owner.country, 0.0) + owner.percent
    return [
        (f"ownership of {share:g} %", country)
        for country, share in shares.items()
        if share >= _CONTROL_PERCENT
    ]


def _owner(owner: Owner) -> Party:
    return Party(
        role=Role.OWNER,
        name=owner.name or "",
        country=None if owner.person else owner.country,
        share_percent=owner.percent,
    )


def _party(role: Role, printed: str) -> Party:
    """Take "深圳大学 Shenzhen University" apart into its two names."""
    if found := _BILINGUAL.fullmatch(printed.strip()):
        return Party(role=role, name=found[1].strip(), name_en=found[2].strip())
    return Party(role=role, name=printed)
