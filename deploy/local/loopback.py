"""Serves an ASGI application on one port, in the calling thread or in a background one."""

import asyncio
import socket
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

ABORT = "exportwatch.abort"
START_SECONDS = 10.0


class AbortableProtocol(H11Protocol):
    """Lets an application cut the TCP connection, which ASGI itself has no message for."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hand the connection's `abort` to every request that comes over it."""
        super().connection_made(transport)
        inner = self.app

        async def with_abort(scope: Scope, receive: Receive, send: Send) -> None:
            await inner({**scope, ABORT: transport.abort}, receive, send)

        self.app = with_abort


def listening_socket(host: str, port: int) -> socket.socket:
    """Bind before anything else starts, so that port 0 is a real free port without a race."""
    # asyncio switches Nagle's delay off only for sockets that name their protocol; without this
    # every answer on a kept connection takes 40 ms longer.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound


class LoopbackServer:
    """One uvicorn server; `with LoopbackServer(app) as server: server.url`."""

    def __init__(self, app: ASGIApp, port: int = 0, host: str = "127.0.0.1") -> None:
        """Bind at once: the address is known before the first request is served."""
        self._socket = listening_socket(host, port)
        self._thread: threading.Thread | None = None
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=AbortableProtocol,
                ws="none",
                lifespan="off",
                log_level="critical",
                access_log=False,
                # A reply that is being delayed on purpose must not hold up the end of a test.
                timeout_graceful_shutdown=1,
            )
        )

    def run(self) -> None:
        """Serve in this thread until a signal comes."""
        self._server.run(sockets=[self._socket])

    def __enter__(self) -> Self:
        """Serve in a background thread and return once requests are answered."""
        self._thread = threading.Thread(target=self.run, name=f"http-{self.port}", daemon=True)
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise RuntimeError(f"the server on port {self.port} did not start")
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop serving and wait until the thread is gone."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(START_SECONDS)
        self._socket.close()
