"""Decides what a new assessment does to an alert: open, page, edit, or nothing, and why.

Source: the project's policy, section 4 (what pages, what only edits).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from contracts.alerts import AlertState
from contracts.ids import alert_id
from contracts.risk import Band, RiskAssessed, Urgency
from services.notify.domain.facts import (
    ENTRY,
    linked_accounts,
    listed_entries,
    newly_listed,
    stage_of,
)
from services.notify.domain.plain_text import clean

RANK: dict[Band | None, int] = {
    None: -1,
    Band.NONE: 0,
    Band.LOW: 1,
    # A band of a newer publisher: shown to a person rather than passed over.
    Band.UNKNOWN: 2,
    Band.MEDIUM: 2,
    Band.HIGH: 3,
    Band.CRITICAL: 4,
}
ALERTABLE = RANK[Band.MEDIUM]
SUBJECT = 200
PAGING_STAGES = frozenset({"award", "contract", "acceptance"})


@dataclass(frozen=True, slots=True)
class Alert:
    """What is remembered of an alert: its newest assessment and what people were paged for.

    `quantity` (accelerators) and `amount` (yuan) are as of the last page, so that slow growth
    adds up to a doubling; `stages`, `listed` and `accounts` are everything seen so far.
    `rooted` holds the destinations that have (or will get) a first message.
    """

    id: UUID
    matter: UUID
    version: int
    revision: int
    state: AlertState
    band: Band | None
    score: int | None
    urgency: Urgency
    stage: str
    stages: frozenset[str]
    listed: frozenset[str]
    accounts: frozenset[UUID]
    quantity: int | None
    amount: Decimal | None
    evidence_hash: str
    subject: str
    opened_at: datetime
    rooted: frozenset[str] = frozenset()

    @property
    def announced(self) -> bool:
        """Whether any receiver was ever told."""
        return bool(self.rooted)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of an alert. `applies` is false where nothing is stored but the reason.

    `by_parent`: it would page, and the one alert of a list change tells it instead. `hold`: new
    messages wait so many seconds to say more at once, and edits add no note (None: no such thing).
    """

    change: str
    reasons: tuple[str, ...]
    applies: bool = True
    paging: bool = False
    edit: bool = False
    by_parent: bool = False
    hold: float | None = None

    @property
    def told(self) -> bool:
        """Whether people are called to look: here, or by the alert of a list change."""
        return self.paging or self.by_parent

    @property
    def why(self) -> str:
        """One line for the record."""
        return f"{self.change}: {'; '.join(self.reasons)}" if self.reasons else self.change


def transition(
    previous: Alert | None, assessed: RiskAssessed, *, reachable: bool = True, seen: int = 0
) -> Decision:
    """Decide from the alert so far (None: never opened) and a new assessment.

    `reachable` tells whether the routes have a receiver for it; `seen` is the newest revision
    known of a matter that has no alert.
    """
    newest = previous.revision if previous else seen
    if assessed.revision <= newest:
        why = f"revision {assessed.revision} is not newer than {newest}"
        return Decision("ignored", (why,), applies=False)
    if previous is None:
        return _opening(assessed)
    if quiet := _quiet(assessed):
        return quiet
    reasons = _paging_reasons(previous, assessed)
    if not previous.announced and reachable and RANK[assessed.band] >= ALERTABLE:
        reasons = reasons or (("first_shown", "no receiver was told so far"),)
    if reasons:
        texts = tuple(text for _, text in reasons)
        return Decision(reasons[0][0], texts, paging=True, edit=True)
    if _looks_the_same(previous, assessed):
        return Decision("unchanged", ("the same evidence, band and score",))
    return Decision("edited", ("no paging transition",), edit=True)


def after(previous: Alert | None, assessed: RiskAssessed, decision: Decision) -> Alert:
    """Return the alert as it is after an applied decision."""
    base = previous or _unopened(assessed)
    quantity, amount = _baselines(base, assessed, decision)
    # Unread content hides nothing that was known, nor is it news when it has been read.
    unread = assessed.unread_content
    return replace(
        base,
        version=base.version + 1,
        revision=assessed.revision,
        state=AlertState.OPEN if decision.told else base.state,
        band=base.band if unread else assessed.band,
        score=base.score if unread else assessed.score,
        urgency=assessed.urgency,
        stage=stage_of(assessed),
        stages=base.stages | {stage_of(assessed)},
        listed=base.listed | listed_entries(assessed),
        accounts=base.accounts | linked_accounts(assessed),
        quantity=quantity,
        amount=amount,
        evidence_hash=clean(assessed.evidence_hash, ENTRY),
    )


