"""What score asks of its memory: one locked unit of work for each batch."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from contracts.wire import Record
from services.score.domain.matter import Matter


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch touches: inputs, matters, keys to lock, and keys with the kind looked for."""

    inputs: tuple[UUID, ...]
    matters: tuple[UUID, ...]
    locks: frozenset[str]
    sought: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Stored:
    """A matter as remembered, with its revision and the hash of its last published outcome."""

    matter: Matter
    revision: int = 0
    outcome: str = ""
    newest: Record | None = None


@dataclass(slots=True)
class Changes:
    """What a batch leaves behind, all or nothing."""

    matters: dict[UUID, Stored] = field(default_factory=dict)
    outputs: dict[UUID, list[Record]] = field(default_factory=dict)


class Unit(Protocol):
    """A locked view: the matters wanted, their neighbours, and the neighbours' neighbours."""

    known: Mapping[UUID, Sequence[Record]]
    """Inputs that were processed before, with the outputs they led to."""
    matters: Mapping[UUID, Stored]

    async def save(self, changes: Changes) -> None:
        """Store matters, link keys and outputs in the unit's transaction."""
        ...


class MatterStore(Protocol):
    """The memory of matters."""

    def unit(self, wanted: Wanted) -> AbstractAsyncContextManager[Unit]:
        """Open a unit of work that holds the locks of everything it may re-assess."""
        ...
