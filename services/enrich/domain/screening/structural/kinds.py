"""What kind of word each English stem is, as its Chinese originals say."""

from functools import cache

from services.enrich.domain.screening.structural.lexicon import lexicon
from services.enrich.domain.screening.structural.stems import NUMBER

KINDS = ("other", "place", "subject", "general", "institution", "form", "number", "stray", "parent")
"""`other` is what no lexicon knows, a proper name most often; `stray` a single such character,
`parent` a part that names the body to which the organisation belongs."""

PARENT = KINDS.index("parent")
OTHER, NUMERAL, STRAY = KINDS.index("other"), KINDS.index("number"), KINDS.index("stray")

_STRONGEST_FIRST = ("institution", "place", "general", "subject", "form")


def kind_of_stem(stem: str) -> int:
    """Return the kind, as a place in `KINDS`, of a word of a listed name."""
    return NUMERAL if stem.startswith(NUMBER) else _by_stem().get(stem, OTHER)


def kind_of_part(text: str, kind: str) -> int:
    """Return the kind of a part of a Chinese name; `kind` is empty where the part is unknown."""
    if not kind:
        return NUMERAL if text[-1:].isdigit() else OTHER if len(text.strip()) > 1 else STRAY
    return KINDS.index(kind) if kind in KINDS else OTHER


@cache
def _by_stem() -> dict[str, int]:
    found: dict[str, int] = {}
    for kind in _STRONGEST_FIRST:
        words = (word for word in lexicon().values() if word.kind == kind)
        for phrase in (phrase for word in words for phrase in word.phrases):
            for stem in phrase if kind != "place" else phrase[:1] if len(phrase) == 1 else ():
                found.setdefault(stem, KINDS.index(kind))
    return found
