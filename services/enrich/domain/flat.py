"""A text in one width, script and case, character for character, so that offsets stand."""

import re
from dataclasses import dataclass
from unicodedata import name

from contracts.names_folding import FROM, TO

_LATIN = {0xFEE0 + code: chr(code).lower() for code in range(0x21, 0x7F)}
_CAPITALS = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
# Letters that print like Latin capitals: a model number written with them is the same number.
_LOOKALIKES = {
    ord(like): latin
    for like, latin in zip("АВЕКМНОРСТХΑΒΕΗΚΜΝΟΡΤΧ", "abekmhopctxabehkmnoptx", strict=True)
}
_SPACES = dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000), " ")
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_SIGNS = {
    ord("×"): "x",
    ord("✕"): "x",
    ord("＊"): "*",
    ord("／"): "/",
    ord("【"): "(",
    ord("】"): ")",
}
_TABLE: dict[int, str | int | None] = {
    **str.maketrans(FROM, TO),
    **_LATIN,
    **_CAPITALS,
    **_LOOKALIKES,
    **_SPACES,
    **_DASHES,
    **_SIGNS,
}
_KEPT = re.compile(r"[^ \t_\-·•™®\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


_SAME_LETTER = frozenset(map(chr, _LOOKALIKES))


def lookalikes(text: str) -> tuple[str, ...]:
    """Return the letters of other scripts in `text` that print like Latin ones, each once."""
    found = dict.fromkeys(char for char in text if char in _SAME_LETTER)
    return tuple(f"U+{ord(char):04X} {name(char)}" for char in found)


def flatten(text: str) -> str:
    """Return `text` with every character mapped to one character: same length, same offsets."""
    return text.translate(_TABLE)


def squeeze(flat: str) -> str:
    """Return a flattened term without spaces, hyphens and invisible characters."""
    return "".join(_KEPT.findall(flat))


@dataclass(frozen=True, slots=True)
class FlatText:
    """A notice's text, its flat form, and its squeezed form with the offset of each character."""

    text: str
    flat: str
    squeezed: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "FlatText":
        """Prepare a text for one pass over all terms."""
        flat = flatten(text)
        kept = [(found.start(), found[0]) for found in _KEPT.finditer(flat)]
        return cls(text, flat, "".join(char for _, char in kept), tuple(at for at, _ in kept))
