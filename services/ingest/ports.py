"""What ingest asks of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from contracts.wire import Record
from services.ingest.domain.fills import NONE, Fills
from services.ingest.domain.source import SourceInfo


class MatterIndex(Protocol):
    """Remembers which identity belongs to which matter; an identity names one matter for ever."""

    async def claim(self, identities: Sequence[str]) -> UUID:
        """Return the matter of the first identity known, else a new one; attach all of them."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Raw bytes as the vault holds them; `source` is that of the best receipt, as registered."""

    sha256: str
    source: SourceInfo
    settled: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one record of a file: published, duplicate, quarantined or ignored.

    `reason` is a code, `message` says what to do; for a duplicate it names the first receipt.
    """

    record: int
    status: str
    reason: str = ""
    message: str = ""
    event: UUID | None = None


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A record that could not be read, for an operator's list."""

    sha256: str
    record: int
    reason: str
    message: str
    source: str
    file: str | None
    received_at: datetime


class Vault(Protocol):
    """Keeps raw bytes before anything else, and what became of each record."""

    async def keep(self, raw: bytes, sha256: str, source: SourceInfo) -> Kept:
        """Store the bytes unless they are there; note the receipt. Raises Transient.

        The source comes back as the register knows it; what it was said to be does not count.
        """
        ...

    async def published(self, events: Sequence[UUID]) -> frozenset[UUID]:
        """Return those of the events that the broker already acknowledged."""
        ...

    async def settle(self, sha256: str, outcomes: Sequence[Settled], fills: Fills = NONE) -> None:
        """Write down what became of each record of the bytes; published stays published.

        `fills` tells which facts the records had; they count for the source once.
        """
        ...


class Publisher(Protocol):
    """The bus, one way."""

    async def publish(self, records: Sequence[Record]) -> None:
        """Return when the broker acknowledged every record; raises Transient if it did not."""
        ...
