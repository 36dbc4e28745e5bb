"""Builds the fake and serves it, from the command line or inside a test."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route

from deploy.local.fake_slack.client import FakeSlackControl
from deploy.local.fake_slack.control import ERRORS, control_routes
from deploy.local.fake_slack.faults import Faults
from deploy.local.fake_slack.journal import Journal
from deploy.local.fake_slack.pacing import Pacing
from deploy.local.fake_slack.page import page_routes
from deploy.local.fake_slack.service import FakeSlack
from deploy.local.fake_slack.statistics import Statistics
from deploy.local.fake_slack.workspace import Workspace
from deploy.local.loopback import LoopbackServer

DEFAULT_TOKEN = "xoxb-fake-exportwatch"  # noqa: S105 - opens nothing but this fake
DEFAULT_CHANNELS = {"C0EXPORTALERTS": "export-alerts", "C0FALLBACK": "export-alerts-fallback"}


@dataclass(frozen=True)
class Options:
    """How the workspace is set up."""

    channels: Mapping[str, str] = field(default_factory=lambda: DEFAULT_CHANNELS)
    token: str = field(default=DEFAULT_TOKEN, repr=False)
    any_channel: bool = False
    pacing: bool = False
    journal: Path | None = None
    seed: int = 0


def build_app(options: Options) -> Starlette:
    """Wire the parts of the fake together."""
    workspace = Workspace(
        options.channels,
        time.time,
        Journal(options.journal) if options.journal else None,
        any_channel=options.any_channel,
    )
    fake = FakeSlack(
        workspace=workspace,
        token=options.token,
        faults=Faults(options.seed),
        pacing=Pacing(time.monotonic, enabled=options.pacing),
        statistics=Statistics(time.monotonic),
    )
    api = Route("/api/{method}", fake.answer, methods=["GET", "POST"])
    routes = [api, *control_routes(fake), *page_routes(workspace)]
    return Starlette(routes=routes, exception_handlers=ERRORS)


@contextmanager
def running_fake_slack(options: Options | None = None) -> Iterator[FakeSlackControl]:
    """Serve the fake on a free port for as long as the block runs."""
    with (
        LoopbackServer(build_app(options or Options())) as server,
        FakeSlackControl(server.url) as control,
    ):
        yield control
