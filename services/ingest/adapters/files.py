"""Files of others: whole, of a size we read, and remembered where they cannot be moved."""

from pathlib import Path
from typing import LiteralString

from chassis.postgres import Pool, transaction

FILE_LIMIT = 64 * 1024 * 1024
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
TURN_SECONDS = 30.0
"""For how long one look goes on taking files: liveness counts looks."""

KNOWN: LiteralString = "SELECT path, size, changed_ns FROM ingest.read_in_place WHERE way = %s"
NOTE: LiteralString = """
    INSERT INTO ingest.read_in_place (way, path, size, changed_ns) VALUES (%s, %s, %s, %s)
    ON CONFLICT (way, path) DO UPDATE
    SET size = excluded.size, changed_ns = excluded.changed_ns, read_at = now()
"""

Stamp = tuple[int, int]
"""Size and time of change: a file that keeps both over two looks is whole."""


class Marks:
    """Which files of a folder that we may not change were read, so that a restart skips them."""

    def __init__(self, pool: Pool, way: str, deadline: float = 10.0) -> None:
        self._pool = pool
        self._way = way
        self._deadline = deadline
        self._known: dict[str, Stamp] | None = None

    async def known(self) -> dict[str, Stamp]:
        """Return path below the folder -> stamp when it was read. Raises Transient."""
        if self._known is None:
            async with transaction(self._pool, self._deadline) as conn:
                rows = await (await conn.execute(KNOWN, (self._way,))).fetchall()
            self._known = {path: (size, changed) for path, size, changed in rows}
        return self._known

    async def note(self, path: str, stamp: Stamp) -> None:
        """Remember that a file was read as it was then. Raises Transient."""
        known = await self.known()
        async with transaction(self._pool, self._deadline) as conn:
            await conn.execute(NOTE, (self._way, path, *stamp))
        known[path] = stamp


def stamp_of(path: Path) -> Stamp:
    """Return a file's stamp; one that is gone has none that equals another."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    return state.st_size, state.st_mtime_ns


def content_of(path: Path) -> bytes | None:
    """Return what a file holds, None if that is more than FILE_LIMIT."""
    with path.open("rb") as file:
        raw = file.read(FILE_LIMIT + 1)
    return raw if len(raw) <= FILE_LIMIT else None
