"""One supervised process: its state, its restarts with back-off, its liveness."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local import children
from deploy.local.children import Child, Command, LaunchFailed
from deploy.local.process_spec import Change, ProcessSpec, Restart, State, probe

POLL_SECONDS = 0.1
STRIKES = 3
HEALTHY_SECONDS = 60.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0


class Watched:
    """A process that is started anew when it crashes or hangs; main thread only."""

    def __init__(self, spec: ProcessSpec, log: Path, tell: Callable[[Change], None]) -> None:
        """`tell` hears of every change of state."""
        self.spec = spec
        self.log = log
        self.state = State.STOPPED
        self._tell = tell
        self._child: Child | None = None
        self._since = 0.0
        self._failures = 0
        self._strikes = 0
        self._next_look = 0.0
        self._grace = spec.grace

    @property
    def pid(self) -> int | None:
        """The process id, None while nothing runs."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start the process without waiting for it."""
        spec = self.spec
        env = {**os.environ, **spec.env}
        for port in spec.ports:
            port.release()
        self._child = children.spawn(Command(spec.argv, log=self.log, env=env, cwd=spec.cwd))
        self._since = time.monotonic()
        self._strikes = 0
        self._enter(State.STARTING)

    def await_ready(self) -> None:
        """Wait for the first start. Raises LaunchFailed with the end of the log."""
        while self.state is State.STARTING:
            self.look()
            if self.state is State.STARTING:
                if self._age() > self.spec.ready_within:
                    self._fail(f"was not ready within {self.spec.ready_within:g} s")
                time.sleep(POLL_SECONDS)
        if self.state not in (State.READY, State.DONE):
            self._fail("ended before it was ready")

    def look(self) -> None:
        """One step: notice the end, readiness or a hang, and start again when the pause is over."""
        if self.state is State.WAITING and time.monotonic() >= self._next_look:
            self.start()
        elif self._child is not None and not children.running(self._child):
            self._ended(children.stop(self._child))
        elif self._is_ready():
            self._enter(State.READY)
        if self.state is State.READY and self._age() > HEALTHY_SECONDS:
            self._failures = 0
        self._check_alive()

    def ask_to_stop(self) -> None:
        """Send SIGTERM, once: servers take a second one for impatience."""
        if self._child is not None and self.state is not State.STOPPING:
            self._enter(State.STOPPING)
            children.ask(self._child)

    def stop(self) -> None:
        """SIGTERM if not yet sent, SIGKILL after the grace; nothing to do if it does not run."""
        self.ask_to_stop()
        if self._child is not None:
            children.finish(self._child, self._grace)
            self._child = None
            self._enter(State.STOPPED)
        self.state = State.STOPPED

    def hurry(self) -> None:
        """Cut the grace: kill at once what is stopping."""
        self._grace = 0.0
        if self._child is not None and self.state is State.STOPPING:
            children.ask(self._child, signal.SIGKILL)

    def _is_ready(self) -> bool:
        starting = self.state is State.STARTING and self.spec.restart is not Restart.TASK
        return starting and probe(self.spec.ready)

    def _age(self) -> float:
        return time.monotonic() - self._since

    def _enter(self, state: State, detail: str = "") -> None:
        self.state = state
        self._tell(Change(self.spec.name, state, self.pid, detail))

    def _fail(self, what: str) -> None:
        raise LaunchFailed(
            f"{self.spec.name} {what}; the end of {self.log}:\n{children.tail(self.log)}"
        )

    def _ended(self, code: int) -> None:
        self._child = None
        if self.spec.restart is Restart.TASK and code == 0:
            self._enter(State.DONE)
            return
        self._enter(State.CRASHED, f"exit code {code}")
        if self.spec.restart is Restart.ALWAYS:
            self._pause()

    def _pause(self) -> None:
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        self._failures += 1
        self._next_look = time.monotonic() + pause
        self._enter(State.WAITING, f"starts again in {pause:g} s")

    def _check_alive(self) -> None:
        due = self.state is State.READY or (
            self.state is State.STARTING and self._age() > self.spec.ready_within
        )
        if self._child is None or self.spec.alive is None or not due:
            return
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + self.spec.alive_every
        self._strikes = 0 if probe(self.spec.alive) else self._strikes + 1
        if self._strikes >= STRIKES:
            self._enter(State.HANGING, f"{STRIKES} failed checks in a row")
            children.stop(self._child, grace=0.0)
            self._child = None
            self._pause()
