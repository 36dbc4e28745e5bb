"""`exportwatch quarantine`: records that could not be read, kept with their reason."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from pydantic import SecretStr

from deploy.environment import operator_settings
from services.ingest.adapters.intake import Intake
from services.ingest.app import intake
from services.ingest.settings import IngestSettings

app = typer.Typer(no_args_is_help=True, help="List, show or retry what could not be read.")

T = TypeVar("T")
Hash = Annotated[str, typer.Argument(help="The file's hash as listed, or its start")]


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List the records in quarantine: hash, record, reason, what to do."""
    rows = _ask(lambda it: it.vault.quarantined())
    for row in rows:
        if as_json:
            found = {"sha256": row.sha256, "record": row.record, "reason": row.reason}
            typer.echo(json.dumps(found | {"message": row.message, "file": row.file}))
        else:
            typer.echo(f"{row.sha256[:12]}#{row.record}  {row.reason}  {row.file or row.source}")
            typer.echo(f"    {row.message}")
    if not rows and not as_json:
        typer.echo("nothing in quarantine")


@app.command()
def show(sha256: Hash) -> None:
    """Print the raw bytes of a file (may hold personal data)."""
    raw, _ = _ask(lambda it: it.vault.find(sha256))
    typer.echo(raw.decode("utf-8", "replace"))


@app.command()
def retry(sha256: Hash) -> None:
    """Read a file again, after the reader or the source was mended."""
    for outcome in _ask(lambda it: it.retry(sha256)):
        reason = outcome.message or outcome.reason
        typer.echo(f"#{outcome.record}: {outcome.status} {reason}".rstrip())


def _ask(question: Callable[[Intake], Awaitable[T]]) -> T:
    settings = operator_settings()
    own = IngestSettings(
        kafka_bootstrap=settings.kafka_bootstrap,
        postgres_dsn=SecretStr(settings.dsn("ingest")),
    )

    async def go() -> T:
        async with intake(own) as it:
            return await question(it)

    return asyncio.run(go())
