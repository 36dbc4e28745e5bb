"""Screening in which a bug costs the answer of one name and never the event."""

from dataclasses import dataclass, field

from services.enrich.domain.parties import Screening
from services.enrich.domain.screening import Match, Span


@dataclass(slots=True)
class Cautious:
    """Asks `screening` and keeps what it raised: an event with failures was not screened.

    The names themselves are kept out: `failures` goes into events and logs.
    """

    screening: Screening
    failures: list[str] = field(default_factory=list)

    @property
    def note(self) -> str | None:
        """Return why the event counts as not screened, None where nothing failed."""
        if not self.failures:
            return None
        kinds = ", ".join(sorted(set(self.failures)))
        return f"screening failed inside ({kinds}): report it, then replay the event"

    def screen(self, name: str, country: str | None = None) -> list[Match]:
        """Return the matches of a name; none, and a failure noted, where screening breaks."""
        try:
            return self.screening.screen(name, country)
        except Exception as error:  # noqa: BLE001 - whatever the bug is; logged below
            self.failures.append(type(error).__name__)
            return []

    def spot(self, text: str) -> list[Span]:
        """Return the listed names in running text; none, and a failure noted, on a bug."""
        try:
            return self.screening.spot(text)
        except Exception as error:  # noqa: BLE001 - whatever the bug is; logged below
            self.failures.append(type(error).__name__)
            return []
