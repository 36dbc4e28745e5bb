"""What to run under supervision, how to tell that it works, and what is told of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from deploy.local.ports import HeldPort


class Restart(StrEnum):
    """What to do when a process ends by itself."""

    ALWAYS = "always"
    # Runs to its end before the next one starts; ready means exit code 0.
    TASK = "task"


class State(StrEnum):
    """Where a process is in its life."""

    STARTING = "starting"
    READY = "ready"
    DONE = "done"
    CRASHED = "crashed"
    HANGING = "hanging"
    WAITING = "waiting"
    STOPPING = "stopping"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Change:
    """A process came into a state; `detail` is for people."""

    name: str
    state: State
    pid: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class ProcessSpec:
    """A process to run; `env` is added to ours, times are seconds.

    `ready` is polled after a start, `alive` every `alive_every` once ready (or once `ready_within`
    has passed): three failures in a row and the process is killed and started anew. A probe that
    raises counts as false. It runs in the supervisor's loop, so it needs a short time-out.
    `ports` are held for the process and let go when it starts.
    """

    name: str
    argv: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = lambda: True
    restart: Restart = Restart.ALWAYS
    alive: Callable[[], bool] | None = None
    alive_every: float = 3.0
    ready_within: float = 60.0
    grace: float = 12.0
    cwd: Path | None = None
    ports: Sequence[HeldPort] = ()


def responds(url: str, seconds: float = 1.0) -> bool:
    """Whether the loopback URL answers with success in time: a probe for `ready` and `alive`."""
    try:
        with urlopen(url, timeout=seconds) as answer:  # noqa: S310 - our own loopback addresses
            return bool(answer.status < 400)  # noqa: PLR2004 - HTTP's errors begin there
    except (URLError, OSError):
        return False


def probe(check: Callable[[], bool]) -> bool:
    """The check's answer; False if it raises, for a broken probe must not end the supervisor."""
    try:
        return check()
    except Exception:  # noqa: BLE001 - see above
        return False
