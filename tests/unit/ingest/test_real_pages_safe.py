"""On real pages: every quote stands where it says, no contact is left, nothing raises."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.ingest.domain.reading import TenderRead, read
from services.ingest.domain.source import SourceInfo

pytestmark = pytest.mark.localdata

DATA = Path(__file__).parents[3].parent / "shared" / "data"
FILES = sorted(
    p for folder in ("notices", "ocds") for p in (DATA / folder).rglob("*") if p.is_file()
)
SOURCE = SourceInfo(datetime(2026, 11, 25, tzinfo=UTC))
MOBILE = re.compile(r"(?<![\dA-Za-z-])1[3-9]\d{9}(?!\d)")
# Not after a slash: that is a serial number, e.g. JRZC/2016/000-00000000.
LANDLINE = re.compile(r"(?<![\dA-Za-z/-])0\d{2,3}-\d{7,8}(?!\d)")
MAIL = re.compile(r"[\w.]+@[\w-]+\.[a-z]{2,}")
FACTS = (
    *("title", "published", "project_number", "project_name", "budget", "amount"),
    *("delivery_place", "term", "cancellation_reason"),
)


def test_the_real_pages_are_there() -> None:
    if not FILES:
        pytest.skip(f"no real pages in {DATA}")
    assert len(FILES) > 20


def drafts(path: Path) -> list[Any]:
    return [r.draft for r in read(path.read_bytes(), SOURCE) if isinstance(r, TenderRead)]


def evidence(draft: Any) -> list[Any]:
    facts = [getattr(draft, name) for name in FACTS]
    parties = [draft.buyer, draft.agency, *draft.suppliers, *draft.candidates, *draft.end_users]
    return [f for f in facts if f] + [p.evidence for p in parties if p and p.evidence]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name[-24:])
def test_every_quote_of_a_real_page_stands_where_it_says(path: Path) -> None:
    for draft in drafts(path):
        for fact in evidence(draft):
            if fact.start is not None:
                assert draft.text[fact.start : fact.end] == fact.quote


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name[-24:])
def test_no_telephone_or_mail_of_a_real_page_travels(path: Path) -> None:
    for draft in drafts(path):
        printed = draft.model_dump_json(exclude={"source", "project_number", "notice", "matter"})
        assert [m for p in (MOBILE, LANDLINE, MAIL) for m in p.findall(printed)] == []
