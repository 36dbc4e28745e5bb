"""Kill everything in turn while events flow: nothing lost, nothing shown twice, order kept."""

import os
import signal
from collections import defaultdict
from datetime import UTC, datetime

import pytest

from contracts.topics import TENDERS_RECEIVED
from tests.e2e.running import Feeder, Running, running
from tests.e2e.traffic import Input, mixture

pytestmark = [pytest.mark.e2e, pytest.mark.chaos, pytest.mark.timeout(1800)]

EVENTS = int(os.environ.get("CHAOS_EVENTS", "2000"))
MOST = 20_000
ALERT_EVERY = 6
KILLS_EACH = int(os.environ.get("CHAOS_KILLS", "3"))
BETWEEN = 200
# Slow enough that the strikes, and not the events, decide how long it takes.
RATE = 15.0
TARGETS = ("ingest", "enrich", "score", "notify", "kafka", "postgres")
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
    both = (signal.SIGKILL, signal.SIGTERM)
    return [(t, how) for _ in range(KILLS_EACH) for how in both for t in TARGETS]


def _strikes(run: Running) -> list[str]:
    """Strike after every 200 new outputs; return what happened."""
    log, last = [], 0
    for target, how in _plan():
        enough = run.until(lambda: run.outputs() >= last + BETWEEN, 150)  # noqa: B023
        assert enough, f"too few outputs before {how.name} of {target}: {_state(run)}"
        last = max(run.outputs(), last)
        _strike(run, target, how)
        log.append(f"{how.name} {target} at {last} outputs")
    return log


def _settle(run: Running, inputs: list[Input]) -> None:
    """Wait until every input is assessed and every alert shown."""
    expected = sum(each.alerts for each in inputs)

    def settled() -> bool:
        shown = len(run.slack.posts_by_delivery())
        return shown >= expected and len(run.newest_assessments()) >= len(inputs)

    assert run.until(settled, 300), _state(run)


def _state(run: Running) -> str:
    roots, seen = run.slack.posts_by_delivery(), run.newest_assessments()
    return f"{len(seen)} matters assessed, {len(roots)} messages"


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
    inputs = list(mixture(MOST, ALERT_EVERY, TODAY))
    with running(tmp_path / "rough", REPLICAS) as run:
        feeder = Feeder(run.installation, inputs, RATE)
        feeder.start()
        log = _strikes(run)
        assert run.until(lambda: feeder.accepted >= EVENTS, 600)
        feeder.finish()
        assert run.until(lambda: not feeder.is_alive(), 60)
        fed = inputs[: feeder.accepted]
        _settle(run, fed)
        disturbed = _comparable(run)
        posts = run.slack.posts_by_delivery()
        visible = run.slack.roots("C0EXPORTALERTS")
        received = {r.key for r in run.records(TENDERS_RECEIVED.name)}
        inversions = _regressions(run)
    with running(tmp_path / "quiet") as run:
        feeder = Feeder(run.installation, fed, 400)
        feeder.start()
        assert run.until(lambda: not feeder.is_alive(), 300)
        _settle(run, fed)
        undisturbed = _comparable(run)

    with capsys.disabled():
        alerts = sum(each.alerts for each in fed)
        print(f"\n{len(log)} strikes over {len(fed)} events of which {alerts} alert; {log[-1]}")
    assert len(received) == len(fed)
    assert disturbed == undisturbed
    assert {k: n for k, n in posts.items() if n > 1} == {}
    assert len(visible) == sum(each.alerts for each in fed)
    assert inversions == []
