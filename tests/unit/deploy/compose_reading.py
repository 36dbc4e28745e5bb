"""What the tests of the container set-up read: the compose file, its variables, its images."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OUR_IMAGES = {
    name: service
    for name, service in SERVICES.items()
    if service["image"].startswith("exportwatch-")
}
FOUR = ("ingest", "enrich", "score", "notify")
VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)(:?\?[^}]*)?\}")


def variables_of_compose() -> set[str]:
    """Names of the variables that the compose file reads."""
    return {name for name, _ in VARIABLE.findall(COMPOSE_TEXT)}


def variables_of_example() -> dict[str, str]:
    """Names and values of .env.example."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def with_example_values() -> dict[str, Any]:
    """The compose file as it stands with the values of .env.example."""
    values = variables_of_example()
    filled = VARIABLE.sub(lambda found: values[found[1]], COMPOSE_TEXT)
    read: dict[str, Any] = yaml.safe_load(filled)
    return read


def names_used(kind: str) -> set[str]:
    """Names of the secrets, configs, volumes or networks that services use."""
    used: set[str] = set()
    for service in SERVICES.values():
        for entry in service.get(kind, []):
            name = entry["source"] if isinstance(entry, dict) else entry.split(":")[0]
            used.add(name)
    return used
