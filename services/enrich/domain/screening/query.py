"""The name being screened: its text, key and seat, and how it becomes a match."""

from dataclasses import dataclass

from services.enrich.domain.screening import homonyms, match
from services.enrich.domain.screening.records import KnownName


@dataclass(frozen=True, slots=True)
class Query:
    """A name as printed, its exact key, and the ISO country of its seat if known."""

    text: str
    key: str
    country: str | None = None

    def admits(self, known: KnownName) -> bool:
        """Tell whether the name may be meant at all, given the seat of the party."""
        return not homonyms.excluded(known, self.country)

    def doubt(self, known: KnownName) -> tuple[float, str] | None:
        """Return the score and reason that make any relation to this name only possible."""
        if not known.decides:
            return match.UNCONFIRMED, "the Chinese name awaits a second person's confirmation"
        if homonyms.doubtful(known, self.text, self.country):
            return match.UNCONFIRMED, "an organisation elsewhere has the same name"
        return None

    def match(
        self, known: KnownName, relation: match.Relation, score: float, explanation: str
    ) -> match.Match:
        """Return the match of this query with a known name."""
        party = known.party
        return match.Match(
            id=party.id,
            list=party.list,
            listed_name=party.name,
            alias=known.text,
            query=self.text,
            relation=relation,
            score=score,
            explanation=explanation,
            party=party,
        )
