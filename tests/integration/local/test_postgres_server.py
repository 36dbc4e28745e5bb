"""PostgreSQL as a child: on any path, as root or not, over crashes, and never on foreign data."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from chassis.errors import Misconfigured
from deploy.local import children, postgres_data, postgres_install
from deploy.local.children import Command, LaunchFailed
from deploy.local.postgres import PostgresServer
from tests.integration.local.processes import at_home_in, eventually, gone

pytestmark = pytest.mark.integration

ROOT = os.geteuid() == 0


@pytest.fixture
def private(tmp_path: Path) -> Path:
    folder = tmp_path / "a private 公告 folder"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def server(private: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(private / "pg data", durable=False)
    yield server
    server.stop()


def count(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def keep_one_row(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def test_data_survives_stop_kill_and_restart_on_one_port(server: PostgresServer) -> None:
    server.start()
    port = server.port
    keep_one_row(server.dsn())

    server.restart()
    keep_one_row(server.dsn())
    server.kill()
    assert not server.running()
    server.start()

    assert server.port == port
    assert count(server.dsn()) == 2


def test_a_private_folder_stays_private(private: Path, server: PostgresServer) -> None:
    server.start()

    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert private.stat().st_uid == os.geteuid()
    secret = private / "pg data.password"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert server.pid is not None
    assert Path(f"/proc/{server.pid}").stat().st_uid != 0


def test_nobody_gets_in_without_the_password(server: PostgresServer) -> None:
    server.start()

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.dsn(password="guessed"))


def test_stop_leaves_no_process(private: Path, server: PostgresServer) -> None:
    server.start()
    assert at_home_in(private)

    server.stop()

    assert at_home_in(private) == []
    server.stop()


def test_two_servers_run_side_by_side(server: PostgresServer, tmp_path: Path) -> None:
    other = PostgresServer(tmp_path / "other", durable=False)
    try:
        server.start()
        other.start()

        assert server.port != other.port
        keep_one_row(server.dsn())
        keep_one_row(other.dsn())
    finally:
        other.stop()


def test_a_taken_port_is_an_error_that_names_it(postgres: PostgresServer, tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "data", port=postgres.port, durable=False)

    with pytest.raises(LaunchFailed, match=f"port {postgres.port} is taken"):
        server.start()

    assert not server.running()


def test_the_folder_of_a_live_server_is_refused(server: PostgresServer) -> None:
    server.start()

    with pytest.raises(Misconfigured, match=f"pid {server.pid} already serves"):
        postgres_data.reclaim(server.data, patience=0.2)


def test_data_of_another_major_version_is_refused(server: PostgresServer) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(Misconfigured, match="pg_dumpall"):
        server.start()


def test_a_folder_of_other_things_is_refused(server: PostgresServer) -> None:
    server.data.mkdir()
    (server.data / "notes.txt").write_text("mine")

    with pytest.raises(Misconfigured, match="choose another folder"):
        server.start()

    assert (server.data / "notes.txt").read_text() == "mine"


def test_a_zombie_postmaster_does_not_block_the_next_start(server: PostgresServer) -> None:
    server.start()
    keep_one_row(server.dsn())
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: gone(pid))

    # A second launcher: the first one still holds the zombie.
    second = PostgresServer(server.data, port=server.port, durable=False)
    try:
        second.start()
        assert count(second.dsn()) == 1
    finally:
        second.stop()


def test_a_recycled_pid_does_not_block_the_next_start(server: PostgresServer) -> None:
    server.start()
    lock = server.data / "postmaster.pid"
    content = lock.read_text().split("\n")
    server.stop()
    account = postgres_install.locate(server.data).account
    stranger = children.spawn(
        Command(["sleep", "60"], log=server.log, account=account, cwd=Path("/"))
    )
    try:
        lock.write_text("\n".join([str(stranger.pid), *content[1:]]))
        if account is not None:
            os.chown(lock, account.uid, account.gid)

        server.start()

        assert children.running(stranger)
    finally:
        children.stop(stranger)


@pytest.mark.skipif(not ROOT, reason="only root changes its user")
def test_programs_below_a_private_folder_are_copied(private: Path, tmp_path: Path) -> None:
    wheel = postgres_install.locate(tmp_path).bin.parent
    package = wheel.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, private / part.name, symlinks=True)
    carrier = private / package.name / wheel.name
    server = PostgresServer(private / "data", durable=False, carrier=carrier)
    try:
        server.start()

        used = Path(f"/proc/{server.pid}/exe").resolve()
        assert not used.is_relative_to(private)
        assert used.stat().st_uid == 0
        keep_one_row(server.dsn())
    finally:
        server.stop()


AS_USER = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
ORDINARY = """
import os, sys
from pathlib import Path
from deploy.local.postgres import PostgresServer
assert os.geteuid() != 0
server = PostgresServer(Path(sys.argv[1]) / "data", durable=False)
server.start()
server.kill()
server.restart()
server.stop()
print("worked")
"""


@pytest.mark.skipif(
    ROOT and subprocess.run([*AS_USER, "true"], check=False, capture_output=True).returncode != 0,
    reason="no user namespaces: run the tests as an ordinary user for this one",
)
def test_it_works_for_an_ordinary_user(private: Path) -> None:
    prefix = AS_USER if ROOT else []

    done = subprocess.run(
        [*prefix, sys.executable, "-c", ORDINARY, str(private)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )

    assert done.stdout == "worked\n", done.stderr
