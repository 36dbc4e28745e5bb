"""`exportwatch lists refresh`: fetch newer lists from their publishers."""

import asyncio
import json
import os
from typing import Annotated

import typer

from chassis.errors import Misconfigured
from deploy.commands.options import AsJson
from deploy.environment import operator_settings
from deploy.list_download import DownloadSettings
from deploy.list_refreshing import Outcome, Source
from deploy.list_refreshing import refresh as refreshed
from services.enrich.domain.list_sets import set_of

REFUSED, NOT_NOW = 1, 3


def refresh(
    list_set: Annotated[str | None, typer.Option("--set", help="Only this list set")] = None,
    url: Annotated[str | None, typer.Option(help="From here instead of the settings")] = None,
    force: Annotated[bool, typer.Option(help="Also if older or much shorter than before")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch each list that has an address; unfit or unreachable ones leave the old in use."""
    settings, operator = DownloadSettings.from_env(os.environ), operator_settings()
    target = (operator.dsn("enrich"), operator.kafka_bootstrap)
    outcomes = asyncio.run(
        refreshed(target, _sources(settings, list_set, url), settings, force=force)
    )
    for each in outcomes:
        typer.echo(_told(each, as_json=as_json))
    results = {each.result for each in outcomes}
    if "refused" in results:
        raise typer.Exit(code=REFUSED)
    if "not now" in results:
        raise typer.Exit(code=NOT_NOW)


def _sources(
    settings: DownloadSettings, list_set: str | None, url: str | None
) -> dict[str, Source]:
    name = set_of(list_set).name if list_set else None
    if url:
        return {name or "the address": Source(url, name)}
    addresses = settings.addresses
    if name is None:
        return {each: Source(address, each) for each, address in addresses.items()}
    if name not in addresses:
        variable = f"LISTS_{name.upper().replace('-', '_')}_URL"
        raise Misconfigured(f"{name} has no address: set {variable} or give --url")
    return {name: Source(addresses[name], name)}


def _told(each: Outcome, *, as_json: bool) -> str:
    if as_json:
        updated = json.loads(each.updated.model_dump_json()) if each.updated else None
        line = {"list_set": each.list_set, "result": each.result, "detail": each.detail}
        return json.dumps(line | {"updated": updated}, ensure_ascii=False)
    detail = each.detail
    if each.updated:
        u = each.updated
        detail = (
            f"{u.snapshot}, {u.parties:,} parties, {u.added:,} added, {u.removed:,} removed,"
            f" {u.changed:,} changed"
        )
    return f"{each.list_set}: {each.result}: {detail}"
