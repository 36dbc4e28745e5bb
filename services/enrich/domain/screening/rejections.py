"""Pairs of a name and a listed party that a person rejected: they are not proposed again."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.match import Match
from services.enrich.domain.screening.records import listed_key

Pair = tuple[str, str, str]
"""(name, list code, listed name)"""


@dataclass(frozen=True, slots=True)
class Rejections:
    """Rejected pairs by the keys on which names and entries are compared."""

    keys: frozenset[Pair] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> "Rejections":
        """Return the rejections of pairs as printed."""
        return cls(frozenset((exact_key(name), code, listed_key(of)) for name, code, of in pairs))

    def cover(self, key: str, found: Match) -> bool:
        """Tell whether a match of the name with this exact key was rejected.

        Only proposals are: what a list or the alias table decides, no rejection hides.
        """
        if not self.keys or found.relation != "possible":
            return False
        return (key, found.list, listed_key(found.listed_name)) in self.keys


NONE = Rejections()
