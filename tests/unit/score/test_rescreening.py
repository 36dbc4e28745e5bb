"""Other lists, the same facts: newer readings stay, removals speak against, nothing is closed."""

from datetime import UTC, date, datetime, timedelta

from contracts.lists import ChangedEntry, Rescreening
from contracts.parties import Snapshot
from contracts.risk import Band, RiskAssessed
from services.score.adapters.memory_store import MemoryStore
from services.score.handlers import Assess
from tests.factories import NOW, buyer, chip, ident, match, received, tender
from tests.unit.score.test_policy_table import POLICY

LOADED = datetime(2026, 5, 1, tzinfo=UTC)
LISTED = match()


def snapshot(days: int, loaded: int = 0) -> Snapshot:
    return Snapshot(
        id=f"lists-{days}",
        list_date=date(2026, 5, 1) + timedelta(days=days),
        loaded_at=LOADED + timedelta(days=loaded),
        activated_at=LOADED + timedelta(days=days),
    )


def lists(kind: str, days: int, list_set: str = "csl") -> Rescreening:
    entry = ChangedEntry(kind=kind, list="EL", entry_id=LISTED.entry_id, name=LISTED.listed_name)
    return Rescreening(
        id=ident(f"{kind}-{days}"),
        list_set=list_set,
        snapshot=f"lists-{days}",
        reason=kind,
        list_date=date(2026, 5, 1) + timedelta(days=days),
        entries=(entry,),
    )


def notice(*matches, days: int, again: Rescreening | None = None, **more):
    return tender(
        chips=(chip(count=8),),
        parties=(buyer(*matches),),
        snapshot=snapshot(days, **more),
        rescreening=again,
    )


async def outcomes(*events) -> list[RiskAssessed]:
    handle = Assess(MemoryStore(), POLICY, lambda: NOW)
    found = []
    for number, event in enumerate(events):
        outs = await handle([received(event, cause=str(number))])
        found += [RiskAssessed.model_validate_json(out.record.value) for out in outs]
    return found


async def test_an_addition_raises_the_band_and_says_which_lists_led_to_it() -> None:
    again = lists("added", 1)

    before, after = await outcomes(notice(days=0), notice(LISTED, days=1, again=again))

    assert before.rescreening is None
    assert after.rescreening == again
    assert (before.band, after.band) == (Band.HIGH, Band.CRITICAL)
    assert after.revision == before.revision + 1


async def test_a_removal_is_counter_evidence_and_lowers_the_band() -> None:
    before, after = await outcomes(
        notice(LISTED, days=0), notice(days=1, again=lists("removed", 1))
    )

    assert (before.band, after.band) == (Band.CRITICAL, Band.HIGH)
    assert after.counter_evidence[0] == (
        "Listed University was removed from the Entity List in the snapshot of 2026-05-02"
    )


async def test_a_removal_is_still_known_after_the_next_lists_and_a_further_notice() -> None:
    later = tender(notice="later", chips=(chip(),), parties=(buyer(),), snapshot=snapshot(2))

    *_, last = await outcomes(
        notice(LISTED, days=0),
        notice(days=1, again=lists("removed", 1)),
        notice(days=2, again=lists("late", 2).model_copy(update={"entries": ()})),
        later,
    )

    assert "was removed from the Entity List" in last.counter_evidence[0]


async def test_an_entry_that_another_publication_still_holds_was_not_removed() -> None:
    *_, last = await outcomes(
        notice(LISTED, days=0), notice(LISTED, days=1, again=lists("removed", 1))
    )

    assert not any("removed" in fact for fact in last.counter_evidence)


async def test_the_end_of_a_mere_name_for_a_party_is_no_removal() -> None:
    again = lists("removed", 1, list_set="aliases:own")

    *_, last = await outcomes(notice(LISTED, days=0), notice(days=1, again=again))

    assert not any("removed" in fact for fact in last.counter_evidence)


async def test_a_reading_on_older_lists_never_replaces_a_newer_one() -> None:
    newer = notice(LISTED, days=1, again=lists("added", 1))

    found = await outcomes(newer, notice(days=0))

    assert [each.band for each in found] == [Band.CRITICAL]


async def test_lists_that_came_back_count_by_when_they_became_active() -> None:
    back = notice(days=2, loaded=-9, again=lists("removed", 2))

    *_, last = await outcomes(notice(LISTED, days=1), back)

    assert last.band == Band.HIGH
