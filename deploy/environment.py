"""Where operator commands find the bus, the database and the services."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, SecretStr

from chassis.errors import Misconfigured
from chassis.settings import Settings

HOME_VARIABLE = "EXPORTWATCH_HOME"
DEFAULT_HOME = Path(".local")
ENV_FILE = "environment"


class OperatorSettings(Settings):
    """Addresses and DSNs for operator commands; each command uses the owning service's role."""

    kafka_bootstrap: str = Field(description="host:port of the Kafka brokers")
    postgres_admin_dsn: SecretStr | None = Field(default=None, description="May create roles")
    ingest_dsn: SecretStr | None = None
    enrich_dsn: SecretStr | None = None
    score_dsn: SecretStr | None = None
    notify_dsn: SecretStr | None = None
    reporter_dsn: SecretStr | None = None
    ingest_url: str | None = Field(default=None, description="Base of ingest's pages")
    enrich_url: str | None = Field(default=None, description="Base of enrich's health pages")
    score_url: str | None = Field(default=None, description="Base of score's health pages")
    notify_url: str | None = Field(default=None, description="Base of notify's health pages")

    def dsn(self, service: str) -> str:
        """Return a service's DSN; raises Misconfigured naming the variable that lacks."""
        secret: SecretStr | None = getattr(self, f"{service}_dsn")
        if secret is None:
            raise Misconfigured(f"set {service.upper()}_DSN, or start everything with `make up`")
        return secret.get_secret_value()

    def url(self, service: str) -> str:
        """Return the base URL of a service's pages; raises Misconfigured if it is not set."""
        url: str | None = getattr(self, f"{service}_url")
        if url is None:
            raise Misconfigured(f"set {service.upper()}_URL, or start everything with `make up`")
        return url.rstrip("/")


def home() -> Path:
    """Folder of the local installation: EXPORTWATCH_HOME, else .local in the working directory."""
    return Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME).absolute()


def operator_settings(environ: Mapping[str, str] | None = None) -> OperatorSettings:
    """Read the environment; what it lacks comes from the local installation that is running."""
    given = dict(os.environ if environ is None else environ)
    saved = home() / ENV_FILE
    if "KAFKA_BOOTSTRAP" not in given:
        if not saved.exists():
            raise Misconfigured(
                "nothing runs here: start it with `make up`, or set KAFKA_BOOTSTRAP"
            )
        lines = saved.read_text(encoding="utf-8").splitlines()
        given.update(dict(line.split("=", 1) for line in lines if "=" in line))
    return OperatorSettings.from_env(given)


def save(folder: Path, values: Mapping[str, str]) -> None:
    """Write a local installation's addresses into its folder, readable by the owner only."""
    path = folder / ENV_FILE
    path.touch(mode=0o600)
    path.write_text("".join(f"{k}={v}\n" for k, v in values.items()), encoding="utf-8")
