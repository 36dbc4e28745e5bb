"""What ingest asks of the world."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID


class MatterIndex(Protocol):
    """Remembers which identity belongs to which matter; an identity names one matter for ever."""

    async def claim(self, identities: Sequence[str]) -> UUID:
        """Return the matter of the first identity known, else a new one; attach all of them."""
        ...
