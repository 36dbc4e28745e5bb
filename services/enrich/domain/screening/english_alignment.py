"""Pair the words of an English name with those of a listed name, each once."""

from dataclasses import dataclass

from services.enrich.domain.screening.english_index import EnglishName
from services.enrich.domain.screening.english_tokens import is_known
from services.enrich.domain.screening.english_vocabulary import Reading, Vocabulary

_ACRONYM = range(3, 7)
_ACRONYM_QUALITY = 0.95


@dataclass(frozen=True, slots=True)
class Pair:
    """A query word (or several) explained by a listed word (or several)."""

    query: str
    listed: str
    weight: float
    quality: float
    how: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs, and the words that nothing explains on either side."""

    pairs: tuple[Pair, ...]
    query_left: tuple[str, ...]
    listed_left: tuple[str, ...]

    @property
    def left(self) -> tuple[str, ...]:
        """The unexplained words of both names."""
        return self.query_left + self.listed_left


def align(
    words: Vocabulary,
    spelling: tuple[str, ...],
    readings: list[list[Reading]],
    name: EnglishName,
) -> Alignment:
    """Pair the words of both names, each once, the surest first; then initials with words."""
    listed = list(name.tokens.words)
    options = sorted(
        (
            (-reading.quality, i, reading)
            for i, of in enumerate(readings)
            for reading in of
            if reading.word in listed
        ),
        key=lambda option: option[:2],
    )
    left = dict(enumerate(spelling))
    pairs = []
    for _, i, reading in options:
        if i in left and reading.word in listed:
            listed.remove(reading.word)
            pair = Pair(left.pop(i), reading.word, reading.weight, reading.quality, reading.how)
            pairs.append(pair)
    return _with_acronyms(words, Alignment(tuple(pairs), tuple(left.values()), tuple(listed)))


def _with_acronyms(words: Vocabulary, found: Alignment) -> Alignment:
    """Explain initials on one side by the words on the other side that begin with them."""
    for word in found.query_left:
        run = _run(word, found.listed_left)
        if run:
            pair = _acronym(words, word, " ".join(run), run)
            left = _without(found.query_left, (word,))
            return Alignment((*found.pairs, pair), left, _without(found.listed_left, run))
    for word in found.listed_left:
        run = _run(word, found.query_left)
        if run:
            pair = _acronym(words, " ".join(run), word, run)
            left = _without(found.listed_left, (word,))
            return Alignment((*found.pairs, pair), _without(found.query_left, run), left)
    return found


def _acronym(words: Vocabulary, query: str, listed: str, run: tuple[str, ...]) -> Pair:
    return Pair(query, listed, words.weight_of(run), _ACRONYM_QUALITY, "initials")


def _run(acronym: str, side: tuple[str, ...]) -> tuple[str, ...]:
    """Return the neighbouring words of which `acronym` is the initials."""
    size = len(acronym)
    if size not in _ACRONYM or is_known(acronym):
        return ()
    for start in range(len(side) - size + 1):
        run = side[start : start + size]
        if all(word[0] == letter for word, letter in zip(run, acronym, strict=True)):
            return run
    return ()


def _without(side: tuple[str, ...], gone: tuple[str, ...]) -> tuple[str, ...]:
    left = list(side)
    for word in gone:
        left.remove(word)
    return tuple(left)
