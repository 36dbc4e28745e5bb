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

_PREFIX = re.compile(r"^(?:ml\.|standard_|basic_|machinetypes/)|^.*/machinetypes/")


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """A pattern over whole instance types; `count` is a number or a group of the pattern."""

    provider: str
    pattern: re.Pattern[str]
    chip: str | None = None
    count: int | str = 0


@dataclass(frozen=True, slots=True)
class InstanceTypes:
    """Known types, and the families in which an unknown type must be reported."""

    rows: tuple[InstanceRow, ...]
    families: tuple[InstanceRow, ...]

    @classmethod
    def parse(cls, text: str) -> "InstanceTypes":
        """Read instance_types.toml; raises KeyError or re.error on a malformed row."""
        tables = tomllib.loads(text)
        rows = tuple(_row(each) for each in tables["instance"])
        return cls(rows, tuple(_row(each) for each in tables["family"]))

    def look_up(self, provider: str, instance_type: str) -> tuple[str, int] | None:
        """Return catalogue name and accelerators per instance, None when the type is not known."""
        plain = _PREFIX.sub("", instance_type.strip().lower())
        for row in self.rows:
            if _of(row, provider) and (found := row.pattern.fullmatch(plain)) and row.chip:
                count = row.count if isinstance(row.count, int) else int(found[row.count])
                return row.chip, count
        return None

    def is_accelerated(self, provider: str, instance_type: str) -> bool:
        """Return whether the type's name is of a family that carries accelerators."""
        plain = _PREFIX.sub("", instance_type.strip().lower())
        return any(_of(row, provider) and row.pattern.fullmatch(plain) for row in self.families)


def _of(row: InstanceRow, provider: str) -> bool:
    return provider in (row.provider, "unknown")


def _row(table: Mapping[str, Any]) -> InstanceRow:
    return InstanceRow(
        provider=table["provider"],
        pattern=re.compile(table["type"]),
        chip=table.get("chip"),
        count=table.get("count", 0),
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
        total=None if instances is None else instances * each,
        classification=classify(chips.rows[name], as_of),
    )
