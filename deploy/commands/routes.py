"""`exportwatch routes`: try where an alert would go, before it is live."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.errors import Invalid
from services.notify.domain.route_reading import routes_test
from services.notify.settings import ROUTES

app = typer.Typer(no_args_is_help=True, help="Try the routes of alerts.")

Labels = Annotated[list[str], typer.Argument(help="label=value, e.g. band=high urgency=now")]
File = Annotated[Path, typer.Option("--file", help="Routes to try")]


@app.callback()
def routes() -> None:
    """Keep `test` a sub-command although it is the only one."""


@app.command("test")
def try_out(labels: Labels, file: File = ROUTES) -> None:
    """Print the path of an alert with these labels, its receivers and the reasons."""
    if wrong := [label for label in labels if "=" not in label]:
        raise Invalid(f"{wrong[0]!r} is not label=value, e.g. band=high")
    given = dict(label.split("=", 1) for label in labels)
    for line in routes_test(file.read_text(encoding="utf-8"), given):
        typer.echo(line)
