import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from services.enrich.data.aliases import load_aliases
from services.enrich.domain.lists import parse_list
from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.keys import exact_key
from services.enrich.domain.screening.records import listed_key

CSL = Path(__file__).parents[4] / "shared" / "data" / "csl" / "consolidated-2026-07-31.json"
ROWS = load_aliases()
EXTRACT = files("services.enrich.data").joinpath("csl_extract.json").read_bytes()


def listed(content):
    return {(party.list, listed_key(party.name)) for party in parse_list(content)}


def chinese(row):
    return (*row.names, *row.short, *row.former)


def test_every_row_joins_to_the_bundled_extract():
    known = listed(EXTRACT)

    assert [row.name for row in ROWS if (row.list, listed_key(row.name)) not in known] == []


@pytest.mark.localdata
@pytest.mark.skipif(not CSL.is_file(), reason="needs ../shared/data/csl beside the checkout")
def test_every_row_joins_to_the_published_list():
    known = listed(CSL.read_bytes())

    assert [row.name for row in ROWS if (row.list, listed_key(row.name)) not in known] == []


def test_the_extract_says_when_the_list_was_published():
    document = json.loads(EXTRACT)

    assert {source["source_last_updated"][:10] for source in document["sources_used"]} == {
        "2026-07-31"
    }
    assert len({entry["id"] for entry in document["results"]}) == document["total"]


def test_no_chinese_name_is_claimed_by_two_entries_of_one_list():
    claims = Counter(
        (row.list, key) for row in ROWS for key in {exact_key(n) for n in chinese(row)}
    )

    assert [claim for claim, count in claims.items() if count > 1] == []


def test_rows_are_complete():
    for row in ROWS:
        assert row.names, row.name
        assert row.source.startswith(("https://", "http://")), row.name
        assert row.confidence in ("high", "medium"), row.name
        assert row.kind in (
            *("university", "institute", "laboratory", "company", "supercomputing_centre"),
        ), row.name
    assert len(ROWS) >= 70


def test_every_chinese_name_finds_its_entry_first():
    screener = Screener(parse_list(EXTRACT))

    for row in ROWS:
        for name in chinese(row):
            first = screener.screen(name)[0]
            assert first.relation == ("same" if row.decides else "possible"), name
            found = {(m.list, listed_key(m.listed_name)) for m in screener.screen(name)}
            assert (row.list, listed_key(row.name)) in found, name
