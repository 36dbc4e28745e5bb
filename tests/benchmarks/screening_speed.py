"""How many names a second one core screens, and what the index of 26,000 parties costs."""

import json
import subprocess
import sys
import time
import tracemalloc
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from services.enrich.domain.screening import Screener
from tests.evaluation.screening import sources, trials

PARTIES = 26_000
ROUNDS = 5
NAMES = 2_000


def built() -> dict[str, float]:
    """Return seconds and megabytes of the index, each measured in a process of its own."""
    return _measured("seconds") | _measured("megabytes")


def _measured(what: str) -> dict[str, float]:
    held = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.screening_speed", what],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(held.stdout)
    return found


def parties() -> list[Any]:
    """Return the published list if it is here, or else as many made of ROR's names."""
    if trials.SNAPSHOT.is_file():
        return trials.snapshot()
    names = [body.english for body in sources.bodies()]
    numbered = islice(enumerate(cycle(names)), PARTIES)
    return [
        {"id": str(at), "name": f"{name} {at // len(names)}".removesuffix(" 0"), "country": "CN"}
        for at, name in numbered
    ]


def rates(screener: Screener) -> dict[str, tuple[float, float]]:
    """Return names a second (median of rounds) and the 99th percentile in ms, by what is asked."""
    listed = [party.official for party in sources.listed("judge")]
    others = [case.query for case in trials.names_of_others("judge")][-NAMES:]
    asked = {
        "alias tier": [name for name in listed if _decided(screener, name)],
        "listed": listed,
        "structural tier": others,
        "half of each": _mixed(listed, others),
    }
    return {name: _rate(screener, names) for name, names in asked.items()}


def _decided(screener: Screener, name: str) -> bool:
    """Return whether a tier before the structural one ends the search: more than `possible`."""
    return any(match.relation != "possible" for match in screener.screen(name))


def _mixed(listed: list[str], others: list[str]) -> list[str]:
    return [name for both in zip(listed, others, strict=False) for name in both]


def _rate(screener: Screener, names: list[str]) -> tuple[float, float]:
    rounds, each = [], []
    for _ in range(ROUNDS):
        started = time.process_time()
        for name in names:
            before = time.process_time()
            screener.screen(name)
            each.append(time.process_time() - before)
        rounds.append(len(names) / (time.process_time() - started))
    return median(rounds), sorted(each)[int(len(each) * 0.99)] * 1000


def _seconds() -> dict[str, float]:
    records = parties()
    started = time.process_time()
    Screener(records)
    seconds = time.process_time() - started
    return {"parties": len(records), "seconds": seconds, "process": _most_held()}


def _most_held() -> float:
    """Return the most megabytes this process has held; those of its parent are not in it."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _megabytes() -> dict[str, float]:
    """Return what the index alone holds; counting every allocation makes the build slow."""
    records = parties()
    tracemalloc.start()
    screener = Screener(records)
    held, _ = tracemalloc.get_traced_memory()
    assert screener
    return {"megabytes": held / 2**20}


if __name__ == "__main__":
    print(json.dumps({"seconds": _seconds, "megabytes": _megabytes}[sys.argv[1]]()))
