"""One entry in several publications, the state of all sets, and names that only propose."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from contracts.parties import Snapshot
from services.enrich.data.aliases import AliasRow
from services.enrich.domain.alias_sources import ALIAS_LIST, proposals
from services.enrich.domain.bridges import Addition, bridge, brought, checked_citation
from services.enrich.domain.list_sets import PUBLISHED, set_of
from services.enrich.domain.list_state import ActiveSet, state_of
from services.enrich.domain.list_union import union
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening import Screener

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
UNIVERSITY = ListedParty("1", "EL", "Example Normal University", country="CN", countries=("CN",))
KNOWN = ListedParty(
    "Q9", ALIAS_LIST, "Example Normal University", ("示例师范大学",), "CN", countries=("CN",)
)

DAY = date(2026, 7, 31)


def undated(_list_set: str, _list_code: str) -> None:
    return None


def both(first: list[ListedParty], second: list[ListedParty]) -> list[ListedParty]:
    return union({"csl": first, "opensanctions": second}, undated)


def test_an_entry_of_two_publications_is_one_with_the_names_and_ids_of_both() -> None:
    other = ListedParty(
        "NK-1", "EL", "EXAMPLE Normal University", ("示例师范大学", "enu"), citation="77 FR 1"
    )
    (entry,) = both([replace(UNIVERSITY, aliases=("ENU",))], [other])
    assert (entry.id, entry.other_ids, entry.name) == ("1", ("NK-1",), UNIVERSITY.name)
    assert entry.aliases == ("ENU", "示例师范大学")
    assert entry.citation == "77 FR 1"
    (match,) = Screener([entry], ()).screen("示例师范大学")
    assert match.relation == "same"


def test_an_acronym_in_the_listed_name_does_not_make_two_entries() -> None:
    listed = replace(UNIVERSITY, name="Example Normal University (ENU)")
    assert len(both([listed], [replace(UNIVERSITY, id="NK-1")])) == 1


def test_another_list_is_another_entry() -> None:
    assert len(both([UNIVERSITY], [replace(UNIVERSITY, id="NK-1", list="UVL")])) == 2


def test_entries_of_one_publication_never_join() -> None:
    namesake = replace(UNIVERSITY, id="2", countries=("HK",))
    alone = union({"csl": [UNIVERSITY, namesake]}, undated)
    assert [each.id for each in alone] == ["1", "2"]
    abroad = replace(UNIVERSITY, id="NK-2", countries=("HK",))
    first, second = both([UNIVERSITY, namesake], [abroad])
    assert (first.other_ids, second.other_ids) == ((), ("NK-2",))


def test_bare_addresses_stay_apart() -> None:
    address = ListedParty("1", "EL", "Address 01")
    assert len(both([address], [replace(address, id="2")])) == 2


def test_a_party_without_a_date_has_that_of_its_set() -> None:
    csl = ActiveSet("csl", Snapshot(id="c", list_date=DAY), True, {"UVL": date(2026, 7, 1)})
    listed = [UNIVERSITY, replace(UNIVERSITY, id="2", list="UVL")]
    found = union({"csl": listed}, lambda _set, code: csl.day(code))
    assert [each.source_updated for each in found] == [DAY, date(2026, 7, 1)]


def active(name: str, id_: str, hours: int = 0, parties: int = 5) -> ActiveSet:
    seen = datetime(2026, 11, 20, hours, tzinfo=UTC)
    snapshot = Snapshot(id=id_, list_date=date(2026, 7, 31), checked_at=seen, parties=parties)
    return ActiveSet(name, snapshot, set_of(name).expires)


SETS = [active("csl", "c", 5), active("ofac", "o", 3), active("private:a", "p", 1)]


@given(st.permutations(SETS))
def test_the_state_is_that_of_the_sets_whatever_their_order(sets: list[ActiveSet]) -> None:
    state, same = state_of(SETS), state_of(sets)
    assert state is not None
    assert same == state
    assert state.oldest == "ofac"
    assert state.snapshot.parties == 15


def test_one_set_keeps_the_id_of_its_snapshot_and_another_set_changes_it() -> None:
    alone = state_of(SETS[:1])
    empty = state_of([SETS[0], active("private:a", "gone", parties=0)])
    assert alone is not None
    assert empty is not None
    assert alone.snapshot.id == empty.snapshot.id == "c"
    others = {state_of(sets).snapshot.id for sets in (SETS, SETS[:2], [SETS[0], SETS[2]])}  # type: ignore[union-attr]
    assert len(others | {"c"}) == 4


def test_without_a_published_list_there_is_no_state() -> None:
    assert state_of([]) is None
    assert state_of(SETS[2:]) is None
    assert state_of([active("aliases:ror", "r"), active("bridge", "b")]) is None


def test_sets_have_closed_names() -> None:
    assert [set_of(each.name) for each in PUBLISHED] == list(PUBLISHED)
    assert set_of("private:acme-2").kind == "operator"
    assert set_of("aliases:ror").kind == "aliases"
    for wrong in ("private:", "private:A", "nosuch", "aliases:a b", "private:" + "a" * 41):
        with pytest.raises(Invalid, match="private:NAME"):
            set_of(wrong)


def test_a_register_proposes_a_name_and_never_decides() -> None:
    (row,) = proposals([UNIVERSITY], {"aliases:wikidata": [KNOWN]}, ())
    assert (row.names, row.source, row.decides) == (("示例师范大学",), "wikidata Q9", False)
    (match,) = Screener([UNIVERSITY], [row]).screen("示例师范大学")
    assert match.relation == "possible"


@pytest.mark.parametrize(
    "known",
    [
        replace(KNOWN, countries=("TW",)),
        replace(KNOWN, name="Another Normal University"),
        replace(KNOWN, name="ENU"),
        replace(KNOWN, aliases=("ENU",)),
    ],
    ids=["elsewhere", "another", "too short", "no Chinese name"],
)
def test_a_register_proposes_nothing_for_somebody_else(known: ListedParty) -> None:
    assert proposals([UNIVERSITY], {"aliases:wikidata": [known]}, ()) == ()


def test_a_person_gets_no_names_and_a_party_of_the_table_needs_none() -> None:
    sources = {"aliases:wikidata": [KNOWN]}
    assert proposals([replace(UNIVERSITY, type="Individual")], sources, ()) == ()
    row = AliasRow("EL", UNIVERSITY.name, "university", ("示",), "s", date(2026, 1, 1), "high")
    assert proposals([UNIVERSITY], sources, [row]) == ()


def test_what_a_person_confirmed_is_no_proposal() -> None:
    assert proposals([UNIVERSITY], {"aliases:confirmed": [KNOWN]}, ()) == ()


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("90 FR 48193", "90 FR 48193"),
        ("77 FR 58006 (no. 182)", "77 FR 58006"),
        ("85 FR 51603; 87 FR 6026", "85 FR 51603; 87 FR 6026"),
        ("88 F.R. 7685", "88 FR 7685"),
        ("91  FR  54,657", "91 FR 54657"),
    ],
)
def test_citations_are_kept_in_one_spelling(printed: str, kept: str) -> None:
    assert checked_citation(printed) == kept


@pytest.mark.parametrize("printed", ["", "FR 48193", "90 FR", "2026-17231", "90 FR 1; see above"])
def test_another_shape_is_no_citation(printed: str) -> None:
    with pytest.raises(Invalid, match="such as 90 FR 48193"):
        checked_citation(printed)


@pytest.mark.parametrize(
    ("addition", "says"),
    [
        (Addition("90 FR 1", "our list", "X Lab"), "is no list"),
        (Addition("90 FR 1", "EL", "..."), "holds no letter"),
        (Addition("90 FR 1", "EL", "X Lab", country="China"), "two letters"),
    ],
)
def test_a_bridge_is_checked_before_anybody_is_screened_against_it(
    addition: Addition, says: str
) -> None:
    with pytest.raises(Invalid, match=says):
        bridge(addition)


def test_a_bridge_joins_its_entry_by_list_and_folded_name() -> None:
    party = bridge(Addition("90 FR 1", "Entity List", "Example Normal University (ENU)"))
    assert party.list == "EL"
    assert brought([party], [UNIVERSITY]) == {party.id}
    assert brought([party], [replace(UNIVERSITY, list="UVL")]) == set()
    assert brought([], [UNIVERSITY]) == set()
    cited_again = bridge(Addition("91 FR 2", "EL", "Example Normal University"))
    assert brought([party, cited_again], [UNIVERSITY]) == {party.id, cited_again.id}
