"""The sentence of a match: what was compared, by which key, with which words."""

from collections.abc import Sequence

from services.enrich.domain.screening.match import Match
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
    "college": (
        "names a college that carries its name and is as a rule run as a legal body of its own,"
        " not as a school of it"
    ),
    "affiliated": (
        "names a hospital, school, college or company affiliated with it, often a legal body of"
        " its own: check who buys and who uses"
    ),
}


_SIDES = ("only in the query", "only in the list")


def same(query: str, known: KnownName, but_for: str = "") -> str:
    """Say that the names are equal, and apart from what."""
    apart = f" apart from {but_for}" if but_for else ""
    return f'"{_plain(query)}" is {_origin(known)} "{known.text}" of {_entry(known)}{apart}.'


def typed(query: str, known: KnownName, pairs: list[tuple[str, str]]) -> str:
    """Say that a name is written with other characters of the same sound, and which."""
    wrong = ", ".join(f"{written} for {meant}" for meant, written in pairs)
    return (
        f'"{_plain(query)}" sounds like {_origin(known)} "{known.text}" of {_entry(known)}'
        f" in toneless pinyin and writes {wrong}."
    )


def spelled(query: str, known: KnownName) -> str:
    """Say that a name is typed in pinyin."""
    named = f'{_origin(known)} "{known.text}" of {_entry(known)}'
    return f'"{_plain(query)}" is the toneless pinyin of {named}.'


def unconfirmed(sentence: str, why: str) -> str:
    """Say why an equal name only proposes."""
    return f"{sentence} Only possible: {why}."


def renamed(sentence: str, standing: str) -> str:
    """Say that the text prints the name as the former or as the present one of the party."""
    return f"{sentence} The text gives it as the party's {standing} name."


def next_best(sentence: str, runner_up: str) -> str:
    """Add which entry comes next and why it is not the first."""
    return f"{sentence} Next: {runner_up}." if runner_up else sentence


def runner_up(found: Match) -> str:
    """Name the entry that comes next, and by what it is the weaker one."""
    return (
        f"{found.listed_name} ({found.list}), {found.relation} at {found.score:.2f} by {found.key}"
    )


def shorter(known: KnownName) -> str:
    """Name a listed parent that explains less of the name than the one found."""
    return f'{_entry(known)}, whose "{known.text}" begins the name too, but is shorter'


def unit_of(query: str, known: KnownName, rest: str, unit: Unit) -> str:
    """Say which words name the parent and which the unit."""
    return (
        f'"{_plain(query)}" holds {_origin(known)} "{known.text}" of {_entry(known)};'
        f' "{rest}" {_UNITS[unit]}.'
    )


def branded(query: str, known: KnownName, brand: str, rest: str) -> str:
    """Say which brand the name carries, and that whose company it is must be looked up."""
    adds = f' and adds only "{rest}"' if rest else ""
    return (
        f'"{_plain(query)}" carries "{brand}" as {_origin(known)} "{known.text}" of'
        f" {_entry(known)} does{adds}: perhaps a company of its group, a legal body of its own;"
        " check who owns it."
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


def unit_by_sound(query: str, known: KnownName, rest: str, unit: Unit) -> str:
    """Say which words sound like the parent's name and which name the unit."""
    return (
        f'"{_plain(query)}" begins with what sounds like {_origin(known)} "{known.text}" of'
        f' {_entry(known)}; "{rest}" {_UNITS[unit]}.'
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _origin(known: KnownName) -> str:
    row = known.row
    if row is not None and row.confirmed_by:
        return f"the name (confirmed by {row.confirmed_by} on {row.verified_on})"
    return _ORIGINS[known.origin]


def _entry(known: KnownName) -> str:
    return f"{known.party.name} ({known.party.list})"
