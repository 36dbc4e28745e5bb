"""Spans of a Chinese name as pinyin or Wade-Giles spells them: joined, or parted by syllables."""

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

from services.enrich.domain.screening.pinyin import readings, syllables
from services.enrich.domain.screening.structural.wade_giles import wade_giles

SHORTEST, LONGEST = 2, 5
"""Characters of a span; a single syllable alone would match by chance."""

_CUTS = {
    2: (((0, 1), (1, 2)),),
    3: (((0, 1), (1, 3)), ((0, 2), (2, 3)), ((0, 1), (1, 2), (2, 3))),
    4: (((0, 2), (2, 4)), ((0, 1), (1, 4)), ((0, 3), (3, 4)), tuple(pairwise(range(5)))),
    5: (((0, 2), (2, 5)), ((0, 3), (3, 5))),
}
_SEVERAL = frozenset("长重行乐都朝藏单曾盛厦柏尉任解车石折翟查晟员贾区仇强缪祭宿校调厚")
"""Characters whose second reading names really have."""


def spelled(
    text: str, numbers: Mapping[str, int], borders: Container[int]
) -> Iterator[tuple[int, int, tuple[tuple[int, ...], ...]]]:
    """Yield (start, end, phrases) of each span whose spelling has `numbers`, word by word.

    A span begins and ends at one of the `borders`.
    """
    read = syllables(text)
    older = tuple(map(wade_giles, read))
    for start in range(len(text)):
        if start not in borders:
            continue
        for end in range(start + SHORTEST, min(start + LONGEST, len(text)) + 1):
            if read[end - 1] == text[end - 1]:
                break  # a letter or digit: no syllable
            if end not in borders:
                continue
            phrases = tuple(_known(text[start:end], read[start:end], numbers))
            if older[start:end] != read[start:end]:
                phrases += tuple(_older(older[start:end], numbers))
            if phrases:
                yield start, end, phrases


def _known(
    text: str, read: tuple[str, ...], numbers: Mapping[str, int]
) -> Iterator[tuple[int, ...]]:
    for joined in _joined(text, read):
        if joined in numbers:
            yield (numbers[joined],)
    yield from _parted(read, numbers)


def _older(read: tuple[str, ...], numbers: Mapping[str, int]) -> Iterator[tuple[int, ...]]:
    joined = "".join(read)
    if joined in numbers:
        yield (numbers[joined],)
    yield from _parted(read, numbers)


def _parted(read: tuple[str, ...], numbers: Mapping[str, int]) -> Iterator[tuple[int, ...]]:
    """Yield the words of each way to part the syllables, where all of them are known."""
    if read[0] not in numbers and len(read) == SHORTEST:
        return
    for cuts in _CUTS[len(read)]:
        parts = []
        for start, end in cuts:
            number = numbers.get("".join(read[start:end]))
            if number is None:
                break
            parts.append(number)
        else:
            yield tuple(parts)


def _joined(text: str, read: tuple[str, ...]) -> Iterator[str]:
    """Yield the spelling, then those in which one character is read otherwise."""
    whole = "".join(read)
    yield whole
    if "v" in whole:
        yield whole.replace("v", "u")
    if _SEVERAL.isdisjoint(text):
        return
    for at, character in enumerate(text):
        for other in readings(character)[1:] if character in _SEVERAL else ():
            yield "".join((*read[:at], other, *read[at + 1 :]))
