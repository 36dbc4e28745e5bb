"""`exportwatch sources`: who hands notices in, tested on samples before it may page anybody."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from chassis.clock import utc_now
from contracts.tenders import Provenance
from deploy import source_testing
from deploy.commands import source_lines
from deploy.commands.options import AsJson
from deploy.environment import operator_settings
from services.ingest.adapters.sources_pg import PostgresSources
from services.ingest.domain.fills import SAMPLES
from services.ingest.domain.register import NewSource, cadence_of

app = typer.Typer(
    no_args_is_help=True,
    help="Sources of notices and events: add, test on samples, promote, status, list.",
)

T = TypeVar("T")
Name = Annotated[str, typer.Argument(help="The source's name, as its way in gives it")]
By = Annotated[str | None, typer.Option(help="Who does this; unset: your login name")]
# Files of a source without FILES: its newest in the vault.
NEWEST = 200


@app.command()
def add(  # noqa: PLR0913, PLR0917  each is an option of the command
    name: Name,
    owner: Annotated[str, typer.Option(help="Who answers for it: a team, not a person's mail")],
    provenance: Annotated[Provenance, typer.Option(help="How far it can be trusted")],
    cadence: Annotated[
        str | None,
        typer.Option(help="How often it should speak, e.g. 12h, 1d, 1w; unset: whenever"),
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Register a source, in testing: what it brings is assessed and pages nobody."""
    new = NewSource(name, owner, provenance, cadence_of(cadence), by or _login())
    _ask(lambda sources: sources.add(new))
    row = _ask(lambda sources: sources.row(name))
    typer.echo(source_lines.row(row, as_json=as_json))
    if not as_json:
        typer.echo(f"next: `exportwatch sources test {name} FILES...` with {SAMPLES} or more")


@app.command("test")
def try_out(
    name: Name,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Samples; none: its newest files in the vault")
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Read samples without publishing and write down how often each fact was found."""
    held = source_testing.files_in(files) if files else _kept(name)
    found = source_testing.judged(name, held, utc_now())
    _ask(lambda sources: sources.tested(name, found.fills, by or _login()))
    for line in source_lines.test(found, as_json=as_json):
        typer.echo(line)
    raise typer.Exit(code=1 if found.wrong else 0)


@app.command()
def promote(
    name: Name,
    by: Annotated[str, typer.Option(help="Who decides that it may page")],
    as_json: AsJson = False,
) -> None:
    """Let a source page; refused until its newest test suffices. Again: renew its rates."""
    row = _ask(lambda sources: sources.promote(name, by))
    typer.echo(source_lines.row(row, as_json=as_json))


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show fill rates now and at promotion, silence and alarms; exit code 1 on an alarm."""
    states = asyncio.run(source_testing.states_of(operator_settings().dsn("ingest")))
    for state in states:
        for line in source_lines.state(state, as_json=as_json):
            typer.echo(line)
    raise typer.Exit(code=1 if any(state.alarms for state in states) else 0)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the sources: trust, cadence, mode, owner, when last seen."""
    for row in _ask(lambda sources: sources.rows()):
        typer.echo(source_lines.row(row, as_json=as_json))


def _kept(name: str) -> list[source_testing.File]:
    held = _ask(lambda sources: sources.samples(name, NEWEST))
    return [(file or name, raw) for raw, file in held]


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user has no name
        return "operator"


def _ask(question: Callable[[PostgresSources], Awaitable[T]]) -> T:
    dsn = operator_settings().dsn("ingest")
    return asyncio.run(source_testing.with_register(dsn, question))
