"""The stage on a real broker: nothing is lost, order holds, poison is parked, holding pauses."""

import asyncio
import contextlib
from collections import defaultdict
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from kafka import KafkaAdminClient, KafkaProducer

from chassis.errors import Transient
from chassis.messages import Outgoing
from chassis.stage import Stage, StageSpec, Tuning
from contracts.envelope import Attributes, Event, Mode
from contracts.ids import derived_id
from contracts.lists import ListUpdated
from contracts.topics import DEAD_LETTERS, Topic
from contracts.wire import Record, encode
from deploy.reading import read_all

pytestmark = pytest.mark.integration
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def topics(kafka):
    """A source and a target of this test's own, and the dead letters of notify."""
    mark = uuid4().hex[:8]
    source = Topic(f"source-{mark}", "list.updated.v1", ListUpdated, "k", "delete", 1, "test")
    target = f"target-{mark}"
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    wanted = {source.name: 4, target: 4}
    if DEAD_LETTERS["notify"].name not in admin.list_topics():
        wanted[DEAD_LETTERS["notify"].name] = 4
    admin.create_topics(
        {n: {"num_partitions": p, "replication_factor": 1} for n, p in wanted.items()},
        wait_for_metadata=True,
    )
    admin.close()
    return source, target


def _send(bootstrap, source, count, keys=7, spoil=()):
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    data = ListUpdated(
        list="csl", snapshot="s", parties=1, added=0, removed=0, changed=0, loaded_at=NOW
    )
    for n in range(count):
        attributes = Attributes(
            id=derived_id(uuid4(), str(n)),
            source="/test",
            type=source.type,
            time=NOW,
            subject=f"{n % keys}:{n}",
            mode=Mode.LIVE,
            correlation_id=uuid4(),
        )
        record = encode(source, f"k{n % keys}", Event(attributes=attributes, data=data))
        value = b'{"list":' if n in spoil else record.value
        producer.send(source.name, key=record.key, value=value, headers=list(record.headers))
    producer.flush()
    producer.close()


def _handler(target, before=lambda _: None):
    async def handle(batch):
        before(batch)
        return [Outgoing(Record(target, b"k", r.attributes.subject.encode(), ()), r) for r in batch]

    return handle


def _spec(source, handle, **more):
    return StageSpec("notify", source, handle, **more)


@contextlib.asynccontextmanager
async def _running(kafka, spec):
    stage = Stage(kafka.bootstrap, spec)
    await stage.start()
    try:
        yield stage
    finally:
        await stage.stop()


async def _outputs(kafka, target, count, seconds=40):
    values = []
    for _ in range(seconds * 2):
        values = [r.value.decode() for r in await asyncio.to_thread(_all, kafka, target)]
        if len(set(values)) >= count:
            break
        await asyncio.sleep(0.5)
    return values


def _all(kafka, topic):
    return list(read_all(kafka.bootstrap, topic))


async def test_every_event_comes_out_once_and_in_the_order_of_its_key(kafka, topics):
    source, target = topics
    _send(kafka.bootstrap, source, 3000)

    async with _running(kafka, _spec(source, _handler(target))):
        values = await _outputs(kafka, target, 3000)

    assert len(values) == len(set(values)) == 3000
    order = defaultdict(list)
    for value in values:
        key, n = value.split(":")
        order[key].append(int(n))
    assert all(numbers == sorted(numbers) for numbers in order.values())


async def test_poison_is_parked_with_its_bytes_and_its_reason(kafka, topics):
    source, target = topics
    _send(kafka.bootstrap, source, 50, spoil=(7,))

    async with _running(kafka, _spec(source, _handler(target))):
        values = await _outputs(kafka, target, 49)

    assert len(set(values)) == 49
    letters = _all(kafka, DEAD_LETTERS["notify"].name)
    (letter,) = [r for r in letters if dict(r.headers).get("dlq_topic") == source.name.encode()]
    assert letter.value == b'{"list":'
    assert dict(letter.headers)["dlq_reason"] == b"invalid"
    assert "ce_id" in dict(letter.headers)


async def test_a_dependency_that_comes_back_costs_only_time(kafka, topics):
    source, target = topics
    _send(kafka.bootstrap, source, 200)
    failures = iter(range(4))

    def away(_):
        if next(failures, None) is not None:
            raise Transient("database away")

    async with _running(kafka, _spec(source, _handler(target, away))) as stage:
        values = await _outputs(kafka, target, 200)

    assert sorted(set(values)) == sorted(values)
    assert stage.vitals.phase == "running"


async def test_a_held_stage_reads_nothing_and_goes_on_when_let(kafka, topics):
    source, target = topics
    _send(kafka.bootstrap, source, 20)
    held = ["no lists were loaded"]

    async def gate():
        return held[0] if held else None

    async with _running(kafka, _spec(source, _handler(target), gate=gate)) as stage:
        while stage.vitals.phase != "holding":
            await asyncio.sleep(0.1)
        await asyncio.sleep(1.5)
        assert _all(kafka, target) == []
        held.clear()
        values = await _outputs(kafka, target, 20)

    assert len(set(values)) == 20


async def test_a_bad_release_halts_until_it_is_resumed(kafka, topics):
    source, target = topics
    _send(kafka.bootstrap, source, 60)
    broken = [True]

    def bug(_):
        if broken:
            raise KeyError("bug")

    tuning = Tuning(tries=1, parked_in_a_row=10)
    async with _running(kafka, _spec(source, _handler(target, bug), tuning=tuning)) as stage:
        while stage.vitals.phase != "halted":
            await asyncio.sleep(0.1)
        broken.clear()
        stage.resume()
        values = await _outputs(kafka, target, 60)

    assert len(set(values)) == 60


async def test_two_replicas_share_the_work_and_a_stop_loses_nothing(kafka, topics):
    source, target = topics
    _send(kafka.bootstrap, source, 1000)
    spec = _spec(source, _handler(target), tuning=Tuning(max_poll_records=50))

    async with _running(kafka, spec):
        async with _running(kafka, spec):
            await _outputs(kafka, target, 200)
        _send(kafka.bootstrap, source, 500)
        values = await _outputs(kafka, target, 1000)

    assert len(set(values)) == 1000  # the second 500 have the subjects of the first
