"""Which matters see each other: those that share a link key and may be linked or profiled."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from services.score.domain.links import linkable
from services.score.domain.matter import Matter

PROFILE = "award:"


class Neighbourhood:
    """An index of matters by link key."""

    def __init__(self, matters: Iterable[Matter]) -> None:
        self._matters: dict[UUID, Matter] = {}
        self._keys: dict[UUID, frozenset[str]] = {}
        self._by_key: dict[str, set[UUID]] = defaultdict(set)
        for matter in matters:
            self.put(matter)

    def put(self, matter: Matter) -> None:
        """Add a matter, or put its new state in place of the old one."""
        for key in self._keys.get(matter.id, ()):
            self._by_key[key].discard(matter.id)
        self._matters[matter.id] = matter
        self._keys[matter.id] = matter.link_keys()
        for key in self._keys[matter.id]:
            self._by_key[key].add(matter.id)

    def of(self, matter: Matter) -> tuple[Matter, ...]:
        """Return the neighbours of a matter, in the order of their ids."""
        keys = self._keys.get(matter.id) or matter.link_keys()
        found: set[UUID] = set()
        for key in keys:
            others = self._by_key.get(key, set())
            if key.startswith(PROFILE):
                found |= others
            else:
                # Two tenders of one buyer are no neighbours: a large buyer has thousands.
                found |= {o for o in others if linkable(matter, self._matters[o])}
        found.discard(matter.id)
        return tuple(self._matters[o] for o in sorted(found))
