"""The control API below /control/: what tests and the demo ask of the fake."""

from collections import Counter

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.fake_slack.faults import Fault
from deploy.local.fake_slack.refusal import Refused
from deploy.local.fake_slack.service import FakeSlack
from deploy.local.fake_slack.workspace import Draft

PERSON = "U0PERSON"


class Settings(BaseModel):
    """What can be changed while the fake runs; None leaves it."""

    model_config = ConfigDict(extra="forbid")

    pacing: bool | None = None
    rejected_block_types: list[str] | None = None


class Remark(BaseModel):
    """Something that a person, not the bot, writes into a channel."""

    model_config = ConfigDict(extra="forbid")

    channel: str
    text: str
    thread_ts: str | None = None


def control_routes(fake: FakeSlack) -> list[Route]:
    """Return the routes; each answers JSON."""
    actions = _Control(fake)
    return [
        Route("/control/messages", actions.messages, methods=["GET"]),
        Route("/control/messages", actions.say, methods=["POST"]),
        Route("/control/stats", actions.stats, methods=["GET"]),
        Route("/control/faults", actions.list_faults, methods=["GET"]),
        Route("/control/faults", actions.add_fault, methods=["POST"]),
        Route("/control/faults", actions.clear_faults, methods=["DELETE"]),
        Route("/control/settings", actions.change_settings, methods=["POST"]),
        Route("/control/reset", actions.reset, methods=["POST"]),
    ]


def unreadable(request: Request, error: Exception) -> Response:
    """Tell who drives the fake what is wrong with the request."""
    return JSONResponse({"error": str(error)}, 422)


class _Control:
    def __init__(self, fake: FakeSlack) -> None:
        self._fake = fake

    async def messages(self, request: Request) -> Response:
        workspace = self._fake.workspace
        wanted = request.query_params.get("channel")
        channel = workspace.channel_id(wanted) if wanted else None
        found = [m for m in workspace.all_messages() if channel in (None, m.channel)]
        posts = Counter(m.delivery_id for m in workspace.all_messages() if m.delivery_id)
        return JSONResponse(
            {
                "messages": [message.model_dump(mode="json") for message in found],
                "posts_by_delivery": dict(posts),
            }
        )

    async def say(self, request: Request) -> Response:
        remark = Remark.model_validate_json(await request.body())
        channel = self._fake.workspace.channel_id(remark.channel)
        draft = Draft(remark.text, [], None, thread_ts=remark.thread_ts, user=PERSON, bot_id=None)
        message = self._fake.workspace.post(channel, draft)
        return JSONResponse(message.model_dump(mode="json"))

    async def stats(self, request: Request) -> Response:
        return JSONResponse(self._fake.statistics.snapshot().model_dump())

    async def list_faults(self, request: Request) -> Response:
        waiting = self._fake.faults.waiting
        return JSONResponse({"faults": [fault.model_dump(mode="json") for fault in waiting]})

    async def add_fault(self, request: Request) -> Response:
        self._fake.faults.add(Fault.model_validate_json(await request.body()))
        return await self.list_faults(request)

    async def clear_faults(self, request: Request) -> Response:
        self._fake.faults.clear()
        return await self.list_faults(request)

    async def change_settings(self, request: Request) -> Response:
        wanted = Settings.model_validate_json(await request.body())
        if wanted.pacing is not None:
            self._fake.pacing.enabled = wanted.pacing
        if wanted.rejected_block_types is not None:
            self._fake.rejected_blocks = frozenset(wanted.rejected_block_types)
        return JSONResponse(
            {
                "pacing": self._fake.pacing.enabled,
                "rejected_block_types": sorted(self._fake.rejected_blocks),
            }
        )

    async def reset(self, request: Request) -> Response:
        fake = self._fake
        for part in (fake.workspace, fake.statistics, fake.pacing):
            part.reset()
        fake.faults.clear()
        fake.rejected_blocks = frozenset()
        return JSONResponse({"ok": True})


ERRORS = {Refused: unreadable, ValidationError: unreadable}
