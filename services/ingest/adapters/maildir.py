"""Mail drop: a Maildir that a mail server delivers into; read from new/, then moved to cur/."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog

from chassis.clock import Clock
from contracts.envelope import Mode
from services.ingest.adapters.files import FILE_LIMIT, TURN_SECONDS, content_of
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.domain.source import SourceInfo

log = structlog.get_logger()

POLL_SECONDS = 5.0
WAY = "mail"
# Maildir's flags stand in the order of the alphabet: seen, and flagged where somebody must look.
_SEEN, _FLAGGED = ":2,S", ":2,FS"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The Maildir and the mode of what it brings."""

    folder: Path
    mode: Mode = Mode.LIVE


class MailDrop:
    """Takes messages from new/ of the Maildir and of its sub-folders `.NAME`.

    What lies in new/ is whole by Maildir's rules. A sub-folder that is a registered source speaks
    for it; anybody may write to the rest, and a sender's address proves nothing.
    """

    def __init__(
        self, intake: Intake, sources: PostgresSources, mailbox: Mailbox, clock: Clock
    ) -> None:
        self._intake = intake
        self._sources = sources
        self._mailbox = mailbox
        self._clock = clock
        self._stuck: set[Path] = set()

    async def look(self) -> int:
        """Take the new messages; return how many. Raises Transient, OSError."""
        names = {row.name for row in await self._sources.rows()}
        taken, until = 0, time.monotonic() + TURN_SECONDS
        for path in await asyncio.to_thread(lambda: list(_new(self._mailbox.folder))):
            if path in self._stuck:
                continue
            taken += await self._take(path, names)
            if time.monotonic() > until:
                break
        return taken

    async def _take(self, path: Path, names: set[str]) -> bool:
        try:
            raw = await asyncio.to_thread(content_of, path)
        except FileNotFoundError:
            return False  # another process took it
        if raw is None:
            log.error("message too large", file=path.name, limit=FILE_LIMIT)
            await asyncio.to_thread(self._end, path, _FLAGGED)
            return True
        box = path.parent.parent
        name = box.name.removeprefix(".") if box != self._mailbox.folder else WAY
        known = name if name in names else WAY
        info = SourceInfo(self._clock(), known, file=path.name, mode=self._mailbox.mode)
        outcomes = await self._intake.accept(raw, info)
        failed = any(o.status == "quarantined" for o in outcomes)
        await asyncio.to_thread(self._end, path, _FLAGGED if failed else _SEEN)
        return True

    def _end(self, path: Path, flags: str) -> None:
        target = path.parent.parent / "cur" / f"{path.name.partition(':')[0]}{flags}"
        try:
            target.parent.mkdir(exist_ok=True)
            path.rename(target)
        except FileNotFoundError:
            return
        except OSError:
            self._stuck.add(path)
            log.exception("cannot move a read message: make the Maildir writable")


def _new(folder: Path) -> Iterator[Path]:
    """Messages in delivery order, those of the Maildir itself first."""
    boxes = [folder, *sorted(p for p in folder.glob(".*") if p.is_dir())]
    for box in boxes:
        new = box / "new"
        if new.is_dir():
            inside = sorted(p for p in new.iterdir() if p.is_file() and not p.is_symlink())
            yield from (path for path in inside if not path.name.startswith("."))
