"""Score pairs of names of nomenklatura's public name_bench, given by the setting NAME_BENCH.

The file is contrib/name_bench/cases.csv of github.com/opensanctions/nomenklatura; it is not part of
this project.
"""

import csv
import os
import re
from dataclasses import dataclass
from pathlib import Path

from services.enrich.domain.screening import Screener

ORGANISATIONS = frozenset(("Company", "Organization", "LegalEntity"))
THRESHOLD = 0.7
_NUMBERS = re.compile(r"\d+|\b[IVX]+\b")


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names and whether they are said to be of one organisation."""

    schema: str
    one: str
    other: str
    matches: bool

    @property
    def numbers_differ(self) -> bool:
        """Tell whether a match is claimed across numbers, which is never allowed here."""
        one, other = (sorted(_NUMBERS.findall(name)) for name in (self.one, self.other))
        return self.matches and bool(one) and bool(other) and one != other


def pairs() -> list[NamePair]:
    """Return the pairs of organisations, none if the file is not given."""
    path = os.environ.get("NAME_BENCH", "")
    if not path:
        return []
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            NamePair(row["schema"], row["name1"], row["name2"], row["is_match"] == "true")
            for row in csv.DictReader(file)
            if row["schema"] in ORGANISATIONS
        ]


def score(pair: NamePair) -> float:
    """Return our score of the first name against a list of the second."""
    found = Screener([{"id": "1", "name": pair.other}], aliases=()).screen(pair.one)
    return found[0].score if found else 0.0


def measure(pairs: list[NamePair], scores: list[float]) -> tuple[float, float, float]:
    """Return precision, recall and F1 at the threshold."""
    both = list(zip(pairs, scores, strict=True))
    right = sum(pair.matches for pair, score in both if score >= THRESHOLD)
    said = sum(score >= THRESHOLD for score in scores)
    wanted = sum(pair.matches for pair in pairs)
    precision, recall = right / max(1, said), right / max(1, wanted)
    return precision, recall, 2 * right / max(1, said + wanted)
