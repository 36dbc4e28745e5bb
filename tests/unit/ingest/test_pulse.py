"""Work that comes round seldom keeps its pulse: liveness must not take a pause for a hang."""

import pytest

from chassis.health import STUCK_SECONDS, liveness
from services.ingest import app
from services.ingest.adapters.pages import Beat


async def test_a_long_pause_has_a_pulse_and_keeps_what_the_loop_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "PULSE_SECONDS", 0.001)
    beat = Beat("retention", "retrying", "no database", last_moved=0.0)
    await app._rest(beat, 0.002)
    assert liveness([beat])[0] == 200
    assert (beat.phase, beat.detail) == ("retrying", "no database")


def test_the_pulse_comes_well_before_liveness_gives_up() -> None:
    assert app.PULSE_SECONDS < STUCK_SECONDS / 2
