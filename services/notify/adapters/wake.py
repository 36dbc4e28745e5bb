"""Wakes dispatchers the moment a plan is committed: LISTEN on a connection of its own."""

import asyncio
from collections import defaultdict

import psycopg
import structlog
from psycopg import AsyncConnection, sql

from chassis.errors import describe
from chassis.retry import backoff
from services.notify.adapters.plan_writing import WAKE_CHANNEL

log = structlog.get_logger()

# Looks for a dead connection this often; meanwhile the dispatchers' own polling carries on.
CHECK_SECONDS = 20.0


class Wake:
    """Sets every event of a kind when something of that kind was planned."""

    def __init__(self, dsn: str) -> None:
        """Take the DSN of the service's role."""
        self._dsn = dsn
        self._events: defaultdict[str, list[asyncio.Event]] = defaultdict(list)
        self.listening = False

    def event(self, kind: str) -> asyncio.Event:
        """Return a new event for one waiter; the waiter clears it."""
        event = asyncio.Event()
        self._events[kind].append(event)
        return event

    async def run(self) -> None:
        """Listen until cancelled; connects again for ever."""
        delays = backoff()
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as exc:
                log.warning("not listening for new deliveries, polling", error=describe(exc))
            finally:
                self.listening = False
            await asyncio.sleep(next(delays))

    async def _listen(self) -> None:
        async with await AsyncConnection.connect(
            self._dsn,
            autocommit=True,
            connect_timeout=5,
            application_name="exportwatch-notify-wake",
        ) as conn:
            await conn.execute(sql.SQL("LISTEN {}").format(sql.Identifier(WAKE_CHANNEL)))
            self.listening = True
            # What was planned before we listened.
            for kind in list(self._events):
                self.rouse(kind)
            while True:
                async for notice in conn.notifies(timeout=CHECK_SECONDS):
                    self.rouse(notice.payload)
                async with asyncio.timeout(CHECK_SECONDS):
                    await conn.execute("SELECT 1")

    def rouse(self, kind: str) -> None:
        """Wake every waiter of a kind."""
        for event in self._events[kind]:
            event.set()
