"""Rules that add points: the worst item, who is behind it, how far it has come."""

from contracts.parties import Role
from services.score.domain.case import ACTING, Case, Listed
from services.score.domain.matter import AGREED
from services.score.domain.rules.outcome import Step


def capability_item(case: Case) -> Step | None:
    """The worst item sought or running. A domestic item on another line never offsets it."""
    item = case.worst or (case.items[0] if case.items else None)
    if item is None or item.points == 0:
        return None
    return Step(item.points, item.sentence, item.evidence)


def listed_party(case: Case) -> Step | None:
    """A party that buys, uses, holds or owns is on a list, or is a unit of a listed party."""
    found = case.gravest
    if found is None or not found.acting:
        return None
    points = _listed_points(case, found)
    match = found.match
    unit = "" if found.same else f" as {match.relation.replace('-', ' ')}"
    sentence = (
        f"{found.party.party.name} is on {match.list}{unit}: {match.listed_name}"
        f" ({match.citation or 'no citation'})"
    )
    return Step(points, sentence, found.party.party.evidence, match.citation)


def military_body(case: Case) -> Step | None:
    """The buyer or end user is by its name a military or defence-industry body."""
    party = case.military
    if party is None or case.worst is None:
        return None
    sentence = f"{party.party.name} is by its name a military or defence body"
    return Step(case.policy.points.military, sentence, party.military)


def china_nexus(case: Case) -> Step | None:
    """Seat, headquarters, parent or majority owner is in China, Hong Kong or Macau."""
    if case.nexus != "yes" or case.worst is None:
        return None
    near = [p for p in case.parties if p.nexus.value == "yes" and p.party.role in ACTING]
    party = near[0]
    points = case.policy.points
    value = points.account_nexus if case.matter.accounts else points.nexus
    return Step(value, f"nexus with China: {party.party.name} ({party.nexus.reason})")


def stage_reached(case: Case) -> Step | None:
    """An award, contract or acceptance weighs more than a tender; an intention nothing."""
    if not case.matter.tenders or case.worst is None or case.intention_only or case.matter.ended:
        return None
    points = case.policy.points
    stage = case.matter.stage
    if stage in AGREED:
        return Step(points.stage_agreed, f"the project has come to {stage}")
    return Step(points.stage_sought, f"the project is at {stage}")


def quantity(case: Case) -> Step | None:
    """Accelerators of the cluster that belongs together, over accounts and clouds."""
    limits, points = case.policy.thresholds, case.policy.points
    if case.worst is None or case.cluster < limits.quantity_notable:
        return None
    large = case.cluster >= limits.quantity_large
    value = points.quantity_large if large else points.quantity_notable
    return Step(value, f"{case.cluster:,} accelerators belong together")


def supplier_profile(case: Case) -> Step | None:
    """The supplier had awards of this kind before."""
    profile = case.profile
    if profile is None or profile.awards < case.policy.thresholds.profile_awards:
        return None
    return Step(case.policy.points.supplier_profile, profile.sentence)


def linked_account(case: Case) -> Step | None:
    """A cloud account belongs to this tender; more so if something runs in it."""
    if not case.matter.tenders or not case.belonging or case.worst is None:
        return None
    points = case.policy.points
    mine = {m.id for m in case.belonging}
    link = next(link for link in case.links if link.matter in mine)
    if case.linked_runs:
        return Step(points.linked_running, f"resources run in {link.label}: {link.why}")
    return Step(points.linked_account, f"linked with {link.label}: {link.why}")


def linked_tender(case: Case) -> Step | None:
    """The account belongs to a tender that seeks what controls care about."""
    if not case.matter.accounts:
        return None
    tenders = {m.id for m in case.linked if m.tenders}
    link = next((link for link in case.links if link.matter in tenders), None)
    if link is None:
        return None
    return Step(case.policy.points.linked_tender, f"linked with {link.label}: {link.why}")


def signup_contradictions(case: Case) -> Step | None:
    """What was stated at sign-up contradicts itself: seat, payment, network, attestation."""
    found = contradictions(case)
    if not found:
        return None
    points = case.policy.points.contradiction * min(len(found), 3)
    return Step(points, "contradictions at sign-up: " + "; ".join(found))


def no_customer_profile(case: Case) -> Step | None:
    """Nothing is known of who holds an account in which accelerators run."""
    if not case.matter.accounts or case.worst is None or has_profile(case):
        return None
    points = case.policy.points.no_customer_profile
    return Step(points, "no customer profile: who holds the account is not known")


CHINA = frozenset({"CN", "HK", "MO"})


def has_profile(case: Case) -> bool:
    """Whether a sign-up told who holds the account."""
    return any(a.account.signup for a in case.matter.accounts)


def contradictions(case: Case) -> list[str]:
    """Return the contradictions of the account's sign-ups, each as a phrase."""
    found = []
    for seen in case.matter.accounts:
        signup = seen.account.signup
        if signup is None:
            continue
        countries = {
            "payment": signup.payment_country,
            "network": signup.ip_country,
            "headquarters": signup.hq_country,
        }
        stated = signup.country
        found += [
            f"{what} in {country}, stated seat {stated}"
            for what, country in countries.items()
            if country and stated and country != stated and CHINA & {country, stated}
        ]
        china = CHINA & {signup.hq_country, signup.ip_country, stated}
        if signup.attested_not_d5_hq and china:
            found.append(f"attested no D:5 headquarters, but {sorted(china)[0]} is stated or seen")
    return sorted(set(found))


def _listed_points(case: Case, found: Listed) -> int:
    points = case.policy.points
    if case.worst is None and found.tier != "blocking":
        return points.listed_without_item
    if found.tier == "caution":
        return points.listed_caution
    if found.tier == "blocking" and found.same:
        return points.listed_blocking
    if found.same:
        return points.listed_same
    if found.party.affiliated_unit:
        return points.listed_affiliated_unit
    return points.listed_affiliate if found.match.relation == "affiliate" else points.listed_unit


POINTS = (
    capability_item,
    listed_party,
    military_body,
    china_nexus,
    stage_reached,
    quantity,
    supplier_profile,
    linked_account,
    linked_tender,
    signup_contradictions,
    no_customer_profile,
)
SUPPLYING = (Role.SUPPLIER, Role.RESELLER, Role.OPERATOR, Role.INTERMEDIARY)
