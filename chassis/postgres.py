"""PostgreSQL: a pool, and transactions with deadlines that hold on a black-holed connection."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from chassis.errors import Transient, describe

Connection = AsyncConnection[tuple[Any, ...]]
Pool = AsyncConnectionPool[Connection]

# The row's own data caused these; every other database error is the environment's.
DATA_ERRORS = (psycopg.DataError, psycopg.IntegrityError)
CHECK_SECONDS = 2.0


def make_pool(dsn: str, name: str, size: int = 4) -> Pool:
    """Return a closed pool of at most `size` connections; the service opens and closes it."""
    return AsyncConnectionPool(
        dsn,
        name=name,
        min_size=1,
        max_size=size,
        open=False,
        timeout=5.0,
        max_lifetime=1800.0,
        # For ever: a dependency that is gone for an hour must not need a restart of ours.
        reconnect_timeout=float("inf"),
        check=_check,
        kwargs={"connect_timeout": 5, "application_name": f"exportwatch-{name}"},
    )


@contextlib.asynccontextmanager
async def transaction(pool: Pool, deadline: float = 10.0) -> AsyncIterator[Connection]:
    """One transaction, ended within `deadline` seconds whatever the network does.

    Raises Transient for every failure that the rows' own data did not cause.
    """
    try:
        async with pool.connection() as conn:
            with watchdog(conn, deadline):
                async with conn.transaction():
                    yield conn
    except DATA_ERRORS:
        raise
    except (psycopg.Error, PoolTimeout, OSError) as exc:
        raise Transient(f"database: {describe(exc)}") from exc


@contextlib.contextmanager
def watchdog(conn: Connection, seconds: float) -> Iterator[None]:
    """Cut the connection's socket after `seconds`: cancelling would first ask the dead server."""
    cut = asyncio.get_running_loop().call_later(seconds, _cut, conn)
    try:
        yield
    finally:
        cut.cancel()


def _cut(conn: Connection) -> None:
    with (
        contextlib.suppress(OSError, psycopg.Error),
        socket.socket(fileno=conn.pgconn.socket) as sock,
    ):
        try:
            sock.shutdown(socket.SHUT_RDWR)
        finally:
            sock.detach()


async def _check(conn: Connection) -> None:
    with watchdog(conn, CHECK_SECONDS):
        await AsyncConnectionPool.check_connection(conn)
