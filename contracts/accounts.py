"""Cloud account events: as received, and as enriched."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.capabilities import AiServiceMention, RunningAccelerators, Supply
from contracts.envelope import OPEN, Contract, personal
from contracts.lists import Rescreening
from contracts.parties import Identifier, Party, Screened, ScreenedParty, Snapshot
from contracts.tenders import Source

AccountEventKind = Annotated[
    Literal["signup", "launch", "ai_use", "account_created", "other", "unknown"], OPEN
]


class InstanceRequest(Contract):
    """Instances of one type that an event asked for or started."""

    instance_type: str
    count: int | None = None


class Owner(Contract):
    """A beneficial owner named at sign-up; the name is personal data when `person` is true."""

    name: str | None = personal("Name of the owner; screened, never scored, logged or used as key")
    person: bool = False
    country: str | None = Field(
        default=None, description="Nationality or seat; ownership test only"
    )
    percent: float | None = None


class SignUp(Contract):
    """What a customer stated when opening an account (fields of the proposed 15 CFR Part 7).

    Contact data (e-mail, telephone, addresses on the net) stay in the raw vault; here are only the
    derived, non-personal parts and the list of fields that were given.
    """

    legal_name: str | None = None
    legal_name_native: str | None = None
    country: str | None = None
    address: str | None = None
    registration: Identifier | None = None
    hq_country: str | None = None
    ultimate_parent: Party | None = None
    owners: tuple[Owner, ...] = ()
    email_domain: str | None = None
    payment_means: str | None = None
    payment_country: str | None = None
    ip_country: str | None = None
    reseller: str | None = None
    declared_end_use: str | None = None
    declared_end_users: tuple[str, ...] = ()
    attested_not_d5_hq: bool | None = None
    attestation_date: date | None = None
    created_at: datetime | None = None
    missing: tuple[str, ...] = Field(default=(), description="Proposed-rule fields not given")


class AccountReceived(Contract):
    """A cloud account event was kept and read."""

    event: UUID = Field(description="Id of this event")
    matter: UUID = Field(description="uuid5 of the account key: the partition key")
    account: str = Field(description="<provider>:<account>")
    provider: str = Field(description="aws | azure | gcp | oci | unknown")
    native_id: str = Field(description="The vendor's own event id")
    kind: AccountEventKind
    operation: str = Field(description="Vendor's operation name, e.g. RunInstances")
    occurred: datetime
    region: str | None = None
    instances: tuple[InstanceRequest, ...] = ()
    ai_models: tuple[str, ...] = ()
    tokens: int | None = None
    attempted_only: bool = False
    error: str | None = Field(default=None, description="Vendor's error code of a failed attempt")
    signup: SignUp | None = None
    account_name: str | None = personal(
        "Name given to an account that was created; screened, never scored, logged or used as key"
    )
    project_tags: tuple[str, ...] = Field(
        default=(), description="Tag values that may name a project"
    )
    source: Source
    uncertain: tuple[str, ...] = ()
    parser_version: str = "1"


class AccountEnriched(Contract):
    """An account event with parties screened and instance types mapped to accelerators."""

    account: AccountReceived
    parties: tuple[ScreenedParty, ...] = ()
    accelerators: tuple[RunningAccelerators, ...] = ()
    ai_services: tuple[AiServiceMention, ...] = ()
    supply: Supply = "unknown"
    screened: Screened = "complete"
    screening_note: str | None = None
    snapshot: Snapshot | None = None
    catalogue_version: str
    rescreening: Rescreening | None = Field(
        default=None, description="Set where other lists, not a new event, led to this one"
    )
