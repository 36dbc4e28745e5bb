"""How a Chinese name is read: toneless pinyin by character, by word where that differs."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from services.enrich.domain.screening import pinyin_table

WORDS = {
    word: tuple(reading.split("-"))
    for word, reading in re.findall(r"(\S+)=(\S+)", pinyin_table.WORDS)
}
_LENGTHS = range(max(map(len, WORDS)), 1, -1)


@cache
def _tables() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table in (pinyin_table.FIRST, pinyin_table.SECOND, pinyin_table.THIRD):
        for reading, characters in re.findall("([a-z]+)([^a-z]+)", table):
            for character in characters:
                found[character] = (*found.get(character, ()), reading)
    return found


def readings(character: str) -> tuple[str, ...]:
    """Return the toneless readings of one simplified character, most frequent first, at most 3.

    Fold the name first (contracts.names.fold); any other character has no reading.
    """
    return _tables().get(character, ())


def syllables(text: str) -> tuple[str, ...]:
    """Return one syllable a character, by words where their reading differs: 重庆 chong qing.

    A character without a reading (a letter, a digit) stands for itself.
    """
    return tuple(_read(text))


def _read(text: str) -> Iterator[str]:
    characters = iter(range(len(text)))
    for at in characters:
        word = next((text[at : at + n] for n in _LENGTHS if text[at : at + n] in WORDS), "")
        if word:
            yield from WORDS[word]
            next(islice(characters, len(word) - 1, len(word) - 1), None)
        else:
            yield (readings(text[at]) or (text[at],))[0]
