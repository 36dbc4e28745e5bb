"""`exportwatch lists add`: bridge a Federal Register publication until the list has it."""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer

from deploy import list_loading
from deploy.commands.options import AsJson
from deploy.environment import operator_settings
from services.enrich.adapters import bridge_store
from services.enrich.domain.bridges import Addition, bridge


def add(  # noqa: PLR0913, PLR0917  one option a column of the Federal Register's table
    fr: Annotated[str, typer.Option(help="Citation, e.g. '90 FR 48193'")],
    list_code: Annotated[str, typer.Option("--list", help="List code, e.g. EL, UVL, MEU")],
    name: Annotated[str, typer.Option(help="The entry as the Federal Register prints it")],
    alias: Annotated[list[str] | None, typer.Option(help="An a.k.a.; may be repeated")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code, e.g. CN")] = None,
    requirement: Annotated[str | None, typer.Option(help="Licence requirement")] = None,
    policy: Annotated[str | None, typer.Option(help="Licence review policy")] = None,
    as_json: AsJson = False,
) -> None:
    """Screen against an entry at once; it goes when its list has it (same list, same name)."""
    addition = Addition(fr, list_code, name, tuple(alias or ()), country, requirement, policy)
    party = bridge(addition)
    settings = operator_settings()
    dsn = settings.dsn("enrich")
    event = asyncio.run(list_loading.ask(dsn, lambda pool: bridge_store.add(pool, party)))
    asyncio.run(list_loading.announce(dsn, settings.kafka_bootstrap))
    added = event is not None
    if as_json:
        line = {"added": added, "list": party.list, "id": party.id, "name": party.name}
        typer.echo(json.dumps(line | {"citation": party.citation}, ensure_ascii=False))
    elif added:
        typer.echo(f"added {party.name} to {party.list} ({party.citation}) until the list has it")
    else:
        typer.echo(f"{party.list} has {party.name} already: nothing was added")


def bridged(as_json: AsJson = False) -> None:
    """Show the entries added by hand, and those that their lists have overtaken."""
    dsn = operator_settings().dsn("enrich")
    active = asyncio.run(list_loading.ask(dsn, bridge_store.active))
    retired = asyncio.run(list_loading.ask(dsn, bridge_store.retired))
    if as_json:
        for party in active:
            line = {"state": "active", "list": party.list, "name": party.name}
            typer.echo(json.dumps(line | {"citation": party.citation}, ensure_ascii=False))
        for each in retired:
            line = {"state": "retired"} | asdict(each)
            typer.echo(json.dumps(line, ensure_ascii=False, default=str))
        return
    if not active and not retired:
        typer.echo("nothing was added by hand")
    for party in active:
        typer.echo(f"active   {party.list:6} {party.name} ({party.citation})")
    for each in retired:
        typer.echo(f"retired  {each.list:6} {each.name} ({each.citation}): {each.note}")
