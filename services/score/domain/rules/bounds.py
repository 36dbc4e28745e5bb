"""Floors and ceilings: the bands that policy 2 names for whole situations."""

from contracts.risk import Band
from contracts.tenders import Provenance
from services.score.domain.case import Case
from services.score.domain.rules.outcome import Bound
from services.score.domain.rules.points import SUPPLYING, contradictions, has_profile


def licence_party_agreed(case: Case) -> Bound | None:
    """A party of a licence list itself; the item is awarded, contracted or running: critical."""
    found = case.gravest
    if not (found and found.acting and found.same and found.tier == "licence" and case.worst):
        return None
    if case.agreed:
        return Bound(Band.CRITICAL, "a listed party has or gets a capability item")
    return Bound(Band.HIGH, "a listed party seeks a capability item")


def unit_or_military(case: Case) -> Bound | None:
    """A unit of a licence-list party, or a military body, with a capability item: high."""
    found = case.gravest
    unit = found and found.acting and not found.same and found.tier == "licence"
    if case.worst is None or not (unit or case.military):
        return None
    if found and found.party.affiliated_unit and not case.military:
        return Bound(Band.MEDIUM, "an affiliated body of a listed party seeks a capability item")
    return Bound(Band.HIGH, "a unit of a listed party, or a military body, and a capability item")


def blocking_party(case: Case) -> Bound | None:
    """A sanctioned party and any US service or item: high, as sanctions and not as chips."""
    found = case.gravest
    us = any(item.supply == "us" for item in case.items)
    if found and found.acting and found.same and found.tier == "blocking" and us:
        return Bound(Band.HIGH, "sanctions: a blocked party and a US item or service")
    return None


def listed_supplier(case: Case) -> Bound | None:
    """A licence-list party supplies or operates a controlled US item: high."""
    supplies = any(
        x.tier == "licence" and x.same and x.party.party.role in SUPPLYING for x in case.listed
    )
    if supplies and case.worst and case.worst.controlled:
        return Bound(Band.HIGH, "a listed party supplies or operates a controlled US item")
    return None


def nexus_item(case: Case) -> Bound | None:
    """Nexus with China, on no list, and a capability item: medium; from 64 accelerators: high."""
    if case.worst is None or case.nexus == "no" or case.attempted_only:
        return None
    large = case.cluster >= case.policy.thresholds.quantity_large
    if large:
        return Bound(Band.HIGH, f"{case.cluster:,} accelerators and nexus or headquarters unknown")
    if case.nexus == "yes" and case.matter.tenders:
        return Bound(Band.MEDIUM, "nexus with China and a capability item")
    return None


def account_adverse(case: Case) -> Bound | None:
    """Controlled accelerators run, and there is nexus, a linked matter or a contradiction: high."""
    if not (case.matter.accounts and case.runs and case.worst):
        return None
    tender = any(m.tenders for m in case.linked)
    if case.nexus == "yes" or tender or contradictions(case):
        return Bound(Band.HIGH, "accelerators run and there is an adverse fact")
    return None


def signup_adverse(case: Case) -> Bound | None:
    """A sign-up with contradictions, a listed owner, or by the reseller of a matter: medium."""
    if not case.matter.accounts or case.runs:
        return None
    found = case.gravest
    tender = any(m.tenders for m in case.linked)
    if found and found.acting and found.tier != "caution":
        return Bound(Band.HIGH, "a listed party, or a unit of one, opens an account")
    if tender or contradictions(case):
        return Bound(Band.MEDIUM, "an account is opened with adverse facts")
    return None


def intention_or_ended(case: Case) -> Bound | None:
    """Only an intention, or ended without a deal: at most medium, with a listed party high."""
    if not case.matter.tenders or not (case.intention_only or case.matter.ended):
        return None
    what = "ended without a deal" if case.matter.ended else "only an intention"
    acting = case.gravest and case.gravest.acting
    return Bound(Band.HIGH if acting else Band.MEDIUM, f"the matter is {what}")


def equivalent_wording(case: Case) -> Bound | None:
    """Every chip is only a yardstick ("equivalent to", "not lower than"): low, listed: medium."""
    capabilities = [item for item in case.items if item.capability]
    if not capabilities or not all(item.equivalent for item in capabilities):
        return None
    listed = case.gravest or case.military
    return Bound(Band.MEDIUM if listed else Band.LOW, "the chip is only named as a yardstick")


def domestic_or_uncontrolled(case: Case) -> Bound | None:
    """Domestic, below every threshold, a China region for hosting, or excluded: at most low."""
    if case.worst is None and case.items and not case.listed:
        return Bound(Band.LOW, "only domestic, uncontrolled or ordinary items")
    return None


def listed_without_item(case: Case) -> Bound | None:
    """A listed party without any capability item (curtains): at most medium."""
    found = case.gravest
    if case.worst is None and found and found.tier != "blocking":
        return Bound(Band.MEDIUM, "no capability item")
    return None


def listed_only_supplies(case: Case) -> Bound | None:
    """A listed party supplies what is not controlled: at most medium."""
    found = case.gravest
    if found and not found.acting and not (case.worst and case.worst.controlled):
        return Bound(Band.MEDIUM, "a listed party supplies, and nothing of it is controlled")
    return None


def unlisted(case: Case) -> Bound | None:
    """A tender of parties on no list, and nothing runs in an account of it: at most high."""
    if case.matter.tenders and not (case.listed or case.military or case.linked_runs):
        return Bound(Band.HIGH, "no party is on a list, and nothing is known to run")
    return None


def no_nexus(case: Case) -> Bound | None:
    """A tender whose parties have no nexus with China and are on no list: at most low."""
    if case.matter.tenders and case.nexus == "no" and not case.listed and not case.links:
        return Bound(Band.LOW, "no nexus with China")
    return None


def unknown_customer(case: Case) -> Bound | None:
    """An account without customer profile, link or list hit: at most medium, and it says so."""
    known = has_profile(case) or case.links or case.listed or case.nexus == "yes"
    if case.matter.accounts and not known:
        return Bound(Band.MEDIUM, "no customer profile, and nothing else adverse")
    return None


def unverified_source(case: Case) -> Bound | None:
    """An unverified upload is the only source: at most medium, and it says so."""
    sources = [t.tender.source for t in case.matter.tenders]
    if sources and all(s.provenance == Provenance.UNVERIFIED_UPLOAD for s in sources):
        return Bound(Band.MEDIUM, "the only source is an unverified upload")
    return None


FLOORS = (
    licence_party_agreed,
    unit_or_military,
    blocking_party,
    listed_supplier,
    nexus_item,
    account_adverse,
    signup_adverse,
)
CEILINGS = (
    intention_or_ended,
    equivalent_wording,
    domestic_or_uncontrolled,
    listed_without_item,
    listed_only_supplies,
    no_nexus,
    unlisted,
    unknown_customer,
    unverified_source,
)
