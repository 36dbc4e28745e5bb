"""Folder watch: whole files only, moved atomically, so that nothing is read twice or half."""

import asyncio
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from chassis.clock import Clock
from contracts.envelope import Mode
from contracts.tenders import Provenance
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
from services.ingest.domain.source import SourceInfo

log = structlog.get_logger()

POLL_SECONDS = 1.0
_PROCESSING, _DONE, _FAILED = "processing", "done", "failed"


@dataclass(frozen=True, slots=True)
class Inbox:
    """The folder and what the word of its files is worth."""

    folder: Path
    provenance: Provenance = Provenance.UNVERIFIED_UPLOAD
    mode: Mode = Mode.LIVE


class FolderWatch:
    """Takes files from a folder: processing/ while they are read, then done/ or failed/.

    A folder that cannot be written to is read in place; its marks tell what came before.
    """

    def __init__(self, intake: Intake, inbox: Inbox, clock: Clock, marks: Marks) -> None:
        self._intake = intake
        self._inbox = inbox
        self._clock = clock
        self._marks = marks
        self._seen: dict[Path, Stamp] = {}

    async def look(self) -> int:
        """Take the whole files that lie there; return how many. Raises Transient, OSError."""
        read = await self._marks.known()
        taken, until = 0, time.monotonic() + TURN_SECONDS
        for path in await asyncio.to_thread(self._ready, read):
            stamp = stamp_of(path)
            begun = await asyncio.to_thread(self._begin, path)
            if begun is None:
                continue
            await self._take(begun)
            if begun == path and path.parent == self._inbox.folder:
                await self._marks.note(path.name, stamp)
            taken += 1
            if time.monotonic() > until:
                break
        return taken

    def _ready(self, read: dict[str, Stamp]) -> list[Path]:
        """Files that did not change since the last look, and those a crash left in processing."""
        found = {path: stamp_of(path) for path in _files(self._inbox.folder)}
        whole = [
            path
            for path, stamp in sorted(found.items())
            if self._seen.get(path) == stamp and read.get(path.name) != stamp
        ]
        self._seen = found
        return [*sorted(_files(self._inbox.folder / _PROCESSING)), *whole]

    def _begin(self, path: Path) -> Path | None:
        """Move a file into processing/; None if another process took it, itself if it must stay."""
        processing = self._inbox.folder / _PROCESSING
        if path.parent == processing:
            return path
        try:
            processing.mkdir(exist_ok=True)
            return path.rename(processing / path.name)
        except FileNotFoundError:
            return None
        except OSError:
            return path

    async def _take(self, path: Path) -> None:
        raw = await asyncio.to_thread(content_of, path)
        if raw is None:
            log.error("file too large", file=path.name, limit=FILE_LIMIT)
            await asyncio.to_thread(self._end, path, _FAILED, "")
            return
        info = SourceInfo(
            self._clock(), "folder", self._inbox.provenance, path.name, self._inbox.mode
        )
        outcomes = await self._intake.accept(raw, info)
        failed = any(o.status == "quarantined" for o in outcomes)
        digest = hashlib.sha256(raw).hexdigest()[:8]
        await asyncio.to_thread(self._end, path, _FAILED if failed else _DONE, digest)

    def _end(self, path: Path, where: str, digest: str) -> None:
        """Move a file to its end; its hash in front keeps files of one name apart."""
        if path.parent.name != _PROCESSING:
            return
        target = self._inbox.folder / where
        target.mkdir(exist_ok=True)
        path.rename(target / (f"{digest}-{path.name}" if digest else path.name))


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        name = path.name
        if path.is_symlink() or not path.is_file() or name.startswith("."):
            continue
        if not name.lower().endswith(UNFINISHED):
            yield path
