"""Standard Webhooks signatures: HMAC-SHA256 over id.timestamp.body, several secrets at once."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

from chassis.errors import Misconfigured
from services.ingest.domain.register import NAME

TOLERANCE_SECONDS = 300
RESERVED = ("cli", "folder", "webhook", "drop", "mail")
_PREFIX = "whsec_"
_MIN_BYTES = 16


class Refused(Exception):
    """A signature that does not hold; the message names what to look at, never the secret."""


def secrets_of(setting: str | None) -> tuple[bytes, ...]:
    """Return the keys of WEBHOOK_SECRETS; raises Misconfigured without printing them."""
    given = [part.strip() for part in (setting or "").split(",") if part.strip()]
    return tuple(_key(part, number) for number, part in enumerate(given, start=1))


def senders_of(setting: str | None) -> dict[str, tuple[bytes, ...]]:
    """Return sender -> keys of WEBHOOK_SENDERS, one `name=whsec_...[,whsec_...]` a line.

    Raises Misconfigured, without printing a secret, for a name that cannot be a source, a name
    or a secret that stands twice: whoever holds it could speak for either.
    """
    found: dict[str, tuple[bytes, ...]] = {}
    for number, line in enumerate(_lines(setting), start=1):
        name, _, given = line.partition("=")
        name = name.strip()
        if not NAME.fullmatch(name):
            raise Misconfigured(f"WEBHOOK_SENDERS: line {number} must be name=whsec_...")
        if name in found or name in RESERVED:
            raise Misconfigured(f"WEBHOOK_SENDERS: {name} stands twice or names a way in")
        found[name] = tuple(
            _key(part.strip(), place, f"WEBHOOK_SENDERS: {name}")
            for place, part in enumerate(given.split(","), start=1)
        )
    keys = [key for each in found.values() for key in set(each)]
    if len(keys) != len(set(keys)):
        raise Misconfigured("WEBHOOK_SENDERS: two senders share a secret: give each its own")
    return found


def sign(key: bytes, message: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header webhook-signature for one key."""
    signed = message.encode() + b"." + str(timestamp).encode() + b"." + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def verify(keys: Sequence[bytes], headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """Return the message id, or raise Refused."""
    return verify_sender({"": keys}, headers, body, now)[1]


def verify_sender(
    senders: Mapping[str, Sequence[bytes]], headers: Mapping[str, str], body: bytes, now: datetime
) -> tuple[str, str]:
    """Return which sender's secret signed the body, and the message id, or raise Refused.

    Own lines instead of the library's: it knows one secret, reads its own clock and decodes the
    body as UTF-8, where ours may be a gzip file.
    """
    message, stamp, given = (
        headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")
    )
    if not (message and stamp and given):
        raise Refused("headers webhook-id, webhook-timestamp and webhook-signature are needed")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):  # noqa: PLR2004
        raise Refused("webhook-timestamp must be seconds since 1970")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise Refused("webhook-timestamp is more than 300 s from our time: check your clock")
    offered = [part.encode() for part in given.split(" ") if part.startswith("v1,")]
    signed = [
        name
        for name, keys in senders.items()
        for key in keys
        if _matches(sign(key, message, int(stamp), body).encode(), offered)
    ]
    if not signed:
        raise Refused("webhook-signature does not match the body under any of our secrets")
    return signed[0], message


def _matches(expected: bytes, offered: Sequence[bytes]) -> bool:
    return any([hmac.compare_digest(expected, each) for each in offered])  # noqa: C419  all


def _lines(setting: str | None) -> list[str]:
    stripped = (line.strip() for line in (setting or "").splitlines())
    return [line for line in stripped if line and not line.startswith("#")]


def _key(text: str, number: int, where: str = "WEBHOOK_SECRETS") -> bytes:
    bare = text.removeprefix(_PREFIX)
    # Some generators write the URL-safe alphabet; padding is optional in the wild.
    standard = bare.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        key = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except binascii.Error:
        key = b""
    if not text.startswith(_PREFIX) or len(key) < _MIN_BYTES:
        raise Misconfigured(
            f"{where}: secret {number} must be whsec_ and base64 of 16 bytes or more"
        )
    return key
