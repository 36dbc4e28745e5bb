"""A real PostgreSQL as a child process: loopback only, passwords always, also when we are root."""

import signal
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from chassis.errors import Misconfigured
from deploy.local import children, postgres_data, postgres_install
from deploy.local.children import Child, Command, LaunchFailed
from deploy.local.ports import LOOPBACK, free_port, refuse_taken
from deploy.local.postgres_install import Installation

READY_SECONDS = 120.0
POLL_SECONDS = 0.05
STOP_SECONDS = 20.0
ATTEMPTS = 4
PAUSE_SECONDS = 0.5
# Somebody was quicker to bind; a killed server's children have not yet noticed its death.
PASSING = ("Address already in use", "is still in use")

SETTINGS = (
    f"listen_addresses={LOOPBACK}",
    # No socket: its path is limited to 107 bytes, and a short folder is open to other users.
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
)
# Commits survive a crash of the server, not one of the machine. synchronous_commit stays on:
# without it they would wait in the server's own memory.
FORGETFUL = ("fsync=off", "full_page_writes=off")


class PostgresServer:
    """PostgreSQL on one data folder; start and restart from the main thread only.

    Beside the folder: the log `<data>.log`, the superuser's password `<data>.password` (0600).
    """

    def __init__(
        self,
        data: Path,
        port: int | None = None,
        durable: bool = True,
        carrier: Path | None = None,
    ) -> None:
        """`port` None: a free one, kept over restarts. `durable` False: no fsync, for tests.

        `carrier` holds bin/, lib/ and share/ of a PostgreSQL; None takes the wheel's.
        """
        self.data = data.absolute()
        self.port = port
        self.durable = durable
        self._carrier = carrier
        self._child: Child | None = None
        self._password = ""

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.data.with_name(f"{self.data.name}.log")

    @property
    def pid(self) -> int | None:
        """The server's process id, None when it was stopped or never started."""
        return self._child.pid if self._child else None

    def running(self) -> bool:
        """Whether the process lives; says nothing about its health."""
        return self._child is not None and children.running(self._child)

    def start(self) -> None:
        """Start and return when a query succeeded; nothing to do if it runs.

        Raises Misconfigured when the operator must act, LaunchFailed with the end of the log.
        """
        if self.running():
            return
        self.stop()
        if self.port is not None:
            refuse_taken(self.port)
        installation = postgres_install.locate(self.data, self._carrier)
        self._password = postgres_data.prepare(self.data, installation, self.durable)
        postgres_data.reclaim(self.data)
        for _ in range(ATTEMPTS):
            if self._launch(installation):
                return
            time.sleep(PAUSE_SECONDS)
        raise LaunchFailed(f"PostgreSQL's port {self.port} or memory stays taken, see {self.log}")

    def stop(self) -> None:
        """Fast shutdown: transactions are rolled back, data is written; killed after 20 s."""
        if self._child is not None:
            # SIGTERM would wait for the clients to leave.
            children.stop(self._child, signal.SIGINT, STOP_SECONDS)
            self._child = None

    def kill(self) -> None:
        """End it as a crash would (SIGKILL), and reap it: a zombie would block the next start."""
        if self._child is not None:
            children.stop(self._child, signal.SIGKILL, STOP_SECONDS)
            self._child = None

    def restart(self) -> None:
        """Stop if need be and start on the same port."""
        self.stop()
        self.start()

    def dsn(
        self,
        user: str = postgres_data.SUPERUSER,
        password: str | None = None,
        dbname: str = "postgres",
    ) -> str:
        """The connection URI; `password` None is the superuser's own. A secret: never log it."""
        secret = self._password if password is None else password
        return (
            f"postgresql://{quote(user, safe='')}:{quote(secret, safe='')}"
            f"@{LOOPBACK}:{self.port}/{quote(dbname, safe='')}"
        )

    def _launch(self, installation: Installation) -> bool:
        """One attempt; False if another one may help."""
        since = self.log.stat().st_size if self.log.exists() else 0
        pinned = self.port
        self.port = pinned or free_port()
        self._child = children.spawn(
            Command(
                self._argv(installation),
                self.log,
                env=postgres_data.ENVIRONMENT,
                cwd=self.data,
                account=installation.account,
                # A fast and clean shutdown even when we are killed.
                death_signal=signal.SIGINT,
            )
        )
        if self._await_ready(self._child):
            return True
        self.stop()
        end = children.tail(self.log, since)
        if not any(passing in end for passing in PASSING):
            raise LaunchFailed(f"PostgreSQL on {self.data} did not start, see {self.log}:\n{end}")
        self.port = pinned
        return False

    def _argv(self, installation: Installation) -> list[str | Path]:
        settings = SETTINGS if self.durable else (*SETTINGS, *FORGETFUL)
        home = postgres_data.path_for_server(self.data, installation.account)
        options = [part for setting in settings for part in ("-c", setting)]
        return [installation.bin / "postgres", "-D", home, "-p", str(self.port), *options]

    def _await_ready(self, child: Child) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while children.running(child) and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(POLL_SECONDS)
        return False

    def answers(self) -> bool:
        """Whether a query succeeds within 2 s. Raises Misconfigured if the password is wrong."""
        try:
            with psycopg.connect(self.dsn(), connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as exc:
            if "password authentication failed" in str(exc):
                self.stop()
                raise Misconfigured(
                    f"the password in {self.data}.password is not the superuser's: put the right "
                    "file back, or move the data folder away to start anew"
                ) from exc
            return False
        return True
