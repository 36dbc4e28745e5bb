"""`exportwatch lists` as an operator types it, on real Kafka and PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy import topics
from deploy.local.kafka import KafkaBroker
from tests.integration.enrich.conftest import csl, names

pytestmark = pytest.mark.integration

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lists(pool: object, database: str, kafka: KafkaBroker, tmp_path: Path) -> Run:
    topics.apply(kafka.bootstrap)
    (tmp_path / "csl.json").write_bytes(csl(names(30)))
    (tmp_path / "more.json").write_bytes(csl([*names(30), "Newcomer Laboratory"]))
    (tmp_path / "own.csv").write_text("name,names\nExample Ltd,示例公司\n", encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "KAFKA_BOOTSTRAP": kafka.bootstrap,
            "ENRICH_DSN": database,
            "PYTHONPATH": str(Path(__file__).parents[3]),
        }
        command = [sys.executable, "-m", "deploy.cli", "lists", *arguments]
        return subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_operator_loads_bridges_and_sees_the_state_of_every_set(lists: Run) -> None:
    assert lists("status").returncode == 1
    assert objects(lists("load", "csl.json", "--json"))[0]["added"] == 30
    assert lists("load", "own.csv").returncode == 1
    assert objects(lists("load", "own.csv", "--private", "acme", "--json"))[0]["list"] == (
        "private:acme"
    )
    added = lists(
        *("add", "--fr", "91 FR 54657", "--list", "EL", "--name", "Newcomer Laboratory"),
        *("--alias", "新来者实验室", "--country", "CN", "--json"),
    )
    assert objects(added)[0]["added"] is True
    assert {each["list_set"]: each["parties"] for each in objects(lists("status", "--json"))} == {
        "csl": 30,
        "private:acme": 1,
        "bridge": 1,
    }
    assert "its age is that of csl" in lists("status").stdout

    lists("load", "more.json")
    assert [each["kind"] for each in objects(lists("diff", "--json"))] == ["added"]
    (bridge,) = objects(lists("bridged", "--json"))
    assert (bridge["state"], bridge["name"]) == ("retired", "Newcomer Laboratory")
    assert objects(lists("remove", "private:acme", "--json"))[0]["removed"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("load", "missing.json"), 1, "cannot be read"),
        (("load", "csl.json", "--set", "ofac"), 1, "--set csl"),
        (("load", "csl.json", "--set", "nosuch"), 1, "There is no list set"),
        (("load", "own.csv", "--private", "Not Good"), 1, "lower case"),
        (("add", "--fr", "page 5", "--list", "EL", "--name", "X Lab"), 1, "such as 90 FR 48193"),
        (("add", "--fr", "90 FR 1", "--list", "XX", "--name", "X Lab"), 1, "is no list"),
        (("remove", "csl"), 2, "add --force"),
        (("refresh", "--set", "ofac"), 2, "LISTS_OFAC_URL"),
        (("refresh", "--url", "http://example.org/x"), 1, "https only"),
    ],
)
def test_a_mistake_is_answered_by_one_sentence_that_says_what_to_do(
    lists: Run, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = lists(*arguments)
    assert done.returncode == code
    assert says in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
