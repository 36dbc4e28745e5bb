"""Read the bundled Chinese names of listed parties (alias_rows/*.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.enrich.data.bundle import alias_files


@dataclass(frozen=True, slots=True)
class AliasRow:
    """Names of one listed party, joined by list code and listed English name.

    The listed name is as the Consolidated Screening List prints it. `names` holds official
    simplified Chinese names, the current one first; `short` names people use; `former` names it
    had; `english` further English names; `units` parts of it that notices name; `homonyms` the
    countries in which another organisation has the same name. `source` is where the names can be
    checked; `verified_on` when the listed name was checked against the snapshot and the row was
    reviewed; `confidence` high decides, medium proposes until a second person has confirmed it;
    `shared` declares that another entry of the list is the same organisation and has its names.
    `confirmed_by` is the person who confirmed the row on `verified_on`; empty for a bundled row.
    """

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
    shared: bool = False
    confirmed_by: str = ""

    @property
    def decides(self) -> bool:
        """The row is certain enough to say `same`; otherwise it only proposes."""
        return self.confidence == "high"


def load_aliases() -> tuple[AliasRow, ...]:
    """Return every bundled row, file by file, each in its order."""
    return tuple(
        _row(row) for text in alias_files().values() for row in tomllib.loads(text)["alias"]
    )


def _row(row: dict[str, Any]) -> AliasRow:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return AliasRow(**fields)
