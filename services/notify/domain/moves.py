"""What the end of a call does to its delivery and destination: the ledger's rules, pure."""

from dataclasses import dataclass

from services.notify.domain import backoff
from services.notify.domain.deliveries import (
    RUNGS,
    Claimed,
    Ending,
    Found,
    Kind,
    Outcome,
    ReadBack,
    Rung,
    State,
)

# A first message or a page never gives up; what only adds to one does.
GIVE_UP = 12
FAILURES_TO_OPEN = 5
FAILING_PAUSE = 30.0
BROKEN_PAUSE = 60.0
BROKEN_CAP = 900.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds. `settle`: the client's time-out and a margin, after which a request can no longer
    arrive unseen; `lease` is longer than both.
    """

    timeout: float = 5.0
    margin: float = 2.0
    lease: float = 10.0

    @property
    def settle(self) -> float:
        """How long after its start an unknown outcome may be looked up."""
        return self.timeout + self.margin


@dataclass(frozen=True, slots=True)
class Move:
    """The next state of a delivery, in how many seconds it is due, and its destination's.

    `refund` takes the attempt back; `pause` (seconds) makes the destination wait; `failed` counts
    a failure (False: it works, None: says nothing of it).
    """

    state: State
    after: float = 0.0
    rung: Rung | None = None
    refund: bool = False
    pause: float = 0.0
    failed: bool | None = None
    resent: bool = False
    new_root: bool = False


def after_call(claimed: Claimed, outcome: Outcome, jitter: float, timing: Timing) -> Move:
    """Return the move after a call; `jitter` is a random number in [0, 1)."""
    if outcome.ending is Ending.FORMAT:
        return _down(claimed.rung)
    if outcome.ending is Ending.REFUSED:
        return _again(claimed, jitter)
    return {
        Ending.SENT: Move(State.SENT, failed=False),
        Ending.WAIT: Move(State.PENDING, refund=True, pause=max(outcome.retry_after, 1.0)),
        Ending.UNKNOWN: Move(State.UNKNOWN, after=timing.settle, failed=True),
        Ending.BROKEN: Move(State.PARKED, refund=True, failed=True),
        Ending.LOST_ROOT: Move(State.DEAD, new_root=True),
        Ending.HOPELESS: Move(State.DEAD),
    }[outcome.ending]


def after_reading(claimed: Claimed, read: ReadBack) -> Move:
    """Return the move after the receiver was read for a delivery of unknown outcome."""
    match read.found:
        case Found.THERE:
            return Move(State.SENT, failed=False)
        case Found.ABSENT:
            return Move(State.PENDING)
        case Found.LATER:
            return Move(State.UNKNOWN, after=max(read.retry_after, 1.0))
        case Found.UNREADABLE:
            # Rather a duplicate than a loss, and marked as one; a note is not worth it.
            lost = claimed.kind in (Kind.ROOT, Kind.PAGE)
            return Move(State.PENDING, resent=True) if lost else Move(State.DEAD)


def pause_of_circuit(failures: int) -> float:
    """Return seconds a broken destination is left alone, after so many failures in a row."""
    return min(BROKEN_CAP, BROKEN_PAUSE * 2.0 ** min(max(failures - 1, 0), 10))


def _down(rung: Rung) -> Move:
    lower = RUNGS[RUNGS.index(rung) + 1 :]
    return Move(State.PENDING, rung=lower[0], refund=True) if lower else Move(State.DEAD)


def _again(claimed: Claimed, jitter: float) -> Move:
    if claimed.kind in (Kind.NOTE, Kind.EDIT) and claimed.attempts >= GIVE_UP:
        return Move(State.DEAD)
    first = backoff.MAIL_FIRST if claimed.destination.startswith("mail:") else backoff.FIRST
    return Move(State.PENDING, after=backoff.wait(claimed.attempts, jitter, first), failed=True)
