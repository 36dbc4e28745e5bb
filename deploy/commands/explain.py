"""`exportwatch explain`: why a score is what it is, from the record that was published."""

import asyncio
import json
from typing import Annotated
from uuid import UUID

import typer

from chassis.errors import Invalid
from contracts.ids import alert_id
from contracts.risk import RiskAssessed
from contracts.topics import RISK_ASSESSED
from contracts.wire import attributes_of
from deploy.environment import operator_settings
from deploy.reading import read_all
from services.notify.adapters.history import alert_history, list_change

app = typer.Typer(help="Explain an assessment.")


@app.command()
def explain(
    what: Annotated[str, typer.Argument(help="Id or EXW number of an alert, matter or event id")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Print the newest assessment that the id names: contributions, sources, versions."""
    settings = operator_settings()
    what = what.lower()
    dsn = settings.notify_dsn and settings.dsn("notify")
    if dsn and (change := asyncio.run(list_change(dsn, what))):
        alert, lines = change
        typer.echo("\n".join(lines))
        _say_who(dsn, alert)
        return
    found = _find(settings.kafka_bootstrap, what)
    if as_json:
        typer.echo(json.dumps(json.loads(found.model_dump_json()), ensure_ascii=False, indent=2))
        return
    for line in lines_of(found):
        typer.echo(line)
    if dsn:
        _say_who(dsn, alert_id(found.matter))


def _say_who(dsn: str, alert: UUID) -> None:
    typer.echo("\nwho was told, and why")
    for line in asyncio.run(alert_history(dsn, alert)):
        typer.echo(f"  {line}")


def lines_of(a: RiskAssessed) -> list[str]:
    """Return the explanation as lines; the signed points add up to the score."""
    band = f"{a.band.upper()} {a.score}" if a.band else "UNREAD CONTENT, no score"
    lines = [f"{band} · {a.headline}", "indicator for review", ""]
    for c in a.contributions:
        lines.append(f"{c.points:+5d}  {c.sentence}  [{c.rule} {c.version}]")
        if c.evidence:
            where = (
                f" ({c.evidence.start}-{c.evidence.end})" if c.evidence.start is not None else ""
            )
            lines.append(f"       “{c.evidence.quote}”{where}")
        if c.source:
            lines.append(f"       source: {c.source}")
    lines.append(f"{a.score if a.score is not None else '-':>5}  is the score")
    lines += ["", f"legal hook: {a.legal_hook.sentence} (status {a.legal_hook.status})"]
    if a.rescreening:
        again = a.rescreening
        entries = "; ".join(f"{e.name} {e.kind} ({e.list})" for e in again.entries)
        lines.append(f"screened again on {again.snapshot} ({again.reason}): {entries or '-'}")
    lines += [f"linked: {link.label}: {link.why}" for link in a.links]
    lines += [f"against: {fact}" for fact in a.counter_evidence]
    lines += [f"not known: {fact}" for fact in a.unknowns]
    lines += [f"warning: {text}" for text in a.warnings]
    v = a.versions
    lines.append(f"law as of {a.law_date}; policy {v.policy}, engine {v.engine}, ")
    lines[-1] += f"catalogue {v.catalogue}, lists {v.snapshot}; revision {a.revision}"
    return lines


def _find(bootstrap: str, what: str) -> RiskAssessed:
    """The newest assessment whose matter, alert, cause, notice or first event has this id."""
    best: RiskAssessed | None = None
    for record in read_all(bootstrap, RISK_ASSESSED.name):
        found = RiskAssessed.model_validate_json(record.value)
        attributes = attributes_of(record.headers)
        names = {found.matter, alert_id(found.matter), found.cause, *found.notices}
        names |= {attributes.id, attributes.correlation_id}
        number = f"exw-{alert_id(found.matter).hex[:8]}"
        if what in (number, *map(str, names)) and (best is None or found.revision >= best.revision):
            best = found
    if best is None:
        raise Invalid(f"no assessment names {what}: give the id of an alert, matter or event")
    return best
