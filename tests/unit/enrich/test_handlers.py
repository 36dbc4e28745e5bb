"""Handlers: derived ids, inherited attributes, keys and order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from chassis.messages import Received
from contracts.accounts import AccountEnriched, Owner, SignUp
from contracts.envelope import Attributes, Mode
from contracts.ids import derived_id, root_id
from contracts.parties import Role, Snapshot
from contracts.tenders import TenderEnriched, TenderReceived, TextFact
from contracts.wire import attributes_of
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.seen import SeenEvent
from services.enrich.handlers import Enriching, account_date, tender_date
from tests.unit.enrich.notices import enricher, notice, party
from tests.unit.enrich.test_accounts import account

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
SNAPSHOT = Snapshot(id="csl-2026-07-31-abc", list_date=date(2026, 7, 31), parties=182)


class OneState:
    """A source whose lists never change."""

    async def current(self) -> Enricher:
        return Enricher(enricher().screener, enricher().catalogue, SNAPSHOT)


class Kept:
    """A memory in memory."""

    def __init__(self) -> None:
        self.events: list[SeenEvent] = []

    async def remember(self, events: Sequence[SeenEvent]) -> None:
        self.events += events


def received(data, offset: int = 0) -> Received:
    attributes = Attributes(
        id=root_id("cause", str(offset)),
        source="/exportwatch/ingest",
        type="org.exportwatch.tender.received.v1",
        time=NOW,
        subject=str(data.matter),
        mode=Mode.DEMO,
        correlation_id=root_id("chain"),
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )
    return Received(attributes, data, "tenders.received.v1", 0, offset)


async def test_an_enriched_notice_inherits_and_names_its_versions() -> None:
    cause = received(notice("采购A100 GPU", buyer=party(Role.BUYER, "四川大学")))
    (outgoing,) = await Enriching(OneState(), Kept(), lambda: NOW)([cause])
    attributes = attributes_of(outgoing.record.headers)
    version = enricher().catalogue.version
    assert attributes.id == derived_id(cause.attributes.id, "enriched", SNAPSHOT.id, version)
    assert attributes.mode == Mode.DEMO
    assert attributes.correlation_id == cause.attributes.correlation_id
    assert attributes.type == "org.exportwatch.tender.enriched.v1"
    assert outgoing.record.topic == "tenders.enriched.v1"
    assert outgoing.record.key.decode() == str(cause.data.matter)
    data = TenderEnriched.model_validate_json(outgoing.record.value)
    assert data.snapshot == SNAPSHOT
    assert data.parties[0].matches[0].list == "EL"
    assert outgoing.cause is cause


async def test_a_replay_gives_the_same_record() -> None:
    cause = received(notice("采购A100 GPU"))
    handle = Enriching(OneState(), Kept(), lambda: NOW)
    assert (await handle([cause]))[0].record == (await handle([cause]))[0].record


async def test_order_is_kept() -> None:
    batch = [received(notice(f"采购A100 GPU {n}张"), n) for n in range(1, 6)]
    outgoing = await Enriching(OneState(), Kept(), lambda: NOW)(batch)
    assert [each.cause for each in outgoing] == batch


async def test_account_events_go_to_their_own_topic() -> None:
    cause = received(account())
    (outgoing,) = await Enriching(OneState(), Kept(), lambda: NOW)([cause])
    assert outgoing.record.topic == "accounts.enriched.v1"
    assert AccountEnriched.model_validate_json(outgoing.record.value).account == cause.data


def test_the_law_date_is_the_notices_day_else_the_day_of_receipt_in_utc_plus_8() -> None:
    undated = notice("采购")
    assert tender_date(undated) == date(2024, 5, 11)
    dated = TenderReceived.model_validate(
        undated.model_dump()
        | {"published": TextFact(value="2023-01-02", quote="2023-01-02").model_dump()}
    )
    assert tender_date(dated) == date(2023, 1, 2)
    late = account(occurred=datetime(2024, 4, 12, 16, 2, tzinfo=UTC))
    assert account_date(late) == date(2024, 4, 13)


async def test_the_very_names_that_were_screened_are_remembered_with_what_they_matched() -> None:
    buyer = party(Role.BUYER, "四川大学", name_en="Sichuan University")
    supplier = party(Role.SUPPLIER, "成都某某科技有限公司")
    cause = received(notice("采购A100 GPU", buyer=buyer, suppliers=(supplier,)))
    memory = Kept()

    await Enriching(OneState(), memory, lambda: NOW)([cause])

    (seen,) = memory.events
    assert seen.attributes == cause.attributes
    assert seen.data == cause.data
    assert (seen.snapshot, seen.screened, seen.kind) == (SNAPSHOT.id, "complete", "tender")
    assert {name.printed for name in seen.names} == {
        "四川大学",
        "Sichuan University",
        "成都某某科技有限公司",
    }
    assert {code for code, _ in seen.entries} == {"EL"}


async def test_a_person_who_owns_is_remembered_also_where_no_list_names_them() -> None:
    signup = SignUp(legal_name="Acme Ltd", owners=(Owner(name="Jane Doe", person=True),))
    memory = Kept()

    await Enriching(OneState(), memory, lambda: NOW)([received(account(signup=signup))])

    assert {name.printed for name in memory.events[0].names} == {"Acme Ltd", "Jane Doe"}


async def test_an_event_that_names_nobody_has_nothing_to_screen_again() -> None:
    memory = Kept()

    await Enriching(OneState(), memory, lambda: NOW)([received(account())])

    assert [event.matters for event in memory.events] == [False]
