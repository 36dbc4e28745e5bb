"""Plans are deterministic, and every destination that gets nothing has a reason."""

import pytest

from contracts.risk import Band
from services.notify.domain.alerts import Decision, after, transition, with_roots
from services.notify.domain.deliveries import Destination, Kind
from services.notify.domain.planning import plan
from tests.unit.notify.assessments import assessed, later
from tests.unit.notify.contents import content

SLACK = Destination("slack:C1", "slack", "C1")
MAIL = Destination("mail:abc", "mail", "a@alerts.example")
BOTH = (SLACK, MAIL)
FIRST = assessed()


def opened(rooted=("slack:C1", "mail:abc")):
    decision = transition(None, FIRST)
    return with_roots(after(None, FIRST, decision), frozenset(rooted)), decision


def kinds(planned):
    return [(delivery.destination, delivery.kind) for delivery in planned.deliveries]


def test_an_opening_is_a_root_everywhere():
    alert, decision = opened(rooted=())
    planned = plan(alert, decision, content(), BOTH)

    assert kinds(planned) == [("mail:abc", Kind.ROOT), ("slack:C1", Kind.ROOT)]
    assert planned.rooted == {"slack:C1", "mail:abc"}


def test_a_page_edits_the_root_before_it_is_posted():
    alert, _ = opened()
    planned = plan(alert, Decision("stage", ("award",), paging=True, edit=True), content(), BOTH)

    assert kinds(planned) == [
        ("mail:abc", Kind.PAGE),
        ("slack:C1", Kind.EDIT),
        ("slack:C1", Kind.PAGE),
    ]


def test_a_change_that_does_not_page_reaches_the_thread_only():
    alert, _ = opened()
    planned = plan(alert, Decision("edited", ("x",), edit=True), content(mention=True), BOTH)

    assert kinds(planned) == [("slack:C1", Kind.EDIT), ("slack:C1", Kind.NOTE)]
    assert not any(delivery.content.mention for delivery in planned.deliveries)
    assert planned.unsent == ("mail:abc: a mail cannot be edited; only pages are sent",)


def test_a_destination_the_routes_no_longer_choose_is_noted_not_paged():
    alert, _ = opened()
    planned = plan(alert, Decision("stage", ("award",), paging=True, edit=True), content(), ())

    assert kinds(planned) == [("slack:C1", Kind.EDIT), ("slack:C1", Kind.NOTE)]
    assert len(planned.unsent) == 1


def test_a_destination_added_later_gets_a_root_with_the_next_page_only():
    alert, _ = opened(rooted=("slack:C1",))
    quiet = plan(alert, Decision("edited", ("x",), edit=True), content(), BOTH)
    loud = plan(alert, Decision("stage", ("x",), paging=True, edit=True), content(), BOTH)

    assert "mail:abc" not in {delivery.destination for delivery in quiet.deliveries}
    assert ("mail:abc", Kind.ROOT) in kinds(loud)


def test_the_same_plan_has_the_same_ids_and_another_version_has_others():
    alert, decision = opened(rooted=())
    once, again = (plan(alert, decision, content(), BOTH) for _ in range(2))
    data = later(FIRST, band=Band.CRITICAL, score=90)
    risen = transition(alert, data)
    other = plan(after(alert, data, risen), risen, content(), BOTH)

    assert [d.id for d in once.deliveries] == [d.id for d in again.deliveries]
    assert not {d.id for d in once.deliveries} & {d.id for d in other.deliveries}


@pytest.mark.parametrize(
    "decision",
    [
        Decision("unchanged", ("same",)),
        Decision("unread_content", ("queued",)),
        Decision("edited", ("x",), edit=True),
    ],
)
def test_every_destination_is_either_told_or_has_a_reason(decision):
    alert, _ = opened(rooted=("slack:C1",))
    planned = plan(alert, decision, content(), BOTH)
    told = {delivery.destination for delivery in planned.deliveries}

    assert told | {line.split(": ")[0] for line in planned.unsent} >= {d.id for d in BOTH}
