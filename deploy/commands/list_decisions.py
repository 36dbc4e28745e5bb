"""`exportwatch lists confirm`, `reject`, `revoke`, `decisions`: what people decided of names."""

import asyncio
import csv
import json
import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from chassis.clock import utc_now
from contracts.lists import ListUpdated
from deploy import list_loading
from deploy.commands.options import AsJson
from deploy.environment import operator_settings
from services.enrich.adapters import decision_store
from services.enrich.adapters.decision_store import Kept
from services.enrich.domain.alias_decisions import Decision, Verdict
from services.enrich.domain.list_cleaning import list_code
from services.enrich.domain.operator_rows import COLUMNS

Name = Annotated[str, typer.Argument(help="The name as notices print it")]
ListCode = Annotated[str, typer.Option("--list", help="List code, e.g. EL, CMIC, MEU")]
Entry = Annotated[str, typer.Option(help="The listed name, or the id of the entry")]
By = Annotated[str, typer.Option(help="Who decides: a person's name, no contact data")]
Why = Annotated[str, typer.Option(help="The reason, in a sentence")]
Source = Annotated[str, typer.Option(help="Where the name can be checked")]


def confirm(  # noqa: PLR0913, PLR0917  one option a column of the decision
    name: Name,
    list_: ListCode,
    entry: Entry,
    by: By,
    why: Why,
    source: Source = "",
    as_json: AsJson = False,
) -> None:
    """Confirm that a name is a listed party's: it decides from now on, and for what was seen."""
    _decide(_decision("confirmed", name, (list_, entry), (by, why, source)), as_json=as_json)


def reject(  # noqa: PLR0913, PLR0917  one option a column of the decision
    name: Name,
    list_: ListCode,
    entry: Entry,
    by: By,
    why: Why,
    source: Source = "",
    as_json: AsJson = False,
) -> None:
    """Reject that a name is a listed party's: the pair is not proposed again."""
    _decide(_decision("rejected", name, (list_, entry), (by, why, source)), as_json=as_json)


def revoke(
    id_: Annotated[str, typer.Argument(metavar="ID", help="As `lists decisions` shows it")],
    by: By,
    why: Why,
    as_json: AsJson = False,
) -> None:
    """Take a decision back: the name is judged as it was before, also where it was seen."""
    settings = operator_settings()
    revoking = list_loading.ask(
        settings.dsn("enrich"), lambda pool: decision_store.revoke(pool, id_, by, why)
    )
    decision, event = asyncio.run(revoking)
    asyncio.run(list_loading.announce(settings.dsn("enrich"), settings.kafka_bootstrap))
    _tell("revoked", decision, event, as_json=as_json)


def decisions(
    revoked: Annotated[bool, typer.Option("--revoked", help="Also those taken back")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="For `assess --aliases`")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what people decided of names, the newest first."""
    dsn = operator_settings().dsn("enrich")
    asked = list_loading.ask(dsn, lambda pool: decision_store.kept(pool, revoked_too=revoked))
    found = asyncio.run(asked)
    if as_csv:
        _write_csv([each.decision for each in found if each.revoked_at is None])
        return
    if not found and not as_json:
        typer.echo("nothing was decided so far: exportwatch lists gaps shows what there is")
    for each in found:
        line = _line(each.decision) | {"listed": each.listed, "revoked_by": each.revoked_by}
        line |= {"revoked_at": each.revoked_at, "revoked_why": each.revoked_why}
        typer.echo(json.dumps(line, ensure_ascii=False, default=str) if as_json else _text(each))


def _decision(
    verdict: Verdict, name: str, of: tuple[str, str], signed: tuple[str, str, str]
) -> Decision:
    by, why, source = signed
    return Decision(name, list_code(of[0]), of[1], verdict, by, utc_now(), why, source)


def _decide(new: Decision, *, as_json: bool) -> None:
    settings = operator_settings()
    dsn = settings.dsn("enrich")
    deciding = list_loading.ask(dsn, lambda pool: decision_store.decide(pool, new))
    decision, event = asyncio.run(deciding)
    asyncio.run(list_loading.announce(dsn, settings.kafka_bootstrap))
    _tell(decision.verdict, decision, event, as_json=as_json)


def _tell(verdict: str, decision: Decision, event: ListUpdated, *, as_json: bool) -> None:
    if as_json:
        line = _line(decision) | {"did": verdict, "snapshot": event.snapshot}
        typer.echo(json.dumps(line, ensure_ascii=False, default=str))
        return
    typer.echo(f"{verdict} {decision.name} = {decision.entry} ({decision.list}), id {decision.id}")
    typer.echo("what was seen is screened again: exportwatch lists rescreening shows how far it is")


def _line(decision: Decision) -> dict[str, Any]:
    return {"id": decision.id} | asdict(decision)


def _text(kept: Kept) -> str:
    d = kept.decision
    cited = f" [{d.source}]" if d.source else ""
    text = f"{d.id}  {d.verdict:9} {d.name} = {d.entry} ({d.list}), {d.by} {d.day}: {d.why}{cited}"
    if kept.revoked_at is None:
        return text if kept.listed else f"{text}; no list in use has the entry"
    return f"{text}; revoked by {kept.revoked_by} {kept.revoked_at:%Y-%m-%d}: {kept.revoked_why}"


def _write_csv(found: list[Decision]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for d in found:
        writer.writerow(
            (d.verdict, d.name, d.list, d.entry, d.by, d.at.isoformat(), d.why, d.source)
        )
