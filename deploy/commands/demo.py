"""`exportwatch demo`: the main job end to end on real parts, then what came of it."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from contracts.envelope import Mode
from deploy import feeding, list_loading, outcomes
from deploy.board import board
from deploy.local.installation import Installation, Options
from deploy.local.process_spec import Change, State

app = typer.Typer(help="Start everything, feed the examples, show the alerts, stop.")

EXAMPLES = Path(__file__).parents[2] / "examples"
FED = (EXAMPLES / "notices", EXAMPLES / "accounts")
PATIENCE = 120.0
console = Console()


@app.command()
def demo(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="What to feed; default: examples")
    ] = None,
    keep: Annotated[bool, typer.Option(help="Go on running until Ctrl-C")] = False,
) -> None:
    """Leave nothing behind: data lives in a temporary folder and goes with it."""
    tell = _teller()
    with tempfile.TemporaryDirectory(prefix="exportwatch-demo-") as folder:
        # The stand-in for Slack takes messages as fast as they come.
        pace = {"SLACK_MIN_GAP": "0", "SLACK_EDIT_GAP": "0"}
        options = Options(Path(folder), durable=False, demo=True, environ_of={"notify": pace})
        installation = Installation(options, tell)
        with installation.make_supervisor(_heard(tell)) as supervisor:
            installation.start_backings()
            tell("loading the project's own extract of the screening lists")
            list_loading.ensure_now(installation)
            supervisor.start()
            _feed_and_show(installation, list(paths or FED), tell)
            if keep:
                for name in ("fake-slack", "mail-sink"):
                    tell(f"{name}: {installation.url(name)}")
                supervisor.watch()


def _feed_and_show(installation: Installation, paths: list[Path], tell: outcomes.Tell) -> None:
    tell(f"feeding {', '.join(path.name for path in paths)}")
    bootstrap = installation.kafka.bootstrap
    how = feeding.How(installation.dsn("ingest"), bootstrap, mode=Mode.DEMO)
    fed = asyncio.run(feeding.feed(paths, how))
    tell(f"{fed.summary}; waiting for assessments and messages")
    rows = outcomes.wait(bootstrap, installation.admin_dsn(), fed.accepted, PATIENCE)
    console.print(board(rows))
    tell("every alert is assessed and delivered")
    console.print(
        "\nHow to go on: [bold]make up[/bold] runs the same until Ctrl-C and prints where to read"
        " the Slack channel and the mails.\n[bold].venv/bin/exportwatch assess FILE[/bold]"
        " looks at one notice without starting anything."
    )


def _teller() -> outcomes.Tell:
    began = time.monotonic()
    return lambda text: console.print(f"[dim]{time.monotonic() - began:5.1f} s[/dim]  {text}")


def _heard(tell: outcomes.Tell) -> Callable[[Change], None]:
    def heard(change: Change) -> None:
        if change.state in (State.READY, State.CRASHED, State.HANGING):
            tell(f"{change.name} {change.state} {change.detail}".rstrip())

    return heard
