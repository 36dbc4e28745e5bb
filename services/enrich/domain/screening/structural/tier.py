"""The structural tier: a Chinese name in, at most ten proposals out, best first."""

import re
from collections.abc import Iterable, Iterator

from contracts.names import name_key
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.keys import is_chinese
from services.enrich.domain.screening.match import Match
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.records import KnownName
from services.enrich.domain.screening.structural.brands import learned
from services.enrich.domain.screening.structural.candidates import candidates
from services.enrich.domain.screening.structural.coverage import Coverage, cover
from services.enrich.domain.screening.structural.lexicon import lexicon
from services.enrich.domain.screening.structural.names import ListedName, ListedNames
from services.enrich.domain.screening.structural.question import BY_PLACE, Question, Reader, Sort
from services.enrich.domain.screening.structural.sentence import explain

MOST = 10
LOWEST, HIGHEST = 0.30, 0.69
"""Scores of proposals: below every score that decides."""

BARS: dict[Sort, float] = {"company": 0.3, "school": 0.5, "body": 0.4}
"""Likeliness from which a listed name is proposed. Institutions of one city and field have names
so near each other that "sisters" come in: on the judging half of tests/evaluation 3 % of the
institutions beside sister institutions on the list, and 0.2 % of unrelated names (1 % may be). A
higher bar costs right proposals; a proposal never alerts by itself."""

UNNAMED_BAR, NAMED = 0.5, 0.1
"""Likeliness from which a company is proposed whose trade mark explains nothing, and the weight
of a trade mark: two companies of one city and trade differ by no more than that."""

WEAKEST = 0.02
"""Likeliness down to which further names are shown beside one that is proposed."""

_ACRONYM = re.compile(r"\([A-Z][A-Z0-9&/-]+\)")
_COUNTRY = re.compile(r"\s*\((?:China|CHINA|PRC|P\.R\.C\.|P\.R\. China)\)$")
"""The seat that registers write behind a name is no part of it."""
_BELONGS = re.compile(
    r"\s*\((?:an? )?(?:subordinate|subsidiary|affiliate|branch|unit|part)\b[^)]*\)"
)
"""What a list says in brackets of the body to which an entry belongs is no part of its name."""
_LOWER = re.compile("[a-z]{3}")
"""A name in mixed letters writes places in brackets as (Beijing), so (NSCC-GZ) is an acronym."""


class StructuralTier:
    """Reads a Chinese name word by word against listed names that have no Chinese one."""

    def __init__(self, known: Iterable[tuple[str, KnownName]]) -> None:
        """Take every known name of a list with its key."""
        names = list(known)
        words = lexicon()
        rows = dict.fromkeys(one.row for _, one in names if one.row is not None)
        self._listed = ListedNames(_english_names(names))
        self._reader = Reader(self._listed, learned(rows, words) | words)

    def propose(self, query: Query) -> Iterator[Match]:
        """Yield the best proposals, none of which decides."""
        if not is_chinese(query.key):
            return
        question = self._reader.read(query.key)
        found_names = self.compare(question, BARS[question.sort])
        if not found_names or not _reaches(question, found_names[0]):
            return
        for found in found_names[:MOST]:
            weaker = not _reaches(question, found)
            sentence = explain(question, found, self._listed, weaker=weaker)
            known = KnownName(found.name.text, found.name.party)
            yield query.match(known, "possible", _shown(found.score), sentence, "words and sounds")

    def compare(self, question: Question, least: float) -> list[Coverage]:
        """Return the best coverage per party, best first.

        Names that cannot reach `least` are compared only beside one that did, and only a few.
        Names that have next to nothing in common are left out.
        """
        best: dict[int, Coverage] = {}
        reached, further = False, MOST
        for highest, number, spans in candidates(question, self._listed):
            if highest < least:
                further -= 1
                if not reached or further < 0 or highest < WEAKEST:
                    break
            name = self._listed.names[number]
            if self._numbers_differ(question, name):
                continue
            found = cover(question, name, self._listed, sorted(spans, key=BY_PLACE))
            if found.score < WEAKEST:
                continue
            reached = reached or found.score >= least
            held = best.get(id(name.party))
            if held is None or found.score > held.score:
                best[id(name.party)] = found
        return sorted(best.values(), key=lambda one: (-one.score, one.name.party.name))

    def _numbers_differ(self, question: Question, name: ListedName) -> bool:
        """Tell whether both names have numbers, and not the same."""
        own = self._listed.digits.intersection(name.words)
        return bool(own) and bool(question.digits) and own != question.digits


def _reaches(question: Question, found: Coverage) -> bool:
    """Tell whether the listed name would be proposed alone."""
    unnamed = question.sort == "company" and found.features.left_other > NAMED
    return found.score >= (UNNAMED_BAR if unnamed else BARS[question.sort])


def _shown(likeliness: float) -> float:
    """Return the score of a match: between the lowest and the highest of proposals."""
    return round(LOWEST + (HIGHEST - LOWEST) * likeliness, 4)


def _english_names(
    known: Iterable[tuple[str, KnownName]],
) -> Iterator[tuple[str, str, ListedParty]]:
    """Yield (key, name, entry) of the organisations of which no Chinese name is known."""
    names = [(key, one) for key, one in known if one.party.is_organisation]
    chinese = {id(one.party) for key, one in names if not key.isascii() and is_chinese(key)}
    for key, one in names:
        if id(one.party) not in chinese:
            plain = _BELONGS.sub("", _COUNTRY.sub("", one.text))
            plain = _ACRONYM.sub(" ", plain) if _LOWER.search(plain) else plain
            yield key if plain == one.text else name_key(plain), one.text, one.party
