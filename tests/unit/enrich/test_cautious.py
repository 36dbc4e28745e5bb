"""A bug inside screening costs one answer, is counted, and never clears or parks an event."""

from dataclasses import replace

import pytest

from chassis import metrics
from contracts.accounts import SignUp
from contracts.parties import Role
from services.enrich.adapters.watched_screening import WatchedScreening
from services.enrich.domain.cautious import Cautious
from tests.unit.enrich.notices import AS_OF, enricher, notice, party
from tests.unit.enrich.test_accounts import account


class Breaks:
    """A screening with a bug that only some names meet."""

    def __init__(self, bad: str) -> None:
        self.bad = bad

    def screen(self, name, country=None):
        if self.bad in name:
            raise KeyError(name)
        return enricher().screener.screen(name, country)

    def spot(self, text):
        return enricher().screener.spot(text)


def judged(bad: str, *suppliers: str):
    broken = replace(enricher(), screener=Breaks(bad))
    received = notice(
        "采购A100 GPU",
        buyer=party(Role.BUYER, "云海大学"),
        suppliers=tuple(party(Role.SUPPLIER, name) for name in suppliers),
    )
    return broken.tender(received, AS_OF)


def test_an_event_whose_screening_broke_is_not_screened() -> None:
    result = judged("云海", "某某有限公司")

    assert result.screened == "not_screened"
    assert "KeyError" in result.screening_note
    assert "云海" not in result.screening_note
    assert len(result.parties) == 2


def test_hits_of_the_other_parties_still_go_out_as_provisional() -> None:
    result = judged("云海", "四川大学")

    assert result.screened == "provisional"
    assert [m.listed_name for m in result.parties[1].matches] == ["Sichuan University"]


def test_an_account_event_is_marked_too() -> None:
    received = account("signup", signup=SignUp(legal_name="云海大学"))
    result = replace(enricher(), screener=Breaks("云海")).account(received, AS_OF)

    assert result.screened == "not_screened"


def test_an_event_without_a_failure_is_complete() -> None:
    assert judged("no such name").screened == "complete"


def test_a_failing_text_search_is_noted() -> None:
    class Blind(Breaks):
        def spot(self, text):
            raise RecursionError

    cautious = Cautious(Blind("x"))

    assert cautious.spot("四川大学") == []
    assert cautious.note is not None
    assert "RecursionError" in cautious.note


def test_the_adapter_counts_a_bug_and_raises_it_on() -> None:
    counter = metrics.SCREENING_FAILURES.labels("screen")
    before = counter._value.get()

    with pytest.raises(KeyError):
        WatchedScreening(Breaks("云海")).screen("云海大学")

    assert counter._value.get() == before + 1
    assert WatchedScreening(Breaks("云海")).screen("四川大学")[0].relation == "same"
