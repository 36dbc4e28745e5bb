"""Cut a Chinese name into the fewest, longest words, and weigh them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.enrich.domain.screening.structural.kinds import PARENT, kind_of_part
from services.enrich.domain.screening.structural.lexicon import Word
from services.enrich.domain.screening.structural.names import (
    HEAVIEST,
    NUMBER_WEIGHT,
    ListedNames,
    kind_factor,
)

PARENT_FACTOR = 0.35
"""Weight of a leading parent (山东省科学院, 北京大学), which English names often leave out."""

_UNKNOWN_COST, _SHORT_COST, _NAME_COST = 1.3, 1.25, 0.9
_PROPER_NAME, _PER_CHARACTER = 5.5, 0.5
_FORM_WEIGHT = 0.15
_PARENTS = (
    "科学院",
    "工程院",
    "研究院",
    "大学",
    "部",
    "总局",
    "委员会",
    "集团",
    "公司",
    "中科院",
    "解放军",
    "附属",
    "附设",
)

Cut = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Part:
    """A word of the question, or a proper name between words, and what it weighs."""

    start: int
    end: int
    weight: float
    kind: int
    is_name: bool
    known: bool


class Weigher:
    """Cuts and weighs names by the lexicon and by how rare its words are on one list."""

    def __init__(
        self,
        listed: ListedNames,
        words: dict[str, Word],
        phrases: dict[str, tuple[tuple[int, ...], ...]],
    ) -> None:
        self._words = words
        self._weights = {
            text: _weight(word, phrases[text], listed.weights) for text, word in words.items()
        }

    def parts(self, text: str, found: list[tuple[int, int]]) -> list[Part]:
        """Return the parts of `text`, given where known words are; a leading parent is light."""
        pieces = cut(text, self._words, found)
        own = _after_parent(text, pieces, self._words)
        parts = []
        for start, end, known in pieces:
            part = text[start:end]
            weight = self._weights[part] if known else _unknown_weight(part)
            kind = self._words[part].kind if known else ""
            number = kind_of_part(part, kind)
            if start < own:
                weight, number = weight * PARENT_FACTOR, PARENT
            parts.append(Part(start, end, weight, number, kind == "name", known))
        return parts


def found_words(text: str, words: Mapping[str, Word], longest: int) -> Iterator[tuple[int, int]]:
    """Yield where words of the lexicon are, by start and then by end."""
    for start in range(len(text)):
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            if text[start:end] in words:
                yield start, end


def cut(
    text: str, words: Mapping[str, Word], found: Sequence[tuple[int, int]] | None = None
) -> list[Cut]:
    """Return (start, end, is a known word) of the cut with the least cost, proper names whole."""
    if found is None:
        found = list(found_words(text, words, max(map(len, words))))
    costs = [float(at) * _UNKNOWN_COST for at in range(len(text) + 1)]
    last: list[tuple[int, bool]] = [(at - 1, False) for at in range(len(text) + 1)]
    at = 0
    for start in range(len(text)):
        if costs[start] + _UNKNOWN_COST < costs[start + 1]:
            costs[start + 1], last[start + 1] = costs[start] + _UNKNOWN_COST, (start, False)
        while at < len(found) and found[at][0] == start:
            end = found[at][1]
            step = _cost(words[text[start:end]])
            if costs[start] + step < costs[end]:
                costs[end], last[end] = costs[start] + step, (start, True)
            at += 1
    return _joined(_path(last))


def _cost(word: Word) -> float:
    if len(word.text) == 1:
        return _SHORT_COST
    return _NAME_COST if word.kind == "name" else 1.0


def _after_parent(text: str, pieces: list[Cut], words: Mapping[str, Word]) -> int:
    """Return where the organisation's own name begins, after the bodies it belongs to.

    A body is followed by more than legal forms: 集团 in 沈阳荣远集团有限公司 belongs to nothing.
    """
    last = len(pieces) - 1
    while last > 0 and pieces[last][2] and words[text[slice(*pieces[last][:2])]].kind == "form":
        last -= 1
    ends = [
        end for start, end, known in pieces[:last] if known and text[start:end].endswith(_PARENTS)
    ]
    return max(ends, default=0)


def _weight(word: Word, phrases: tuple[tuple[int, ...], ...], weights: list[float]) -> float:
    """Return what the word weighs: as the most usual of its translations on the list."""
    if word.kind == "form":
        return _FORM_WEIGHT
    found = [sum(weights[one] for one in phrase) for phrase in phrases]
    unseen = HEAVIEST * kind_factor(word.kind)
    return min(min(found, default=unseen), HEAVIEST)


def _unknown_weight(part: str) -> float:
    if not part.strip() or part == "第":
        return 0.0
    if part[-1].isdigit():
        return NUMBER_WEIGHT
    return _PROPER_NAME + _PER_CHARACTER * max(0, len(part) - 2)


def _path(last: list[tuple[int, bool]]) -> list[Cut]:
    parts, end = [], len(last) - 1
    while end > 0:
        start, known = last[end]
        parts.append((start, end, known))
        end = start
    return parts[::-1]


def _joined(parts: list[Cut]) -> list[Cut]:
    """Join characters that no word explains into one proper name."""
    joined: list[Cut] = []
    for start, end, known in parts:
        if joined and not known and not joined[-1][2]:
            joined[-1] = (joined[-1][0], end, False)
        else:
            joined.append((start, end, known))
    return joined
