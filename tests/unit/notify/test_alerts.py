"""What pages, what only edits, what is left alone: the list of policy, one row each."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.alerts import AlertState
from contracts.parties import Role
from contracts.risk import AssessedParty, Band, Urgency
from services.notify.domain.alerts import Alert, after, transition, with_roots
from tests.unit.notify.assessments import SICHUAN, assessed, later, linked, matter
from tests.unit.notify.stories import possible

ROOTED = frozenset({"slack:C1"})
BASE = assessed(
    band=Band.MEDIUM, score=50, total_accelerators=40, amount_cny=Decimal(100), parties=()
)


def opened(data=BASE) -> Alert:
    return with_roots(after(None, data, transition(None, data)), ROOTED)


def with_party(match):
    return (AssessedParty(role=Role.BUYER, name="四川大学", match=match),)


PAGES = {
    "band rises to high": ({"band": Band.HIGH, "score": 65}, "band_rose"),
    "band rises to critical": ({"band": Band.CRITICAL, "score": 85}, "band_rose"),
    "another listed party": ({"parties": with_party(SICHUAN)}, "listed_party"),
    "a linked account": ({"links": (linked("aws:1"),)}, "linked_account"),
    "stage award": ({"stage": "award"}, "stage"),
    "stage contract": ({"stage": "contract"}, "stage"),
    "stage acceptance": ({"stage": "acceptance"}, "stage"),
    "quantity doubles": ({"total_accelerators": 80}, "quantity_doubled"),
    "amount doubles": ({"amount_cny": Decimal(200)}, "amount_doubled"),
    "urgency becomes now": ({"urgency": Urgency.NOW}, "urgency"),
}
EDITS = {
    "score moves within its band": {"score": 52},
    "band falls": {"band": Band.LOW, "score": 30},
    "band none": {"band": Band.NONE, "score": 0},
    "matter ends": {"stage": "cancelled", "ended": True, "band": Band.LOW},
    "stage candidate": {"stage": "candidate"},
    "a possible match": {"parties": with_party(possible(SICHUAN))},
    "a linked tender": {"links": (linked("other", "tender"),)},
    "quantity grows by half": {"total_accelerators": 60},
    "quantity becomes unknown": {"total_accelerators": None},
    "amount falls": {"amount_cny": Decimal(10)},
    "urgency falls": {"urgency": Urgency.DIGEST},
    "content nobody has read": {"unread_content": True, "band": None, "score": None},
    "merged away": {"merged_into": matter("other"), "band": Band.CRITICAL},
}


@pytest.mark.parametrize("name", PAGES)
def test_a_paging_transition_pages_and_says_why(name):
    changes, change = PAGES[name]
    decision = transition(opened(), later(BASE, **changes))

    assert (decision.paging, decision.edit, decision.change) == (True, True, change)
    assert decision.reasons


@pytest.mark.parametrize("name", EDITS)
def test_anything_else_only_edits(name):
    decision = transition(opened(), later(BASE, **EDITS[name]))

    assert (decision.paging, decision.edit) == (False, True)
    assert decision.reasons


def test_an_entry_under_another_id_or_in_another_publication_is_no_new_one():
    known = opened(later(BASE, parties=with_party(SICHUAN)))
    same = {"entry_id": "other", "other_entry_ids": ()}
    joined = {"entry_id": "other", "other_entry_ids": ("EL-0815",), "listed_name": "Sichuan U."}
    for changes in (same, joined):
        match = SICHUAN.model_copy(update=changes)
        data = later(BASE, revision=3, parties=with_party(match))
        assert not transition(known, data).paging
    other = SICHUAN.model_copy(update={"entry_id": "x", "listed_name": "Another"})
    assert transition(known, later(BASE, revision=3, parties=with_party(other))).paging


@pytest.mark.parametrize("name", PAGES)
def test_the_same_list_reopens_a_disposed_alert(name):
    disposed = _with_state(opened(), AlertState.DISPOSED)
    data = later(BASE, **PAGES[name][0])
    alert = after(disposed, data, transition(disposed, data))

    assert alert.state is AlertState.OPEN


@pytest.mark.parametrize("state", [AlertState.DISPOSED, AlertState.ACKNOWLEDGED])
def test_an_edit_leaves_what_a_person_decided(state):
    held = _with_state(opened(), state)
    data = later(BASE, score=52)

    assert after(held, data, transition(held, data)).state is state


def test_a_page_voids_the_acknowledgement():
    held = _with_state(opened(), AlertState.ACKNOWLEDGED)
    data = later(BASE, stage="award")

    assert after(held, data, transition(held, data)).state is AlertState.OPEN


@pytest.mark.parametrize("band", [Band.MEDIUM, Band.HIGH, Band.CRITICAL, Band.UNKNOWN])
def test_an_alertable_band_opens_an_alert(band):
    decision = transition(None, assessed(band=band))

    assert (decision.change, decision.paging) == ("opened", True)


@pytest.mark.parametrize("band", [Band.NONE, Band.LOW])
def test_a_lower_band_opens_none_and_says_so(band):
    decision = transition(None, assessed(band=band))

    assert (decision.applies, decision.paging, decision.edit) == (False, False, False)
    assert "opens no alert" in decision.why


def test_unread_content_is_queued_and_pages_only_once_it_has_a_band():
    unread = assessed(unread_content=True, band=None, score=None)
    decision = transition(None, unread)
    assert (decision.applies, decision.paging, decision.edit) == (True, False, False)

    queued = after(None, unread, decision)
    read = later(unread, unread_content=False, band=Band.HIGH, score=70)
    assert transition(queued, read).paging is True


@pytest.mark.parametrize("revision", [1, 2])
def test_older_and_equal_revisions_are_ignored(revision):
    alert = opened(assessed(revision=2))
    decision = transition(alert, assessed(revision=revision, band=Band.CRITICAL))

    assert (decision.applies, decision.paging) == (False, False)
    assert "not newer" in decision.why
    assert transition(None, assessed(revision=revision), seen=2).change == "ignored"


def test_the_same_evidence_again_is_no_news():
    decision = transition(opened(), later(BASE, evidence_hash=BASE.evidence_hash))

    assert (decision.edit, decision.paging, decision.change) == (False, False, "unchanged")


def test_slow_growth_adds_up_to_a_doubling():
    alert, data, paged = opened(), BASE, []
    for count in (60, 79, 80, 100, 159, 160):
        data = later(data, total_accelerators=count)
        decision = transition(alert, data)
        paged += [count] if decision.paging else []
        alert = after(alert, data, decision)

    assert paged == [80, 160]


def test_a_stage_and_a_listed_party_page_once_even_if_they_come_and_go():
    alert, data, paged = opened(), BASE, []
    for step in ("award", "tender", "award"):
        listed = with_party(SICHUAN) if step == "award" else ()
        data = later(data, stage=step, parties=listed)
        decision = transition(alert, data)
        paged.append(decision.paging)
        alert = after(alert, data, decision)

    assert paged == [True, False, False]


def test_several_reasons_are_all_told_the_weightiest_first():
    data = later(BASE, band=Band.CRITICAL, stage="award", urgency=Urgency.NOW)
    decision = transition(opened(), data)

    assert decision.change == "band_rose"
    assert len(decision.reasons) == 3


def test_an_alert_nobody_was_told_of_is_shown_when_somebody_can_be():
    silent = after(None, BASE, transition(None, BASE))
    data = later(BASE, score=51)

    assert transition(silent, data, reachable=False).paging is False
    assert transition(silent, data, reachable=True).change == "first_shown"


def _with_state(alert: Alert, state: AlertState) -> Alert:
    return replace(alert, state=state)


def test_unread_content_keeps_the_band_that_was_known_and_is_no_news_once_read():
    high = assessed()
    alert = opened(high)
    unread = later(high, unread_content=True, band=None, score=None)
    alert = after(alert, unread, transition(alert, unread))

    assert (alert.band, alert.score) == (Band.HIGH, 72)
    assert transition(alert, later(unread, unread_content=False, band=Band.HIGH)).paging is False
