"""Clouds and AI services as catalogued, with the words that a common name needs beside it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.capabilities import Supply
from services.enrich.domain.flat import flatten


@dataclass(frozen=True, slots=True)
class Provider:
    """A cloud or an AI service under some of its names.

    `near`: one of these must stand within 40 characters; `needs`: one of these anywhere in the
    notice; `not_near`: none of these close by. `china_of` names the cloud whose China region this
    is, `cloud` the cloud that carries a service.
    """

    name: str
    supply: Supply
    names: tuple[str, ...]
    keys: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    china_of: str | None = None
    cloud: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Region prefixes of account events that are a cloud's China region."""

    provider: str
    prefixes: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Platform:
    """The AI service behind the operations of a provider's accounts."""

    provider: str
    operation: re.Pattern[str]
    service: str


@dataclass(frozen=True, slots=True)
class Model:
    """A family of models, recognised by a part of the vendor's model id."""

    id: re.Pattern[str]
    name: str
    supply: Supply


@dataclass(frozen=True, slots=True)
class Providers:
    """The catalogue of clouds, AI services and China regions."""

    clouds: tuple[Provider, ...]
    services: tuple[Provider, ...]
    regions: tuple[Region, ...]
    platforms: tuple[Platform, ...] = ()
    models: tuple[Model, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Providers":
        """Read providers.toml; raises KeyError or TypeError on a malformed row."""
        tables = tomllib.loads(text)
        return cls(
            tuple(_provider(row) for row in tables["cloud"]),
            tuple(_provider(row) for row in tables["service"]),
            tuple(
                Region(row["provider"], tuple(row["prefixes"]), row["name"])
                for row in tables["region"]
            ),
            tuple(
                Platform(row["provider"], re.compile(row["operation"]), row["service"])
                for row in tables.get("platform", ())
            ),
            tuple(
                Model(re.compile(row["id"]), row["name"], row["supply"])
                for row in tables.get("model", ())
            ),
        )

    def cloud(self, name: str) -> Provider | None:
        """Return the first row of a cloud by its catalogue name."""
        return next((row for row in self.clouds if row.name == name), None)

    def platform_of(self, provider: str, operation: str) -> str | None:
        """Return the AI service that an operation of a provider's account uses."""
        named = operation.lower()
        fits = (p for p in self.platforms if p.provider == provider and p.operation.match(named))
        return next((platform.service for platform in fits), None)

    def model_of(self, model_id: str) -> Model | None:
        """Return the family of a vendor's model id."""
        return next((row for row in self.models if row.id.search(model_id.lower())), None)

    def supply_of(self, provider: str, region: str | None) -> Supply:
        """Return who supplies an account event of `provider` in `region`."""
        for row in self.regions:
            if row.provider == provider and (region or "").lower().startswith(row.prefixes):
                return "us_china_region"
        return next((row.supply for row in self.clouds if provider in row.keys), "unknown")


def _provider(row: Mapping[str, Any]) -> Provider:
    listed = ("names", "keys", "near", "needs", "not_near")
    words = {key: tuple(flatten(word) for word in row.get(key, ())) for key in listed}
    return Provider(
        name=row["name"],
        supply=row["supply"],
        china_of=row.get("china_of"),
        cloud=row.get("cloud"),
        **words,
    )
