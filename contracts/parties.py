"""Parties named in notices and accounts, and what the lists say of them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from contracts.envelope import OPEN, Contract, OpenEnum
from contracts.evidence import Evidence


class Role(OpenEnum):
    """What a party is in its matter (policy 1)."""

    BUYER = "buyer"
    END_USER = "end_user"
    SUPPLIER = "supplier"
    CANDIDATE = "candidate"
    INTERMEDIARY = "intermediary"
    AGENCY = "agency"
    ACCOUNT_HOLDER = "account_holder"
    PAYER = "payer"
    PARENT = "parent"
    OWNER = "owner"
    RESELLER = "reseller"
    OPERATOR = "operator"
    MENTIONED = "mentioned"
    UNKNOWN = "unknown"


class Identifier(Contract):
    """A registration number, e.g. scheme `CN-USCC` (18 characters, GB 32100 check digit)."""

    scheme: str
    id: str
    valid: bool | None = Field(
        default=None, description="Check digit result, null if not checkable"
    )


class Party(Contract):
    """An organisation as printed in the source."""

    role: Role
    name: str
    name_en: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    country: str | None = Field(default=None, description="ISO 3166 alpha-2 of the seat, if stated")
    address: str | None = None
    package: str | None = Field(default=None, description="Package or lot the role is limited to")
    share_percent: float | None = Field(
        default=None, description="Ownership share, role owner only"
    )
    evidence: Evidence | None = None


Relation = Annotated[Literal["same", "sub-unit-of", "affiliate", "possible", "unknown"], OPEN]
Tier = Annotated[Literal["blocking", "licence", "caution", "unknown"], OPEN]
Tristate = Annotated[Literal["yes", "no", "unknown"], OPEN]


class ListMatch(Contract):
    """A party judged against one entry of one list, with what a reader needs to cite it."""

    list: str = Field(description="List code: EL, MEU, UVL, SDN, CMIC, DPL, ...")
    entry_id: str
    other_entry_ids: tuple[str, ...] = Field(
        default=(), description="The same entry in further publications of the same list"
    )
    listed_name: str
    alias: str = Field(description="The name or alias of the entry that matched")
    relation: Relation
    score: float = Field(ge=0, le=1)
    explanation: str
    query: str = Field(description="The name as printed in the source")
    citation: str | None = Field(default=None, description="Federal Register citation")
    licence_requirement: str | None = None
    licence_policy: str | None = None
    snapshot_date: date | None = Field(default=None, description="Freshness stamp of the list")


class Nexus(Contract):
    """Connection with China, Hong Kong or Macau (policy 1): yes, no or unknown, and why."""

    value: Tristate = "unknown"
    reason: str = ""


class ScreenedParty(Contract):
    """A party with every match, its nexus and whether its name is of a military body."""

    party: Party
    matches: tuple[ListMatch, ...] = ()
    nexus: Nexus = Nexus()
    military: Evidence | None = Field(
        default=None, description="Wording that names a military body"
    )
    affiliated_unit: bool = Field(
        default=False, description="Hospital, school or independent college of a listed parent"
    )
    evasion_marks: tuple[str, ...] = ()


class Snapshot(Contract):
    """Which lists were asked: identity, dates and freshness of the active snapshot."""

    id: str
    list_date: date | None = Field(default=None, description="Stamp of the publication itself")
    loaded_at: datetime | None = None
    checked_at: datetime | None = None
    parties: int = 0
    activated_at: datetime | None = Field(
        default=None, description="When the newest of these lists became the active one"
    )


Screened = Annotated[Literal["complete", "provisional", "not_screened", "unknown"], OPEN]
