"""Real notices give the same through `assess` and through the running system (local data only)."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.tenders import TenderReceived
from contracts.topics import TENDERS_RECEIVED
from deploy import feeding
from deploy.assess import assess_files
from tests.e2e.running import running

DATA = Path(__file__).parents[3] / "shared" / "data"
FOLDERS = [DATA / "notices", DATA / "ocds"]

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.localdata,
    pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data, which is never committed"),
]


def test_every_real_file_is_assessed_and_both_ways_agree(tmp_path):
    lines = assess_files(FOLDERS, None, datetime.now(UTC))
    with running(tmp_path) as run:
        how = feeding.How(run.installation.dsn("ingest"), run.installation.kafka.bootstrap)
        fed = asyncio.run(feeding.feed(FOLDERS, how))
        matters = {line.matter for line in lines if line.matter}
        assert run.until(lambda: len(run.newest_assessments()) >= len(matters), 60)
        assert run.until(lambda: _counted(run) == fed.counts["published"], 60)
        received = [
            TenderReceived.model_validate_json(r.value) for r in run.records(TENDERS_RECEIVED.name)
        ]
        assessments = run.newest_assessments()

    assert [line.file for line in lines if line.status == "quarantined"] == []
    by_notice = {t.notice: t for t in received}
    for line in lines:
        if line.event is None:
            continue
        mine, theirs = line.event.data, by_notice[line.event.data.notice]
        assert _facts(mine) == _facts(theirs), line.file
    # By notices: without a buyer the matter's id names the source, which differs by design.
    ours = {a.notices: a for a in (line.assessed for line in lines) if a}
    for assessed in assessments.values():
        mine = ours[assessed.notices]
        assert (assessed.score, assessed.unread_content) == (mine.score, mine.unread_content)


def _counted(run) -> int:
    return sum(len(a.notices) for a in run.newest_assessments().values())


def _facts(tender: TenderReceived):
    """Everything but where it came from."""
    return tender.model_dump(
        exclude={"source"} | ({"matter"} if tender.matter_uncertain else set())
    )
