"""The bundled translations, as stems, by Chinese word."""

from dataclasses import dataclass
from functools import cache

from services.enrich.data.translations import Kind, load_translations
from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.pinyin import syllables
from services.enrich.domain.screening.structural.stems import stem, stems

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A Chinese word of names, and the phrases, as stems, that may stand for it."""

    text: str
    kind: Kind
    phrases: tuple[Phrase, ...]


@cache
def lexicon() -> dict[str, Word]:
    """Return every bundled word by its key: 第二 is 第2 there, as in names."""
    words = (
        Word(exact_key(one.word), one.kind, _phrases(one.word, one.phrases))
        for one in load_translations()
    )
    return {word.text: word for word in words}


def _phrases(word: str, translations: tuple[str, ...]) -> tuple[Phrase, ...]:
    """Return the stems of each translation, of the pinyin where there is none."""
    if translations:
        return tuple(dict.fromkeys(filter(None, map(stems, translations))))
    read = syllables(word)
    return ((stem("".join(read)),), tuple(map(stem, read)))
