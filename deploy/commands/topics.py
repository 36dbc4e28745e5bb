"""`exportwatch topics`: the broker's topics against the one table in contracts.topics."""

from typing import Annotated

import typer

from deploy import topics
from deploy.environment import operator_settings

app = typer.Typer(no_args_is_help=True, help="Create topics and correct their settings.")


@app.command()
def apply(
    partitions: Annotated[int, typer.Option(help="Partitions of new topics")] = topics.PARTITIONS,
    replicas: Annotated[int, typer.Option(help="Replicas of new topics; 3 in production")] = 1,
) -> None:
    """Create what lacks and correct what differs; never changes a partition count."""
    for line in topics.apply(operator_settings().kafka_bootstrap, partitions, replicas):
        typer.echo(line)
    typer.echo("topics are as declared")


@app.command()
def diff() -> None:
    """Print how the broker differs from the table; exit code 1 if it does."""
    lines = topics.diff(operator_settings().kafka_bootstrap)
    for line in lines:
        typer.echo(line)
    raise typer.Exit(code=1 if lines else 0)
