"""From the bytes at the webhook to the message in Slack: 20 events a second, one in 40 alerts."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from tests.e2e.running import Feeder, running
from tests.e2e.traffic import mixture

EVENTS, RATE, ALERT_EVERY = 1200, 20.0, 40
PACINGS = {"off": {}, "real (1 message a second)": {"SLACK_MIN_GAP": "1", "SLACK_EDIT_GAP": "1.2"}}


def table() -> str:
    """Return p50 and p99 of the time from a post to its message, for both pacings."""
    rows = ["| pacing | p50 ms | p99 ms | messages |", "| --- | --- | --- | --- |"]
    for name, environ in PACINGS.items():
        found = sorted(_latencies(environ))
        percentiles = quantiles(found, n=100, method="inclusive")
        rows.append(f"| {name} | {percentiles[49]:,.0f} | {percentiles[98]:,.0f} | {len(found)} |")
    return "\n".join(rows)


def _latencies(environ: dict[str, str]) -> list[float]:
    inputs = list(mixture(EVENTS, ALERT_EVERY, datetime.now(UTC)))
    wanted = sum(each.alerts for each in inputs)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **environ) as run:
        feeder = Feeder(run.installation, inputs, RATE)
        feeder.start()
        assert run.until(lambda: not feeder.is_alive(), EVENTS / RATE * 2 + 60)
        assert run.until(lambda: len(run.slack.posts_by_delivery()) >= wanted, 120)
        shown = {_number(m.current.text): float(m.ts) for m in run.slack.roots("C0EXPORTALERTS")}
    return [
        (shown[number] - feeder.posted[name]) * 1000
        for name in feeder.posted
        if (number := name.removeprefix("alert-").removesuffix(".html")) in shown
    ]


def _number(text: str) -> str:
    """The made-up notice's number, from its supplier's name in the message."""
    digits = "".join(c if c.isdigit() else " " for c in text.partition("via")[2]).split()
    return digits[0].zfill(6) if digits else ""


if __name__ == "__main__":
    print(time.strftime("%H:%M"), table(), sep="\n")
