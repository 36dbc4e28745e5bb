"""What an importer is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from contracts.names import name_key
from services.enrich.domain.importers.content import Content
from services.enrich.domain.lists import ListedParty


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parties of a file in its order, and the day of the publication if the file says it.

    `list_set` stands where one format serves several publications.
    """

    parties: tuple[ListedParty, ...]
    list_date: date | None = None
    list_set: str | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """One publication's format.

    `recognises` looks at the content only as far as it must and never raises; `parse` raises
    ListUnreadable with what to do on a file that is empty, cut off or of another shape.
    """

    list_set: str
    title: str
    recognises: Callable[[Content], bool]
    parse: Callable[[Content], Parsed]


def entry_id(prefix: str, *parts: str) -> str:
    """Return an id for an entry that its publication gives none: the same text, the same id."""
    text = "\x1f".join(name_key(part) for part in parts)
    return f"{prefix}-{sha256(text.encode()).hexdigest()[:16]}"
