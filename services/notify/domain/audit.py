"""The record of what happened to an alert, and the hash chain that shows any change to it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class AlertEvent:
    """One thing that happened: `actor` is `system` or a person's id, `reason` is never empty."""

    alert: UUID
    at: datetime
    type: str
    reason: str
    actor: str = "system"
    source: str = "notify"
    old: str | None = None
    new: str | None = None

    def body(self) -> str:
        """Return the event as the text that is stored and hashed."""
        fields = {
            "alert": str(self.alert),
            "at": self.at.isoformat(),
            "type": self.type,
            "reason": self.reason,
            "actor": self.actor,
            "source": self.source,
            "old": self.old,
            "new": self.new,
        }
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chained(previous: str, bodies: Sequence[str]) -> str:
    """Return the hash of a batch: SHA-256 over the hash before it and its events, in order."""
    digest = hashlib.sha256(previous.encode())
    for body in bodies:
        digest.update(b"\n")
        digest.update(body.encode())
    return digest.hexdigest()
