"""Feed mutated inputs to workers and count what becomes of them."""

import json
import random
import selectors
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.fuzz.mutations import mutated
from tests.fuzz.worker import SIZE

ROOT = Path(__file__).parents[2]
SEED_FOLDERS = ("tests/labelled", "examples/notices", "examples/accounts")
MAX_SEED = 100_000
SECONDS = 2.0
MEGABYTES = 300.0
# By the clock, for what hangs without using the processor, or on a machine with other work; the
# first input also waits for the worker to load its lists.
HANGING_SECONDS, STARTING_SECONDS = 20.0, 90.0
FAILURES = ("crash", "time", "memory", "lost")


def seeds() -> list[bytes]:
    """The labelled set and the examples, in the order of their names."""
    paths = [path for folder in SEED_FOLDERS for path in sorted((ROOT / folder).rglob("*"))]
    found = [path.read_bytes() for path in paths if path.is_file() and path.name != "labels.jsonl"]
    return [data for data in found if 0 < len(data) <= MAX_SEED]


class Worker:
    """One process that reads inputs; it is replaced when it dies or grows too large."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.fuzz.worker"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._wait = STARTING_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, data: bytes) -> dict[str, object] | None:
        """Return the answer; None if the worker died, `time` if none came."""
        pipe, answers = self._process.stdin, self._process.stdout
        if pipe is None or answers is None:
            return None
        try:
            pipe.write(SIZE.pack(len(data)) + data)
            pipe.flush()
        except BrokenPipeError:
            return None
        wait, self._wait = self._wait, HANGING_SECONDS
        with selectors.DefaultSelector() as ready:
            ready.register(answers, selectors.EVENT_READ)
            if not ready.select(wait):
                return {"outcome": "time", "seconds": wait, "peak": 0.0}
        line = answers.readline()
        found: dict[str, object] | None = json.loads(line) if line else None
        return found


@dataclass(slots=True)
class Tally:
    """What became of all inputs, the worst figures, and each failure with its number."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: float = 0.0
    failures: list[str] = field(default_factory=list)

    def add(self, number: int, how: str, answer: dict[str, object] | None) -> bool:
        """Count one answer; return whether the worker must be replaced."""
        told = answer or {"outcome": "crash: the process died", "seconds": 0.0, "peak": 0.0}
        seconds, peak = float(str(told["seconds"])), float(str(told["peak"]))
        said = str(told["outcome"])
        kind = said.split(":", maxsplit=1)[0]
        if peak > MEGABYTES:
            kind, said = "memory", f"memory: {peak:.0f} MB"
        elif seconds > SECONDS:
            kind, said = "time", f"time: {seconds:.2f} s"
        self.outcomes[kind] += 1
        self.slowest, self.largest = max(self.slowest, seconds), max(self.largest, peak)
        if kind in FAILURES:
            self.failures.append(f"input {number} ({how}): {said}")
        return kind in ("time", "memory") or answer is None


def inputs(count: int, seed: int, start: int = 0) -> Iterator[tuple[int, bytes, str]]:
    """Yield numbered inputs; each depends on the seed and its number alone."""
    known = seeds()
    for number in range(start, start + count):
        data, how = mutated(known, random.Random(f"{seed}:{number}"))
        yield number, data, how


def quiet(number: int, tally: Tally) -> None:
    """Tell nothing of a run that goes on."""


def run(count: int, seed: int, start: int = 0, tell: Callable[[int, Tally], None] = quiet) -> Tally:
    """Feed `count` inputs and return what became of them; `tell` hears of each."""
    tally, worker = Tally(), Worker()
    try:
        for number, data, how in inputs(count, seed, start):
            failed = tally.add(number, how, worker.ask(data))
            tell(number, tally)
            if failed:
                worker.__exit__()
                worker = Worker()
    finally:
        worker.__exit__()
    return tally
