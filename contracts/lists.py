"""Screening lists: a new snapshot became active, and what was seen is screened again."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from contracts.envelope import OPEN, Contract


class ListUpdated(Contract):
    """A snapshot of a list set became the active one."""

    list: str = Field(description="List set, e.g. csl")
    snapshot: str
    previous: str | None = None
    list_date: date | None = None
    parties: int
    added: int
    removed: int
    changed: int
    loaded_at: datetime
    citation: str | None = None


EntryChangeKind = Annotated[Literal["added", "changed", "removed", "unknown"], OPEN]


class ChangedEntry(Contract):
    """An entry of a list that differs between two snapshots; the old state of a removed one."""

    kind: EntryChangeKind
    list: str = Field(description="List code: EL, MEU, UVL, SDN, CMIC, DPL, ...")
    entry_id: str
    name: str


class Rescreening(Contract):
    """Why something seen before is judged anew: other lists, not other facts."""

    id: UUID = Field(description="Id of the re-screening: one for each time a list became active")
    list_set: str
    snapshot: str
    previous: str | None = None
    list_date: date | None = None
    reason: Annotated[
        Literal["added", "changed", "removed", "unscreened", "late", "unknown"], OPEN
    ] = Field(
        description="An entry came, changed or went; it was not screened completely before; or it"
        " was screened on the old lists after the new ones had become active"
    )
    entries: tuple[ChangedEntry, ...] = Field(
        default=(), description="The entries that led here, at most 20"
    )
