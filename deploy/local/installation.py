"""One installation on this machine: Kafka, PostgreSQL, services, a fake Slack and a mail sink."""

import asyncio
import base64
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from psycopg import Connection, sql
from pydantic import SecretStr

from deploy import database, environment, topics
from deploy.local.kafka import KafkaBroker
from deploy.local.ports import hold_port
from deploy.local.postgres import PostgresServer
from deploy.local.process_spec import Change, ProcessSpec, responds
from deploy.local.processes import PROCESSES
from deploy.local.supervisor import Backing, Supervisor

DATABASE = "exportwatch"
SLACK_CHANNEL = "C0EXPORTALERTS"
SLACK_TOKEN = "xoxb-fake-exportwatch"  # noqa: S105  what our own fake Slack takes for a token
LOGINS = (*database.SERVICES, "reporter")

Tell = Callable[[str], None]


@dataclass(slots=True)
class Options:
    """How an installation runs; `environ_of` adds to the environment of the named services."""

    home: Path
    durable: bool = True
    demo: bool = False
    replicas: Mapping[str, int] = field(default_factory=dict)
    environ_of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Installation:
    """Starts everything on free ports in order, ready when `start` returns; use as a context."""

    def __init__(self, options: Options, tell: Tell) -> None:
        self.options = options
        self._tell = tell
        self.home = options.home
        (self.home / "inbox").mkdir(parents=True, exist_ok=True)
        # Chosen now, for the services are told of each other before anything starts; held until
        # its own process starts, so that no two of them and no other installation get the same.
        self._held = {name: hold_port() for name in self._port_names()}
        self.ports = {name: held.number for name, held in self._held.items()}
        self.kafka = KafkaBroker(self.home / "kafka", self.ports["kafka"], progress=tell)
        data = self.home / "postgres" / "data"
        self.postgres = PostgresServer(data, self.ports["postgres"], durable=options.durable)
        self.passwords = self._passwords()
        self.supervisor: Supervisor

    def url(self, name: str) -> str:
        """Base URL of a process's pages."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def start_backings(self) -> None:
        """Start Kafka and PostgreSQL, then bring topics and database to this version."""
        self._tell("starting PostgreSQL")
        (self.home / "postgres").mkdir(exist_ok=True)
        self._held["postgres"].release()
        self.postgres.start()
        self._create_database()
        self._tell("starting Kafka")
        self._held["kafka"].release()
        self.kafka.start()
        passwords = {name: SecretStr(value) for name, value in self.passwords.items()}
        asyncio.run(database.prepare(self.admin_dsn(), passwords))
        self._tell("topics and database are ready")
        topics.apply(self.kafka.bootstrap)
        environment.save(self.home, self.operator_environment())

    def make_supervisor(self, heard: Callable[[Change], None]) -> Supervisor:
        """Return the supervisor of all processes; enter it, then start the backings."""
        backings: dict[str, Backing] = {"postgres": self.postgres, "kafka": self.kafka}
        return Supervisor(self.specs(), self.home / "logs", heard, backings)

    def admin_dsn(self) -> str:
        """DSN of the superuser on the product's database."""
        return self.postgres.dsn(dbname=DATABASE)

    def dsn(self, login: str) -> str:
        """DSN of a service's role or of the reporter."""
        role = database.REPORTER if login == "reporter" else f"exportwatch_{login}"
        return self.postgres.dsn(role, self.passwords[login], DATABASE)

    def operator_environment(self) -> dict[str, str]:
        """What `exportwatch` commands need to talk to this installation."""
        values = {
            "KAFKA_BOOTSTRAP": self.kafka.bootstrap,
            "POSTGRES_ADMIN_DSN": self.admin_dsn(),
            "FAKE_SLACK_URL": self.url("fake-slack"),
            "MAIL_SINK_URL": self.url("mail-sink"),
        }
        for login in LOGINS:
            values[f"{login.upper()}_DSN"] = self.dsn(login)
        for process in PROCESSES:
            values[f"{process.name.upper()}_URL"] = self.url(process.name)
        return values

    def specs(self) -> list[ProcessSpec]:
        """Every process: the fakes first, then the services from the one table."""
        found = [self._fake_slack(), self._mail_sink()]
        for process in PROCESSES:
            for number in range(1, self._replicas(process.name) + 1):
                name = process.name if number == 1 else f"{process.name}-{number}"
                found.append(self._service(name, process.name, process.command))
        return found

    def _service(self, name: str, service: str, command: tuple[str, ...]) -> ProcessSpec:
        url = self.url(name)
        ports = [name, "webhook"] if service == "ingest" else [name]
        environ = {
            "KAFKA_BOOTSTRAP": self.kafka.bootstrap,
            "POSTGRES_DSN": self.dsn(service),
            "HEALTH_PORT": str(self.ports[name]),
            "DATA_DIR": str(self.home / "scratch" / name),
            **self._own(service),
            **self.options.environ_of.get(name, self.options.environ_of.get(service, {})),
        }
        return ProcessSpec(
            name,
            (sys.executable, *command),
            environ,
            ready=lambda: responds(f"{url}/livez"),
            alive=lambda: responds(f"{url}/livez"),
            cwd=Path(__file__).parents[2],
            ports=[self._held[each] for each in ports],
        )

    def _own(self, service: str) -> dict[str, str]:
        """Settings that only one service has."""
        if service == "ingest":
            return {
                "WEBHOOK_PORT": str(self.ports["webhook"]),
                "WEBHOOK_SECRETS": self.passwords["webhook"],
                "INBOX_FOLDER": str(self.home / "inbox"),
            }
        if service == "notify":
            return self._receivers()
        return {}

    def _receivers(self) -> dict[str, str]:
        """Real Slack and mail where the caller's environment configures them, else the fakes."""
        fake = {
            "SLACK_TOKEN": SLACK_TOKEN,
            "SLACK_BASE_URL": f"{self.url('fake-slack')}/api/",
            "SLACK_CHANNEL": SLACK_CHANNEL,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.ports["smtp"]),
            "SMTP_TLS": "none",
            "MAIL_FROM": "exportwatch@localhost.localdomain",
            "MAIL_TO": "oncall@localhost.localdomain",
        }
        real = {name: os.environ[name] for name in fake if name in os.environ}
        if "SLACK_TOKEN" in real and not self.options.demo:
            fake.pop("SLACK_BASE_URL")
        return fake | ({} if self.options.demo else real)

    def _fake_slack(self) -> ProcessSpec:
        journal = self.home / "fake-slack.jsonl"
        argv = ["-m", "deploy.local.fake_slack", "--port", str(self.ports["fake-slack"])]
        return self._local("fake-slack", [*argv, "--journal", str(journal)])

    def _mail_sink(self) -> ProcessSpec:
        argv = ["-m", "deploy.local.mail_sink", "--smtp-port", str(self.ports["smtp"])]
        argv += ["--http-port", str(self.ports["mail-sink"]), "--folder", str(self.home / "mails")]
        return self._local("mail-sink", argv, "smtp")

    def _local(self, name: str, argv: list[str], *more_ports: str) -> ProcessSpec:
        page = self.url(name)
        return ProcessSpec(
            name,
            (sys.executable, *argv),
            ready=lambda: responds(page),
            grace=3.0,
            cwd=Path(__file__).parents[2],
            ports=[self._held[each] for each in (name, *more_ports)],
        )

    def _port_names(self) -> list[str]:
        names = ["postgres", "kafka", "fake-slack", "mail-sink", "smtp", "webhook"]
        for process in PROCESSES:
            names.append(process.name)
            extra = range(2, self._replicas(process.name) + 1)
            names += [f"{process.name}-{number}" for number in extra]
        return names

    def _replicas(self, name: str) -> int:
        return self.options.replicas.get(name, 1)

    def _create_database(self) -> None:
        with Connection.connect(self.postgres.dsn(), autocommit=True) as conn:
            known = conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
            if known.fetchone() is None:
                conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _passwords(self) -> dict[str, str]:
        """Return the logins' passwords, made once and kept in a file only the owner can read."""
        path = self.home / "passwords"
        if not path.exists():
            lines = [f"{name}={secrets.token_hex(24)}\n" for name in LOGINS]
            lines.append(f"webhook=whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}\n")
            path.touch(mode=0o600)
            path.write_text("".join(lines), encoding="utf-8")
        pairs = (line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines())
        return dict(pairs)
