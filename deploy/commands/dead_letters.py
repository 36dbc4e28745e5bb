"""`exportwatch dead-letters`: what the services parked, and what becomes of it."""

import json
from typing import Annotated

import typer

from deploy import dead_letters
from deploy.environment import operator_settings

app = typer.Typer(no_args_is_help=True, help="List, show, replay or discard parked events.")

Service = Annotated[str | None, typer.Option(help="ingest, enrich, score or notify")]
Ids = Annotated[list[str], typer.Argument(help="Ids as listed, e.g. score/3/17; or `all`")]


@app.command("list")
def list_(
    service: Service = None, as_json: Annotated[bool, typer.Option("--json")] = False
) -> None:
    """List what is parked and not settled: id, reason, error, where it came from."""
    found = dead_letters.pending(operator_settings().kafka_bootstrap, service)
    for letter in found:
        facts = {name: letter.fact(name) for name in ("reason", "error", "topic", "at", "attempts")}
        if as_json:
            typer.echo(json.dumps({"id": letter.id, **facts}, ensure_ascii=False))
        else:
            typer.echo(f"{letter.id}  {facts['reason']}  {facts['topic']}  {facts['at']}")
            typer.echo(f"    {facts['error']}")
    if not found and not as_json:
        typer.echo("no dead letters")


@app.command()
def show(letter_id: Annotated[str, typer.Argument(help="Id as listed")]) -> None:
    """Print one dead letter: headers, then the original bytes (may hold personal data)."""
    letter = dead_letters.find(operator_settings().kafka_bootstrap, letter_id)
    for name, value in letter.headers:
        typer.echo(f"{name}: {value.decode('utf-8', 'replace')}")
    typer.echo("")
    typer.echo((letter.value or b"").decode("utf-8", "replace"))


@app.command()
def replay(ids: Ids) -> None:
    """Send events back to the topic they came from; derived ids make that harmless."""
    bootstrap = operator_settings().kafka_bootstrap
    letters = _chosen(bootstrap, ids)
    dead_letters.replay(bootstrap, letters)
    typer.echo(f"replayed {len(letters)}")


@app.command()
def discard(ids: Ids, reason: Annotated[str, typer.Option(help="Why; kept with it")]) -> None:
    """Settle events without processing them."""
    bootstrap = operator_settings().kafka_bootstrap
    letters = _chosen(bootstrap, ids)
    dead_letters.discard(bootstrap, letters, reason)
    typer.echo(f"discarded {len(letters)}")


def _chosen(bootstrap: str, ids: list[str]) -> list[dead_letters.DeadLetter]:
    if ids == ["all"]:
        return dead_letters.pending(bootstrap)
    return [dead_letters.find(bootstrap, letter_id) for letter_id in ids]
