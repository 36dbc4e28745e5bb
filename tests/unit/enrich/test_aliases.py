import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from services.enrich.data.aliases import load_aliases
from services.enrich.domain.lists import parse_list
from services.enrich.domain.screening import Screener
from services.enrich.domain.screening.alias_check import check_rows
from services.enrich.domain.screening.records import listed_key

CSL = Path(__file__).parents[4] / "shared" / "data" / "csl" / "consolidated-2026-07-31.json"
ROWS = load_aliases()
EXTRACT = files("services.enrich.data").joinpath("csl_extract.json").read_bytes()


def listed(content):
    return {(party.list, listed_key(party.name)) for party in parse_list(content)}


def entry(named):
    return named.list, listed_key(getattr(named, "listed_name", None) or named.name)


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


def test_the_bundled_rows_keep_every_rule():
    assert [str(finding) for finding in check_rows(ROWS, parse_list(EXTRACT))] == []


def test_the_table_covers_listed_institutions_and_companies():
    kinds = Counter("company" if row.kind == "company" else "institution" for row in ROWS)

    assert kinds["institution"] >= 210
    assert kinds["company"] >= 80


def test_every_chinese_name_finds_its_entry_first():
    screener = Screener(parse_list(EXTRACT))

    for row in ROWS:
        for name in chinese(row):
            matches = screener.screen(name)
            own = {match.relation for match in matches if entry(match) == entry(row)}
            assert own == {"same" if row.decides else "possible"}, name
            assert matches[0].relation == "same" or not row.decides, name
