"""Truthful health: liveness is movement; readiness adds dependencies, which restart nothing."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol

from chassis.errors import Transient
from chassis.migrate import state
from chassis.postgres import Pool, transaction

Check = Callable[[], Awaitable[str | None]]
"""Returns what is wrong, or None."""

# Longer than any deadline inside the loop, shorter than a person's patience.
STUCK_SECONDS = 120.0
BROKER_SECONDS = 2.0
_READY_PHASES = ("running", "rebalancing")


class Vital(Protocol):
    """What health reads of a stage."""

    stage: str
    phase: str
    detail: str | None
    last_moved: float


Report = tuple[int, dict[str, object]]


def liveness(vitals: Sequence[Vital]) -> Report:
    """Return status code and body: 200 while every loop moves, whatever its dependencies do."""
    now = time.monotonic()
    ages = {v.stage: round(now - v.last_moved, 1) for v in vitals}
    stuck = [stage for stage, age in ages.items() if age > STUCK_SECONDS]
    return (503 if stuck else 200), {"alive": not stuck, "seconds_since_moved": ages}


async def readiness(vitals: Sequence[Vital], checks: Sequence[Check]) -> Report:
    """Return status code and body: 200 only if events flow; `wrong` says what to look at."""
    wrong = [
        f"{v.stage}: {v.phase}{f' ({v.detail})' if v.detail else ''}"
        for v in vitals
        if v.phase not in _READY_PHASES
    ]
    wrong += [problem for check in checks if (problem := await check())]
    return (503 if wrong else 200), {"ready": not wrong, "wrong": wrong}


def broker_check(bootstrap: str) -> Check:
    """Return the check that one of the brokers takes connections within two seconds."""

    async def check() -> str | None:
        for address in bootstrap.split(","):
            host, _, port = address.rpartition(":")
            with contextlib.suppress(OSError):
                async with asyncio.timeout(BROKER_SECONDS):
                    _, writer = await asyncio.open_connection(host, int(port))
                writer.close()
                return None
        return f"no Kafka broker takes connections at {bootstrap}"

    return check


def schema_check(pool: Pool, schema: str, directory: Path) -> Check:
    """Return the check that PostgreSQL answers and the schema has this version."""

    async def check() -> str | None:
        try:
            async with transaction(pool, 3.0) as conn:
                return await state(conn, schema, directory)
        except Transient as exc:
            return str(exc)

    return check
