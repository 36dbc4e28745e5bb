"""What a handler receives and returns: decoded events in, encoded records out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from contracts.envelope import Attributes, Contract
from contracts.wire import Record

D_co = TypeVar("D_co", bound=Contract, covariant=True)
D_contra = TypeVar("D_contra", bound=Contract, contravariant=True)


@dataclass(frozen=True, slots=True)
class Received(Generic[D_co]):
    """A decoded event with its position on its topic."""

    attributes: Attributes
    data: D_co
    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to publish; `cause` is dead-lettered in its stead if the record is too large."""

    record: Record
    cause: Received[Contract] | None = None


class Handler(Protocol[D_contra]):
    """Turns a batch into what is to be published; must be repeatable: same input, same ids.

    Raises Transient (the stage retries the same batch), Invalid (dead letter) or anything else
    (a bug: the stage bisects the batch until the offending event is alone, then parks it).
    """

    async def __call__(self, batch: Sequence[Received[D_contra]], /) -> Sequence[Outgoing]:
        """Handle the batch in order."""
        ...
