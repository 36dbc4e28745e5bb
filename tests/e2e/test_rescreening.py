"""An organisation is listed after its notice was read: what people see, what a kill may cost."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.risk import Band, RiskAssessed
from contracts.topics import RISK_ASSESSED
from deploy import list_loading
from services.enrich.adapters import rescreening_jobs
from tests.e2e.running import Feeder, Running, running
from tests.e2e.traffic import LISTED_BUYER, Input, alerting

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

TODAY = datetime.now(UTC)
BUYER = "示例云计算大学"
ROOT = Path(__file__).parents[2]
NUMBER = re.compile("EXW-[0-9A-F]{8}")
REMOVED = f"{BUYER} was removed from the Entity List"


def notice(number: int) -> Input:
    made = alerting(number, TODAY)
    return replace(made, raw=made.raw.replace(LISTED_BUYER.encode(), BUYER.encode()))


def load_list(run: Running, folder: Path, *, with_buyer: bool) -> None:
    """Load the bundled list, with the buyer on it or without."""
    document = json.loads(list_loading.BUNDLED.read_bytes())
    if with_buyer:
        listed = next(r for r in document["results"] if "(EL)" in r["source"])
        document["results"].append(listed | {"id": "example-1", "name": BUYER, "alt_names": []})
        document["total"] = len(document["results"])
    path = folder / "list.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    place = run.installation
    asyncio.run(list_loading.load(place.dsn("enrich"), place.kafka.bootstrap, path))


def feed(run: Running, count: int) -> None:
    feeder = Feeder(run.installation, [notice(n) for n in range(count)], 300.0)
    feeder.start()
    assert run.until(lambda: not feeder.is_alive(), 60)
    assert run.until(lambda: len(run.newest_assessments()) == count, 90)
    assert run.until(lambda: len(run.slack.roots()) == count, 60)


def all_assessed(run: Running, band: Band) -> bool:
    return {a.band for a in run.newest_assessments().values()} == {band}


def explain(run: Running, number: str) -> str:
    environment = {**os.environ, **run.installation.operator_environment()}
    command = [sys.executable, "-m", "deploy.cli", "explain", number]
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def parents(run: Running) -> list[str]:
    texts = [root.current.text for root in run.slack.roots()]
    return [text for text in texts if "List change" in text]


def test_a_buyer_that_is_listed_later_is_told_in_one_message_and_its_removal_annotates(tmp_path):
    with running(tmp_path / "run", {"enrich": 2}) as run:
        feed(run, 3)
        bands = {a.band for a in run.newest_assessments().values()}

        load_list(run, tmp_path, with_buyer=True)
        assert run.until(lambda: all_assessed(run, Band.CRITICAL), 90)
        assert run.until(lambda: "touches 3 matters" in "".join(parents(run)), 60)
        (parent,) = parents(run)
        raised = list(run.newest_assessments().values())
        pages = [m for m in run.slack.messages() if m.broadcast]
        explained = [explain(run, number) for number in NUMBER.findall(parent)]

        load_list(run, tmp_path, with_buyer=False)
        assert run.until(lambda: not any_of(run, Band.CRITICAL), 90)
        assert run.until(lambda: not any(r.startswith("CRITICAL") for r in children(run)), 60)
        lowered = run.newest_assessments().values()
        roots = len(run.slack.roots())
        progress = asyncio.run(
            list_loading.ask(run.installation.dsn("enrich"), rescreening_jobs.progress)
        )

    assert Band.CRITICAL not in bands
    assert parent.startswith("CRITICAL")
    assert BUYER in parent
    assert pages == []
    # Each matter's line carries its number, the last is the message's own.
    assert len(explained) == 4
    assert all(f"{BUYER} added (EL)" in text for text in explained[:3])
    assert all("who was told, and why" in text for text in explained)
    assert "touches 3 matters" in explained[3]
    assert {a.rescreening.reason for a in raised} == {"added"}
    assert {a.rescreening.reason for a in lowered} == {"removed"}
    assert all(a.counter_evidence[0].startswith(REMOVED) for a in lowered)
    assert roots == 4
    assert [(p.state, p.matters) for p in progress[:2]] == [("done", 3), ("done", 3)]


def any_of(run: Running, band: Band) -> bool:
    return band in {a.band for a in run.newest_assessments().values()}


def children(run: Running) -> list[str]:
    texts = [root.current.text for root in run.slack.roots()]
    return [text for text in texts if "List change" not in text]


@pytest.mark.parametrize("point", ["after_scan", "after_rescreened"])
def test_enrich_killed_in_the_middle_loses_and_doubles_nothing(tmp_path, point):
    marker = tmp_path / "killed"
    count = 60  # more than one step's worth
    with running(tmp_path / "run", enrich={"EXPORTWATCH_FAULT": f"{point}:{marker}"}) as run:
        feed(run, count)

        load_list(run, tmp_path, with_buyer=True)
        assert run.until(lambda: all_assessed(run, Band.CRITICAL), 120)
        assert run.until(lambda: f"touches {count} matters" in "".join(parents(run)), 60)
        records = [
            RiskAssessed.model_validate_json(r.value) for r in run.records(RISK_ASSESSED.name)
        ]
        told = parents(run)

    assert marker.exists()
    assert len(told) == 1
    revisions = Counter((a.matter, a.revision) for a in records)
    assert len(revisions) == 2 * count
    assert max(a.revision for a in records) == 2
