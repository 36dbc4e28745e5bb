"""A whole installation under test: start it, feed it through the front door, read what came out."""

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from kafka import KafkaConsumer, TopicPartition

from contracts.risk import RiskAssessed
from contracts.topics import ALERTS_CHANGED, RISK_ASSESSED, TENDERS_ENRICHED, TENDERS_RECEIVED
from deploy.list_loading import ensure_now
from deploy.local.fake_slack.client import FakeSlackControl
from deploy.local.installation import Installation, Options
from deploy.local.supervisor import Supervisor
from deploy.reading import read_all
from tests.e2e.traffic import Input

OUTPUTS = (TENDERS_RECEIVED.name, TENDERS_ENRICHED.name, RISK_ASSESSED.name, ALERTS_CHANGED.name)


class Running:
    """An installation whose processes are supervised; call `turn` often, from the main thread."""

    def __init__(self, installation: Installation, supervisor: Supervisor) -> None:
        self.installation = installation
        self.supervisor = supervisor
        self.slack = FakeSlackControl(installation.url("fake-slack"))
        self._consumer: Any = None

    def turn(self) -> None:
        """Let the supervisor look at its processes."""
        self.supervisor.watch_once()
        time.sleep(0.05)

    def until(self, reached: Any, seconds: float) -> bool:
        """Turn until `reached()` or the time is over; returns whether it was reached."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if reached():
                return True
            self.turn()
        return False

    def outputs(self) -> int:
        """Records on the topics between and after the services."""
        try:
            if self._consumer is None:
                self._consumer = KafkaConsumer(
                    bootstrap_servers=self.installation.kafka.bootstrap, request_timeout_ms=5000
                )
            parts = [TopicPartition(name, p) for name in OUTPUTS for p in range(12)]
            return int(sum(self._consumer.end_offsets(parts).values()))
        except Exception:  # noqa: BLE001  the broker may be the one that was killed
            self.close()
            return -1

    def close(self) -> None:
        """Close the client: it would go on looking for a broker that was killed."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            with suppress(Exception):
                consumer.close(timeout_ms=1000)

    def records(self, topic: str) -> list[Any]:
        """Everything a topic holds."""
        return list(read_all(self.installation.kafka.bootstrap, topic))

    def newest_assessments(self) -> dict[str, RiskAssessed]:
        """Newest revision per matter, as a subscriber of the topic would keep it."""
        newest: dict[str, RiskAssessed] = {}
        for record in self.records(RISK_ASSESSED.name):
            found = RiskAssessed.model_validate_json(record.value)
            kept = newest.get(str(found.matter))
            if kept is None or found.revision > kept.revision:
                newest[str(found.matter)] = found
        return newest


@contextmanager
def running(
    home: Path,
    replicas: dict[str, int] | None = None,
    ingest: dict[str, str] | None = None,
    enrich: dict[str, str] | None = None,
    **notify: str,
) -> Iterator[Running]:
    """Start everything with the bundled lists; stop every process at the end.

    `ingest`, `enrich` and further keywords add to the environment of ingest, enrich and notify.
    """
    # The stand-ins take messages as fast as they come; the webhook's sender is trusted.
    of_notify = {"SLACK_MIN_GAP": "0", "SLACK_EDIT_GAP": "0", "SETTLE_MARGIN": "0.5"} | notify
    of_ingest = {"WEBHOOK_PROVENANCE": "official_feed"} | (ingest or {})
    options = Options(
        home,
        durable=False,
        replicas=replicas or {},
        environ_of={"notify": of_notify, "ingest": of_ingest, "enrich": enrich or {}},
    )
    installation = Installation(options, lambda _: None)
    with installation.make_supervisor(lambda _: None) as supervisor:
        installation.start_backings()
        ensure_now(installation)
        supervisor.start()
        run = Running(installation, supervisor)
        try:
            yield run
        finally:
            run.close()


class Feeder(threading.Thread):
    """Posts inputs to the signed webhook, each until it is accepted, at most `rate` a second."""

    def __init__(self, installation: Installation, inputs: Sequence[Input], rate: float) -> None:
        super().__init__(daemon=True)
        self._url = installation.url("webhook")
        self._secret = installation.passwords["webhook"]
        self._inputs = inputs
        self._pause = 1 / rate
        self._finished = threading.Event()
        self.accepted = 0
        self.posted: dict[str, float] = {}  # wall time of each input's first post

    def run(self) -> None:
        """Post everything."""
        with httpx.Client(timeout=15) as client:
            for each in self._inputs:
                if self._finished.is_set():
                    return
                self.posted[each.name] = time.time()
                while not self._post(client, each):
                    time.sleep(0.3)
                self.accepted += 1
                time.sleep(self._pause)

    def finish(self) -> None:
        """Stop after the input in hand."""
        self._finished.set()

    def _post(self, client: httpx.Client, each: Input) -> bool:
        kind = "events" if each.name.endswith(".json") else "notices"
        headers = signed(self._secret, each.name, each.raw) | {"x-file-name": each.name}
        try:
            answer = client.post(f"{self._url}/v1/{kind}", content=each.raw, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code < 300


def signed(secret: str, message: str, body: bytes, at: int | None = None) -> dict[str, str]:
    """Standard Webhooks headers: HMAC-SHA256 over id.timestamp.body."""
    stamp = str(at or int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{message}.{stamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature}",
    }
