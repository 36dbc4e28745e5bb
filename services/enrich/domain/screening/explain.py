"""The sentence of a match: what was compared, by which key, with which words."""

from collections.abc import Sequence

from services.enrich.domain.screening.records import KnownName
from services.enrich.domain.screening.units import Unit

_ORIGINS = {
    "names": "the Chinese name",
    "short": "a short name",
    "former": "a former name",
    "english": "an English name",
    "listed": "the listed name",
    "alias": "a listed alias",
}
_UNITS = {
    "unit": "names a unit of it, which the list itself does not name",
    "campus": "names a campus of it, which the list itself does not name",
    "affiliated": (
        "names a hospital, school, college or company affiliated with it, often a legal body of"
        " its own: check who buys and who uses"
    ),
}


_SIDES = ("only in the query", "only in the list")


def same(query: str, known: KnownName, but_for: str = "") -> str:
    """Say that the names are equal, and apart from what."""
    apart = f" apart from {but_for}" if but_for else ""
    return f'"{query}" is {_origin(known)} "{known.text}" of {_entry(known)}{apart}.'


def typed(query: str, known: KnownName, pairs: list[tuple[str, str]]) -> str:
    """Say that a name is written with other characters of the same sound, and which."""
    wrong = ", ".join(f"{written} for {meant}" for meant, written in pairs)
    return (
        f'"{query}" sounds like {_origin(known)} "{known.text}" of {_entry(known)} in toneless'
        f" pinyin and writes {wrong}."
    )


def spelled(query: str, known: KnownName) -> str:
    """Say that a name is typed in pinyin."""
    return (
        f'"{query}" is the toneless pinyin of {_origin(known)} "{known.text}" of {_entry(known)}.'
    )


def unconfirmed(sentence: str, why: str) -> str:
    """Say why an equal name only proposes."""
    return f"{sentence} Only possible: {why}."


def unit_of(query: str, known: KnownName, rest: str, unit: Unit) -> str:
    """Say which words name the parent and which the unit."""
    return (
        f'"{query}" holds {_origin(known)} "{known.text}" of {_entry(known)};'
        f' "{rest}" {_UNITS[unit]}.'
    )


def aligned(
    query: str,
    known: KnownName,
    pairs: Sequence[tuple[str, str, str]],
    left: tuple[tuple[str, ...], tuple[str, ...]],
) -> str:
    """Say how the words correspond (query word, listed word, how) and which have no counterpart."""
    loose = [f"{a} = {b} ({how})" for a, b, how in pairs if how != "exact"]
    apart = [
        f'"{" ".join(words)}" {side}' for words, side in zip(left, _SIDES, strict=True) if words
    ]
    told = "; ".join(["word by word", *loose, *apart])
    return f'"{query}" reads as {_origin(known)} "{known.text}" of {_entry(known)}: {told}.'


def initials(query: str, known: KnownName) -> str:
    """Say that the query spells the initials of a name; that never proves identity."""
    return (
        f'"{query}" spells the initials of {_origin(known)} "{known.text}" of {_entry(known)}.'
        " Only possible: many names have the same initials."
    )


def _origin(known: KnownName) -> str:
    return _ORIGINS[known.origin]


def _entry(known: KnownName) -> str:
    return f"{known.party.name} ({known.party.list})"
