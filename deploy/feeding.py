"""Feed files into ingest as its owner: `exportwatch ingest` and the demo."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from chassis.clock import utc_now
from chassis.postgres import make_pool
from contracts.envelope import Mode
from contracts.tenders import Provenance
from deploy.assess import files_of
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.matters_pg import PostgresMatters
from services.ingest.adapters.producer import KafkaPublisher
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.adapters.vault import PostgresVault
from services.ingest.domain.source import SourceInfo
from services.ingest.ports import Settled

# Most of the time of one file is waiting for the disk and the broker.
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class How:
    """How files are handed in: where to, as which source, in which mode.

    `source` is one that was added to the register; without it, it is the command line's own.
    """

    dsn: str
    bootstrap: str
    provenance: Provenance = Provenance.OFFICIAL_PORTAL
    mode: Mode = Mode.LIVE
    again: bool = False
    source: str | None = None


@dataclass(slots=True)
class Fed:
    """What became of the files: events accepted, and how many records of each status."""

    accepted: set[UUID] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, outcome: Settled) -> None:
        """Count one record."""
        self.counts[outcome.status] += 1
        if outcome.status == "published" and outcome.event:
            self.accepted.add(outcome.event)

    @property
    def summary(self) -> str:
        """One phrase, e.g. 24 published, 2 quarantined."""
        return ", ".join(f"{n} {status}" for status, n in sorted(self.counts.items())) or "nothing"


Heard = Callable[[Path, Settled], None]


async def feed(paths: Sequence[Path], how: How, heard: Heard = lambda _path, _outcome: None) -> Fed:
    """Take every file in, oldest name first; raises Transient if the vault or bus is away.

    Raises Invalid if nobody added the source.
    """
    pool = make_pool(how.dsn, "feed")
    publisher = KafkaPublisher(how.bootstrap)
    await pool.open()
    fed = Fed()
    try:
        if how.source:
            await PostgresSources(pool).row(how.source)
        intake = Intake(PostgresVault(pool), PostgresMatters(pool), publisher)
        for some in _bundles(files_of(paths), AT_ONCE):
            taken = await asyncio.gather(*(_accept(intake, path, how) for path in some))
            for path, outcomes in zip(some, taken, strict=True):
                for outcome in outcomes:
                    heard(path, outcome)
                    fed.note(outcome)
    finally:
        await publisher.close()
        await pool.close()
    return fed


async def _accept(intake: Intake, path: Path, how: How) -> list[Settled]:
    raw = await asyncio.to_thread(path.read_bytes)
    info = SourceInfo(utc_now(), how.source or "cli", how.provenance, path.name, how.mode)
    return await intake.accept(raw, info, again=how.again)


def _bundles(paths: Sequence[Path], size: int) -> Iterator[Sequence[Path]]:
    for start in range(0, len(paths), size):
        yield paths[start : start + size]
