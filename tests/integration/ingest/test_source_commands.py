"""`exportwatch sources` and `ingest --source` as an operator types them, and the whole service."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.ingest.conftest import Station
from tests.integration.ingest.test_folder_and_process import status, until_alive
from tests.integration.ingest.test_vault_and_bus import notice

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(station: Station, tmp_path: Path) -> Run:
    for number in range(20):
        (tmp_path / f"{number}.txt").write_bytes(notice()[0])

    def typed(*arguments: str, stderr: int = subprocess.PIPE) -> Done:
        environment = {
            **os.environ,
            "KAFKA_BOOTSTRAP": station.bootstrap,
            "INGEST_DSN": station.dsn,
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "deploy.cli", *arguments]
        return subprocess.run(
            command,
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            check=False,
        )

    return typed


def objects(done: Done, code: int = 0) -> list[dict[str, object]]:
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def add(run: Run) -> Done:
    options = ("--owner", "team", "--provenance", "official_portal", "--cadence", "1d")
    return run("sources", "add", "gd-portal", *options, "--by", "ann", "--json")


async def modes(station: Station) -> list[tuple[str, str, str]]:
    query = "SELECT DISTINCT source, provenance, mode FROM ingest.raw ORDER BY 1, 2, 3"
    async with station.pool.connection() as conn:
        return await (await conn.execute(query)).fetchall()


async def test_an_operator_adds_tests_promotes_and_watches_a_source(
    run: Run, station: Station
) -> None:
    (added,) = objects(add(run))
    assert (added["mode"], added["cadence_seconds"], added["created_by"]) == (
        "testing",
        86400,
        "ann",
    )
    assert add(run).returncode == 1

    refused = run("sources", "promote", "gd-portal", "--by", "bob")
    assert (refused.returncode, "never tested" in refused.stderr) == (1, True)
    (few,) = objects(run("sources", "test", "gd-portal", "1.txt", "2.txt", "--json"), code=1)
    assert few["wrong"] == ["2 samples, 20 are needed"]

    (tested,) = objects(run("sources", "test", "gd-portal", ".", "--json"))
    assert (tested["samples"], tested["fit"]) == (20, True)
    assert await modes(station) == []  # nothing was kept or published by a test
    (promoted,) = objects(run("sources", "promote", "gd-portal", "--by", "bob", "--json"))
    assert (promoted["mode"], promoted["promoted_by"]) == ("live", "bob")

    rows = {row["name"]: row for row in objects(run("sources", "status", "--json"))}
    assert rows["gd-portal"]["at_promotion"]["buyer"] == {"due": 20, "filled": 20, "share": 1.0}
    listed = run("sources", "list")
    assert "gd-portal            live     official_portal" in listed.stdout


async def test_files_are_handed_in_for_a_source_and_history_as_backfill(
    run: Run, station: Station
) -> None:
    add(run)
    assert run("ingest", "0.txt", "--source", "gd-portal").returncode == 0
    assert run("ingest", "1.txt", "--backfill").returncode == 0
    for wrong, code in (
        (("--source", "nobody"), 1),
        (("--source", "gd-portal", "--provenance", "reposter"), 2),
        (("--mode", "demo", "--backfill"), 2),
    ):
        assert run("ingest", "2.txt", *wrong).returncode == code

    assert await modes(station) == [
        ("cli", "official_portal", "backfill"),
        ("gd-portal", "official_portal", "shadow"),
    ]
    (tested,) = objects(run("sources", "test", "gd-portal", "--json"), code=1)
    assert tested["samples"] == 1  # the newest of the vault


async def test_progress_is_shown_on_a_terminal_and_never_in_the_output(run: Run) -> None:
    assert run("ingest", ".").stderr == ""
    ours, theirs = os.openpty()
    done = run("ingest", ".", "--json", stderr=theirs)
    os.close(theirs)
    shown = os.read(ours, 1_000_000).decode()
    os.close(ours)
    assert "20/20" in shown
    assert len(objects(done)) == 20


async def test_handing_in_the_same_files_again_changes_nothing(run: Run, station: Station) -> None:
    first, again = (objects(run("ingest", ".", "--json")) for _ in range(2))
    assert {each["status"] for each in first} == {"published"}
    assert {each["status"] for each in again} == {"duplicate"}


async def test_the_service_takes_from_every_folder_and_stays_ready_with_an_alarm(
    run: Run, station: Station, free_port: int, tmp_path: Path
) -> None:
    for way in ("inbox", "drop", "mail/new"):
        (tmp_path / way).mkdir(parents=True)
        (tmp_path / way / "notice.txt").write_bytes(notice()[0])
    async with station.pool.connection() as conn:
        await conn.execute(
            "INSERT INTO ingest.source (name, owner, cadence_seconds, mode, created_by,"
            " promoted_at, promoted_by)"
            " VALUES ('quiet', 'team', 60, 'live', 'ann', now() - interval '2 days', 'ann')"
        )
    environment = {
        **os.environ,
        "KAFKA_BOOTSTRAP": station.bootstrap,
        "POSTGRES_DSN": station.dsn,
        "HEALTH_PORT": str(free_port),
        "WEBHOOK_PORT": "0",
        "INBOX_FOLDER": str(tmp_path / "inbox"),
        "DROP_FOLDER": str(tmp_path / "drop"),
        "MAIL_FOLDER": str(tmp_path / "mail"),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.ingest"),
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        await until_alive(free_port)
        async with asyncio.timeout(40):
            while [name for name, _, _ in await modes(station)] != ["drop", "folder", "mail"]:
                await asyncio.sleep(0.2)
        assert await asyncio.to_thread(status, free_port, "/readyz") == 200
        process.send_signal(signal.SIGTERM)
        said, _ = await asyncio.wait_for(process.communicate(), 10)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert b"source alarm" in said
    assert b"silent for 2d, it should speak every 1m" in said
    assert run("sources", "status").returncode == 1
