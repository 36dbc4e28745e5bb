"""Tender notices: as received (structure and facts), and as enriched (what is sought)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from contracts.capabilities import AiServiceMention, ChipMention, CloudMention, Wording
from contracts.envelope import Contract, OpenEnum
from contracts.evidence import DateFact, Evidence, MoneyFact, TextFact
from contracts.lists import Rescreening
from contracts.parties import Party, Screened, ScreenedParty, Snapshot


class Provenance(OpenEnum):
    """How far the source of the bytes can be trusted."""

    OFFICIAL_PORTAL = "official_portal"
    OFFICIAL_FEED = "official_feed"
    REPOSTER = "reposter"
    UNVERIFIED_UPLOAD = "unverified_upload"
    UNKNOWN = "unknown"


class NoticeStage(OpenEnum):
    """Where in the life of its project a notice stands (财办库〔2020〕50号 mapped to OCDS)."""

    PLANNING = "planning"
    TENDER = "tender"
    AMENDMENT = "amendment"
    SINGLE_SOURCE = "single_source"
    CANDIDATE = "candidate"
    AWARD = "award"
    CONTRACT = "contract"
    ACCEPTANCE = "acceptance"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Source(Contract):
    """Where the bytes came from, so that they can be found again in the vault."""

    name: str = Field(description="Configured source, or 'cli', 'folder', 'webhook'")
    provenance: Provenance = Provenance.UNVERIFIED_UPLOAD
    format: str = Field(description="html | text | ocds | crawler-json | ...")
    sha256: str = Field(description="Hash of the raw bytes in the vault")
    record: int = Field(default=1, description="Position of the record in its file, from 1")
    address: str | None = Field(
        default=None, description="Address printed in the source; never fetched"
    )
    file: str | None = Field(default=None, description="File name without folders")
    received_at: datetime


class Item(Contract):
    """A line of what is bought, as printed."""

    name: str
    brand: str | None = None
    model: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    package: str | None = None
    evidence: Evidence | None = None


class Tender(Contract):
    """Structure and facts of one notice, without its text."""

    notice: UUID = Field(description="Id of this notice: source record and content")
    matter: UUID = Field(description="Id of the procurement project: the partition key")
    matter_identities: tuple[str, ...] = Field(
        default=(), description="Keys that named the matter: buyer + project number, buyer + title"
    )
    matter_uncertain: bool = False
    source: Source
    language: str = "zh"
    title: TextFact | None = None
    notice_type: str | None = Field(
        default=None, description="Legal type as printed, e.g. 中标公告"
    )
    stage: NoticeStage = NoticeStage.UNKNOWN
    published: DateFact | None = None
    project_number: TextFact | None = None
    project_name: TextFact | None = None
    buyer: Party | None = None
    end_users: tuple[Party, ...] = ()
    agency: Party | None = None
    suppliers: tuple[Party, ...] = Field(
        default=(), description="Winners, contractors; single-source: the intended supplier"
    )
    candidates: tuple[Party, ...] = ()
    budget: MoneyFact | None = None
    amount: MoneyFact | None = Field(default=None, description="Award or contract total")
    items: tuple[Item, ...] = ()
    delivery_place: TextFact | None = None
    term: TextFact | None = None
    cancelled: bool = Field(default=False, description="The whole matter ended without a deal")
    cancelled_packages: tuple[str, ...] = ()
    cancellation_reason: TextFact | None = None
    unread_content: bool = Field(
        default=False, description="Image, attachment or cut text that nobody has read"
    )
    unread_reason: str | None = None
    uncertain: tuple[str, ...] = Field(default=(), description="Names of facts a person must check")
    parser_version: str = "1"


class TenderReceived(Tender):
    """A notice was kept and read; carries the normalised text that every offset refers to."""

    text: str = Field(max_length=200_000, description="Normalised text, contacts masked with █")


class TenderEnriched(Contract):
    """A notice with its parties screened and what is sought classified."""

    tender: Tender
    parties: tuple[ScreenedParty, ...] = ()
    chips: tuple[ChipMention, ...] = ()
    clouds: tuple[CloudMention, ...] = ()
    ai_services: tuple[AiServiceMention, ...] = ()
    wording: tuple[Wording, ...] = ()
    screened: Screened = "complete"
    screening_note: str | None = None
    snapshot: Snapshot | None = None
    catalogue_version: str
    evasion_marks: tuple[str, ...] = ()
    rescreening: Rescreening | None = Field(
        default=None, description="Set where other lists, not a new notice, led to this event"
    )
