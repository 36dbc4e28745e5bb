"""Find known words that one misspelling may have made of another: deletions on both sides."""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from services.enrich.domain.screening.english_tokens import (
    COMMON,
    CONTRACTIONS,
    FORMS,
    NUMBER_WORDS,
)

SHORTEST = 3
"""Shorter words are not corrected: one letter makes another of them."""
LONG = 9
"""From this length two wrong letters still leave the word recognisable."""
_QUALITY = {3: 0.7, 4: 0.78, 5: 0.85, 6: 0.88}
_LONG_QUALITY = 0.9
_END = 4
TWO_LETTERS = 0.8


class Typos:
    """Words by every form that lacks one letter, so that a look-up needs no scan."""

    def __init__(self, words: Iterable[str]) -> None:
        self._forms: dict[str, list[str]] = {}
        for word in words:
            if len(word) >= SHORTEST:
                for form in (*_forms(word), *_ends(word)):
                    self._forms.setdefault(form, []).append(word)

    def near(self, word: str) -> Iterator[tuple[str, int]]:
        """Yield each other known word within reach and the letters (1 or 2) that differ."""
        if len(word) < SHORTEST - 1:
            return
        found = {
            near for form in (*_forms(word), *_ends(word)) for near in self._forms.get(form, ())
        }
        for near in sorted(found - {word}):
            limit = 2 if min(len(word), len(near)) >= LONG else 1
            distance = OSA.distance(word, near, score_cutoff=limit)
            if distance <= limit:
                yield near, distance


def _ends(word: str) -> tuple[str, ...]:
    """Return both ends of a long word: two wrong letters seldom spoil both."""
    return (f"{word[:_END]}-", f"-{word[-_END:]}") if len(word) >= LONG else ()


def _forms(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))} | {word}


def typo_quality(word: str, near: str, letters: int) -> float:
    """Return how surely (0..1) words that differ in one or two letters are the same."""
    shorter = min(len(word), len(near))
    return TWO_LETTERS if letters > 1 else _QUALITY.get(shorter, _LONG_QUALITY)


def correction(word: str) -> str:
    """Return what an unknown word stands for in any name: the number of a number word, or "".

    "" means that it is a misspelt legal form or small word (Limiyted, odf); other words come back
    as they are.
    """
    for near, letters in _OF_ANY_NAME.near(word):
        if letters == 1 and near in _MEANINGS:
            return _MEANINGS[near]
    return "" if (is_stray(word) and len(word) < SHORTEST) or _is_forms(word) else word


def _is_forms(word: str) -> bool:
    """Tell whether a word is two legal forms written as one: PteLtd, CompanyLimited."""
    return len(word) >= _SHORTEST_FORMS and any(
        word[:end] in FORMS and word[end:] in FORMS for end in range(2, len(word) - 1)
    )


def is_stray(word: str) -> bool:
    """Tell whether a word that nothing explains may be a slip of a short form or small word."""
    return len(word) == 1 or word in _SLIPS


def _slips(short: str) -> set[str]:
    """Return `short` with one letter lost, added, changed or swapped with its neighbour."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(short[:i], short[i:]) for i in range(len(short) + 1)]
    lost = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if b[1:]}
    return lost | swapped | {a + c + b[k:] for a, b in cuts for c in letters for k in (0, 1)}


_SHORT_FORMS = ("llc", "ltd", "jsc", "inc", "ooo", "oao", "zao", "ojsc", "pjsc", "gmbh", "bhd")
_SLIPS = frozenset().union(*map(_slips, (*_SHORT_FORMS, "of", "and", "the", "for")))
_SAFE = 5
_SHORTEST_FORMS = 5
_MEANINGS = {
    **{form: "" for form in (*FORMS, "joint") if len(form) >= _SAFE},
    **{short: " ".join(full) for short, full in CONTRACTIONS.items() if len(short) > _SAFE},
    **{w[:-1] + "ies": w for w in COMMON if w.endswith("y") and len(w) > _SAFE},
    **{word: number for word, number in NUMBER_WORDS.items() if len(word) >= _SAFE},
}
_OF_ANY_NAME = Typos(sorted(_MEANINGS))
