"""Both indexes of matters decide alike, whatever is claimed in whatever order."""

import itertools
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.migrate import migrate
from chassis.postgres import make_pool
from services.ingest.adapters.matters_pg import PostgresMatters
from services.ingest.app import MIGRATIONS
from services.ingest.domain.matters import InMemoryMatters
from services.ingest.ports import MatterIndex

BUYER = "深圳大学"
# (number, title): the life of projects, of which some share a title and none a number.
NAMES = [f"number:{BUYER}|szu{n}" for n in range(4)] + [
    f"title:{BUYER}|云平台{n}" for n in range(3)
]
RUNS = itertools.count()
CLAIMS = st.lists(
    st.lists(st.sampled_from([*NAMES, "ocid:a", "ocid:b"]), min_size=1, max_size=3, unique=True),
    min_size=1,
    max_size=12,
)


@pytest.fixture
async def postgres_index(database: str) -> AsyncIterator[PostgresMatters]:
    await migrate(database, "ingest", MIGRATIONS)
    pool = make_pool(database, "test")
    await pool.open()
    yield PostgresMatters(pool)
    await pool.close()


@pytest.mark.integration
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=CLAIMS)
async def test_the_index_in_postgresql_decides_as_the_one_in_memory(
    postgres_index: PostgresMatters, claims: list[list[str]]
) -> None:
    # One database for all examples: each has a buyer and processes of its own.
    run = next(RUNS)
    own = [[name.replace(":", f":{run} ", 1) for name in claim] for claim in claims]

    assert await _claimed(postgres_index, own) == await _claimed(InMemoryMatters(), own)


async def _claimed(index: MatterIndex, claims: list[list[str]]) -> list[UUID]:
    return [await index.claim(claim) for claim in claims]
