"""`exportwatch lists`: load screening lists, see what is active, what changed, what was refused."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chassis.errors import Misconfigured
from contracts.lists import ListUpdated
from deploy import list_loading
from deploy.commands import list_bridges, list_decisions, list_gaps, list_refresh
from deploy.commands.options import AsJson
from deploy.environment import operator_settings
from services.enrich.adapters import rescreening_jobs, snapshots
from services.enrich.adapters.snapshots import ListStatus, Terms
from services.enrich.domain.list_sets import CONFIRMED, CSL, PRIVATE, set_of
from services.enrich.domain.list_state import state_of

app = typer.Typer(
    no_args_is_help=True,
    help="Screening lists: load, refresh, status, diff, add (Federal Register), rescreening;"
    " names: gaps, confirm, reject, revoke, decisions.",
)
app.command("refresh")(list_refresh.refresh)
app.command("add")(list_bridges.add)
app.command("bridged")(list_bridges.bridged)
app.command("gaps")(list_gaps.gaps)
app.command("confirm")(list_decisions.confirm)
app.command("reject")(list_decisions.reject)
app.command("revoke")(list_decisions.revoke)
app.command("decisions")(list_decisions.decisions)

Set = Annotated[str, typer.Option("--set", help="List set, e.g. csl, ofac, private:NAME")]


@app.command()
def load(  # noqa: PLR0913, PLR0917  each is an option of the command
    file: Annotated[Path, typer.Argument(help="A list as published, or a table of your own")],
    list_set: Annotated[
        str | None, typer.Option("--set", help="What it is, if its content does not tell")
    ] = None,
    private: Annotated[str | None, typer.Option(help="Load as the private list NAME")] = None,
    force: Annotated[bool, typer.Option(help="Also if older or much shorter than before")] = False,
    expires: Annotated[
        bool | None, typer.Option("--expires/--no-expires", help="Its age counts (as usual)")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a list file the active snapshot of its set; an unfit file changes nothing."""
    if list_set and private:
        raise Misconfigured("give --set or --private, not both")
    terms = Terms(f"{PRIVATE}{private}" if private else list_set, force=force, expires=expires)
    settings = operator_settings()
    loading = list_loading.load(settings.dsn("enrich"), settings.kafka_bootstrap, file, terms)
    typer.echo(told(asyncio.run(loading), as_json=as_json))


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show every active set, its age and refusals; exit code 1 without a published list."""
    dsn = operator_settings().dsn("enrich")
    found = asyncio.run(list_loading.ask(dsn, snapshots.statuses))
    for each in found:
        typer.echo(_status_json(each) if as_json else _status_text(each))
    if not as_json:
        for refusal in asyncio.run(list_loading.ask(dsn, snapshots.refusals)):
            when = f"{refusal.refused_at:%Y-%m-%d %H:%M}"
            typer.echo(f"refused {when} {refusal.list_set}: {refusal.file_name}: {refusal.problem}")
    state = state_of([each.active for each in found])
    if state is None:
        typer.echo("no published list is loaded: run exportwatch lists load FILE", err=True)
        raise typer.Exit(code=1)
    if not as_json:
        typer.echo(f"state {state.snapshot.id}: its age is that of {state.oldest}")


@app.command()
def diff(list_set: Set = CSL, as_json: AsJson = False) -> None:
    """List the entries that differ between the previous snapshot of a set and the active one."""
    name = set_of(list_set).name
    dsn = operator_settings().dsn("enrich")
    for change in asyncio.run(list_loading.ask(dsn, lambda pool: snapshots.diff(pool, name))):
        party = change.party
        if as_json:
            line = {"kind": change.kind, "list": party.list, "id": party.id, "name": party.name}
            typer.echo(json.dumps(line, ensure_ascii=False))
        else:
            typer.echo(f"{change.kind:8} {party.list:6} {party.name}")


@app.command()
def remove(
    list_set: Annotated[str, typer.Argument(help="The set to take out of use")],
    force: Annotated[bool, typer.Option(help="Also a published list")] = False,
    as_json: AsJson = False,
) -> None:
    """Take a list set out of use; what was decided on it stays explained."""
    kind = set_of(list_set).kind
    if list_set == CONFIRMED:
        raise Misconfigured("decisions are taken back one by one: exportwatch lists revoke ID")
    if kind == "published" and not force:
        raise Misconfigured(f"without {list_set} its parties count as clear: add --force if meant")
    settings = operator_settings()
    dsn, bootstrap = settings.dsn("enrich"), settings.kafka_bootstrap
    event = asyncio.run(list_loading.ask(dsn, lambda pool: snapshots.remove(pool, list_set)))
    if event is None:
        raise Misconfigured(f"{list_set} was never loaded: exportwatch lists status shows what is")
    asyncio.run(list_loading.announce(dsn, bootstrap))
    typer.echo(told(event, as_json=as_json))


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


def told(updated: ListUpdated, *, as_json: bool) -> str:
    """Return what a load did, as a line."""
    if as_json:
        return updated.model_dump_json()
    return (
        f"{updated.list}: snapshot {updated.snapshot} of {updated.list_date or 'no date'}: "
        f"{updated.parties:,} parties, {updated.added:,} added, {updated.removed:,} removed, "
        f"{updated.changed:,} changed"
    )


def _status_json(each: ListStatus) -> str:
    line = {
        "list_set": each.list_set,
        **json.loads(each.snapshot.model_dump_json()),
        "counts": each.counts,
        "file": each.file_name,
        "expires": each.expires,
        "refusals": each.refusals,
    }
    return json.dumps(line, ensure_ascii=False)


def _status_text(each: ListStatus) -> str:
    s = each.snapshot
    lines = [
        f"{each.list_set}: {s.parties:,} parties of {s.list_date or 'no date'},"
        f" from {each.file_name}, snapshot {s.id}",
        f"  loaded {s.loaded_at:%Y-%m-%d %H:%M} UTC, last checked {s.checked_at:%Y-%m-%d %H:%M}"
        + ("" if each.expires else ", its age does not count"),
    ]
    lines += [f"  {code:12} {count:7,}" for code, count in sorted(each.counts.items())]
    if each.refusals:
        lines.append(f"  {each.refusals} files refused since then")
    return "\n".join(lines)
