"""Whatever is done to a file, it is read or refused with a sentence: never a crash."""

import json
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.enrich.data.bundle import list_extract
from services.enrich.domain.importers.registry import IMPORTERS, read
from services.enrich.domain.lists import ListUnreadable
from tests.unit.enrich.importers.test_ofac import ADVANCED, ENTRY, classic
from tests.unit.enrich.importers.test_ofac_enhanced import ENHANCED
from tests.unit.enrich.importers.test_registers import CSV, FULL, SIMPLE, V1, V2, ftm, lines
from tests.unit.enrich.importers.test_tables import EU, JAPAN, TAIWAN
from tests.unit.enrich.importers.workbooks import archive, workbook

ROR = json.dumps([V1, V2]).encode()
EXTRACT = json.loads(list_extract())
CSL = json.dumps(EXTRACT | {"total": 2, "results": EXTRACT["results"][:2]}).encode()
SAMPLES = {
    "csl": (CSL, None),
    "ofac": (classic(ENTRY.format(program="NPWMD")), None),
    "ofac advanced": (ADVANCED.encode(), None),
    "ofac enhanced": (ENHANCED.encode(), None),
    "opensanctions": (lines(ftm(), ftm()), None),
    "ror": (ROR, None),
    "ror zip": (archive(ror__json=ROR), None),
    "wikidata": (FULL, None),
    "wikidata simple": (SIMPLE, None),
    "wikidata csv": (CSV, None),
    "eu": (EU.encode(), None),
    "japan": (workbook(*JAPAN), None),
    "taiwan": (TAIWAN.encode(), None),
    "private": ("name,names\nExample Ltd,示例公司\n".encode(), "private:acme"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_as_it_is(name: str) -> None:
    raw, list_set = SAMPLES[name]
    assert read(raw, "list", list_set)[1].parties


def test_every_importer_has_a_sample_that_it_alone_reads() -> None:
    sets = {read(raw, "list", list_set)[0] for raw, list_set in SAMPLES.values()}
    assert {each.list_set for each in IMPORTERS} - {"private:", "ofac"} <= sets | {"ofac"}


@given(st.sampled_from(sorted(SAMPLES)), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=12))
@settings(max_examples=300)
def test_a_file_changed_anywhere_is_read_or_refused(
    name: str, start: float, length: float, put: bytes
) -> None:
    raw, list_set = SAMPLES[name]
    at = int(start * len(raw))
    end = at + int(length * (len(raw) - at))
    with suppress(ListUnreadable):
        read(raw[:at] + put + raw[end:], "list", list_set)


@example(b'"', "csl")
@given(st.binary(max_size=300), st.sampled_from([None, "csl", "ofac", "private:a", "aliases:ror"]))
def test_any_bytes_are_read_or_refused(raw: bytes, list_set: str | None) -> None:
    with suppress(ListUnreadable):
        read(raw, "list", list_set)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
        max_leaves=8,
    ),
    st.sampled_from(
        ["results", "names", "properties", "locations", "labels", "country", "bindings"]
    ),
)
@settings(max_examples=200)
def test_json_of_an_unexpected_shape_is_read_or_refused(value: object, key: str) -> None:
    results = {"head": {}, "results": {"bindings": value}, "sources_used": value, "total": value}
    for document in (
        results,
        {"total": 1, "results": value, "sources_used": value},
        {"total": 1, "results": [{"source": "EL", "name": "X", "alt_names": value, "id": value}]},
        [V1 | {key: value}],
        [V2 | {key: value}],
    ):
        with suppress(ListUnreadable):
            read(json.dumps(document).encode(), "list")
    with suppress(ListUnreadable):
        read(lines(ftm() | {key: value}, ftm(country=value, sanctions=value)), "list")  # type: ignore[arg-type]
