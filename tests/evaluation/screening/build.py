"""Write data/listed.tsv, bodies.tsv and confusable.tsv anew from the alias table and a ROR export.

`python -m tests.evaluation.screening.build ROR.json`, where the file maps the bare id to
`{countries, names: [[value, language, types]]}`. Only ids whose code points sum to an odd number
are taken: the others are not for this set.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contracts.names import name_key
from services.enrich.data.aliases import AliasRow, load_aliases
from tests.evaluation.screening import confusables, variants
from tests.evaluation.screening.sources import CHINESE, WRITINGS

DATA = Path(__file__).parent / "data"
_COUNTRY_SUFFIX = re.compile(r" \((?:China|Japan|Taiwan|Hong Kong)\)$")
_SHORTEST = 3
Names = list[tuple[str, str | None, list[str]]]


def main(path: str) -> None:
    """Write the three files."""
    aliases = load_aliases()
    bodies = list(known_bodies(json.loads(Path(path).read_text("utf-8")), listed_names(aliases)))
    columns = ("entries", "citation", *WRITINGS)
    write("listed.tsv", columns, listed_parties(aliases))
    write("bodies.tsv", ("ror", "country", "english", "local", "listed"), bodies)
    columns = ("name", "country", "entry", "official", "kind", "citation")
    write("confusable.tsv", columns, confusables.pairs(aliases, bodies))


def write(name: str, columns: tuple[str, ...], rows: Iterable[dict[str, str]]) -> None:
    """Write rows under a header, cells without tabs or line breaks."""
    lines = ["\t".join(columns)]
    lines += ["\t".join(" ".join(row.get(c, "").split("\t")) for c in columns) for row in rows]
    (DATA / name).write_text("\n".join(lines) + "\n", "utf-8")


def listed_parties(aliases: tuple[AliasRow, ...]) -> Iterable[dict[str, str]]:
    """Yield each official name once, with the entries that bear it and its writings."""
    by_name: dict[str, list[AliasRow]] = {}
    for row in aliases:
        by_name.setdefault(row.names[0], []).append(row)
    for official, rows in sorted(by_name.items()):
        kind, english = rows[0].kind, rows[0].name
        yield {
            "entries": " | ".join(sorted({row.name for row in rows})),
            "citation": rows[0].source,
            "official": official,
            "traditional": variants.traditional(official),
            "japanese": variants.japanese(official),
            "stamped": variants.stamped(official, official),
            "unit": variants.unit(official, kind, official),
            "affiliated": variants.affiliate(official, kind, official),
            "homophone": variants.homophone(official, official),
            "pinyin": variants.pinyin(official, official),
            "english_misspelt": variants.misspelt(english, official),
            "english_shortened": variants.shortened(english),
            "english_reordered": variants.reordered(english),
        }


def listed_names(aliases: tuple[AliasRow, ...]) -> set[str]:
    """Return the keys of every name of every listed party that has a row."""
    return {
        name_key(name)
        for row in aliases
        for name in (row.name, *row.names, *row.short, *row.former, *row.english)
    }


def known_bodies(export: dict[str, Any], listed: set[str]) -> Iterable[dict[str, str]]:
    """Yield Chinese bodies with an English name and Japanese ones with both names."""
    for key, record in sorted(export.items()):
        if sum(map(ord, key)) % 2 == 0 or not record["countries"]:
            continue
        country, names = record["countries"][0], record["names"]
        english, local = english_name(names), local_name(names)
        if english and (country in CHINESE or (country == "JP" and local)):
            is_listed = any(is_of(name_key(name), listed) for name, _, _ in names)
            yield {
                "ror": key,
                "country": country,
                "english": english,
                "local": local,
                "listed": "yes" if is_listed else "",
            }


def is_of(key: str, listed: set[str]) -> bool:
    """Tell whether a name is listed or begins with a listed Chinese name."""
    begins = (key[:end] for end in range(_SHORTEST, len(key) + 1))
    return key in listed or any(name in listed for name in begins if variants.HAN.match(name))


def english_name(names: Names) -> str:
    """Return the English name that is shown, without the country that ROR adds in brackets."""
    shown = [n for n, _, kinds in names if "ror_display" in kinds and n.isascii()]
    labels = [n for n, language, kinds in names if language == "en" and "label" in kinds]
    return _COUNTRY_SUFFIX.sub("", next(iter([*shown, *filter(str.isascii, labels)]), ""))


def local_name(names: Names) -> str:
    """Return the first label in Han characters."""
    found = [n for n, _, kinds in names if variants.HAN.search(n) and "acronym" not in kinds]
    return found[0] if found else ""


if __name__ == "__main__":
    main(sys.argv[1])
