"""The assessment of a matter: a score that its contributions add up to, and its context."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import OPEN, Contract, OpenEnum
from contracts.evidence import Evidence
from contracts.lists import Rescreening
from contracts.parties import ListMatch, Role, Screened, Snapshot, Tristate


class Band(OpenEnum):
    """none < 20 <= low < 40 <= medium < 60 <= high < 80 <= critical."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


class Urgency(OpenEnum):
    """How soon a person must look; only `now` may mention people in quiet hours."""

    NOW = "now"
    NEXT_BUSINESS_DAY = "next_business_day"
    DIGEST = "digest"
    UNKNOWN = "unknown"


MatterKind = Annotated[Literal["tender", "account", "unknown"], OPEN]


class Contribution(Contract):
    """Signed points of one rule with the sentence and the words behind them."""

    rule: str
    version: str = "1"
    points: int
    sentence: str
    evidence: Evidence | None = None
    source: str | None = Field(
        default=None, description="Citation of the law, list or catalogue row"
    )
    verify_by: date | None = Field(
        default=None, description="Past this date the rule shows as stale"
    )


class LegalHook(Contract):
    """Which law may be touched, with its status at the date used.

    `kind`: item_licence, end_use_knowledge, sanctions, provider_terms, proposed_only, none.
    """

    kind: str
    sentence: str
    licence_requirement: str | None = None
    review_policy: str | None = None
    citation: str | None = None
    status: str = "in_force"
    verify_by: date | None = None


class AssessedParty(Contract):
    """A party as the alert names it, with its deciding match."""

    role: Role
    name: str
    name_en: str | None = None
    match: ListMatch | None = None
    nexus: Tristate = "unknown"


class AssessedItem(Contract):
    """A capability item as the alert names it: accelerators, cloud compute or an AI service."""

    kind: Annotated[Literal["accelerator", "cloud", "ai_service", "unmapped", "unknown"], OPEN]
    name: str
    count: int | None = None
    via: str | None = Field(default=None, description="Cloud that carries it")
    classification: str | None = None
    controlled: bool = False
    supply: str = "unknown"
    mitigations: tuple[str, ...] = ()
    points: int = 0
    sentence: str = ""
    evidence: Evidence | None = None


class Link(Contract):
    """Another matter that belongs to the same story, and why."""

    matter: UUID
    kind: MatterKind
    why: str
    label: str = Field(description="One line that names the other matter")
    strength: float = Field(default=1.0, ge=0, le=1)


class SupplierProfile(Contract):
    """Awards of this kind that a supplier or reseller had so far."""

    supplier: str
    awards: int
    buyers: tuple[str, ...] = ()
    sentence: str


class Versions(Contract):
    """Everything the outcome depends on: with these the same input gives the same output."""

    engine: str
    policy: str
    catalogue: str
    snapshot: str | None = None
    parser: str | None = None


class RiskAssessed(Contract):
    """A matter was assessed. The contributions add up exactly to the score."""

    matter: UUID
    kind: MatterKind
    revision: int = Field(
        ge=1, description="Per matter, given under its row lock; lower ones are old"
    )
    cause: UUID = Field(description="Id of the enriched event that led to this assessment")
    score: int | None = Field(
        default=None, ge=0, le=100, description="Null: unread content, no score and no band"
    )
    band: Band | None = None
    urgency: Urgency
    stage: str
    headline: str = Field(max_length=110, description="First screen's first line without the band")
    subject_line: str = Field(description="Buyer or account holder, with list if any")
    title: str | None = None
    project_number: str | None = None
    parties: tuple[AssessedParty, ...] = ()
    items: tuple[AssessedItem, ...] = ()
    total_accelerators: int | None = None
    amount_cny: Decimal | None = None
    amount_text: str | None = None
    contributions: tuple[Contribution, ...] = ()
    legal_hook: LegalHook
    links: tuple[Link, ...] = ()
    supplier_profile: SupplierProfile | None = None
    counter_evidence: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    warnings: tuple[str, ...] = Field(
        default=(), description="Stale rules or lists, past verify_by"
    )
    quote: Evidence | None = Field(default=None, description="The one quote of the first screen")
    quote_gloss: str | None = Field(default=None, description="English gloss of the quote")
    screened: Screened
    unread_content: bool = False
    ended: bool = Field(default=False, description="The matter ended without a deal")
    resources_running: bool = False
    notices: tuple[UUID, ...] = Field(
        default=(), description="Notices or events taken into account"
    )
    source_text: str = Field(default="", description="Source and its age, one line")
    law_date: date = Field(description="Date as of which the law was taken")
    first_seen: datetime
    assessed_at: datetime
    snapshot: Snapshot | None = None
    versions: Versions
    evidence_hash: str = Field(description="Hash of the decision-relevant facts")
    merged_into: UUID | None = None
    on_perspective: bool = True
    rescreening: Rescreening | None = Field(
        default=None, description="Set where other lists, not new facts, led to this assessment"
    )
