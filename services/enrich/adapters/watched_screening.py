"""Screening whose bugs are logged and counted before the domain carries on without an answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from chassis import metrics
from services.enrich.domain.parties import Screening
from services.enrich.domain.screening import Match, Span

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WatchedScreening:
    """The screening of the lists in use; what it raises is raised on."""

    screening: Screening

    def screen(self, name: str, country: str | None = None) -> list[Match]:
        """Return the matches of a name."""
        with _alarmed("screen"):
            return self.screening.screen(name, country)

    def spot(self, text: str) -> list[Span]:
        """Return the listed names in running text."""
        with _alarmed("spot"):
            return self.screening.spot(text)


@contextmanager
def _alarmed(what: str) -> Iterator[None]:
    try:
        yield
    except Exception:
        metrics.SCREENING_FAILURES.labels(what).inc()
        log.exception("screening failed, the event counts as not screened", what=what)
        raise
