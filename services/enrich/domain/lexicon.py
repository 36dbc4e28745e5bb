"""All catalogue terms in one automaton: one pass over a notice finds every mention."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import ahocorasick

from services.enrich.domain.flat import FlatText, flatten, squeeze

_WORD = re.compile(r"[a-z0-9]")
_GLUED_BEFORE = re.compile(r"(?:nvidia|tesla|geforce|hgx|dgx|gpu|amd|aws|\d\s?[x*])$")
_GLUED_AFTER = re.compile(r"sxm\d?|pcie|nvl(?![a-z])|gpu|x\d|s(?![a-z0-9])")
_SPLIT_DIGITS = re.compile(r"\d\s+\d|[ \t_\-]{3}")
_BEFORE = 12
_MOST_OF_ONE = 50


@dataclass(frozen=True, slots=True)
class Term:
    """A string to find and what it stands for: a kind of mention and its catalogue row."""

    text: str
    kind: str
    row: Any = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found at [start, end) of the original text."""

    start: int
    end: int
    term: Term


class Lexicon:
    """An Aho-Corasick automaton over terms that ignores width, script, case, spaces, hyphens."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._automaton = ahocorasick.Automaton()
        found: dict[str, list[Term]] = {}
        for term in terms:
            found.setdefault(squeeze(flatten(term.text)), []).append(term)
        for key, same in found.items():
            self._automaton.add_word(key, (len(key), tuple(same)))
        self._automaton.make_automaton()

    def find(self, text: FlatText) -> dict[str, list[Hit]]:
        """Return the hits by kind, in order; within a kind the longest wins and none overlap."""
        hits: dict[str, list[Hit]] = {}
        for last, (length, terms) in self._automaton.iter(text.squeezed):
            start = text.offsets[last - length + 1]
            end = text.offsets[last] + 1
            if stands_alone(text.flat, start, end):
                for term in terms:
                    hits.setdefault(term.kind, []).append(Hit(start, end, term))
        return {kind: longest(found) for kind, found in hits.items()}


def first_of_each(hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits without the repeats of a row beyond the fiftieth: no text costs minutes."""
    seen: Counter[str] = Counter()
    kept = []
    for hit in hits:
        name = hit.term.row.name
        seen[name] += 1
        if seen[name] <= _MOST_OF_ONE:
            kept.append(hit)
    return kept


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """Drop every hit that overlaps an earlier, or from the same place a longer, one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def stands_alone(flat: str, start: int, end: int) -> bool:
    """Return whether [start, end) is a whole token: A10 is not in A100, B20 not in GB200.

    Chinese neighbours are boundaries; so are nothing else but the few glued forms of product
    names (8xA100, A100PCIe).
    """
    if _SPLIT_DIGITS.search(flat[start:end]):
        return False
    return _free_before(flat, start) and _free_after(flat, end)


def _free_before(flat: str, start: int) -> bool:
    if start == 0 or not (_WORD.match(flat[start]) and _WORD.match(flat[start - 1])):
        return True
    return _GLUED_BEFORE.search(flat[max(0, start - _BEFORE) : start]) is not None


def _free_after(flat: str, end: int) -> bool:
    if end >= len(flat) or not _WORD.match(flat[end - 1]):
        return True
    if flat[end - 1].isdigit() and re.match(r"\.\d", flat[end : end + 2]):
        return False
    return not _WORD.match(flat[end]) or _GLUED_AFTER.match(flat, end) is not None
