"""What the tests ask about processes: is it gone, wait until it is."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil


def gone(pid: int) -> bool:
    """Whether the process ended; a zombie that somebody else has yet to reap counts."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def eventually(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def at_home_in(folder: Path) -> list[int]:
    """The living processes whose working directory is in or below the folder."""
    found = []
    for process in psutil.process_iter(["pid", "cwd", "status"]):
        cwd, status = process.info["cwd"], process.info["status"]
        if cwd and status != psutil.STATUS_ZOMBIE and Path(cwd).is_relative_to(folder):
            found.append(process.info["pid"])
    return found
