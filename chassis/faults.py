"""Named points where a crash test may kill or delay the process; a no-op unless asked for."""

import os
import signal
from pathlib import Path

VARIABLE = "EXPORTWATCH_FAULT"


def fault_point(name: str) -> None:
    """Kill this process with SIGKILL if the environment names this point, once per marker file.

    EXPORTWATCH_FAULT is `point:marker-path`; the marker is created first, so that a restarted
    process gets past the point.
    """
    wanted, _, marker = os.environ.get(VARIABLE, "").partition(":")
    if wanted != name or not marker:
        return
    try:
        Path(marker).touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
