"""Wording of a notice that changes what it means, by kind, with its quote."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.capabilities import Wording
from services.enrich.domain import clauses
from services.enrich.domain.chip_mentions import Traps
from services.enrich.domain.flat import FlatText, flatten
from services.enrich.domain.lexicon import Hit, Term

# Kinds whose own words are a negation, so that a negating clause is no reason to drop them.
_NEGATIVE = frozenset({"exclusion", "domestic_requirement"})
_PER_KIND = 6


@dataclass(frozen=True, slots=True)
class WordingRow:
    """Terms of one kind; `needs` names groups of mentions the notice must hold as well."""

    kind: str
    terms: tuple[str, ...]
    needs: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The wording catalogue: kinds, context words of model numbers, and traps."""

    rows: tuple[WordingRow, ...]
    context: Mapping[str, tuple[str, ...]]
    traps: Traps

    @classmethod
    def parse(cls, text: str) -> "Words":
        """Read wording.toml; raises KeyError on a malformed row."""
        tables = tomllib.loads(text)
        rows = tuple(
            WordingRow(
                row["kind"],
                tuple(row["terms"]),
                tuple(row.get("needs", ())),
                tuple(flatten(word) for word in row.get("not", ())),
            )
            for row in tables["wording"]
        )
        context = {kind: tuple(words) for kind, words in tables["context"].items()}
        return cls(rows, context, Traps.of(tables["traps"]["before"], tables["traps"]["after"]))

    def terms(self) -> list[Term]:
        """Return every term for the automaton: each kind of wording and of context is its own."""
        wording = [Term(term, f"w:{row.kind}", row) for row in self.rows for term in row.terms]
        context = [Term(word, kind) for kind, words in self.context.items() for word in words]
        return wording + context


def wordings(
    hits: Mapping[str, Sequence[Hit]], text: FlatText, present: frozenset[str]
) -> tuple[Wording, ...]:
    """Return one wording per kind and term, at most six a kind, in the order of the text.

    `present` names the groups of mentions the notice holds: ai, compute.
    """
    found: list[tuple[int, Wording]] = []
    for kind, same in hits.items():
        if kind.startswith("w:"):
            found += _of_kind(same, text, present)
    return tuple(wording for _, wording in sorted(found, key=lambda pair: pair[0]))


def not_about_compute(hit: Hit, text: FlatText) -> Wording:
    """Return the wording that says a model number is not an accelerator here."""
    evidence = clauses.quote(text.text, hit.start, hit.end, "context")
    return Wording(kind="not_about_compute", term=hit.term.row.name, evidence=evidence)


def _of_kind(
    hits: Sequence[Hit], text: FlatText, present: frozenset[str]
) -> list[tuple[int, Wording]]:
    by_term: dict[str, Hit] = {}
    for hit in hits:
        row: WordingRow = hit.term.row
        if not present.issuperset(row.needs) or _is_excluded(hit, text.flat):
            continue
        if row.kind in _NEGATIVE or not clauses.is_negated(text.flat, hit.start, hit.end):
            by_term.setdefault(hit.term.text, hit)
    return [(hit.start, _wording(hit, text)) for hit in list(by_term.values())[:_PER_KIND]]


def _is_excluded(hit: Hit, flat: str) -> bool:
    row: WordingRow = hit.term.row
    around = flat[max(0, hit.start - 6) : hit.end + 6]
    return any(word in around for word in row.excluded)


def _wording(hit: Hit, text: FlatText) -> Wording:
    evidence = clauses.quote(text.text, hit.start, hit.end)
    return Wording(kind=hit.term.row.kind, term=text.text[hit.start : hit.end], evidence=evidence)
