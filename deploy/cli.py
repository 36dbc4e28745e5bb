"""The operator's command `exportwatch`; sub-commands are imported only when one is called."""

import importlib
import sys
from typing import Any

import click
import typer
from typer.core import TyperGroup

from chassis.errors import Invalid, Misconfigured, Transient

# Order of the help page: first look, then running, then operating.
COMMANDS: dict[str, str] = {
    "assess": "deploy.commands.assess",
    "demo": "deploy.commands.demo",
    "up": "deploy.commands.up",
    "ingest": "deploy.commands.ingest",
    "sources": "deploy.commands.sources",
    "explain": "deploy.commands.explain",
    "lists": "deploy.commands.lists",
    "routes": "deploy.commands.routes",
    "dead-letters": "deploy.commands.dead_letters",
    "quarantine": "deploy.commands.quarantine",
    "resume": "deploy.commands.resume",
    "doctor": "deploy.commands.doctor",
    "topics": "deploy.commands.topics",
    "migrate": "deploy.commands.migrate",
}
FAILED, MISUSED, NOT_NOW = 1, 2, 3


class LazyGroup(TyperGroup):
    """A group that imports a sub-command's module when it is asked for."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """Import the module of a sub-command and return its click command."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(importlib.import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Exportwatch: indicators for review on cloud access to export-controlled accelerators.",
)


@app.callback()
def root() -> None:
    """Exit codes: 0 done, 1 failed or findings, 2 misused or misconfigured, 3 try again later."""


def main() -> None:
    """Run the command line; expected errors are one sentence that says what to do."""
    try:
        app()
    except Misconfigured as exc:
        _leave(f"configuration: {exc}", MISUSED)
    except Invalid as exc:
        _leave(str(exc), FAILED)
    except Transient as exc:
        _leave(f"not now: {exc}", NOT_NOW)


def _leave(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
