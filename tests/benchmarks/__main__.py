"""Print every table of docs/performance.md: `make bench`, or names of tables as arguments."""

import os
import sys

from tests.benchmarks import latency, memory, pipeline, stage_throughput

TABLES = {
    "stage": stage_throughput.table,
    "pipeline": pipeline.table,
    "latency": latency.table,
    "memory": memory.table,
}


def main(names: list[str]) -> None:
    """Print the machine's shape, then each table under its name."""
    with open("/proc/meminfo", encoding="ascii") as info:
        memory_kb = int(info.readline().split()[1])
    print(
        f"{os.cpu_count()} cores, {memory_kb // 1024 // 1024} GB, Python {sys.version.split()[0]}"
    )
    for name in names or list(TABLES):
        print(f"\n## {name}\n\n`make bench` ({name})\n\n{TABLES[name]()}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
