"""Structured JSON logs in UTC; repeated lines are held back, so an outage cannot fill a disk."""

import logging
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog

REPEATS_SHOWN = 5
WINDOW_SECONDS = 60.0
TEXTS_KEPT = 1000

Fields = MutableMapping[str, Any]


class RepeatLimit(logging.Filter):
    """Hold a line back after five equal ones in a minute; the next one shown tells how many.

    Works as a structlog processor and, for libraries, as a filter of the standard library's logs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, tuple[float, int]] = {}

    def held_back(self, text: str) -> int | None:
        """Return None if the line must be dropped, else how many were dropped before it."""
        if len(self._seen) > TEXTS_KEPT:
            self._seen.clear()
        now = time.monotonic()
        since, count = self._seen.get(text, (now, 0))
        dropped = 0
        if now - since > WINDOW_SECONDS:
            dropped = max(0, count - REPEATS_SHOWN)
            since, count = now, 0
        self._seen[text] = (since, count + 1)
        return None if count >= REPEATS_SHOWN else dropped

    def __call__(self, _logger: Any, method: str, event: Fields) -> Fields:
        """Pass, annotate or drop the line (structlog)."""
        dropped = self.held_back(f"{method} {event.get('event')}"[:200])
        if dropped is None:
            raise structlog.DropEvent
        return {**event, "repeats_held_back": dropped} if dropped else event

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass or drop the record (standard library)."""
        return self.held_back(f"{record.name} {record.msg}"[:200]) is not None


def set_up(service: str, level: str) -> dict[str, Any]:
    """Configure structlog and return the matching dict config for the standard library."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        lambda _, __, event: {"service": service, **event},
    ]
    tail: list[Any] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=[RepeatLimit(), *shared, *tail],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = {"class": "logging.StreamHandler", "formatter": "json", "filters": ["repeats"]}
    logging.captureWarnings(True)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [strip, *shared, *tail],
            }
        },
        "filters": {"repeats": {"()": RepeatLimit}},
        "handlers": {"stderr": handler},
        # Libraries log at warning: their info lines tell an operator nothing to act on.
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }
