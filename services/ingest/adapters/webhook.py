"""Signed webhook: 202 only after the broker acknowledged; clear refusals otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from math import ceil
from urllib.parse import unquote

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chassis.clock import Clock
from chassis.errors import Transient
from contracts.envelope import Mode
from contracts.tenders import Provenance
from services.ingest.adapters.intake import Intake
from services.ingest.adapters.signatures import Refused, verify_sender
from services.ingest.domain.limits import Bucket
from services.ingest.domain.source import SourceInfo
from services.ingest.ports import Settled

log = structlog.get_logger()

BODY_LIMIT = 5 * 1024 * 1024
# The producer gave it five seconds already; the vault makes a repeat harmless.
RETRY_AFTER_SECONDS = 5
NAME_LIMIT = 200
SHARED = "webhook"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sender may hand in a minute, to each process of ours; 0: no limit."""

    requests: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Senders:
    """Who may send, and how much.

    `keys` are shared: whoever has one is the source `webhook`, worth what the settings say. `named`
    senders have secrets of their own; each is the source of its name, or an unverified upload.
    """

    keys: Sequence[bytes]
    provenance: Provenance = Provenance.UNVERIFIED_UPLOAD
    mode: Mode = Mode.LIVE
    named: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def all(self) -> dict[str, Sequence[bytes]]:
        """Keys by the name of the source they speak for."""
        shared = {SHARED: self.keys} if self.keys else {}
        return shared | dict(self.named)

    def trust(self, name: str) -> Provenance:
        """Trust in a source that the register does not know better."""
        return self.provenance if name == SHARED else Provenance.UNVERIFIED_UPLOAD


class Webhook:
    """POST /v1/notices and /v1/events: a file or batch in the body, signed."""

    def __init__(self, intake: Intake, senders: Senders, clock: Clock) -> None:
        self._intake = intake
        self._senders = senders
        self._clock = clock
        self._buckets: dict[str, list[Bucket]] = {}

    def app(self) -> Starlette:
        """Return the ASGI application; what the body holds is seen by content on either path."""
        return Starlette(
            routes=[
                Route(path, self._receive, methods=["POST"])
                for path in ("/v1/notices", "/v1/events")
            ]
        )

    async def _receive(self, request: Request) -> Response:
        senders = self._senders.all()
        if not senders:
            why = "the operator has set no WEBHOOK_SENDERS and no WEBHOOK_SECRETS"
            return _refusal(503, "not_configured", why)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return _refusal(400, "truncated", "the body ended early: send it again")
        if body is None:
            return _refusal(413, "too_large", f"a body may have {BODY_LIMIT:,} bytes at most")
        now = self._clock()
        try:
            name, message = verify_sender(senders, request.headers, body, now)
        except Refused as exc:
            log.warning("webhook refused", reason=str(exc))
            return _refusal(401, "signature", str(exc))
        if wait := self._wait(name, len(body), now):
            log.warning("webhook over its limit", source=name)
            return _later(429, "too_many", "you sent more than your share of a minute", wait)
        file = _file_name(request.headers.get("x-file-name", ""))
        source = SourceInfo(now, name, self._senders.trust(name), file, self._senders.mode)
        return await self._accept(body, source, message)

    def _wait(self, name: str, size: int, now: datetime) -> int:
        """Seconds after which this sender may send so much; 0 if it may now."""
        limits = self._senders.limits
        buckets = self._buckets.setdefault(
            name, [Bucket(each) for each in (limits.requests, limits.bytes)]
        )
        amounts = zip(buckets, (1, size), strict=True)
        waits = [bucket.take(now, amount) for bucket, amount in amounts if bucket.per_minute]
        return ceil(max(waits, default=0))

    async def _accept(self, body: bytes, source: SourceInfo, message: str) -> Response:
        try:
            outcomes = await self._intake.accept(body, source)
        except Transient as exc:
            log.warning("webhook told to retry", error=str(exc))
            why = "kept or not, send it again: repeats are harmless"
            return _later(503, "try_again", why, RETRY_AFTER_SECONDS)
        unread = [o for o in outcomes if o.status == "quarantined"]
        status = 400 if unread and len(unread) == len(outcomes) else 202
        return JSONResponse(
            {"id": message, "outcomes": [_shown(o) for o in outcomes]}, status_code=status
        )


async def _body(request: Request) -> bytes | None:
    """Read at most BODY_LIMIT bytes; None if there are more, stated or not."""
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > BODY_LIMIT:
        return None
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_LIMIT:
            return None
        parts.append(part)
    return b"".join(parts)


def _file_name(stated: str) -> str | None:
    """Return the last part of what the sender calls the file (percent-encoded UTF-8 or ASCII)."""
    name = unquote(stated).replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, name)).strip()[:NAME_LIMIT] or None


def _refusal(status: int, reason: str, message: str) -> JSONResponse:
    # After a refusal the rest of a large body is not read: the connection cannot be used again.
    headers = {"connection": "close"} if status == 413 else {}  # noqa: PLR2004
    body = {"error": {"reason": reason, "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)


def _later(status: int, reason: str, message: str, seconds: int) -> JSONResponse:
    answer = _refusal(status, reason, message)
    answer.headers["retry-after"] = str(seconds)
    return answer


def _shown(outcome: Settled) -> dict[str, object]:
    shown = {k: v for k, v in asdict(outcome).items() if v not in ("", None)}
    return shown | ({"event": str(outcome.event)} if outcome.event else {})
