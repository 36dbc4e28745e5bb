"""A migrated database of enrich, and lists in the shape of the Consolidated Screening List."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.migrate import migrate
from chassis.postgres import Pool, make_pool

MIGRATIONS = Path(__file__).parents[3] / "services" / "enrich" / "migrations"
SOURCE = "Entity List (EL) - Bureau of Industry and Security"


def csl(names: list[str], day: str = "2026-07-31", policy: str = "Presumption of denial") -> bytes:
    """Return a list of Entity List entries with these names."""
    results = [
        {
            "id": f"id-{name}",
            "source": SOURCE,
            "name": name,
            "addresses": [{"address": "Beijing", "country": "CN"}],
            "federal_register_notice": "77 FR 58006",
            "license_policy": policy,
            "alt_names": [],
        }
        for name in names
    ]
    stamp = {"source": SOURCE, "source_last_updated": f"{day}T13:15:00+00:00"}
    return json.dumps({"total": len(results), "sources_used": [stamp], "results": results}).encode()


def names(count: int) -> list[str]:
    """Return so many names."""
    return [f"Institute Number {n}" for n in range(count)]


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    await migrate(database, "enrich", MIGRATIONS)
    pool = make_pool(database, "enrich-test")
    await pool.open(wait=True)
    try:
        yield pool
    finally:
        await pool.close()
