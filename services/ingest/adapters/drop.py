"""Drop folder: a bucket's keys as nested folders, read in place; the first prefix is the source."""

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from chassis.clock import Clock
from contracts.envelope import Mode
from services.ingest.adapters.files import (
    FILE_LIMIT,
    TURN_SECONDS,
    UNFINISHED,
    Marks,
    Stamp,
    content_of,
    stamp_of,
)
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.domain.source import SourceInfo

log = structlog.get_logger()

POLL_SECONDS = 5.0
WAY = "drop"
SUCCESS = "_SUCCESS"


@dataclass(frozen=True, slots=True)
class Drop:
    """The folder; with `marked`, only what stands at or below a `_SUCCESS` is complete."""

    folder: Path
    marked: bool = False
    mode: Mode = Mode.LIVE


class DropFolder:
    """Reads what a mirror of a bucket (a mount, a sync) lays down, and changes nothing in it.

    A file is taken when it kept size and time over two looks, and nothing beside it says that it
    is still being written. Under a prefix that is a registered source it speaks for that source.
    """

    def __init__(
        self, intake: Intake, sources: PostgresSources, drop: Drop, clock: Clock, marks: Marks
    ) -> None:
        self._intake = intake
        self._sources = sources
        self._drop = drop
        self._clock = clock
        self._marks = marks
        self._seen: dict[str, Stamp] = {}

    async def look(self) -> int:
        """Read the whole files that are new; return how many. Raises Transient, OSError."""
        read = await self._marks.known()
        names = {row.name for row in await self._sources.rows()}
        taken, until = 0, time.monotonic() + TURN_SECONDS
        for key, stamp in await asyncio.to_thread(self._ready, read):
            await self._take(key, names)
            await self._marks.note(key, stamp)
            taken += 1
            if time.monotonic() > until:
                break
        return taken

    def _ready(self, read: dict[str, Stamp]) -> list[tuple[str, Stamp]]:
        folder = self._drop.folder
        found = {key: stamp_of(folder / key) for key in keys(folder, marked=self._drop.marked)}
        whole = [
            (key, stamp)
            for key, stamp in sorted(found.items())
            if self._seen.get(key) == stamp and read.get(key) != stamp
        ]
        self._seen = found
        return whole

    async def _take(self, key: str, names: set[str]) -> None:
        try:
            raw = await asyncio.to_thread(content_of, self._drop.folder / key)
        except FileNotFoundError:
            return
        if raw is None:
            log.error("file too large", file=key, limit=FILE_LIMIT)
            return
        prefix, _, rest = key.partition("/")
        name = prefix if rest and prefix in names else WAY
        file = key.rpartition("/")[2]
        await self._intake.accept(
            raw, SourceInfo(self._clock(), name, file=file, mode=self._drop.mode)
        )


def keys(folder: Path, *, marked: bool) -> Iterator[str]:
    """Yield the keys of files that are no markers and not being written, without links."""
    complete: set[Path] = set()
    for place, folders, names in os.walk(folder):
        where = Path(place)
        folders[:] = sorted(f for f in folders if not f.startswith((".", "_")))
        held = set(names)
        if SUCCESS in held or where.parent in complete:
            complete.add(where)
        if marked and where not in complete:
            continue
        for name in held:
            path = where / name
            if _is_whole(name, held) and path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _is_whole(name: str, beside: set[str]) -> bool:
    """A marker or an unfinished file is none; nor is one whose next version is being written."""
    if name.startswith((".", "_")) or name.lower().endswith(UNFINISHED):
        return False
    return not any(name + ending in beside for ending in UNFINISHED)
