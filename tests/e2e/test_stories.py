"""The main job and its hard cases, on whole processes: what users would see."""

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kafka import KafkaProducer

from contracts.risk import Band
from contracts.topics import TENDERS_ENRICHED, TENDERS_RECEIVED
from deploy import dead_letters
from tests.e2e.running import Feeder, Running, running
from tests.e2e.traffic import alerting, mixture, tender_and_account

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
TODAY = datetime.now(UTC)
PAIRS = int(os.environ.get("E2E_PAIRS", "1000"))


def _fed(run: Running, inputs, rate=300.0) -> None:
    feeder = Feeder(run.installation, inputs, rate)
    feeder.start()
    assert run.until(lambda: not feeder.is_alive(), 300), f"fed {feeder.accepted}"


def test_the_demo_shows_the_alerts_and_exits_with_zero():
    command = [sys.executable, "-m", "deploy.cli", "demo"]

    done = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, done.stderr[-2000:]
    for words in (
        "四川大学",
        "深圳大学",
        "89 FR 41888",
        "sub-unit-of",
        "slack: sent",
        "mail: sent",
    ):
        assert words in done.stdout
    assert "violation" not in done.stdout.lower()


def test_a_thousand_pairs_in_both_orders_are_all_linked_both_ways(tmp_path):
    pairs = [tender_and_account(n, TODAY) for n in range(PAIRS)]
    inputs = [each for pair in pairs for each in pair]
    random.Random(11).shuffle(inputs)

    with running(tmp_path, {"enrich": 2, "score": 2}) as run:
        _fed(run, inputs)
        run.until(lambda: _linked(run) == 2 * PAIRS, 180)
        found = run.newest_assessments()

    assert len(found) == 2 * PAIRS
    for each in found.values():
        assert len(each.links) == 1, each.headline
        other = found[str(each.links[0].matter)]
        assert other.links[0].matter == each.matter
        assert {each.kind, other.kind} == {"tender", "account"}


def _linked(run: Running) -> int:
    return sum(bool(a.links) for a in run.newest_assessments().values())


def test_what_cannot_be_processed_is_parked_with_its_reason_and_can_be_replayed(tmp_path):
    with running(tmp_path) as run:
        bootstrap = run.installation.kafka.bootstrap
        _fed(run, [alerting(1, TODAY)])
        assert run.until(lambda: len(run.newest_assessments()) == 1, 60)
        (good,) = run.records(TENDERS_RECEIVED.name)
        huge = json.loads(good.value)
        # Within the topic's limit, and beyond it once enriched.
        huge["items"] = [{"name": "台" * 100} for _ in range(2900)]
        spoilt = {
            "poison": b"\x00\xff not json",
            "truncated": good.value[: len(good.value) // 2],
            "oversize": json.dumps(huge, ensure_ascii=False).encode(),
        }
        producer = KafkaProducer(bootstrap_servers=bootstrap, max_request_size=2_000_000)
        for value in spoilt.values():
            producer.send(good.topic, key=good.key, value=value, headers=good.headers)
        producer.send(TENDERS_ENRICHED.name, key=b"k", value=b"{}", headers=[("ce_id", b"x")])
        producer.flush()
        producer.close()

        assert run.until(lambda: len(dead_letters.pending(bootstrap)) == 4, 60)
        letters = dead_letters.pending(bootstrap)
        reasons = sorted((x.service, x.fact("reason")) for x in letters)
        dead_letters.replay(bootstrap, [x for x in letters if x.service == "enrich"])
        assert run.until(lambda: len(dead_letters.pending(bootstrap)) == 4, 60)
        dead_letters.discard(bootstrap, dead_letters.pending(bootstrap), "made for a test")
        left = dead_letters.pending(bootstrap)

    assert reasons == [
        ("enrich", "invalid"),
        ("enrich", "invalid"),
        ("enrich", "output_too_large"),
        ("score", "invalid"),
    ]
    assert {x.value for x in letters} >= set(spoilt.values())
    assert left == []


def test_a_crash_between_vault_and_bus_loses_nothing(tmp_path):
    marker = tmp_path / "killed"
    faults = {"EXPORTWATCH_FAULT": f"after_vault:{marker}"}
    with running(tmp_path / "run", ingest=faults) as run:
        _fed(run, [alerting(n, TODAY) for n in range(5)])
        assert run.until(lambda: len(run.newest_assessments()) == 5, 90)
        assert run.until(lambda: len(run.slack.posts_by_delivery()) == 5, 30)
        received = run.records(TENDERS_RECEIVED.name)

    assert marker.exists()
    assert len({r.key for r in received}) == 5


def test_a_mail_server_that_is_away_never_delays_slack(tmp_path):
    with running(tmp_path, SMTP_PORT="1") as run:
        _fed(run, list(mixture(40, 8, TODAY)))
        assert run.until(lambda: len(run.slack.posts_by_delivery()) == 5, 60)


def test_an_installation_leaves_no_process_behind_when_it_is_killed(tmp_path):
    script = (
        "from pathlib import Path; from deploy.local.installation import *; import time;"
        f"i = Installation(Options(Path({str(tmp_path)!r}), durable=False), lambda _: None)\n"
        "with i.make_supervisor(lambda _: None) as s:\n"
        "    i.start_backings(); s.start()\n"
        "    names = ('ingest', 'enrich', 'score', 'notify', 'fake-slack', 'mail-sink')\n"
        "    print(i.kafka.pid, i.postgres.pid, *[s.pid(n) for n in names], flush=True)\n"
        "    time.sleep(300)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    process.kill()
    process.wait()

    assert len(pids) == 8
    assert _gone(pids, 30)


def _gone(pids: list[int], seconds: int) -> bool:
    for _ in range(seconds * 10):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        os.sched_yield()
        subprocess.run(["sleep", "0.1"], check=True)
    return False


def test_bands_of_made_up_traffic_are_what_the_other_tests_rely_on(tmp_path):
    with running(tmp_path) as run:
        _fed(run, list(mixture(14, 7, TODAY)))
        assert run.until(lambda: len(run.newest_assessments()) == 14, 60)
        bands = [a.band for a in run.newest_assessments().values()]

    assert bands.count(Band.CRITICAL) == 2
    assert bands.count(Band.NONE) == 12
