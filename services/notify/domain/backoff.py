"""When to try again: full jitter under a ladder from five seconds to an hour."""

FIRST = 5.0
CAP = 3600.0
MAIL_FIRST = 60.0


def wait(attempts: int, jitter: float, first: float = FIRST) -> float:
    """Return seconds before attempt `attempts` + 1; `jitter` is a random number in [0, 1).

    Never less than a tenth of the step: a receiver that refuses at once is not hammered.
    """
    step = min(CAP, first * 2.0 ** min(max(attempts - 1, 0), 20))
    return max(step * 0.1, step * jitter)
