"""How a delivery goes on after each ending: nothing ends in silence, nothing is sent unproven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain import backoff
from services.notify.domain.audit import GENESIS, chained
from services.notify.domain.deliveries import (
    RUNGS,
    Ending,
    Found,
    Kind,
    Outcome,
    ReadBack,
    Rung,
    State,
)
from services.notify.domain.moves import (
    GIVE_UP,
    Timing,
    after_call,
    after_reading,
    pause_of_circuit,
)
from tests.unit.notify.contents import claimed

TIMING = Timing()


@pytest.mark.parametrize("ending", list(Ending))
@pytest.mark.parametrize("kind", list(Kind))
def test_every_ending_has_a_move(ending, kind):
    move = after_call(claimed(kind=kind), Outcome(ending), 0.5, TIMING)

    assert move.state is not State.SENDING
    assert (move.state is State.SENT) == (ending is Ending.SENT)


def test_an_unknown_outcome_is_never_due_before_the_request_can_have_arrived():
    move = after_call(claimed(), Outcome(Ending.UNKNOWN), 0.5, TIMING)

    assert move.state is State.UNKNOWN
    assert move.after >= TIMING.timeout + TIMING.margin
    assert TIMING.lease > TIMING.settle


def test_waiting_as_told_is_no_attempt():
    move = after_call(claimed(), Outcome(Ending.WAIT, retry_after=30), 0.5, TIMING)

    assert (move.state, move.refund, move.pause) == (State.PENDING, True, 30)


def test_the_ladder_goes_down_to_text_and_then_ends():
    rungs = [after_call(claimed(rung=r), Outcome(Ending.FORMAT), 0, TIMING).rung for r in RUNGS]

    assert rungs == [Rung.PLAIN_BLOCKS, Rung.TEXT, None]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Kind.ROOT, State.PENDING),
        (Kind.PAGE, State.PENDING),
        (Kind.NOTE, State.DEAD),
        (Kind.EDIT, State.DEAD),
    ],
)
def test_a_first_message_and_a_page_never_give_up(kind, state):
    tired = claimed(kind=kind, attempts=GIVE_UP + 100)

    assert after_call(tired, Outcome(Ending.REFUSED), 0.9, TIMING).state is state


@pytest.mark.parametrize(
    ("found", "kind", "state", "resent"),
    [
        (Found.THERE, Kind.ROOT, State.SENT, False),
        (Found.ABSENT, Kind.ROOT, State.PENDING, False),
        (Found.LATER, Kind.ROOT, State.UNKNOWN, False),
        (Found.UNREADABLE, Kind.ROOT, State.PENDING, True),
        (Found.UNREADABLE, Kind.PAGE, State.PENDING, True),
        (Found.UNREADABLE, Kind.NOTE, State.DEAD, False),
    ],
)
def test_only_proof_or_a_mark_lets_a_message_out_again(found, kind, state, resent):
    move = after_reading(claimed(kind=kind), ReadBack(found))

    assert (move.state, move.resent) == (state, resent)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_back_off_stays_between_half_a_second_and_an_hour(attempts, jitter):
    assert 0.5 <= backoff.wait(attempts, jitter) <= 3600


def test_back_off_grows_from_seconds_to_an_hour():
    steps = [backoff.wait(n, 0.999999) for n in range(1, 12)]

    assert steps == sorted(steps)
    assert round(steps[0]) == 5
    assert round(steps[-1]) == 3600


def test_a_broken_destination_is_left_alone_longer_each_time():
    assert [pause_of_circuit(n) for n in (1, 2, 3, 50)] == [60, 120, 240, 900]


@given(st.lists(st.text(), min_size=1, max_size=4), st.data())
def test_any_change_to_a_record_changes_its_chain(bodies, data):
    number = data.draw(st.integers(0, len(bodies) - 1))
    changed = [*bodies[:number], bodies[number] + "x", *bodies[number + 1 :]]
    safe = [body.encode("utf-8", "replace").decode() for body in bodies]
    other = [body.encode("utf-8", "replace").decode() for body in changed]

    assert chained(GENESIS, safe) != chained(GENESIS, other)
    assert chained(chained(GENESIS, safe), safe) != chained(GENESIS, safe)
