"""Settings: the environment in, a frozen typed value out, no secret in an error."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from chassis.errors import Misconfigured


class Settings(BaseModel):
    """Base of each service's settings: NAME in the environment is `name` here.

    NAME_FILE reads the value from a file, the way container secrets are handed over.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; raises Misconfigured naming every variable that lacks or is wrong."""
        given = {
            name: value for name in cls.model_fields if (value := read_variable(name, environ))
        }
        try:
            return cls.model_validate(given)
        except ValidationError as exc:
            wrong = "; ".join(
                f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in exc.errors()
            )
            raise Misconfigured(f"settings of {cls.__name__}: {wrong}") from None


def read_variable(name: str, environ: Mapping[str, str]) -> str | None:
    """Return the value of NAME, or what the file named by NAME_FILE holds, or None."""
    variable = name.upper()
    if path := environ.get(f"{variable}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as exc:
            raise Misconfigured(f"{variable}_FILE={path} cannot be read: {exc.strerror}") from None
    return environ.get(variable)


class ServiceSettings(Settings):
    """What every service needs: bus, database, and where its health page listens."""

    kafka_bootstrap: str = Field(description="host:port[,host:port] of the Kafka brokers")
    postgres_dsn: SecretStr = Field(description="DSN of the service's own LOGIN role")
    health_host: str = Field(default="127.0.0.1", description="Address of the health page")
    health_port: int = Field(
        default=0, ge=0, le=65535, description="Port of /livez /readyz /metrics"
    )
    data_dir: Path = Field(default=Path("/tmp"), description="Scratch folder of the Faust worker")  # noqa: S108  Faust insists on one; nothing is kept there
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")
    database_deadline: float = Field(default=10.0, gt=0, description="Seconds for one transaction")
