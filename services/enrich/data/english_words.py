"""Read what the words of English organisation names are worth (english_words.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """General knowledge about words of organisations' names, in lower case.

    `weights` gives 0..1 for words that many names hold (a word that is not there identifies);
    `contractions` the full word; `forms` are legal forms wherever they stand, `last_forms` only
    at the end of a name, `form_phrases` are forms of several words, the longest
    first; `places` are countries, provinces and cities.
    """

    weights: dict[str, float]
    contractions: dict[str, str]
    forms: frozenset[str]
    last_forms: frozenset[str]
    form_phrases: tuple[str, ...]
    places: frozenset[str]


@cache
def load_english_words() -> EnglishWords:
    """Return the bundled table."""
    text = files(__package__).joinpath("english_words.toml").read_text("utf-8")
    table = tomllib.loads(text)
    return EnglishWords(
        weights={
            word: int(percent) / 100
            for percent, words in table["weights"].items()
            for word in words.split()
        },
        contractions=table["contractions"],
        forms=frozenset(table["forms"]["anywhere"].split()),
        last_forms=frozenset(table["forms"]["last"].split()),
        form_phrases=tuple(sorted(table["forms"]["phrases"], key=len, reverse=True)),
        places=frozenset(table["places"]["words"].split()),
    )
