"""Health pages of ingest: /livez, /readyz and /metrics on a port of their own."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chassis import health, metrics


@dataclass(slots=True)
class Beat:
    """The pulse of a loop, as chassis.health reads it."""

    stage: str
    phase: str = "running"
    detail: str | None = None
    last_moved: float = field(default_factory=time.monotonic)

    def moved(self, phase: str = "running", detail: str | None = None) -> None:
        """Note that the loop came round, and how it stands."""
        self.phase, self.detail, self.last_moved = phase, detail, time.monotonic()


def health_app(beats: Sequence[Beat], checks: Sequence[health.Check]) -> Starlette:
    """Return the pages; liveness is movement of the loops, readiness adds bus and database."""

    async def live(_: Request) -> Response:
        status, body = health.liveness(beats)
        return JSONResponse(body, status_code=status)

    async def ready(_: Request) -> Response:
        status, body = await health.readiness(beats, checks)
        return JSONResponse(body, status_code=status)

    async def numbers(_: Request) -> Response:
        return Response(metrics.exposition(), media_type="text/plain")

    return Starlette(
        routes=[Route("/livez", live), Route("/readyz", ready), Route("/metrics", numbers)]
    )
