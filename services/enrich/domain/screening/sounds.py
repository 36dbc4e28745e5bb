"""How Chinese names sound: toneless pinyin, equal for homophones and for names typed in pinyin."""

import re
from functools import cache

from contracts.names import fold
from services.enrich.domain.screening.pinyin import readings, syllables

POLYPHONES = "行长重乐会都调传藏校参单朝曾盛石弹台宿系厦量数"
"""Characters of names that an input method offers under more than one frequent syllable."""

_MANY_TONES = 3
_TONE = re.compile(r"(?<=[a-z])[1-5](?=[a-z\s]|$)")
_UNIT = re.compile(r"(?:di)?(\d+)(?:yanjiu)?suo")
_NOT_SPELLED = re.compile(r"[^a-z0-9]")
_U = (("lyu", "lu"), ("nyu", "nu"), ("lv", "lu"), ("nv", "nu"))


@cache
def _first_readings() -> dict[int, str]:
    han = (chr(code) for code in range(0x4E00, 0x9FA6))
    table = {ord(char): found[0] for char in han if (found := readings(char))}
    return table | {ord("〇"): "ling"}


def sound(key: str) -> str:
    """Return the joined syllables of a folded key, character by character; digits stay."""
    return _one_u(key.translate(_first_readings()))


def sounds(key: str) -> set[str]:
    """Return every way a known name may be heard: by words, by characters, one polyphone off."""
    found: set[str] = set()
    for read in (syllables(key), tuple(map(_first, key))):
        found.add(_one_u("".join(read)))
        for at, syllable in enumerate(read):
            others = readings(key[at]) if key[at] in POLYPHONES else ()
            for other in (*others, *_mistaken().get(syllable, ())):
                found.add(_one_u("".join((*read[:at], other, *read[at + 1 :]))))
    return found


def spelled(key: str) -> str:
    """Return the letters of a name typed in pinyin, as `sound` writes them.

    Takes spaces and tone digits (zhong1guo2) away; tone marks and dots are gone from a key.
    """
    if len(_TONE.findall(key)) >= _MANY_TONES:
        key = _TONE.sub("", key)
    return _UNIT.sub(r"\1suo", _one_u(_NOT_SPELLED.sub("", key)))


def raw_key(text: str) -> str:
    """Return the letters and characters of a name as printed: numerals stay Chinese."""
    return re.sub(r"[\W_]+", "", fold(text).casefold())


def sound_alike(one: str, other: str) -> list[int] | None:
    """Return where two strings differ if they sound the same character by character, else None."""
    if len(one) != len(other):
        return None
    places = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    alike = all(set(readings(one[at])).intersection(readings(other[at])) for at in places)
    return places if alike else None


def is_spelling(letters: str) -> bool:
    """Tell whether the letters can be read as syllables from end to end."""
    return _syllables_only().fullmatch(letters) is not None


@cache
def _syllables_only() -> re.Pattern[str]:
    known = sorted({_one_u(one) for one in _first_readings().values()}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(known)}|\d+)+")


@cache
def _mistaken() -> dict[str, tuple[str, ...]]:
    """Return syllable -> the first readings of polyphones that can be typed for it."""
    found: dict[str, list[str]] = {}
    for char in POLYPHONES:
        first, *rest = readings(char)
        for reading in rest:
            found.setdefault(reading, []).append(first)
    return {syllable: tuple(dict.fromkeys(firsts)) for syllable, firsts in found.items()}


def _first(char: str) -> str:
    return _first_readings().get(ord(char), char)


def _one_u(letters: str) -> str:
    for written, plain in _U:
        letters = letters.replace(written, plain)
    return letters
