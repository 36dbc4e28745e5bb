"""`exportwatch demo`: the main job end to end on real parts, then what came of it."""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy import feeding, list_loading, outcomes
from deploy.board import board
from deploy.local.installation import Installation, Options
from deploy.local.process_spec import Change, State

app = typer.Typer(help="Start everything, feed the examples, show the alerts, stop.")

EXAMPLES = Path(__file__).parents[2] / "examples"
PATIENCE = 120.0
console = Console()


@app.callback(invoke_without_command=True)
def demo(
    path: Annotated[Path, typer.Argument(help="What to feed")] = EXAMPLES,
    keep: Annotated[bool, typer.Option(help="Go on running until Ctrl-C")] = False,
) -> None:
    """Leaves nothing behind: data lives in a temporary folder and goes with it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="exportwatch-demo-") as folder:
        installation = Installation(Options(Path(folder), durable=False, demo=True), _tell(began))
        installation.start_backings()
        _tell(began)("loading the project's own extract of the screening lists")
        dsn, bootstrap = installation.dsn("enrich"), installation.kafka.bootstrap
        asyncio.run(list_loading.ensure(dsn, bootstrap, None))
        with installation.make_supervisor(_heard(began)) as supervisor:
            supervisor.start()
            _tell(began)(f"feeding {path}")
            fed = asyncio.run(feeding.feed(installation, [path], demo=True))
            _tell(began)(f"{fed.summary}; waiting for the assessments and the messages")
            rows = outcomes.wait(installation, fed.accepted, PATIENCE)
            console.print(board(rows))
            _go_on(installation)
            _tell(began)("done")
            if keep:
                supervisor.watch()


def _tell(began: float) -> "outcomes.Tell":
    return lambda text: console.print(f"[dim]{time.monotonic() - began:5.1f} s[/dim]  {text}")


def _heard(began: float) -> "outcomes.Heard":
    def heard(change: Change) -> None:
        if change.state in (State.READY, State.CRASHED, State.HANGING):
            _tell(began)(f"{change.name} {change.state} {change.detail}".rstrip())

    return heard


def _go_on(installation: Installation) -> None:
    console.print(
        "\nHow to go on: [bold]make up[/bold] runs the same until Ctrl-C; it prints where to read the"
        " Slack channel and the mails.\n[bold]exportwatch assess FILE[/bold] looks at one notice"
        " without starting anything, [bold]exportwatch explain[/bold] shows how a score came about."
    )
    console.print(f"Slack messages: {outcomes.count_slack(installation)}, ", end="")
    console.print(f"mails: {outcomes.count_mails(installation)}")
