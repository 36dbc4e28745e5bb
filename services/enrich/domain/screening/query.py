"""The name being screened: its text, keys and seat, and how it becomes a match."""

from dataclasses import dataclass

from services.enrich.domain.screening import explain, homonyms
from services.enrich.domain.screening.keys import keys_of
from services.enrich.domain.screening.match import (
    BRACKETED,
    CURATED,
    FORMER_OR_PRESENT,
    UNCONFIRMED,
    Match,
    Relation,
    Verdict,
)
from services.enrich.domain.screening.printed import Printed, Standing
from services.enrich.domain.screening.records import KnownName


@dataclass(frozen=True, slots=True)
class Query:
    """A name, its exact key and form key, and the ISO country of its seat if known.

    `text` is `printed[start:]` up to its length, where `printed` is what the source prints.
    """

    text: str
    key: str
    form: str
    country: str | None = None
    printed: str = ""
    start: int = 0
    standing: Standing = "whole"

    @classmethod
    def of(cls, name: Printed, printed: str, country: str | None = None) -> "Query":
        """Return the query of one name in a printed text."""
        text = name.text.strip()
        start = name.start + len(name.text) - len(name.text.lstrip())
        return cls(text, *keys_of(text), country, printed, start, name.standing)

    def admits(self, known: KnownName) -> bool:
        """Tell whether the name may be meant at all, given the seat of the party."""
        return not homonyms.excluded(known, self.country)

    def doubt(self, known: KnownName) -> tuple[float, str] | None:
        """Return the score and reason that make any relation to this name only possible."""
        if not known.decides:
            return CURATED, "the Chinese name awaits a second person's confirmation"
        if homonyms.doubtful(known, self.text, self.country):
            return UNCONFIRMED, "an organisation elsewhere has the same name"
        if self.standing == "bracketed":
            return BRACKETED, "the name stands in brackets behind another one"
        return None

    def match(
        self, known: KnownName, relation: Relation, score: float, explanation: str, key: str = ""
    ) -> Match:
        """Return the match of this query with a known name, found by `key`."""
        party = known.party
        if self.standing in ("former", "present"):
            score = min(score, FORMER_OR_PRESENT)
            explanation = explain.renamed(explanation, self.standing)
        return Match(
            id=party.id,
            list=party.list,
            listed_name=party.name,
            alias=known.text,
            query=self.printed,
            relation=relation,
            score=score,
            explanation=explanation,
            party=party,
            key=key,
            name_span=(self.start, self.start + len(self.text)),
        )

    def judged(
        self,
        known: KnownName,
        verdict: Verdict,
        sentence: str,
        doubt: tuple[float, str] | None,
    ) -> Match:
        """Return the match of `verdict` (relation, score, key), only `possible` if in doubt."""
        relation, score, key = verdict
        if doubt is None:
            return self.match(known, relation, score, sentence, key)
        lowered, why = doubt
        sentence = explain.unconfirmed(sentence, why)
        return self.match(known, "possible", min(score, lowered), sentence, key)
