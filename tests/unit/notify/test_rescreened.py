"""One alert for each change of the lists: who is on it, in which order, and when it pages."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from contracts.envelope import Mode
from contracts.risk import Band, Urgency
from services.notify.domain.alerts import Alert, after, transition, with_roots
from services.notify.domain.change_notes import news
from services.notify.domain.deliveries import Destination
from services.notify.domain.planning import MORE_TO_TELL, plan
from services.notify.domain.rescreened import (
    SHOWN,
    Child,
    Circumstances,
    by_parent,
    child_of,
    merged,
    parent_alert,
    parent_assessed,
    parent_decision,
    parent_lines,
    read_child,
)
from tests.unit.notify.assessments import assessed
from tests.unit.notify.contents import content
from tests.unit.notify.rescreenings import again, lists, touched


def child(name: str, **changes) -> Child:
    data = touched(name, **changes)
    decision = by_parent(transition(None, data))
    found = child_of(after(None, data, decision), data, decision)
    assert found is not None
    return found


def parent(*children: Child, previous: Alert | None = None):
    revision = previous.revision + 1 if previous else 1
    state = parent_assessed(touched("any"), Mode.LIVE, children, revision)
    decision = parent_decision(previous, state, Circumstances())
    return state, decision


def announced(*children: Child) -> Alert:
    state, decision = parent(*children)
    return with_roots(after(None, state, decision), frozenset({"slack:C1"}))


def test_running_resources_come_first_then_open_matters_then_history() -> None:
    old = child("old", law_date=date(2024, 5, 1), band=Band.CRITICAL, score=99)
    ended = child("ended", ended=True)
    open_high = child("open", score=70)
    open_critical = child("open critical", band=Band.CRITICAL, score=90)
    running = child("running", resources_running=True, band=Band.MEDIUM, score=45)
    expected = ["Buyer running", "Buyer open critical", "Buyer open", "Buyer old", "Buyer ended"]

    for order in itertools.permutations([old, ended, open_high, open_critical, running]):
        lines = parent_lines(lists(), order)
        assert [line.text.split(" · ")[1] for line in lines[1:-1]] == expected


def test_ten_lines_and_how_many_more() -> None:
    lines = parent_lines(lists(), [child(str(n)) for n in range(SHOWN + 3)])
    assert [line.label for line in lines].count("Open") == SHOWN
    assert lines[-2].text == "and 3 more"
    assert "Indicator for review" in lines[-1].text
    assert not any("violation" in line.text.lower() for line in lines)


def test_it_pages_by_the_worst_band_and_urgency_of_what_it_tells() -> None:
    calm = child("calm", band=Band.MEDIUM, score=50, urgency=Urgency.DIGEST)
    urgent = child("urgent", band=Band.HIGH, score=65, urgency=Urgency.NOW)
    state, decision = parent(calm, urgent)
    assert (state.band, state.score, state.urgency) == (Band.HIGH, 65, Urgency.NOW)
    assert decision.paging


def test_further_matters_edit_and_a_rise_pages() -> None:
    first = child("first", band=Band.HIGH, score=65)
    previous = announced(first)
    _, more = parent(first, child("second", band=Band.HIGH, score=70), previous=previous)
    _, rise = parent(first, child("third", band=Band.CRITICAL, score=90), previous=previous)
    _, now = parent(first, child("fourth", urgency=Urgency.NOW), previous=previous)
    assert (more.paging, more.edit, more.change) == (False, True, MORE_TO_TELL)
    assert more.hold is not None
    assert (rise.paging, rise.change) == (True, "band_rose")
    assert (now.paging, now.change) == (True, "urgency")


def test_new_messages_wait_for_more_and_edits_do_not() -> None:
    places = (Destination("slack:C1", "slack", "C1"), Destination("mail:a", "mail", "a"))
    first = child("first")
    rooted = with_roots(announced(first), frozenset({"mail:a"}))
    _, opening = parent(first)
    _, more = parent(first, child("second"), previous=rooted)

    def holds(alert: Alert, decision) -> dict[tuple[str, str], float | None]:
        planned = plan(alert, decision, content(), places).deliveries
        return {(each.destination, str(each.kind)): each.hold for each in planned}

    new = replace(rooted, rooted=frozenset())
    assert holds(new, opening) == {("slack:C1", "root"): 10.0, ("mail:a", "root"): 10.0}
    assert holds(rooted, more) == {("slack:C1", "edit"): 0.0, ("mail:a", "page"): 60.0}


def test_newer_states_of_what_was_told_are_no_reason_for_another_mail() -> None:
    first = child("first")
    previous = announced(first)
    state = parent_assessed(touched("any"), Mode.LIVE, [first], 2)
    decision = parent_decision(previous, state, Circumstances(fresh=False))
    assert (decision.change, decision.paging) == ("edited", False)


def test_where_nobody_can_be_told_it_is_only_noted() -> None:
    state = parent_assessed(touched("any"), Mode.LIVE, [child("first")], 1)
    assert parent_decision(None, state, Circumstances(reachable=False)).change == "noted"


def test_a_removal_alone_pages_nobody() -> None:
    before = assessed("x")
    alert = with_roots(after(None, before, transition(None, before)), frozenset({"slack:C1"}))
    data = again(before, "removed", band=Band.MEDIUM, score=50, parties=())
    decision = by_parent(transition(alert, data))
    found = child_of(alert, data, decision)
    assert found is not None
    assert not found.telling
    state, told = parent(found)
    assert (state.band, told.change, told.paging, told.edit) == (Band.NONE, "noted", False, False)
    assert "Sichuan University removed (Entity List)" in news(alert, data, decision)


def test_an_assessment_that_says_the_same_is_not_told_of() -> None:
    before = assessed("x")
    alert = after(None, before, transition(None, before))
    same = again(before, evidence_hash=before.evidence_hash)
    decision = by_parent(transition(alert, same))
    assert child_of(alert, same, decision) is None


def test_off_perspective_matters_do_not_raise_what_is_told() -> None:
    off = child("off", band=Band.CRITICAL, score=95, on_perspective=False)
    state, _ = parent(off, child("on", band=Band.MEDIUM, score=45))
    assert (state.band, state.on_perspective) == (Band.MEDIUM, True)
    state, _ = parent(off)
    assert state.on_perspective is False


def test_what_was_to_be_told_stays_so_when_its_state_is_renewed() -> None:
    first = child("x")
    newer = first.model_copy(update={"telling": False, "score": 61})
    (kept,) = merged({first.alert: first}, [newer]).values()
    assert (kept.telling, kept.score) == (True, 61)
    assert read_child(kept.model_dump_json()) == kept


@pytest.mark.parametrize("other", [Mode.DEMO, Mode.BACKFILL])
def test_each_mode_has_an_alert_of_its_own(other: Mode) -> None:
    assert parent_alert(lists(), Mode.LIVE) != parent_alert(lists(), other)
    assert parent_alert(lists(), Mode.LIVE) == parent_alert(lists("removed"), Mode.LIVE)
