"""What of an event is remembered: the very names it was screened by, and the entries it matched."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from contracts.accounts import AccountEnriched, AccountReceived
from contracts.envelope import Attributes
from contracts.ids import root_id
from contracts.parties import Screened
from contracts.tenders import TenderEnriched, TenderReceived
from services.enrich.domain.parties import Screening
from services.enrich.domain.screening import Match, Span
from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.screener import MAX_NAME


@dataclass(frozen=True, slots=True)
class SeenName:
    """A name that was screened; names of one comparison key have one id."""

    id: UUID
    printed: str
    country: str | None


@dataclass(slots=True)
class Noting:
    """A screening that notes every name it is asked for, also of people who match nothing."""

    screening: Screening
    names: dict[UUID, SeenName] = field(default_factory=dict)

    def screen(self, name: str, country: str | None = None) -> list[Match]:
        """Screen a name and note it, if a list could name it at all."""
        if len(name) <= MAX_NAME and (key := exact_key(name)):
            # PostgreSQL stores no NUL; no key holds one either.
            noted = SeenName(root_id("name", key), name.replace("\0", ""), country)
            self.names.setdefault(noted.id, noted)
        return self.screening.screen(name, country)

    def spot(self, text: str) -> list[Span]:
        """Look for listed names in running text; what is found there is screened by name."""
        return self.screening.spot(text)


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event as received, with what its last enrichment found."""

    attributes: Attributes
    data: TenderReceived | AccountReceived
    snapshot: str
    screened: Screened
    names: tuple[SeenName, ...]
    entries: frozenset[tuple[str, str]]

    @classmethod
    def of(
        cls,
        received: tuple[Attributes, TenderReceived | AccountReceived],
        enriched: TenderEnriched | AccountEnriched,
        names: Sequence[SeenName],
    ) -> "SeenEvent":
        """Put together what was received, what came of it, and the names it was screened by."""
        attributes, data = received
        matches = (match for party in enriched.parties for match in party.matches)
        return cls(
            attributes=attributes,
            data=data,
            snapshot=enriched.snapshot.id if enriched.snapshot else "",
            screened=enriched.screened,
            names=tuple(names),
            entries=frozenset(
                (match.list, id_)
                for match in matches
                for id_ in (match.entry_id, *match.other_entry_ids)
            ),
        )

    @property
    def kind(self) -> str:
        """tender or account."""
        return "tender" if isinstance(self.data, TenderReceived) else "account"

    @property
    def matters(self) -> bool:
        """Whether another list could change what was found; a launch names nobody."""
        return bool(self.names) or self.screened != "complete"
