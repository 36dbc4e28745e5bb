"""The gates of English screening on the published list: typos, abbreviations, other names."""

import random
from pathlib import Path

import pytest

from contracts.names import name_key
from services.enrich.domain.lists import parse_list
from services.enrich.domain.screening import Screener

CSL = Path(__file__).parents[4] / "shared" / "data" / "csl" / "consolidated-2026-07-31.json"
SHORT = {
    "University": "Univ.",
    "Institute": "Inst.",
    "Technology": "Tech.",
    "Technologies": "Tech.",
    "Science": "Sci.",
    "Sciences": "Sci.",
    "National": "Natl",
    "International": "Intl",
    "Academy": "Acad.",
    "Research": "Res.",
    "Electronic": "Elec.",
    "Electronics": "Elec.",
    "Engineering": "Eng.",
    "Corporation": "Corp",
    "Company": "Co",
    "Limited": "Ltd",
    "Center": "Ctr",
    "Laboratory": "Lab",
}
LONG_NAME = 12

pytestmark = [
    pytest.mark.localdata,
    pytest.mark.skipif(not CSL.is_file(), reason="needs ../shared/data/csl beside the checkout"),
]


@pytest.fixture(scope="module")
def parties():
    people = ("individual", "vessel", "aircraft")
    return [
        party
        for party in parse_list(CSL.read_bytes())
        if party.list == "EL" and (party.type or "").casefold() not in people and not party.nameless
    ]


@pytest.fixture(scope="module")
def screener(parties):
    return Screener(parties, aliases=())


def misspelt(name, rng):
    """Swap, drop, double or change one letter somewhere."""
    at = rng.choice([i for i, char in enumerate(name[:-1]) if char.isalpha()])
    change = rng.choice(("swap", "drop", "double", "change"))
    if change == "swap":
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    kept = {"drop": "", "double": name[at] * 2, "change": rng.choice("aeiostrn")}[change]
    return name[:at] + kept + name[at + 1 :]


def shortened(name):
    return " ".join(SHORT.get(word, word) for word in name.split(" "))


def share_found_first(screener, queries):
    first = 0
    for query, name in queries:
        found = screener.screen(query)
        first += bool(found) and name_key(name) in map(
            name_key, (found[0].listed_name, found[0].alias)
        )
    return first / len(queries)


def test_a_misspelt_name_finds_its_entry_first(parties, screener):
    rng = random.Random(5)
    names = [p.name for p in rng.sample(parties, 600) if len(p.name) >= LONG_NAME]

    assert share_found_first(screener, [(misspelt(name, rng), name) for name in names]) >= 0.95


def test_an_abbreviated_name_finds_its_entry_first(parties, screener):
    queries = [(shortened(p.name), p.name) for p in parties if shortened(p.name) != p.name]

    assert share_found_first(screener, queries[:800]) >= 0.95


def test_invented_names_of_common_words_are_no_alerts(screener):
    rng = random.Random(6)
    kinds = ("Trading Co., Ltd.", "Technology Inc.", "University", "Institute of Physics", "Bank")
    letters = "bdfgklmnprstvz"
    made = [
        "".join(rng.choice(letters) + rng.choice("aeiou") for _ in range(4)).title()
        + f" {rng.choice(kinds)}"
        for _ in range(3000)
    ]

    alerts = [name for name in made if any(m.score >= 0.7 for m in screener.screen(name))]

    assert len(alerts) <= 3, alerts
