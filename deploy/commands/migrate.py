"""`exportwatch migrate`: bring the database to this version."""

import asyncio
import os

import typer
from pydantic import SecretStr

from chassis.errors import Misconfigured
from chassis.settings import read_variable
from deploy.database import SERVICES, prepare
from deploy.environment import operator_settings

app = typer.Typer(help="Create schemas and roles, and apply what is new.")


@app.command()
def migrate() -> None:
    """Needs POSTGRES_ADMIN_DSN and a password per login role, e.g. SCORE_PASSWORD(_FILE)."""
    admin = operator_settings().postgres_admin_dsn
    if admin is None:
        raise Misconfigured("set POSTGRES_ADMIN_DSN to a role that may create roles and schemas")
    passwords = {
        name: SecretStr(value)
        for name in (*SERVICES, "reporter")
        if (value := read_variable(f"{name}_password", os.environ))
    }
    for line in asyncio.run(prepare(admin.get_secret_value(), passwords)):
        typer.echo(line)
    typer.echo("database is as declared")
