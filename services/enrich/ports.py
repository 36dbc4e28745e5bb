"""What the handlers of enrich need from outside."""

from typing import Protocol

from services.enrich.domain.enrichment import Enricher


class EnricherSource(Protocol):
    """Gives the enricher for a batch, on the newest lists that are ready."""

    async def current(self) -> Enricher:
        """Return it; raises Transient while no list was ever loaded."""
        ...
