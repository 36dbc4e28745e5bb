"""Migrations run once, refuse what was edited, and give each service its own schema only."""

import asyncio

import psycopg
import pytest
from psycopg import AsyncConnection

from chassis.errors import Misconfigured
from chassis.migrate import migrate, state

pytestmark = pytest.mark.integration


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "0001_create_thing.sql").write_text("CREATE TABLE demo.thing (id int PRIMARY KEY);")
    return tmp_path


async def _state(dsn, folder):
    async with await AsyncConnection.connect(dsn, autocommit=True) as conn:
        return await state(conn, "demo", folder)


async def test_a_second_run_applies_nothing(database, folder):
    assert await migrate(database, "demo", folder) == ("0001_create_thing.sql",)
    assert await migrate(database, "demo", folder) == ()
    assert await _state(database, folder) is None


async def test_racing_migrators_apply_each_file_once(database, folder):
    done = await asyncio.gather(*(migrate(database, "demo", folder) for _ in range(4)))

    assert sorted(map(len, done)) == [0, 0, 0, 1]


async def test_an_edited_file_is_refused_by_name(database, folder):
    await migrate(database, "demo", folder)
    (folder / "0001_create_thing.sql").write_text("CREATE TABLE demo.other (id int);")

    with pytest.raises(Misconfigured, match="0001_create_thing.sql was edited"):
        await migrate(database, "demo", folder)


async def test_a_newer_database_is_refused(database, folder, tmp_path_factory):
    await migrate(database, "demo", folder)

    with pytest.raises(Misconfigured, match="newer than this version"):
        await migrate(database, "demo", tmp_path_factory.mktemp("older"))


async def test_a_failing_file_leaves_nothing_half_made(database, folder):
    (folder / "0002_break.sql").write_text("CREATE TABLE demo.half (id int); SELECT 1/0;")

    with pytest.raises(psycopg.errors.DivisionByZero):
        await migrate(database, "demo", folder)

    assert "0002_break.sql" in await _state(database, folder)


async def test_a_missing_schema_is_named_with_the_remedy(database, folder):
    assert "exportwatch migrate" in await _state(database, folder)


async def test_the_login_role_writes_rows_but_not_the_schema(database, folder):
    await migrate(database, "demo", folder)
    async with await AsyncConnection.connect(database, autocommit=True) as conn:
        await conn.execute("SET ROLE exportwatch_demo")
        await conn.execute("INSERT INTO demo.thing VALUES (1)")

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await conn.execute("CREATE TABLE demo.mine (id int)")
