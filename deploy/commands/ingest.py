"""`exportwatch ingest`: hand in files, or what comes on standard input."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from chassis.errors import Misconfigured
from contracts.envelope import Mode
from contracts.tenders import Provenance
from deploy import feeding
from deploy.assess import files_of
from deploy.environment import operator_settings
from deploy.progress import over_files
from services.ingest.ports import Settled

app = typer.Typer(help="Keep, read and publish notices and account events.")

Trust = Annotated[
    Provenance | None,
    typer.Option(help="How far the files can be trusted; unset: official_portal"),
]


@app.command()
def ingest(  # noqa: PLR0913, PLR0917  each is an option of the command
    paths: Annotated[list[str], typer.Argument(help="Files and folders; - reads standard input")],
    provenance: Trust = None,
    source: Annotated[
        str | None, typer.Option(help="Registered source the files are of; its trust and mode hold")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="live, backfill, demo or shadow")] = Mode.LIVE,
    backfill: Annotated[bool, typer.Option(help="History: assessed, pages nobody")] = False,
    again: Annotated[bool, typer.Option(help="Publish repeats again, under the same ids")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Print what became of each record; exit code 1 if anything went into quarantine."""
    if source and provenance:
        raise Misconfigured("a registered source has its own trust: leave --provenance out")
    settings = operator_settings()
    how = feeding.How(
        settings.dsn("ingest"),
        settings.kafka_bootstrap,
        provenance or Provenance.OFFICIAL_PORTAL,
        _mode(mode, backfill=backfill),
        again=again,
        source=source,
    )

    with tempfile.TemporaryDirectory() as folder:
        files = files_of([_path(p, Path(folder)) for p in paths])
        with over_files(len(files)) as seen:

            def heard(path: Path, outcome: Settled) -> None:
                typer.echo(_line(path, outcome, as_json=as_json))
                seen(path)

            fed = asyncio.run(feeding.feed(files, how, heard))
    if not as_json:
        typer.echo(fed.summary)
    raise typer.Exit(code=1 if fed.counts["quarantined"] else 0)


def _line(path: Path, outcome: Settled, *, as_json: bool) -> str:
    reason = outcome.message or outcome.reason
    if as_json:
        line = {"file": str(path), "record": outcome.record, "status": outcome.status}
        return json.dumps(line | {"reason": reason or None}, ensure_ascii=False)
    return f"{path}#{outcome.record}: {outcome.status} {reason}".rstrip()


def _mode(mode: Mode, *, backfill: bool) -> Mode:
    if backfill and mode not in {Mode.LIVE, Mode.BACKFILL}:
        raise Misconfigured("give --backfill or --mode, not both")
    return Mode.BACKFILL if backfill else mode


def _path(name: str, folder: Path) -> Path:
    """Return the path of a file; standard input becomes one."""
    if name != "-":
        return Path(name)
    path = folder / "stdin"
    path.write_bytes(sys.stdin.buffer.read())
    return path
