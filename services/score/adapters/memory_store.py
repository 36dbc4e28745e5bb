"""Matters in memory: for `exportwatch assess` and tests; obeys the same law as PostgreSQL's."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from contracts.wire import Record
from services.score.ports import Changes, Stored, Wanted


class MemoryUnit:
    """A unit of work over the whole memory; nothing else can run in between."""

    def __init__(
        self, store: "MemoryStore", matters: Mapping[UUID, Stored], wanted: Wanted
    ) -> None:
        self._store = store
        self.matters = matters
        self.known: Mapping[UUID, Sequence[Record]] = {
            i: store.outputs[i] for i in wanted.inputs if i in store.outputs
        }

    async def save(self, changes: Changes) -> None:
        """Keep matters, keys and outputs."""
        for matter, stored in changes.matters.items():
            self._store.keep(matter, stored)
        self._store.outputs.update(changes.outputs)


class MemoryStore:
    """A MatterStore without a database."""

    def __init__(self) -> None:
        self.matters: dict[UUID, Stored] = {}
        self.outputs: dict[UUID, list[Record]] = {}
        self._by_key: dict[str, set[UUID]] = defaultdict(set)

    @asynccontextmanager
    async def unit(self, wanted: Wanted) -> AsyncIterator[MemoryUnit]:
        """Open a unit of work."""
        own = {m for m in wanted.matters if m in self.matters}
        sought = set(wanted.sought).union(*(self.matters[m].matter.sought_keys() for m in own))
        first = own | self._having(sought)
        second = first | self._having(
            pair for m in first for pair in self.matters[m].matter.sought_keys()
        )
        yield MemoryUnit(self, {m: self.matters[m] for m in second}, wanted)

    def keep(self, matter: UUID, stored: Stored) -> None:
        """Remember a matter and the keys under which others find it."""
        if before := self.matters.get(matter):
            for key in before.matter.link_keys():
                self._by_key[key].discard(matter)
        self.matters[matter] = stored
        for key in stored.matter.link_keys():
            self._by_key[key].add(matter)

    def _having(self, pairs: Iterable[tuple[str, str]]) -> set[UUID]:
        return {
            m
            for key, kind in pairs
            for m in self._by_key.get(key, ())
            if self.matters[m].matter.kind == kind
        }
