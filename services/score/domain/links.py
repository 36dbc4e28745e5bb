"""Links between tenders and accounts, and between accounts: symmetric, dated, with the reason."""

from collections.abc import Iterable
from datetime import timedelta

from contracts.parties import Role
from contracts.risk import Link
from services.score.domain.matter import CHINA, Matter, party_named

# Strongest reason first: what is named says more than who is named.
REASONS = (("number:", "the account names the project number", 1.0), ("party:", "same party", 0.8))


def links_of(matter: Matter, neighbours: Iterable[Matter], days: int) -> tuple[Link, ...]:
    """Return the links of a matter among its neighbours, strongest first.

    Tenders link to accounts and accounts to accounts; two tenders meet in the supplier's profile.
    """
    found = [link for other in neighbours if (link := _link(matter, other, days))]
    return tuple(sorted(found, key=lambda link: (-link.strength, str(link.matter))))


def linkable(one: Matter, other: Matter) -> bool:
    """Whether matters of these kinds may be linked at all."""
    return one.id != other.id and bool(one.accounts or other.accounts)


def running(matter: Matter) -> bool:
    """Whether accelerators or AI services of the account run (not only tried)."""
    return any(
        not seen.account.attempted_only and (seen.accelerators or seen.ai_services)
        for seen in matter.accounts
    )


def label_of(matter: Matter) -> str:
    """One line that names a matter in somebody else's alert."""
    if matter.accounts:
        account = matter.accounts[-1].account
        what = sorted({a.account.kind for a in matter.accounts})
        when = account.occurred.astimezone(CHINA).date()
        return f"account {account.account} ({', '.join(what)}, {when})"
    buyer = party_named(matter.parties(), Role.BUYER, Role.END_USER)
    newest = matter.tenders[-1].tender
    title = newest.project_name or newest.title
    who = buyer.party.name if buyer else "unnamed buyer"
    return f"tender of {who}: {title.value if title else newest.notice} ({matter.stage})"


def _link(matter: Matter, other: Matter, days: int) -> Link | None:
    if not linkable(matter, other):
        return None
    shared = sorted(matter.link_keys() & other.link_keys())
    for prefix, why, strength in REASONS:
        keys = [key for key in shared if key.startswith(prefix)]
        if keys and (prefix == "number:" or _near(matter, other, days)):
            detail = keys[0].removeprefix(prefix)
            kind = "account" if other.accounts else "tender"
            return Link(
                matter=other.id,
                kind=kind,
                why=f"{why}: {detail}",
                label=label_of(other),
                strength=strength,
            )
    return None


def _near(one: Matter, other: Matter, days: int) -> bool:
    window = timedelta(days=days)
    return any(abs(a - b) <= window for a in one.dates for b in other.dates)
