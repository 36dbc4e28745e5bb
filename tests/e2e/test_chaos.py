"""Kill everything in turn while events flow: nothing lost, nothing shown twice, order kept."""

import os
import signal
from collections import defaultdict
from datetime import UTC, datetime

import pytest

from contracts.topics import TENDERS_RECEIVED
from tests.e2e.running import Feeder, Running, running
from tests.e2e.traffic import mixture

pytestmark = [pytest.mark.e2e, pytest.mark.chaos, pytest.mark.timeout(1800)]

EVENTS = int(os.environ.get("CHAOS_EVENTS", "2400"))
ALERT_EVERY = 7
KILLS_EACH = int(os.environ.get("CHAOS_KILLS", "3"))
BETWEEN = 200
SERVICES = ("ingest", "enrich", "score", "notify", "enrich-2", "score-2")
REPLICAS = {"enrich": 2, "score": 2}
TODAY = datetime.now(UTC)


def _strike(run: Running, target: str, how: signal.Signals) -> None:
    backing = {"kafka": run.installation.kafka, "postgres": run.installation.postgres}.get(target)
    if backing is not None:
        backing.kill() if how == signal.SIGKILL else backing.stop()
        return
    pid = run.supervisor.pid(target)
    if pid:
        os.kill(pid, how)


def _plan() -> list[tuple[str, signal.Signals]]:
    """Each target three times with SIGKILL and three times with SIGTERM, well mixed."""
    targets = ("ingest", "enrich", "score", "notify", "kafka", "postgres")
    both = (signal.SIGKILL, signal.SIGTERM)
    return [(t, how) for _ in range(KILLS_EACH) for how in both for t in targets]


def _through(run: Running, disturb: bool) -> list[str]:
    """Feed everything, striking after every 200 outputs; return what happened."""
    inputs = list(mixture(EVENTS, ALERT_EVERY, TODAY))
    feeder = Feeder(run.installation, inputs, rate=60 if disturb else 400)
    feeder.start()
    log, last = [], 0
    for target, how in _plan() if disturb else []:
        if not run.until(lambda: run.outputs() >= last + BETWEEN, 120):  # noqa: B023
            log.append(f"too few outputs before {target}")
        last = max(run.outputs(), last)
        _strike(run, target, how)
        log.append(f"{how.name} {target} at {last} outputs")
    assert run.until(lambda: not feeder.is_alive(), 600), f"fed {feeder.accepted}"
    expected = sum(i.alerts for i in inputs)
    assert run.until(lambda: _settled(run, expected), 240), _state(run)
    return log


def _settled(run: Running, expected: int) -> bool:
    return (
        len(run.newest_assessments()) >= EVENTS and len(run.slack.posts_by_delivery()) >= expected
    )


def _state(run: Running) -> str:
    roots, seen = run.slack.posts_by_delivery(), run.newest_assessments()
    return f"{len(seen)} of {EVENTS} matters assessed, {len(roots)} messages"


def _comparable(run: Running) -> dict[str, tuple[object, ...]]:
    return {
        matter: (a.score, a.band, a.stage, a.headline, a.evidence_hash, len(a.notices))
        for matter, a in run.newest_assessments().items()
    }


def _regressions(run: Running) -> list[str]:
    """Events first seen after a newer one of their key: repeats are allowed, inversions are not."""
    highest: dict[bytes, int] = defaultdict(int)
    seen: set[tuple[bytes, int]] = set()
    found = []
    for record in run.records("risk.assessed.v1"):
        revision = _revision(record.value)
        if (record.key, revision) not in seen and revision < highest[record.key]:
            found.append(f"{record.key.decode()} {revision}")
        seen.add((record.key, revision))
        highest[record.key] = max(highest[record.key], revision)
    return found


def _revision(value: bytes) -> int:
    from contracts.risk import RiskAssessed

    return RiskAssessed.model_validate_json(value).revision


def test_kills_lose_nothing_show_nothing_twice_and_change_no_outcome(tmp_path, capsys):
    with running(tmp_path / "quiet") as run:
        _through(run, disturb=False)
        undisturbed = _comparable(run)

    with running(tmp_path / "rough", REPLICAS) as run:
        log = _through(run, disturb=True)
        disturbed = _comparable(run)
        doubled = {k: n for k, n in run.slack.posts_by_delivery().items() if n > 1}
        visible = run.slack.roots("C0EXPORTALERTS")
        received = {r.key for r in run.records(TENDERS_RECEIVED.name)}
        inversions = _regressions(run)

    with capsys.disabled():
        print(f"\n{len(log)} strikes over {EVENTS} events, {len(visible)} messages: {log[-1]}")
    assert not [line for line in log if line.startswith("too few")]
    assert len(received) == EVENTS
    assert disturbed == undisturbed
    assert doubled == {}
    assert len(visible) == sum(i.alerts for i in mixture(EVENTS, ALERT_EVERY, TODAY))
    assert inversions == []
