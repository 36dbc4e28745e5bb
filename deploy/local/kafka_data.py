"""The data folder of the local broker: its settings, written at each start, and its cluster id."""

import base64
import os
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path

from chassis.errors import Misconfigured
from deploy.local.children import LaunchFailed
from deploy.local.ports import LOOPBACK

SETTINGS = Path(__file__).with_name("kafka.properties")


def write_settings(data: Path, port: int, controller: int) -> None:
    """Write `server.properties` into the folder; the ports may differ from the last run's.

    Raises Misconfigured if the folder is another user's.
    """
    broker = f"PLAINTEXT://{LOOPBACK}:{port}"
    # Not a bootstrap server: that form stores the controller's port in the data for ever.
    added = f"controller.quorum.voters=1@{LOOPBACK}:{controller}\n"
    added += f"listeners={broker},CONTROLLER://{LOOPBACK}:{controller}\n"
    added += f"advertised.listeners={broker}\n"
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / "server.properties").write_text(SETTINGS.read_text("ascii") + added, "ascii")
    except PermissionError as exc:
        raise Misconfigured(
            f"{data} cannot be written: run as the user that owns it, or choose another folder"
        ) from exc


def cluster_id(data: Path) -> str | None:
    """What the folder was formatted with; None if it was not."""
    try:
        text = (data / "logs" / "meta.properties").read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    pairs = (line.partition("=") for line in text.splitlines())
    return next((value for key, _, value in pairs if key == "cluster.id"), None)


def format_once(data: Path, java: Sequence[str]) -> None:
    """Give the folder a cluster id if it has none; `java` is the command up to the class.

    Raises LaunchFailed with what Kafka said.
    """
    if cluster_id(data) is not None:
        return
    fresh = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")
    argv = [*java, "kafka.tools.StorageTool", "format", "--ignore-formatted"]
    # With =, for one id in 64 begins with a dash.
    argv += [f"--cluster-id={fresh}", "--config=server.properties"]
    done = subprocess.run(  # noqa: S603 - no shell
        argv, cwd=data, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise LaunchFailed(
            f"Kafka cannot format {data}, mend what it names or choose another folder:\n"
            f"{done.stdout}{done.stderr}"
        )


def environment() -> dict[str, str]:
    """Ours, with UTF-8: Java reads file names by the locale, and would not find Chinese ones."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}
