"""Assess files in one process with the services' own pure functions: no bus, no database."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.errors import Invalid
from chassis.messages import Received
from contracts.accounts import AccountReceived
from contracts.envelope import Contract, Event, Mode
from contracts.risk import RiskAssessed
from contracts.tenders import Provenance, TenderReceived
from contracts.topics import ACCOUNTS_ENRICHED, TENDERS_ENRICHED
from services.enrich.data.bundle import list_extract
from services.enrich.domain.enrichment import Enricher
from services.enrich.domain.offline import enricher_from
from services.enrich.handlers import account_date, tender_date
from services.ingest.domain.matters import InMemoryMatters
from services.ingest.domain.reading import (
    AccountRead,
    Ignored,
    Quarantined,
    Reading,
    TenderRead,
    read,
)
from services.ingest.domain.source import SourceInfo
from services.ingest.domain.told import joined
from services.ingest.handlers import account_event, place, tender_event
from services.score.adapters.memory_store import MemoryStore
from services.score.app import load_policy
from services.score.handlers import Assess
from services.score.settings import BUNDLED_POLICY

EXTRACT = "csl_extract.json"


@dataclass(slots=True)
class Line:
    """One record of one file on its way: what was read, enriched and assessed."""

    file: str
    record: int
    reading: Reading
    duplicate_of: str | None = None
    event: Event[Any] | None = None
    enriched: Contract | None = None
    assessed: RiskAssessed | None = None
    matter: UUID | None = None
    links: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """assessed, quarantined or ignored."""
        if isinstance(self.reading, Quarantined):
            return "quarantined"
        return "assessed" if self.event else "ignored"

    @property
    def date(self) -> date | None:
        """Date the record is placed by, None if undated."""
        if isinstance(self.reading, TenderRead):
            return self.reading.published
        if isinstance(self.reading, AccountRead):
            return self.reading.data.occurred.astimezone(UTC).date()
        return None


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Expand folders into their files, sorted; hidden files are left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file())
            found += [p for p in inside if not p.name.startswith(".")]
        else:
            found.append(path)
    return found


def assess_files(
    paths: Sequence[Path], lists: Path | None, now: datetime, aliases: Path | None = None
) -> list[Line]:
    """Read everything, assess it in the order of dates, return it in the order given.

    Names of listed parties are the bundled ones and the operator's decisions in `aliases`.
    """
    lines = [line for path in files_of(paths) for line in _read(path, now)]
    _mark_duplicates(lines)
    # Undated records come last, in the order given: sorting is stable.
    ordered = sorted(_fresh(lines), key=lambda line: line.date or date.max)
    enricher = _enricher(lists, aliases)
    matters = InMemoryMatters()
    handler = Assess(MemoryStore(), load_policy(BUNDLED_POLICY), lambda: now)
    newest: dict[UUID, RiskAssessed] = {}

    async def go() -> None:
        for line in ordered:
            await _enrich(line, matters, enricher, now)
            await _assess(line, handler, newest)

    asyncio.run(go())
    _link(lines, newest)
    return lines


def _read(path: Path, now: datetime) -> list[Line]:
    readings = read(path.read_bytes(), _source(path, now))
    return [Line(str(path), reading.record, reading) for reading in readings]


def _source(path: Path, now: datetime) -> SourceInfo:
    # Whoever assesses a file vouches for it: what-if is about the content.
    return SourceInfo(now, "assess", Provenance.OFFICIAL_PORTAL, path.name, Mode.LIVE)


def _fresh(lines: Iterable[Line]) -> list[Line]:
    return [
        line
        for line in lines
        if isinstance(line.reading, TenderRead | AccountRead) and line.duplicate_of is None
    ]


def _mark_duplicates(lines: Sequence[Line]) -> None:
    """Mark repeats; records of one operation add to its first one, in whatever file they stand."""
    seen: dict[object, Line] = {}
    parts: list[tuple[AccountReceived, Line]] = []
    for line in lines:
        if isinstance(line.reading, Ignored) and line.reading.part:
            parts.append((line.reading.part, line))
        elif isinstance(line.reading, TenderRead | AccountRead):
            first = seen.setdefault(_identity(line.reading, line.record), line)
            if first is not line and isinstance(line.reading, AccountRead):
                parts.append((line.reading.data, line))
            elif first is not line:
                line.duplicate_of = f"{first.file}#{first.record}"
    for data, line in parts:
        whole = seen.get(data.event)
        if whole and isinstance(whole.reading, AccountRead):
            whole.reading = replace(whole.reading, data=joined(whole.reading.data, data))
            line.duplicate_of = f"{whole.file}#{whole.record}"


def _identity(reading: TenderRead | AccountRead, record: int) -> object:
    if isinstance(reading, AccountRead):
        return reading.data.event
    return (reading.draft.source.sha256, record)


def _enricher(lists: Path | None, aliases: Path | None) -> Enricher:
    """On a list file; without one, on the project's own extract."""
    decided = (_text(aliases), aliases.name) if aliases else None
    if lists is None:
        return enricher_from(list_extract(), EXTRACT, decided)
    return enricher_from(lists.read_bytes(), lists.name, decided)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(f"{path} is not UTF-8 text: save it as CSV UTF-8 or TOML") from None


async def _enrich(line: Line, matters: InMemoryMatters, enricher: Enricher, now: datetime) -> None:
    info = _source(Path(line.file), now)
    if isinstance(line.reading, TenderRead):
        tender = await place(line.reading, matters)
        line.event = tender_event(tender, info)
        line.enriched = enricher.tender(tender, tender_date(tender))
    elif isinstance(line.reading, AccountRead):
        line.event = account_event(line.reading, info)
        data: AccountReceived = line.reading.data
        line.enriched = enricher.account(data, account_date(data))


async def _assess(line: Line, handler: Assess, newest: dict[UUID, RiskAssessed]) -> None:
    if line.event is None or line.enriched is None:
        return
    line.matter = line.event.data.matter
    is_tender = isinstance(line.event.data, TenderReceived)
    topic = TENDERS_ENRICHED if is_tender else ACCOUNTS_ENRICHED
    received = Received(line.event.attributes, line.enriched, topic.name, 0, 0)
    for out in await handler([received]):
        found = RiskAssessed.model_validate_json(out.record.value)
        newest[found.matter] = found
    line.assessed = newest.get(line.matter) if line.matter else None


def _link(lines: Sequence[Line], newest: dict[UUID, RiskAssessed]) -> None:
    """Final links, both ways: to every record of the linked matter."""
    for line in lines:
        final = newest.get(line.matter) if line.matter else None
        for link in final.links if final else ():
            line.links += [
                {"file": other.file, "record": other.record, "why": link.why}
                for other in lines
                if other.matter == link.matter
            ]
