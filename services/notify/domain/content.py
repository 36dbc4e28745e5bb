"""What one message says before any channel renders it; stored with its delivery as planned."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from contracts.risk import Band


class Frozen(BaseModel):
    """Base of the values that are stored with a delivery."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Line(Frozen):
    """One line of the first screen: our label and cleaned text."""

    label: str
    text: str

    def __str__(self) -> str:
        """Label and text as a plain reader sees them."""
        return f"{self.label}: {self.text}"


class Content(Frozen):
    """The first screen and what belongs to its message.

    `news` says what changed since the message before; `mention` whether the on-call is called.
    """

    alert: UUID
    version: int
    band: Band | None
    first_line: str
    lines: tuple[Line, ...]
    subject: str
    news: str = ""
    why: str = ""
    mention: bool = False
    url: str | None = None
    at: datetime

    @property
    def reference(self) -> str:
        """Short name of the alert that a person can say aloud."""
        return f"EXW-{self.alert.hex[:8].upper()}"
