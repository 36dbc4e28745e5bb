"""Find listed names in running text: one Aho-Corasick pass for Chinese, one for English words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ahocorasick

from contracts.names import ENGLISH_FORMS, HAN
from contracts.names_folding import FROM, TO
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.index import NameIndex
from services.enrich.domain.screening.keys import SMALL_WORDS, is_chinese, is_weak
from services.enrich.domain.screening.places import LONGEST_PLACE, PLACES
from services.enrich.domain.screening.records import KnownName

SHORTEST_CHINESE = 4
"""Characters: a shorter name (北航 in 河北航天) must stand alone between other characters."""

SHORTEST_WORD = 6
"""Letters a single English word needs, to be sought in running text at all."""

LONGEST_GAP = 4
"""Characters between two words of one name, e.g. `., ` after Co."""

_WIDE = {0xFF01 + at: 0x21 + at for at in range(94)} | {0x3000: 0x20}
_CASE = {ord("A") + at: ord("a") + at for at in range(26)}
_WIDE_CASE = {0xFF21 + at: ord("a") + at for at in range(26)}
_ONE_TO_ONE = str.maketrans(FROM, TO) | _WIDE | _CASE | _WIDE_CASE
_WORD = re.compile(r"[a-z0-9]+(?:['\u2019][a-z]+)?")
_GAP = re.compile(r"[\s.,&()'\u2019-]*")
_OTHER_UNIVERSITY = ("国立", "私立", "台湾", *PLACES)
_BREAK = "| "
_IS_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Span:
    """A listed name in running text: `text[start:end]`, and the entries that have this name."""

    start: int
    end: int
    text: str
    alias: str
    parties: tuple[ListedParty, ...]


class Spotter:
    """Both automata over the names of an index. Names of persons and ships are not sought."""

    def __init__(self, index: NameIndex) -> None:
        chinese: dict[str, list[KnownName]] = {}
        english: dict[str, list[KnownName]] = {}
        for key, known in index.known:
            if is_chinese(key):
                for pattern in {_folded(known.text), key}:
                    chinese.setdefault(pattern, []).append(known)
            elif known.party.is_organisation and _is_distinctive(key, known):
                english.setdefault(f" {key} ", []).append(known)
        self._chinese, self._english = _automaton(chinese), _automaton(english)

    def spot(self, text: str) -> list[Span]:
        """Return the longest, leftmost names that do not overlap."""
        folded = _folded(text)
        found = [*self._spot_chinese(folded), *self._spot_english(folded)]
        spans: list[Span] = []
        for start, end, names in sorted(found, key=lambda one: (one[0], -one[1])):
            if not spans or start >= spans[-1].end:
                parties = {(name.party.list, name.party.id): name.party for name in names}
                alias = names[0].text
                spans.append(Span(start, end, text[start:end], alias, tuple(parties.values())))
        return spans

    def _spot_chinese(self, folded: str) -> Iterator[tuple[int, int, list[KnownName]]]:
        for last, (length, names) in _hits(self._chinese, folded):
            start, end = last - length + 1, last + 1
            if length < SHORTEST_CHINESE and not _stands_alone(folded, start, end):
                continue
            if not _is_tail_of_a_name(folded, start, end):
                yield start, end, names

    def _spot_english(self, folded: str) -> Iterator[tuple[int, int, list[KnownName]]]:
        """Match whole words only: the text becomes words between single spaces."""
        line, at, ended = [" "], 1, 0
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for word in _WORD.finditer(folded):
            plain = word[0].replace("'", "").replace("\u2019", "")
            gap = "" if _is_gap(folded[ended : word.start()], plain) else _BREAK
            at += len(gap)
            first[at], last[at + len(plain)] = word.start(), word.end()
            line.append(f"{gap}{plain} ")
            at, ended = at + len(plain) + 1, word.end()
        for stop, (length, names) in _hits(self._english, joined := "".join(line)):
            if joined.startswith("of ", stop + 1):
                continue  # Sichuan University of Science and Engineering is another one
            yield first[stop - length + 2], last[stop], names


def _is_gap(between: str, word: str) -> bool:
    """Tell whether only what may stand inside a name separates two words, before `word`."""
    if "," in between and word not in ENGLISH_FORMS:
        return False
    return len(between) <= LONGEST_GAP and _GAP.fullmatch(between) is not None


def _folded(text: str) -> str:
    """Fold character for character, so that offsets stay those of the text."""
    return text.translate(_ONE_TO_ONE)


def _automaton(patterns: dict[str, list[KnownName]]) -> Any:
    automaton = ahocorasick.Automaton()
    for pattern, names in patterns.items():
        automaton.add_word(pattern, (len(pattern), names))
    if patterns:
        automaton.make_automaton()
    return automaton


def _hits(automaton: Any, text: str) -> Iterator[tuple[int, tuple[int, list[KnownName]]]]:
    return automaton.iter(text) if len(automaton) else iter(())


def _stands_alone(folded: str, start: int, end: int) -> bool:
    around = folded[max(start - 1, 0) : start] + folded[end : end + 1]
    return _IS_HAN.search(around) is None


def _is_tail_of_a_name(folded: str, start: int, end: int) -> bool:
    """Tell whether a longer university's name ends here: 西安|电子科技大学, 國立|中山大學."""
    if not folded.endswith(("大学", "学院"), start, end):
        return False
    before = folded[max(start - LONGEST_PLACE, 0) : start]
    return before.endswith(_OTHER_UNIVERSITY)


def _is_distinctive(key: str, known: KnownName) -> bool:
    """Leave out names that ordinary prose holds by chance: one short word, generic words only."""
    words = [w for w in key.split(" ") if w not in ENGLISH_FORMS and w not in SMALL_WORDS]
    if is_weak(key) and not known.bundled:
        return False
    one_word = len(words) == 1
    sought = known.bundled or (known.origin == "listed" and len(key) >= SHORTEST_WORD)
    return sought if one_word else bool(words)
