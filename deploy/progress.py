"""Progress of long work over files: a bar on standard error while that is a terminal."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Seen = Callable[[Path], None]


@contextlib.contextmanager
def over_files(total: int) -> Iterator[Seen]:
    """Give the function to call with each file that is done; one file may be given often.

    Standard output stays what it is, so that it can be piped on.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _path: None
        return
    columns = (TextColumn("files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shared = sys.stdout.isatty()
    with Progress(*columns, console=console, redirect_stdout=shared, redirect_stderr=False) as bar:
        task, done = bar.add_task("files", total=total), set[Path]()

        def seen(path: Path) -> None:
            done.add(path)
            bar.update(task, completed=len(done))

        yield seen
