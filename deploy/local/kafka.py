"""A real one-node Kafka broker as a child process, on loopback only."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.local import children, kafka_data, kafka_jars
from deploy.local.children import Child, Command, LaunchFailed
from deploy.local.java import find_java, flags
from deploy.local.ports import LOOPBACK, hold_port, is_open, refuse_taken

READY_SECONDS = 60.0
POLL_SECONDS = 0.2
STOP_SECONDS = 20.0
TAKEN = "Address already in use"
LOGGING = Path(__file__).with_name("log4j2.properties")


def _silent(_: str) -> None:
    """Nobody wants to hear of the progress."""


class KafkaBroker:
    """Apache Kafka in KRaft mode on one data folder; start and restart from the main thread only.

    The folder holds `server.properties`, `logs/` and `broker.log`.
    """

    def __init__(
        self,
        data: Path,
        port: int | None = None,
        progress: Callable[[str], None] = _silent,
        cache: Path | None = None,
    ) -> None:
        """`port` None: a free one, kept over restarts so that clients reconnect.

        `progress` hears of downloads; `cache` holds Kafka's jars (see `kafka_jars.cache_folder`).
        """
        self.data = data.absolute()
        self.port = port
        self._progress = progress
        self._cache = cache
        self._child: Child | None = None

    @property
    def bootstrap(self) -> str:
        """What clients take as bootstrap servers; known after `start`."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def log(self) -> Path:
        """Where the broker writes what it has to say."""
        return self.data / "broker.log"

    @property
    def pid(self) -> int | None:
        """The broker's process id, None when it was stopped or never started."""
        return self._child.pid if self._child else None

    def running(self) -> bool:
        """Whether the process lives; says nothing about its health."""
        return self._child is not None and children.running(self._child)

    def start(self) -> None:
        """Start and return when the broker takes requests; nothing to do if it runs.

        Raises Misconfigured or Transient if Java or the jars are not to be had, LaunchFailed with
        the end of the log if the broker does not come up within 60 s.
        """
        if self.running():
            return
        self.stop()
        if self.port is not None:
            refuse_taken(self.port)
        java = self._java()
        # Twice: somebody may take a port between our letting go of it and Kafka's binding it.
        if not self._launch(java) and not self._launch(java):
            raise LaunchFailed(
                f"Kafka could not bind its port {self.port}, see {self.log}: try again"
            )

    def stop(self) -> None:
        """Controlled shutdown; killed after 20 s."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a crash would (SIGKILL): nothing acknowledged is lost, the kernel has it."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop if need be and start on the same port."""
        self.stop()
        self.start()

    def _end(self, first: signal.Signals) -> None:
        if self._child is not None:
            children.stop(self._child, first, STOP_SECONDS)
            self._child = None

    def _java(self) -> list[str]:
        """The command up to the class to run."""
        java, version = find_java()
        jars = kafka_jars.jars(self._progress, self._cache)
        logging = [f"-Dlog4j2.configurationFile={LOGGING.as_uri()}"]
        # Without it a clean stop complains that it cannot register a hook any more.
        logging += ["-Dlog4j.shutdownHookEnabled=false"]
        return [str(java), *flags(version), *logging, "-cp", ":".join(map(str, jars))]

    def _launch(self, java: list[str]) -> bool:
        """One attempt; False if a port was taken meanwhile and another attempt may help."""
        since = self.log.stat().st_size if self.log.exists() else 0
        pinned, held = self.port, (hold_port(), hold_port())
        self.port = pinned or held[0].number
        kafka_data.write_settings(self.data, self.port, controller=held[1].number)
        kafka_data.format_once(self.data, java)
        for holder in held:
            holder.release()
        argv = [*java, "kafka.Kafka", "server.properties"]
        environment = kafka_data.environment()
        self._child = children.spawn(Command(argv, self.log, env=environment, cwd=self.data))
        if self._await_ready(self._child):
            return True
        self.kill()
        end = children.tail(self.log, since)
        if TAKEN not in end:
            raise LaunchFailed(f"Kafka on {self.data} did not start; {self.log} ends with:\n{end}")
        self.port = pinned
        return False

    def _await_ready(self, child: Child) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while children.running(child) and time.monotonic() < deadline:
            if self.port is not None and is_open(self.port) and self.answers():
                return True
            time.sleep(POLL_SECONDS)
        return False

    def answers(self) -> bool:
        """Whether the broker describes its cluster and counts itself in, within 5 s."""
        try:
            admin = KafkaAdminClient(
                bootstrap_servers=self.bootstrap,
                bootstrap_timeout_ms=5_000,
                request_timeout_ms=5_000,
            )
        except KafkaError:
            return False
        try:
            found = admin.describe_cluster()
        except KafkaError:
            return False
        finally:
            admin.close()
        ours = found["cluster_id"] == kafka_data.cluster_id(self.data)
        return ours and any(not broker["is_fenced"] for broker in found["brokers"])
