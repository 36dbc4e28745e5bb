"""What became of each record of a file: a notice, an account event, ignored, or not readable."""

from dataclasses import dataclass
from datetime import date

from contracts.accounts import AccountReceived
from contracts.tenders import TenderReceived


@dataclass(frozen=True, slots=True)
class TenderRead:
    """A notice; its `matter` is a placeholder until the matters resolve it."""

    record: int
    draft: TenderReceived
    # What else names the project, beside its number and title: OCDS gives every one an id.
    identities: tuple[str, ...] = ()

    @property
    def published(self) -> date | None:
        """Publication date, if printed."""
        return self.draft.published.value if self.draft.published else None


@dataclass(frozen=True, slots=True)
class AccountRead:
    """An account event."""

    record: int
    data: AccountReceived


@dataclass(frozen=True, slots=True)
class Ignored:
    """A record that is none of ours, and why; `part` is what it adds to an operation told before.

    The last entry of a launch, say, repeats no type, but tells that the launch failed.
    """

    record: int
    reason: str
    kind: str = "unknown"
    part: AccountReceived | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that cannot be read: a code, and a sentence that says what to do."""

    record: int
    reason: str
    message: str


Reading = TenderRead | AccountRead | Ignored | Quarantined
