"""Instance types of clouds: which accelerators a type carries, and how many."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.capabilities import RunningAccelerators
from services.enrich.domain.chips import Chips
from services.enrich.domain.classification import classify

_PREFIX = re.compile(r"^(?:ml\.|standard_|basic_|low_priority_|machinetypes/)|^.*/machinetypes/")


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """A pattern over whole instance types of one provider, and where its list comes from.

    `count` is a number, a group of the pattern divided by `share`, or None: chip known, number not.
    """

    provider: str
    pattern: re.Pattern[str]
    source: str
    verified_on: date
    chip: str | None = None
    count: int | str | None = None
    share: int = 1


@dataclass(frozen=True, slots=True)
class InstanceTypes:
    """Known types, and the families in which an unknown type must be reported."""

    rows: tuple[InstanceRow, ...]
    families: tuple[InstanceRow, ...]

    @classmethod
    def parse(cls, text: str) -> "InstanceTypes":
        """Read instance_types.toml; raises KeyError or re.error on a malformed row."""
        lists = tomllib.loads(text)["list"]
        rows = (_row(table, row) for table in lists for row in table["instance"])
        families = (_row(table, {"type": each}) for table in lists for each in table["family"])
        return cls(tuple(rows), tuple(families))

    def look_up(self, provider: str, instance_type: str) -> tuple[str, int | None] | None:
        """Return catalogue name and accelerators per instance, None when the type is not known."""
        plain = _plain(instance_type)
        for row in self.rows:
            if _of(row, provider) and (found := row.pattern.fullmatch(plain)) and row.chip:
                return row.chip, _each(row, found)
        return None

    def is_accelerated(self, provider: str, instance_type: str) -> bool:
        """Return whether the type's name is of a family that carries accelerators."""
        plain = _plain(instance_type)
        return any(_of(row, provider) and row.pattern.fullmatch(plain) for row in self.families)


def _plain(instance_type: str) -> str:
    """Return the type in small letters, without prefix; Vertex writes NVIDIA_TESLA_T4."""
    plain = _PREFIX.sub("", instance_type.strip().lower())
    return plain.replace("_", "-") if plain.startswith("nvidia_") else plain


def _each(row: InstanceRow, found: re.Match[str]) -> int | None:
    if not isinstance(row.count, str):
        return row.count
    return max(1, int(found[row.count]) // row.share)


def _of(row: InstanceRow, provider: str) -> bool:
    return provider in (row.provider, "unknown")


def _row(table: Mapping[str, Any], row: Mapping[str, Any]) -> InstanceRow:
    return InstanceRow(
        provider=table["provider"],
        pattern=re.compile(row["type"]),
        source=table["source"],
        verified_on=table["verified_on"],
        chip=row.get("chip"),
        count=row.get("count"),
        share=row.get("share", 1),
    )


def running(
    types: InstanceTypes, chips: Chips, provider: str, request: tuple[str, int | None], as_of: date
) -> RunningAccelerators | None:
    """Return what `request` (type, instances) starts; None for a type without accelerators."""
    instance_type, instances = request
    known = types.look_up(provider, instance_type)
    if known is None:
        if not types.is_accelerated(provider, instance_type):
            return None
        return RunningAccelerators(
            instance_type=instance_type, instances=instances, chip=None, unmapped=True
        )
    name, each = known
    return RunningAccelerators(
        instance_type=instance_type,
        instances=instances,
        chip=name,
        per_instance=each,
        total=None if instances is None or each is None else instances * each,
        classification=classify(chips.rows[name], as_of),
    )
