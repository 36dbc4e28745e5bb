"""Read the bundled Chinese names of listed parties (aliases.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Chinese names of one listed party, joined by list code and listed English name."""

    list: str
    name: str
    kind: str
    names: tuple[str, ...]
    source: str
    verified_on: date
    confidence: str
    short: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    homonyms: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        """The row is certain enough to say `same`; otherwise it only proposes."""
        return self.confidence == "high"


def load_aliases() -> tuple[AliasRow, ...]:
    """Return every bundled row, in file order."""
    text = files(__package__).joinpath("aliases.toml").read_text("utf-8")
    return tuple(_row(row) for row in tomllib.loads(text)["alias"])


def _row(row: dict[str, Any]) -> AliasRow:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return AliasRow(**fields)
