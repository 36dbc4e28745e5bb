"""What the handlers of enrich need from outside."""

from collections.abc import Sequence
from typing import Protocol

from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.seen import SeenEvent


class EnricherSource(Protocol):
    """Gives the enricher for a batch, on the newest lists that are ready."""

    async def current(self) -> Enricher:
        """Return it; raises Transient while no list was ever loaded."""
        ...


class Memory(Protocol):
    """Keeps what was seen, to be screened again when the lists change."""

    async def remember(self, events: Sequence[SeenEvent]) -> None:
        """Store a batch before it is published; again is harmless. Raises Transient."""
        ...


class Rescreenings(Protocol):
    """Screens again what was seen when the lists change."""

    async def open(self) -> None:
        """Open what the active lists ask for, and let the work begin. Raises Transient."""
        ...
