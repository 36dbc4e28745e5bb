"""Building an index pauses the search for reference cycles, and only that long."""

import gc

import pytest

from services.enrich.domain.screening.uncollected import uncollected


def test_the_collector_rests_inside_and_works_again_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_works_again_after_an_index_that_could_not_be_built() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError("name")
    assert gc.isenabled()


def test_a_collector_that_was_off_before_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
