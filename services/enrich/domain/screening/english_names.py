"""Judge an English name that no key finds: misspelt, abbreviated or in another order."""

from collections.abc import Callable, Iterator
from heapq import nlargest

from rapidfuzz.distance import Indel

from services.enrich.domain.screening import explain, match
from services.enrich.domain.screening.english_alignment import Alignment, align
from services.enrich.domain.screening.english_doubts import are_different, doubt
from services.enrich.domain.screening.english_index import CANDIDATES, EnglishIndex, EnglishName
from services.enrich.domain.screening.english_tokens import tokens
from services.enrich.domain.screening.english_vocabulary import Vocabulary
from services.enrich.domain.screening.keys import exact_key, is_chinese
from services.enrich.domain.screening.query import Query
from services.enrich.domain.screening.records import listed_key

Scorer = Callable[[str, str], float]
"""A further opinion on (query, listed name), 0..1: it may raise a score, never lift a doubt."""

BEST = 0.89
"""Score of a name that is explained altogether: below every equal name."""
ALERT = 0.7
PROPOSED = 0.65
LEAST = 0.5
"""Below, nothing is said."""
NUANCE = 0.02
ALIAS_NUANCE = 0.05


def english_matches(
    index: EnglishIndex, query: Query, scorer: Scorer | None = None
) -> Iterator[match.Match]:
    """Yield a match for every entry whose English name the query may be, misspelt or shortened.

    `scorer` is asked about at most CANDIDATES names, those that align best.
    """
    if is_chinese(query.key):
        return
    key = listed_key(query.text)
    words = tokens(key).words
    spellings = [*index.words.spellings(words), *index.words.glued(key.split(" "))]
    found = list(_aligned(index, query, spellings))
    if scorer is not None:
        best = nlargest(CANDIDATES, found, key=lambda one: one[0])
        found = [(max(v, BEST * scorer(query.text, n.known.text)), n, a) for v, n, a in best]
    for value, name, alignment in found:
        if value >= LEAST:
            yield _judged(index, query, name, (value, alignment))
    if len(words) == 1:
        yield from _spelled_out(index, query, words[0])


def score(words: Vocabulary, found: Alignment) -> float:
    """Return 0..1: the explained share of both names, times how surely the words correspond."""
    explained = sum(pair.weight * pair.quality for pair in found.pairs)
    paired = sum(pair.weight for pair in found.pairs)
    if not paired:
        return 0.0
    of_query = paired / (paired + words.weight_left(found.query_left))
    of_listed = paired / (paired + words.weight_left(found.listed_left))
    return BEST * of_query * of_listed * explained / paired


def nuanced(value: float, alike: float) -> float:
    """Return the score a little lower for a name that is spelled less alike: it only ranks."""
    return round(value - NUANCE * (1 - alike), 4)


def _aligned(
    index: EnglishIndex, query: Query, spellings: list[tuple[str, ...]]
) -> Iterator[tuple[float, EnglishName, Alignment]]:
    """Yield score, name and alignment of every candidate that nothing excludes."""
    for spelling in spellings:
        readings = [index.words.readings(word) for word in spelling]
        for name in index.candidates(readings):
            found = align(index.words, spelling, readings, name)
            if query.admits(name.known) and not are_different(index.words, found):
                yield score(index.words, found), name, found


def _judged(
    index: EnglishIndex, query: Query, name: EnglishName, scored: tuple[float, Alignment]
) -> match.Match:
    value, found = scored
    pairs = [(pair.query, pair.listed, pair.how) for pair in found.pairs]
    sides = (found.query_left, found.listed_left)
    sentence = explain.aligned(query.text, name.known, pairs, sides)
    alike = Indel.normalized_similarity(query.key, exact_key(name.known.text))
    alike -= ALIAS_NUANCE if name.known.origin == "alias" else 0.0
    why = doubt(index, query.key, name, found) if value >= ALERT else "too much stays unexplained"
    held = query.doubt(name.known)
    if held is not None:
        value, why = min(value, held[0]), held[1]
    if why is None:
        return query.match(name.known, "same", max(ALERT, nuanced(value, alike)), sentence, "words")
    lowered = nuanced(min(value, PROPOSED), alike)
    return query.match(name.known, "possible", lowered, explain.unconfirmed(sentence, why), "words")


def _spelled_out(index: EnglishIndex, query: Query, acronym: str) -> Iterator[match.Match]:
    for name in index.spelled_out(acronym):
        if query.admits(name.known):
            sentence = explain.initials(query.text, name.known)
            yield query.match(name.known, "possible", match.WEAK_NAME, sentence, "initials")
