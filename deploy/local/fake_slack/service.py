"""Answers one Web API call: token, faults, pacing, then the method itself."""

import asyncio
import math
import time
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from deploy.local.fake_slack.arguments import read_arguments, token_of
from deploy.local.fake_slack.faults import Fault, FaultKind, Faults
from deploy.local.fake_slack.message import Json
from deploy.local.fake_slack.methods import METHODS, READS, Call
from deploy.local.fake_slack.pacing import Pacing
from deploy.local.fake_slack.refusal import Refused
from deploy.local.fake_slack.statistics import Statistics
from deploy.local.fake_slack.workspace import Workspace
from deploy.local.loopback import ABORT

# These faults answer what the method says, only later or less of it.
WORKING = (FaultKind.DELAY, FaultKind.LAG)


@dataclass
class FakeSlack:
    """Everything that one running fake consists of."""

    workspace: Workspace
    token: str
    faults: Faults
    pacing: Pacing
    statistics: Statistics
    rejected_blocks: frozenset[str] = field(default_factory=frozenset)

    async def answer(self, request: Request) -> Response:
        """Answer `/api/<method>`."""
        method = request.path_params["method"]
        try:
            arguments = await read_arguments(request)
            self._admit(request, method, arguments)
        except Refused as refused:
            return self._json(method, refused.as_slack())
        self.statistics.called(method, arguments)
        given = arguments.get("channel")
        channel = given if isinstance(given, str) else None
        fault = self.faults.draw(method, channel)
        wait = self.pacing.seconds_to_wait(method, channel)
        if wait:
            return self._rate_limited(method, wait)
        if fault is None:
            return self._json(method, self._run(method, arguments, lag=0))
        self.statistics.struck(method, fault.kind)
        return await self._faulty(request, method, arguments, fault)

    async def _faulty(
        self, request: Request, method: str, arguments: Json, fault: Fault
    ) -> Response:
        if fault.kind is FaultKind.DELAY and not fault.after_commit:
            await asyncio.sleep(fault.seconds)
        body: Json = {}
        if fault.after_commit or fault.kind in WORKING:
            lag = fault.seconds if fault.kind is FaultKind.LAG else 0
            body = self._run(method, arguments, lag=lag)
        if fault.kind is FaultKind.DELAY and fault.after_commit:
            await asyncio.sleep(fault.seconds)
        if fault.kind in WORKING:
            return self._json(method, body)
        return await self._broken(request, method, fault)

    async def _broken(self, request: Request, method: str, fault: Fault) -> Response:
        if fault.kind is FaultKind.ERROR:
            return self._json(method, Refused(fault.error).as_slack())
        if fault.kind is FaultKind.RATE_LIMITED:
            return self._rate_limited(method, math.ceil(fault.seconds))
        if fault.kind is FaultKind.HTML:
            self.statistics.answered(method, "html")
            return HTMLResponse("<html><body><h1>Slack is having trouble</h1></body></html>")
        self.statistics.answered(method, _label(fault))
        if fault.kind is FaultKind.DROP:
            request.scope[ABORT]()
            # The server must notice the cut before it is handed a response to send.
            await asyncio.sleep(0)
        return PlainTextResponse("upstream error", fault.status)

    def _admit(self, request: Request, method: str, arguments: Json) -> None:
        token = token_of(request, arguments)
        if token is None:
            raise Refused("not_authed")
        if token != self.token:
            raise Refused("invalid_auth")
        if method not in METHODS:
            raise Refused("unknown_method")

    def _run(self, method: str, arguments: Json, lag: float) -> Json:
        until = time.time() - lag if method in READS and lag else float(2**40)
        call = Call(self.workspace, arguments, until, self.rejected_blocks)
        try:
            result = METHODS[method](call)
        except Refused as refused:
            return refused.as_slack()
        if method == "chat.postMessage":
            self.statistics.posted(result["channel"])
        return result

    def _rate_limited(self, method: str, seconds: int) -> Response:
        self.statistics.answered(method, "429")
        body = {"ok": False, "error": "ratelimited"}
        return JSONResponse(body, 429, {"Retry-After": str(seconds)})

    def _json(self, method: str, body: Json) -> Response:
        self.statistics.answered(method, "ok" if body["ok"] else str(body["error"]))
        return JSONResponse(body)


def _label(fault: Fault) -> str:
    return "dropped" if fault.kind is FaultKind.DROP else str(fault.status)
