"""Steps over a band: what raises a judgement before the ceilings, or lowers it after them."""

from contracts.parties import Role
from services.score.domain.case import Case
from services.score.domain.matter import AGREED
from services.score.domain.rules.outcome import Shift


def reseller_without_attestation(case: Case) -> Shift | None:
    """A reseller stands between buyer and cloud and nobody attests the end user: one band up."""
    item = case.worst
    if item is None or case.listed or case.matter.stage not in AGREED or item.equivalent:
        return None
    between = case.supplier is not None and case.supplier.party.role == Role.SUPPLIER
    if not between or not (item.via or item.kind != "accelerator"):
        return None
    assert case.supplier is not None  # noqa: S101  `between` says so
    name = case.supplier.party.name
    return Shift(1, f"{name} stands between, without end-user attestation")


def ended_without_deal(case: Case) -> Shift | None:
    """The matter ended without a deal: one band down; it never lowers what an account does."""
    if case.matter.tenders and case.matter.ended and not case.listed:
        return Shift(-1, "the matter ended without a deal")
    return None


def small_sum(case: Case) -> Shift | None:
    """A few seats or a small sum of an AI service, no chip: one band down."""
    item, limit = case.worst, case.policy.thresholds.small_sum_cny
    if item is None or item.kind != "ai_service" or case.amount is None or case.amount >= limit:
        return None
    return Shift(-1, f"under {limit:,} yuan of an AI service")


def attempted_only(case: Case) -> Shift | None:
    """Launches only failed: one band down, unless tried three times over types or regions."""
    launches = [a.account for a in case.matter.accounts if a.account.attempted_only]
    kinds = {(x.region, i.instance_type) for x in launches for i in x.instances}
    if not case.attempted_only or len(kinds) >= case.policy.thresholds.attempts:
        return None
    return Shift(-1, "launches were tried and failed")


RAISES = (reseller_without_attestation,)
STEPS = (ended_without_deal, small_sum, attempted_only)
