"""`exportwatch assess`: a first look at files, without bus or database."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chassis.clock import utc_now
from chassis.errors import Invalid
from deploy.assess import Line, assess_files, files_of
from deploy.assess_json import as_json
from deploy.labelled import LabelError, judge, labels_of
from deploy.labelled_report import report

app = typer.Typer(help="Assess notices and account events in one process.")


@app.command()
def assess(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders")],
    lists: Annotated[Path | None, typer.Option(help="Screening list (CSL JSON or CSV)")] = None,
    json_lines: Annotated[bool, typer.Option("--json", help="One JSON object a record")] = False,
    labels: Annotated[
        Path | None, typer.Option(help="Labels (JSON lines): print figures and misses instead")
    ] = None,
    aliases: Annotated[
        Path | None, typer.Option(help="Names decided by people (`lists decisions --csv`, TOML)")
    ] = None,
) -> None:
    """Print what each record says and how it scores; exit code 1 if a file cannot be found."""
    for path in (*paths, *filter(None, (labels, lists, aliases))):
        if not path.exists():
            raise Invalid(f"{path} does not exist")
    if labels:
        _against(labels, paths, (lists, aliases), json_lines)
        return
    for line in assess_files(paths, lists, utc_now(), aliases):
        if json_lines:
            typer.echo(json.dumps(as_json(line), ensure_ascii=False))
        else:
            _print(line)


def _against(
    labels: Path, paths: list[Path], by: tuple[Path | None, Path | None], json_lines: bool
) -> None:
    """Compare with labels; the label file itself is no input, though it may lie among it."""
    lists, aliases = by
    try:
        wanted = labels_of(labels.read_text(encoding="utf-8"))
    except LabelError as error:
        raise Invalid(f"{labels}: {error}") from error
    inputs = [path for path in files_of(paths) if path.resolve() != labels.resolve()]
    lines = assess_files(inputs, lists, utc_now(), aliases)
    checks = judge(wanted, [as_json(line) for line in lines])
    for text in report(checks, json_lines):
        typer.echo(text)


def _print(line: Line) -> None:
    found = as_json(line)
    typer.echo(f"{line.file}#{line.record}: {line.status} {found['reason'] or ''}".rstrip())
    a = line.assessed
    if a is None:
        return
    band = f"{a.band.upper()} {a.score}" if a.band else "UNREAD CONTENT: for a person"
    typer.echo(f"  {band} · {a.headline}")
    for c in a.contributions:
        typer.echo(f"    {c.points:+4d}  {c.sentence}")
    for link in found["links"]:
        typer.echo(f"    link  {link['file']}#{link['record']}: {link['why']}")
    if a.unknowns:
        typer.echo(f"    not known: {', '.join(a.unknowns)}")
    typer.echo("    indicator for review")
