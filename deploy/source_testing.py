"""Ask after sources: samples read without publishing for a test, and how all of them stand."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from chassis.clock import utc_now
from chassis.postgres import make_pool
from deploy.assess import files_of
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.domain.fills import Fills, Rate, fills_of, records, unfit
from services.ingest.domain.reading import Quarantined, Reading, read
from services.ingest.domain.register import SourceState
from services.ingest.domain.source import SourceInfo

T = TypeVar("T")
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Judged:
    """Fill rates of a source's samples, why they do not suffice, and what was not read."""

    source: str
    fills: Fills
    wrong: Sequence[str]
    unread: Sequence[str]

    def shown(self) -> dict[str, object]:
        """As one JSON object."""
        return {
            "source": self.source,
            "samples": records(self.fills),
            "fills": rates(self.fills),
            "fit": not self.wrong,
            "wrong": list(self.wrong),
            "unread": list(self.unread),
        }


def rates(fills: Fills) -> dict[str, dict[str, float | int]]:
    """Return fill rates as JSON: due, filled, and their share to three digits."""
    return {fact: _rate(rate) for fact, rate in fills.items()}


def _rate(rate: Rate) -> dict[str, float | int]:
    return {"due": rate.due, "filled": rate.filled, "share": round(rate.share, 3)}


def judged(name: str, files: Iterable[File], now: datetime) -> Judged:
    """Read the files as the service would; the same bytes twice are one sample."""
    readings: list[Reading] = []
    unread: list[str] = []
    for raw, file in {raw: file for file, raw in files}.items():
        found = read(raw, SourceInfo(now, name, file=file))
        readings += found
        unread += [
            f"{file}#{each.record}: {each.message}"
            for each in found
            if isinstance(each, Quarantined)
        ]
    fills = fills_of(readings)
    return Judged(name, fills, unfit(fills), unread)


def files_in(paths: Sequence[Path]) -> list[File]:
    """Return name and content of every file; folders are gone through."""
    return [(path.name, path.read_bytes()) for path in files_of(paths)]


async def with_register(dsn: str, question: Callable[[PostgresSources], Awaitable[T]]) -> T:
    """Put a question to the register of sources, whose DSN is that of ingest."""
    pool = make_pool(dsn, "sources")
    await pool.open()
    try:
        return await question(PostgresSources(pool))
    finally:
        await pool.close()


async def states_of(dsn: str) -> list[SourceState]:
    """Return how every source stands now."""
    return await with_register(dsn, lambda sources: sources.states(utc_now()))
