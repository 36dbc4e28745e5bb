"""The watched folder, and the service as a process that must stop whatever is away."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chassis.errors import Transient
from services.ingest.adapters.files import Marks
from services.ingest.adapters.folder import FolderWatch, Inbox
from services.ingest.adapters.intake import Intake
from tests.integration.ingest.conftest import Station
from tests.integration.ingest.test_vault_and_bus import notice

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
NOBODY = 65534


def watch(station: Station, folder: Path, intake: Intake | None = None) -> FolderWatch:
    clock = lambda: datetime(2024, 4, 1, tzinfo=UTC)  # noqa: E731
    marks = Marks(station.pool, "folder")
    return FolderWatch(intake or station.intake, Inbox(folder), clock, marks)


def names(folder: Path) -> list[str]:
    return sorted(p.name.split("-", 1)[-1] for p in folder.iterdir()) if folder.is_dir() else []


async def test_a_file_is_taken_only_when_it_stopped_growing(
    station: Station, tmp_path: Path
) -> None:
    raw, _ = notice()
    folder = watch(station, tmp_path)
    file = tmp_path / "growing.txt"
    file.write_bytes(raw[:50])
    assert await folder.look() == 0
    file.write_bytes(raw)

    assert [await folder.look(), await folder.look()] == [0, 1]
    assert names(tmp_path / "done") == ["growing.txt"]
    assert await station.intake.vault.left() == 0


async def test_what_cannot_be_read_lies_in_failed_and_unfinished_downloads_are_left(
    station: Station, tmp_path: Path
) -> None:
    (tmp_path / "broken.json").write_bytes(b'{"Records": [')
    (tmp_path / "half.html.part").write_bytes(b"<html>")
    folder = watch(station, tmp_path)

    assert [await folder.look(), await folder.look()] == [0, 1]

    assert names(tmp_path / "failed") == ["broken.json"]
    assert (tmp_path / "half.html.part").exists()


async def test_a_file_waits_in_processing_while_the_broker_is_away(
    station: Station, tmp_path: Path
) -> None:
    raw, _ = notice()
    (tmp_path / "notice.txt").write_bytes(raw)
    broken = watch(station, tmp_path, station.away)
    await broken.look()
    with pytest.raises(Transient):
        await broken.look()
    assert names(tmp_path / "processing") == ["notice.txt"]

    assert await watch(station, tmp_path).look() == 1
    assert names(tmp_path / "done") == ["notice.txt"]


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may change the folder; as root, only another user cannot."""
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user can reach, as a mounted one is."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


async def receipts(station: Station) -> int:
    async with station.pool.connection() as conn:
        row = await (await conn.execute("SELECT count(*) FROM ingest.receipt")).fetchone()
    assert row
    return int(row[0])


async def test_a_folder_mounted_read_only_is_read_in_place_once(
    station: Station, shared: Path
) -> None:
    raw, _ = notice()
    (shared / "notice.txt").write_bytes(raw)
    with read_only(shared):
        folder = watch(station, shared)
        assert [await folder.look() for _ in range(3)] == [0, 1, 0]
        restarted = watch(station, shared)
        assert [await restarted.look() for _ in range(3)] == [0, 0, 0]

    assert names(shared) == ["notice.txt"]
    assert (await station.intake.vault.left(), await receipts(station)) == (0, 1)


async def test_a_file_that_changed_in_a_read_only_folder_is_read_again(
    station: Station, shared: Path
) -> None:
    (shared / "notice.txt").write_bytes(notice()[0])
    folder = watch(station, shared)
    with read_only(shared):
        assert [await folder.look(), await folder.look()] == [0, 1]
    (shared / "notice.txt").write_bytes(notice()[0] + b"\n")
    with read_only(shared):
        assert [await folder.look(), await folder.look()] == [0, 1]
    assert await receipts(station) == 2


async def test_a_read_only_folder_waits_for_the_broker(station: Station, shared: Path) -> None:
    (shared / "notice.txt").write_bytes(notice()[0])
    with read_only(shared):
        broken = watch(station, shared, station.away)
        await broken.look()
        for _ in range(2):
            with pytest.raises(Transient):
                await broken.look()
        mended = watch(station, shared)
        assert [await mended.look(), await mended.look()] == [0, 1]
    assert await station.intake.vault.left() == 0


def status(port: int, page: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


async def until_alive(port: int) -> None:
    async with asyncio.timeout(30):
        while await asyncio.to_thread(status, port, "/livez") != 200:
            await asyncio.sleep(0.1)


async def test_the_process_lives_without_a_broker_is_not_ready_and_stops_in_time(
    own_dsn: str, free_port: int, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "KAFKA_BOOTSTRAP": "127.0.0.1:1",
        "POSTGRES_DSN": own_dsn,
        "HEALTH_PORT": str(free_port),
        "WEBHOOK_PORT": "0",
        "INBOX_FOLDER": str(tmp_path),
    }
    raw, _ = notice()
    (tmp_path / "notice.txt").write_bytes(raw)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.ingest"), cwd=ROOT, env=environment
    )
    try:
        await until_alive(free_port)
        assert await asyncio.to_thread(status, free_port, "/readyz") == 503
        assert await asyncio.to_thread(status, free_port, "/metrics") == 200
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
