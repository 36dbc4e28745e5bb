"""Accelerators as catalogued: figures and names, without any legal paragraph."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Chip:
    """One accelerator: dense throughput per precision and what else the rules ask for.

    `tops` is pairs of (tera-operations a second, bit length); areas in mm2, rates in GB/s; None
    where nobody published the figure. `brand`: a maker's name for many models. `context`: what a
    bare name needs beside it to count.
    """

    name: str
    vendor: str
    names: tuple[str, ...]
    tops: tuple[tuple[float, int], ...] = ()
    die_area_mm2: float | None = None
    memory_gbs: float | None = None
    io_gbs: float | None = None
    market: str = "datacenter"
    context: str = "notice"
    domestic: bool = False
    brand: bool = False
    note: str | None = None
    source: str = ""
    grade: str = "M"
    as_of: date | None = None

    @property
    def tpp(self) -> float | None:
        """Total processing performance: the highest dense TOPS x bits over the precisions."""
        return max((tops * bits for tops, bits in self.tops), default=None)

    @property
    def density(self) -> float | None:
        """Performance density: TPP per mm2 of die, None if either figure lacks."""
        if self.tpp is None or not self.die_area_mm2:
            return None
        return self.tpp / self.die_area_mm2

    @property
    def label(self) -> str:
        """Vendor and name, for sentences."""
        return f"{self.vendor} {self.name}"


@dataclass(frozen=True, slots=True)
class Chips:
    """The accelerator catalogue, by catalogue name."""

    rows: Mapping[str, Chip] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Chips":
        """Read accelerators.toml; raises KeyError or TypeError on a malformed row."""
        chips = (_chip(row) for row in tomllib.loads(text)["chip"])
        return cls({chip.name: chip for chip in chips})


def _chip(row: dict[str, Any]) -> Chip:
    tops = tuple((float(value), int(bits)) for value, bits in row.pop("tops", []))
    return Chip(tops=tops, names=tuple(row.pop("names")), **row)
