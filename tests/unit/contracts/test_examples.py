"""Every golden example ever published is still read, and holds to its schemas."""

import json
from pathlib import Path

import jsonschema
import pytest

from contracts.topics import TOPICS
from contracts.wire import attributes_of

CONTRACTS = Path(__file__).parents[3] / "contracts"
EVENTS = [t for t in TOPICS if t.data]
RELEASED = sorted((CONTRACTS / "schemas" / "released").glob("*/*.json"))


def _example(event):
    path = CONTRACTS / "examples" / f"{event}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("topic", EVENTS, ids=lambda t: t.event)
def test_the_example_is_read_by_todays_reader_without_loss(topic):
    example = _example(topic.event)

    data = topic.data.model_validate(example["data"])

    assert json.loads(data.model_dump_json(exclude_none=True)) == example["data"]
    assert example["topic"] == topic.name
    headers = [(name, value.encode()) for name, value in example["headers"].items()]
    assert attributes_of(headers).type == topic.type


@pytest.mark.parametrize("topic", EVENTS, ids=lambda t: t.event)
def test_the_example_holds_to_todays_schema(topic):
    schema = json.loads((CONTRACTS / "schemas" / f"{topic.event}.json").read_text("utf-8"))

    jsonschema.validate(_example(topic.event)["data"], schema)


@pytest.mark.parametrize("path", RELEASED, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_example_holds_to_every_released_schema(path):
    jsonschema.validate(_example(path.parent.name)["data"], json.loads(path.read_text("utf-8")))


def test_an_unknown_field_and_an_unknown_word_are_no_reason_to_fail():
    topic = next(t for t in EVENTS if t.event == "risk.assessed.v1")
    newer = _example(topic.event)["data"] | {"brand_new": 1, "urgency": "next_month"}

    assert topic.data.model_validate(newer).urgency == "unknown"
