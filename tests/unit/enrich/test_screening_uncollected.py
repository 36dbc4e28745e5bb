"""Building an index pauses the search for reference cycles, and only that long."""

import gc
import weakref

import pytest

from services.enrich.domain.lists import ListedParty
from services.enrich.domain.screening.structural.names import ListedNames
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


def test_a_replaced_list_is_freed_without_the_collector() -> None:
    name = "Harbin Institute of Physics"
    listed = ListedNames([(name.lower(), name, ListedParty(id="1", list="EL", name=name))])
    listed.holders((0,), 0, False)
    kept = weakref.ref(listed)

    with uncollected():
        del listed
        assert kept() is None
