"""`exportwatch lists gaps`: what the lists and what was seen leave unmatched, for a person."""

import asyncio
import json
import shlex
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from chassis.errors import Misconfigured
from chassis.postgres import Pool
from deploy import list_loading
from deploy.commands.options import AsJson
from deploy.environment import operator_settings
from services.enrich.adapters import gap_reading
from services.enrich.domain.alias_gaps import (
    MOST_MATTERS,
    ListedGap,
    SeenGap,
    SeenParty,
    listed_gaps,
    ranked_seen,
    seen_gaps,
)
from services.enrich.domain.list_cleaning import list_code
from services.enrich.domain.list_screening import InUse
from services.enrich.domain.screening import Match
from services.score.app import load_policy
from services.score.settings import BUNDLED_POLICY

Gap = ListedGap | SeenGap
SHOWN_MATCHES, SHOWN_NAMES = 3, 3


def gaps(
    limit: Annotated[int, typer.Option(min=1, help="So many of each kind")] = 20,
    list_: Annotated[str | None, typer.Option("--list", help="Only this list, e.g. EL")] = None,
    names: Annotated[int, typer.Option(min=1, help="Look at so many names, newest first")] = 10_000,
    as_json: AsJson = False,
) -> None:
    """Rank seen names that only propose, and listed Chinese parties without a Chinese name."""
    dsn = operator_settings().dsn("enrich")
    used, seen = asyncio.run(list_loading.ask(dsn, lambda pool: _read(pool, names)))
    tiers = load_policy(BUNDLED_POLICY).tiers
    proposing = ranked_seen(seen_gaps(seen, used.screener(), tiers))
    unnamed = listed_gaps(used, tiers, proposing)
    if list_ is not None:
        code = list_code(list_)
        proposing = [gap for gap in proposing if any(each.list == code for each in gap.matches)]
        unnamed = [gap for gap in unnamed if gap.party.list == code]
    if as_json:
        found: list[Gap] = [*proposing[:limit], *unnamed[:limit]]
        for gap in found:
            typer.echo(json.dumps(_object(gap), ensure_ascii=False, default=str))
        return
    for line in _lines(proposing, unnamed, limit):
        typer.echo("".join(c if c.isprintable() else " " for c in line))
    if len(seen) == names:
        typer.echo(f"older names than these {names:,} were not looked at: --names looks at more")


async def _read(pool: Pool, names: int) -> tuple[InUse, list[SeenParty]]:
    used = await gap_reading.lists_in_use(pool)
    if used is None:
        raise Misconfigured("no published list is loaded: run exportwatch lists load FILE")
    return used, await gap_reading.seen_parties(pool, names)


def _lines(proposing: list[SeenGap], unnamed: list[ListedGap], limit: int) -> Iterator[str]:
    title = "seen names that may mean a listed party and decide none"
    yield f"{title}: {len(proposing):,} ({min(limit, len(proposing))} shown)"
    for gap in proposing[:limit]:
        yield from _seen(gap)
    title = "listed parties in China, Hong Kong, Macau without Chinese name"
    yield f"{title}: {len(unnamed):,} ({min(limit, len(unnamed))} shown)"
    for each in unnamed[:limit]:
        yield _listed(each)


def _seen(gap: SeenGap) -> Iterator[str]:
    seen = gap.seen
    matters = ", ".join(str(matter) for matter in seen.matters[:MOST_MATTERS])
    more = (
        f" and {len(seen.matters) - MOST_MATTERS} more" if len(seen.matters) > MOST_MATTERS else ""
    )
    yield f"  {seen.name}: {seen.times} times, last {seen.last:%Y-%m-%d}, matters {matters}{more}"
    for match in gap.matches[:SHOWN_MATCHES]:
        yield f"    {match.score:.2f} {match.listed_name} ({match.list}): {match.explanation}"
    yield f"    {_command('confirm', seen.name, gap.matches[0])}"
    yield f"    {_command('reject', seen.name, gap.matches[0])}"


def _listed(gap: ListedGap) -> str:
    party = gap.party
    text = f"  {gap.tier:8} {party.list:5} {party.name}, {party.citation or 'no citation'}"
    if gap.proposed:
        text += f"; proposed: {', '.join(gap.proposed[:SHOWN_NAMES])}"
    if gap.seen_as:
        text += f"; seen: {', '.join(gap.seen_as[:SHOWN_NAMES])}"
    return text


def _command(verb: str, name: str, match: Match) -> str:
    return shlex.join(
        [
            *("exportwatch", "lists", verb, name, "--list", match.list),
            *("--entry", match.listed_name, "--by", "YOUR NAME", "--why", "..."),
        ]
    )


def _object(gap: Gap) -> dict[str, Any]:
    if isinstance(gap, ListedGap):
        party = gap.party
        return {
            "gap": "listed",
            "tier": gap.tier,
            "list": party.list,
            "entry": party.name,
            "entry_id": party.id,
            "citation": party.citation,
            "proposed": gap.proposed,
            "seen_as": gap.seen_as,
        }
    seen = gap.seen
    return {
        "gap": "seen",
        "tier": gap.tier,
        "name": seen.name,
        "country": seen.country,
        "times": seen.times,
        "matters": seen.matters,
        "last": seen.last,
        "matches": [_match(match) for match in gap.matches],
        "confirm": _command("confirm", seen.name, gap.matches[0]),
        "reject": _command("reject", seen.name, gap.matches[0]),
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "list": match.list,
        "entry": match.listed_name,
        "entry_id": match.id,
        "alias": match.alias,
        "score": match.score,
        "explanation": match.explanation,
    }
