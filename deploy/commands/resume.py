"""`exportwatch resume`: let a halted service go on."""

from typing import Annotated

import httpx
import typer

from chassis.errors import Transient
from deploy.environment import operator_settings

app = typer.Typer(help="Let a service that halted after too many failures go on.")


@app.command()
def resume(service: Annotated[str, typer.Argument(help="enrich, score or notify")]) -> None:
    """Fix the cause first (see its log and dead letters): the same events are tried again."""
    url = f"{operator_settings().url(service)}/resume"
    try:
        httpx.post(url, timeout=10).raise_for_status()
    except httpx.HTTPError as exc:
        raise Transient(f"{service} does not answer at {url}: {type(exc).__name__}") from None
    typer.echo(f"{service} goes on")
