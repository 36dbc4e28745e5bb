"""Feed files into ingest as its owner: `exportwatch ingest` and the demo."""

from collections import Counter
from collections.abc import Callable, Sequence
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
from services.ingest.adapters.vault import PostgresVault
from services.ingest.domain.source import SourceInfo
from services.ingest.ports import Settled


@dataclass(frozen=True, slots=True)
class How:
    """How files are handed in: where to, as which source, in which mode."""

    dsn: str
    bootstrap: str
    provenance: Provenance = Provenance.OFFICIAL_PORTAL
    mode: Mode = Mode.LIVE
    again: bool = False


@dataclass(slots=True)
class Fed:
    """What became of the files: events accepted, and how many records of each status."""

    accepted: set[UUID] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def summary(self) -> str:
        """One phrase, e.g. 24 published, 2 quarantined."""
        return ", ".join(f"{n} {status}" for status, n in sorted(self.counts.items())) or "nothing"


Heard = Callable[[Path, Settled], None]


async def feed(paths: Sequence[Path], how: How, heard: Heard = lambda _path, _outcome: None) -> Fed:
    """Take every file in, oldest name first; raises Transient if the vault or bus is away."""
    pool = make_pool(how.dsn, "feed")
    publisher = KafkaPublisher(how.bootstrap)
    await pool.open()
    fed = Fed()
    try:
        intake = Intake(PostgresVault(pool), PostgresMatters(pool), publisher)
        for path, raw in _contents(paths):
            info = SourceInfo(utc_now(), "cli", how.provenance, path.name, how.mode)
            for outcome in await intake.accept(raw, info, again=how.again):
                heard(path, outcome)
                fed.counts[outcome.status] += 1
                if outcome.status == "published" and outcome.event:
                    fed.accepted.add(outcome.event)
    finally:
        await publisher.close()
        await pool.close()
    return fed


def _contents(paths: Sequence[Path]) -> list[tuple[Path, bytes]]:
    return [(path, path.read_bytes()) for path in files_of(paths)]
