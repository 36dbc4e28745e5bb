"""Deadlines hold when the network swallows everything, and only passing faults are retried."""

import asyncio
import contextlib
import time
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from chassis.errors import Transient
from chassis.postgres import make_pool, transaction

pytestmark = pytest.mark.integration


class Proxy:
    """A TCP proxy that can stop passing bytes on while both ends stay connected."""

    def __init__(self, host, port):
        self.target = (host, port)
        self.swallow = False
        self.tasks = set()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()
        for task in self.tasks:
            task.cancel()

    async def _serve(self, reader, writer):
        upstream = await asyncio.open_connection(*self.target)
        for a, b in ((reader, upstream[1]), (upstream[0], writer)):
            self.tasks.add(asyncio.create_task(self._pump(a, b)))

    async def _pump(self, reader, writer):
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                if not self.swallow:
                    writer.write(data)
        writer.close()


def _through(dsn, port):
    parts = urlsplit(dsn)
    login = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{login}@127.0.0.1:{port}"))


async def test_a_black_holed_connection_ends_at_its_deadline(database):
    target = urlsplit(database)
    async with Proxy(target.hostname, target.port) as proxy:
        pool = make_pool(_through(database, proxy.port), "test", size=1)
        await pool.open()
        async with transaction(pool) as conn:
            await conn.execute("SELECT 1")
        began = time.monotonic()

        with pytest.raises(Transient):
            async with transaction(pool, deadline=1.0) as conn:
                proxy.swallow = True
                await conn.execute("SELECT 1")

        assert time.monotonic() - began < 5
        proxy.swallow = False
        async with transaction(pool) as conn:
            assert await (await conn.execute("SELECT 2")).fetchone() == (2,)
        await pool.close()


async def test_an_error_of_the_rows_own_data_is_not_retried(database):
    pool = make_pool(database, "test")
    await pool.open()

    with pytest.raises(psycopg.DataError):
        async with transaction(pool) as conn:
            await conn.execute("SELECT 1/0")

    await pool.close()


async def test_a_missing_table_is_the_environments_fault(database):
    pool = make_pool(database, "test")
    await pool.open()

    with pytest.raises(Transient, match="UndefinedTable"):
        async with transaction(pool) as conn:
            await conn.execute("SELECT * FROM nowhere")

    await pool.close()
