"""The name being screened: its text, key and seat, and how it becomes a match."""

from dataclasses import dataclass

from services.enrich.domain.screening import explain, homonyms
from services.enrich.domain.screening.keys import exact_key, form_key
from services.enrich.domain.screening.match import UNCONFIRMED, Match, Relation
from services.enrich.domain.screening.records import KnownName


@dataclass(frozen=True, slots=True)
class Query:
    """A name as printed, its exact key and form key, the ISO country of its seat if known."""

    text: str
    key: str
    form: str
    country: str | None = None

    @classmethod
    def of(cls, name: str, country: str | None = None) -> "Query":
        """Return the query of a printed name."""
        return cls(name.strip(), exact_key(name), form_key(name), country)

    def admits(self, known: KnownName) -> bool:
        """Tell whether the name may be meant at all, given the seat of the party."""
        return not homonyms.excluded(known, self.country)

    def doubt(self, known: KnownName) -> tuple[float, str] | None:
        """Return the score and reason that make any relation to this name only possible."""
        if not known.decides:
            return UNCONFIRMED, "the Chinese name awaits a second person's confirmation"
        if homonyms.doubtful(known, self.text, self.country):
            return UNCONFIRMED, "an organisation elsewhere has the same name"
        return None

    def match(self, known: KnownName, relation: Relation, score: float, explanation: str) -> Match:
        """Return the match of this query with a known name."""
        party = known.party
        return Match(
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

    def judged(
        self,
        known: KnownName,
        relation: Relation,
        score: float,
        sentence: str,
        doubt: tuple[float, str] | None,
    ) -> Match:
        """Return the match, lowered to `possible` where there is a doubt (score, why)."""
        if doubt is None:
            return self.match(known, relation, score, sentence)
        lowered, why = doubt
        sentence = explain.unconfirmed(sentence, why)
        return self.match(known, "possible", min(score, lowered), sentence)
