"""A matter laid out for the rules: items, parties, neighbours, and what follows from them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from contracts.parties import ListMatch, Role, ScreenedParty
from contracts.risk import Link, SupplierProfile
from contracts.tenders import NoticeStage
from services.score.domain.items import Item, items_of, total_accelerators
from services.score.domain.links import links_of, running
from services.score.domain.matter import Matter, party_named
from services.score.domain.policy import Policy

ACTING = (Role.BUYER, Role.END_USER, Role.ACCOUNT_HOLDER, Role.OWNER, Role.PARENT, Role.PAYER)
RANK = {"same": 3, "affiliate": 2, "sub-unit-of": 2}


@dataclass(frozen=True)
class Listed:
    """A party with its deciding match and the tier of its list."""

    party: ScreenedParty
    match: ListMatch
    tier: str

    @property
    def same(self) -> bool:
        """Whether the party is the listed one itself, not a unit of it."""
        return self.match.relation == "same"

    @property
    def acting(self) -> bool:
        """Whether it buys, uses, holds or owns, and not merely supplies."""
        return self.party.party.role in ACTING


@dataclass(frozen=True)
class Case:
    """Everything a rule may look at; all of it is data."""

    matter: Matter
    neighbours: tuple[Matter, ...]
    policy: Policy

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Items, worst first."""
        return items_of(self.matter, self.policy.points)

    @cached_property
    def worst(self) -> Item | None:
        """The item the matter is judged by; None without any capability item."""
        return next((item for item in self.items if item.capability), None)

    @cached_property
    def parties(self) -> tuple[ScreenedParty, ...]:
        """Every party of the matter."""
        return self.matter.parties()

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """Listed parties, the gravest first; a `possible` match is never one."""
        found = [
            Listed(party, match, self.policy.tier(match.list))
            for party in self.parties
            if party.party.role not in (Role.AGENCY, Role.MENTIONED)
            for match in party.matches
            if match.relation in RANK
        ]
        weight = {"blocking": 0, "licence": 1, "caution": 2}
        found.sort(key=lambda x: (not x.acting, weight[x.tier], -RANK[x.match.relation]))
        return tuple(found)

    @cached_property
    def gravest(self) -> Listed | None:
        """The listed party that acts, else the one that supplies."""
        return self.listed[0] if self.listed else None

    @cached_property
    def principal(self) -> ScreenedParty | None:
        """The buyer, account holder or end user: who the alert is about."""
        return party_named(self.parties, Role.BUYER, Role.ACCOUNT_HOLDER, Role.END_USER)

    @cached_property
    def supplier(self) -> ScreenedParty | None:
        """The supplier or reseller in between."""
        return party_named(self.parties, Role.SUPPLIER, Role.RESELLER, Role.INTERMEDIARY)

    @cached_property
    def nexus(self) -> str:
        """yes, no or unknown, over the acting parties."""
        values = {p.nexus.value for p in self.parties if p.party.role in ACTING}
        return next((v for v in ("yes", "unknown", "no") if v in values), "unknown")

    @cached_property
    def military(self) -> ScreenedParty | None:
        """An acting party whose name is of a military body."""
        acting = (p for p in self.parties if p.party.role in ACTING)
        return next((p for p in acting if p.military), None)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Matters of the same story."""
        return links_of(self.matter, self.neighbours, self.policy.thresholds.link_days)

    @cached_property
    def linked(self) -> tuple[Matter, ...]:
        """The matters behind the links."""
        ids = {link.matter for link in self.links}
        return tuple(m for m in self.neighbours if m.id in ids)

    @cached_property
    def runs(self) -> bool:
        """Whether accelerators or AI services run now in this account."""
        return running(self.matter)

    @cached_property
    def belonging(self) -> tuple[Matter, ...]:
        """Linked accounts of this very project: those that name another one do not count here."""
        named = {link.matter for link in self.links if link.strength == 1}
        return tuple(m for m in self.linked if m.accounts and (m.id in named or not m.project_tags))

    @cached_property
    def linked_runs(self) -> bool:
        """Whether something runs in an account of this project."""
        return any(running(m) for m in self.belonging)

    @cached_property
    def agreed(self) -> bool:
        """Awarded, contracted, accepted or running."""
        return self.matter.agreed or self.runs

    @cached_property
    def accelerators(self) -> int | None:
        """Accelerators of this matter."""
        return total_accelerators(self.items)

    @cached_property
    def cluster(self) -> int:
        """Known accelerators that belong together: this matter and the accounts linked to it.

        A tender and the accounts that fulfil it are the same machines: the larger number counts.
        """
        own = total_accelerators(i for i in self.items if i.supply != "domestic") or 0
        others = sum(
            total_accelerators(items_of(m, self.policy.points)) or 0 for m in self.belonging
        )
        return own + others if self.matter.accounts else max(own, others)

    @cached_property
    def amount(self) -> Decimal | None:
        """Newest award or contract total in yuan, else the budget; None for foreign money."""
        for seen in reversed(self.matter.tenders):
            money = seen.tender.amount
            if (
                money
                and money.value is not None
                and money.currency == "CNY"
                and money.kind == "total"
            ):
                return money.value
        for seen in reversed(self.matter.tenders):
            budget = seen.tender.budget
            if budget and budget.value is not None and budget.currency == "CNY":
                return budget.value
        return None

    @cached_property
    def profile(self) -> SupplierProfile | None:
        """Awards of this kind that the supplier had up to this one."""
        keys = {f"award:{key}" for key in self.matter.supplier_keys()}
        if not keys or self.worst is None or self.supplier is None:
            return None
        mine = (self.matter.law_date, str(self.matter.id))
        earlier = [
            m
            for m in self.neighbours
            if m.tenders and keys & m.link_keys() and (m.law_date, str(m.id)) < mine
            if any(item.capability for item in items_of(m, self.policy.points))
        ]
        if not earlier:
            return None
        buyers = sorted(
            {p.party.name for m in earlier for p in m.parties() if p.party.role == Role.BUYER}
        )
        name = self.supplier.party.name
        awards = len(earlier) + self.matter.agreed
        sentence = f"{name} had {awards} awards of this kind so far, from {', '.join(buyers[:3])}"
        return SupplierProfile(
            supplier=name, awards=awards, buyers=tuple(buyers), sentence=sentence
        )

    @cached_property
    def intention_only(self) -> bool:
        """Only a purchase intention was published."""
        return bool(self.matter.tenders) and self.matter.stage == NoticeStage.PLANNING

    @cached_property
    def attempted_only(self) -> bool:
        """Every launch of the account failed."""
        launches = [a.account for a in self.matter.accounts if a.account.kind == "launch"]
        return bool(launches) and all(launch.attempted_only for launch in launches)
