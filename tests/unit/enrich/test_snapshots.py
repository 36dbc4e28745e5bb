"""Snapshots without a database: identity, fitness, difference, and the offline enricher."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.parties import Role
from services.enrich.data.bundle import list_extract
from services.enrich.domain.lists import ListedParty, ListUnreadable, parse_list
from services.enrich.domain.offline import enricher_from
from services.enrich.domain.snapshots import (
    Held,
    difference,
    dumped,
    read_file,
    refuse_unfit,
    restored,
)
from tests.unit.enrich.notices import FORM, notice, party

EXTRACT = read_file(list_extract(), "csl_extract.json")

texts = st.text(max_size=20)
parties = st.builds(
    ListedParty,
    id=st.text(min_size=1, max_size=8),
    list=st.sampled_from(["EL", "SDN", "UVL"]),
    name=st.text(min_size=1, max_size=30),
    aliases=st.tuples(texts),
    country=st.none() | st.sampled_from(["CN", "HK"]),
    citation=st.none() | texts,
    source_updated=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    footnotes=st.tuples(st.integers(1, 5)),
)


@given(parties)
def test_a_party_is_restored_as_it_was(listed: ListedParty) -> None:
    back = restored(dumped(listed))
    # An empty text and none at all are the same to a reader; the day is kept with the list.
    assert replace(back, citation=back.citation or "") == replace(
        listed, citation=listed.citation or "", source_updated=None
    )


def test_a_list_published_anew_is_another_snapshot_of_the_same_parties() -> None:
    raw = list_extract()
    later = read_file(raw.replace(b"2026-07-31", b"2026-08-01"), "csl.json")
    assert later.id != EXTRACT.id
    assert later.digests == EXTRACT.digests
    assert set(later.stamps.values()) == {date(2026, 8, 1)}


def test_the_identity_is_that_of_the_content() -> None:
    again = read_file(list_extract(), "another-name.json")
    assert again.id == EXTRACT.id
    assert EXTRACT.id.startswith("csl-2026-07-31-")


def test_a_date_in_the_name_stands_in_for_a_missing_stamp() -> None:
    csv = (
        b"source,name,alt_names,addresses,federal_register_notice\n"
        b'Entity List (EL) - Bureau of Industry and Security,Example,,"Beijing, CN",77 FR 1\n'
    )
    assert read_file(csv, "consolidated-2026-07-31.csv").list_date == date(2026, 7, 31)
    assert read_file(csv, "consolidated.csv").list_date is None
    assert read_file(csv, "20269999.csv").list_date is None


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (Held("x", date(2026, 8, 24), 100, {}), "older"),
        (Held("x", None, 25_921, {}), "shrank"),
        (Held("x", None, 100, {"SDN": 19_181}), r"List SDN shrank from 19,181 parties to \d+\."),
    ],
)
def test_an_unfit_newcomer_is_refused_with_advice(held: Held, says: str) -> None:
    with pytest.raises(ListUnreadable, match=says) as refused:
        refuse_unfit(EXTRACT, held)
    assert "--force" in str(refused.value)


def test_a_fit_newcomer_passes() -> None:
    refuse_unfit(EXTRACT, None)
    refuse_unfit(EXTRACT, Held("x", date(2026, 7, 30), 180, {"EL": 100, "ISN": 3}))


def test_the_difference_is_by_entry() -> None:
    before = [("EL", "1", b"a"), ("EL", "2", b"b"), ("EL", "3", b"c")]
    after = [("EL", "2", b"b"), ("EL", "3", b"d"), ("EL", "4", b"e")]
    found = {(c.kind, c.entry_id) for c in difference(before, after)}
    assert found == {("added", "4"), ("removed", "1"), ("changed", "3")}
    assert difference(after, after) == []


def test_the_offline_enricher_names_its_list() -> None:
    enricher = enricher_from(list_extract(), "csl_extract.json")
    result = enricher.tender(notice(FORM, buyer=party(Role.BUYER, "四川大学")), date(2024, 5, 1))
    assert result.screened == "complete"
    assert result.snapshot is not None
    assert result.snapshot.id == EXTRACT.id
    assert result.snapshot.parties == len(parse_list(list_extract()))


def test_a_table_of_names_is_a_list_where_somebody_names_a_file() -> None:
    enricher = enricher_from("name,names\nExample Institute,示例研究所\n".encode(), "own.csv")
    result = enricher.tender(notice(FORM, buyer=party(Role.BUYER, "示例研究所")), date(2024, 5, 1))
    assert [match.list for match in result.parties[0].matches] == ["private:given"]


def test_names_of_a_register_are_no_list() -> None:
    row = '[{"item": "http://www.wikidata.org/entity/Q1", "en": "Example", "zh": "示例"}]'
    with pytest.raises(ListUnreadable, match="lists nobody"):
        enricher_from(row.encode(), "query.json")


@pytest.mark.parametrize("damage", ["\\u0000", "\\ud800"])
def test_text_that_no_database_keeps_is_refused(damage: str) -> None:
    raw = '{"results": [{"id": "1", "source": "EL", "name": "Example ' + damage + '"}]}'
    with pytest.raises(ListUnreadable, match="half a surrogate pair"):
        read_file(raw.encode(), "csl.json", "csl")
