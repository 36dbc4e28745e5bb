"""`exportwatch lists`: load a screening list, see what is active, what changed."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from deploy import list_loading
from deploy.environment import operator_settings
from services.enrich.adapters import rescreening_jobs, snapshots

app = typer.Typer(no_args_is_help=True, help="Screening lists: load, status, diff, rescreening.")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line")]


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="Consolidated Screening List, JSON or CSV")],
    force: Annotated[bool, typer.Option(help="Also if older or much shorter than before")] = False,
) -> None:
    """Make a list file the active snapshot; an unfit file changes nothing."""
    settings = operator_settings()
    updated = asyncio.run(
        list_loading.load(
            settings.dsn("enrich"), settings.kafka_bootstrap, file, snapshots.Terms(force=force)
        )
    )
    typer.echo(
        f"snapshot {updated.snapshot} of {updated.list_date}: {updated.parties:,} parties, "
        f"{updated.added:,} added, {updated.removed:,} removed, {updated.changed:,} changed"
    )


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show the active snapshot and its age; exit code 1 if no list was ever loaded."""
    found = asyncio.run(list_loading.ask(operator_settings().dsn("enrich"), snapshots.status))
    if found is None:
        typer.echo("no list was ever loaded: run exportwatch lists load FILE")
        raise typer.Exit(code=1)
    if as_json:
        typer.echo(
            json.dumps(json.loads(found.snapshot.model_dump_json()) | {"counts": found.counts})
        )
        return
    s = found.snapshot
    typer.echo(f"snapshot {s.id} of {s.list_date}, {s.parties:,} parties, from {found.file_name}")
    typer.echo(
        f"loaded {s.loaded_at:%Y-%m-%d %H:%M} UTC, last checked {s.checked_at:%Y-%m-%d %H:%M}"
    )
    for code, count in sorted(found.counts.items()):
        typer.echo(f"  {code:8} {count:7,}")


@app.command()
def diff(as_json: AsJson = False) -> None:
    """List the entries that differ between the previous snapshot and the active one."""
    for change in asyncio.run(list_loading.ask(operator_settings().dsn("enrich"), snapshots.diff)):
        party = change.party
        if as_json:
            typer.echo(json.dumps({"kind": change.kind, "list": party.list, "name": party.name}))
        else:
            typer.echo(f"{change.kind:8} {party.list:6} {party.name}")


@app.command()
def rescreening(as_json: AsJson = False) -> None:
    """Show how far changed lists were brought to what was seen before, the newest first."""
    dsn = operator_settings().dsn("enrich")
    found = asyncio.run(list_loading.ask(dsn, rescreening_jobs.progress))
    if not found and not as_json:
        typer.echo("nothing was screened again so far")
    for each in found:
        if as_json:
            typer.echo(json.dumps(asdict(each), default=str))
            continue
        typer.echo(
            f"{each.state:10} {each.snapshot} after {each.previous or 'nothing'}: "
            f"{each.names:,} names screened, {each.matters:,} matters affected, "
            f"{each.enriched:,} of {each.events:,} events enriched anew, "
            f"opened {each.opened_at:%Y-%m-%d %H:%M}"
        )
