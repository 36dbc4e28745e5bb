"""What enrich finds in the project's examples, against what a careful reader found."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.accounts import AccountReceived
from contracts.tenders import TenderReceived
from services.enrich.handlers import account_date, tender_date
from services.ingest.domain.reading import AccountRead, TenderRead, read
from services.ingest.domain.source import SourceInfo
from tests.unit.enrich.notices import enricher

EXAMPLES = Path(__file__).parents[3] / "examples"
RECORDS = tomllib.loads((EXAMPLES / "expected.toml").read_text("utf-8"))["record"]
READ = [record for record in RECORDS if record["status"] == "assessed"]


def received(record: dict) -> TenderReceived | AccountReceived:
    raw = (EXAMPLES / record["file"]).read_bytes()
    source = SourceInfo(datetime(2026, 11, 25, tzinfo=UTC), file=record["file"])
    reading = next(r for r in read(raw, source) if r.record == record["record"])
    assert isinstance(reading, TenderRead | AccountRead)
    return reading.draft if isinstance(reading, TenderRead) else reading.data


def found(record: dict) -> dict:
    data = received(record)
    if isinstance(data, AccountReceived):
        result = enricher().account(data, account_date(data))
        chips = [(a.chip, a.total) for a in result.accelerators if a.chip]
        clouds = None
    else:
        result = enricher().tender(data, tender_date(data))
        chips = [(c.name, c.count) for c in result.chips]
        clouds = [c.name for c in result.clouds]
    listed = [
        {"party": p.party.name, "list": m.list, "relation": m.relation}
        for p in result.parties
        for m in p.matches[:1]
    ]
    services = [s.name for s in result.ai_services]
    return {"chips": chips, "clouds": clouds, "ai_services": services, "listed": listed}


@pytest.mark.parametrize("record", READ, ids=[f"{r['file']}#{r['record']}" for r in READ])
def test_an_example_is_enriched_as_a_careful_reader_would(record: dict) -> None:
    got = found(record)
    if "chips" in record:
        assert got["chips"] == [(chip["name"], chip.get("count")) for chip in record["chips"]]
    for fact in ("clouds", "ai_services", "listed"):
        if fact in record:
            assert got[fact] == record[fact]
