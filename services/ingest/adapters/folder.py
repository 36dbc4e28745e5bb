"""Folder watch: whole files only, moved atomically, so that nothing is read twice or half."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from chassis.clock import Clock
from chassis.errors import Transient
from contracts.envelope import Mode
from contracts.tenders import Provenance
from services.ingest.adapters.intake import Intake
from services.ingest.domain.source import SourceInfo

log = structlog.get_logger()

POLL_SECONDS = 1.0
FILE_LIMIT = 64 * 1024 * 1024
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
_PROCESSING, _DONE, _FAILED = "processing", "done", "failed"

Stamp = tuple[int, int]
"""Size and time of change: a file that keeps both over two looks is whole."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """The folder and what the word of its files is worth."""

    folder: Path
    provenance: Provenance = Provenance.UNVERIFIED_UPLOAD
    mode: Mode = Mode.LIVE


class FolderWatch:
    """Takes files from a folder: processing/ while they are read, then done/ or failed/.

    A folder that cannot be written to is read in place; the vault recognises what came before.
    """

    def __init__(self, intake: Intake, inbox: Inbox, clock: Clock) -> None:
        self._intake = intake
        self._inbox = inbox
        self._clock = clock
        self._seen: dict[Path, Stamp] = {}
        self._read_in_place: dict[Path, Stamp] = {}

    async def look(self) -> int:
        """Take every whole file that lies there; return how many. Raises Transient, OSError."""
        taken = 0
        for path in await asyncio.to_thread(self._ready):
            moved = await asyncio.to_thread(self._begin, path)
            if moved is None:
                continue
            await self._take(moved)
            taken += 1
        return taken

    def _ready(self) -> list[Path]:
        """Files that did not change since the last look, and those a crash left in processing."""
        found = {path: _stamp(path) for path in _files(self._inbox.folder)}
        whole = [
            path
            for path, stamp in sorted(found.items())
            if self._seen.get(path) == stamp and self._read_in_place.get(path) != stamp
        ]
        self._seen = found
        return [*sorted(_files(self._inbox.folder / _PROCESSING)), *whole]

    def _begin(self, path: Path) -> Path | None:
        """Move a file into processing/; None if another process took it."""
        processing = self._inbox.folder / _PROCESSING
        if path.parent == processing:
            return path
        try:
            processing.mkdir(exist_ok=True)
            return path.rename(processing / path.name)
        except FileNotFoundError:
            return None
        except OSError:
            self._read_in_place[path] = _stamp(path)
            return path

    async def _take(self, path: Path) -> None:
        raw = await asyncio.to_thread(_read, path)
        if raw is None:
            log.warning("file too large", file=path.name, limit=FILE_LIMIT)
            await asyncio.to_thread(self._end, path, _FAILED, "")
            return
        info = SourceInfo(
            self._clock(), "folder", self._inbox.provenance, path.name, self._inbox.mode
        )
        try:
            outcomes = await self._intake.accept(raw, info)
        except Transient:
            self._read_in_place.pop(path, None)
            raise
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
        if not name.lower().endswith(_UNFINISHED):
            yield path


def _stamp(path: Path) -> Stamp:
    try:
        state = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    return state.st_size, state.st_mtime_ns


def _read(path: Path) -> bytes | None:
    with path.open("rb") as file:
        raw = file.read(FILE_LIMIT + 1)
    return raw if len(raw) <= FILE_LIMIT else None
