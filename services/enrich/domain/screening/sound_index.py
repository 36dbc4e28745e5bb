"""Known Chinese names by the letters of their toneless pinyin."""

from dataclasses import dataclass, field

from services.enrich.domain.screening import sounds
from services.enrich.domain.screening.records import KnownName

SHORTEST = 3
"""Characters; what is shorter sounds like too much."""

SHORTEST_PARENT = 4


@dataclass(frozen=True, slots=True)
class Heard:
    """A known name in the writing by which it was heard: its key, without legal form, or raw."""

    written: str
    known: KnownName


@dataclass(slots=True)
class SoundIndex:
    """Names and parents' names by `sounds.sound`; filled once, name by name."""

    names: dict[str, list[Heard]] = field(default_factory=dict)
    parents: dict[str, list[Heard]] = field(default_factory=dict)
    longest_parent: int = 0

    def add(self, key: str, form: str, name: KnownName) -> None:
        """Add a Chinese name by its exact key, its form key and with numerals as printed."""
        for written in {key, form, sounds.raw_key(name.text)}:
            if len(written) >= SHORTEST:
                _put(self.names, Heard(written, name))

    def add_parent(self, parent: str, name: KnownName) -> None:
        """Add the key of a name under which units may begin."""
        for written in (
            {parent, sounds.raw_key(name.text)} if len(parent) >= SHORTEST_PARENT else ()
        ):
            _put(self.parents, Heard(written, name))
            self.longest_parent = max(self.longest_parent, *map(len, sounds.sounds(written)))


def _put(table: dict[str, list[Heard]], heard: Heard) -> None:
    for letters in sounds.sounds(heard.written):
        table.setdefault(letters, []).append(heard)
