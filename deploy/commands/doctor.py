"""`exportwatch doctor`: look at everything the product needs, and say what to do."""

import asyncio
import os
from collections.abc import Iterator

import httpx
import typer

from chassis.errors import Misconfigured
from deploy import list_loading, topics
from deploy.environment import OperatorSettings, operator_settings
from deploy.source_testing import states_of
from services.enrich.adapters import snapshots
from services.enrich.domain.list_state import state_of
from services.notify.adapters.doctor import doctor as receivers
from services.notify.settings import NotifySettings

app = typer.Typer(help="Check bus, database, lists, sources, services, Slack and mail.")

Finding = tuple[str, bool, str]


@app.command()
def doctor() -> None:
    """Print one line for each check; exit code 1 if one is not well."""
    settings = operator_settings()
    well = True
    for name, ok, advice in _findings(settings):
        well = well and ok
        typer.echo(f"{'ok  ' if ok else 'LOOK'}  {name}{f': {advice}' if advice else ''}")
    raise typer.Exit(code=0 if well else 1)


def _findings(settings: OperatorSettings) -> Iterator[Finding]:
    yield _topics(settings)
    yield _lists(settings)
    yield _sources(settings)
    for service in ("ingest", "enrich", "score", "notify"):
        yield _service(settings, service)
    yield from _receivers()


def _topics(settings: OperatorSettings) -> Finding:
    try:
        lines = topics.diff(settings.kafka_bootstrap)
    except Exception as exc:  # noqa: BLE001  whatever is wrong with the broker is the finding
        return "kafka", False, f"{settings.kafka_bootstrap} does not answer ({type(exc).__name__})"
    return "topics", not lines, f"{lines[0]}: run exportwatch topics apply" if lines else ""


def _lists(settings: OperatorSettings) -> Finding:
    try:
        found = asyncio.run(list_loading.ask(settings.dsn("enrich"), snapshots.statuses))
    except Exception as exc:  # noqa: BLE001  see above
        return "screening lists", False, f"{type(exc).__name__}: run exportwatch migrate"
    state = state_of([each.active for each in found])
    if state is None:
        return "screening lists", False, "no published one: run exportwatch lists load FILE"
    refused = [each.list_set for each in found if each.refusals]
    if refused:
        advice = f"a file for {', '.join(refused)} was refused: see exportwatch lists status"
        return "screening lists", False, advice
    sets = ", ".join(each.list_set for each in state.sets)
    advice = f"{state.snapshot.parties:,} parties of {state.snapshot.list_date} ({sets})"
    return "screening lists", True, advice


def _sources(settings: OperatorSettings) -> Finding:
    try:
        states = asyncio.run(states_of(settings.dsn("ingest")))
    except Exception as exc:  # noqa: BLE001  see above
        return "sources", False, f"{type(exc).__name__}: run exportwatch migrate"
    alarmed = [state.row.name for state in states if state.alarms]
    if alarmed:
        return "sources", False, f"{', '.join(alarmed)}: see exportwatch sources status"
    testing = [state.row.name for state in states if state.row.mode == "testing"]
    return "sources", True, f"in testing: {', '.join(testing)}" if testing else ""


def _service(settings: OperatorSettings, service: str) -> Finding:
    try:
        answer = httpx.get(f"{settings.url(service)}/readyz", timeout=10)
        wrong = "; ".join(answer.json().get("wrong", ()))
    except Misconfigured as exc:
        return service, False, str(exc)
    except (httpx.HTTPError, ValueError) as exc:
        return service, False, f"does not answer ({type(exc).__name__}): see its log"
    return service, answer.is_success, wrong


def _receivers() -> Iterator[Finding]:
    """Slack and mail, where this environment configures them."""
    names = {field.upper() for field in NotifySettings.model_fields}
    given = {k: v for k, v in os.environ.items() if k.removesuffix("_FILE") in names}
    unused = {"KAFKA_BOOTSTRAP": "unused", "POSTGRES_DSN": "unused"}
    if not any(name.startswith(("SLACK_", "SMTP_")) for name in given):
        return
    for check in asyncio.run(receivers(NotifySettings.from_env(unused | given))):
        yield check.name, check.ok, check.advice
