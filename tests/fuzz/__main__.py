"""`make fuzz`: 10,000 mutated inputs; exit code 1 on a crash, a loss, or a broken limit."""

import argparse
import sys
from pathlib import Path

from tests.fuzz.run import MEGABYTES, SECONDS, Tally, inputs, run

COUNT, SEED = 10_000, 20_260_101
TELL_EVERY = 1_000


def tell(number: int, tally: Tally) -> None:
    """Say each failure at once, and now and then how far the run is."""
    done = tally.outcomes.total()
    if tally.failures and tally.failures[-1].startswith(f"input {number} "):
        print(tally.failures[-1], flush=True)
    if done % TELL_EVERY == 0:
        print(f"{done} done, {len(tally.failures)} failed", flush=True)


def main() -> int:
    """Run the fuzz job, or write one of its inputs to a file to look at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--start", type=int, default=0, help="number of the first input")
    parser.add_argument("--write", type=Path, help="write input --start here and end")
    options = parser.parse_args()
    if options.write:
        _, data, how = next(inputs(1, options.seed, options.start))
        options.write.write_bytes(data)
        print(f"input {options.start}: {how}, {len(data)} bytes in {options.write}")
        return 0
    print(f"seed {options.seed}, {options.count} inputs from {options.start}", flush=True)
    tally = run(options.count, options.seed, options.start, tell)
    for name, count in sorted(tally.outcomes.items()):
        print(f"{name:12} {count:6}")
    print(f"slowest {tally.slowest:.2f} s (limit {SECONDS:g}), ", end="")
    print(f"largest {tally.largest:.0f} MB (limit {MEGABYTES:g})")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
