"""The labels of examples/expected.toml cover every example, and every label can be read."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
BANDS = ("none", "low", "medium", "high", "critical")
STATUSES = {"assessed", "quarantined", "ignored"}
STAGES = {
    "tender": {
        *("planning", "tender", "amendment", "single_source", "candidate"),
        *("award", "contract", "acceptance", "cancelled", "unknown"),
    },
    "account": {"signup", "event"},
    "unknown": {"unknown"},
}
KEYS = {
    *("file", "record", "status", "kind", "stage", "published", "matter", "buyer", "number"),
    *("suppliers", "amount_cny", "amount_null", "chips", "total_accelerators"),
    *("accelerators_null", "clouds", "ai_services", "listed", "cancelled", "unread_content"),
    *("band", "links", "no_links", "supplier_profile", "account", "instances"),
}

RECORDS: list[dict[str, Any]] = tomllib.loads(
    (EXAMPLES / "expected.toml").read_text(encoding="utf-8")
)["record"]


def _named(record: dict[str, Any]) -> str:
    return f"{record['file']}#{record['record']}"


def test_every_example_file_has_a_label_and_every_label_a_file() -> None:
    files = {
        path.relative_to(EXAMPLES).as_posix()
        for folder in ("notices", "accounts")
        for path in (EXAMPLES / folder).iterdir()
    }
    assert {record["file"] for record in RECORDS} == files


def test_records_of_a_file_are_numbered_from_one_without_repeats() -> None:
    counted = Counter(record["file"] for record in RECORDS)
    for file, count in counted.items():
        numbers = [record["record"] for record in RECORDS if record["file"] == file]
        assert numbers == list(range(1, count + 1)), file


@pytest.mark.parametrize("record", RECORDS, ids=_named)
def test_a_label_speaks_the_vocabulary_of_assess(record: dict[str, Any]) -> None:
    assert set(record) <= KEYS
    assert record["status"] in STATUSES
    assert record["stage"] in STAGES[record["kind"]]
    assert not (record.get("amount_null") and "amount_cny" in record)
    assert not (record.get("accelerators_null") and "total_accelerators" in record)
    assert not (record.get("no_links") and "links" in record)
    if record["band"] != "null":
        lowest, highest = (BANDS.index(band) for band in record["band"])
        assert lowest <= highest


def test_links_between_notices_and_accounts_are_labelled_both_ways() -> None:
    linked = {(r["file"], other) for r in RECORDS for other in r.get("links", ())}
    assert linked
    assert linked == {(there, here) for here, there in linked}


def test_broken_files_have_neither_score_nor_band() -> None:
    broken = [r for r in RECORDS if "broken-" in r["file"]]
    assert len(broken) == 3
    assert {record["band"] for record in broken} == {"null"}
