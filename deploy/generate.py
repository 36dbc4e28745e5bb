"""Write what derives from code: JSON Schemas, AsyncAPI, reference pages; --check only compares."""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from contracts.topics import TOPICS, Topic
from deploy.compatibility import breaks
from deploy.reference import asyncapi, events_page, metrics_page, rules_page, settings_page

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "contracts" / "schemas"
RELEASED = SCHEMAS / "released"
SUMS = RELEASED / "SHA256SUMS"


def schema(topic: Topic) -> dict[str, object]:
    """Return the JSON Schema of a topic's data."""
    if topic.data is None:
        raise ValueError(f"{topic.name} carries no event")
    found = topic.data.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": topic.event, **found}


def events() -> tuple[Topic, ...]:
    """Topics that carry an event."""
    return tuple(topic for topic in TOPICS if topic.data)


def outputs() -> Iterator[tuple[Path, str]]:
    """Yield every generated file with its text."""
    for topic in events():
        yield SCHEMAS / f"{topic.event}.json", _json(schema(topic))
    yield ROOT / "contracts" / "asyncapi.yaml", asyncapi(TOPICS)
    yield ROOT / "docs" / "events.md", events_page(TOPICS)
    yield ROOT / "docs" / "metrics.md", metrics_page()
    yield ROOT / "docs" / "settings.md", settings_page()
    yield ROOT / "docs" / "rules.md", rules_page()


def problems() -> list[str]:
    """Return what is out of date or breaks a released contract; empty when all is well."""
    stale = [
        f"{path.relative_to(ROOT)} is out of date: run `make docs`"
        for path, text in outputs()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    return stale + edited() + incompatible()


def edited() -> list[str]:
    """Return the released schemas whose bytes changed: they are frozen for ever."""
    if not SUMS.exists():
        return []
    lines = (line.split("  ", 1) for line in SUMS.read_text(encoding="utf-8").splitlines())
    return [
        f"released schema {name} was changed: restore it, and publish a new version instead"
        for digest, name in lines
        if not (RELEASED / name).exists()
        or hashlib.sha256((RELEASED / name).read_bytes()).hexdigest() != digest
    ]


def incompatible() -> list[str]:
    """Return how today's schemas break any released one (FULL_TRANSITIVE)."""
    found = []
    for topic in events():
        for path in sorted((RELEASED / str(topic.event)).glob("*.json")):
            released = json.loads(path.read_text(encoding="utf-8"))
            where = path.relative_to(RELEASED)
            found += [
                f"breaks released {where}: {line}" for line in breaks(released, schema(topic))
            ]
    return found


def release() -> list[str]:
    """Freeze today's schemas as the next release where they changed; return what was frozen."""
    frozen = []
    for topic in events():
        folder = RELEASED / str(topic.event)
        folder.mkdir(parents=True, exist_ok=True)
        text = _json(schema(topic))
        versions = sorted(folder.glob("*.json"), key=lambda p: int(p.stem))
        if versions and versions[-1].read_text(encoding="utf-8") == text:
            continue
        path = folder / f"{len(versions) + 1}.json"
        path.write_text(text, encoding="utf-8")
        frozen.append(str(path.relative_to(RELEASED)))
    sums = sorted(RELEASED.glob("*/*.json"))
    SUMS.write_text(
        "".join(
            f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(RELEASED)}\n"
            for p in sums
        ),
        encoding="utf-8",
    )
    return frozen


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write, compare or release; the exit code is 1 if --check found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("--release", action="store_true", help="freeze today's schemas")
    options = parser.parse_args()
    if options.release:
        print("\n".join(release()) or "nothing changed since the last release")
        return 0
    if options.check:
        found = problems()
        print("\n".join(found), file=sys.stderr)
        return 1 if found else 0
    for path, text in outputs():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
