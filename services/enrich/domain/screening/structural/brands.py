"""Learn brand words from the alias table: 寒武纪 is Cambricon in one row, hence in its siblings."""

from collections.abc import Iterable, Mapping

from services.enrich.data.aliases import AliasRow
from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.pinyin import syllables
from services.enrich.domain.screening.structural.lexicon import Word
from services.enrich.domain.screening.structural.parts import cut
from services.enrich.domain.screening.structural.stems import stem, stems

SHORTEST, LONGEST = 2, 4
"""Characters of a brand; longer ones are phrases."""

SHORTEST_WORD = 4
"""Letters of a brand in English; shorter ones are initials of something."""


def learned(rows: Iterable[AliasRow], words: Mapping[str, Word]) -> dict[str, Word]:
    """Return the words that confirmed rows add to the lexicon, by text."""
    found: dict[str, set[str]] = {}
    generic = {one for word in words.values() for phrase in word.phrases for one in phrase}
    for row in rows:
        pair = _pair(row, words, generic) if row.decides and row.kind == "company" else None
        if pair:
            found.setdefault(pair[0], set()).add(pair[1])
    return {
        brand: Word(brand, "brand", tuple((one,) for one in sorted(stems_of_it)))
        for brand, stems_of_it in found.items()
    }


def _pair(row: AliasRow, words: Mapping[str, Word], generic: set[str]) -> tuple[str, str] | None:
    """Return (Chinese brand, stem of the English one), where nothing else is left."""
    if not row.names:
        return None
    key = exact_key(row.names[0])
    pieces = [(key[start:end], known) for start, end, known in cut(key, words)]
    own = row.name.rsplit(":", 1)[-1]
    said = set(stems(own))
    left = [one for one in said if one not in generic]
    proper = [piece for piece, known in pieces if not known]
    if len(proper) != 1 or len(left) != 1 or not _are_brands(proper[0], left[0]):
        return None
    others = [words[piece] for piece, known in pieces if known and words[piece].kind != "form"]
    if not all(any(said.issuperset(phrase) for phrase in word.phrases) for word in others):
        return None
    return proper[0], left[0]


def _are_brands(chinese: str, english: str) -> bool:
    """Tell whether the two may be one brand: of fit length, and not only pinyin of each other."""
    if not SHORTEST <= len(chinese) <= LONGEST or not chinese.isalpha():
        return False
    if len(english) < SHORTEST_WORD or not english.isalpha():
        return False
    read = syllables(chinese)
    return english not in {stem("".join(read)), *map(stem, read)}
