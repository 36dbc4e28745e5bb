"""Read the bundled words of organisation names, Chinese to English (zh_en_lexicon.toml)."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

FILE = "zh_en_lexicon.toml"

Kind = Literal["institution", "form", "general", "subject", "place", "name", "brand"]


@dataclass(frozen=True, slots=True)
class Translation:
    """A Chinese word, its kind, and the English phrases that say it; none where pinyin does."""

    word: str
    kind: Kind
    phrases: tuple[str, ...]


def load_translations() -> tuple[Translation, ...]:
    """Return every bundled word, theme by theme."""
    themes = tomllib.loads(files(__package__).joinpath(FILE).read_text("utf-8")).values()
    translated = [
        Translation(*_line(line, theme["kind"]))
        for theme in themes
        for line in theme.get("words", "").splitlines()
        if line
    ]
    spelled = [
        Translation(word, theme["kind"], ())
        for theme in themes
        for word in theme.get("spelled", "").split()
    ]
    return (*translated, *spelled)


def _line(line: str, kind: Kind) -> tuple[str, Kind, tuple[str, ...]]:
    word, phrases = line.split(" ", 1)
    return word, kind, tuple(phrases.split(" / "))
