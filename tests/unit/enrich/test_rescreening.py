"""What a new list changes for what was seen, without a database."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from contracts.ids import root_id
from services.enrich.domain.lists import ListedParty
from services.enrich.domain.rescreening import Occasion, changes_between, still_listed, touched
from services.enrich.domain.screening import Screener
from services.enrich.domain.seen import Noting, SeenName

ONE = ListedParty("1", "EL", "Northern Cloud Research Institute", country="CN")
TWO = ListedParty("2", "EL", "Southern Compute University", country="CN")
SCREENER = Screener([ONE, TWO])

some = st.lists(
    st.builds(
        ListedParty,
        id=st.sampled_from("123456"),
        list=st.sampled_from(["EL", "SDN"]),
        name=st.sampled_from(["Alpha", "Beta", "Gamma", "Delta"]),
        source_updated=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    ),
    max_size=8,
    unique_by=lambda each: (each.list, each.id),
)


def seen(*names: str) -> list[SeenName]:
    return [SeenName(root_id("name", name), name, None) for name in names]


def test_an_entry_is_added_removed_or_changed() -> None:
    new = replace(TWO, aliases=("SCU",))
    kinds = {c.kind: c.entry.name for c in changes_between([ONE, TWO], [new])}
    assert kinds == {"removed": ONE.name, "changed": TWO.name}
    (added,) = changes_between([], [ONE])
    assert (added.kind, added.entry.entry_id) == ("added", "1")


def test_a_new_stamp_is_no_change() -> None:
    assert changes_between([ONE], [replace(ONE, source_updated=date(2026, 8, 1))]) == []


def test_an_entry_under_another_id_is_not_removed() -> None:
    (change,) = changes_between([ONE], [replace(ONE, id="other")])
    assert change.kind == "changed"
    assert (change.old, change.new) == (ONE, replace(ONE, id="other"))


def test_what_another_publication_in_use_lists_is_not_removed() -> None:
    gone = changes_between([ONE, TWO], [])
    found = still_listed(gone, [("EL", ONE.name.upper()), ("SDN", TWO.name)])
    assert [change.kind for change in found] == ["changed", "removed"]
    assert found[0].old == found[0].new == ONE


@given(some, some)
def test_every_row_that_moved_is_in_exactly_one_change(
    gone: list[ListedParty], come: list[ListedParty]
) -> None:
    found = changes_between(gone, come)
    plain = {replace(p, source_updated=None) for p in gone} & {
        replace(p, source_updated=None) for p in come
    }
    old = [c.old for c in found if c.old]
    new = [c.new for c in found if c.new]
    assert sorted(map(repr, new)) == sorted(
        repr(p) for p in come if replace(p, source_updated=None) not in plain
    )
    assert sorted(map(repr, old)) == sorted(
        repr(p) for p in gone if replace(p, source_updated=None) not in plain
    )


def test_only_names_that_a_changed_entry_may_mean_are_touched() -> None:
    changes = {("EL", "1"): changes_between([], [ONE])[0]}
    names = seen(ONE.name, TWO.name, "Institute Research Northern Cloud")
    hits = [bool(hit) for hit in touched(names, Screener([ONE]), changes)]
    assert hits == [True, False, True]


def test_an_event_already_on_the_new_lists_needs_nothing() -> None:
    first = Occasion(UUID(int=1), "csl", "new", "old", None)
    assert first.needs("old", "complete", "new")
    assert not first.needs("new", "complete", "new")
    assert not first.needs("new", "not_screened", "new")
    again = replace(first, again=True)
    assert again.needs("new", "not_screened", "new")
    assert not again.needs("new", "complete", "new")
    assert (first.id_parts, again.id_parts) == ((), (str(UUID(int=1)),))


def test_the_reference_names_each_entry_once_and_the_weightiest_reason() -> None:
    occasion = Occasion(UUID(int=1), "csl", "new", "old", date(2026, 8, 1))
    removed, added = changes_between([ONE], [TWO])[::-1]
    found = occasion.reference([removed.entry, added.entry, removed.entry], "complete")
    assert (found.reason, len(found.entries)) == ("added", 2)
    assert occasion.reference([], "not_screened").reason == "unscreened"
    assert occasion.reference([], "complete").reason == "late"


@given(st.text(max_size=60))
def test_noting_changes_no_answer(name: str) -> None:
    noting = Noting(SCREENER)
    assert noting.screen(name) == SCREENER.screen(name)
    assert all("\0" not in each.printed for each in noting.names.values())
