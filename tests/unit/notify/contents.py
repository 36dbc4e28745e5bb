"""Content of messages for tests of the channels."""

from typing import Any
from uuid import UUID

from contracts.ids import alert_id
from services.notify.domain.content import Content
from services.notify.domain.deliveries import Claimed, Kind, Rung
from services.notify.domain.first_screen import first_line, screen_lines
from tests.unit.notify.assessments import NOON, assessed

DELIVERY = UUID("6f2d1a5e-0d8b-5a55-9c11-0f7e5f2f3a01")
ROOT = UUID("6f2d1a5e-0d8b-5a55-9c11-0f7e5f2f3a00")


def content(data: Any = None, **changes: Any) -> Content:
    data = data or assessed()
    fields = {
        "alert": alert_id(data.matter),
        "version": 1,
        "band": data.band,
        "first_line": first_line(data),
        "lines": screen_lines(data),
        "subject": data.subject_line,
        "why": "route medium-and-above; opened: band high",
        "at": NOON,
    }
    return Content.model_validate({**fields, **changes})


def claimed(of: Content | None = None, **changes: Any) -> Claimed:
    fields = {
        "id": DELIVERY,
        "alert": (of or content()).alert,
        "destination": "mail:0011223344",
        "target": "oncall@alerts.example",
        "kind": Kind.ROOT,
        "content": of or content(),
        "fence": 1,
        "attempts": 1,
        "rung": Rung.FULL,
    }
    return Claimed(**{**fields, **changes})
