"""Free loopback ports that parallel runs do not take from each other."""

import errno
import random
import socket
from pathlib import Path

from deploy.local.children import LaunchFailed

LOOPBACK = "127.0.0.1"
LOWEST = 20_000
TRIES = 50
_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


class HeldPort:
    """A loopback port kept bound, so that nobody else gets it before its server starts."""

    def __init__(self, number: int = 0) -> None:
        """Bind `number` (0: any free one). Raises OSError if it is taken."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            # No SO_REUSEADDR: with it two holders could bind the same port.
            self._socket.bind((LOOPBACK, number))
        except OSError:
            self._socket.close()
            raise
        self.number: int = self._socket.getsockname()[1]

    def release(self) -> int:
        """Let go of the port and return it; harmless when done twice."""
        self._socket.close()
        return self.number


def refuse_taken(port: int) -> None:
    """Raise LaunchFailed if another program listens on the port.

    Asked before a start, because a foreign server would also answer the question for readiness.
    """
    if is_open(port):
        raise LaunchFailed(f"port {port} is taken: stop the program that has it, or choose another")


def hold_port() -> HeldPort:
    """Hold a free port, below the range of outgoing connections where there is room.

    Inside that range a client that reconnects to a stopped server may be given the very port it
    calls, connect to itself and so keep the server from ever binding it again.
    """
    for _ in range(TRIES):
        try:
            return HeldPort(random.randrange(LOWEST, _outgoing_from()))  # noqa: S311 - no secret
        except OSError as exc:
            if exc.errno != errno.EADDRINUSE:
                raise
    return HeldPort()


def free_port() -> int:
    """A port that was free a moment ago: for servers started at once, or never."""
    return hold_port().release()


def is_open(port: int) -> bool:
    """Whether something listens on the loopback port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _outgoing_from() -> int:
    try:
        lowest = int(_RANGE.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        lowest = 32_768
    # A machine that hands out everything: take what there is.
    return lowest if lowest > LOWEST + 1_000 else 60_000
