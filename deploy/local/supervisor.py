"""Runs the project's processes on one machine: in order, watched, restarted, stopped in reverse."""

import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Protocol, Self

from chassis.errors import Transient
from deploy.local.children import LaunchFailed
from deploy.local.process_spec import Change, ProcessSpec, State
from deploy.local.watched import Watched

POLL_SECONDS = 0.2
BACKING_PAUSE = 2.0


class Backing(Protocol):
    """Kafka or PostgreSQL: `start` returns when it is ready, `stop` when it is gone."""

    def start(self) -> None:
        """Start and wait until ready."""

    def stop(self) -> None:
        """Stop, and reap what a crash left."""

    def running(self) -> bool:
        """Whether the process lives."""


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM came; like KeyboardInterrupt it passes through `except Exception`."""


def _unheard(_: Change) -> None:
    """Nobody wants to hear of changes."""


class Supervisor:
    """Starts `backings` (name to server) and then `specs`, each when the one before is ready.

    Use it as a context manager from the main thread: leaving it stops everything in reverse order,
    whatever happened. Inside, Ctrl-C and SIGTERM raise StopRequested, except during the stop, where
    a second one cuts the graces short. If this process is killed, the kernel ends the children.
    """

    def __init__(
        self,
        specs: Sequence[ProcessSpec],
        logs: Path,
        on_change: Callable[[Change], None] = _unheard,
        backings: Mapping[str, Backing] | None = None,
    ) -> None:
        """`logs` gets one file per process; `on_change` hears of every change of state."""
        self._tell = on_change
        self._backings = dict(backings or {})
        self._started: list[str] = []
        self._retry_at: dict[str, float] = {}
        self._processes = [Watched(spec, logs / f"{spec.name}.log", on_change) for spec in specs]
        self._stopping = False
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._former[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        try:
            self.stop()
        finally:
            for number, handler in self._former.items():
                signal.signal(number, handler or signal.SIG_DFL)
        return isinstance(error, StopRequested)

    def start(self) -> None:
        """Start everything in order. Raises LaunchFailed if one is not ready in its time."""
        for name, backing in self._backings.items():
            self._started.append(name)
            self._start_backing(name, backing)
        for process in self._processes:
            process.start()
            process.await_ready()

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Restart what crashed or hangs, until `until()` or a signal (StopRequested)."""
        while not until():
            self.watch_once()
            time.sleep(POLL_SECONDS)

    def watch_once(self) -> None:
        """One look at every process; waits only for a restarted Kafka or PostgreSQL."""
        for name, backing in self._backings.items():
            if not backing.running() and time.monotonic() >= self._retry_at.get(name, 0.0):
                self._revive(name, backing)
        for process in self._processes:
            process.look()

    def stop(self) -> None:
        """Services first, last started first, then the backings in reverse. Safe to call twice."""
        self._stopping = True
        for process in reversed(self._processes):
            process.ask_to_stop()
        for process in reversed(self._processes):
            process.stop()
        for name in reversed(self._started):
            self._tell(Change(name, State.STOPPING))
            self._backings[name].stop()
            self._tell(Change(name, State.STOPPED))
        self._started.clear()

    def pid(self, name: str) -> int | None:
        """The process id of a service, None while it does not run. Raises KeyError if unknown."""
        return {process.spec.name: process for process in self._processes}[name].pid

    def _start_backing(self, name: str, backing: Backing) -> None:
        self._tell(Change(name, State.STARTING))
        backing.start()
        self._tell(Change(name, State.READY))

    def _revive(self, name: str, backing: Backing) -> None:
        self._tell(Change(name, State.CRASHED))
        try:
            self._start_backing(name, backing)
        except (LaunchFailed, Transient) as exc:
            # The services hold out without it; try again rather than take them down too.
            self._tell(Change(name, State.WAITING, detail=str(exc)))
            self._retry_at[name] = time.monotonic() + BACKING_PAUSE

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._stopping:
            self._stopping = True
            raise StopRequested(signal.Signals(number).name)
        for process in self._processes:
            process.hurry()
