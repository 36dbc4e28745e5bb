"""Resident memory of each process of an installation after a thousand notices."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import psutil

from deploy.local.processes import PROCESSES
from tests.e2e.running import Feeder, running
from tests.e2e.traffic import mixture

EVENTS = 1000
MEGABYTE = 1024 * 1024


def table() -> str:
    """Return megabytes per process, PostgreSQL with its children."""
    rows = ["| process | resident MB |", "| --- | --- |"]
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as run:
        feeder = Feeder(run.installation, list(mixture(EVENTS, 40, datetime.now(UTC))), 400)
        feeder.start()
        assert run.until(lambda: not feeder.is_alive(), 120)
        assert run.until(lambda: len(run.newest_assessments()) >= EVENTS, 120)
        for process in PROCESSES:
            rows.append(f"| {process.name} | {_resident(run.supervisor.pid(process.name)):,.0f} |")
        rows.append(f"| Kafka | {_resident(run.installation.kafka.pid):,.0f} |")
        rows.append(f"| PostgreSQL | {_resident(run.installation.postgres.pid):,.0f} |")
    return "\n".join(rows)


def _resident(pid: int | None) -> float:
    """Proportional share, so that PostgreSQL's common memory counts once."""
    if pid is None:
        return 0.0
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    return sum(p.memory_full_info().pss for p in family) / MEGABYTE


if __name__ == "__main__":
    print(table())
