"""The one table of processes: what runs without Docker, and (a test asserts it) in compose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Process:
    """A long-running process of the product: `python -m module`, with a health page."""

    name: str
    module: str
    replicas: int = 1

    @property
    def command(self) -> tuple[str, ...]:
        """Arguments after the interpreter, the same in compose."""
        return ("-m", self.module)


PROCESSES: tuple[Process, ...] = (
    Process("ingest", "services.ingest"),
    Process("enrich", "services.enrich"),
    Process("score", "services.score"),
    Process("notify", "services.notify"),
)
