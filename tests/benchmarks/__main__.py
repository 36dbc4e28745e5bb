"""Print every table of docs/performance.md: `make bench`, or names of tables as arguments."""

import os
import sys

import psutil

from tests.benchmarks import (
    latency,
    memory,
    pipeline,
    reading,
    rescreening,
    screening,
    stage_throughput,
)

TABLES = {
    "reading": reading.table,
    "stage": stage_throughput.table,
    "pipeline": pipeline.table,
    "latency": latency.table,
    "memory": memory.table,
    "rescreening": rescreening.table,
    "screening": screening.table,
}


def main(names: list[str]) -> None:
    """Print the machine's shape, then each table under its name."""
    gigabytes = psutil.virtual_memory().total // 1024**3
    print(f"{os.cpu_count()} cores, {gigabytes} GB, Python {sys.version.split()[0]}")
    for name in names or list(TABLES):
        print(f"\n## {name}\n\n`make bench` ({name})\n\n{TABLES[name]()}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
