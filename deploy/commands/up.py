"""`exportwatch up`: run everything on this machine until Ctrl-C."""

import asyncio
from typing import Annotated

import typer

from deploy import list_loading
from deploy.environment import home
from deploy.local.installation import Installation, Options
from deploy.local.process_spec import Change, State

app = typer.Typer(help="Run Kafka, PostgreSQL and all services without Docker until Ctrl-C.")


@app.command()
def up(
    lists: Annotated[
        str | None, typer.Option(help="Screening list to load (CSL JSON or CSV)")
    ] = None,
) -> None:
    """Data stays in .local (EXPORTWATCH_HOME); where to read Slack and mail is printed."""
    installation = Installation(Options(home()), typer.echo)
    with installation.make_supervisor(_heard) as supervisor:
        installation.start_backings()
        dsn, bootstrap = installation.dsn("enrich"), installation.kafka.bootstrap
        asyncio.run(list_loading.ensure(dsn, bootstrap, lists))
        supervisor.start()
        typer.echo(f"Slack  {installation.url('fake-slack')}")
        typer.echo(f"mail   {installation.url('mail-sink')}")
        typer.echo(f"drop notices into {installation.home / 'inbox'}; Ctrl-C stops everything")
        supervisor.watch()


def _heard(change: Change) -> None:
    if change.state in (State.READY, State.CRASHED, State.HANGING, State.WAITING):
        typer.echo(f"{change.name}: {change.state} {change.detail}".rstrip())
