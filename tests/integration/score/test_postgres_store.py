"""Two replicas never miss a link, never deadlock, and a repeat gives the same bytes."""

import asyncio
import random
from collections import defaultdict

import pytest

from chassis.migrate import migrate
from chassis.postgres import make_pool
from contracts.parties import Role
from contracts.risk import RiskAssessed
from services.score.adapters.memory_store import MemoryStore
from services.score.adapters.postgres_store import PostgresStore
from services.score.app import MIGRATIONS
from services.score.domain.outcome_hash import outcome_hash
from services.score.handlers import Assess
from tests.factories import NOW, account, buyer, chip, cloud, party, received, supplier, tender
from tests.unit.score.test_order_and_sums import STORY
from tests.unit.score.test_policy_table import POLICY

PAIRS = 150


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.integration)])
async def store(request):
    if request.param == "memory":
        yield MemoryStore()
        return
    dsn = request.getfixturevalue("database")
    await migrate(dsn, "score", MIGRATIONS)
    pool = make_pool(dsn, "test")
    await pool.open()
    yield PostgresStore(pool, 10)
    await pool.close()


def _newest(outs, into):
    for out in outs:
        found = RiskAssessed.model_validate_json(out.record.value)
        if found.revision > into.get(found.matter, (0,))[0]:
            into[found.matter] = (found.revision, outcome_hash(found), found)


async def test_both_stores_reach_the_same_outcomes(store):
    handle, reference = (Assess(s, POLICY, lambda: NOW) for s in (store, MemoryStore()))
    ours, theirs = {}, {}

    for event in STORY:
        _newest(await handle([received(event)]), ours)
        _newest(await reference([received(event)]), theirs)

    assert ours == theirs


async def test_a_repeated_input_returns_the_same_bytes_and_then_the_newest(store):
    handle = Assess(store, POLICY, lambda: NOW)
    first = [o.record for o in await handle([received(STORY[0])])]
    newer = [o.record for o in await handle([received(STORY[1])])]

    again = [o.record for o in await handle([received(STORY[0])])]

    assert again == first + [r for r in newer if r.key == first[0].key]


async def test_one_input_twice_in_a_batch_counts_once(store):
    handle = Assess(store, POLICY, lambda: NOW)

    outs = await handle([received(STORY[0]), received(STORY[0])])

    assert {o.record for o in outs} == {outs[0].record}


def _pair(number):
    name = f"示例云{number:04d}科技有限公司"
    key = f"pair-{number}"
    notice = tender(
        matter=key, chips=(chip(),), clouds=(cloud(),), parties=(buyer(), supplier(name))
    )
    launch = account(key=f"aws:{number}", parties=(party(Role.RESELLER, name),))
    return notice, launch


@pytest.mark.integration
async def test_two_replicas_link_every_pair_both_ways_in_any_order(database):
    await migrate(database, "score", MIGRATIONS)
    pools = [make_pool(database, f"replica-{n}") for n in range(2)]
    for pool in pools:
        await pool.open()
    handles = [Assess(PostgresStore(pool, 10), POLICY, lambda: NOW) for pool in pools]
    pairs = [_pair(n) for n in range(PAIRS)]
    chance = random.Random(7)
    sides = [[p[0] for p in pairs], [p[1] for p in pairs]]
    for side in sides:
        chance.shuffle(side)
    newest, revisions = {}, defaultdict(list)

    async def replica(number):
        for start in range(0, PAIRS, 7):
            batch = [received(e) for e in sides[number][start : start + 7]]
            outs = await handles[number](batch)
            for out in outs:
                found = RiskAssessed.model_validate_json(out.record.value)
                revisions[found.matter].append(found.revision)
            _newest(outs, newest)

    await asyncio.gather(replica(0), replica(1))
    for pool in pools:
        await pool.close()

    for notice, launch in pairs:
        project = newest[notice.tender.matter][2]
        running = newest[launch.account.matter][2]
        assert [link.matter for link in project.links] == [launch.account.matter]
        assert [link.matter for link in running.links] == [notice.tender.matter]
    assert all(len(r) == len(set(r)) for r in revisions.values())
