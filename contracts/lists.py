"""Screening lists: a new snapshot became active."""

from datetime import date, datetime

from pydantic import Field

from contracts.envelope import Contract


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
