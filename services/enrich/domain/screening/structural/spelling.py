"""Spans of a Chinese name as pinyin spells them: joined, or parted between syllables."""

from collections.abc import Container, Iterator
from itertools import pairwise

from services.enrich.domain.screening.pinyin_table import readings, syllables
from services.enrich.domain.screening.structural.lexicon import Phrase
from services.enrich.domain.screening.structural.stems import stem

SHORTEST, LONGEST = 2, 5
"""Characters of a span; a single syllable alone would match by chance."""

_CUTS = {
    2: ((1,),),
    3: ((1,), (2,), (1, 2)),
    4: ((2,), (1,), (3,), (1, 2, 3)),
    5: ((2,), (3,)),
}

_SEVERAL = frozenset("长重行乐都朝藏单曾盛厦柏尉任解车石折翟查晟员贾区仇强缪祭宿校调厚")
"""Characters whose second reading names really have."""


def spelled(text: str, known: Container[str]) -> Iterator[tuple[int, int, tuple[Phrase, ...]]]:
    """Yield (start, end, phrases) of each span whose spelling is `known`, stem by stem."""
    read = syllables(text)
    for start in range(len(text)):
        for end in range(start + SHORTEST, min(start + LONGEST, len(text)) + 1):
            if read[end - 1] == text[end - 1]:
                break  # a letter or digit: no syllable
            phrases = tuple(_known(text[start:end], read[start:end], known))
            if phrases:
                yield start, end, phrases


def _known(text: str, read: tuple[str, ...], known: Container[str]) -> Iterator[Phrase]:
    for joined in _joined(text, read):
        if (one := stem(joined)) in known:
            yield (one,)
    for cuts in _CUTS[len(read)]:
        parts = tuple(
            stem("".join(read[start:end])) for start, end in pairwise((0, *cuts, len(read)))
        )
        if all(part in known for part in parts):
            yield parts


def _joined(text: str, read: tuple[str, ...]) -> Iterator[str]:
    """Yield the spelling, then those in which one character is read otherwise."""
    whole = "".join(read)
    yield whole
    if "v" in whole:
        yield whole.replace("v", "u")
    for at, character in enumerate(text):
        for other in readings(character)[1:] if character in _SEVERAL else ():
            yield "".join((*read[:at], other, *read[at + 1 :]))
