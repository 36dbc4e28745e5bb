"""A failing event never takes its neighbours with it, and a passing fault costs only time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from chassis.errors import Invalid, Transient
from chassis.messages import Outgoing, Received
from chassis.stage.handling import Halted, Handling, Lost, Pair
from chassis.stage.spec import StageSpec, Tuning
from contracts.topics import RISK_ASSESSED, TENDERS_ENRICHED
from contracts.wire import Record

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Consumed:
    offset: int
    value: bytes = b"{}"
    topic: str = TENDERS_ENRICHED.name
    partition: int = 0
    timestamp: int = 0
    key: bytes | None = b"k"
    headers: tuple[tuple[str, bytes], ...] = (("ce_id", b"1"),)


@dataclass
class Recorder:
    """A handler that answers one record per event and fails where told."""

    fail: dict[int, Exception] = field(default_factory=dict)
    passing: int = 0
    size: int = 2
    seen: list[list[int]] = field(default_factory=list)

    async def __call__(self, batch):
        self.seen.append([r.offset for r in batch])
        if self.passing:
            self.passing -= 1
            raise Transient("database away")
        for received in batch:
            if received.offset in self.fail:
                raise self.fail[received.offset]
        return [Outgoing(_record(r.offset, self.size), r) for r in batch]


def _record(offset, size=2):
    return Record(RISK_ASSESSED.name, b"k", b"x" * size, (("n", str(offset).encode()),))


def _pairs(count):
    return [
        Pair(Consumed(n), Received(None, None, TENDERS_ENRICHED.name, 0, n)) for n in range(count)
    ]


def _handling(handler, **tuning):
    async def no_sleep(_):
        return None

    spec = StageSpec("score", TENDERS_ENRICHED, handler, tuning=Tuning(tries=1, **tuning))
    return Handling(spec, lambda: NOW, no_sleep, lambda _: None)


def _numbers(records):
    return [int(dict(r.headers)["n"]) for r in records if r.topic == RISK_ASSESSED.name]


async def test_outputs_keep_the_order_of_the_batch():
    records = await _handling(Recorder()).run(_pairs(5), lambda: True)

    assert _numbers(records) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("bad", [0, 3, 7], ids=["first", "middle", "last"])
async def test_one_bad_event_is_parked_and_the_others_go_on(bad):
    handler = Recorder(fail={bad: KeyError("bug")})

    records = await _handling(handler).run(_pairs(8), lambda: True)

    assert _numbers(records) == [n for n in range(8) if n != bad]
    (letter,) = [r for r in records if r.topic == "dead-letters.score.v1"]
    facts = dict(letter.headers)
    assert facts["dlq_reason"] == b"handler"
    assert facts["dlq_offset"] == str(bad).encode()
    assert facts["ce_id"] == b"1"


async def test_an_invalid_event_keeps_its_own_reason():
    handler = Recorder(fail={0: Invalid("no buyer", "no_buyer")})

    (letter,) = await _handling(handler).run(_pairs(1), lambda: True)

    assert dict(letter.headers)["dlq_reason"] == b"no_buyer"


async def test_a_passing_fault_repeats_the_same_batch_in_place():
    handler = Recorder(passing=3)

    records = await _handling(handler).run(_pairs(4), lambda: True)

    assert handler.seen == [[0, 1, 2, 3]] * 4
    assert _numbers(records) == [0, 1, 2, 3]


async def test_a_batch_that_was_taken_away_is_given_up():
    with pytest.raises(Lost):
        await _handling(Recorder(passing=1)).run(_pairs(2), lambda: False)


async def test_too_many_failures_in_a_row_halt_instead_of_draining_the_topic():
    handler = Recorder(fail={n: RuntimeError("bad release") for n in range(50)})

    with pytest.raises(Halted):
        await _handling(handler, parked_in_a_row=5).run(_pairs(50), lambda: True)


async def test_a_success_in_between_starts_the_count_anew():
    handler = Recorder(fail={n: RuntimeError("odd") for n in range(1, 40, 2)})

    records = await _handling(handler, parked_in_a_row=5).run(_pairs(40), lambda: True)

    assert len(records) == 40


async def test_an_oversize_output_parks_the_event_that_caused_it():
    records = await _handling(Recorder(size=100), max_record_bytes=50).run(_pairs(2), lambda: True)

    assert [dict(r.headers)["dlq_reason"] for r in records] == [b"output_too_large"] * 2
    assert [dict(r.headers)["dlq_offset"] for r in records] == [b"0", b"1"]
