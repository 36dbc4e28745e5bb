"""Read the data files of the set; a record of either half, by a hash of its id, keeps its half."""

import csv
import hashlib
import io
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

Half = Literal["tune", "judge"]

CHINESE = frozenset(("CN", "HK", "MO", "TW"))
WRITINGS = (
    *(
        "official",
        "traditional",
        "japanese",
        "stamped",
        "unit",
        "affiliated",
        "homophone",
        "pinyin",
    ),
    *("english_misspelt", "english_shortened", "english_reordered"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed party (its entries, by listed name) and how its official name may be written."""

    entries: frozenset[str]
    official: str
    citation: str
    writings: dict[str, str]


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation of the Research Organization Registry (CC0): its id is its citation.

    `listed` says that it is a listed party, or a part of one.
    """

    id: str
    country: str
    english: str
    local: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and a listed party that it is not. `country` is the seat, where the source says it."""

    name: str
    country: str
    entry: str
    official: str
    kind: str
    citation: str


def half_of(key: str) -> Half:
    """Return the half in which everything of a record is, by its id."""
    return "tune" if hashlib.sha256(key.encode()).digest()[0] % 2 == 0 else "judge"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file, by column."""
    text = files(__package__).joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def listed(half: Half) -> list[Listed]:
    """Return the listed parties of a half."""
    return [
        Listed(
            frozenset(row["entries"].split(" | ")),
            row["official"],
            row["citation"],
            {writing: row[writing] for writing in WRITINGS if row[writing]},
        )
        for row in rows("listed.tsv")
        if half_of(row["official"]) == half
    ]


def bodies(half: Half | None = None) -> list[Body]:
    """Return the organisations of a half, or of both."""
    found = [
        Body(row["ror"], row["country"], row["english"], row["local"], row["listed"] == "yes")
        for row in rows("bodies.tsv")
    ]
    return [body for body in found if half is None or half_of(body.id) == half]


def pairs(name: str, half: Half) -> list[Pair]:
    """Return pairs of different organisations, `confusable` of a half or all `homonyms`."""
    whole = name == "homonyms"
    found = [Pair(**row) for row in rows(f"{name}.tsv")]
    return [pair for pair in found if whole or half_of(pair.official) == half]