def with_roots(alert: Alert, destinations: frozenset[str]) -> Alert:
    """Return the alert with more destinations that have a first message."""
    return replace(alert, rooted=alert.rooted | destinations)


def _unopened(assessed: RiskAssessed) -> Alert:
    """Return the alert before anything was assessed: version 0, nothing seen."""
    return Alert(
        id=alert_id(assessed.matter),
        matter=assessed.matter,
        version=0,
        revision=0,
        state=AlertState.OPEN,
        band=None,
        score=None,
        urgency=assessed.urgency,
        stage="",
        stages=frozenset(),
        listed=frozenset(),
        accounts=frozenset(),
        quantity=None,
        amount=None,
        evidence_hash="",
        subject=clean(assessed.subject_line, SUBJECT),
        opened_at=assessed.assessed_at,
    )


def _quiet(assessed: RiskAssessed) -> Decision | None:
    """Return the decision on what never pages, whatever else changed."""
    if assessed.merged_into is not None:
        return Decision("merged", ("goes on in another matter",), edit=True)
    if assessed.unread_content:
        return Decision("unread_content", ("has content that nobody has read",), edit=True)
    return None


def _opening(assessed: RiskAssessed) -> Decision:
    if assessed.unread_content:
        why = "unread content is queued for a person and pages nobody"
        return Decision("unread_content", (why,))
    if RANK[assessed.band] < ALERTABLE:
        why = f"band {assessed.band or 'unknown'} opens no alert"
        return Decision("not_opened", (why,), applies=False)
    return Decision("opened", (f"band {assessed.band}",), paging=True, edit=True)


def _paging_reasons(previous: Alert, assessed: RiskAssessed) -> tuple[tuple[str, str], ...]:
    """Every paging transition that happened, as (change, words), the weightiest first."""
    found: list[tuple[str, str]] = []
    if RANK[assessed.band] > RANK[previous.band] and RANK[assessed.band] > ALERTABLE:
        found.append(("band_rose", f"band rose from {previous.band or 'none'} to {assessed.band}"))
    if newly_listed(assessed, previous.listed):
        found.append(("listed_party", "another listed party"))
    if linked_accounts(assessed) - previous.accounts:
        found.append(("linked_account", "a cloud account was linked"))
    if assessed.stage in PAGING_STAGES - previous.stages:
        found.append(("stage", f"stage is now {assessed.stage}"))
    if _doubled(assessed.total_accelerators, previous.quantity):
        before = f"{previous.quantity:,} to {assessed.total_accelerators:,}"
        found.append(("quantity_doubled", f"accelerators from {before}"))
    if _doubled(assessed.amount_cny, previous.amount):
        before = f"{previous.amount:,} to {assessed.amount_cny:,}"
        found.append(("amount_doubled", f"amount from {before} yuan"))
    if assessed.urgency is Urgency.NOW and previous.urgency is not Urgency.NOW:
        found.append(("urgency", "urgency is now"))
    return tuple(found)


def _doubled(new: Decimal | int | None, before: Decimal | int | None) -> bool:
    return bool(new and before and new >= 2 * before)


def _baselines(
    base: Alert, assessed: RiskAssessed, decision: Decision
) -> tuple[int | None, Decimal | None]:
    """Return quantity and amount to compare the next ones with: those of the last page."""
    quantity, amount = assessed.total_accelerators, assessed.amount_cny
    renew_quantity = base.quantity is None or (decision.told and quantity is not None)
    renew_amount = base.amount is None or (decision.told and amount is not None)
    return (
        quantity if renew_quantity else base.quantity,
        amount if renew_amount else base.amount,
    )


def _looks_the_same(previous: Alert, assessed: RiskAssessed) -> bool:
    return (
        previous.evidence_hash == assessed.evidence_hash
        and previous.band == assessed.band
        and previous.score == assessed.score
        and previous.urgency == assessed.urgency
        and previous.stage == stage_of(assessed)
    )
