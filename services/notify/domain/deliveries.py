"""The words of the delivery ledger: kinds, states, what was planned, and how a call can end."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from services.notify.domain.content import Content


class Kind(StrEnum):
    """What a delivery is: the first message, a new visible one, a quiet note, an edit."""

    ROOT = "root"
    PAGE = "page"
    NOTE = "note"
    EDIT = "edit"


class State(StrEnum):
    """Life of a delivery.

    `unknown`: the request may have arrived; the receiver is read before anything is sent again.
    `parked`: its destination is broken; it goes on when that works again.
    `coalesced`: a newer edit of the same message says it better.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PARKED = "parked"
    DEAD = "dead"
    COALESCED = "coalesced"


class Rung(StrEnum):
    """How much formatting a message has; each next one needs less of the receiver."""

    FULL = "full"
    PLAIN_BLOCKS = "plain_blocks"
    TEXT = "text"


RUNGS = (Rung.FULL, Rung.PLAIN_BLOCKS, Rung.TEXT)


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery to be made. The same plan has the same id, however often it is made.

    With `hold` (seconds) it waits, unless a waiting message of its alert can say it as well.
    """

    id: UUID
    idem_key: str
    alert: UUID
    destination: str
    kind: Kind
    reason: str
    version: int
    severity: int
    content: Content
    hold: float | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in hand: what to send where, and what it hangs on.

    `fence` lets only the last claimant write the outcome. `thread` is the receiver's name of the
    first message of the alert there, `root` the delivery that made it.
    """

    id: UUID
    alert: UUID
    destination: str
    target: str
    kind: Kind
    content: Content
    fence: int
    attempts: int
    rung: Rung
    thread: str | None = None
    root: UUID | None = None
    resent: bool = False
    started: float = 0.0


class Ending(StrEnum):
    """How a call to a receiver ended; each has one way on (see the ledger)."""

    SENT = "sent"
    WAIT = "wait"  # not taken, come back later; not counted as an attempt
    UNKNOWN = "unknown"  # may have arrived
    REFUSED = "refused"  # surely not taken, try again with back-off
    BROKEN = "broken"  # this destination takes nothing: an operator must act
    FORMAT = "format"  # the formatting was refused: one rung down
    LOST_ROOT = "lost_root"  # the message to edit is gone: post a new first message
    HOPELESS = "hopeless"  # will never be taken


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a call: `error` is the receiver's own code, never a payload."""

    ending: Ending
    ref: str | None = None
    channel: str | None = None
    status: int | None = None
    error: str = ""
    retry_after: float = 0.0


class Found(StrEnum):
    """What a read-back says of a delivery whose outcome is unknown."""

    THERE = "there"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The answer of a read-back; `ref` where the message was found."""

    found: Found
    ref: str | None = None
    error: str = ""
    retry_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Destination:
    """A place that takes messages: one Slack channel or one mail address, and its pace.

    `gap` and `edit_gap` are seconds between messages and between edits; `burst` messages may go
    out at once after a pause.
    """

    id: str
    kind: str
    target: str
    gap: float = 0.0
    edit_gap: float = 0.0
    burst: int = 1
    fallback: tuple[str, ...] = field(default=())
