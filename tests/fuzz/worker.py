"""Read damaged inputs in a process of its own, under limits: sized inputs in, a line each out."""

import asyncio
import json
import resource
import struct
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from contracts.envelope import Mode
from contracts.tenders import Provenance
from services.enrich.data.bundle import list_extract
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.offline import enricher_from
from services.ingest.domain.matters import InMemoryMatters
from services.ingest.domain.reading import AccountRead, Quarantined, Reading, TenderRead, read
from services.ingest.domain.source import SourceInfo
from services.ingest.handlers import place

SIZE = struct.Struct(">I")
MEGABYTE = 1 << 20
# Address space is larger than what is resident: this stops a runaway hard, and the parent judges
# the peak of resident memory, which is the limit that is promised.
HARD_LIMIT = 900 * MEGABYTE
STATUS = Path("/proc/self/status")
AS_OF = date(2025, 6, 1)


def outcome(readings: Sequence[Reading]) -> str:
    """Return read, flagged, ignored, quarantined or, which may never be, lost."""
    if not readings:
        return "lost"
    if any(isinstance(r, TenderRead) and r.draft.unread_content for r in readings):
        return "flagged"
    if all(isinstance(r, Quarantined) for r in readings):
        return "quarantined"
    if any(isinstance(r, Quarantined) for r in readings):
        return "flagged"
    read_any = any(isinstance(r, TenderRead | AccountRead) for r in readings)
    return "read" if read_any else "ignored"


async def process(data: bytes, enricher: Enricher) -> str:
    """Read and enrich everything the bytes hold."""
    now = datetime(2025, 6, 1, tzinfo=UTC)
    source = SourceInfo(now, "fuzz", Provenance.OFFICIAL_PORTAL, "fuzzed", Mode.LIVE)
    readings = read(data, source)
    matters = InMemoryMatters()
    for reading in readings:
        if isinstance(reading, TenderRead):
            enricher.tender(await place(reading, matters), AS_OF)
        elif isinstance(reading, AccountRead):
            enricher.account(reading.data, AS_OF)
    return outcome(readings)


def peak_megabytes() -> float:
    """Return the most that was ever resident in this process."""
    # The rusage of a fresh process begins with the peak of the one that started it.
    if STATUS.exists():
        lines = STATUS.read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def answer(data: bytes, enricher: Enricher) -> dict[str, object]:
    """Return what became of an input; an exception that escapes is a crash."""
    # The processor's time: what else the machine does is not the reader's fault.
    started = time.process_time()
    try:
        told = asyncio.run(process(data, enricher))
    except MemoryError:
        told = "memory"
    except Exception as error:  # noqa: BLE001 - whatever escapes is what is looked for
        told = f"crash: {type(error).__name__}: {error}"[:300]
    seconds = time.process_time() - started
    return {"outcome": told, "seconds": round(seconds, 3), "peak": round(peak_megabytes(), 1)}


def serve(inputs: BinaryIO, answers: BinaryIO) -> None:
    """Answer every input until there is none left."""
    resource.setrlimit(resource.RLIMIT_AS, (HARD_LIMIT, HARD_LIMIT))
    enricher = enricher_from(list_extract(), "csl_extract.json")
    while size := inputs.read(SIZE.size):
        data = inputs.read(SIZE.unpack(size)[0])
        answers.write(json.dumps(answer(data, enricher)).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
