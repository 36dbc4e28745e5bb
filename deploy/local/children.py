"""Child processes that cannot outlive this one: own session, death signal, log, grace, reaping."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Child = subprocess.Popen[bytes]

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.02
LOG_BYTES = 16 * 1024 * 1024


class LaunchFailed(Exception):
    """A child did not come up; the message holds the end of its log."""


@dataclass(frozen=True)
class Account:
    """The operating system's user and group that a child runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Command:
    """What to start: `env` is the whole environment (None: ours); output is appended to `log`.

    `death_signal` is what the kernel sends to the child when this process dies, however it dies.
    """

    argv: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    account: Account | None = None
    death_signal: signal.Signals = signal.SIGKILL


def spawn(command: Command) -> Child:
    """Start the command in a session of its own, so that a terminal's Ctrl-C reaches only us.

    Raises RuntimeError outside the main thread, OSError if the program cannot be executed.
    """
    _insist_on_main_thread()
    _rotate(command.log)
    account = command.account
    with command.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - argv is built by the launchers, no shell
            [str(part) for part in command.argv],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=command.env,
            cwd=command.cwd,
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            # Runs after the change of uid, which would have cleared the death signal.
            preexec_fn=_tie_to_parent(command.death_signal),  # noqa: PLW1509
        )


def running(child: Child) -> bool:
    """Whether the child still runs; one that ended stays a zombie until `stop` ends its group."""
    if child.returncode is not None:
        return False
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def ask(child: Child, number: signal.Signals = signal.SIGTERM) -> None:
    """Send a signal; harmless when the child already ended."""
    if child.returncode is None:
        # Not reaped yet, so the pid cannot belong to anyone else.
        os.kill(child.pid, number)


def stop(child: Child, first: signal.Signals = signal.SIGTERM, grace: float = 12.0) -> int:
    """End the child and return its exit code: `first`, then what `finish` does."""
    ask(child, first)
    return finish(child, grace)


def finish(child: Child, grace: float) -> int:
    """Wait for the end of a child that was asked, SIGKILL after `grace` seconds, its exit code.

    What the child left in its process group is killed too. Safe on a child that already ended.
    """
    if child.returncode is None:
        _await_end(child, grace)
        # Before it is reaped: until then the group's number cannot belong to anyone else.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    return child.wait()


def tail(log: Path, since: int = 0, lines: int = 20) -> str:
    """The last lines of a log after byte `since`, for an error message; empty if there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(since, log.stat().st_size - 16_384))
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _insist_on_main_thread() -> None:
    # The kernel sends the death signal when the *thread* that forked ends, not the process.
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError(
            "children are started from the main thread only: a worker thread's end kills them"
        )


def _await_end(child: Child, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while running(child) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)


def _tie_to_parent(death_signal: signal.Signals) -> Callable[[], None]:
    # Looked up before the fork: between fork and exec hardly anything but a system call is safe.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    number, parent = int(death_signal), os.getpid()

    def tie() -> None:
        # The second test: the parent may have died before the first took effect.
        if prctl(PR_SET_PDEATHSIG, number, 0, 0, 0) != 0 or os.getppid() != parent:
            os._exit(127)

    return tie


def _rotate(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))
