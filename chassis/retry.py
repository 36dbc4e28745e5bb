"""Back-off with jitter: the one ladder that loops use while a dependency is away."""

import random
from collections.abc import Iterator


def backoff(first: float = 0.1, cap: float = 10.0) -> Iterator[float]:
    """Yield waits in seconds, doubling from `first` to `cap`, each with up to half taken off."""
    wait = first
    while True:
        yield wait * random.uniform(0.5, 1.0)  # noqa: S311  spreading retries needs no secrecy
        wait = min(cap, wait * 2)
